"""Which files are sums of which others, found on their sketches.

A sum is looked for at one gain for all its parts (0 dB for stems as they are), then with some of them
inverted in polarity, then with a gain and a pan for each, and at last with more left than rounding explains.
What is found is a claim still: `nulls` measures it sample by sample.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from stemtui.receiving import fitting
from stemtui.receiving.fitting import Array, errors, gains, least_left
from stemtui.receiving.sums import AS_ONE, LOOSE, MOVED, NEAR, PANNED, PART, Part, Sum, is_treated

EXACT_DB, NEAR_DB = -40.0, -20.0
_STEADY_DB = 4.0
_HALF, _LOUDER, _PRESSED = 0.5, 1.02, 4.0
_SURE, _DOUBTS, _EVEN, _TELLING, _EXACTLY = 5.0, 4.0, 0.015, 0.05, 0.01
_FAINT_DB, _HEARD_DB, _HEARD_AT_ALL_DB = -35.0, -1.5, -0.3
_SEVERAL = 3
_NOTHING = 1e-300
_MOST_TARGETS = 48
_GROUP = 128
_FLAT_DB = 0.02


def find(sketches: Array, likely: Iterable[int] = ()) -> tuple[Sum, ...]:
    """The sums among sketches, shape (files, 2, cells); those that hold nothing are no part of any.

    Where the same files add up in two ways, a file in `likely` is taken as their sum. A file has two sums
    where it is one of stems at one gain and one of the smaller parts of these.
    """
    search = _Search(sketches, frozenset(likely))
    exact = search.exact()
    coarse = [one for target in exact if (one := search.of_middle(exact[target], exact))]
    near = search.inexact(exact)
    return tuple(sorted((*coarse, *exact.values(), *near), key=lambda one: one.target))


class _Search:
    """A search among sketches."""

    def __init__(self, sketches: Array, likely: frozenset[int]) -> None:
        self._sketches, self._likely = sketches, likely
        self._sides = [side @ side.T for side in (sketches[:, 0], sketches[:, 1])]
        self._both = self._sides[0] + self._sides[1]
        self._powers = np.diag(self._both)
        ranked = sorted(range(len(sketches)), key=lambda at: (at not in likely, -self._powers[at], at))
        self._targets = [at for at in ranked[:_MOST_TARGETS] if self._powers[at]]
        own = [np.diag(side) for side in self._sides]
        left = sum(power * least_left(side) for power, side in zip(own, self._sides, strict=True))
        self._least_db = 10.0 * np.log10((left + _NOTHING) / (self._powers + _NOTHING))

    def exact(self) -> dict[int, Sum]:
        """Every exact sum, told by its smallest parts: none of these is a sum itself, where that can be."""
        found: dict[int, Sum] = {}
        seen: set[frozenset[int]] = set()
        for target in self._targets:
            # no gains of any files leave less: where that is much already, no sum need be looked for
            one = self._told(target, frozenset()) if self._least_db[target] <= EXACT_DB else None
            if one and one.members | {target} not in seen:
                seen.add(one.members | {target})
                found[target] = one
        return found | {target: self._told(target, found) or one for target, one in found.items()}

    def _told(self, target: int, gone: Iterable[int]) -> Sum | None:
        ways = (self._as_one, self._inverted, self._as_one_louder, self._panned)
        return next((one for way in ways if (one := way(target, gone))), None)

    def of_middle(self, one: Sum, exact: dict[int, Sum]) -> Sum | None:
        """A sum told once more, by those of its parts that are sums themselves and overlap with no other."""
        own = one.members
        inside = [at for at, o in exact.items() if o.members < own and at not in self._likely]
        middle = [at for at in inside if not any(exact[o].members < exact[at].members for o in inside)]
        held = frozenset().union(*(exact[at].members for at in middle))
        kept = {*middle, *(one.members - held)}
        gone = frozenset(range(len(self._powers))) - kept
        return self._as_one_louder(one.target, gone) if middle else None

    def inexact(self, exact: dict[int, Sum]) -> list[Sum]:
        """Sums of which more is left than rounding explains, of files that are no such sums themselves."""
        rest = [at for at in self._targets if at not in exact and self._least_db[at] <= _HEARD_AT_ALL_DB]
        near = {target: one for target in rest if (one := self._near(target, exact))}
        near = {target: one for target, one in near.items() if one.manner != LOOSE or _is_telling(one)}
        sums = {target for target, one in near.items() if one.manner == NEAR or len(one.parts) >= _SEVERAL}
        again = {target: self._near(target, {*exact, *(sums - {target})}) for target in near}
        return [_better(near[target], one) for target, one in again.items()]

    def _others(self, target: int, gone: Iterable[int], louder: float = np.inf) -> list[int]:
        most = self._powers[target] * louder
        out = {target, *gone}
        return [at for at, own in enumerate(self._powers) if at not in out and 0.0 < own <= most]

    def _gains(
        self, products: Array, others: Sequence[int], target: int, enough: float = fitting.EXACT
    ) -> Array:
        own = products[np.ix_(others, others)]
        return gains(own, products[others, target], float(products[target, target]), enough)

    def _as_one(self, target: int, gone: Iterable[int], louder: float = _LOUDER) -> Sum | None:
        """The target as a sum of other files at one gain, none of them louder than it is."""
        others = self._others(target, gone, louder)
        if len(others) < 2:
            return None
        return self._at_one_gain(target, others, self._gains(self._both, others, target))

    def _as_one_louder(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The same where the sum was made quieter than some of its parts."""
        return self._as_one(target, gone, louder=np.inf)

    def _inverted(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum at one gain, with some of its parts inverted in polarity.

        A likely sum may have half of them so if none is a likely sum itself; others less than half, or every
        part of a sum would be one less the rest.
        """
        is_likely = target in self._likely
        spared = self._likely if is_likely else frozenset[int]()
        others = self._others(target, {*gone, *spared}, np.inf if is_likely else _LOUDER)
        if len(others) < 2:
            return None
        own, aims = self._both[np.ix_(others, others)], self._both[others, target]
        both = gains(
            np.block([[own, -own], [-own, own]]), np.concatenate((aims, -aims)), self._powers[target]
        )
        found = both[: len(others)] - both[len(others) :]
        taken = found[np.abs(found) > _HALF * np.abs(found).max()]
        if 2 * int((taken < 0).sum()) >= len(taken) + is_likely:
            return None
        return self._at_one_gain(target, others, found)

    def _at_one_gain(self, target: int, others: Sequence[int], found: Array) -> Sum | None:
        taken = np.flatnonzero(np.abs(found) > _HALF * np.abs(found).max(initial=0.0)).tolist()
        if len(taken) < 2:
            return None
        signs, aim = np.sign(found[taken]), self._sketches[target]
        total = np.tensordot(signs, self._sketches[[others[at] for at in taken]], 1)
        gain = _as_is(_product(total, aim) / _product(total, total))
        left = _left_db(aim - gain * total, aim)
        if left > EXACT_DB:
            return None
        each = (gain * signs).tolist()
        parts = tuple(Part(others[at], own, own) for at, own in zip(taken, each, strict=True))
        return Sum(target, parts, AS_ONE, left, _left_db(aim - total, aim), left, left)

    def _panned(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum of files with a gain and a pan for each."""
        others = self._others(target, gone)
        if len(others) < 2:
            return None
        sides = [self._gains(products, others, target) for products in self._sides]
        heard = self._heard(others, sides, target, 2.0 * EXACT_DB)
        if not 2 <= len(heard) <= self._sketches.shape[2] // 4:
            return None
        parts, free = self._free(heard, target)
        if free > EXACT_DB:
            return None
        aim, total = self._sketches[target], self._sketches[heard].sum(axis=0)
        manner = MOVED if _are_even(parts) else PANNED
        return Sum(target, parts, manner, free, _left_db(aim - total, aim), free, free)

    def _free(self, members: Sequence[int], target: int) -> tuple[tuple[Part, ...], float]:
        """The parts with the best gain and pan for each, and what that leaves."""
        left, right = (self._gains(products, members, target) for products in self._sides)
        own = self._sketches[members]
        total = np.stack([np.tensordot(left, own[:, 0], 1), np.tensordot(right, own[:, 1], 1)])
        parts = (Part(*each) for each in zip(members, left.tolist(), right.tolist(), strict=True))
        return tuple(parts), _left_db(self._sketches[target] - total, self._sketches[target])

    def _heard(
        self, others: Sequence[int], sides: Sequence[Array], target: int, faint_db: float
    ) -> list[int]:
        """The files that are more than faint in a target, at those gains on each side."""
        own = [np.diag(products)[others] for products in self._sides]
        power = np.square(sides[0]) * own[0] + np.square(sides[1]) * own[1]
        least = 10.0 ** (faint_db / 10.0) * self._powers[target]
        return [others[at] for at in np.flatnonzero(power > least).tolist()]

    def _near(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum of which more is left, and what kind of sum that may be."""
        others = self._others(target, gone, np.inf if target in self._likely else _PRESSED)
        if not others:
            return None
        found = self._gains(self._both, others, target, fitting.NEAR)
        heard = self._heard(others, (found, found), target, _FAINT_DB)
        if not heard:
            return None
        own, doubt = self._doubted(target, heard)
        sure = np.flatnonzero(own > _SURE * doubt).tolist()
        if len(sure) < 2:
            return self._one_part(target, heard, own, doubt) if len(sure) else None
        return self._judged(target, [heard[at] for at in sure], own[sure], doubt[sure])

    def _one_part(self, target: int, heard: Sequence[int], own: Array, doubt: Array) -> Sum | None:
        """A file that lies in another at 0 dB and nothing else, for sure."""
        best = int(own.argmax())
        if abs(own[best] - 1.0) > min(_DOUBTS * doubt[best], _EXACTLY) or doubt[best] > _EXACTLY:
            return None
        aim, total = self._sketches[target], self._sketches[heard[best]]
        left = _left_db(aim - total, aim)
        return Sum(target, (Part(heard[best], 1.0, 1.0),), PART, left, left, left, left)

    def _doubted(self, target: int, heard: Sequence[int]) -> tuple[Array, Array]:
        """The gains of files, and how far each may be off."""
        own = self._gains(self._both, heard, target)
        aim = self._sketches[target]
        left = aim - np.tensordot(own, self._sketches[heard], 1)
        return own, errors(self._sketches[heard], left)

    def _judged(self, target: int, heard: Sequence[int], own: Array, doubt: Array) -> Sum:
        aim, total = self._sketches[target], self._sketches[heard].sum(axis=0)
        gain = _as_is(_product(total, aim) / _product(total, total))
        flat, left, moving = (
            _left_db(aim - total, aim),
            _left_db(aim - gain * total, aim),
            _moving_db(aim, total),
        )
        free = self._free(heard, target)[1]
        one = Sum(target, tuple(Part(at, gain, gain) for at in heard), NEAR, left, flat, free, moving)
        if is_treated(one) or (left <= NEAR_DB and left <= free + _STEADY_DB):
            return one
        even = np.abs(own - 1.0) <= np.maximum(_EVEN, _DOUBTS * doubt)
        if even.all() and (doubt <= _TELLING).all():
            same = tuple(Part(at, 1.0, 1.0) for at in heard)
            return replace(one, parts=same, manner=PART, left_db=flat)
        return replace(one, manner=LOOSE)


def _are_even(parts: Sequence[Part]) -> bool:
    """Whether no part is panned, and most are at one gain."""
    usual = float(np.median([part.left for part in parts]))
    moved = sum(abs(part.left - usual) > _EVEN * usual for part in parts)
    return all(abs(part.left - part.right) <= _EVEN * part.left for part in parts) and 2 * moved < len(parts)


def _is_telling(one: Sum) -> bool:
    """Whether files are heard in another as parts are, and not by what leaks from one to the next."""
    return len(one.parts) >= _SEVERAL and one.free_db <= _HEARD_DB


def _better(one: Sum, again: Sum | None) -> Sum:
    """A sum told without parts that are sums themselves, unless more is left of it then."""
    if again is None or (one.manner == NEAR and again.manner != NEAR):
        return one
    return again


def _moving_db(aim: Array, total: Array) -> float:
    """What is left with one gain for both channels in each group of cells."""
    groups = -(-aim.shape[1] // _GROUP)
    padding = ((0, 0), (0, groups * _GROUP - aim.shape[1]))
    a, b = (np.pad(each, padding).reshape(2, groups, _GROUP) for each in (aim, total))
    gain = (a * b).sum(axis=(0, 2)) / (np.square(b).sum(axis=(0, 2)) + _NOTHING)
    return _left_db(a - gain[None, :, None] * b, a)


def _as_is(gain: float) -> float:
    """A gain that is 0 dB but for rounding, as 1."""
    return 1.0 if abs(20.0 * np.log10(max(gain, _NOTHING))) < _FLAT_DB else gain


def _product(one: Array, other: Array) -> float:
    return float((one * other).sum())


def _left_db(left: Array, aim: Array) -> float:
    return float(10.0 * np.log10((np.square(left).sum() + _NOTHING) / (np.square(aim).sum() + _NOTHING)))
