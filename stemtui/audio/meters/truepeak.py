"""True peak by ITU-R BS.1770-4 annex 2: the largest magnitude between samples, interpolated.

Twelve values a sample, each from 32 samples around it. Four, as the annex has it, can miss a peak by 0.44 dB
at 0.4 of the sample rate, eight by 0.13 dB; twelve stay within 0.1 dB up to 0.45 of it, whatever the phase.
Only what can raise the maximum is computed.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from stemtui.audio.machine.scratch import scratch
from stemtui.audio.meters.levels import Floats, peak

_PHASES = 12
_TAPS = 32
_BEFORE = _TAPS // 2 - 1
_BETA = 4.5  # of the Kaiser window: at most +0.07 dB of ripple up to 0.45 of the sample rate
_ROW = 16
_STRETCH = 512
_AT_ONCE = 128
_ROUNDING = 1.0 + 1e-5

Rows = npt.NDArray[np.intp]
Values = npt.NDArray[Any]

REACH = _STRETCH + _TAPS - 1
"""Frames that two neighbouring stretches must have in common, and zeros beyond the ends, to miss nothing."""


def highest(samples: Floats, best: float, tops: Floats | None = None) -> float:
    """The largest magnitude between samples, shape (channels, frames), or `best` where that is larger.

    Stretches of 512 frames that cannot hold anything larger are left out, by their highest sample alone, then
    by their steepest step too and by their bends, and rows of 16 within the others; what is left is
    interpolated, what promises most first. After the last whole stretch and its taps nothing is measured.
    `tops` are the highest samples of stretches of another length, where they are known: see `is_stretch`.
    """
    if samples.shape[1] < REACH:
        return best
    samples = np.ascontiguousarray(samples)
    stretch = _STRETCH if tops is None else samples.shape[1] // tops.shape[1]
    tops = _by_stretch(samples) if tops is None else tops
    tops = np.maximum(tops[:, :-1], tops[:, 1:])
    high = tops * _most() > best
    if not high.any():
        return best
    stretches = _windows(samples, _reach(stretch))[:, ::stretch][high]
    steps = np.subtract(stretches[:, 1:], stretches[:, :-1])
    steep = _bound(tops[high], 2.0 * _of_each(steps)) > best
    stretches, steps = stretches[steep], steps[steep]
    near, bent = np.abs(stretches[:, _BEFORE : 2 - _TAPS + _BEFORE]), _bends(steps)
    hopeful = _bound(near.max(axis=1, initial=0.0), bent.max(axis=1, initial=0.0)) > best
    if not hopeful.any():
        return best
    bounds = _bound(_by_row(near[hopeful], _ROW + 1), _by_row(bent[hopeful], _ROW + _TAPS - 3))
    found, rows = np.nonzero(bounds > best)
    windows = _windows(stretches[hopeful], _ROW + _TAPS - 1)
    return _interpolated(windows, (found, rows * _ROW), bounds[found, rows], best)


def is_stretch(frames: int) -> bool:
    """Whether so many frames can be a stretch: its taps reach no further than the next one."""
    return _reach(frames) <= 2 * frames


def tops_of(values: Values, stretch: int) -> Values:
    """The highest magnitude in each stretch of so many frames, the last of which need not be whole."""
    return _tops(values, np.arange(0, values.shape[1], stretch))


def _by_stretch(values: Floats) -> Floats:
    """The highest magnitude in each whole stretch, and in what taps reach behind the last."""
    number = 1 + (values.shape[1] - REACH) // _STRETCH
    return tops_of(values[:, : number * _STRETCH + _TAPS - 1], _STRETCH)


def _of_each(rows: Floats) -> Floats:
    """The highest magnitude in each row."""
    number, length = rows.shape
    return _tops(rows.reshape(-1), np.arange(number) * length)


def _tops(values: Values, starts: Rows) -> Values:
    """The highest magnitudes from each start to the next, along the last axis."""
    highest, lowest = (ends.reduceat(values, starts, axis=-1) for ends in (np.maximum, np.minimum))
    return np.asarray(np.maximum(highest, -lowest))


def may_raise(loudest: float, best: float) -> bool:
    """Whether samples up to `loudest` can have a peak above `best` between them."""
    return loudest * _most() > best


def _interpolated(windows: Floats, where: tuple[Rows, Rows], bounds: Floats, best: float) -> float:
    order = np.argpartition(-bounds, _AT_ONCE) if len(bounds) > _AT_ONCE else np.arange(len(bounds))
    for first in range(0, len(order), _AT_ONCE):
        rows = order[first : first + _AT_ONCE]
        rows = rows[bounds[rows] > best]
        if rows.size:
            best = max(best, _largest(windows[where[0][rows], where[1][rows]], best))
    return best


def _largest(near: Floats, best: float) -> float:
    """The largest magnitude between the samples of some rows' windows; 0 where it is surely not above `best`.

    A product's last bits depend on where in it a window lies: it only says which values are worth the
    computing, one by one.
    """
    values = near @ _matrix()
    np.abs(values, out=values)
    rows, cells = np.nonzero(values > max(best, float(values.max())) / _ROUNDING)
    frames, phases = np.divmod(cells, _PHASES - 1)
    around = near[rows[:, None], frames[:, None] + np.arange(_TAPS)]
    return peak((around * _taps()[phases]).sum(axis=1))


def _bound(near: Any, bent: Any) -> Any:
    """What interpolation can give at most between samples up to `near` with second differences up to `bent`.

    The taps of a phase are those of a straight line between its two neighbours plus a kernel over second
    differences: so the line's larger end, plus the largest second difference times the kernel's L1 norm.
    """
    return (near + bent * _bend()) * _ROUNDING


def _by_row(stretches: Floats, width: int) -> Floats:
    """The largest of `width` values for each row of 16 of some stretches, one row 16 values after another."""
    number, length = stretches.shape
    values = stretches.ravel()  # as one long stretch: no row reaches from its own into the next
    for reach, name in ((1, "odd"), (2, "even"), (4, "odd"), (8, "even")):
        wider = scratch(name, (values.size - reach,), values.dtype)
        values = np.maximum(values[:-reach], values[reach:], out=wider)
    shape, step = (number, 1 + (length - width) // _ROW), values.itemsize
    parts = [*range(0, width - _ROW, _ROW), width - _ROW]
    strides = (length * step, _ROW * step)
    rows = [np.ndarray(shape, values.dtype, values, part * step, strides) for part in parts]
    return np.asarray(np.maximum.reduce(rows))


def _bends(steps: Floats) -> Floats:
    """Magnitudes of second differences."""
    bends = np.subtract(steps[:, 1:], steps[:, :-1])
    return np.abs(bends, out=bends)


def _reach(stretch: int) -> int:
    """The frames of a stretch, as whole rows, and of what its taps reach behind it."""
    return -(-stretch // _ROW) * _ROW + _TAPS - 1


def _windows(samples: Floats, size: int) -> Floats:
    """Windows over contiguous samples, one a frame: numpy's own `sliding_window_view`, ten times as fast."""
    channels, frames = samples.shape
    shape, (row, step) = (channels, frames - size + 1, size), samples.strides
    return np.ndarray(shape, samples.dtype, samples, 0, (row, step, step))


