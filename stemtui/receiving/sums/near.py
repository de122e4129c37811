"""Sums of which more is left than rounding explains, and of what kind each may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from stemtui.receiving.sounds import fitting
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sums.products import Products, left_db, product
from stemtui.receiving.sums.sums import LOOSE, MOVED_DB, NEAR, PART, Part, Sum, is_treated

NEAR_DB = -20.0
_STEADY_DB, _SMALL_DB = 4.0, 0.3
_PRESSED = 4.0
_SURE, _DOUBTS, _EVEN, _TELLING, _TELLING_FLAT, _EXACTLY = 5.0, 4.0, 0.015, 0.05, 0.1, 0.01
_FAINT_DB, _MOSTLY_DB, _HEARD_DB, _HEARD_AT_ALL_DB = -35.0, -10.0, -1.5, -0.3
_SEVERAL, _RIDDEN = 3, 0.9
_NOTHING, _FAINTLY = 1e-300, 1e-6
_GROUP, _SMALL, _FEW = 128, 32, 16
_RIDGE = 1e-9


class Near:
    """A search for such sums among files."""

    def __init__(self, files: Products) -> None:
        self._files = files

    def found(self, exact: Mapping[int, Sum]) -> list[Sum]:
        """Sums of which more is left than rounding explains, of files that are no such sums themselves."""
        rest = [
            at
            for at in self._files.targets
            if at not in exact and self._files.least_db[at] <= _HEARD_AT_ALL_DB
        ]
        near = {target: one for target in rest if (one := self._by_sums(target, exact))}
        near = {target: one for target, one in near.items() if one.manner != LOOSE or _is_telling(one)}
        sums = {target for target, one in near.items() if one.manner == NEAR or len(one.parts) >= _SEVERAL}
        gone = {target: sums - {target} for target in near}
        again = {target: self._near(target, {*exact, *gone[target]}) for target in near if gone[target]}
        better = [_better(one, again.get(target)) for target, one in near.items()]
        return [one for one in better if one.manner != LOOSE or _is_telling(one)]

    def _by_sums(self, target: int, exact: Mapping[int, Sum]) -> Sum | None:
        """The target by no sums but by their parts; by the sums where only these explain it."""
        one = self._near(target, exact)
        sums = [at for at in exact if at not in self._files.likely]
        if not sums or (one and one.manner != LOOSE):
            return one
        parts = frozenset[int]().union(*(exact[at].members for at in sums))
        other = self._near(target, {*exact.keys() - {*sums}, *parts})
        return other if other and (one is None or other.manner != LOOSE) else one

    def _near(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum of which more is left: of no other likely sums, where these explain it as well.

        A mix through a bus is more like another mix through that bus than like its stems.
        """
        found = self._fitted(target, gone)
        likely = self._files.likely - {target}
        if found is None or found.members.isdisjoint(likely) or is_treated(found):
            return found
        plain = self._fitted(target, {*gone, *likely})
        return plain if plain and (plain.manner != LOOSE or found.manner == LOOSE or _moves(plain)) else found

    def _fitted(self, target: int, gone: Iterable[int]) -> Sum | None:
        """The target as a sum of which more is left, and what kind of sum that may be."""
        others = self._files.others(target, gone, np.inf if target in self._files.likely else _PRESSED)
        if not others:
            return None
        found = self._files.gains(self._files.both, others, target, fitting.NEAR)
        heard = self._files.heard(others, (found, found), target, _FAINT_DB)
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
        aim, total = self._files.sketches[target], self._files.sketches[heard[best]]
        left = left_db(aim - total, aim)
        return Sum(target, (Part(heard[best], 1.0, 1.0),), PART, left, left, left, left)

    def _doubted(self, target: int, heard: Sequence[int]) -> tuple[Array, Array]:
        """The gains of files, and how far each may be off."""
        own = self._files.gains(self._files.both, heard, target)
        aim = self._files.sketches[target]
        left = aim - self._files.total(heard, own, own)
        sketches = (self._files.sketches[at] for at in heard)
        return own, fitting.errors(sketches, self._files.both[np.ix_(heard, heard)], left)

    def _judged(self, target: int, heard: Sequence[int], own: Array, doubt: Array) -> Sum:
        ones = np.ones(len(heard))
        aim, total = self._files.sketches[target], self._files.total(heard, ones, ones)
        is_mostly = _is_mostly_as_is(aim, total)
        gain = 1.0 if is_mostly else _all_but_one(product(total, aim) / product(total, total))
        flat, left, moving = (
            left_db(aim - total, aim),
            left_db(aim - gain * total, aim),
            _moving(aim, total),
        )
        free = self._files.free(heard, target)[1]
        one = Sum(target, tuple(Part(at, gain, gain) for at in heard), NEAR, left, flat, free, moving)
        if is_mostly or is_treated(one):
            return one
        usual = _all_but_one(float(np.median(own)))
        sketches = (self._files.sketches[at] for at in heard)
        if len(heard) >= _SEVERAL and _is_ridden(sketches, aim - usual * total):
            same = tuple(Part(at, usual, usual) for at in heard)
            return replace(one, parts=same, left_db=left_db(aim - usual * total, aim))
        if left <= NEAR_DB and left <= free + _STEADY_DB:
            return one
        even = np.abs(own - 1.0) <= np.maximum(_EVEN, _DOUBTS * doubt)
        if even.all() and (doubt <= _TELLING).all():
            same = tuple(Part(at, 1.0, 1.0) for at in heard)
            return replace(one, parts=same, manner=PART, left_db=flat)
        # where no gains leave less than 0 dB does, what is left pulls at the gains of some, and not at all
        is_flat = flat <= free + _SMALL_DB
        sure = np.flatnonzero(even & (doubt <= _TELLING_FLAT)).tolist() if is_flat else []
        each_db = _each(aim, [self._files.sketches[at] for at in heard]) if len(heard) <= _FEW else 0.0
        return replace(one, manner=LOOSE, sure=frozenset(heard[at] for at in sure), each_db=each_db)


