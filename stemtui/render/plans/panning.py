"""Gains: decibels, and what a pan position sends to left and right."""

import math


def amplitude(db: float) -> float:
    """The factor that a gain in dB multiplies by; exactly 1 at 0 dB."""
    return float(10.0 ** (db / 20.0))


def pan_gains(pan: float, law_db: float, channels: int) -> tuple[float, float]:
    """The gains to left and right of a source with that many channels, for `pan` in -100..100.

    A mono source follows the session's pan law, which names what a centred source drops in each channel: 0 is
    balance, -3 constant power, -6 linear, -4.5 the geometric mean of those two. A stereo source's pan is
    always balance: its near side stays at unity. Raises ValueError for any other law.
    """
    if channels == 2 or law_db == 0.0:
        return min(1.0, 1.0 - pan / 100.0), min(1.0, 1.0 + pan / 100.0)
    if abs(pan) == 100.0:
        # cos(pi / 2) is not quite 0 in floating point, and a hard-panned track must not leak
        return (1.0, 0.0) if pan < 0 else (0.0, 1.0)
    left, right = (100.0 - pan) / 200.0, (100.0 + pan) / 200.0
    # two cosines, and not a cosine and a sine: in the middle both are the same to the last bit
    power = math.cos((100.0 + pan) * math.pi / 400.0), math.cos((100.0 - pan) * math.pi / 400.0)
    match law_db:
        case -3.0:
            return power
        case -4.5:
            return math.sqrt(power[0] * left), math.sqrt(power[1] * right)
        case -6.0:
            return left, right
        case _:
            raise ValueError(f"There is no pan law of {law_db:g} dB: it is 0, -3, -4.5 or -6.")
