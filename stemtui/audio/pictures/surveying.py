"""Surveying a sound file: one pass from its first frame to its last gives its overview."""

import math
from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stemtui.audio.meters.loudness import Loudness, Weighing
from stemtui.audio.meters.passages import passage_frames
from stemtui.audio.pictures.overview import AUDIBLE, COLUMNS, Overview
from stemtui.audio.samples.quantise import Samples, full_scale
from stemtui.audio.samples.sealed import Seal
from stemtui.audio.samples.source import Source, open_source
from stemtui.header import Header

_BLOCK = 65_536
_LOUDEST = 1e12  # beyond it, energies are beyond 32-bit floats
_RUN = 4
_EDGE = 8
"""So many samples at full scale in a row are clipped, if the one before them is so many steps lower: a deep
sine that just fits 16 bit has as many in a row, but its top is round."""


def survey(
    path: Path, is_wanted: Callable[[], bool] = lambda: True, damaged: bool = False
) -> Overview | None:
    """The overview of a sound file; None when nobody wants it any more.

    However long the file, no more is held than a block of it, and of its loudness what `Loudness` holds.
    Raises AudioFileError for what cannot be read to its end, or as far as it goes if accepted as `damaged`.
    """
    with open_source(path, damaged=damaged) as source:
        picture, sounding, clipping = Picture(source), Sounding(), Clipping(source.header)
        seal = Seal(path)
        loudness, passage = Loudness(source.samplerate, source.channels), passage_frames(source.samplerate)
        for begin in range(0, source.frames, passage):
            weighing = Weighing(source.samplerate, source.channels)
            end = min(begin + passage, source.frames)
            for start in range(begin, end, _BLOCK):
                if not is_wanted():
                    return None
                block = source.read(start, min(_BLOCK, end - start))
                loudest = picture.add(block)
                sounding.add(block, loudest)
                seal.add(block)
                clipping.add(block, loudest)
                weighing.add(block.astype(np.float32) if loudest < _LOUDEST else block)
            loudness.join(weighing.weighed())
        lufs = loudness.integrated_lufs
        return Overview(
            source.samplerate,
            source.frames,
            _floats(picture.lows),
            _floats(picture.highs),
            _floats(np.sqrt(picture.energies / (picture.widths * source.channels))),
            tuple(picture.channel_peaks.tolist()),
            math.sqrt(float(picture.energies.sum()) / max(1, source.frames * source.channels)),
            lufs if math.isfinite(lufs) else None,
            sounding.begins,
            sounding.ends,
            clipping.runs,
            clipping.first,
            source.channels > 1 and source.frames > 0 and picture.are_alike,
            source.holes(),
            seal.is_broken and not damaged,
        )


class Picture:
    """Columns of a source whose length is known, filled block by block."""

    def __init__(self, source: Source) -> None:
        columns = min(COLUMNS, source.frames)
        self._edges = np.arange(columns + 1) * source.frames // max(1, columns)
        self._at = 0
        self.widths = np.diff(self._edges)
        self.lows, self.highs = np.full(columns, np.inf), np.full(columns, -np.inf)
        self.energies = np.zeros(columns)
        self.channel_peaks = np.zeros(source.channels)
        self.are_alike = True

    def add(self, block: Samples) -> float:
        """Take in the next frames; their largest magnitude."""
        end = self._at + block.shape[1]
        first = int(np.searchsorted(self._edges, self._at, "right")) - 1
        last = int(np.searchsorted(self._edges, end, "left"))
        starts = np.maximum(self._edges[first:last] - self._at, 0)
        lows = np.minimum.reduceat(block, starts, axis=1)
        highs = np.maximum.reduceat(block, starts, axis=1)
        touched = slice(first, last)
        self.lows[touched] = np.minimum(self.lows[touched], lows.min(axis=0))
        self.highs[touched] = np.maximum(self.highs[touched], highs.max(axis=0))
        self.energies[touched] += np.add.reduceat(np.square(block), starts, axis=1).sum(axis=0)
        peaks = np.maximum(highs.max(axis=1), -lows.min(axis=1))
        self.channel_peaks = np.maximum(self.channel_peaks, peaks)
        self.are_alike = self.are_alike and bool((block[1:] == block[0]).all())
        self._at = end
        return float(peaks.max())


class Sounding:
    """Where sound begins and ends; only the last block that has any is held."""

    def __init__(self) -> None:
        self.begins: int | None = None
        self._at = self._last_at = 0
        self._last: Samples | None = None

    def add(self, block: Samples, loudest: float) -> None:
        """Take in the next frames."""
        if loudest > AUDIBLE:
            if self.begins is None:
                self.begins = self._at + int(_audible(block).argmax())
            self._last, self._last_at = block, self._at
        self._at += block.shape[1]

    @property
    def ends(self) -> int | None:
        """The frame after the last one with sound."""
        if self._last is None:
            return None
        quiet = int(_audible(self._last)[::-1].argmax())
        return int(self._last_at + self._last.shape[1] - quiet)


class Clipping:
    """Runs of clipped samples in each channel, those over the edges of blocks with them."""

    def __init__(self, header: Header) -> None:
        step = 2.0 ** (1 - (header.bits or 24))
        self._level = 1.0 - step if header.bits else 1.0
        self._edge = self._level - _EDGE * step
        self._before: Samples = np.zeros((header.channels, _RUN))
        self._at = 0
        self.runs = 0
        self.first: int | None = None

    def add(self, block: Samples | npt.NDArray[np.int32], loudest: float) -> None:
        """Take in the next frames."""
        if loudest >= self._level:
            self._count(np.concatenate((self._before, np.abs(full_scale(block))), axis=1))
        last = full_scale(block[:, -_RUN:])
        self._before = np.abs(np.concatenate((self._before, last), axis=1)[:, -_RUN:])
        self._at += block.shape[1]

    def _count(self, magnitudes: Samples) -> None:
        """Count the runs that become long enough in this block, whose frames follow the last ones before."""
        full, windows = magnitudes >= self._level, magnitudes.shape[1] - _RUN
        begun = magnitudes[:, :windows] <= self._edge
        for later in range(1, _RUN + 1):
            begun &= full[:, later : later + windows]
        self.runs += int(begun.sum())
        if self.first is None and begun.any():
            self.first = self._at - _RUN + 1 + int(begun.any(axis=0).argmax())


def _audible(block: Samples) -> npt.NDArray[np.bool_]:
    return np.asarray((np.abs(block) > AUDIBLE).any(axis=0))


def _floats(values: npt.NDArray[np.floating]) -> "array[float]":
    return array("f", values.astype(np.float32).tobytes())
