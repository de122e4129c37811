"""Noise-shaped dither: no less of it than rounding makes, but moved to where hardly anybody hears it.

However it is shaped, the mean of its spectrum in dB is no lower than that of white dither, and of a good
filter as low (Gerzon and Craven 1989): the treble has what the midrange has not. It is there all the time,
whatever plays. What is missing of a mix, or was done to it, is none of this.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.quantise import Samples
from stemtui.render.proofs.proof import Bound

FRAMES = 1024
_RUN = 16
_MOST, _CREST = 200.0, 8.0
_MARGIN, _STEADY, _SMOOTH, _LOW = 2.0, 4.0, 6.0, 0.25
_LEAST_RUNS, _SKIPPED = 4, 2
_EXACTLY = 1e-20


def may_be_dither(left: Bound, limit: Bound) -> bool:
    """Whether what is left is louder than white dither leaves, and no sample of it stands out of noise."""
    return limit.rms < left.rms <= _MOST * limit.rms and left.peak <= _CREST * left.rms


@dataclass
class Shape:
    """The spectrum of what sums leave, and how loud it is from one short stretch to the next."""

    spectra: list[npt.NDArray[np.float64]] = field(default_factory=list)
    _window: npt.NDArray[np.float64] = field(default_factory=lambda: np.hanning(FRAMES))

    def add(self, rest: Samples) -> None:
        """Take in samples, shape (channels, frames): as many whole stretches as there are."""
        length = FRAMES * _RUN
        whole = np.asarray(rest, np.float64)[:, : rest.shape[1] // length * length]
        if not whole.shape[1]:
            return
        pieces = whole.reshape(len(whole), -1, _RUN, FRAMES) * self._window
        powers = np.square(np.abs(np.fft.rfft(pieces))).mean(axis=(0, 2)) / np.square(self._window).sum()
        self.spectra += [*powers]

    def is_dither(self, left: Bound, limit: Bound) -> bool:
        """Whether all of what is left is noise-shaped dither, white dither leaving no more than a limit."""
        sounding = [one for one in self.spectra if one.sum() > _EXACTLY]
        if len(sounding) < _LEAST_RUNS or not may_be_dither(left, limit):
            return False
        white, whole = np.square(limit.rms), np.mean(sounding, axis=0)
        low, high = np.quantile([one.sum() for one in sounding], (0.1, 0.9)).tolist()
        spectrum = whole[_SKIPPED:-1]
        steps = spectrum[1:] / spectrum[:-1]
        is_smooth = steps.max() <= _SMOOTH and steps.min() >= 1.0 / _SMOOTH
        midrange = max(whole[:_SKIPPED].max(), spectrum[: int(_LOW * len(spectrum))].max())
        is_moved = midrange <= _MARGIN * white and np.exp(np.log(spectrum).mean()) <= _MARGIN * white
        return bool(high <= _STEADY * low and is_smooth and is_moved)
