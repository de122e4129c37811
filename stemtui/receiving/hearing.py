"""Hearing a sound file: one pass from its first frame to its last; what is kept does not grow with it.

What is kept of the sound is a sketch: every stretch of so many frames times a row of signs, added up. It is
linear, so where files add up to another, their sketches do, at the same gains; and what a sum leaves of a
sketch has the level, to a fraction of a dB, of what it leaves of the sound (Johnson and Lindenstrauss).
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stemtui.audio.levels import peak
from stemtui.audio.source import Source, open_source
from stemtui.audio.surveying import Clipping
from stemtui.errors import AudioFileError
from stemtui.header import Header
from stemtui.receiving.fitting import Array

BLOCK = 65_536
MOST_CELLS = 16_384
_FINEST = 64
_SEED = 26
_LOUD, _FALL = 0.1, 1e-4
DEAD_MS = 50


@dataclass(frozen=True, eq=False)
class Heard:
    """A sound file as far as it was heard.

    `start` is the frame at which it was placed. `energy` is the sum of all squares, `powers` the same by
    cells of so many frames; `sketch` has shape (2, cells), a mono file alike in both (only zeros where a
    file has more channels than two). `clips` counts runs at full scale, from frame `clips_at` on; channels
    `are_alike` where all samples are the same in both.
    """

    file: str
    header: Header
    start: int
    peak: float
    energy: float
    clips: int
    clips_at: int | None
    are_alike: bool
    sketch: Array
    powers: Array
    cell: int

    @property
    def is_silent(self) -> bool:
        """Whether every sample is 0."""
        return not self.peak

    @property
    def is_mono(self) -> bool:
        """Whether there is one channel's worth of sound in it."""
        return self.header.channels == 1 or self.are_alike

    @property
    def stops_dead(self) -> bool:
        """Whether a loud moment of it is followed by a fall of 40 dB in DEAD_MS: it has no reverb."""
        reach = int(DEAD_MS / 1000.0 * self.header.samplerate) // self.cell
        first, last = (
            at // self.cell for at in (BLOCK + self.start, BLOCK + self.start + self.header.frames)
        )
        own = self.powers[first:last]
        if not 0 < reach < len(own):
            return False
        loud = own[:-reach] >= own.max() * _LOUD
        return bool((loud & (own[reach:] <= own[:-reach] * _FALL)).any())


@dataclass(frozen=True)
class Asked:
    """A file to be heard: its path, what it is called, and the frame at which it begins."""

    path: Path
    file: str
    start: int = 0


@dataclass(frozen=True)
class Grid:
    """The cells in which files are sketched: how many frames each has, and how many there are.

    The first begins a block before frame 0, so that a file may be placed early.
    """

    cell: int
    cells: int

    @classmethod
    def over(cls, frames: int) -> "Grid":
        """A grid that covers so many frames."""
        cell = _FINEST
        while cell < BLOCK and frames > cell * MOST_CELLS:
            cell *= 2
        return cls(cell, (frames // BLOCK + 3) * (BLOCK // cell))


def hear(asked: Sequence[Asked], grid: Grid) -> list[Heard | AudioFileError]:
    """Hear files on all cores; what cannot be read to its end is an error in its place."""

    def heard(one: Asked) -> Heard | AudioFileError:
        try:
            with open_source(one.path) as source:
                return _heard(one, source, grid)
        except AudioFileError as error:
            return error

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(heard, asked))


def _heard(one: Asked, source: Source, grid: Grid) -> Heard:
    # a row of its own for each cell of a block: one row for all would be a filter, deaf to some tones
    signs = np.random.default_rng(_SEED).integers(0, 2, (BLOCK // grid.cell, grid.cell)) * 2.0 - 1.0
    channels = min(source.channels, 2)
    sketch, powers = np.zeros((channels, grid.cells)), np.zeros(grid.cells)
    clipping, loudest, are_alike = Clipping(source.header), 0.0, source.channels > 1
    first, each = (one.start + BLOCK) // BLOCK * BLOCK - BLOCK, BLOCK // grid.cell
    for at in range(first, one.start + source.frames, BLOCK):
        block = source.read(at - one.start, BLOCK)
        magnitude = peak(block)
        clipping.add(block, magnitude)
        if not magnitude:
            continue
        loudest = max(loudest, magnitude)
        are_alike = are_alike and bool((block[1:] == block[0]).all())
        cells = block.reshape(source.channels, each, grid.cell)
        cut = slice((at + BLOCK) // grid.cell, (at + BLOCK) // grid.cell + each)
        powers[cut] = np.einsum("cnk,cnk->n", cells, cells)
        sketch[:, cut] = np.einsum("cnk,nk->cn", cells[:channels], signs)
    if source.channels > 2:
        sketch[:] = 0.0
    return Heard(
        file=one.file,
        header=source.header,
        start=one.start,
        peak=loudest,
        energy=float(powers.sum()),
        clips=clipping.runs,
        # blocks begin before the file where it is placed between two of them
        clips_at=None if clipping.first is None else clipping.first + first - one.start,
        are_alike=are_alike and loudest > 0,
        sketch=np.broadcast_to(sketch, (2, grid.cells)),
        powers=powers,
        cell=grid.cell,
    )