def _moves(one: Sum) -> bool:
    """Whether a gain that follows time leaves less than any steady ones, as it may prove sample by sample."""
    return one.moving_db <= MOVED_DB and one.moving_db < min(one.left_db, one.free_db)


def _is_mostly_as_is(aim: Array, total: Array) -> bool:
    """Whether files add up at 0 dB in most groups of cells, and something else only in the others."""
    a, rest = (np.square(each).sum(axis=(0, 2)) for each in (_grouped(aim), _grouped(aim - total)))
    sounding = a > _FAINTLY * a.max()
    return bool(2 * np.count_nonzero(sounding & (rest < _FAINTLY * a)) > np.count_nonzero(sounding))


def _is_ridden(parts: Iterable[Array], rest: Array) -> bool:
    """Whether one part, at a gain of its own in each group of cells, is nearly all that is left."""
    left = _grouped(rest)
    for part in map(_grouped, parts):
        product, power = ((left * part).sum(axis=(0, 2)), np.square(part).sum(axis=(0, 2)))
        if float((np.square(product) / (power + _NOTHING)).sum()) >= _RIDDEN * float(np.square(left).sum()):
            return True
    return False


def _all_but_one(gain: float) -> float:
    """A gain that is all but 0 dB as 1: what was cut from a part lowers the best gain of all."""
    return 1.0 if abs(20.0 * np.log10(max(gain, _NOTHING))) < _SMALL_DB else gain


def _is_telling(one: Sum) -> bool:
    """Whether files are heard in another as parts are, and not by what leaks from one to the next."""
    return one.free_db <= (_HEARD_DB if len(one.parts) >= _SEVERAL else _MOSTLY_DB)


def _better(one: Sum, again: Sum | None) -> Sum:
    """A sum told without parts that are sums themselves, unless more is left of it then."""
    if again is None or (one.manner == NEAR and again.manner != NEAR):
        return one
    return again


def _moving(aim: Array, total: Array) -> float:
    """What is left with a gain for each channel in each group of cells."""
    a, b = _grouped(aim), _grouped(total)
    gain = (a * b).sum(axis=2) / (np.square(b).sum(axis=2) + _NOTHING)
    return left_db(a - gain[:, :, None] * b, a)


def _each(aim: Array, parts: Sequence[Array]) -> float:
    """What is left with a gain for each part in each small group of cells, beside what chance explains."""
    a = _grouped(aim, _SMALL).transpose(1, 0, 2).reshape(-1, 2 * _SMALL)
    each = np.stack([_grouped(part, _SMALL).transpose(1, 0, 2).reshape(-1, 2 * _SMALL) for part in parts], 2)
    products = each.transpose(0, 2, 1) @ each
    scale = np.trace(products, axis1=1, axis2=2)[:, None, None] + _NOTHING
    gains = np.linalg.solve(
        products + _RIDGE * scale * np.eye(len(parts)), each.transpose(0, 2, 1) @ a[:, :, None]
    )
    left = a - (each @ gains)[:, :, 0]
    return left_db(left, a) - 10.0 * float(np.log10(1.0 - len(parts) / (2 * _SMALL)))


def _grouped(sketch: Array, size: int = _GROUP) -> Array:
    """A sketch by groups of cells, shape (2, groups, cells of each)."""
    groups = -(-sketch.shape[1] // size)
    return np.pad(sketch, ((0, 0), (0, groups * size - sketch.shape[1]))).reshape(2, groups, size)
