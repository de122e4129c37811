"""Levels of a print, taken block by block as it is made."""

import math

import numpy as np

from stemtui.audio.quantise import Samples


class Levels:
    """Sample peak and RMS of what was added, in dBFS re a full scale of 1.0; -inf for silence.

    A sine at full scale has a peak of 0 dBFS and an RMS of -3.01 dBFS. RMS is the mean power over frames
    and channels.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self.samples = 0
        self._energy = 0.0

    def add(self, block: Samples) -> None:
        """Take in the next frames, shape (channels, frames)."""
        if block.size:
            self.peak = max(self.peak, float(block.max()), -float(block.min()))
            self._energy += float(np.square(block).sum())
            self.samples += block.size

    @property
    def rms(self) -> float:
        """RMS, full scale being 1.0."""
        return math.sqrt(self._energy / self.samples) if self.samples else 0.0

    @property
    def peak_dbfs(self) -> float:
        """Sample peak."""
        return dbfs(self.peak)

    @property
    def rms_dbfs(self) -> float:
        """RMS."""
        return dbfs(self.rms)


def dbfs(amplitude: float) -> float:
    """An amplitude, full scale being 1.0, in dBFS; -inf for 0."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf
