"""The grid of the mix bus: dynamics move in cells of about 0.7 ms, counted from the start of the span.

What depends on time depends on whole cells, so the blocks in which samples arrive never matter, and what
attacks and releases is one number a cell.
"""

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.quantise import Samples

Values = npt.NDArray[np.float64]
AnyFloat = TypeVar("AnyFloat", np.float32, np.float64)


def cell_frames(samplerate: int) -> int:
    """Frames of a cell: 32 up to 48 kHz, 64 at 96 kHz, ..."""
    return 32 << max(0, round(math.log2(samplerate / 48_000)))


class History:
    """The last few of what has passed by along one axis; silence at first."""

    def __init__(self, shape: tuple[int, ...], axis: int = 0) -> None:
        self._kept = np.zeros(shape)
        self._axis = axis

    def joined(self, more: Samples) -> Samples:
        """What is kept with more behind it, whose end is kept for the next time."""
        length = self._kept.shape[self._axis]
        both = np.concatenate((self._kept, more), axis=self._axis)
        start = both.shape[self._axis] - length
        self._kept = both[(slice(None),) * self._axis + (slice(start, None),)].copy()
        return both


class Delay:
    """Passes on what it is given, some cells later; silence at first."""

    def __init__(self, shape: tuple[int, ...], axis: int = 0) -> None:
        self._history = History(shape, axis)
        self._axis = axis

    def push(self, more: Samples) -> Samples:
        """As much as is given, of what came before."""
        kept = (slice(None),) * self._axis + (slice(more.shape[self._axis]),)
        return self._history.joined(more)[kept]


class Glide:
    """From one value a cell to one a frame, one cell late: a quadratic spline (B-spline), without corners.

    In every frame it is an average of three cells' values, weighted by numbers that add up to one; from frame
    to frame it moves by the larger step to a neighbouring cell divided by a cell's frames, at most.
    """

    def __init__(self, cell: int) -> None:
        part = (np.arange(cell) + 0.5) / cell
        self._weights = (1 - part) ** 2 / 2, part**2 / 2
        self._history = History((2,))

    def push(self, values: Values) -> Values:
        """As many cells as values are given, shape (cells, frames)."""
        joined = self._history.joined(values)[:, np.newaxis]
        before, here, behind = joined[:-2], joined[1:-1], joined[2:]
        if not joined.any():
            return np.zeros((len(values), self._weights[0].size))
        gliding = (before - here) * self._weights[0]
        gliding += (behind - here) * self._weights[1]
        gliding += here
        return gliding


def highest(values: npt.NDArray[AnyFloat], cell: int) -> npt.NDArray[AnyFloat]:
    """The largest of each cell's values."""
    return np.maximum.reduceat(values, np.arange(0, values.size, cell)) if values.size else values
