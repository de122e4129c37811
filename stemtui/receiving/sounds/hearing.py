"""Hearing a sound file: one pass from its first frame to its last; what is kept does not grow with it.

What is kept of the sound is a sketch: every stretch of so many frames times a row of signs, added up. It has
two sides; where a file has more channels, every other one goes to the same side, each with signs of its own,
so that files of as many channels can be compared. It is linear, so where files add up to another, their
sketches do, at the same gains; and what a sum leaves of a sketch has the level, to a fraction of a dB, of
what it leaves of the sound (Johnson and Lindenstrauss).
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from pathlib import Path

import numpy as np

from stemtui.audio.machine.scratch import scratch
from stemtui.audio.meters.levels import loudest
from stemtui.audio.pictures.surveying import Clipping
from stemtui.audio.samples.quantise import STEP, Samples, Sounding, full_scale
from stemtui.audio.samples.source import Source, open_source
from stemtui.errors import AudioFileError
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.holes import Hole
from stemtui.receiving.sounds.fitting import Array, Powers
from stemtui.receiving.sounds.sides import Channel
from stemtui.render.proofs.unlike import is_lossy

BLOCK = 65_536
MOST_CELLS, LEAST_CELLS, ALL_CELLS = 16_384, 8_192, 2**22
"""In how many cells a file is sketched: in fewer where there are many files, so that all fit into memory."""
_FINEST = 64
_SEED = 26
_LEAST_BEFORE, _MOST_BEFORE, _EIGHTH = 3 * BLOCK, 9 * BLOCK, 8
_LOUD, _FALL = 0.1, 1e-4
DEAD_MS = 50
_DITHERED, _INAUDIBLE = 3, 0.01


AS_IS, SWAPPED, INVERTED = "as is", "swapped", "inverted"
RIGHT_INVERTED, LEFT_INVERTED = "right inverted", "left inverted"
SIDES: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    AS_IS: ((1.0, 0.0), (0.0, 1.0)),
    SWAPPED: ((0.0, 1.0), (1.0, 0.0)),
    INVERTED: ((-1.0, 0.0), (0.0, -1.0)),
    RIGHT_INVERTED: ((1.0, 0.0), (0.0, -1.0)),
    LEFT_INVERTED: ((-1.0, 0.0), (0.0, 1.0)),
}
"""Ways to take a file's sides, and what goes to the left and to the right of its left and right."""


@frozen
class Asked:
    """A file to be heard: its path, what it is called, the frame at which it begins, the rate to which it is
    resampled (0: none), how its sides are taken, and where it is taken to be silent, from frame to frame of
    its own. Of what is wider than stereo and came in a file for each channel, it is that `channel` of it."""

    path: Path
    file: str
    start: int = 0
    rate: int = 0
    sides: str = AS_IS
    spared: tuple[tuple[int, int], ...] = ()
    channel: Channel | None = None

    def opened(self, watched: bool = False) -> Source:
        """The file, to be read from, and `watched` for holes. Raises AudioFileError."""
        return open_source(self.path, self.rate, whole=True, watched=watched)

    def read(self, source: Source, at: int, frames: int) -> Samples:
        """Its frames from a frame of the common time on, its sides as they are taken."""
        return full_scale(self.sounding(source, at, frames))

    def sounding(self, source: Source, at: int, frames: int) -> Sounding:
        """The same as they come: in whole steps of 24 bit where that is what they are."""
        block = self._spared(source.sounding(at - self.start, frames), at - self.start)
        if self.sides == AS_IS:
            return block
        block = full_scale(block)
        if len(block) == 1:
            return -block
        return np.stack(
            [sum(gain * side for gain, side in zip(row, block, strict=True)) for row in SIDES[self.sides]]
        )

    def _spared(self, block: Sounding, at: int) -> Sounding:
        cuts = [(max(0, first - at), min(block.shape[1], last - at)) for first, last in self.spared]
        if not any(first < last for first, last in cuts):
            return block
        block = block.copy()
        for first, last in cuts:
            block[:, first : max(first, last)] = 0
        return block


