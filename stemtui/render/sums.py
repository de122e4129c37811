"""Sums of samples, for one block of the span."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stemtui.audio.pcm import STEP, Sounding, full_scale
from stemtui.audio.quantise import Samples

_MOST_WHOLE = 256
"""So many samples of 24 bit fit into 32, whatever they are."""


class Sum:
    """A sum in float64, shape (channels, frames), in which whole steps of 24 bit are added as integers.

    Both are exact there, and integers are three times as fast: most tracks are 24-bit files at unity.
    """

    def __init__(self, channels: int, frames: int) -> None:
        self._shape = (channels, frames)
        self._whole: npt.NDArray[np.int32] | None = None
        self._samples: Samples | None = None
        self._added = 0

    def add(self, sounding: Sounding, gains: Sequence[float], first: int = 0) -> None:
        """Add samples, shape (channels, frames), from a frame of the block on; mono ones to each channel.

        There is a gain for each channel of the sum; what gains 0 is left alone.
        """
        frames = slice(first, first + sounding.shape[1])
        for channel, gain in enumerate(gains):
            samples = sounding[channel % len(sounding)]
            if gain == 1.0 and samples.dtype == np.int32:
                self._whole_steps()[channel, frames] += samples
            elif gain == 1.0:
                self._fractions()[channel, frames] += samples
            elif gain:
                self._fractions()[channel, frames] += samples * (gain * _unit(samples))

    def total(self) -> Samples:
        """The sum, full scale being 1.0."""
        self._carry_over()
        return self._fractions()

    def _whole_steps(self) -> npt.NDArray[np.int32]:
        if self._added >= _MOST_WHOLE * self._shape[0]:
            self._carry_over()
        self._added += 1
        if self._whole is None:
            self._whole = np.zeros(self._shape, np.int32)
        return self._whole

    def _fractions(self) -> Samples:
        if self._samples is None:
            self._samples = np.zeros(self._shape)
        return self._samples

    def _carry_over(self) -> None:
        if self._whole is None:
            return
        carried = full_scale(self._whole)
        self._samples = carried if self._samples is None else np.add(self._samples, carried, out=carried)
        self._whole, self._added = None, 0


def _unit(samples: Sounding) -> float:
    return STEP if samples.dtype == np.int32 else 1.0
