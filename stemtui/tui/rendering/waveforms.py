"""Reading waveforms behind the screen: what is looked at, in a thread that never holds up a key.

One thread reads one file after another, once the cursor rests. What the screen looks away from is given up:
a cursor that is held down over a thousand tracks reads none of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from stemtui.errors import AudioFileError
from stemtui.session import Session
from stemtui.tui.desk.desk import Desk
from stemtui.tui.panes.lists import TrackList
from stemtui.tui.panes.waveform import Found, here

if TYPE_CHECKING:
    from textual.timer import Timer

    from stemtui.caches import Stamp
    from stemtui.tui.screen import DeskScreen

REST_SECONDS, LONG_SECONDS = 0.1, 0.2


class Waveforms:
    """Follows what the screen looks at and hands it the overviews of those files, the cursor's first."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self.seen: tuple[str, ...] = ()
        self.wanted: list[str] = []
        self.stamps: dict[str, Stamp] = {}
        self.session = screen.desk.session
        self.damaged = _damaged(self.session)
        self.rest: Timer | None = None
        self.changed = threading.Condition()
        self.reader: threading.Thread | None = None

    def follow(self, desk: Desk) -> None:
        """Look at what a desk shows: what is no longer seen is given up now, the rest read once keys rest."""
        self._accept(desk.session)
        seen = () if desk.reading else tuple(dict.fromkeys(file for file in self._in_sight(desk) if file))
        if seen == self.seen:
            return
        with self.changed:
            self.seen, self.wanted = seen, []
        if self.rest:
            self.rest.stop()
        self.rest = self.screen.set_timer(REST_SECONDS, self._read) if seen else None

    def _accept(self, session: Session) -> None:
        """Read those files anew of which it is said now, or no more, that they are used though damaged."""
        if session is not self.session:
            self.session, before = session, self.damaged
            self.damaged = _damaged(session)
            if others := before ^ self.damaged:
                self.forget(others)

    def forget(self, files: Iterable[str]) -> None:
        """Read files anew when they are looked at: they are not what they were."""
        with self.changed:
            for file in files:
                self.stamps.pop(file, None)
            self.seen = ()

    def close(self) -> None:
        """Give up everything: the screen is gone."""
        with self.changed:
            self.seen, self.wanted = (), [""]
            self.changed.notify()

    def _in_sight(self, desk: Desk) -> Iterator[str]:
        """The file under the cursor, those of the rows around it, then those that have a thumbnail."""
        yield here(desk)
        tracks = self.screen.query_one(TrackList)
        if here(desk):
            at = tracks.shown.index(desk.here)
            yield from files(desk, tracks.shown[at + 1 : at + 2] + tracks.shown[max(0, at - 1) : at])
        if desk.wide:
            yield from files(desk, tracks.shown[tracks.top : tracks.top + tracks.size.height])

    def _read(self) -> None:
        with self.changed:
            if not self.seen:  # forgotten, or the screen went, while keys rested
                return
            cursor, *others = self.seen
            self.wanted = [cursor, *(file for file in others if file not in self.stamps)]
            self.changed.notify()
        if self.reader is None:
            self.reader = threading.Thread(target=self._run, name="waveforms", daemon=True)
            self.reader.start()
        if cursor not in self.screen.desk.overviews:
            self.rest = self.screen.set_timer(LONG_SECONDS, partial(self._takes_long, cursor))

    def _takes_long(self, file: str) -> None:
        if file in self.seen and file not in self.screen.desk.overviews:
            self._arrived(file, None)

    def _run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.wanted)
                file = self.wanted.pop(0)
            if not file:
                return
            self._survey(file)

    def _survey(self, file: str) -> None:
        """Read one file, unless it is as it was when it was read before."""
        from stemtui.audio.pictures import overviews  # here: the first paint needs none of it

        path, found = self.screen.root / file, None
        try:
            now = overviews.look(path)
            if self.stamps.get(file) == now:
                return
            found = overviews.overview(path, lambda: file in self.seen, file in self.damaged)
        except AudioFileError as error:
            self.stamps.pop(file, None)
            self.screen.call_later(self._arrived, file, error)
        except Exception as error:  # a fault of ours costs this file's waveform, and no other's
            fault = AudioFileError(f"{path.name!r} could not be drawn: {type(error).__name__}: {error}")
            self.screen.call_later(self._arrived, file, fault)
        else:
            if found:
                self.stamps[file] = now
                self.screen.call_later(self._arrived, file, found)

    def _arrived(self, file: str, found: Found) -> None:
        desk = self.screen.desk
        before = desk.overviews.get(file, "")
        as_before = (type(before), str(before)) == (type(found), str(found))
        if not (as_before if isinstance(found, AudioFileError) else before == found):
            self.screen.show(replace(desk, overviews={**desk.overviews, file: found}))


def _damaged(session: Session) -> frozenset[str]:
    """The files that are used though they are damaged."""
    return frozenset(track.file for track in session.tracks if track.damaged)


def files(desk: Desk, rows: Iterable[str]) -> Iterator[str]:
    """The files of some tracks, by their rows."""
    return (desk.session.track(row.removeprefix("track.")).file for row in rows)
