"""The compressor's gain: feed-forward, linked over both channels, with a soft knee."""

import math

import numpy as np

from stemtui import session
from stemtui.audio.dynamics.cells import Glide, Values, highest
from stemtui.audio.samples.quantise import Samples

GONE_DB = 1e-5


class Compressor:
    """The gain of a compressor that listens to the highest sample of each cell.

    After "Digital Dynamic Range Compressor Design" by Giannoulis, Massberg, Reiss (JAES 60, 2012): the gain
    computer comes first, then a smooth, branching detector on its decibels, so that attack and release are
    time constants. Makeup is a plain gain. Without reduction and makeup the gain is exactly 1.0; a reduction
    below 0.00001 dB has died away.
    """

    latency = 1

    def __init__(self, settings: session.Compressor, cell: int, samplerate: int) -> None:
        self._threshold, self._knee = settings.threshold_db, settings.knee_db
        self._slope = 1 - 1 / settings.ratio
        self._attack, self._release = (
            math.exp(-1000 * cell / samplerate / ms) if ms else 0.0
            for ms in (settings.attack_ms, settings.release_ms)
        )
        self._quiet = 10 ** ((settings.threshold_db - settings.knee_db / 2) / 20)
        self._makeup = 10 ** (settings.makeup_db / 20)
        self._cell = cell
        self._reduced_db = 0.0
        self._glide = Glide(cell)

    def push(self, cells: Samples) -> Values:
        """The gain for as many cells as are given in shape (2, cells, frames), one cell later."""
        peaks = highest(np.abs(cells).max(axis=0).reshape(-1), self._cell)
        gains = 1.0 - self._glide.push(self._reductions(peaks))
        return gains if self._makeup == 1.0 else gains * self._makeup

    def _reductions(self, peaks: Values) -> Values:
        """1 - gain in each cell."""
        reduced, attack, release, quiet = self._reduced_db, self._attack, self._release, self._quiet
        if not reduced and peaks.max(initial=0.0) <= quiet:
            return np.zeros(len(peaks))
        found = []
        for peak in peaks.tolist():
            wanted = self._wanted_db(peak) if peak > quiet else 0.0
            reduced = wanted + (reduced - wanted) * (attack if wanted > reduced else release)
            if not wanted and reduced < GONE_DB:
                reduced = 0.0
            found.append(reduced)
        self._reduced_db = reduced
        return np.array([1.0 - 10 ** (-decibels / 20) for decibels in found])

    def _wanted_db(self, peak: float) -> float:
        """By how much a level is to be reduced in the end."""
        over = 20 * math.log10(peak) - self._threshold
        if 2 * over >= self._knee:
            return over * self._slope
        return (over + self._knee / 2) ** 2 / (2 * self._knee) * self._slope
