"""FLAC: what its header says, and whether its last frames are there (RFC 9639).

A FLAC that was cut off opens without an error and fails in the middle. Frames are numbered, so the last frame
header in the file tells how far it goes, without decoding anything.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from stemtui.audio.claims import MOST_FRAMES_A_BYTE, UNKNOWN, Claims, damaged, is_likely
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.text import counted

_SUBTYPES = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24"}
_WORD_CODES = {1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32}
_MOST_BLOCKS = 1_000
_MOST_TAIL = 2**20
_SLACK = 4_096  # bytes of tags that some programs leave behind the last frame
_LONGEST_HEAD = 16
_BEGINS = re.compile(rb"fLaC[\x00\x80]\x00\x00\x22")
_STRETCH = 2**22


@frozen
class _Stream:
    """STREAMINFO: samples of the longest block, bytes of the longest frame (a bound), and the form."""

    block: int
    most: int
    rate: int
    channels: int
    bits: int
    frames: int


def flac(file: BinaryIO, end: int) -> Claims:
    """What a FLAC file of `end` bytes says of itself."""
    stream = _stream(file)
    if stream is None:
        return UNKNOWN
    frames, header = stream.frames, Header("FLAC", _SUBTYPES[stream.bits], stream.channels, stream.rate, 0)
    claims = Claims(replace(header, frames=frames), is_counted=frames > 0)
    if another := _another(file, end, stream):
        said = f"another file begins behind it, near byte {another}, and is not read"
        return damaged(claims.header, said)
    if not frames or frames > end * MOST_FRAMES_A_BYTE:
        return claims
    held, reached = _held(file, end, stream)
    said = f"header claims {counted(frames, 'frame')}, the file"
    if held is not None:
        return damaged(claims.header, f"truncated: {said} breaks off near frame {held}")
    return damaged(claims.header, f"{said} goes on to frame {reached}") if reached > frames else claims


def sure_frames(file: BinaryIO, end: int) -> int | None:
    """How many frames lie before the first that is missing or there twice; None where one follows another.

    Decoders put silence where one is missing, and go on behind one that is there twice, without a word. What
    the frames' numbers say is not relied on where their sizes add up to what the header claims.
    """
    stream, begin = _stream(file), _first_frame(file, end)
    if stream is None or begin is None:
        return None
    reached = size = 0
    seen: set[tuple[int, int]] = set()
    first_again: int | None = None
    for span in _spans(file, begin, begin, end, stream):
        size += span[1] - span[0]
        if span[0] == reached:
            reached = span[1]
            seen.add(span)
        elif span in seen and first_again is None:
            first_again = reached
    if size in (0, stream.frames):
        return None
    return first_again if first_again is not None else reached if reached < stream.frames else None


def _stream(file: BinaryIO) -> _Stream | None:
    """What a FLAC file says of itself; None for what libsndfile has to say."""
    file.seek(4)
    block = file.read(38)
    if len(block) < 38 or block[0] & 0x7F or int.from_bytes(block[1:4]) != 34:
        return None
    packed = int.from_bytes(block[14:22])
    rate, channels, bits = packed >> 44, (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1
    if bits not in _SUBTYPES or not is_likely(rate, channels):
        return None
    longest = int.from_bytes(block[6:8])
    most = int.from_bytes(block[11:14]) or longest * channels * (bits + 1) // 8 + 64
    return _Stream(longest, most, rate, channels, bits, packed & (1 << 36) - 1)


def _held(file: BinaryIO, end: int, stream: _Stream) -> tuple[int | None, int]:
    """Where the last frame in the file begins if more should follow, None where nothing is certain; and how
    far the frames surely go, 0 where that is not certain.

    A last frame that is cut itself is not found out, nor a file with long tags behind its last frame.
    """
    begin = _first_frame(file, end)
    if begin is None:
        return 0, 0
    start = max(begin, end - min(_MOST_TAIL, 2 * stream.most + _SLACK))
    spans = list(_spans(file, begin, start, end, stream))
    if any(behind - first > stream.block for first, behind in spans):
        return None, 0  # STREAMINFO is wrong, and with it what the frames' numbers count
    first, last = max(spans, key=lambda span: span[1], default=(0, 0))
    if last >= stream.frames:
        return None, last if any(behind == first for _, behind in spans) else 0
    # some encoders count wrongly: so many bytes could not be in so few frames
    is_counted = end - begin <= (first // max(1, stream.block) + 2) * stream.most + _SLACK
    return first if spans and is_counted else None, 0


def _another(file: BinaryIO, end: int, stream: _Stream) -> int:
    """The byte at which another FLAC begins behind the frames of this one; 0 where none is found.

    The end of the file is looked through, and all of it where that holds no frame like the first one.
    """
    begin = _first_frame(file, end) or end
    start = max(begin, end - 2 * stream.most - _SLACK)
    if start > begin and not any(_spans(file, begin, start, end, stream)):
        start = begin
    file.seek(start)
    at, kept = start, b""
    while content := file.read(min(_STRETCH, end - at)):
        stretch = kept + content
        if found := _BEGINS.search(stretch):
            return at - len(kept) + found.start()
        at, kept = at + len(content), stretch[-_LONGEST_HEAD:]
    return 0


def _first_frame(file: BinaryIO, end: int) -> int | None:
    """The byte at which the frames begin; None where the file ends before them."""
    at = 4
    for _ in range(_MOST_BLOCKS):
        file.seek(at)
        head = file.read(4)
        at += 4 + int.from_bytes(head[1:])
        if len(head) < 4 or at >= end:
            return None
        if head[0] & 0x80:
            break
    return at


def _spans(file: BinaryIO, begin: int, start: int, end: int, stream: _Stream) -> Iterator[tuple[int, int]]:
    """First and last sample of every frame whose header lies between two bytes of a file and is like that of
    the first one, at `begin`; in their order."""
    file.seek(begin)
    head = file.read(4).ljust(4, b"\0")
    like = re.compile(re.escape(head[:2]) + _any_with(head[2]) + _any_with(head[3]), re.DOTALL)
    at, kept = start, b""
    file.seek(start)
    while content := file.read(min(_STRETCH, end - at)):
        at += len(content)
        stretch = kept + content
        known = len(stretch) if at >= end else max(0, len(stretch) - _LONGEST_HEAD)
        for place in (found.start() for found in like.finditer(stretch)):
            if place < known and (span := _span(stretch[place : place + _LONGEST_HEAD], stream)):
                yield span
        kept = stretch[known:]


def _any_with(byte: int) -> bytes:
    """A pattern for the bytes with the same lower half."""
    return b"[" + re.escape(bytes(upper << 4 | byte & 0x0F for upper in range(16))) + b"]"


def _span(head: bytes, stream: _Stream) -> tuple[int, int] | None:
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
