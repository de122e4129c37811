"""ALAC in CAF: how far its packets are whole (Apple Lossless Format Description; CAF's packet table).

There are no checksums, and a decoder goes on after a broken packet without a word, so that noise follows. But
each packet begins with an element whose spare bits are zeros, and ends with the mark of its end.
"""

from collections.abc import Iterator
from typing import BinaryIO

from stemtui.audio.chunks import Chunk

_TABLE_HEAD, _EDITS = 24, 4
_MOST_TABLE = 2**26
_END, _SPARE = 7, 0xFFF


def sure_frames(file: BinaryIO, end: int, chunks: dict[bytes, Chunk]) -> int | None:
    """How many frames lie before the first packet that is cut or broken; None where all are whole.

    None too where the file has no table of its packets, or has another form.
    """
    if not {b"desc", b"pakt", b"data"} <= chunks.keys():
        return None
    description = chunks[b"desc"].body(file, 32)
    each = int.from_bytes(description[20:24])
    if description[8:12] != b"alac" or not each:
        return None
    table = chunks[b"pakt"].body(file, _MOST_TABLE)
    frames, at = 0, chunks[b"data"].start + _EDITS
    for size in _sizes(table):
        if at + size > end or not _is_whole(file, at, size):
            return frames
        frames, at = frames + each, at + size
    return None


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
