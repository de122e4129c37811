"""AIFF and AIFC: what their headers say."""

import struct
from typing import BinaryIO

from stemtui.audio.formats.chunks import Chunk, walk
from stemtui.audio.formats.claims import UNKNOWN, Claims, alone, is_likely, judged, packed
from stemtui.audio.formats.riff import tail
from stemtui.header import Header

_SUBTYPES = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24", 32: "PCM_32"}
_AIFC_SUBTYPES = {
    b"NONE": _SUBTYPES,
    b"twos": _SUBTYPES,
    b"sowt": _SUBTYPES,
    b"in24": {24: "PCM_24"},
    b"42ni": {24: "PCM_24"},
    b"42n1": {24: "PCM_24"},
    b"in32": {32: "PCM_32"},
    b"23ni": {32: "PCM_32"},
    b"fl32": {32: "FLOAT"},
    b"FL32": {32: "FLOAT"},
    b"fl64": {64: "DOUBLE"},
    b"FL64": {64: "DOUBLE"},
}
_LITTLE = (b"sowt", b"42ni", b"42n1", b"23ni")
"""The names of forms whose samples have their lowest byte first; the third is libsndfile's own."""
_SOUND_HEAD = 8  # bytes in a SSND chunk before its samples: offset and block size


def aiff(file: BinaryIO, end: int, form: bytes) -> Claims:
    """What an AIFF or AIFC file (`form`) of `end` bytes says of itself."""
    chunks = tuple(walk(file, end, ">"))
    first = {chunk.name: chunk for chunk in reversed(chunks)}
    body = first[b"COMM"].body(file, 22) if b"COMM" in first else b""
    if len(body) < 18 or b"SSND" not in first or end < first[b"SSND"].start + _SOUND_HEAD:
        return UNKNOWN
    channels, frames, bits = struct.unpack_from(">HIH", body)
    subtypes = _AIFC_SUBTYPES.get(body[18:22], {}) if form == b"AIFC" else _SUBTYPES
    subtype, rate = subtypes.get(bits, ""), _extended(body[8:18])
    sound = first[b"SSND"]
    if not (subtype and is_likely(rate, channels)):
        return packed(sound)
    file.seek(sound.start)
    offset = _SOUND_HEAD + int.from_bytes(file.read(4))
    at = sound.start + offset
    data = Chunk(b"SSND", at, max(0, sound.size - offset), max(0, sound.held - offset))
    left = tail(chunks, end)
    if left and not data.size:  # a size that was never written does not count the head either
        left = max(0, end - at)
    rest = data.held if data.size and left <= 1 else end - at
    behind = rest, left + (data.held if frames == 0 else 0)
    order = "<" if body[18:22] in _LITTLE and form == b"AIFC" else ">"
    header = Header("AIFF", subtype, channels, rate, frames)
    return alone(judged(header, data, behind, channels * bits // 8, order, frames), chunks)


def _extended(ten: bytes) -> int:
    """A sample rate as AIFF has it: an 80-bit float. 0 for one that is no whole number of Hz."""
    exponent, mantissa = struct.unpack(">HQ", ten)
    shift = 16383 + 63 - exponent
    return mantissa >> shift if 0 < shift < 64 and not mantissa & ((1 << shift) - 1) else 0
