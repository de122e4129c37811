"""What is kept on this machine to save work and may be lost at any time: where it lies, how it is written."""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from stemtui.frozen import frozen

_SECOND = 1_000_000_000
_COARSE, _FINE = 2 * _SECOND, _SECOND // 20
"""How far apart two writes may be and still leave the same time: FAT counts in steps of two seconds; where
times have parts of a second, the system's clock ticks every 10 milliseconds or faster."""


@frozen
class Stamp:
    """A file's size in bytes, and the time of its last change in nanoseconds."""

    size: int
    changed: int

    def is_settled(self, clock: int) -> bool:
        """Whether a change after `clock`, in nanoseconds, is bound to leave another stamp than this."""
        return self.changed + (_FINE if self.changed % _SECOND else _COARSE) < clock


def stamp(path: Path) -> Stamp:
    """The stamp of a file. Raises OSError."""
    facts = path.stat()
    return Stamp(facts.st_size, facts.st_mtime_ns)


def folder() -> Path:
    """The folder for what can be lost, as each system has it. Raises RuntimeError where there is no home."""
    if named := os.environ.get("STEMTUI_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "stemtui/cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/stemtui"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if os.path.isabs(named) else Path.home() / ".cache") / "stemtui"


def about(path: Path, kind: str) -> Path:
    """The page of a kind about a file, by where that lies. Raises RuntimeError where there is no home."""
    return folder() / f"{hashlib.sha256(os.fsencode(real(path))).hexdigest()}.{kind}"


def in_memory(path: Path, kind: str) -> Path | None:
    """The same in the folder that the system holds in memory for this user; None where it has none."""
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(named) / "stemtui" / about(path, kind).name if os.path.isabs(named) else None


def keep(page: Path, content: bytes) -> None:
    """Replace a page whole: two programs may do so at once. Raises OSError."""
    from stemtui.replacing import put  # here, because most programs only read

    page.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _cleared(page.parent)
    with put(page) as fresh:
        fresh.write(content)


@cache
def _cleared(folder: Path) -> None:
    """Clear a folder of what killed programs left there, once: it may hold a page for each file there is."""
    from stemtui.replacing import clear

    clear(folder)


def real(path: Path) -> str:
    """A path as it is once links are followed, by which a page knows what it is about."""
    return os.path.realpath(path)
