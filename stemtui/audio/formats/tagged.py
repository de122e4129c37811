"""Tagged files: what lies behind a tag that stands before the file proper, read as a file of its own."""

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Behind(io.RawIOBase):
    """An open file from one of its bytes on, which is left open."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__()
        self._file, self._start = file, start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = self._start if whence == io.SEEK_SET else 0
        return self._file.seek(begin + offset, whence) - self._start

    def tell(self) -> int:
        return self._file.tell() - self._start

    def readinto(self, room: "WriteableBuffer") -> int:
        content = self._file.read(len(memoryview(room).cast("B")))
        memoryview(room).cast("B")[: len(content)] = content
        return len(content)
