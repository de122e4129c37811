"""CAF: what Apple's Core Audio files say of themselves (Core Audio Format Specification 1.0)."""

import struct
from typing import BinaryIO

from stemtui.audio.formats.alac import misread
from stemtui.audio.formats.chunks import Chunk
from stemtui.audio.formats.claims import UNKNOWN, UNLIMITED, Claims, alone, damaged, is_likely, judged, packed
from stemtui.header import Header

_INTEGERS = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24", 32: "PCM_32"}
_FLOATS = {32: "FLOAT", 64: "DOUBLE"}
_LAWS = {b"ulaw": "ULAW", b"alaw": "ALAW"}
_IS_FLOAT, _IS_LITTLE = 1, 2
_DESCRIPTION = struct.Struct(">d4sIIIII")
_MOST_CHUNKS = 1_000
_START, _HEAD, _EDITS = 8, 12, 4
"""Bytes before the first chunk, of a chunk's name and size, and in front of the samples in `data`."""


def caf(file: BinaryIO, end: int) -> Claims:
    """What a CAF file of `end` bytes says of itself; the form of what is packed is left to libsndfile."""
    chunks, tail = walked(file, end)
    if b"data" not in chunks:
        return UNKNOWN
    data = chunks[b"data"]
    form = _form(chunks[b"desc"].body(file, _DESCRIPTION.size)) if b"desc" in chunks else None
    if form:
        header, order, block = form
        start = data.start + _EDITS
        samples = Chunk(b"data", start, max(0, data.size - _EDITS), max(0, data.held - _EDITS))
        return alone(judged(header, samples, (end - start, tail), block, order), chunks.values())
    claims = packed(data)
    said = "" if claims.damage else misread(file, chunks)
    return damaged(claims.header, said, is_whole=False) if said else claims


def walked(file: BinaryIO, end: int) -> tuple[dict[bytes, Chunk], int]:
    """The first chunk of each name, and how many bytes behind the samples belong to no chunk."""
    found: dict[bytes, Chunk] = {}
    at = _START
    for _ in range(_MOST_CHUNKS):
        file.seek(at)
        head = file.read(_HEAD)
        if len(head) < _HEAD or not all(32 <= letter < 127 for letter in head[:4]):
            break
        size = int.from_bytes(head[4:], signed=True)
        size = size if size >= 0 else 2 * UNLIMITED  # the data of a file that was streamed, up to its end
        start = at + _HEAD
        is_behind_nothing = b"data" in found and found[b"data"].size <= _EDITS
        if is_behind_nothing and start + size > end:
            break  # samples behind a size that was never written spell the name of a chunk
        found.setdefault(head[:4], Chunk(head[:4], start, size, max(0, min(size, end - start))))
        at = start + size
        if at >= end:
            break
    return found, max(0, end - at)


def _form(description: bytes) -> tuple[Header, str, int] | None:
    """The form of bare samples, the order of their bytes, and the bytes of a frame; None of packed ones."""
    if len(description) < _DESCRIPTION.size:
        return None
    rate, name, flags, packet, frames, channels, bits = _DESCRIPTION.unpack(description)
    if name == b"lpcm":
        subtype = (_FLOATS if flags & _IS_FLOAT else _INTEGERS).get(bits, "")
    else:
        subtype, bits = _LAWS.get(name, ""), 8
    block = channels * bits // 8
    is_plain = subtype and rate.is_integer() and is_likely(int(rate), channels)
    if not is_plain or frames != 1 or packet != block:
        return None
    order = "<" if name == b"lpcm" and flags & _IS_LITTLE else ">"
    return Header("CAF", subtype, channels, int(rate), 0), order, block
