"""FLAC's frames: where they begin, and which samples each holds, by their headers alone (RFC 9639, 9.1)."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO

from stemtui.frozen import frozen

_WORD_CODES = {1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32}
_LONGEST_HEAD = 16
_STRETCH, _FARTHEST = 2**22, 2**27


@frozen
class Stream:
    """STREAMINFO: samples of the longest block, bytes of the longest frame (a bound), and the form."""

    block: int
    most: int
    rate: int
    channels: int
    bits: int
    frames: int


class Followed:
    """The frames that follow one another, each with its first sample and the one behind it, by runs of frames
    of one length: a file of any length hardly has more than two."""

    def __init__(self) -> None:
        self._firsts, self._lengths = array("Q"), array("Q")
        self._behind = 0

    def add(self, first: int, behind: int) -> None:
        """Add the next one."""
        length = behind - first
        if not self._lengths or self._lengths[-1] != length:
            self._firsts.append(first)
            self._lengths.append(length)
        self._behind = behind

    def has(self, first: int, behind: int) -> bool:
        """Whether such a frame is among them."""
        run = bisect_right(self._firsts, first) - 1
        if run < 0 or behind > self._behind:
            return False
        length = self._lengths[run]
        return behind - first == length and (first - self._firsts[run]) % length == 0


def places(
    file: BinaryIO, begin: int, start: int, end: int, stream: Stream, is_like: bool = True
) -> Iterator[tuple[int, int, int]]:
    """The frames whose headers lie between two bytes of a file, in their order: the byte, and first and last
    sample of each. All that are like the one at `begin`, or those at any rate. What is far behind the last
    one is not looked for: that is a hole, whose size may be anything."""
    file.seek(begin)
    head = file.read(4).ljust(4, b"\0")
    form = _any_with(head[2]) + _any_with(head[3]) if is_like else b".."
    like = re.compile(re.escape(head[:2]) + form, re.DOTALL)
    at, kept, last = start, b"", start
    file.seek(start)
    while at - last <= _FARTHEST and (content := file.read(min(_STRETCH, end - at))):
        at += len(content)
        stretch = kept + content
        known = len(stretch) if at >= end else max(0, len(stretch) - _LONGEST_HEAD)
        for place in (found.start() for found in like.finditer(stretch)):
            if place < known and (span := _span(stretch[place : place + _LONGEST_HEAD], stream)):
                last = at - len(stretch) + place
                yield last, *span
        kept = stretch[known:]


def _any_with(byte: int) -> bytes:
    """A pattern for the bytes with the same lower half."""
    return b"[" + re.escape(bytes(upper << 4 | byte & 0x0F for upper in range(16))) + b"]"


def _span(head: bytes, stream: Stream) -> tuple[int, int] | None:
    """First and last sample of a frame, if these bytes begin with the header of one."""
    head = head.ljust(_LONGEST_HEAD, b"\0")
    code, channels, word = head[2] >> 4, head[3] >> 4, head[3] >> 1 & 7
    agrees = channels == stream.channels - 1 or (stream.channels == 2 and 8 <= channels <= 10)
    number = _number(head[4:])
    if not agrees or head[3] & 1 or _WORD_CODES.get(word, stream.bits) != stream.bits or number is None:
        return None
    at = 4 + number[1]
    size, at = _block_size(head, code, at)
    at += {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    if not size or _crc8(head[:at]) != head[at]:
        return None
    first = number[0] if head[1] & 1 else number[0] * stream.block
    return first, first + size


def _number(coded: bytes) -> tuple[int, int] | None:
    """A number coded like a character of UTF-8, up to seven bytes long, and how many bytes it takes."""
    if coded[0] < 0x80:
        return coded[0], 1
    ones = 8 - (coded[0] ^ 0xFF).bit_length()
    if not 2 <= ones <= 7 or any(byte >> 6 != 2 for byte in coded[1:ones]):
        return None
    value = coded[0] & (0x7F >> ones)
    for byte in coded[1:ones]:
        value = value << 6 | byte & 0x3F
    return value, ones


def _block_size(head: bytes, code: int, at: int) -> tuple[int, int]:
    """Samples of a frame, 0 where its header is none, and where the header goes on."""
    if code in (6, 7):
        width = code - 5
        return int.from_bytes(head[at : at + width]) + 1, at + width
    if code < 6:
        return (0, 192, 576, 1152, 2304, 4608)[code], at
    return 256 << (code - 8), at


def _crc8(header: bytes) -> int:
    """The checksum that ends a frame's header: x^8 + x^2 + x + 1."""
    crc = 0
    for byte in header:
        crc = _CRC8[crc ^ byte]
    return crc


def _crc8_of(crc: int) -> int:
    for _ in range(8):
        crc = (crc << 1 ^ (0x07 if crc & 0x80 else 0)) & 0xFF
    return crc


_CRC8 = bytes(map(_crc8_of, range(256)))
