"""Unsaved work as files beside the manifest: whole or not at all, one for each screen that has any.

While a screen lives it holds a lock file beside its own, which tells what was left behind from what somebody
is working on just now. Where the manifest's disk is full or takes nothing, the file lies in the user's own
folder instead, and where that is on the same disk, in memory.
"""

import contextlib
import glob
import os
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cached_property
from itertools import count
from pathlib import Path

from stemtui import caches
from stemtui.errors import ManifestError
from stemtui.locks import is_locked, is_surely_locked, locked
from stemtui.manifest.disk import read_text, write_text
from stemtui.replacing import clear
from stemtui.session import Session
from stemtui.text import natural_key
from stemtui.tui.desk.unfinished import Typed
from stemtui.tui.keeping.kept import NOTHING, Kept, holds_of, packed, spoken, unpacked


class Recovery:
    """The files of unsaved work of one manifest: `own` is this screen's, `taken` those taken back."""

    def __init__(self, manifest_path: Path) -> None:
        self.manifest = manifest_path
        self.first = manifest_path.with_name(f".{manifest_path.name}.recover")
        self.own: Path | None = None
        self.taken: list[Path] = []
        self.disk = threading.RLock()
        self.lock = ExitStack()
        self.base = (Session(), "")

    @cached_property
    def firsts(self) -> tuple[Path, ...]:
        """The first file beside the manifest, in the user's own folder, and in memory where there is one."""
        try:
            elsewhere = caches.about(self.manifest, "recover"), caches.in_memory(self.manifest, "unsaved")
        except RuntimeError:
            return (self.first,)
        return self.first, *filter(None, elsewhere)

    def keep(self, session: Session, base: Session, typed: Typed = NOTHING) -> str:
        """Write a session, what it grew from and what is being typed, in this screen's own file; "" or what
        there is to say of it.

        That file goes on where it is, or else to the next folder that takes it.
        """
        with self.disk:
            held, why = (kept.name for kept in self.taken), ""
            text = packed(session, self._base_text(base), held, typed)
            for first in sorted(self.firsts, key=lambda first: bool(self.own) and not self._is_own(first)):
                try:
                    self._write(first, text)
                except (ManifestError, OSError) as error:
                    said = error.problems[0].message if isinstance(error, ManifestError) else error.strerror
                    why = why or f"{(said or str(error)).rstrip('.')}."
                else:
                    return f"{why} Unsaved work is kept in {first.parent}." if why else ""
            return f"Unsaved work cannot be kept: {why} w saves it."

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

    def called(self, names: Iterable[str]) -> list[Path]:
        """The files of those names, wherever each would lie."""
        return [first.with_name(name) for name in names for first in self.firsts if _is_like(name, first)]

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
        for first in self.firsts:
            clear(first.parent)

    def _beside(self) -> list[Path]:
        """Every file of kept work, whoever's."""
        found = ((first, first.parent.glob(f"{glob.escape(first.name)}*")) for first in self.firsts)
        places = [path for first, paths in found for path in paths if _is_like(path.name, first)]
        return sorted(places, key=lambda path: natural_key(path.name))

    def _is_own(self, first: Path) -> bool:
        """Whether this screen's own file lies where that one would."""
        return self.own is not None and self.own.parent == first.parent

    def _write(self, first: Path, text: str) -> None:
        """Write this screen's own file, or a new one there, which takes its place. Raises OSError."""
        if self.own and self._is_own(first):
            write_text(self.own, text)
            return
        if first != self.first:
            first.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as held:
            place = _claimed(first, held)
            write_text(place, text)
            self.let_go()
            self.own, self.lock = place, held.pop_all()

    def _base_text(self, base: Session) -> str:
        if self.base[0] is not base:
            self.base = base, spoken(base)
        return self.base[1]


def _claimed(first: Path, held: ExitStack) -> Path:
    """A place that no other work has, held for so long. Raises OSError."""
    for place in _places(first):
        with contextlib.suppress(FileExistsError), ExitStack() as lock:
            lock.enter_context(locked(_lock_of(place)))
            if not os.path.lexists(place):
                held.push(lock.pop_all())
                return place
    raise AssertionError("there is always one more place")


def _places(first: Path) -> Iterator[Path]:
    yield first
    yield from (first.with_name(f"{first.name}{number}") for number in count(2))


def _is_like(name: str, first: Path) -> bool:
    """Whether a name is that of the first file, or one of those after it."""
    return bool(re.fullmatch(rf"{re.escape(first.name)}\d*", name))


def _holds(place: Path) -> tuple[str, ...]:
    try:
        return holds_of(read_text(place))
    except ManifestError:
        return ()


def _lock_of(place: Path) -> Path:
    return place.with_name(f"{place.name}.lock")
