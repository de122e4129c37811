"""Sums measured sample by sample: what each leaves of its file, all of them in one reading."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from stemtui.audio.levels import dbfs, peak
from stemtui.audio.open_files import allow_open_files
from stemtui.audio.quantise import Sounding, full_scale
from stemtui.audio.source import Source
from stemtui.frozen import frozen
from stemtui.receiving.fitting import Array
from stemtui.receiving.hearing import BLOCK, Heard
from stemtui.receiving.sums import Part, Sum
from stemtui.render.proofs.null import ADDITIONS, rounding_of
from stemtui.render.proofs.proof import Bound, Rounded, bound

_SHORT, _SHORTER, _SHORTEST = 512, 32, 8
_ONE_GAIN_DB = -55.0
_MOST_WHOLE = 128  # so many steps of 24 bit add up in 32 bit, with room
_HUNDREDTH, _LOCAL = 0.01, 10
_NO_MIDDLE_DB = -40.0
_NOTHING = 1e-300


@frozen
class Left:
    """What a sum leaves of its file: RMS and peak with full scale at 1.0, where the peak lies (in frames from
    the file's start), the level relative to the file in dB, what rounding explains, and the first part's
    gain.

    `where` is the stretch that holds all but a hundredth of it, from frame to frame, in `frames` of the file.
    `middle_db` is the level of what both channels share of it, relative to all of it. `moving_db` is the
    relative level with one gain that follows time, and `gains_db` the lowest and highest of those gains where
    the file is loud. `floor_db` is what any one gain must leave, however fast it moves: what is left with a
    gain for each short stretch falls with the square of its length, but for that.
    """

    found: Bound
    worst: int
    relative_db: float
    limit: Bound
    moving_db: float
    floor_db: float
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
    def is_one_gain(self) -> bool:
        """Whether one gain that follows time explains all of it, as what treats a sum as a whole leaves."""
        return self.floor_db <= _ONE_GAIN_DB

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
    moved: Array = field(default_factory=lambda: np.zeros(2))
    exact: int = 0
    powers: list[Array] = field(default_factory=list)

    def add(self, at: int, aim: Sounding, total: Sounding) -> None:
        """Take in a block that begins at a frame of the file; of one that adds up there is no more to say."""
        rest = aim - total
        if not rest.any():
            self.exact += BLOCK // _SHORT
            self.powers.append(np.zeros((3, BLOCK // _SHORT)))
            return
        aim, total, rest = full_scale(aim), full_scale(total), full_scale(rest)
        if (most := peak(rest)) > self.peak:
            self.peak, self.worst = most, at + int(np.abs(rest).max(axis=0).argmax())
        self.left += float(np.square(rest).sum())
        self.middle += float(np.square(rest.sum(axis=0)).sum()) / len(rest)
        powers = _powers(aim, total)
        self.moved += [_moved(_joined(powers, _SHORTER // _SHORTEST)), _moved(powers)]
        self.powers.append(_joined(powers, _SHORT // _SHORTEST))


def _powers(aim: Array, total: Array) -> Array:
    """The products of a file and a sum with themselves and each other in each shortest stretch."""
    shape = (len(aim), -1, _SHORTEST)
    a, b = aim.reshape(shape), total.reshape(shape)
    return np.stack([np.einsum("cnk,cnk->n", *pair) for pair in ((a, a), (a, b), (b, b))])


def _joined(powers: Array, number: int) -> Array:
    """The same in stretches so many times as long."""
    return np.asarray(powers.reshape(3, -1, number).sum(axis=2))


def _moved(powers: Array) -> float:
    """What the best gain in each stretch leaves."""
    a, product, b = powers
    return float(np.maximum(a - product**2 / (b + _NOTHING), 0.0).sum())


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
    wanted: dict[int, list[tuple[int, Array | None]]] = {at: [] for at in sources}
    for at, one in enumerate(sums):
        for part in one.parts:
            is_plain = part.left == part.right == 1.0
            gain = None if is_plain else gains_of(part, heard[one.target].layout)
            wanted[part.index].append((at, gain))
    targets = {one.target for one in sums}
    for start in blocks:
        aims: dict[int, Sounding] = {}
        totals: dict[tuple[int, int], Sounding] = {}
        for index, source in sources.items():
            block = heard[index].asked.sounding(source, start, BLOCK)
            aims |= {index: block} if index in targets else {}
            for at, gain in wanted[index]:
                is_whole = gain is None and len(sums[at].parts) < _MOST_WHOLE
                own = block if is_whole else full_scale(block)
                own = own if gain is None else own * gain
                totals[at, len(own)] = _added(totals.get((at, len(own))), own)
        for at, one in enumerate(sums):
            layout = heard[one.target].layout
            widths = sorted((width for place, width in totals if place == at), reverse=True)
            total = _added(None, _wide(totals[at, widths[0]], layout))
            for width in widths[1:]:
                total = _added(total, totals[at, width])
            tallies[at].add(start - heard[one.target].start, *_alike(_wide(aims[one.target], layout), total))
    return tallies


def _wide(block: Sounding, channels: int) -> Sounding:
    """A mono block in so many channels; others as they are."""
    return cast(Sounding, np.broadcast_to(block, (channels, block.shape[1])))


def gains_of(part: Part, layout: int) -> Array:
    """The gains of a part's channels: every other one is on the left."""
    return np.array([[part.right if channel % 2 else part.left] for channel in range(layout)])


def _added(total: Sounding | None, block: Sounding) -> Sounding:
    """A sum so far, with its channels side by side as they come from a file, and one more block in it."""
    if total is None:
        return cast(Sounding, np.array(block, order="F"))
    total, block = _alike(total, block)
    total += block
    return total


def _alike(one: Sounding, other: Sounding) -> tuple[Sounding, Sounding]:
    """Two as whole steps where both are, else both with full scale at 1.0."""
    return (one, other) if one.dtype == other.dtype else (full_scale(one), full_scale(other))


def _left(one: Sum, heard: Sequence[Heard], tallies: Sequence[_Tally], shift: int) -> Left:
    frames = max(1, heard[one.target].frames)
    worst = max(tallies, key=lambda tally: tally.peak)
    left, target = sum(t.left for t in tallies), heard[one.target]
    own = target.energy * target.layout / target.header.channels
    a, product, b = np.concatenate([power for t in tallies for power in t.powers], axis=1)
    gains = product / (b + _NOTHING)
    moved = float(np.maximum(a - gains * product, 0.0).sum())
    shorter, shortest = np.sum([t.moved for t in tallies], axis=0).tolist()
    ratio = (_SHORTER / _SHORTEST) ** 2 - 1.0
    floor = max(0.0, shortest - (shorter - shortest) / ratio)
    where = _where(np.maximum(a - 2.0 * product + b, 0.0))
    loud = gains[(gains > 0) & (a >= a.sum() / max(1, np.count_nonzero(a)))]
    loud = np.concatenate((loud, np.ones(sum(t.exact for t in tallies))))
    low, high = np.quantile(loud, (0.05, 0.95)).tolist() if len(loud) else (1.0, 1.0)
    return Left(
        Bound(worst.peak, float(np.sqrt(left / (target.layout * frames)))),
        worst.worst,
        _db(left, own),
        bound(_rounded(one, heard), frames, ADDITIONS),
        _db(moved, own),
        _db(floor, own),
        (20.0 * float(np.log10(low)), 20.0 * float(np.log10(high))),
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
