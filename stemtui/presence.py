"""Presence: who else has a session open, by a shared lock on its manifest that leaves nothing on the disk."""

import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: it cannot be known there who holds a file
    fcntl = None  # type: ignore[assignment]


class Presence:
    """One screen at a manifest. The system lets go of its lock when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def others(self) -> bool:
        """Be present at the file that lies there now, and say whether another process is; False where that
        cannot be known: on disks that know no locks."""
        self.leave()
        if fcntl is None:
            return False
        with suppress(OSError):
            self._handle = self._opened()
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return True
            fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False

    def leave(self) -> None:
        """Be present no more."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1

    def _opened(self) -> int:
        """NFS locks for one process alone only what may be written."""
        try:
            return os.open(self._path, os.O_RDWR)
        except PermissionError:
            return os.open(self._path, os.O_RDONLY)
