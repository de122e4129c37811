"""Sums of samples, for one block of the span."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.quantise import STEP, Sounding, full_scale
from stemtui.audio.samples.silence import is_silence, silence

MOST = 255
"""So many samples of 24 bit fit into 32, whatever they are."""


class Sum:
    """A sum of soundings, shape (channels, frames).

    What is alike in all channels is added once, in a row of its own. Whole steps of 24 bit are added as
    integers, which is as exact as float64 and several times as fast: most tracks have 24 bit and unity gain.
    """

    def __init__(self, channels: int, frames: int) -> None:
        self._frames = frames
        self._alike, self._apart = _Rows(1, frames), _Rows(channels, frames)

    def add(self, sounding: Sounding, gains: Sequence[float], first: int = 0, tracks: int = 1) -> None:
        """Add samples, shape (channels, frames), from a frame of the block on; mono ones to each channel.

        There is a gain for each channel of the sum. `tracks` says how often full scale they may reach.
        """
        if is_silence(sounding):
            return
        if len(sounding) == 1 and len(set(gains)) == 1:
            self._alike.add(0, sounding[0], gains[0], first, tracks)
            return
        for channel, gain in enumerate(gains):
            self._apart.add(channel, sounding[channel % len(sounding)], gain, first, tracks)

    def total(self) -> Sounding:
        """The sum: one row where all channels are alike; whole steps where all that was added is."""
        if not self._apart.is_used:
            return self._alike.total() if self._alike.is_used else silence(1, self._frames)
        if self._alike.is_used:
            self._apart.take(self._alike)
        return self._apart.total()


class _Rows:
    """Rows of a sum, each of whole steps and of everything else."""

    def __init__(self, rows: int, frames: int) -> None:
        self._shape = (rows, frames)
        self._samples, self._whole = _Array(self._shape, np.float64), _Array(self._shape, np.int32)
        self._tracks = [0] * rows

    @property
    def is_used(self) -> bool:
        """Whether anything was added."""
        return self._samples.is_used or self._whole.is_used

    def add(self, row: int, samples: npt.NDArray[Any], gain: float, first: int, tracks: int) -> None:
        """Add samples to a row, from a frame on."""
        if samples.dtype != np.int32:
            self._samples.add(row, samples, gain, first)
        elif abs(gain) != 1.0 or tracks > MOST:
            self._samples.add(row, samples, gain * STEP, first)
        else:
            if self._tracks[row] + tracks > MOST:
                self._carry_over()
            self._tracks[row] += tracks
            self._whole.add(row, samples, gain, first)

    def take(self, alike: "_Rows") -> None:
        """Add the one row of another to each of these."""
        for row in range(self._shape[0]):
            if alike._whole.is_used:
                self.add(row, alike._whole.held()[0], 1.0, 0, alike._tracks[0])
            if alike._samples.is_used:
                self.add(row, alike._samples.held()[0], 1.0, 0, 1)

    def total(self) -> Sounding:
        """All rows."""
        if self._whole.is_used and self._samples.is_used:
            self._carry_over()
        return (self._whole if self._whole.is_used else self._samples).held()

    def _carry_over(self) -> None:
        for row, steps in enumerate(self._whole.held()):
            self._samples.add(row, full_scale(steps), 1.0, 0)
        self._whole, self._tracks = _Array(self._shape, np.int32), [0] * self._shape[0]


class _Array:
    """An array to add to, got when it is needed. What comes first in a row and fills it waits, as it is, for
    what is added to it: so it need not be copied, but nobody may write to it in the meantime."""

    def __init__(self, shape: tuple[int, int], kind: npt.DTypeLike) -> None:
        self._shape, self._kind = shape, kind
        self._held: npt.NDArray[Any] = np.empty((0, 0), kind)
        self._begun: set[int] = set()
        self._waiting: dict[int, npt.NDArray[Any]] = {}

    @property
    def is_used(self) -> bool:
        return bool(self._begun)

    def add(self, row: int, samples: npt.NDArray[Any], gain: float, first: int) -> None:
        if gain == 0.0:
            return
        if not self._begun:
            self._held = np.empty(self._shape, self._kind)
        total = self._held[row]
        fills, is_first = len(samples) == len(total), row not in self._begun
        self._begun.add(row)
        if is_first and fills and gain == 1.0:
            self._waiting[row] = samples
        elif is_first and fills:
            np.multiply(samples, self._held.dtype.type(gain), out=total)
        else:
            before = 0 if is_first else self._waiting.pop(row, total)
            if not fills and before is not total:
                total[:] = before
            part = total[first : first + len(samples)]
            before = before if fills else part
            if abs(gain) == 1.0:
                (np.add if gain > 0 else np.subtract)(before, samples, out=part)
            else:
                np.add(before, samples * gain, out=part)

    def held(self) -> npt.NDArray[Any]:
        """The array, with zeros in rows to which nothing was added."""
        if not self._begun:
            return np.zeros(self._shape, self._kind)
        for row in set(range(self._shape[0])) - self._begun:
            self._held[row] = 0
        for row in list(self._waiting):
            self._held[row] = self._waiting.pop(row)
        return self._held
