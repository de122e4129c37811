"""An overview of a sound file: its picture, its levels, where it sounds. Reading one needs no numpy.

`lows`, `highs` and `rms` hold a number for each of up to `COLUMNS` columns: frames k * frames // n up to
(k + 1) * frames // n are in column k of n. Amplitudes have full scale at 1.0; times are in frames.
"""

import math
from array import array
from functools import cached_property
from itertools import pairwise

from stemtui.frozen import frozen
from stemtui.holes import Hole

COLUMNS = 512
AUDIBLE = 0.001
"""What is louder than this amplitude, -60 dBFS, is sound; below it may be the noise of a quiet room."""


@frozen
class Overview:
    """What can be seen of a sound file without hearing it.

    A column's low, high and RMS are over all channels, as 32-bit floats. Sound `begins` at the first frame
    above -60 dBFS and `ends` after the last one, both None where there is none. `clips` counts the runs of
    samples at full scale, `clips_at` is where the first of them is. Channels `are_alike` where all of them
    hold the same samples; `holes` are what a broken copy left in it. `is_changed` says that a FLAC's samples
    are not those of which its header has the MD5.
    """

    samplerate: int
    frames: int
    lows: "array[float]"
    highs: "array[float]"
    rms: "array[float]"
    channel_peaks: tuple[float, ...]
    whole_rms: float
    integrated_lufs: float | None
    begins: int | None
    ends: int | None
    clips: int = 0
    clips_at: int | None = None
    are_alike: bool = False
    holes: tuple[Hole, ...] = ()
    is_changed: bool = False

    @property
    def peak(self) -> float:
        """The largest magnitude of a sample."""
        return max(self.channel_peaks, default=0.0)

    @property
    def is_silent(self) -> bool:
        """Whether every sample is 0."""
        return not self.peak

    def seconds(self, frame: int) -> float:
        """The time of a frame."""
        return frame / self.samplerate

    def peaks(self, cells: int) -> list[float]:
        """The picture in so many cells: the largest magnitude in each."""
        return [max(self._columns[first:last]) for first, last in _spans(len(self._columns), cells)]

    def powers(self, cells: int) -> list[float]:
        """The picture in so many cells: the RMS of each."""
        spans = _spans(len(self.rms), cells)
        return [math.sqrt(sum(rms * rms for rms in self.rms[a:b]) / (b - a)) for a, b in spans]

    @cached_property
    def _columns(self) -> "array[float]":
        return array("f", map(max, self.highs, (-low for low in self.lows)))


def _spans(columns: int, cells: int) -> list[tuple[int, int]]:
    """The columns of each cell: first and last, at least one; none where there are no columns."""
    edges = [cell * columns // cells for cell in range(cells + 1)] if columns else []
    return [(first, max(last, first + 1)) for first, last in pairwise(edges)]
