"""Damaged files as libsndfile opens them: bare samples behind a right header, and a cut file filled up."""

import io
import struct
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.audio.formats.claims import Claims
from stemtui.audio.machine.opening import open_bare

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_AU_CODES = {"ULAW": 1, "ALAW": 27}
_UNSIZED = 0xFFFFFFFF
_MOST = 2**25
"""libsndfile asks for more bytes at once where something in a header is to it their number, and is none."""


class Mended(io.RawIOBase):
    """A damaged file read as if it had so many bytes; what stands in them is for each sort to say.

    It `is_past` the end once bytes were wanted as sound that the file does not hold.
    """

    def __init__(self, path: Path, size: int) -> None:
        super().__init__()
        self._file = open_bare(path)
        self._end = size
        self._at = 0
        self._torn = size
        self.is_past = False

    def opened(self) -> None:
        """It is open from here on, and what is read is sound: so is a first block that was read already."""
        self.is_past = self._at > self._torn

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, room: "WriteableBuffer") -> int:
        with memoryview(room).cast("B") as all_of_it:
            filled = self._fill(self._at, all_of_it[: max(0, self._end - self._at)])
            self._note(filled, len(all_of_it))
        self._at += filled
        return filled

    @abstractmethod
    def _fill(self, at: int, room: memoryview) -> int:
        """Put the bytes from a position into a room; how many there were."""

    def _note(self, held: int, wanted: int) -> None:
        """So many bytes of those that were wanted are there."""
        if held < wanted:
            self.is_past = True
            self._torn = min(self._torn, self._at) if held else self._torn

    def close(self) -> None:
        self._file.close()
        super().close()


class Bare(Mended):
    """Bare samples that only libsndfile decodes, of a damaged file, behind a right header: Sun's."""

    def __init__(self, path: Path, claims: Claims) -> None:
        header = claims.header
        form = (_AU_CODES[header.subtype], header.samplerate, header.channels)
        self._head = struct.pack(">4sIIIII", b".snd", 24, _UNSIZED, *form)
        self._skipped = claims.samples_at - len(self._head)
        super().__init__(path, len(self._head) + header.frames * claims.block)

    def _fill(self, at: int, room: memoryview) -> int:
        if at < len(self._head):
            content = self._head[at : at + len(room)]
            room[: len(content)] = content
            return len(content)
        self._file.seek(at + self._skipped)
        return self._file.readinto(room) or 0


class Filled(Mended):
    """A file that was cut, with zeros behind what there is of it: libsndfile opens some only so."""

    def _fill(self, at: int, room: memoryview) -> int:
        room = room[:_MOST]
        self._file.seek(at)
        held = self._file.readinto(room) or 0
        room[held:] = bytes(len(room) - held)
        self._note(held, len(room))
        return len(room)
