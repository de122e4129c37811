"""Rooms and plates: impulse responses made of decaying noise."""

import numpy as np

from .signals import Audio, Dice, convolved, filtered, frames, high_pass, low_pass, moments

BANDS = ((20.0, 300.0, 1.1), (300.0, 3_000.0, 1.0), (3_000.0, 12_000.0, 0.55))


def tail(dice: Dice, seconds: float, bright: float = 9_000.0) -> Audio:
    """A diffuse tail that falls by 60 dB in `seconds`, its treble sooner, with unit energy."""
    time = moments(seconds * 1.2)
    out = np.zeros(len(time))
    for low, high, share in BANDS:
        band = filtered(dice.noise(len(time)), high_pass(low), low_pass(min(high, bright)))
        out += band * 10.0 ** (-3.0 * time / (seconds * share))
    return out / np.sqrt(np.sum(out**2))


def room(dice: Dice, seconds: float, size: float, bright: float = 9_000.0) -> Audio:
    """A room with `size` metres to its walls: sparse early reflections, then the tail."""
    out = np.zeros(frames(seconds * 1.2 + 0.1))
    for order in range(1, 10):
        delay = size / 343.0 * order**0.8 * dice.one(0.8, 1.25)
        out[frames(delay)] += dice.one(0.5, 1.0) * (-1) ** order / order
    late = tail(dice, seconds, bright)
    start = frames(size / 343.0 * 1.5)
    out[start : start + len(late)] += late[: len(out) - start]
    return out


def stereo_room(name: str, seconds: float, size: float, bright: float = 9_000.0) -> tuple[Audio, Audio]:
    """Two sides of one room, heard by two microphones."""
    return room(Dice(f"{name} left"), seconds, size, bright), room(
        Dice(f"{name} right"), seconds, size, bright
    )


def plate(name: str, seconds: float, signal: Audio, predelay: float = 0.02) -> Audio:
    """A mono signal through a stereo plate, without the dry signal: (frames, 2)."""
    late = np.concatenate([np.zeros(frames(predelay)), signal])[: len(signal)]
    thin = filtered(late, high_pass(250.0))
    return np.stack(
        [convolved(thin, tail(Dice(f"{name} {side}"), seconds, 7_000.0)) for side in "LR"], axis=1
    )
