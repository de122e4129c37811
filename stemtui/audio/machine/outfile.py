"""A file that libsndfile writes into, and that remembers what the disk refused."""

from pathlib import Path


class OutFile:
    """A new file, as soundfile takes one in place of a path.

    libsndfile ends a FLAC without saying that its last block found no room: ask `refusal` after closing.
    """

    def __init__(self, path: Path) -> None:
        self.refusal: OSError | None = None
        self._file = path.open("wb", buffering=0)
        self.seek, self.tell = self._file.seek, self._file.tell

    def write(self, data: bytes) -> int:
        """Write all of it; how many bytes that were, 0 where the disk does not take them."""
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.refusal = self.refusal or error
            return 0
        return len(data)

    def close(self) -> None:
        """Close it. Raises OSError for the first thing that the disk refused, then or now."""
        self._file.close()
        if self.refusal:
            raise self.refusal
