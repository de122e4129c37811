"""What the headers of WAV, RF64, AIFF and FLAC files say, and what their size proves.

libsndfile opens a truncated WAV shortened and without an error, a WAV that was never closed as 0 frames, and
knows no BWF time reference: hence these readers of our own. They need neither libsndfile nor numpy.
"""

import struct
from dataclasses import dataclass, replace
from typing import BinaryIO

from stemtui.audio.chunks import UNSIZED, Chunk, walk
from stemtui.header import Header
from stemtui.text import counted

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_MEDIA_GUID = bytes.fromhex("000000001000800000aa00389b71")
_WAVE_SUBTYPES = {
    (_PCM, 8): "PCM_U8",
    (_PCM, 16): "PCM_16",
    (_PCM, 24): "PCM_24",
    (_PCM, 32): "PCM_32",
    (_FLOAT, 32): "FLOAT",
    (_FLOAT, 64): "DOUBLE",
}
_AIFF_SUBTYPES = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24", 32: "PCM_32"}
_AIFC_SUBTYPES = {
    b"NONE": _AIFF_SUBTYPES,
    b"twos": _AIFF_SUBTYPES,
    b"sowt": _AIFF_SUBTYPES,
    b"in24": {24: "PCM_24"},
    b"in32": {32: "PCM_32"},
    b"fl32": {32: "FLOAT"},
    b"FL32": {32: "FLOAT"},
    b"fl64": {64: "DOUBLE"},
    b"FL64": {64: "DOUBLE"},
}
_FLAC_SUBTYPES = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24"}
_LEFTOVER = 65_536  # so many bytes after the last chunk are sound rather than a sloppy end
_MOST_CHANNELS = 256
_FASTEST = 10_000_000  # Hz; what claims more is for libsndfile to judge


@dataclass(frozen=True)
class Claims:
    """A header with what is known of its truth.

    `damage` says why the samples must not be used ("" when they may); `is_counted` whether the number of
    frames can be relied on. `is_whole` says that all of the header is here; else libsndfile has to be asked
    for format, channels, rate and frames. `samples_at` is the byte at which bare little-endian samples begin,
    0 where it takes libsndfile to find them.
    """

    header: Header
    damage: str = ""
    is_counted: bool = True
    is_whole: bool = True
    samples_at: int = 0


_UNKNOWN = Claims(Header("", "", 0, 0, 0), is_whole=False)


