"""Unsaved work that outlives a dropped line: kept beside the manifest, offered at the next start."""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui import manifest
from stemtui.errors import ManifestError
from stemtui.manifest.disk import write_text
from stemtui.manifest.merging import Sides, merge
from stemtui.manifest.reading import read_session
from stemtui.session import Session
from stemtui.text import natural_key
from stemtui.tui.desk import change, say
from stemtui.tui.dialogs import Page
from stemtui.tui.saving import settled

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

BASE = ".base"
TAKEN_BACK = "Unsaved work taken back: w saves it."
LINES = ("The line dropped, or the terminal closed, before this session was saved: its work was kept.",)
CHOICES = {"y": "take it back", "n": "forget it"}


class Recovery:
    """The files that hold unsaved work: `.stemtui.toml.recover` beside the manifest, and if there is one that
    nobody has decided about, `.stemtui.toml.recover2`. Each has beside it the `.base` that it grew from.
    """

    def __init__(self, manifest_path: Path) -> None:
        self.first = manifest_path.with_name(f".{manifest_path.name}.recover")
        self.taken: list[Path] = []

    def waiting(self) -> list[Path]:
        """What was kept and is not taken back, the oldest first."""
        name = self.first.name
        numbers = {path: path.name[len(name) :] for path in self.first.parent.glob(f"{glob.escape(name)}*")}
        kept = [path for path, number in numbers.items() if number.isdecimal() or not number]
        return sorted(set(kept) - set(self.taken), key=lambda path: natural_key(path.name))

    def keep(self, session: Session, base: Session) -> None:
        """Write a session and what it grew from, whole or not at all, beside any work not decided about.

        A disk that refuses is passed over: whoever would be told has no terminal any more.
        """
        place = next(path for path in self._places() if not path.exists())
        try:
            write_text(_base_of(place), manifest.dumps(base))
            write_text(place, manifest.dumps(session))
        except ManifestError:
            self.drop(place)
        else:
            self.settle()
            self.taken = [place]

    def _places(self) -> Iterator[Path]:
        yield self.first
        yield from (self.first.with_name(f"{self.first.name}{number}") for number in count(2))

    def take(self, kept: Path, now: Session) -> tuple[Session, Session]:
        """What was kept, and what it grew from: `now` where that is not known. Raises ManifestError."""
        base = _base_of(kept)
        return manifest.load(kept), manifest.load(base) if base.is_file() else now

    def settle(self) -> None:
        """Forget what is on the desk: it is saved, or kept anew with what was done since."""
        for kept in self.taken:
            self.drop(kept)
        self.taken = []

    def drop(self, kept: Path) -> None:
        """Forget what was kept."""
        with contextlib.suppress(OSError):
            kept.unlink(missing_ok=True)
            _base_of(kept).unlink(missing_ok=True)


def _base_of(kept: Path) -> Path:
    return kept.with_name(f"{kept.name}{BASE}")


async def offer(screen: DeskScreen) -> None:
    """Ask about all work that was kept; only a clear answer lets go of it."""
    for kept in screen.recovery.waiting():
        answer = await screen.ask(Page("Unsaved work was kept", LINES, CHOICES, "decide later"))
        if answer == "y":
            await _take_back(screen, kept)
        elif answer == "n":
            screen.recovery.drop(kept)


async def _take_back(screen: DeskScreen, kept: Path) -> None:
    """Put kept work on the desk, with what others changed on disk since it was begun."""
    now = screen.desk.session
    session, base = screen.recovery.take(kept, now)
    while True:
        try:
            merged = merge(base, session, now)
            break
        except ManifestError as clash:
            agreed = await settled(screen, Sides(base, session, now), clash, "Not taken back")
            if agreed is None:
                return
            base = agreed
    # a merge may leave a track in a stem that is no more
    merged = read_session(manifest.dumps(merged), "The kept work, put together with what is on disk now,")
    screen.recovery.taken.append(kept)
    screen.do(lambda desk: say(change(desk, merged, "unsaved work taken back"), TAKEN_BACK))
    if not screen.desk.unsaved:
        screen.recovery.settle()
