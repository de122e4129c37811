"""A passage: what is measured of one stretch of a print by itself, while others are measured elsewhere.

`Passage(48000, channels=2)`, `add(block)` with shape (channels, frames), blocks of any size; what it has then
`passed` is joined to that of the passages before it by `Meter`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from stemtui.audio.levels import Floats, peak
from stemtui.audio.loudness import Weighed, Weighing, hop_frames
from stemtui.audio.outline import Cells, Columns, gathered
from stemtui.audio.quantise import STEP, Sounding
from stemtui.audio.scratch import scratch
from stemtui.audio.truepeak import REACH, highest, may_raise

HOPS = 1024
"""Hops of 10 ms in a passage: whole pieces of what is weighted at a time, in mono and in stereo."""
_COLUMN_HOPS = 4  # in a column of the outline
_PIECE = 327_680  # samples that are measured at a time: of a block all, since Python takes long between steps
_LOUDEST = 1e12  # beyond it, energies are beyond 32-bit floats


def passage_frames(samplerate: int) -> int:
    """Frames in a passage."""
    return HOPS * hop_frames(samplerate)


def column_frames(samplerate: int) -> int:
    """Frames in a column of the outline."""
    return _COLUMN_HOPS * hop_frames(samplerate)


class Passed(NamedTuple):
    """What was measured of a passage, full scale being 1.0.

    `head` and `tail` are its first and last samples, shape (channels, frames), as many as true peaks between
    passages need; the tail has all that made no whole column, which are `rest` frames.
    """

    frames: int
    rest: int
    sample_peak: float
    highest: float
    head: Floats
    tail: Floats
    columns: Cells
    weighed: Weighed

    @property
    def parcel(self) -> tuple[tuple[float, ...], tuple[Floats, ...], Weighed]:
        """The numbers, and the arrays: see `of`."""
        numbers = (self.frames, self.rest, self.sample_peak, self.highest)
        return numbers, (self.head, self.tail, self.columns), self.weighed

    @classmethod
    def of(cls, parcel: Any) -> "Passed":
        """The same after a way on which numbers are all floats, and tuples plain."""
        (frames, rest, peak, highest), (head, tail, columns), weighed = parcel
        return cls(int(frames), int(rest), peak, highest, head, tail, columns, Weighed(*weighed))


class Passage:
    """Loudness, true peak, sample peak and outline of the frames that were added.

    `weights` are those of `Weighing`. `best` is a true peak that is known of the same print: what cannot
    raise it is not looked at, and `highest` is no less. Samples are measured as 32-bit floats, which hold
    24-bit samples exactly.
    """

    def __init__(
        self, samplerate: int, channels: int, weights: Sequence[float] | None = None, best: float = 0.0
    ) -> None:
        self.frames = 0
        self.sample_peak = 0.0
        self.highest = best
        self._weighing = Weighing(samplerate, channels, weights)
        self._width = column_frames(samplerate)
        self._columns: list[Columns] = []
        self._head: Floats = np.zeros((channels, 0), np.float32)
        self._tail: Floats = self._head
        self._tail_peak = 0.0
        self._measured = 0  # frames of the tail that are in columns

    def add(self, block: Floats | Sounding) -> None:
        """Take in the next frames, shape (channels, frames)."""
        piece = _PIECE // len(block)
        for start in range(0, block.shape[1], piece):
            self._take(block[:, start : start + piece])

    def passed(self) -> Passed:
        """What was measured so far."""
        rest = self._tail[:, self._measured :]
        if self._tail_peak > _LOUDEST:
            rest = rest.astype(np.float64)
        columns, weighed = gathered(self._columns), self._weighing.weighed(rest)
        peak, best = self.sample_peak, self.highest
        return Passed(self.frames, rest.shape[1], peak, best, self._head, self._tail, columns, weighed)

    def _take(self, block: Floats | Sounding) -> None:
        """Measure frames behind those of the last call that are needed again; a part of a column waits."""
        kept, measured = self._tail.shape[1], self._measured
        samples: Floats = scratch("samples", (len(block), kept + block.shape[1]), np.float32)
        samples[:, :kept] = self._tail
        fresh = samples[:, kept:]
        np.copyto(fresh, block, casting="unsafe")
        if block.dtype == np.int32:
            fresh *= np.float32(STEP)
        if (missing := REACH - self._head.shape[1]) > 0:
            self._head = np.concatenate((self._head, fresh[:, :missing]), axis=1)
        self.frames += block.shape[1]
        end = measured + (samples.shape[1] - measured) // self._width * self._width
        self._measured = min(REACH, end)
        tail = samples[:, end - self._measured :]
        before, self._tail_peak = self._tail_peak, peak(tail)
        loudest = max(before, self._tail_peak)
        if end > measured:
            self._columns.append(Columns.of(samples[:, measured:end], self._width))
            loudest = max(loudest, self._columns[-1].loudest)
        if loudest > _LOUDEST:
            samples = samples.astype(np.float64)
        self.sample_peak = max(self.sample_peak, loudest)
        if end > measured:
            self._weighing.add(samples[:, measured:end])
            if may_raise(loudest, best := max(self.highest, self.sample_peak)):
                self.highest = highest(samples, best)
        self._tail = tail.astype(np.float32)
