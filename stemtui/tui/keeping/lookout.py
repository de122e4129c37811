"""A lookout on the disk behind the screen: what others wrote into the manifest, files that came and went.

One thread looks every few seconds, and at once when the terminal is looked at again. A disk that is slow is
looked at less often, and one that hangs holds up nothing but the next look.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui import manifest
from stemtui.caches import Stamp, stamp
from stemtui.errors import ManifestError, StemtuiError
from stemtui.presence import Presence
from stemtui.session import Session
from stemtui.tui.desk.desk import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stemtui.contents import Known
    from stemtui.tui.dialogs.questions import Question
    from stemtui.tui.screen import DeskScreen

LOOK_SECONDS, SOON_SECONDS, PATIENCE_SECONDS = 3.0, 0.7, 2.0
SHARED = "Another stemtui has this session open too: each takes in what both save."
SHARE = 20
"""A look that takes long is followed by a pause so many times as long."""


class Lookout:
    """Looks at the disk and hands the screen what is new there."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen, self.path = screen, screen.path
        self.file = Watched(self.path)
        self.presence, self.is_shared = Presence(self.path), False
        self.woken = self.closed = False
        self.changed = threading.Condition()
        self.waiting: list[asyncio.Event] = []
        self.thread: threading.Thread | None = None

    def begin(self, known: Mapping[str, Known]) -> None:
        """Begin to look, now that the headers of these files have been read."""
        from stemtui.folders import Folder  # here, behind the first paint

        self.folder = Folder(self.screen.root, known)
        self.thread = threading.Thread(target=self._run, name="lookout", daemon=True)
        self.thread.start()

    def wake(self) -> None:
        """Look now."""
        with self.changed:
            self.woken = True
            self.changed.notify()

    async def looked(self) -> None:
        """Look now, and wait until the screen has what is there; not for long where a disk is slow.

        What is just being written, or is away for a moment, is looked at once more.
        """
        if self.thread is None:
            return
        seen = asyncio.Event()
        with self.changed:
            self.waiting.append(seen)
        self.wake()
        with suppress(TimeoutError):
            await asyncio.wait_for(seen.wait(), PATIENCE_SECONDS)

    def again(self) -> None:
        """Look now, at the manifest too, though it be as it was."""
        self.file.stamp = Watched.UNSEEN
        self.wake()

    def close(self) -> None:
        """Look no more."""
        with self.changed:
            self.closed = True
            self.changed.notify()

    def _run(self) -> None:
        pause = 0.0
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.woken or self.closed, pause)
                if self.closed:
                    self.presence.leave()
                    return
                self.woken, waiting = False, [*self.waiting]
            begun = time.monotonic()
            self._look()
            settled = self.folder.is_settled and self.file.is_settled
            if settled:
                self._tell(waiting)
            pause = max(LOOK_SECONDS if settled else SOON_SECONDS, SHARE * (time.monotonic() - begun))
            if self.waiting:
                pause = min(pause, SOON_SECONDS)

    def _tell(self, waiting: list[asyncio.Event]) -> None:
        """Tell those that wait, behind what the look has put on the screen."""
        with self.changed:
            self.waiting = [one for one in self.waiting if one not in waiting]
        for one in waiting:
            self.screen.call_later(one.set)

    def _look(self) -> None:
        from stemtui.tui.keeping import news  # here, behind the first paint

        desk = self.screen.desk
        try:
            self.file.look()
            if self.file.is_new:
                if self.file.stamp is None:
                    self._when_idle(partial(news.manifest_gone, saved=desk.saved))
                else:
                    seen = _loaded(self.path)
                    self._when_idle(partial(news.manifest_seen, seen=seen, saved=desk.saved))
            contents = self.folder.look(desk.session)
            self._meet()
        except (OSError, StemtuiError):
            return  # the disk answers no more: the next look may be luckier
        if contents is not desk.contents:
            self.screen.call_later(news.contents_seen, self.screen, contents)

    def _when_idle(self, handler: Question) -> None:
        self.screen.call_later(self.screen.running.when_idle, handler)

    def _meet(self) -> None:
        """Say once that somebody else has the session open, over nothing that is being said."""
        if self.presence.others() and not self.is_shared:
            self._when_idle(self._shared)

    async def _shared(self, screen: DeskScreen) -> None:
        if not (self.is_shared or screen.desk.said):
            self.is_shared = True
            screen.show(say(screen.desk, SHARED))


class Watched:
    """One file, as it was when it was last taken notice of: None while it is not there."""

    UNSEEN = Stamp(-1, -1)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp: Stamp | None = self.UNSEEN
        self.last: Stamp | None = self.UNSEEN
        self.is_new = False
        self.is_settled = True

    def look(self) -> None:
        """See whether it is another than it was, and is not just being written. Raises OSError."""
        clock = time.time_ns()
        try:
            now: Stamp | None = stamp(self.path)
        except FileNotFoundError:
            now = None
        is_other = now != self.stamp
        self.is_settled = not is_other or now == self.last or bool(now and now.is_settled(clock))
        self.is_new = is_other and self.is_settled
        self.last = now
        if self.is_new:
            self.stamp = now


def _loaded(path: Path) -> Session | ManifestError:
    try:
        return manifest.load(path)
    except ManifestError as error:
        return error