def read_claims(file: BinaryIO, end: int) -> Claims:
    """What a file of `end` bytes says of itself; `is_whole` is False for forms that are not known here."""
    file.seek(0)
    magic = file.read(12)
    if magic[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and magic[8:] == b"WAVE":
        return _wave(file, end, magic[:4])
    if magic[:4] == b"FORM" and magic[8:] in (b"AIFF", b"AIFC"):
        return _aiff(file, end, magic[8:])
    return _flac(file) if magic[:4] == b"fLaC" else _UNKNOWN


def _wave(file: BinaryIO, end: int, magic: bytes) -> Claims:
    order = ">" if magic == b"RIFX" else "<"
    chunks = tuple(walk(file, end, order))
    first = {chunk.name: chunk for chunk in reversed(chunks)}
    header = replace(_UNKNOWN.header, format="WAV" if magic[:3] == b"RIF" else "RF64")
    if b"bext" in first:
        header = _with_bext(header, first[b"bext"].body(file, 346), order)
    body = first[b"fmt "].body(file, 40) if b"fmt " in first else b""
    if len(body) < 16 or b"data" not in first:
        return Claims(header, is_whole=False)
    tag, channels, rate, _, block, bits = struct.unpack_from(order + "HHIIHH", body)
    if tag == _EXTENSIBLE and body[26:40] == _MEDIA_GUID:
        tag = struct.unpack_from(order + "H", body, 24)[0]
        header = replace(header, format="WAVEX" if header.format == "WAV" else header.format)
    subtype = _WAVE_SUBTYPES.get((tag, bits), "")
    header = replace(header, subtype=subtype, channels=channels, samplerate=rate)
    is_plain = bool(subtype) and _is_likely(rate, channels) and block == channels * bits // 8
    claims = _judged(header, first[b"data"], _tail(chunks, end), block if is_plain else 0)
    return replace(claims, samples_at=first[b"data"].start if is_plain and order == "<" else 0)


def _with_bext(header: Header, body: bytes, order: str) -> Header:
    """The header with what a `bext` chunk (EBU Tech 3285) says."""
    description = body[:256].split(b"\0")[0]
    try:
        text = description.decode("utf-8")
    except UnicodeDecodeError:
        text = description.decode("latin-1")
    reference = int(struct.unpack_from(order + "Q", body, 338)[0]) if len(body) >= 346 else None
    return replace(header, description=text.strip(), time_reference=reference)


def _tail(chunks: tuple[Chunk, ...], end: int) -> int:
    """How many bytes at the end of the file belong to no chunk."""
    last = chunks[-1]
    return max(0, end - last.start - last.size - last.size % 2)


def _judged(header: Header, data: Chunk, tail: int, block: int, claimed: int | None = None) -> Claims:
    """The claims of a file whose samples lie in `data`, each frame in `block` bytes (0: not known)."""
    is_whole, unit = block > 0, max(block, 1)
    noun = "frame" if is_whole else "byte"
    claims = data.size // unit if claimed is None else claimed
    held = data.held // unit
    problem = damage = ""
    if claims == 0 and tail > 1:
        damage = f"never closed: the data size is 0 while {counted(tail, 'byte')} follow"
    elif claims == 0:
        problem = "0 frames"
    elif data.size == UNSIZED:
        claims = held
        problem = f"streamed: the header gives no length, the file holds {counted(held, noun)}"
    elif held < claims:
        damage = f"truncated: header claims {counted(claims, noun)}, the file holds {held}"
    elif data.held > claims * unit + 1 and claimed is not None:
        damage = f"header claims {counted(claims, noun)}, the file holds {held}"
    elif tail >= _LEFTOVER:
        damage = f"header claims {counted(claims, noun)}, but {tail} bytes follow that are no chunk"
    said = tuple(words for words in (problem, damage) if words)
    return Claims(replace(header, frames=claims, problems=said), damage, True, is_whole)


def _aiff(file: BinaryIO, end: int, form: bytes) -> Claims:
    chunks = tuple(walk(file, end, ">"))
    first = {chunk.name: chunk for chunk in reversed(chunks)}
    body = first[b"COMM"].body(file, 22) if b"COMM" in first else b""
    if len(body) < 18 or b"SSND" not in first or first[b"SSND"].held < 8:
        return _UNKNOWN
    channels, frames, bits = struct.unpack_from(">HIH", body)
    subtypes = _AIFC_SUBTYPES.get(body[18:22], {}) if form == b"AIFC" else _AIFF_SUBTYPES
    subtype, rate = subtypes.get(bits, ""), _extended(body[8:18])
    if not (subtype and _is_likely(rate, channels)):
        return _UNKNOWN
    sound = first[b"SSND"]
    offset = 8 + struct.unpack(">I", sound.body(file, 4))[0]
    data = Chunk(b"SSND", sound.start + offset, sound.size - offset, max(0, sound.held - offset))
    tail = _tail(chunks, end) + (data.held if frames == 0 else 0)
    return _judged(Header("AIFF", subtype, channels, rate, frames), data, tail, channels * bits // 8, frames)


def _is_likely(rate: int, channels: int) -> bool:
    return 0 < rate <= _FASTEST and 0 < channels <= _MOST_CHANNELS


def _extended(ten: bytes) -> int:
    """A sample rate as AIFF has it: an 80-bit float. 0 for one that is no whole number of Hz."""
    exponent, mantissa = struct.unpack(">HQ", ten)
    shift = 16383 + 63 - exponent
    return mantissa >> shift if 0 < shift < 64 and not mantissa & ((1 << shift) - 1) else 0


def _flac(file: BinaryIO) -> Claims:
    """STREAMINFO, the block that every FLAC file begins with."""
    file.seek(4)
    block = file.read(38)
    if len(block) < 38 or block[0] & 0x7F or int.from_bytes(block[1:4]) != 34:
        return _UNKNOWN
    packed = int.from_bytes(block[14:22])
    rate, channels, bits, frames = (
        packed >> 44,
        (packed >> 41 & 7) + 1,
        (packed >> 36 & 31) + 1,
        packed & (1 << 36) - 1,
    )
    if bits not in _FLAC_SUBTYPES or not _is_likely(rate, channels):
        return _UNKNOWN
    return Claims(Header("FLAC", _FLAC_SUBTYPES[bits], channels, rate, frames), is_counted=frames > 0)
