"""What a sum leaves, gathered block by block as its files are read once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stemtui.audio.meters.levels import peak
from stemtui.audio.samples.quantise import Sounding, full_scale
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import BLOCK, Heard
from stemtui.receiving.sums.left import ONE_GAIN_DB, Left
from stemtui.receiving.sums.sums import Sum
from stemtui.render.proofs.null import ADDITIONS, rounding_of
from stemtui.render.proofs.proof import Bound, Rounded, bound

_STRETCHES = _SHORT, _SHORTER, _SHORTEST = 512, 32, 8
_HUNDREDTH = 0.01
_APART_DB = 20.0
_LOUD = 0.7
_NOTHING = 1e-300


@dataclass
class Tally:
    """What was found of one sum so far."""

    peak: float = 0.0
    worst: int = 0
    left: float = 0.0
    middle: float = 0.0
    offsets: Array = field(default_factory=lambda: np.zeros(1))
    moved: Array = field(default_factory=lambda: np.zeros((2, 3)))
    exact: int = 0
    powers: list[Array] = field(default_factory=list)
    peaks: list[Array] = field(default_factory=list)

    def add(self, at: int, aim: Sounding, total: Sounding) -> None:
        """Take in a block that begins at a frame of the file; of one that adds up there is no more to say."""
        rest = aim - total
        if not rest.any():
            self.exact += BLOCK // _SHORT
            self.powers.append(np.zeros((3, len(aim), BLOCK // _SHORT)))
            self.peaks.append(np.zeros(BLOCK // _SHORT))
            return
        aim, total, rest = full_scale(aim), full_scale(total), full_scale(rest)
        if (most := peak(rest)) > self.peak:
            self.peak, self.worst = most, at + int(np.abs(rest).max(axis=0).argmax())
        self.left += float(np.square(rest).sum())
        self.offsets = self.offsets + rest.sum(axis=1)
        self.middle += float(np.square(rest.sum(axis=0)).sum()) / len(rest)
        powers = _powers(aim, total)
        for one, each in enumerate((powers.sum(axis=1), powers)):
            stretches = (_joined(each, length // _SHORTEST) for length in _STRETCHES)
            self.moved[one] += [_moved(stretch) for stretch in stretches]
        self.powers.append(_joined(powers, _SHORT // _SHORTEST))
        self.peaks.append(np.abs(aim).max(axis=0).reshape(-1, _SHORT).max(axis=1))


def _powers(aim: Array, total: Array) -> Array:
    """The products of a file and a sum with themselves and each other, by channel and shortest stretch."""
    shape = (len(aim), -1, _SHORTEST)
    a, b = aim.reshape(shape), total.reshape(shape)
    return np.stack([np.einsum("cnk,cnk->cn", *pair) for pair in ((a, a), (a, b), (b, b))])


def _joined(powers: Array, number: int) -> Array:
    """The same in stretches so many times as long."""
    return np.asarray(powers.reshape(*powers.shape[:-1], -1, number).sum(axis=-1))


def _moved(powers: Array) -> float:
    """What the best gain in each stretch leaves, of all channels or in each of them."""
    a, product, b = powers
    return float(np.maximum(a - product**2 / (b + _NOTHING), 0.0).sum())


def left_of(one: Sum, heard: Sequence[Heard], tallies: Sequence[Tally], shift: int) -> Left:
    """What a sum leaves, by its tallies in the order of time. The first of them begins `shift` frames after
    the start of the file, before it where that is negative. Levels are as `Left` has them."""
    frames = max(1, heard[one.target].frames)
    worst = max(tallies, key=lambda tally: tally.peak)
    offsets = np.broadcast_to(sum(t.offsets for t in tallies), heard[one.target].layout) / frames
    left, target = sum(t.left for t in tallies), heard[one.target]
    own = target.energy * target.layout / target.header.channels
    each = np.concatenate([power for t in tallies for power in t.powers], axis=2)
    together = each.sum(axis=1, keepdims=True)
    moved, floor, by_sides = _with_gain(np.sum([t.moved for t in tallies], axis=0), own)
    a, product, b = together[:, 0]
    rest = np.maximum(a - 2.0 * product + b, 0.0)
    where = _where(rest)
    peaks = np.concatenate([peaks for t in tallies for peaks in t.peaks])
    return Left(
        Bound(worst.peak, float(np.sqrt(left / (target.layout * frames)))),
        worst.worst,
        _db(left, own),
        bound(_rounded(one, heard), frames, ADDITIONS),
        moved,
        floor,
        by_sides,
        _gains_db(each if by_sides else together, sum(t.exact for t in tallies)),
        one.parts[0].left,
        _db(sum(t.middle for t in tallies), left),
        (max(0, min(where[0] + shift, frames)), max(0, min(where[1] + shift, frames))),
        frames,
        _at_peaks(rest, peaks >= _LOUD * target.peak),
        float(np.sqrt(np.square(offsets).mean())),
    )


def _at_peaks(left: Array, loud: npt.NDArray[np.bool_]) -> float:
    """How much of what is left in each short stretch lies in those that are loud, or beside one."""
    near = loud.copy()
    near[1:] |= loud[:-1]
    near[:-1] |= loud[1:]
    return float(left[near].sum()) / (float(left.sum()) + _NOTHING)


def _gains_db(powers: Array, exact: int) -> tuple[float, float]:
    """The lowest and highest gain where the file is loud, in dB; in so many stretches more it is 0 dB."""
    a, product, b = powers
    gains = product / (b + _NOTHING)
    loud = gains[(gains > 0) & (a >= a.sum() / max(1, np.count_nonzero(a)))]
    loud = np.concatenate((loud, np.ones(exact * len(a))))
    low, high = np.quantile(loud, (0.05, 0.95)).tolist() if len(loud) else (1.0, 1.0)
    return 20.0 * float(np.log10(low)), 20.0 * float(np.log10(high))


def _with_gain(moved: Array, own: float) -> tuple[float, float, bool]:
    """What a gain that follows time leaves, in dB, and what it must leave, however fast it is: one gain for
    all channels, or one for each where only that explains all.

    Two gains leave less than one of anything: only far less shows that the sides were treated apart.
    """
    one, each = [
        (_db(slow, own), _db(_floor(short, shortest), own)) for slow, short, shortest in moved.tolist()
    ]
    by_sides = one[1] > ONE_GAIN_DB >= each[1] and each[1] <= one[1] - _APART_DB
    return (*(each if by_sides else one), by_sides)


def _floor(shorter: float, shortest: float) -> float:
    """What is left with a gain for each stretch, if stretches grew ever shorter."""
    ratio = (_SHORTER / _SHORTEST) ** 2 - 1.0
    return max(0.0, shortest - (shorter - shortest) / ratio)


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
