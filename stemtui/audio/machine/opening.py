"""Opening sound files: regular ones alone, whatever takes their place between a look and the opening.

Opening a pipe waits for somebody to write into it, which may be for ever.
"""

import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

from stemtui.errors import AudioFileError


def open_regular(path: Path) -> BufferedReader:
    """A regular file opened for reading. Raises AudioFileError for a pipe or device, and OSError."""
    return BufferedReader(open_bare(path))


def open_bare(path: Path) -> FileIO:
    """The same, without a buffer."""
    return FileIO(path, "rb", opener=_opened)


def handle_of(path: Path) -> int:
    """The same, by its handle alone."""
    return _opened(os.fspath(path), os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))


def _opened(path: str, flags: int) -> int:
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        name = os.path.basename(path)
        raise AudioFileError(f"{name!r} is a folder, pipe or device, not a sound file.")
    return handle
