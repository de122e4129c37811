"""Sums of samples, for one block of the span."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stemtui.audio.pcm import STEP, Sounding, full_scale
from stemtui.audio.quantise import Samples

_MOST_WHOLE = 255
"""So many samples of 24 bit fit into 32, whatever they are."""


class Sum:
    """A sum in float64, shape (channels, frames).

    What is alike in all channels is added once, in a row of its own. Whole steps of 24 bit are added as
    integers, which is as exact and three times as fast: most tracks are mono files of 24 bit at unity.
    """

    def __init__(self, channels: int, frames: int) -> None:
        self._alike, self._apart = _Rows(1, frames), _Rows(channels, frames)

    def add(self, sounding: Sounding, gains: Sequence[float], first: int = 0) -> None:
        """Add samples, shape (channels, frames), from a frame of the block on; mono ones to each channel.

        There is a gain for each channel of the sum.
        """
        if len(sounding) == 1 and len(set(gains)) == 1:
            self._alike.add(0, sounding[0], gains[0], first)
            return
        for channel, gain in enumerate(gains):
            self._apart.add(channel, sounding[channel % len(sounding)], gain, first)

    def total(self) -> Samples:
        """The sum, full scale being 1.0: one row where all channels are alike. Nothing can be added then."""
        alike, apart = self._alike.total(), self._apart.total()
        if alike is not None and apart is not None:
            return np.add(apart, alike, out=apart)
        either = alike if apart is None else apart
        return np.zeros((1, self._alike.frames)) if either is None else either


class _Rows:
    """Rows of a sum, each of whole steps and of everything else."""

    def __init__(self, rows: int, frames: int) -> None:
        self.frames = frames
        self._samples = _Array((rows, frames), np.float64)
        self._whole = _Array((rows, frames), np.int32)
        self._added = 0

    def add(self, row: int, samples: npt.NDArray[np.int32] | Samples, gain: float, first: int) -> None:
        """Add samples to a row, from a frame on."""
        if samples.dtype != np.int32:
            self._samples.add(row, samples, gain, first)
        elif abs(gain) != 1.0:
            self._samples.add(row, samples, gain * STEP, first)
        else:
            if self._added == _MOST_WHOLE:
                self._carry_over()
            self._added += 1
            self._whole.add(row, samples, gain, first)

    def total(self) -> Samples | None:
        """The rows in full scale, None where nothing was added."""
        self._carry_over()
        return self._samples.held()

    def _carry_over(self) -> None:
        whole = self._whole.held()
        if whole is None:
            return
        for row, steps in enumerate(whole):
            self._samples.add(row, full_scale(steps), 1.0, 0)
        self._whole, self._added = _Array(whole.shape, np.int32), 0


class _Array:
    """An array to add to, got when it is needed; what comes first in a row is put there."""

    def __init__(self, shape: tuple[int, ...], kind: npt.DTypeLike) -> None:
        self._shape, self._kind = shape, kind
        self._held: npt.NDArray[Any] | None = None
        self._begun: set[int] = set()

    def add(self, row: int, samples: npt.NDArray[Any], gain: float, first: int) -> None:
        if gain == 0.0:
            return
        if self._held is None:
            self._held = np.empty(self._shape, self._kind)
        total = self._held[row]
        if row not in self._begun:
            self._begun.add(row)
            if len(samples) == len(total):
                np.multiply(samples, self._held.dtype.type(gain), out=total)
                return
            total[:] = 0
        part = total[first : first + len(samples)]
        if abs(gain) == 1.0:
            (np.add if gain > 0 else np.subtract)(part, samples, out=part)
        else:
            np.add(part, samples * gain, out=part)

    def held(self) -> npt.NDArray[Any] | None:
        if self._held is not None:
            for row in set(range(self._shape[0])) - self._begun:
                self._held[row] = 0
        return self._held
