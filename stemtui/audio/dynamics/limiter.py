"""The limiter's gain: under a ceiling between the samples too, without corners, gone when not needed."""

import math

import numpy as np

from stemtui.audio.dynamics.cells import Glide, History, Values
from stemtui.audio.dynamics.peaks import Peaks
from stemtui.audio.samples.quantise import Samples
from stemtui.session import MixBus

# Eight points in an interval miss up to 0.14 dB of a sine at 0.45 of the sample rate, and a gain that moves
# lifts what is there by a little: with this much less than the ceiling no signal of the tests passes it.
MARGIN_DB = 0.15

# A reduction that has fallen to this (0.00001 dB) is over, so that what follows is bit-exact again.
GONE = 2.0**-20


class Limiter:
    """A true-peak limiter that looks ahead: the gain by which a signal stays at or under a ceiling.

    Each cell needs a reduction (1 - gain) by its highest level. That is held over the lookahead, dies away
    after it by an exponential with the time constant `release_ms`, is averaged over the lookahead, and glides
    from cell to cell. So the gain comes down in a ramp that ends where the peak begins, and in no frame moves
    by more than 1 / (frames of the lookahead): nothing clicks. Where no reduction is needed and the last one
    has died away it is exactly 1.0.
    """

    def __init__(self, ceiling_dbtp: float, settings: MixBus, cell: int, samplerate: int) -> None:
        a_cell_ms = 1000 * cell / samplerate
        self._target = 10 ** ((ceiling_dbtp - MARGIN_DB) / 20)
        self._ahead = max(1, round(settings.limiter_lookahead_ms / a_cell_ms))
        self._keeps = math.exp(-a_cell_ms / settings.limiter_release_ms)
        self._level = 0.0
        self._peaks = Peaks(self._target, cell)
        self._needed = History((self._ahead + 1,))
        self._released = History((self._ahead - 1,))
        self._glide = Glide(cell)
        self.latency = Peaks.latency + self._ahead + 1

    def push(self, cells: Samples) -> Values:
        """The gain for as many cells as are given in shape (2, cells, frames), `latency` cells later."""
        needed = self._needed.joined(1.0 - self._target / np.maximum(self._peaks.push(cells), self._target))
        count = cells.shape[1]
        held = np.max([needed[late : late + count] for late in range(self._ahead + 2)], axis=0)
        released = self._released.joined(self._release(held))
        total = sum((released[late : late + count] for late in range(self._ahead)), np.zeros(count))
        return 1.0 - self._glide.push(total / self._ahead)

    def _release(self, held: Values) -> Values:
        """What is held, dying away where it falls."""
        if not self._level and not held.any():
            return held
        level, found = self._level, []
        for needed in held.tolist():
            level *= self._keeps
            if level < needed:
                level = needed
            elif level < GONE:
                level = 0.0
            found.append(level)
        self._level = level
        return np.array(found)
