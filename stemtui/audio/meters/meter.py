"""A meter of all that is measured of a print or a file, block by block.

`Meter(48000, channels=2)`, `add(block)` with shape (channels, frames), blocks of any size; then its levels.
"""

import math
from collections.abc import Sequence
from copy import deepcopy
from functools import partial

import numpy as np

from stemtui.audio.meters.figures import Figures
from stemtui.audio.meters.levels import Floats
from stemtui.audio.meters.loudness import Loudness
from stemtui.audio.meters.outline import Outline
from stemtui.audio.meters.passages import Passage, Passed, column_frames, kept_frames, passage_frames
from stemtui.audio.meters.truepeak import REACH, highest
from stemtui.audio.samples.quantise import Sounding
from stemtui.audio.samples.scales import dbfs


class Meter:
    """Loudness, true peak, sample peak and RMS of what was added.

    Peaks and RMS are amplitudes with full scale at 1.0, RMS being over frames and channels; loudness is in
    LUFS, -inf where there is nothing to measure. `weights` are those of `Weighing`. What is held grows by
    a third of a megabyte in an hour. Passages of one length are measured by themselves and joined; so those
    that were measured elsewhere, in the same blocks, give the same levels to the last bit.
    """

    def __init__(self, samplerate: int, channels: int, weights: Sequence[float] | None = None) -> None:
        self._joined = _Joined(samplerate, channels, weights)
        self._passage = partial(Passage, samplerate, channels, weights)
        self._length = passage_frames(samplerate)
        self._current = self._passage()
        self._asked: _Joined | None = None

    def add(self, block: Floats | Sounding) -> None:
        """Take in the next frames, shape (channels, frames)."""
        self._asked = None
        while block.shape[1]:
            room = self._length - self._current.frames
            self._current.add(block[:, :room])
            block = block[:, room:]
            if self._current.frames == self._length:
                self._joined.join(self._current.passed())
                self._current = self._passage(best=self._joined.highest)

    def passage(self, best: float = 0.0) -> Passage:
        """A passage to be measured elsewhere, and joined in its turn; `best` is as `Passage` has it."""
        return self._passage(best=best)

    def join(self, passed: Passed) -> None:
        """Take in the next passage, of `passage_frames`, where all are measured elsewhere."""
        self._asked = None
        self._joined.join(passed)

    @property
    def sample_peak(self) -> float:
        """The largest magnitude at the samples."""
        return self._so_far.sample_peak

    @property
    def true_peak(self) -> float:
        """The largest magnitude at the samples and between them, as if silence were around them."""
        return self._so_far.true_peak

    @property
    def rms(self) -> float:
        """Root of the mean power."""
        return self._so_far.rms

    @property
    def outline(self) -> str:
        """Peaks and RMS over time, as `Outline` writes them."""
        return self._so_far.outline.drawn(self._so_far.rest)

    @property
    def integrated_lufs(self) -> float:
        """Integrated loudness, gated."""
        return self._so_far.loudness.integrated_lufs

    @property
    def loudness_range_lu(self) -> float | None:
        """Loudness range in LU; None where there is none."""
        return self._so_far.loudness.loudness_range_lu

    @property
    def max_momentary_lufs(self) -> float:
        """The largest loudness of 400 ms."""
        return self._so_far.loudness.max_momentary_lufs

    @property
    def max_short_term_lufs(self) -> float:
        """The largest loudness of 3 s."""
        return self._so_far.loudness.max_short_term_lufs

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
            _some(dbfs(self.rms)),
            self.outline,
        )

    @property
    def _so_far(self) -> "_Joined":
        if not self._current.frames:
            return self._joined
        if self._asked is None:
            self._asked = deepcopy(self._joined)
            self._asked.join(self._current.passed())
        return self._asked


class _Joined:
    """Passages joined to one."""

    def __init__(self, samplerate: int, channels: int, weights: Sequence[float] | None) -> None:
        self.sample_peak = self.highest = 0.0
        self.loudness = Loudness(samplerate, channels, weights)
        self.outline = Outline(column_frames(samplerate))
        self.rest: Floats = np.zeros((channels, 0), np.float32)
        self._kept = kept_frames(samplerate)
        self._tail: Floats = np.zeros((channels, self._kept), np.float32)
        self._samples = 0

    def join(self, passed: Passed) -> None:
        """Take in the next one: what is between it and the last, and what is within."""
        self.sample_peak = max(self.sample_peak, passed.sample_peak)
        self.highest = max(self.highest, passed.highest, self.sample_peak)
        between = np.concatenate((self._tail, passed.head), axis=1)
        self.highest = highest(between, self.highest)
        self.loudness.join(passed.weighed)
        self.outline.take(passed.columns)
        tail = np.concatenate((self._tail, passed.tail), axis=1)
        self._tail = tail[:, -(self._kept + passed.rest) :]
        self.rest = self._tail[:, self._kept :]
        self._samples += passed.frames * len(passed.head)

    @property
    def true_peak(self) -> float:
        ended = np.concatenate((self._tail, np.zeros((len(self._tail), REACH), np.float32)), axis=1)
        return highest(ended, self.highest)

    @property
    def rms(self) -> float:
        rest = self.rest.astype(np.float64)
        energy = self.outline.energy + float(np.vecdot(rest, rest).sum())
        return math.sqrt(energy / self._samples) if self._samples else 0.0


def _some(level: float) -> float | None:
    return level if math.isfinite(level) else None
