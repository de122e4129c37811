"""Unsaved work as files beside the manifest: whole or not at all, one for each screen that has any.

`.stemtui.toml.recover` is a manifest that says the session as it was edited; its comments hold what that grew
from, in the same file so that the two can never be of different times. While a screen lives it holds a lock
file beside it, which tells what was left behind from what somebody is working on just now.
"""

import contextlib
import glob
import os
import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import count, takewhile
from pathlib import Path

from stemtui.errors import ManifestError
from stemtui.frozen import frozen
from stemtui.locks import is_locked, is_surely_locked, locked
from stemtui.manifest.disk import read_text, write_text
from stemtui.manifest.reading import read_session
from stemtui.replacing import clear
from stemtui.session import Session
from stemtui.text import natural_key

HEADING = "# Unsaved work: stemtui offers to take it back when this session is opened the next time.\n"
BASE, HOLDS = "#| ", "#> "


@frozen
class Kept:
    """Work that was kept, what it grew from, and the files of kept work that had been taken back into it."""

    session: Session
    base: Session
    holds: tuple[str, ...] = ()


class Recovery:
    """The files of unsaved work beside one manifest: `own` is this screen's, `taken` those taken back."""

    def __init__(self, manifest_path: Path) -> None:
        self.manifest = manifest_path
        self.first = manifest_path.with_name(f".{manifest_path.name}.recover")
        self.own: Path | None = None
        self.taken: list[Path] = []
        self.disk = threading.RLock()
        self.lock = ExitStack()
        self.base = (Session(), "")

    def keep(self, session: Session, base: Session) -> str:
        """Write a session and what it grew from, in this screen's own file; "" or why it cannot be kept."""
        with self.disk:
            try:
                place = self.own or self._claimed()
                write_text(place, packed(session, self._base_text(base), (kept.name for kept in self.taken)))
            except (ManifestError, OSError) as error:
                if self.own is None:
                    self.release()
                said = error.problems[0].message if isinstance(error, ManifestError) else error.strerror
                return said or str(error)
            self.own = place
            return ""

    def let_go(self) -> None:
        """Forget this screen's own file: there is no unsaved work, or nobody wants it."""
        with self.disk:
            if self.own:
                self.drop(self.own)
            self.own = None
            self.release()

    def settle(self) -> None:
        """Forget all that was on the desk, work taken back included: it is saved."""
        with self.disk:
            self.let_go()
            for kept in self.taken:
                self.drop(kept)
            self.taken = []

    def release(self) -> None:
        """Hold no file any more: what is in it waits to be offered."""
        with contextlib.suppress(OSError):
            self.lock.close()

    def waiting(self) -> list[Path]:
        """What was kept and nobody is working on, the oldest first, without what is held in another."""
        kept = [
            place
            for place in self._beside()
            if place not in self.taken and place != self.own and not is_surely_locked(_lock_of(place))
        ]
        held = {name for place in kept for name in _holds(place)}
        return [place for place in kept if place.name not in held]

    def take(self, place: Path) -> Kept:
        """What was kept in a file. Raises ManifestError."""
        return unpacked(read_text(place), repr(str(place)))

    def drop(self, place: Path) -> None:
        """Forget what was kept in a file."""
        for path in (place, _lock_of(place)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Clear up after programs that were killed in the middle of a write: locks and unfinished files."""
        stale = [_lock_of(place) for place in self._beside() if not is_locked(_lock_of(place))]
        for path in stale:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        clear(self.first.parent)

    def _beside(self) -> list[Path]:
        """Every file of kept work, whoever's."""
        name = re.compile(rf"{re.escape(self.first.name)}\d*")
        places = (path for path in self.first.parent.glob(f"{glob.escape(self.first.name)}*"))
        return sorted(
            (path for path in places if name.fullmatch(path.name)), key=lambda path: natural_key(path.name)
        )

    def _claimed(self) -> Path:
        """A place that no other work has, held until it is released. Raises OSError."""
        for place in self._places():
            with contextlib.suppress(FileExistsError), ExitStack() as held:
                held.enter_context(locked(_lock_of(place)))
                if not os.path.lexists(place):
                    self.lock.push(held.pop_all())
                    return place
        raise AssertionError("there is always one more place")

    def _places(self) -> Iterator[Path]:
        yield self.first
        yield from (self.first.with_name(f"{self.first.name}{number}") for number in count(2))

    def _base_text(self, base: Session) -> str:
        if self.base[0] is not base:
            self.base = base, spoken(base)
        return self.base[1]


def packed(session: Session, base: str, holds: Iterable[str]) -> str:
    """The text of a file of kept work."""
    lines = [*(f"{HOLDS}{name}" for name in holds), *(f"{BASE}{line}" for line in base.split("\n"))]
    return "\n".join([HEADING, spoken(session), *lines, ""])


def unpacked(text: str, source: str) -> Kept:
    """What a file of kept work says. Raises ManifestError."""
    base = read_session("\n".join(_comments(text, BASE)), f"What {source} grew from")
    return Kept(read_session(text, source), base, _comments(text, HOLDS))


def spoken(session: Session) -> str:
    """A session as the text of a manifest, made in small steps between which a key can be answered."""
    from stemtui.manifest.schema import FORMAT
    from stemtui.manifest.writing import blocks  # here, because most starts write nothing

    parts = [f"format = {FORMAT}\n"]
    for block in blocks(session):
        parts.append(block)
        time.sleep(0)  # Python's other threads wait up to 5 ms for one that does not say so
    return "\n".join(parts)


def _holds(place: Path) -> tuple[str, ...]:
    try:
        return _comments(read_text(place), HOLDS)
    except ManifestError:
        return ()


def _comments(text: str, mark: str) -> tuple[str, ...]:
    """The lines under one mark at the end of a text, which a text of many lines within it cannot pretend."""
    last = takewhile(lambda line: line.startswith((BASE, HOLDS)), reversed(text.rstrip("\n").split("\n")))
    return tuple(line.removeprefix(mark) for line in reversed([*last]) if line.startswith(mark))


def _lock_of(place: Path) -> Path:
    return place.with_name(f"{place.name}.lock")
