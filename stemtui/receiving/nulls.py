"""Sums measured sample by sample: what each leaves of its file, all of them in one reading."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import numpy as np

from stemtui.audio.levels import dbfs, peak
from stemtui.audio.open_files import allow_open_files
from stemtui.audio.source import Source
from stemtui.receiving.fitting import Array
from stemtui.receiving.hearing import BLOCK, Heard
from stemtui.receiving.sums import Sum
from stemtui.render.proofs.null import ADDITIONS, rounding_of
from stemtui.render.proofs.proof import Bound, Rounded, bound

_SHORT = 512
_HUNDREDTH, _LOCAL = 0.01, 10
_NO_MIDDLE_DB = -40.0
_NOTHING = 1e-300


@dataclass(frozen=True)
class Left:
    """What a sum leaves of its file: RMS and peak with full scale at 1.0, where the peak lies (in frames from
    the file's start), the level relative to the file in dB, what rounding explains, and the first part's
    gain.

    `where` is the stretch that holds all but a hundredth of it, from frame to frame, in `frames` of the file.
    `middle_db` is the level of what both channels share of it, relative to all of it. `moving_db` is the
    relative level with one gain that follows time, and `gains_db` the lowest and highest of those gains where
    the file is loud.
    """

    found: Bound
    worst: int
    relative_db: float
    limit: Bound
    moving_db: float
    gains_db: tuple[float, float]
    gain: float
    middle_db: float
    where: tuple[int, int]
    frames: int

    @property
    def is_explained(self) -> bool:
        """Whether the word length explains all that is left, by rounding or by cutting."""
        return self.is_rounding or self.is_cut

    @property
    def is_local(self) -> bool:
        """Whether nearly all of it lies in one short stretch of the file, as an edit or a dropout does."""
        return not self.is_explained and _LOCAL * (self.where[1] - self.where[0]) <= self.frames

    @property
    def is_rounding(self) -> bool:
        """Whether rounding explains all that is left."""
        return self.found.peak <= self.limit.peak and self.found.rms <= self.limit.rms

    @property
    def is_side(self) -> bool:
        """Whether what is left is the difference of left and right, and nothing that both share."""
        return self.middle_db < _NO_MIDDLE_DB and not self.is_rounding

    @property
    def is_cut(self) -> bool:
        """Whether so little is left, though more than rounding leaves, as files leave that were cut short."""
        return self.found.peak <= self.limit.peak and not self.is_rounding

    @property
    def rms_dbfs(self) -> float:
        """RMS of what is left."""
        return dbfs(self.found.rms)


@dataclass
class _Tally:
    """What was found of one sum so far."""

    peak: float = 0.0
    worst: int = 0
    left: float = 0.0
    middle: float = 0.0
    own: float = 0.0
    powers: list[Array] = field(default_factory=list)

    def add(self, at: int, aim: Array, total: Array) -> None:
        rest = aim - total
        if (most := peak(rest)) > self.peak:
            self.peak, self.worst = most, at + int(np.abs(rest).max(axis=0).argmax())
        self.left += float(np.square(rest).sum())
        self.middle += float(np.square(rest.sum(axis=0)).sum()) / 2.0
        self.own += float(np.square(aim).sum())
        shape = (2, BLOCK // _SHORT, _SHORT)
        a, b = aim.reshape(shape), total.reshape(shape)
        pairs = ((a, a), (a, b), (b, b))
        self.powers.append(np.stack([np.einsum("cnk,cnk->n", *pair) for pair in pairs]))


def measure(sums: Sequence[Sum], heard: Sequence[Heard]) -> list[Left]:
    """What each sum leaves, in the order of the sums. Raises AudioFileError."""
    if not sums:
        return []
    used = sorted({one.target for one in sums}.union(*(one.members for one in sums)))
    starts = [heard[one.target].start for one in sums]
    first, last = min(starts), max(heard[one.target].end for one in sums)
    blocks = range(first, last, BLOCK)
    share = -(-len(blocks) // (os.cpu_count() or 1))
    allow_open_files(len(used) * (os.cpu_count() or 1))
    parts = [blocks[at : at + share] for at in range(0, len(blocks), share)]

    def tallied(part: range) -> list[_Tally]:
        with ExitStack() as files:
            sources = {at: files.enter_context(heard[at].asked.opened()) for at in used}
            return _tallied(sums, heard, sources, part)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        shares = list(pool.map(tallied, parts))
    shifts = [first - start for start in starts]
    return [
        _left(one, heard, [tallies[at] for tallies in shares], shift)
        for at, (one, shift) in enumerate(zip(sums, shifts, strict=True))
    ]


def _tallied(
    sums: Sequence[Sum], heard: Sequence[Heard], sources: dict[int, Source], blocks: range
) -> list[_Tally]:
    tallies = [_Tally() for _ in sums]
    places = {one.target: at for at, one in enumerate(sums)}
    wanted: dict[int, list[tuple[int, Array | None]]] = {at: [] for at in sources}
    for at, one in enumerate(sums):
        for part in one.parts:
            is_plain = part.left == part.right == 1.0
            wanted[part.index].append((at, None if is_plain else np.array([[part.left], [part.right]])))
    for start in blocks:
        totals = np.zeros((len(sums), 2, BLOCK))
        aims: dict[int, Array] = {}
        for index, source in sources.items():
            block = heard[index].asked.read(source, start, BLOCK)
            aims |= {index: block} if index in places else {}
            for at, gain in wanted[index]:
                totals[at] += block if gain is None else block * gain
        for at, one in enumerate(sums):
            aim = np.broadcast_to(aims[one.target], (2, BLOCK))
            tallies[at].add(start - heard[one.target].start, aim, totals[at])
    return tallies


def _left(one: Sum, heard: Sequence[Heard], tallies: Sequence[_Tally], shift: int) -> Left:
    frames = max(1, heard[one.target].frames)
    worst = max(tallies, key=lambda tally: tally.peak)
    left, own = sum(t.left for t in tallies), sum(t.own for t in tallies)
    a, product, b = np.concatenate([power for t in tallies for power in t.powers], axis=1)
    gains = product / (b + _NOTHING)
    moved = float(np.maximum(a - gains * product, 0.0).sum())
    loud = gains[a >= a.mean()] if len(a) else gains
    where = _where(np.maximum(a - 2.0 * product + b, 0.0))
    loud = loud[loud > 0]
    quantiles = np.quantile(loud, (0.05, 0.95)).tolist() if len(loud) else [1.0, 1.0]
    return Left(
        Bound(worst.peak, float(np.sqrt(left / (2 * frames)))),
        worst.worst,
        _db(left, own),
        bound(_rounded(one, heard), frames, ADDITIONS),
        _db(moved, own),
        (20.0 * float(np.log10(quantiles[0])), 20.0 * float(np.log10(quantiles[1]))),
        one.parts[0].left,
        _db(sum(t.middle for t in tallies), left),
        (max(0, min(where[0] + shift, frames)), max(0, min(where[1] + shift, frames))),
        frames,
    )


def _where(left: Array) -> tuple[int, int]:
    """The stretch, in frames, that holds all but a hundredth of what is left in each short stretch."""
    share = np.cumsum(left) / (float(left.sum()) + _NOTHING)
    first, last = np.searchsorted(share, (_HUNDREDTH / 2.0, 1.0 - _HUNDREDTH / 2.0)).tolist()
    return first * _SHORT, (last + 1) * _SHORT


def _rounded(one: Sum, heard: Sequence[Heard]) -> list[Rounded]:
    rounded = [rounding_of(heard[one.target].header, heard[one.target].peak)]
    for part in one.parts:
        own = rounding_of(heard[part.index].header, heard[part.index].peak)
        rounded.append(Rounded(own.rounding, own.bit_depth, own.peak, max(abs(part.left), abs(part.right))))
    return rounded


def _db(left: float, own: float) -> float:
    return float(10.0 * np.log10((left + _NOTHING) / (own + _NOTHING)))
