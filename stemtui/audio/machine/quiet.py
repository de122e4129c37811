"""What C code prints, silenced: libsndfile and libmpg123 print their complaints about damaged files to C's
standard output and standard error, across the screen and into the JSON that a script reads.
"""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

_lock = threading.Lock()
_kept: list[int | None] = []
_inside = 0


@contextmanager
def quiet_c_streams() -> Iterator[None]:
    """Send what C code prints to its `stdout` and `stderr` nowhere while any thread is inside.

    File descriptors 1 and 2 stay as they are, because Textual and Python write to these: only the C library's
    `FILE *` variables are exchanged, which Python itself does not use. Does nothing where there are none.
    """
    streams = _streams()
    _enter(streams)
    try:
        yield
    finally:
        _leave(streams)


def _enter(streams: "Streams") -> None:
    global _inside
    with _lock:
        if not _inside:
            for stream, nowhere in streams:
                _kept.append(stream.value)
                stream.value = nowhere
        _inside += 1


def _leave(streams: "Streams") -> None:
    global _inside
    with _lock:
        _inside -= 1
        if not _inside:
            for (stream, _), kept in zip(streams, _kept, strict=True):
                stream.value = kept
            _kept.clear()


Streams = tuple[tuple[ctypes.c_void_p, int], ...]


@cache
def _streams() -> Streams:
    """The C library's variables for its streams, each with a stream that leads nowhere."""
    if sys.platform == "win32":
        return ()
    with suppress(OSError, ValueError, AttributeError):
        library = ctypes.CDLL(None)
        library.fopen.restype = ctypes.c_void_p
        names = ("__stdoutp", "__stderrp") if sys.platform == "darwin" else ("stdout", "stderr")
        nowhere = library.fopen(b"/dev/null", b"w")
        if nowhere:
            return tuple((ctypes.c_void_p.in_dll(library, name), nowhere) for name in names)
    return ()
