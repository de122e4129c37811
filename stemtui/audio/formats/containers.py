"""What stands before the samples in the WAV and AIFF files that are written here."""

import struct

from stemtui.audio.formats.bext import Bext

FLOAT_BITS = 32
LONGEST = 0xFFFFFFFF
"""The largest size that a RIFF or FORM chunk can state."""

_WAVE_PCM, _WAVE_FLOAT = 1, 3
_AIFC_VERSION = 0xA2805140


def wave_header(
    bits: int, is_float: bool, channels: int, samplerate: int, frames: int, bext: Bext | None = None
) -> bytes:
    """A WAV up to its first sample: RIFF, or RF64 (EBU Tech 3306) when the sizes pass 32 bit.

    With `bext` it is a Broadcast WAV.
    """
    block = channels * bits // 8
    data = frames * block
    tag = _WAVE_FLOAT if is_float else _WAVE_PCM
    form = struct.pack("<HHIIHH", tag, channels, samplerate, samplerate * block, block, bits)
    chunks = _chunk("<", b"fmt ", form)
    if is_float:
        fact = struct.pack("<I", min(frames, LONGEST))
        chunks = _chunk("<", b"fmt ", form + bytes(2)) + _chunk("<", b"fact", fact)
    if bext:
        chunks = _chunk("<", b"bext", bext.body(bits, is_float, channels, samplerate)) + chunks
    size = 4 + len(chunks) + 8 + data + data % 2
    if size <= LONGEST:
        return b"RIFF" + struct.pack("<I", size) + b"WAVE" + chunks + b"data" + struct.pack("<I", data)
    body = struct.pack("<QQQI", size + 36, data, frames, 0)
    unsized = struct.pack("<I", LONGEST)
    return b"RF64" + unsized + b"WAVE" + _chunk("<", b"ds64", body) + chunks + b"data" + unsized


def aiff_header(bits: int, is_float: bool, channels: int, samplerate: int, frames: int) -> bytes:
    """An AIFF, or for floats an AIFC, up to its first sample. Raises struct.error past 4 GiB."""
    data = frames * channels * bits // 8
    common = struct.pack(">HIH", channels, frames, bits) + _extended(samplerate)
    form, chunks = b"AIFF", _chunk(">", b"COMM", common)
    if is_float:
        version = _chunk(">", b"FVER", struct.pack(">I", _AIFC_VERSION))
        form, chunks = b"AIFC", version + _chunk(">", b"COMM", common + b"fl32" + bytes(2))
    size = 4 + len(chunks) + 16 + data + data % 2
    sound = b"SSND" + struct.pack(">III", data + 8, 0, 0)
    return b"FORM" + struct.pack(">I", size) + form + chunks + sound


def _chunk(order: str, name: bytes, body: bytes) -> bytes:
    return name + struct.pack(order + "I", len(body)) + body


def _extended(rate: int) -> bytes:
    """A whole number as the 80-bit float that AIFF has for the rate."""
    shift = 64 - rate.bit_length()
    return struct.pack(">HQ", 16383 + 63 - shift, rate << shift)
