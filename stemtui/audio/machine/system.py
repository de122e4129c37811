"""What a system offers so that a render is faster; where there is no such thing, nothing is lost but time."""

import ctypes
import errno
import os
import signal
from contextlib import suppress
from functools import cache
from io import FileIO
from threading import Lock
from typing import Any

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_MUCH = 1 << 30
_STEP = 1 << 25
_PDEATHSIG = 1
_RESERVED, _PAGE, _MADV_HUGEPAGE = 1 << 27, 1 << 12, 14
_KEEP_SIZE = 1
_MOST_IN_A_PIPE = 1 << 20
_PIECE = 1 << 17
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks, and Linux to give them as huge pages.

    Each array of a block would go back to the system and be fetched anew, page by page: 10 % of a render. And
    as pages of 4 kB each step would look up hundreds of them: another 5 %. What the heap grows by here is
    only reserved, and takes up memory as far as it is used.
    """
    if mallopt := _function("mallopt"):
        mallopt(_MMAP_THRESHOLD, _MUCH)
        mallopt(_TRIM_THRESHOLD, _MUCH)
        mallopt(_TOP_PAD, _STEP)
        _reserve_huge_pages()


def end_with_parent() -> None:
    """Have Linux kill this process as soon as the one that forked it has ended, however that ended."""
    if prctl := _function("prctl"):
        prctl(_PDEATHSIG, signal.SIGKILL)


def widen(pipe: int) -> None:
    """Let a pipe hold as much as anybody's may on Linux: who writes a little need not wait for who reads."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl  # here, because Windows has none

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _MOST_IN_A_PIPE)


def _reserve_huge_pages() -> None:
    malloc, madvise, free = (_function(name) for name in ("malloc", "madvise", "free"))
    malloc.restype = ctypes.c_void_p
    if reserved := malloc(ctypes.c_size_t(_RESERVED)):
        first = -(-reserved // _PAGE) * _PAGE
        madvise(ctypes.c_void_p(first), ctypes.c_size_t(reserved + _RESERVED - first), _MADV_HUGEPAGE)
        free(ctypes.c_void_p(reserved))


def reserve(file: FileIO, size: int) -> None:
    """Have the disk keep room for so many bytes of a file. Raises OSError where there is none.

    Without that, each page looks for its own as it is written, which takes half as long again. The file is as
    long as it was.
    """
    if (fallocate := _function("fallocate")) and fallocate(
        file.fileno(), _KEEP_SIZE, ctypes.c_int64(0), ctypes.c_int64(size)
    ):
        number = ctypes.get_errno()
        if number in _NO_ROOM:
            raise OSError(number, os.strerror(number))


def read_at(file: FileIO, room: memoryview, position: int) -> int:
    """Fill a room with a file's bytes from a position on, in any number of threads; how many there were."""
    filled = 0
    while filled < len(room) and (came := _read_at(file, room[filled:], position + filled)):
        filled += came
    return filled


def write_at(file: FileIO, data: memoryview, position: int) -> None:
    """Put bytes into a file from a position on, whatever its own position is. Raises OSError.

    In pieces: Linux keeps each in one stretch of memory, if it lies so in the file. Longer ones are rare, and
    a virtual machine may have to get them from its host, which takes up to ten times as long; with shorter
    ones, or any that lie across these, there is more to keep.
    """
    while data:
        took = _write_at(file, data[: _PIECE - position % _PIECE], position)
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
        return getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError, TypeError):
        return None
