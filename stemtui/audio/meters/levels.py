"""Levels of a print, taken block by block as it is made."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.quantise import STEP, Samples, Sounding
from stemtui.audio.samples.scales import dbfs
from stemtui.frozen import frozen

Floats = npt.NDArray[np.floating[Any]]
"""Samples of any precision, full scale being 1.0, shape (channels, frames)."""


@frozen
class Level:
    """What is measured of one block: its peak, the sum of its squares, and the number of samples."""

    peak: float
    energy: float
    samples: int

    @classmethod
    def of(cls, block: Samples) -> "Level":
        """Measure a block."""
        energy = _energy(block)
        return cls(peak(block) if energy else 0.0, energy, block.size)


class Levels:
    """Sample peak and RMS of what was added, in dBFS re a full scale of 1.0; -inf for silence.

    A sine at full scale has a peak of 0 dBFS and an RMS of -3.01 dBFS. RMS is the mean power over frames
    and channels.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self.samples = 0
        self._energies: list[float] = []

    def add(self, block: Samples) -> None:
        """Take in the next frames, shape (channels, frames)."""
        self.take(Level.of(block))

    def take(self, level: Level) -> None:
        """Take in the next frames by what was measured of them."""
        self.peak = max(self.peak, level.peak)
        self._energies.append(level.energy)
        self.samples += level.samples

    @property
    def parcel(self) -> tuple[float, ...]:
        """All that was taken in: see `join`."""
        return (self.peak, self.samples, *self._energies)

    def join(self, parcel: tuple[float, ...]) -> None:
        """Take in what others have taken in of the frames that follow."""
        peak, samples, *energies = parcel
        self.peak = max(self.peak, peak)
        self.samples += int(samples)
        self._energies += energies

    @property
    def rms(self) -> float:
        """RMS, full scale being 1.0."""
        return math.sqrt(math.fsum(self._energies) / self.samples) if self.samples else 0.0

    @property
    def peak_dbfs(self) -> float:
        """Sample peak."""
        return dbfs(self.peak)

    @property
    def rms_dbfs(self) -> float:
        """RMS."""
        return dbfs(self.rms)


def peak(samples: Floats | Sounding) -> float:
    """The largest magnitude among samples; 0 where there are none."""
    return max(float(samples.max()), -float(samples.min())) if samples.size else 0.0


def loudest(sounding: Sounding) -> float:
    """The largest magnitude, full scale being 1.0."""
    return peak(sounding) * (STEP if sounding.dtype == np.int32 else 1.0)


def _energy(block: Samples) -> float:
    """The sum of squares; a product that BLAS takes in one pass through memory."""
    flat = block.reshape(-1)
    return float(np.dot(flat, flat))
