"""How high a signal goes between its samples, cell by cell: what the limiter looks at.

Eight points in an interval, by three steps, each of which finds the values midway between those it is given;
each leaves more room above the signal's band, so the next needs fewer neighbours. All is float32 additions
and multiplications, one element at a time: a cell's value depends on nothing but its samples.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from stemtui.audio.dynamics.cells import History, Values, highest
from stemtui.audio.samples.quantise import Samples

Detected = npt.NDArray[np.float32]

# What the nearest pair of values weighs, the next pair, ...; fitted up to 0.45 of the sample rate, together
# within 0.06 dB. Each adds up to 1/2, so that a straight line stays one.
HALVES = (
    *(0.635330, -0.207712, 0.120376, -0.081033, 0.058733, -0.043350, 0.032900),
    *(-0.024426, 0.018537, -0.013278, 0.009858, -0.006497, 0.004661, -0.004099),
)
QUARTERS = (0.608213, -0.139165, 0.036753, -0.005801)
EIGHTHS = (0.567594, -0.067594)

BEND = 0.58
"""How far a point can be from the line between its two samples, relative to the largest second difference
of the samples in reach. Most cells of most music cannot come near a ceiling by this bound."""

REACH = 16
"""Frames before and behind a cell that its points depend on."""

_ROUNDING = 1.0001
_ROWS = 1024


class Peaks:
    """The highest level from each cell's first frame to the next cell's, in both channels; one cell late.

    A level that cannot be above `threshold` may be returned as that of the samples alone.
    """

    latency = 1

    def __init__(self, threshold: float, cell: int) -> None:
        self._threshold = threshold
        self._cell = cell
        self._history = History((2, 2, cell), axis=1)

    def push(self, cells: Samples) -> Values:
        """A level for each of as many cells as are given, in shape (2, cells, frames)."""
        heard = self._history.joined(cells).reshape(2, -1).astype(np.float32)
        tops, bends = self._sampled(heard)
        near = np.flatnonzero((tops + BEND * bends) * _ROUNDING > self._threshold)
        for some in np.split(near, range(_ROWS, near.size, _ROWS)):
            tops[some] = np.maximum(tops[some], self._between(heard, some))
        return tops.astype(np.float64)

    def _sampled(self, heard: Detected) -> tuple[Detected, Detected]:
        """Each cell's highest sample, the next cell's first included, and the sharpest bend in its reach."""
        loudest = np.abs(heard).max(axis=0)
        tops = np.maximum(highest(loudest, self._cell)[1:-1], loudest[2 * self._cell :: self._cell])
        bends = np.zeros_like(loudest)
        np.abs(np.diff(np.diff(heard))).max(axis=0, out=bends[1:-1])
        sharpest = highest(bends, self._cell)
        return tops, np.maximum(np.maximum(sharpest[:-2], sharpest[1:-1]), sharpest[2:])

    def _between(self, heard: Detected, some: npt.NDArray[np.intp]) -> Detected:
        """The highest point between the samples of some cells."""
        width = self._cell + 2 * REACH
        windows = sliding_window_view(heard, width, axis=1)[:, self._cell - REACH :: self._cell]
        columns = np.ascontiguousarray(windows[:, some].reshape(-1, width).T)
        points: Detected = between(columns).reshape(2, -1).max(axis=0)
        return points


def between(columns: Detected) -> Detected:
    """The highest magnitude between the samples of each column, but for REACH of them at both ends."""
    frames = len(columns) - 2 * REACH
    longer = frames + 1

    def x(at: int, count: int = frames) -> Detected:
        return columns[REACH + at :][:count]

    def half(at: int, count: int = frames) -> Detected:
        return halves[2 + at :][:count]

    reach = range(len(HALVES))
    halves = _midway(HALVES, *((x(-2 - k, frames + 4), x(-1 + k, frames + 4)) for k in reach))
    first = _midway(
        QUARTERS,
        (x(0, longer), half(0, longer)),
        (half(-1, longer), x(1, longer)),
        (x(-1, longer), half(1, longer)),
        (half(-2, longer), x(2, longer)),
    )
    third = _midway(
        QUARTERS,
        (half(-1, longer), x(0, longer)),
        (x(-1, longer), half(0, longer)),
        (half(-2, longer), x(1, longer)),
        (x(-2, longer), half(1, longer)),
    )
    return _highest(
        half(0),
        first[:-1],
        third[1:],
        _midway(EIGHTHS, (x(0), first[:-1]), (third[:-1], half(0))),
        _midway(EIGHTHS, (first[:-1], half(0)), (x(0), third[1:])),
        _midway(EIGHTHS, (half(0), third[1:]), (first[:-1], x(1))),
        _midway(EIGHTHS, (third[1:], x(1)), (half(0), first[1:])),
    )


def _midway(weights: Sequence[float], *pairs: tuple[Detected, Detected]) -> Detected:
    """The values in the middle of pairs of values, the nearest pair first."""
    total = pairs[0][0] + pairs[0][1]
    total *= np.float32(weights[0])
    scratch = np.empty_like(total)
    for weight, (before, behind) in zip(weights[1:], pairs[1:], strict=True):
        np.add(before, behind, out=scratch)
        scratch *= np.float32(weight)
        total += scratch
    return total


def _highest(*points: Detected) -> Detected:
    """The highest magnitude in each column of several arrays."""
    top, bottom = points[0].copy(), points[0].copy()
    for point in points[1:]:
        np.maximum(top, point, out=top)
        np.minimum(bottom, point, out=bottom)
    reached: Detected = np.maximum(top.max(axis=0), -bottom.min(axis=0))
    return reached
