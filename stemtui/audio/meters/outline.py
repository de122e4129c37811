"""The outline of a print: its peaks and its RMS over time, for a picture, from samples that pass by once.

However long the print, an outline has few columns: whenever there are too many, each two become one. It is
written as two words with a character for each column, peaks and RMS: the digits of base 64, 0 to 63, for the
square root of an amplitude, so that what is quiet can be seen too.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stemtui.audio.meters.figures import DIGITS
from stemtui.audio.meters.levels import Floats

_MOST = 400
_LOUDEST = 1e12  # beyond it, energies are beyond 32-bit floats

Cells = npt.NDArray[np.float64]
"""Columns, shape (2, columns): the largest magnitude in each, and its energy."""

_NONE: Cells = np.zeros((2, 0))


class Columns(NamedTuple):
    """What was measured of frames that passed, by channel and column: it is put together later."""

    tops: Floats
    energies: Floats

    @classmethod
    def of(cls, samples: Floats, width: int, tops: Floats | None = None) -> "Columns":
        """Measure whole columns of so many frames, shape (channels, frames); `tops` where they are known."""
        cut = samples.reshape(len(samples), -1, width)
        tops = np.abs(cut).max(axis=2) if tops is None else tops
        if tops.max() > _LOUDEST:
            cut = cut.astype(np.float64)
        return cls(tops, np.vecdot(cut, cut))

    @property
    def cells(self) -> Cells:
        """Over all channels."""
        return np.stack((self.tops.max(axis=0), self.energies.sum(axis=0, dtype=np.float64)))


def gathered(columns: Iterable[Columns]) -> Cells:
    """All columns, in their order."""
    return np.concatenate((_NONE, *(each.cells for each in columns)), axis=1)


class Outline:
    """Columns of `width` frames each from a print's first frame on, or of 2, 4, 8 ... times as many."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._each = 1
        self._columns = self._loose = _NONE

    def take(self, cells: Cells) -> None:
        """Take in the next columns of the smallest width: of every two columns one whenever there are too
        many."""
        loose = np.concatenate((self._loose, cells), axis=1)
        while whole := min(_MOST - self._columns.shape[1], loose.shape[1] // self._each):
            used = whole * self._each
            self._columns = np.concatenate((self._columns, _joined(loose[:, :used], self._each)), axis=1)
            loose = loose[:, used:]
            if self._columns.shape[1] == _MOST:
                self._columns, self._each = _joined(self._columns, 2), 2 * self._each
        self._loose = loose.copy()  # a view would hold all

    @property
    def energy(self) -> float:
        """The sum of all squares."""
        return float(self._columns[1].sum() + self._loose[1].sum())

    def drawn(self, rest: Floats) -> str:
        """The outline as it is written, "" where there are no frames; `rest` is what follows the last column,
        shape (channels, frames), too few for another of the smallest width."""
        left = [self._loose, Columns.of(rest, rest.shape[1]).cells if rest.size else _NONE]
        last = np.concatenate(left, axis=1)
        peaks, energies = np.concatenate((self._columns, _joined(last, last.shape[1])), axis=1)
        frames = np.full(len(peaks), self._each * self.width)
        if last.size:
            frames[-1] = self._loose.shape[1] * self.width + rest.shape[1]
        return f"{_written(peaks)} {_written(np.sqrt(energies / (frames * len(rest))))}".strip()


def _joined(cells: Cells, each: int) -> Cells:
    """Every so many columns as one."""
    if not cells.size:
        return _NONE
    tops, energies = cells.reshape(2, -1, each)
    return np.stack((tops.max(axis=1), energies.sum(axis=1)))


def _written(amplitudes: npt.NDArray[np.float64]) -> str:
    highest = len(DIGITS) - 1
    return "".join(DIGITS[round(highest * math.sqrt(min(1.0, one)))] for one in amplitudes.tolist())
