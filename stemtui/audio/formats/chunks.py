"""Chunks: how WAV, RF64 and AIFF files are laid out, read without trusting any length.

Every chunk is a four-letter name, a size and a body, padded to an even size. Damaged and sloppy files are
common, so the walk ends at whatever is not a chunk, and says where.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from stemtui.frozen import frozen

UNSIZED = 0xFFFFFFFF
_MOST_CHUNKS = 1_000
_HEAD = 8
_MOST_BLANK = 2**20


@frozen
class Chunk:
    """A chunk: its name, where its body starts, and the size that it claims (`size`) and has (`held`)."""

    name: bytes
    start: int
    size: int
    held: int

    def body(self, file: BinaryIO, most: int) -> bytes:
        """The first bytes of its body, at most so many."""
        file.seek(self.start)
        return file.read(min(self.held, most))


def walk(file: BinaryIO, end: int, order: str = "<") -> Iterator[Chunk]:
    """The chunks of a file of `end` bytes, in file order. `order` is struct's: "<" for RIFF, ">" for AIFF.

    In RF64 the sizes of 64 bit come from its `ds64` chunk (EBU Tech 3306).
    """
    at = 12
    sizes: dict[bytes, int] = {}
    for _ in range(_MOST_CHUNKS):
        head = _head(file, at, order)
        if head is None:
            return
        name, size = head
        if size == UNSIZED:
            size = sizes.get(name, size)
        start = at + _HEAD
        chunk = Chunk(name, start, size, max(0, min(size, end - start)))
        yield chunk
        if name == b"ds64":
            sizes = _long_sizes(chunk.body(file, 4096))
        at = start + size
        if at >= end:
            return
        if size % 2 and not _is_unpadded(file, at, end, order):
            at += 1


def is_blank(file: BinaryIO, start: int, end: int) -> bool:
    """Whether there is nothing but zeros between two bytes of a file, a mebibyte at most."""
    file.seek(start)
    return end - start <= _MOST_BLANK and not any(file.read(end - start))


def _head(file: BinaryIO, at: int, order: str) -> tuple[bytes, int] | None:
    """A chunk's name and size, or None where there is no chunk."""
    file.seek(at)
    head = file.read(_HEAD)
    if len(head) < _HEAD or not all(32 <= letter < 127 for letter in head[:4]):
        return None
    return head[:4], int(struct.unpack(order + "I", head[4:])[0])


def _is_unpadded(file: BinaryIO, at: int, end: int, order: str) -> bool:
    """Whether a chunk follows an odd-sized one at once: some writers forget the pad byte, which is a zero.

    Others pad with any byte: what seems to begin there then ends beyond the file, and a chunk follows it.
    """
    head = _head(file, at, order)
    return head is not None and (at + _HEAD + head[1] <= end or _head(file, at + 1, order) is None)


def _long_sizes(body: bytes) -> dict[bytes, int]:
    """The sizes that a `ds64` chunk gives: of `data`, then of those in its table."""
    if len(body) < 28:
        return {}
    sizes = {b"data": int(struct.unpack_from("<Q", body, 8)[0])}
    for at in range(28, len(body) - 11, 12):
        sizes[body[at : at + 4]] = int(struct.unpack_from("<Q", body, at + 4)[0])
    return sizes
