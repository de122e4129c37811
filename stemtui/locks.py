"""Lock files: the system lets go of one when the process that holds it ends, however it ends."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: it cannot be known there who holds a file
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.01


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Make a lock file and hold it; it is gone afterwards. Raises OSError where none can be made."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with suppress(OSError):
            _take(handle)
        yield
    finally:
        os.close(handle)
        path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path, seconds: float) -> Iterator[bool]:
    """Be the only process that works on a folder in this way; False where another went on for so long.

    The lock is on the folder itself, leaves no file, and ends with its process. Where the disk knows no locks
    nobody is kept out.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield True
        return
    try:
        yield _taken_within(handle, seconds)
    finally:
        os.close(handle)


def _taken_within(handle: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    try:
        while not take(handle):
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE)
    except OSError:
        pass
    return True


def is_locked(path: Path) -> bool:
    """Whether a running process holds a lock file; True where that cannot be known."""
    return _held(path) is not False


def is_surely_locked(path: Path) -> bool:
    """Whether a running process holds a lock file; False where that cannot be known."""
    return _held(path) is True


def take(handle: int) -> bool:
    """Lock an open file until every copy of its handle is closed; False where another process holds it.

    The lock goes with the handle to a child, and outlives whoever took it. Raises OSError where the disk
    knows no locks.
    """
    try:
        _take(handle)
    except BlockingIOError:
        return False
    return True


def _held(path: Path) -> bool | None:
    """Whether a running process holds a lock file; None where that cannot be known."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        return None if fcntl is None else not take(handle)
    except OSError:
        return None
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
