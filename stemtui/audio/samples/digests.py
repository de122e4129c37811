"""SHA-256 of whole files: of one at rest, and of one that is being made."""

from collections.abc import Mapping
from io import FileIO
from pathlib import Path

from stemtui.audio.machine.opening import open_regular
from stemtui.audio.machine.system import read_at
from stemtui.audio.samples.headers import regular_size
from stemtui.errors import AudioFileError

_AT_ONCE = 1 << 18


def digest(path: Path) -> str:
    """SHA-256 of a whole file, in hexadecimal. Raises AudioFileError for what is no regular file."""
    regular_size(path, path.name)
    import hashlib  # here and below, because a render without meters needs none

    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error.strerror}.") from error


def known_as(path: Path, under: Mapping[str, str]) -> str:
    """The name that `under` has for what a file holds, by its SHA-256; "" for none."""
    try:
        return under.get(digest(path), "") if under else ""
    except AudioFileError:
        return ""


class Passing:
    """SHA-256 of a file that is being made, of which stretches pass by from front to back; what was written
    to it by others is read back."""

    def __init__(self, file: FileIO) -> None:
        import hashlib

        self._file = file
        self._hash = hashlib.sha256()
        self._at = 0

    def take(self, position: int, stretch: memoryview) -> None:
        """Take in the bytes from a position of the file; those that have passed before are skipped."""
        self.catch_up(position)
        fresh = stretch[self._at - position :]
        self._hash.update(fresh)
        self._at += len(fresh)

    def hexdigest(self) -> str:
        """The digest of all that has passed."""
        return self._hash.hexdigest()

    def catch_up(self, position: int) -> None:
        """Take in what lies in the file before a position and has not passed. Raises OSError."""
        if position <= self._at:
            return
        room = memoryview(bytearray(min(_AT_ONCE, position - self._at)))
        while self._at < position and (came := read_at(self._file, room[: position - self._at], self._at)):
            self._hash.update(room[:came])
            self._at += came
