"""WAV, RF64 and W64: what their headers say. All three hold a `fmt ` and a `data` chunk."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from stemtui.audio.formats.bext import LEAST, described
from stemtui.audio.formats.chunks import Chunk, is_blank, walk
from stemtui.audio.formats.claims import LEFTOVER, UNKNOWN, Claims, alone, damaged, is_likely, judged
from stemtui.header import Header
from stemtui.text import counted

W64 = b"riff" + bytes.fromhex("2e91cf11a5d628db04c10000")
"""The GUID that a W64 file begins with."""

_PCM, _FLOAT, _MPEG, _EXTENSIBLE = 1, 3, 0x55, 0xFFFE
_MEDIA_GUID = bytes.fromhex("000000001000800000aa00389b71")
_SUBTYPES = {
    (_PCM, 8): "PCM_U8",
    (_PCM, 16): "PCM_16",
    (_PCM, 24): "PCM_24",
    (_PCM, 32): "PCM_32",
    (_FLOAT, 32): "FLOAT",
    (_FLOAT, 64): "DOUBLE",
}
_W64_GUID = bytes.fromhex("f3acd3118cd100c04f8edb8a")  # after the four letters of a chunk's name
_FORM = 16
"""Bytes of a `fmt ` chunk that say what its samples are."""
_W64_HEAD, _W64_GRID, _W64_MOST = 24, 8, 1_000
_BLOCK, _MOST_BLOCKS = 2**20, 64
_LOW = "the header contradicts itself: its samples of 24 bit are not the upper three of their four bytes"


def wave(file: BinaryIO, end: int, magic: bytes) -> Claims:
    """What a RIFF, RIFX, RF64 or BW64 file of `end` bytes says of itself."""
    order = ">" if magic == b"RIFX" else "<"
    chunks = tuple(walk(file, end, order))
    first = {chunk.name: chunk for chunk in reversed(chunks)}
    header = replace(UNKNOWN.header, format="WAV" if magic[:3] == b"RIF" else "RF64")
    if b"bext" in first:
        header = _with_bext(header, first[b"bext"].body(file, LEAST), order)
    claims = _formed(file, header, first, end, tail(chunks, end), order)
    forms = {chunk.body(file, _FORM) for chunk in chunks if chunk.name == b"fmt "}
    if len(forms) > 1 and not claims.damage:
        said = f"the header contradicts itself: it names {len(forms)} forms of its samples"
        claims = replace(claims, header=replace(claims.header, problems=(said,)), damage=said)
    return alone(claims, chunks)


def w64(file: BinaryIO, end: int) -> Claims:
    """What a Sony Wave64 file of `end` bytes says of itself."""
    first = {chunk.name: chunk for chunk in reversed(tuple(_w64_chunks(file, end)))}
    behind = max((chunk.start + chunk.size for chunk in first.values()), default=end)
    header = replace(UNKNOWN.header, format="W64")
    return _formed(file, header, first, end, max(0, end - behind - _W64_GRID + 1))


def tail(chunks: tuple[Chunk, ...], end: int) -> int:
    """How many bytes at the end of the file belong to no chunk."""
    if len(chunks) > 1 and not chunks[-2].size and chunks[-1].held < chunks[-1].size:
        chunks = chunks[:-1]  # samples behind a size of 0 that spell the name of a chunk
    behind = [chunk.start + chunk.size + chunk.size % 2 for chunk in chunks[-1:]]
    return max(0, end - max(behind, default=end))


def _formed(
    file: BinaryIO, header: Header, first: dict[bytes, Chunk], end: int, tail: int, order: str = "<"
) -> Claims:
    """The claims of a file of `end` bytes with those chunks, the first of each name."""
    body = first[b"fmt "].body(file, 40) if b"fmt " in first else b""
    if len(body) < 16 or b"data" not in first:
        return Claims(header, is_whole=False)
    tag, channels, rate, speed, block, bits = struct.unpack_from(order + "HHIIHH", body)
    valid = bits
    if tag == _EXTENSIBLE and body[26:40] == _MEDIA_GUID:
        valid, speakers, tag = struct.unpack_from(order + "HIH", body, 18)
        form = "WAVEX" if header.format == "WAV" else header.format
        header = replace(header, format=form, speakers=speakers)
    if tag == _PCM and bits == 24 and block == 4 * channels:
        bits = 32  # of which the lowest byte is nothing
    subtype = _SUBTYPES.get((tag, bits), "")
    header = replace(header, subtype=subtype, channels=channels, samplerate=rate)
    is_plain = bool(subtype) and is_likely(rate, channels) and block == channels * bits // 8
    is_sized = tag in (_PCM, _FLOAT) and bits > 0 and speed == rate * block
    if is_sized and not _fits(channels, bits, block):
        said = f"the header contradicts itself: {counted(channels, 'channel')} of {bits} bit in {block} bytes"
        return damaged(header, said, is_whole=False)
    data = first[b"data"]
    if valid == 24 and bits == 32 and tag == _PCM and _is_low(file, data, order):
        return damaged(header, _LOW, is_whole=False)
    if tail >= LEFTOVER and data.size and is_blank(file, end - tail, end):
        tail = 0  # to the end of what a card had set aside for it
    claims = judged(header, data, (end - data.start, tail), block if is_plain else 0, order)
    if tag == _MPEG and b"fact" in first:
        stated = int.from_bytes(first[b"fact"].body(file, 4), "little" if order == "<" else "big")
        claims = replace(claims, stated=stated or None)
    return claims


def _fits(channels: int, bits: int, block: int) -> bool:
    """Whether frames of so many bytes hold these channels, each in as many bytes as it takes."""
    return channels > 0 and block == channels * -(-bits // 8)


def _is_low(file: BinaryIO, data: Chunk, order: str) -> bool:
    """Whether samples of 24 bit lie in the lower three of four bytes, where they belong in the upper.

    Their first sound shows it: it would be 48 dB too quiet, and its negative samples be positive.
    """
    for start in range(data.start, data.start + min(data.held, _MOST_BLOCKS * _BLOCK), _BLOCK):
        file.seek(start)
        words = file.read(min(_BLOCK, data.start + data.held - start))
        if any(words):
            least, most = (words[0::4], words[3::4]) if order == "<" else (words[3::4], words[0::4])
            return any(least) and set(most) <= {0, 0xFF}
    return False


def _with_bext(header: Header, body: bytes, order: str) -> Header:
    """The header with what a `bext` chunk says."""
    description, originator, reference = described(body, order)
    return replace(header, description=description, originator=originator, time_reference=reference)


def _w64_chunks(file: BinaryIO, end: int) -> Iterator[Chunk]:
    """The chunks of a W64 file: their sizes count their heads, and each begins on a multiple of 8 bytes."""
    at = 40
    for _ in range(_W64_MOST):
        file.seek(at)
        head = file.read(_W64_HEAD)
        size = int.from_bytes(head[16:], "little") - _W64_HEAD
        if len(head) < _W64_HEAD or head[4:16] != _W64_GUID:
            return
        start, size = at + _W64_HEAD, max(0, size)
        yield Chunk(head[:4], start, size, max(0, min(size, end - start)))
        at = -(-(start + size) // _W64_GRID) * _W64_GRID
        if at >= end:
            return