@dataclass(frozen=True, eq=False)
class Heard:
    """A sound file as far as it was heard, at the place and in the way that was `asked`.

    It has so many `frames` at the common rate. `energy` is the sum of all squares, `powers` the same by
    cells of the `grid`; `sketch` has shape (2, cells), a mono file alike in both. `clips` counts runs at
    full scale, from frame `clips_at` on; `apart` is the most by which a sample differs between channels, if
    that is no more than dither and rounding of each make, else infinite; `holes` are what a broken copy left
    in it.
    """

    asked: Asked
    header: Header
    frames: int
    peak: float
    energy: float
    clips: int
    clips_at: int | None
    apart: float
    holes: tuple[Hole, ...]
    sketch: Array
    powers: Powers
    grid: "Grid"

    @property
    def file(self) -> str:
        """What it is called."""
        return self.asked.file

    @property
    def start(self) -> int:
        """The frame at which it was placed."""
        return self.asked.start

    @property
    def end(self) -> int:
        """The frame behind its last."""
        return self.asked.start + self.frames

    @property
    def layout(self) -> int:
        """How many channels it has, mono counting as two."""
        return max(2, self.header.channels)

    @property
    def company(self) -> tuple[int, str]:
        """What those have in common that are compared: how many channels, and which one of them a file is."""
        return self.layout, self.asked.channel.name if self.asked.channel else ""

    @property
    def is_resampled(self) -> bool:
        """Whether it came at another rate than that at which it was heard."""
        return self.asked.rate not in (0, self.header.samplerate)

    @property
    def is_over(self) -> bool:
        """Whether it goes over full scale, as only floats can."""
        return self.peak > 1.0 and "PCM" not in self.header.subtype

    @property
    def is_changed(self) -> bool:
        """Whether its samples are not those that were mixed: a lossy codec and resampling change all."""
        return self.is_resampled or is_lossy(self.header)

    def turned(self, sides: str) -> "Heard":
        """The same with its sides taken in that way, whichever way they are taken now."""
        # each way undoes itself
        turn = np.array(SIDES[sides]) @ np.array(SIDES[self.asked.sides])
        sketch = np.einsum("cx,xk->ck", turn, self.sketch)
        return replace(self, asked=replace(self.asked, sides=sides), sketch=sketch)

    @property
    def is_silent(self) -> bool:
        """Whether every sample is 0."""
        return not self.peak

    @property
    def silent_side(self) -> str:
        """The one side of a stereo file on which every sample is 0: "left", "right" or ""."""
        left, right = self.sketch[0].any(), self.sketch[1].any()
        is_one_sided = self.header.channels == 2 and bool(left) != bool(right)
        return ("right" if left else "left") if is_one_sided else ""

    @property
    def are_alike(self) -> bool:
        """Whether all of its channels hold the same, but for dither and rounding."""
        return self.header.channels > 1 and self.apart < _INAUDIBLE * self.peak

    @property
    def is_mono(self) -> bool:
        """Whether there is one channel's worth of sound in it."""
        return self.header.channels == 1 or self.are_alike

    @property
    def stops_dead(self) -> bool:
        """Whether a loud moment of it is followed by a fall of 40 dB in DEAD_MS: it has no reverb."""
        cell, before = self.grid.cell, self.grid.before
        reach = int(DEAD_MS / 1000.0 * self.header.samplerate) // cell
        first, last = ((before + at) // cell for at in (self.start, self.end))
        own = self.powers[first:last]
        if not 0 < reach < len(own):
            return False
        loud = own[:-reach] >= own.max() * _LOUD
        return bool((loud & (own[reach:] <= own[:-reach] * _FALL)).any())


@frozen
class Grid:
    """The cells in which files are sketched: how many frames each has, and how many there are.

    The first begins so many frames `before` frame 0, and the last ends so many after the last frame, so that
    a file may be placed early or late.
    """

    cell: int
    cells: int
    before: int

    @classmethod
    def over(cls, frames: int, files: int = 1) -> "Grid":
        """A grid that covers so many frames, for so many files."""
        cell, most = _FINEST, min(MOST_CELLS, max(LEAST_CELLS, ALL_CELLS // files))
        while cell < BLOCK and frames > cell * most:
            cell *= 2
        before = min(max(_LEAST_BEFORE, frames // _EIGHTH // BLOCK * BLOCK), _MOST_BEFORE)
        return cls(cell, (-(-frames // BLOCK) + 2 * before // BLOCK) * (BLOCK // cell), before)

    def holds(self, start: int, frames: int) -> bool:
        """Whether a file of so many frames can be placed there."""
        return start >= -self.before and start + frames <= self.cells * self.cell - self.before


def hear(asked: Sequence[Asked], grid: Grid) -> list[Heard | AudioFileError]:
    """Hear files on all cores; what cannot be read to its end is an error in its place."""

    def heard(one: Asked) -> Heard | AudioFileError:
        try:
            with one.opened(watched=True) as source:
                return _heard(one, source, grid)
        except AudioFileError as error:
            return error

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(heard, asked))


def _heard(one: Asked, source: Source, grid: Grid) -> Heard:
    signs = _signs(source.channels, grid.cell)
    sketch, powers = np.zeros((min(source.channels, 2), grid.cells)), np.zeros(grid.cells, np.float32)
    energy = 0.0
    samples = _Samples(source.header)
    first, each = one.start // BLOCK * BLOCK, BLOCK // grid.cell
    for at in range(first, one.start + source.frames, BLOCK):
        block = one.sounding(source, at, BLOCK)
        if not samples.add(block):
            continue
        scale = STEP if block.dtype == np.int32 else 1.0
        cut = slice((at + grid.before) // grid.cell, (at + grid.before) // grid.cell + each)
        cells = scratch("cells", (source.channels, each, grid.cell), np.float64)
        np.multiply(block.reshape(cells.shape), signs, out=cells)
        power = np.einsum("cnk,cnk->n", cells, cells) * scale**2
        powers[cut], energy = power, energy + float(power.sum())
        for channel, signed in enumerate(cells.sum(axis=2)):
            sketch[channel % 2, cut] += signed * scale
    samples.holes = source.holes()
    start = one.start - first
    if source.samplerate != source.header.samplerate:
        samples, start = _as_they_came(one), 0
    clips_at = samples.clipping.first
    return Heard(
        asked=one,
        header=source.header,
        frames=source.frames,
        peak=samples.loudest,
        energy=energy,
        clips=samples.clipping.runs,
        # blocks begin before the file where it is placed between two of them
        clips_at=None if clips_at is None else clips_at - start,
        apart=samples.apart,
        holes=samples.holes,
        sketch=np.broadcast_to(sketch, (2, grid.cells)),
        powers=powers,
        grid=grid,
    )


@cache
def _signs(channels: int, cell: int) -> Array:
    """The signs of a block's frames: those of a left and a right are the same.

    Each cell of a block has a row of its own: one row for all would be a filter, deaf to some tones.
    """
    pairs = np.random.default_rng(_SEED).integers(0, 2, (-(-channels // 2), BLOCK // cell, cell))
    return np.asarray(np.repeat(pairs * 2.0 - 1.0, 2, axis=0)[:channels])


class _Samples:
    """What is found of a file's samples one by one."""

    def __init__(self, header: Header) -> None:
        self.clipping, self.loudest, self.apart = Clipping(header), 0.0, 0.0
        self._most = _DITHERED * 2.0 ** (1 - header.bits) if header.bits else 0.0
        self.holes: tuple[Hole, ...] = ()

    def add(self, block: Sounding) -> bool:
        """Take in the next frames; whether any of them sounds."""
        magnitude = loudest(block)
        self.clipping.add(block, magnitude)
        self.loudest = max(self.loudest, magnitude)
        if len(block) > 1 and self.apart <= self._most:
            apart = loudest(block[1:] - block[:1])
            self.apart = max(self.apart, apart if apart <= self._most else inf)
        return magnitude > 0


def _as_they_came(one: Asked) -> _Samples:
    """The samples of a file at its own rate: resampling lifts peaks over full scale."""
    with open_source(one.path) as source:
        samples = _Samples(source.header)
        for at in range(0, source.frames, BLOCK):
            samples.add(source.read(at, BLOCK))
        samples.holes = source.holes()
    return samples
