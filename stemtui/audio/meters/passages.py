"""A passage: what is measured of one stretch of a print by itself, while others are measured elsewhere.

`Passage(48000, channels=2)`, `add(block)` with shape (channels, frames), blocks of any size; what it has then
`passed` is joined to that of the passages before it by `Meter`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from stemtui.audio.machine.scratch import scratch
from stemtui.audio.meters.levels import Floats, peak
from stemtui.audio.meters.loudness import Weighed, Weighing, hop_frames
from stemtui.audio.meters.outline import Cells, Columns, gathered
from stemtui.audio.meters.truepeak import REACH, highest, is_stretch, may_raise, tops_of
from stemtui.audio.samples.quantise import STEP, Sounding, full_scale, joined

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


def kept_frames(samplerate: int) -> int:
    """Frames at the end of a passage that the next one needs for true peaks between them, in whole hops."""
    hop = hop_frames(samplerate)
    return -(-REACH // hop) * hop


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
        self._hop, self._width = hop_frames(samplerate), column_frames(samplerate)
        self._kept = kept_frames(samplerate)
        self._columns: list[Columns] = []
        self._head: Floats = np.zeros((channels, 0), np.float32)
        self._tail: Floats = self._head
        self._tops: Floats = self._head  # of the hops of the tail
        self._waiting: Sounding = np.zeros((channels, 0), np.int32)

    def add(self, block: Floats | Sounding) -> None:
        """Take in the next frames, shape (channels, frames). What makes no whole column waits for more."""
        self.frames += block.shape[1]
        piece = _PIECE // len(block)
        for start in range(0, block.shape[1], piece):
            fresh = joined(self._waiting, block[:, start : start + piece])
            whole = fresh.shape[1] // self._width * self._width
            self._waiting = fresh[:, whole:].copy()
            if whole:
                self._measure(fresh[:, :whole])

    def passed(self) -> Passed:
        """What was measured so far."""
        rest: Floats = full_scale(self._waiting).astype(np.float32)
        loudest = peak(rest)
        head = np.concatenate((self._head, rest), axis=1)[:, :REACH]
        tail = np.concatenate((self._tail, rest), axis=1)
        columns = gathered(self._columns)
        weighed = self._weighing.weighed(rest if loudest <= _LOUDEST else rest.astype(np.float64))
        level = max(self.sample_peak, loudest)
        return Passed(self.frames, rest.shape[1], level, self.highest, head, tail, columns, weighed)

    def _measure(self, block: Floats | Sounding) -> None:
        """Measure whole columns: of what lies before them, the true peaks that reach into them."""
        kept = self._tail.shape[1]
        samples: Floats = scratch("samples", (len(block), kept + block.shape[1]), np.float32)
        samples[:, :kept] = self._tail
        fresh = samples[:, kept:]
        np.copyto(fresh, block, casting="unsafe")
        if block.dtype == np.int32:
            fresh *= np.float32(STEP)
            tops = tops_of(block, self._hop).astype(np.float32) * np.float32(STEP)
        else:
            tops = tops_of(fresh, self._hop)
        if (missing := REACH - self._head.shape[1]) > 0:
            self._head = np.concatenate((self._head, fresh[:, :missing]), axis=1)
        near = np.concatenate((self._tops, tops), axis=1)
        loudest = float(near.max())
        if loudest > _LOUDEST:
            samples = samples.astype(np.float64)
        highs = tops.reshape(len(tops), -1, _COLUMN_HOPS).max(axis=2)
        self._columns.append(Columns.of(samples[:, kept:], self._width, highs))
        self._weighing.add(samples[:, kept:])
        self.sample_peak = max(self.sample_peak, float(tops.max()))
        if may_raise(loudest, best := max(self.highest, self.sample_peak)):
            self.highest = highest(samples, best, near if is_stretch(self._hop) else None)
        self._tail = samples[:, -self._kept :].astype(np.float32)
        self._tops = near[:, -(self._kept // self._hop) :]
