"""What a system offers so that a render is faster; where there is no such thing, nothing is lost but time."""

import ctypes
import os
import signal
from functools import cache
from io import FileIO
from threading import Lock
from typing import Any

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_MUCH = 1 << 30
_STEP = 1 << 25
_PDEATHSIG = 1


def keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks.

    It would give each array of a block back to the system and fetch it anew, page by page: 10 % of a render.
    """
    if mallopt := _function("mallopt"):
        mallopt(_MMAP_THRESHOLD, _MUCH)
        mallopt(_TRIM_THRESHOLD, _MUCH)
        mallopt(_TOP_PAD, _STEP)


def end_with_parent() -> None:
    """Have Linux kill this process as soon as the one that forked it has ended, however that ended."""
    if prctl := _function("prctl"):
        prctl(_PDEATHSIG, signal.SIGKILL)


def read_at(file: FileIO, room: memoryview, position: int) -> int:
    """Fill a room with a file's bytes from a position on, in any number of threads; how many there were."""
    filled = 0
    while filled < len(room) and (came := _read_at(file, room[filled:], position + filled)):
        filled += came
    return filled


def write_at(file: FileIO, data: memoryview, position: int) -> None:
    """Put bytes into a file from a position on, whatever its own position is. Raises OSError."""
    while data:
        took = _write_at(file, data, position)
        data, position = data[took:], position + took


def _write_at(file: FileIO, data: memoryview, position: int) -> int:
    if hasattr(os, "pwrite"):
        return os.pwrite(file.fileno(), data, position)
    file.seek(position)
    return file.write(data) or 0


def _read_at(file: FileIO, room: memoryview, position: int) -> int:
    if hasattr(os, "preadv"):
        return os.preadv(file.fileno(), [room], position)
    with _seeking:
        file.seek(position)
        return file.readinto(room) or 0


_seeking = Lock()


@cache
def _function(name: str) -> Any:
    """A function of the C library; None where there is none of that name."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
