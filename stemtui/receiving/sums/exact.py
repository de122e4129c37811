"""Sums of which rounding explains all that is left: at one gain, some inverted, or with gains and pans."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from stemtui.receiving.sounds.fitting import MANY, Array, gains, signed
from stemtui.receiving.sums.products import Products, as_is, left_db, product
from stemtui.receiving.sums.sums import AS_ONE, GAINED, MOVED, PANNED, SIDES, Part, Sum

EXACT_DB = -40.0
_SURE_DB, _FAR_DB = -90.0, 20.0
_DOUBT_DB = 3.0
_HALF, _LOUDER, _EVEN = 0.5, 1.02, 0.015

Ways = tuple[Callable[[int, Iterable[int]], Sum | None], ...]


class Exact:
    """A search for exact sums among files."""

    def __init__(self, files: Products) -> None:
        self._files = files

    def found(self, known: Iterable[int] = ()) -> dict[int, Sum]:
        """Every exact sum, told by its smallest parts: none of these is a sum itself, where that can be.

        Those `known` are sums already.
        """
        found: dict[int, Sum] = {}
        seen: set[frozenset[int]] = set()
        for target in self._files.targets:
            # no gains of any files leave less: where that is much already, no sum need be looked for
            one = self._told(target, frozenset()) if self._files.least_db[target] <= EXACT_DB else None
            if one and one.members | {target} not in seen:
                seen.add(one.members | {target})
                found[target] = one
        gone = {*known, *found}
        return found | {target: self._told(target, gone) or one for target, one in found.items()}

    def _told(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The first way in which it is told, or one that leaves far less: some files are much like others."""
        ways: Ways = (self._as_one, self._inverted, self._as_one_louder, self._panned)
        if not self._files.may_add_up(target, gone, EXACT_DB + _DOUBT_DB):
            ways = (self._inverted,)
        told = (one for way in ways if (one := way(target, gone)))
        first = next(told, None)
        if first and first.manner not in (AS_ONE, SIDES):
            # of several mixes, one may be told by others at 0 dB, and by one of them that was moved
            moved = sorted(first.members & self._files.likely)
            plain = (one for at in moved if (one := self._as_one(target, {*gone, at})))
            first = next(plain, first)
        if first is None or first.left_db <= _SURE_DB:
            return first
        least = min(told, key=lambda one: one.left_db, default=first)
        return least if least.left_db < first.left_db - _FAR_DB else first

    def of_middle(self, one: Sum, exact: dict[int, Sum]) -> Sum | None:
        """A sum told once more, by those of its parts that are sums themselves and overlap with no other."""
        own = one.members
        inside = [at for at, o in exact.items() if o.members < own and at not in self._files.likely]
        middle = [at for at in inside if not any(exact[o].members < exact[at].members for o in inside)]
        held = frozenset().union(*(exact[at].members for at in middle))
        kept = {*middle, *(one.members - held)}
        gone = frozenset(range(len(self._files.powers))) - kept
        return self._as_one_louder(one.target, gone) if middle else None

    def _as_one(self, target: int, gone: Iterable[int], louder: float = _LOUDER) -> Sum | None:
        """The target as a sum of other files at one gain, none of them louder than it is."""
        others = self._files.others(target, gone, louder)
        if len(others) < 2:
            return None
        return self._at_one_gain(target, others, self._files.gains(self._files.both, others, target))

    def _as_one_louder(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The same where the sum was made quieter than some of its parts."""
        return self._as_one(target, gone, louder=np.inf)

    def _inverted(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum at one gain, with some of its parts inverted in polarity.

        A likely sum may have half of them so if none is a likely sum itself; others less than half, or every
        part of a sum would be one less the rest.
        """
        is_likely = target in self._files.likely
        spared = self._files.likely if is_likely else frozenset[int]()
        others = self._files.others(target, {*gone, *spared}, np.inf if is_likely else _LOUDER)
        if len(others) < 2:
            return None
        found = self._signed(others, target)
        taken = found[np.abs(found) > _HALF * np.abs(found).max()]
        if 2 * int((taken < 0).sum()) >= len(taken) + is_likely:
            return None
        return self._at_one_gain(target, others, found)

    def _signed(self, others: Sequence[int], target: int) -> Array:
        """The gains of files that leave least of a target, in either polarity."""
        own, aims = self._files.both[np.ix_(others, others)], self._files.both[others, target]
        if len(others) > MANY:
            return signed(own, aims)
        both = gains(
            np.block([[own, -own], [-own, own]]), np.concatenate((aims, -aims)), self._files.powers[target]
        )
        return both[: len(others)] - both[len(others) :]

    def _at_one_gain(self, target: int, others: Sequence[int], found: Array) -> Sum | None:
        taken = np.flatnonzero(np.abs(found) > _HALF * np.abs(found).max(initial=0.0)).tolist()
        if len(taken) < 2:
            return None
        signs, aim = np.sign(found[taken]), self._files.sketches[target]
        total = self._files.total([others[at] for at in taken], signs, signs)
        gain = as_is(product(total, aim) / product(total, total))
        left = left_db(aim - gain * total, aim)
        if left > EXACT_DB:
            return None
        each = (gain * signs).tolist()
        parts = tuple(Part(others[at], own, own) for at, own in zip(taken, each, strict=True))
        return Sum(target, parts, AS_ONE, left, left_db(aim - total, aim), left, left)

    def _panned(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum of files with a gain and a pan for each."""
        others = self._files.others(target, gone)
        if len(others) < 2:
            return None
        sides = [self._files.gains(products, others, target) for products in self._files.sides]
        heard = self._files.heard(others, sides, target, 2.0 * EXACT_DB)
        if not 2 <= len(heard) <= self._files.sketches.shape[2] // 4:
            return None
        parts, free = self._files.free(heard, target)
        if free > EXACT_DB or self._are_beside_one(parts, target, free):
            return None
        ones = np.ones(len(heard))
        aim, total = self._files.sketches[target], self._files.total(heard, ones, ones)
        if one_sided := _sides(parts):
            return Sum(target, one_sided, SIDES, free, left_db(aim - total, aim), free, free)
        manner = PANNED if _are_panned(parts) else MOVED if _are_even(parts) else GAINED
        return Sum(target, parts, manner, free, left_db(aim - total, aim), free, free)

    def _are_beside_one(self, parts: Sequence[Part], target: int, left: float) -> bool:
        """Whether all parts but one are fainter than what they leave: that one is much like the target, as
        the two sides of a source in the middle are, and chance has the others."""
        sides = [np.array([part.left for part in parts]), np.array([part.right for part in parts])]
        return len(self._files.heard([part.index for part in parts], sides, target, left)) < 2


def _are_panned(parts: Sequence[Part]) -> bool:
    return any(abs(part.left - part.right) > _EVEN * part.left for part in parts)


def _are_even(parts: Sequence[Part]) -> bool:
    """Whether most parts are at one gain."""
    usual = float(np.median([part.left for part in parts]))
    return 2 * sum(abs(part.left - usual) > _EVEN * usual for part in parts) < len(parts)


def _sides(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts where all are at one gain, each in both channels or in one, some in one; none otherwise."""
    usual = as_is(float(np.median([max(part.left, part.right) for part in parts])))
    taken = []
    for part in parts:
        sides = [0.0 if gain <= _EVEN * usual else gain for gain in (part.left, part.right)]
        if any(gain and abs(gain - usual) > _EVEN * usual for gain in sides) or not any(sides):
            return ()
        taken.append(Part(part.index, *(usual if gain else 0.0 for gain in sides)))
    return tuple(taken) if any(not (part.left and part.right) for part in taken) else ()
