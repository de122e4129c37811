"""A drum kit in a room with its microphones: what every microphone hears of every piece."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import drums
from .rooms import stereo_room
from .signals import (
    Audio,
    Dice,
    convolved,
    driven,
    faded,
    filtered,
    frames,
    high_pass,
    levelled,
    low_pass,
    place,
)

PIECES: dict[str, Callable[[Dice, float], Audio]] = {
    "kick": drums.kick,
    "snare": drums.snare,
    "hat": drums.hat,
    "open hat": lambda dice, velocity: drums.hat(dice, velocity, 0.6),
    "ride": drums.ride,
    "ride bell": lambda dice, velocity: drums.ride(dice, velocity, 0.8),
    "crash": drums.crash,
    "rack": lambda dice, velocity: drums.tom(dice, velocity, 128.0),
    "floor": lambda dice, velocity: drums.tom(dice, velocity, 84.0),
    "tambourine": drums.tambourine,
}

# metres from each piece to the left and the right overhead, and its level there
OVERHEADS: dict[str, tuple[float, float, float]] = {
    "kick": (1.62, 1.66, 0.30),
    "snare": (1.05, 1.12, 0.50),
    "hat": (0.82, 1.38, 0.42),
    "open hat": (0.82, 1.38, 0.42),
    "ride": (1.45, 0.74, 0.50),
    "ride bell": (1.45, 0.74, 0.50),
    "crash": (0.70, 1.25, 0.60),
    "rack": (1.00, 1.14, 0.42),
    "floor": (1.40, 0.92, 0.42),
    "tambourine": (1.20, 1.60, 0.15),
}


@dataclass(frozen=True)
class Hit:
    """One stroke: when, on what, how hard (0 to 1)."""

    time: float
    piece: str
    velocity: float


@dataclass(frozen=True)
class Drummer:
    """Strokes by a hand: a little early or late, never twice the same."""

    name: str
    loose: float = 0.004

    def played(self, score: list[Hit], seconds: float) -> dict[str, Audio]:
        """Each piece on its own, as the air near it moves."""
        dry = {piece: np.zeros(frames(seconds)) for piece in {hit.piece for hit in score}}
        dice = Dice(self.name)
        for hit in score:
            velocity = min(max(hit.velocity * dice.one(0.93, 1.05), 0.05), 1.0)
            stroke = PIECES[hit.piece](dice, velocity)
            place(dry[hit.piece], stroke, hit.time + dice.one(-self.loose, self.loose))
        return dry


def heard(dry: dict[str, Audio], *pieces: str) -> Audio:
    """Those of the pieces that were played, together."""
    return np.sum([dry[piece] for piece in pieces if piece in dry], axis=0)


def overheads(dry: dict[str, Audio]) -> tuple[Audio, Audio]:
    """A spaced pair above the kit: each piece later and quieter the farther it is."""
    sides = []
    for side in (0, 1):
        out = np.zeros_like(next(iter(dry.values())))
        for piece, sound in dry.items():
            metres = OVERHEADS[piece][side]
            place(out, sound, metres / 343.0, OVERHEADS[piece][2] / metres**1.5)
        sides.append(filtered(out, high_pass(70.0), low_pass(13_000.0)))
    return sides[0], sides[1]


def rooms(dry: dict[str, Audio], name: str, seconds: float = 0.55) -> tuple[Audio, Audio]:
    """A far pair, squeezed hard: the kit, ten metres of air and the walls."""
    whole = np.zeros_like(next(iter(dry.values())))
    for piece, sound in dry.items():
        place(whole, sound, 0.012, OVERHEADS[piece][2])
    left, right = stereo_room(name, seconds, 5.2, 7_500.0)
    sides = [levelled(convolved(filtered(whole, high_pass(60.0)), wall), 0.35) for wall in (left, right)]
    return sides[0], sides[1]


def framed(signal: Audio, first: float = 0.1, last: float = 0.12) -> Audio:
    """The signal let go before its end, with true silence in its first and last moments."""
    heard = faded(signal[frames(first) : -frames(last)], 0.01, 0.25)
    ends = [np.zeros((frames(seconds), *signal.shape[1:])) for seconds in (first, last)]
    return np.concatenate([ends[0], heard, ends[1]])


def taped(signal: Audio, drive: float = 0.9) -> Audio:
    """A generation on tape: a soft overload, and no more than a machine's own treble."""
    loud = max(float(np.abs(signal).max()), 1e-9)
    return filtered(driven(signal / loud, drive) * loud, high_pass(35.0), low_pass(12_500.0))