@cache
def _taps() -> npt.NDArray[np.float64]:
    """A windowed sinc for each phase but the first, which is the samples themselves; each adds up to 1."""
    phases = np.arange(1, _PHASES)[:, None] / _PHASES
    times = np.arange(_TAPS) - _BEFORE - phases
    taps = np.sinc(times) * np.i0(_BETA * np.sqrt(1.0 - (times / (_TAPS // 2)) ** 2))
    return np.asarray(taps / taps.sum(axis=1, keepdims=True))


@cache
def _most() -> float:
    """By what interpolation can pass the highest sample at most: the largest L1 norm of a phase's taps."""
    return float(np.abs(_taps()).sum(axis=1).max()) * _ROUNDING


@cache
def _bend() -> float:
    """The largest L1 norm of the phases' kernels over second differences."""
    taps = _taps()
    line = np.zeros_like(taps)
    line[:, _BEFORE + 1] = taps @ (np.arange(_TAPS) - _BEFORE)  # of one moment with the taps: no rest
    line[:, _BEFORE] = 1.0 - line[:, _BEFORE + 1]
    kernels = np.cumsum(np.cumsum(taps - line, axis=1), axis=1)
    return float(np.abs(kernels).sum(axis=1).max())


@cache
def _matrix() -> npt.NDArray[np.float32]:
    """The taps as a banded matrix: a row's window times it are all values between its samples."""
    matrix = np.zeros((_ROW + _TAPS - 1, _ROW, _PHASES - 1))
    for frame in range(_ROW):
        matrix[frame : frame + _TAPS, frame] = _taps().T
    return matrix.reshape(len(matrix), -1).astype(np.float32)
