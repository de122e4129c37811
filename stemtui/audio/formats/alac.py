"""ALAC in CAF: how far its packets are whole (Apple Lossless Format Description; CAF's packet table).

There are no checksums, and a decoder goes on after a broken packet without a word, so that noise follows. But
each packet begins with an element whose spare bits are zeros, and ends with the mark of its end.

Sound that does not pack is stored as it is, noise say; libsndfile up to 1.2.2 reads such packets falsely
where they hold more than 16 bit in stereo, or more than 24 (its `alac_decoder.c`, where `escapeFlag` is set).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from stemtui.audio.formats.chunks import Chunk
from stemtui.frozen import frozen

_TABLE_HEAD, _EDITS = 24, 4
_MOST_TABLE = 2**26
_END, _SPARE = 7, 0xFFF
_DEPTHS = {1: 16, 2: 20, 3: 24, 4: 32}
"""The bits of a sample by the flags of the description."""
_MISREAD = "its packet at frame {} is stored unpacked, which libsndfile reads falsely at {} bit"


@frozen
class Packets:
    """Where the packets lie: the frames of each but the last, the bytes that they begin at, with the end of
    the last; and the form of what is in them."""

    frames: int
    starts: tuple[int, ...]
    bits: int
    channels: int

    @property
    def is_misread_unpacked(self) -> bool:
        """Whether libsndfile reads packets falsely that are stored as they are."""
        return self.bits > 24 or (self.bits > 16 and self.channels > 1)


def sure_frames(file: BinaryIO, end: int, chunks: dict[bytes, Chunk]) -> int | None:
    """How many frames lie before the first packet that is cut, broken or misread; None where there is none.

    None too where the file has no table of its packets, or has another form.
    """
    packets = _packets(file, chunks)
    if packets is None:
        return None
    for number, (at, behind) in enumerate(pairwise(packets.starts)):
        if behind > end or not _is_whole(file, at, behind - at):
            return number * packets.frames
        if packets.is_misread_unpacked and _is_unpacked(file, at):
            return number * packets.frames
    return None


def misread(file: BinaryIO, chunks: dict[bytes, Chunk]) -> str:
    """What is said of a file with packets that libsndfile reads falsely; "" where none is known of.

    The table tells which are as long as their samples; no others are looked into but the last, which is
    shorter.
    """
    packets = _packets(file, chunks)
    if packets is None or not packets.is_misread_unpacked:
        return ""
    least = packets.frames * packets.channels * packets.bits // 8
    last = len(packets.starts) - 2
    for number, (at, behind) in enumerate(pairwise(packets.starts)):
        if (behind - at >= least or number == last) and _is_unpacked(file, at):
            return _MISREAD.format(number * packets.frames, packets.bits)
    return ""


def _packets(file: BinaryIO, chunks: dict[bytes, Chunk]) -> Packets | None:
    if not {b"desc", b"pakt", b"data"} <= chunks.keys():
        return None
    description = chunks[b"desc"].body(file, 32)
    flags, each, channels = (int.from_bytes(description[at : at + 4]) for at in (12, 20, 24))
    if description[8:12] != b"alac" or not each:
        return None
    starts = [chunks[b"data"].start + _EDITS]
    for size in _sizes(chunks[b"pakt"].body(file, _MOST_TABLE)):
        starts.append(starts[-1] + size)
    return Packets(each, tuple(starts), _DEPTHS.get(flags, 0), channels)


def _sizes(table: bytes) -> Iterator[int]:
    """The packets' sizes: numbers of 7 bits a byte, all bytes but a number's last with the eighth set."""
    left, size = int.from_bytes(table[:8]), 0
    for byte in table[_TABLE_HEAD:]:
        size = size << 7 | byte & 0x7F
        if byte < 0x80:
            if not left:
                return
            yield size
            left, size = left - 1, 0


def _is_whole(file: BinaryIO, at: int, size: int) -> bool:
    file.seek(at)
    head = int.from_bytes(file.read(3))
    file.seek(at + max(0, size - 2))
    tail = int.from_bytes(file.read(2))
    padding = (tail & -tail).bit_length() - 1
    return size > 2 and head >> 5 & _SPARE == 0 and 0 <= padding < 8 and tail >> padding & _END == _END


def _is_unpacked(file: BinaryIO, at: int) -> bool:
    """Whether the first element of a packet says that its samples are stored as they are."""
    file.seek(at)
    return bool(int.from_bytes(file.read(3)) >> 1 & 1)
