"""Amplitudes in dB, and the steps of a word length: of samples whose full scale is 1.0, but without any."""

import math
import struct

BitDepth = int | str
FLOAT = "32f"


def dbfs(amplitude: float) -> float:
    """An amplitude, full scale being 1.0, in dBFS; -inf for 0."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def step(bit_depth: BitDepth, peak: float = 1.0) -> float:
    """The distance between neighbouring values; for "32f" that between floats at `peak`, which is no less
    than 0, and no number beyond all floats."""
    if isinstance(bit_depth, int):
        return 2.0 ** (1 - bit_depth)
    try:
        [bits] = struct.unpack("<I", struct.pack("<f", peak))
    except OverflowError:
        return math.nan
    here, further = struct.unpack("<ff", struct.pack("<II", bits, bits + 1))
    return float(further - here)
