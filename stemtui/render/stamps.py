"""What a delivery's files were when it was made: sizes and times, remembered on this machine alone.

A receipt is the same bytes on every clone, so that none of this is in it. It only saves reading files again:
where it is lost, damaged or about another receipt, it is as if nothing had been remembered.
"""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path

from stemtui.receipts import RECEIPT

_FORMAT = 1
_SECOND = 1_000_000_000
_COARSE, _FINE = 2 * _SECOND, _SECOND // 20
"""How far apart two writes may be and still leave the same time: FAT counts in steps of two seconds; where
times have parts of a second, the system's clock ticks every 10 milliseconds or faster."""


@dataclass(frozen=True)
class Stamp:
    """A file's size in bytes, and the time of its last change in nanoseconds."""

    size: int
    changed: int

    def is_settled(self, clock: int) -> bool:
        """Whether a change after `clock`, in nanoseconds, is bound to leave another stamp than this."""
        return self.changed + (_FINE if self.changed % _SECOND else _COARSE) < clock


@dataclass(frozen=True)
class Seen:
    """A source as a render read it: its stamp, or where that was not settled, its SHA-256."""

    stamp: Stamp | None
    sha256: str = ""


@dataclass(frozen=True)
class Memory:
    """The sources and the prints of one delivery, by file."""

    sources: Mapping[str, Seen] = field(default_factory=dict)
    prints: Mapping[str, Stamp] = field(default_factory=dict)


def stamp(path: Path) -> Stamp:
    """The stamp of a file. Raises OSError."""
    facts = path.stat()
    return Stamp(facts.st_size, facts.st_mtime_ns)


def recall(place: Path, root: Path) -> Memory | None:
    """What is remembered of the session at `root` and its delivery in a place, as that lies there now."""
    try:
        said = json.loads(_page(place).read_bytes())
        if [said["format"], said["root"], said["receipt"]] != [_FORMAT, _real(root), _receipt(place)]:
            return None
        sources = {file: _seen(*seen) for file, seen in said["sources"].items()}
        return Memory(sources, {file: Stamp(*printed) for file, printed in said["prints"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return None


def remember(place: Path, root: Path, memory: Memory) -> None:
    """Remember what the delivery in a place was made of; where that cannot be written, nothing happens."""
    with contextlib.suppress(OSError, RuntimeError):
        said = {
            "format": _FORMAT,
            "root": _real(root),
            "receipt": _receipt(place),
            "sources": {file: _plain(seen) for file, seen in memory.sources.items()},
            "prints": {file: astuple(printed) for file, printed in memory.prints.items()},
        }
        page = _page(place)
        page.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(page, json.dumps(said).encode())


def _write(page: Path, content: bytes) -> None:
    """Replace a page whole: two renders may end at once."""
    fresh = page.with_name(f"{page.name}.{os.urandom(6).hex()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(page)
    finally:
        fresh.unlink(missing_ok=True)


def _seen(size: int | None, changed: int | None, sha256: str) -> Seen:
    return Seen(None if size is None or changed is None else Stamp(size, changed), sha256)


def _plain(seen: Seen) -> tuple[int | None, int | None, str]:
    size, changed = astuple(seen.stamp) if seen.stamp else (None, None)
    return size, changed, seen.sha256


def _receipt(place: Path) -> str:
    return hashlib.sha256((place / RECEIPT).read_bytes()).hexdigest()


def _page(place: Path) -> Path:
    """Where a delivery's memory lies. Raises RuntimeError where there is no home folder."""
    return _cache() / f"{hashlib.sha256(os.fsencode(_real(place))).hexdigest()}.json"


def _cache() -> Path:
    """The folder for what can be lost, as each system has it."""
    if named := os.environ.get("STEMTUI_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "stemtui/cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/stemtui"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if os.path.isabs(named) else Path.home() / ".cache") / "stemtui"


def _real(path: Path) -> str:
    return os.path.realpath(path)
