"""Which part of a sum explains what it leaves: one that is silent there, is cut flat, or moves in the mix."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

import numpy as np

from stemtui.audio.samples.quantise import full_scale
from stemtui.audio.samples.scales import dbfs
from stemtui.frozen import frozen
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import BLOCK, Heard
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.nulls import gains_of, taken
from stemtui.receiving.sums.sums import EXACT, NEAR, PART, Sum

SILENT, FLAT, MOVES, NONE = "silent", "flat", "moves", "none"
"""It is silent where something is left; it is at its peak there; it has another gain in the sum there;
no part has to do with it, and something else sounds there."""

_STRETCH = 512
_MOST_BLOCKS, _MANY = 24, 64
_ALL, _MOST, _LIKE_ANOTHER = 0.97, 0.9, 0.5
_HARDLY, _SOUNDS = 0.05, 1e-4
_AT_PEAK, _QUIET = 0.9995, 2.0
_BESIDE = 9_600
_NOTHING = 1e-300


@frozen
class Blamed:
    """The part of a sum, by its index, that explains what is left of it, and how; None where no part does.

    `gains_db` are the lowest and highest gain, beside that of the others, of one that moves.
    """

    part: int | None
    how: str
    gains_db: tuple[float, float] = (0.0, 0.0)


@dataclass
class _Suspect:
    """What was found of one part so far, beside what is left: products, and how much lies where it is so."""

    quiet: float
    loud: float
    products: list[Array] = field(default_factory=list)
    powers: list[Array] = field(default_factory=list)
    silent: float = 0.0
    flat: float = 0.0

    @classmethod
    def of(cls, one: Heard) -> "_Suspect":
        return cls(_QUIET * 2.0 ** (1 - (one.header.bits or 24)), _AT_PEAK * one.peak)

    def add(self, rest: Array, own: Array) -> None:
        self.products.append(_product(rest, own))
        self.powers.append(_product(own, own))
        magnitude = np.abs(own)
        self.silent += float(np.square(rest[:, (magnitude <= self.quiet).all(axis=0)]).sum())
        self.flat += float(np.square(rest[magnitude >= self.loud]).sum())

    def explained(self) -> float:
        """How much of what is left is the part, at a gain of its own in each short stretch."""
        product, power = np.concatenate(self.products), np.concatenate(self.powers)
        return float((np.square(product) / (power + _NOTHING)).sum())

    def steadily(self) -> float:
        """How much of what is left is the part, at one gain."""
        product, power = np.concatenate(self.products), np.concatenate(self.powers)
        return float(product.sum() ** 2 / (power.sum() + _NOTHING))

    def gains_db(self, usual: float) -> tuple[float, float]:
        """The lowest and highest gain in the sum, beside the usual one, where it is loud."""
        product, power = np.concatenate(self.products), np.concatenate(self.powers)
        loud = power > power.mean()
        gains = 1.0 + product[loud] / power[loud] / usual
        low, high = np.quantile(np.maximum(gains, 1e-6), (0.02, 0.98)).tolist()
        return dbfs(low), dbfs(high)


def blamed(sums: Sequence[Sum], lefts: Sequence[Left], heard: Sequence[Heard]) -> dict[int, Blamed]:
    """The parts that explain what sums leave, by the places of these; where none does, none.

    Files that add up to another mix for sure are right, and are not looked at. Raises AudioFileError.
    """
    right: set[int] = set()
    for one, left in zip(sums, lefts, strict=True):
        right |= one.members if one.manner in EXACT and left.is_explained else set()
    found: dict[int, Blamed] = {}
    for at, (one, left) in enumerate(zip(sums, lefts, strict=True)):
        is_open = one.manner in (*EXACT, NEAR, PART) and not left.is_explained and not left.is_one_gain
        is_changed = any(heard[file].is_changed for file in (one.target, *one.members))
        suspects = {
            part.index: _Suspect.of(heard[part.index]) for part in one.parts if part.index not in right
        }
        if is_open and not is_changed and (why := _blamed(one, left, heard, suspects)):
            found[at] = why
    return found


def _blamed(one: Sum, left: Left, heard: Sequence[Heard], suspects: Mapping[int, _Suspect]) -> Blamed | None:
    all_of_it = _NOTHING
    for rest, parts in rests(one, left, heard) if suspects else ():
        all_of_it += float(np.square(rest).sum())
        for at, suspect in suspects.items():
            suspect.add(rest, parts[at])
    silent = [at for at, own in suspects.items() if own.silent > _MOST * all_of_it]
    is_short = 2 * (left.where[1] - left.where[0]) < left.frames
    start = heard[one.target].start
    gone = [at for at in silent if is_short and _sounds_beside(heard[at], left, start, suspects[at].quiet)]
    if len(gone) == 1:
        return Blamed(gone[0], SILENT)
    flat = [at for at, own in suspects.items() if own.flat > _MOST * all_of_it]
    if len(flat) == 1:
        return Blamed(flat[0], FLAT)
    if why := _moving(one, suspects, all_of_it):
        return why
    steadily = sum(own.steadily() for own in suspects.values() if own.powers)
    are_there = bool(suspects) and all(heard[at].end >= start + left.where[1] for at in one.members)
    is_else = are_there and left.is_local and steadily <= _HARDLY * all_of_it
    return Blamed(None, NONE) if is_else else None


def _moving(one: Sum, suspects: Mapping[int, _Suspect], all_of_it: float) -> Blamed | None:
    """The one part that, at a gain that follows time, is all that is left."""
    shares = {at: own.explained() / all_of_it for at, own in suspects.items() if own.powers}
    best, *others = [*sorted(shares, key=lambda at: -shares[at]), -1]
    if best < 0 or shares[best] < _ALL:
        return None
    if others[0] >= 0 and 1.0 - shares[others[0]] < (1.0 - shares[best]) / _LIKE_ANOTHER:
        return None
    usual = next(part.left for part in one.parts if part.index == best)
    return Blamed(best, MOVES, suspects[best].gains_db(usual))


def rests(one: Sum, left: Left, heard: Sequence[Heard]) -> Iterator[tuple[Array, Mapping[int, Array]]]:
    """What is left in some blocks of the stretch that holds most of it, and the parts there."""
    layout, start = heard[one.target].layout, heard[one.target].start
    begin, end = (start + frame for frame in left.where)
    # all parts are held at once: of many, less is read at a time
    most = max(1, BLOCK // _STRETCH * _MANY // max(_MANY, len(one.parts))) * _STRETCH
    blocks = range(begin, max(end, begin + 1), most)
    with ExitStack() as files:
        sources = {at: files.enter_context(heard[at].asked.opened()) for at in (one.target, *one.members)}
        for at in blocks[:: -(-len(blocks) // _MOST_BLOCKS)]:
            frames = max(1, -(-min(most, end - at) // _STRETCH)) * _STRETCH
            blocks_of = {file: heard[file].asked.read(source, at, frames) for file, source in sources.items()}
            read = {
                file: np.broadcast_to(full_scale(taken(one, block)), (layout, frames))
                for file, block in blocks_of.items()
            }
            rest = np.array(read[one.target])
            for part in one.parts:
                rest -= read[part.index] * gains_of(part, layout)
            yield rest, read


def _product(one: Array, other: Array) -> Array:
    """The products of two sounds in each short stretch."""
    shape = (len(one), -1, _STRETCH)
    return np.asarray(np.einsum("cnk,cnk->n", one.reshape(shape), other.reshape(shape)))


def _sounds_beside(part: Heard, left: Left, start: int, quiet: float) -> bool:
    """Whether a file sounds close before and close after the stretch that holds most of what is left, in more
    than dither, and not far below it."""
    first, last = (start + frame for frame in left.where)
    share = left.frames / max(1, last - first)
    least = _SOUNDS * left.found.rms**2 * share
    with part.asked.opened() as source:
        beside = [full_scale(part.asked.read(source, at, _BESIDE)) for at in (first - _BESIDE, last)]
    return all(float(np.abs(each).max()) > quiet and float(np.square(each).mean()) > least for each in beside)
