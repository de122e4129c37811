"""A meter of all that is measured of a print or a file, block by block.

`Meter(48000, channels=2)`, `add(block)` with shape (channels, frames), blocks of any size; then its levels.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stemtui.audio.levels import Floats, dbfs, peak
from stemtui.audio.loudness import Loudness
from stemtui.audio.outline import Outline
from stemtui.audio.quantise import STEP, Sounding
from stemtui.audio.scratch import scratch
from stemtui.audio.truepeak import REACH, highest, may_raise

_PIECE = 131_072  # samples that are measured at a time: few enough for a core's cache
_LOUDEST = 1e12  # beyond it, energies are beyond 32-bit floats


@dataclass(frozen=True)
class Figures:
    """What a meter has measured, in dB; None where there is nothing to measure, as in silence."""

    integrated_lufs: float | None
    loudness_range_lu: float | None
    max_momentary_lufs: float | None
    max_short_term_lufs: float | None
    true_peak_dbtp: float | None
    sample_peak_dbfs: float | None


class Meter:
    """Loudness, true peak, sample peak and RMS of what was added.

    Peaks and RMS are amplitudes with full scale at 1.0, RMS being over frames and channels; loudness is in
    LUFS, -inf where there is nothing to measure. `weights` are those of `Loudness`. Samples are measured as
    32-bit floats, which hold 24-bit samples exactly. What is held grows by 3 MB in an hour.
    """

    def __init__(self, samplerate: int, channels: int, weights: Sequence[float] | None = None) -> None:
        self.sample_peak = 0.0
        self._loudness = Loudness(samplerate, channels, weights)
        self._tail: Floats = np.zeros((channels, REACH), np.float32)
        self._tail_peak = 0.0
        self._outline = Outline(samplerate)
        self._highest = 0.0
        self._samples = 0

    def add(self, block: Floats | Sounding) -> None:
        """Take in the next frames, shape (channels, frames)."""
        piece = _PIECE // len(block)
        for start in range(0, block.shape[1], piece):
            self._take(block[:, start : start + piece])

    @property
    def true_peak(self) -> float:
        """The largest magnitude at the samples and between them, as if silence were around them."""
        ended = np.concatenate((self._tail, np.zeros((len(self._tail), REACH), np.float32)), axis=1)
        return highest(ended, max(self._highest, self.sample_peak))

    @property
    def rms(self) -> float:
        """Root of the mean power."""
        rest = self._tail[:, REACH:].astype(np.float64)
        energy = self._outline.energy + float(np.vecdot(rest, rest).sum())
        return math.sqrt(energy / self._samples) if self._samples else 0.0

    @property
    def outline(self) -> str:
        """Peaks and RMS over time, as `Outline` writes them."""
        return self._outline.drawn(self._tail[:, REACH:])

    @property
    def integrated_lufs(self) -> float:
        """Integrated loudness, gated."""
        return self._loudness.integrated_lufs

    @property
    def loudness_range_lu(self) -> float | None:
        """Loudness range in LU; None where there is none."""
        return self._loudness.loudness_range_lu

    @property
    def max_momentary_lufs(self) -> float:
        """The largest loudness of 400 ms."""
        return self._loudness.max_momentary_lufs

    @property
    def max_short_term_lufs(self) -> float:
        """The largest loudness of 3 s."""
        return self._loudness.max_short_term_lufs

    @property
    def figures(self) -> Figures:
        """All levels in dB."""
        return Figures(
            _some(self.integrated_lufs),
            self.loudness_range_lu,
            _some(self.max_momentary_lufs),
            _some(self.max_short_term_lufs),
            _some(dbfs(self.true_peak)),
            _some(dbfs(self.sample_peak)),
        )

    def _take(self, block: Floats | Sounding) -> None:
        """Measure frames behind those of the last call that are needed again; a part of a column waits."""
        kept = self._tail.shape[1]
        samples: Floats = scratch("samples", (len(block), kept + block.shape[1]), np.float32)
        samples[:, :kept] = self._tail
        np.copyto(samples[:, kept:], block, casting="unsafe")
        if block.dtype == np.int32:
            samples[:, kept:] *= np.float32(STEP)
        whole = (samples.shape[1] - REACH) // self._outline.width * self._outline.width
        heard = self._outline.add(samples[:, REACH : REACH + whole])
        before, self._tail_peak = self._tail_peak, peak(samples[:, whole:])
        loudest = max(before, heard, self._tail_peak)
        if loudest > _LOUDEST:
            samples = samples.astype(np.float64)
        self.sample_peak = max(self.sample_peak, loudest)
        self._samples += block.size
        if whole:
            self._loudness.add(samples[:, REACH : REACH + whole])
            if may_raise(loudest, best := max(self._highest, self.sample_peak)):
                self._highest = highest(samples, best)
        self._tail = samples[:, whole:].astype(np.float32)


def _some(level: float) -> float | None:
    return level if math.isfinite(level) else None
