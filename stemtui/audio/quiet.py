"""C's standard error, silenced: libmpg123 prints its complaints about an MP3 there, across the screen."""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

_lock = threading.Lock()


@contextmanager
def quiet_c_stderr() -> Iterator[None]:
    """Send what C code prints to its `stderr` nowhere, one thread at a time.

    File descriptor 2 stays as it is, because Textual draws the screen through it: only the C library's
    `FILE *stderr` is exchanged, which Python itself does not use. Does nothing where that is no variable.
    """
    streams = _streams()
    if streams is None:
        yield
        return
    stderr, nowhere = streams
    with _lock:
        kept, stderr.value = stderr.value, nowhere
        try:
            yield
        finally:
            stderr.value = kept


@cache
def _streams() -> tuple[ctypes.c_void_p, int] | None:
    """The C library's variable `stderr`, and a stream that leads nowhere."""
    if sys.platform == "win32":
        return None
    with suppress(OSError, ValueError, AttributeError):
        library = ctypes.CDLL(None)
        library.fopen.restype = ctypes.c_void_p
        name = "__stderrp" if sys.platform == "darwin" else "stderr"
        stderr = ctypes.c_void_p.in_dll(library, name)
        nowhere = library.fopen(b"/dev/null", b"w")
        return (stderr, nowhere) if nowhere else None
    return None
