"""Samples to files: FLAC of 24 bits, and Broadcast Wave of 16 bits with a time reference."""

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile as sf

from .signals import RATE, Audio


def words(signal: Audio, bits: int) -> npt.NDArray[np.int64]:
    """Samples rounded to words of `bits` bits. Raises ValueError when one does not fit."""
    top = 1 << (bits - 1)
    out = np.rint(signal * top).astype(np.int64)
    if out.size and (out.max() >= top or out.min() < -top):
        raise ValueError(f"{np.abs(signal).max():.3f} of full scale does not fit: turn the source down")
    return out


def write_flac(path: Path, signal: Audio, bits: int) -> None:
    """A FLAC of 24 bits, of which the converters filled `bits`: the empty ones cost nothing."""
    samples = (words(signal, bits) << (32 - bits)).astype(np.int32)
    path.parent.mkdir(parents=True, exist_ok=True)
    sf.write(path, samples, RATE, format="FLAC", subtype="PCM_24", compression_level=1.0)


def write_bwf(path: Path, signal: Audio, time_reference: int, description: str) -> None:
    """A WAV of 16 bits with a bext chunk (EBU Tech 3285); `time_reference` is in samples since midnight."""
    data = words(signal, 16).astype("<i2").tobytes()
    channels = 1 if signal.ndim == 1 else signal.shape[1]
    form = struct.pack("<HHIIHH", 1, channels, RATE, RATE * channels * 2, channels * 2, 16)
    chunks = [(b"bext", _bext(description, time_reference)), (b"fmt ", form), (b"data", data)]
    body = b"".join(
        key + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2) for key, part in chunks
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body)


def _bext(description: str, time_reference: int) -> bytes:
    """Version 1: Description, Originator, reference, date, time, TimeReference, version, UMID, reserved."""
    return struct.pack(
        "<256s32s32s10s8sQH64s190s",
        description.encode("ascii"),
        b"stemtui samples",
        b"",
        b"2024-03-08",
        b"10:00:00",
        time_reference,
        1,
        b"",
        b"",
    )
