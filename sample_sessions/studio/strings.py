"""Plucked strings by an extended Karplus-Strong loop, their pickups and their amplifiers."""

from dataclasses import dataclass

import numpy as np

from .signals import RATE, Audio, Dice, bell, driven, faded, filtered, frames, high_pass, hz, low_pass, tilt


@dataclass(frozen=True)
class StringKind:
    """How a string is built and played."""

    sustain: float  # seconds to fall by 60 dB at the fundamental
    damping: float  # 0 bright .. 0.5 dull: the loop's smoothing
    pluck_at: float  # share of the length at which it is plucked
    pickup_at: float  # share of the length under which the pickup sits
    softness: float  # Hz above which the pick or finger puts in little


BASS = StringKind(5.0, 0.16, 0.21, 0.12, 1_700.0)
ELECTRIC = StringKind(4.0, 0.10, 0.13, 0.17, 5_000.0)


def pluck(dice: Dice, kind: StringKind, note: float, seconds: float, velocity: float) -> Audio:
    """One plucked note, muted by the hand at its end."""
    pitch = hz(note)
    period = RATE / pitch
    base = int(period - 2.0)
    loop = _loop(period - base - 1.0, kind, pitch)
    lead = base + len(loop)
    out = np.zeros(lead + frames(seconds))
    out[lead - base : lead] = _excitation(dice, kind, base, velocity)
    for start in range(lead, len(out), base):
        stop = min(start + base, len(out))
        for lag, tap in enumerate(loop):
            out[start:stop] += tap * out[start - base - lag : stop - base - lag]
    heard = out[lead:]
    comb = heard.copy()
    lag = max(round(period * kind.pickup_at), 1)
    comb[lag:] -= 0.9 * heard[:-lag]
    return faded(velocity * comb, 0.001, min(0.05, seconds / 3))


def _loop(delay: float, kind: StringKind, pitch: float) -> Audio:
    """The loop's filter: smoothing, loss, and the fraction of a sample that tunes the string."""
    loss = 10.0 ** (-3.0 / (kind.sustain * pitch))
    smoothing = np.array([kind.damping / 2, 1.0 - kind.damping, kind.damping / 2])
    points = np.arange(4)
    tuning = np.array(
        [
            np.prod([(delay - other) / (point - other) for other in points if other != point])
            for point in points
        ]
    )
    return loss * np.convolve(smoothing, tuning)


def _excitation(dice: Dice, kind: StringKind, count: int, velocity: float) -> Audio:
    """What the finger leaves on the string: the step of an ideal pluck, and a little scrape."""
    pluck = np.where(np.arange(count) < count * kind.pluck_at, 1.0, 0.0) + 0.06 * dice.noise(count)
    turns = np.tile(pluck - pluck.mean(), 3)
    soft = filtered(turns, low_pass(kind.softness * (0.5 + 0.7 * velocity)))[count : 2 * count]
    return soft / max(np.abs(soft).max(), 1e-9)


def bass_amp(direct: Audio) -> Audio:
    """A valve bass amplifier with one fifteen-inch speaker, a microphone a hand away."""
    pushed = driven(filtered(direct, bell(90.0, 3.0), bell(700.0, 3.0)) * 1.6, 2.2)
    return filtered(
        pushed,
        high_pass(45.0),
        bell(110.0, 4.0, 1.2),
        bell(450.0, -3.0),
        low_pass(3_300.0),
        low_pass(4_200.0),
    )


def guitar_amp(direct: Audio, drive: float = 3.0) -> Audio:
    """A small guitar combo on the edge of breaking up."""
    pushed = driven(filtered(direct, high_pass(120.0), tilt(1_500.0, 6.0)) * 1.2, drive)
    return filtered(
        pushed,
        high_pass(90.0),
        bell(400.0, -3.0),
        bell(2_600.0, 5.0, 1.2),
        low_pass(5_200.0),
        low_pass(6_000.0),
    )
