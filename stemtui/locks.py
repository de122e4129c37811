"""Lock files: the system lets go of one when the process that holds it ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: it cannot be known there who holds a file
    fcntl = None  # type: ignore[assignment]


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


def is_locked(path: Path, otherwise: bool = True) -> bool:
    """Whether a running process holds a lock file; `otherwise` where that cannot be known."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return otherwise
    try:
        _take(handle)
    except BlockingIOError:
        return True
    except OSError:
        return otherwise
    finally:
        os.close(handle)
    return otherwise if fcntl is None else False


def _take(handle: int) -> None:
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
