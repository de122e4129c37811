"""Sketches of files and their products with each other, from which gains are found."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from stemtui.receiving.sounds import fitting
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sums.sums import Part

_NOTHING = 1e-300
_MOST_TARGETS = 48
_FLAT_DB = 0.02


class Products:
    """The sketches of files, shape (files, 2, cells), and their products: on each side, and `both` together.

    `targets` are the files that may be sums, of all or of some: those in `likely` first, then those of most
    power. `least_db` is what all other files together must leave of each, whatever their gains.
    """

    def __init__(self, sketches: Array, likely: frozenset[int], some: Collection[int] | None = None) -> None:
        self.sketches, self.likely = sketches, likely
        self.sides = [side @ side.T for side in (sketches[:, 0], sketches[:, 1])]
        self.both = self.sides[0] + self.sides[1]
        self.powers = np.diag(self.both)
        may_be = range(len(sketches)) if some is None else some
        ranked = sorted(may_be, key=lambda at: (at not in likely, -self.powers[at], at))
        self.targets = [at for at in ranked[:_MOST_TARGETS] if self.powers[at]]
        own = [np.diag(side) for side in self.sides]
        left = sum(power * fitting.least_left(side) for power, side in zip(own, self.sides, strict=True))
        self.least_db = 10.0 * np.log10((left + _NOTHING) / (self.powers + _NOTHING))

    def others(self, target: int, gone: Iterable[int], louder: float = np.inf) -> list[int]:
        """The files that sound, without some, and without those so many times louder than a target."""
        most = self.powers[target] * louder
        out = {target, *gone}
        return [at for at, own in enumerate(self.powers) if at not in out and 0.0 < own <= most]

    def gains(
        self, products: Array, others: Sequence[int], target: int, enough: float = fitting.EXACT
    ) -> Array:
        """The gains of files that leave least of a target, by their products on a side or on both."""
        own = products[np.ix_(others, others)]
        return fitting.gains(own, products[others, target], float(products[target, target]), enough)

    def free(self, members: Sequence[int], target: int) -> tuple[tuple[Part, ...], float]:
        """The parts with the best gain and pan for each, and what that leaves."""
        left, right = (self.gains(products, members, target) for products in self.sides)
        total = self.total(members, left, right)
        parts = (Part(*each) for each in zip(members, left.tolist(), right.tolist(), strict=True))
        return tuple(parts), left_db(self.sketches[target] - total, self.sketches[target])

    def total(self, files: Sequence[int], left: Array, right: Array) -> Array:
        """The sketch of files at their gains on each side."""
        gains = np.zeros((2, len(self.sketches)))
        gains[:, files] = left, right
        return np.stack([side @ self.sketches[:, at] for at, side in enumerate(gains)])

    def rest(self, products: Array, others: Sequence[int], target: int) -> float:
        """The power that files leave of a target on a side at the best gains, by their products there."""
        own, aims = products[np.ix_(others, others)], products[others, target]
        power = float(products[target, target])
        found = fitting.gains(own, aims, power)
        return max(0.0, power - 2.0 * float(found @ aims) + float(found @ own @ found))

    def heard(self, others: Sequence[int], sides: Sequence[Array], target: int, faint_db: float) -> list[int]:
        """The files that are more than faint in a target, at those gains on each side."""
        own = [np.diag(products)[others] for products in self.sides]
        power = np.square(sides[0]) * own[0] + np.square(sides[1]) * own[1]
        least = 10.0 ** (faint_db / 10.0) * self.powers[target]
        return [others[at] for at in np.flatnonzero(power > least).tolist()]

    def may_add_up(self, target: int, gone: Iterable[int], most_db: float) -> bool:
        """Whether files may leave so little of a target: with a gain and a pan for each they leave least."""
        others, left = self.others(target, gone), 0.0
        most = 10.0 ** (most_db / 10.0) * self.powers[target]
        for products in self.sides:
            left += self.rest(products, others, target) if others else float(products[target, target])
            if left > most:
                return False
        return True


def as_is(gain: float) -> float:
    """A gain that is 0 dB but for rounding, as 1."""
    return 1.0 if abs(20.0 * np.log10(max(gain, _NOTHING))) < _FLAT_DB else gain


def product(one: Array, other: Array) -> float:
    """The sum of all products."""
    return float((one * other).sum())


def left_db(left: Array, aim: Array) -> float:
    """The level of what is left, relative to what it is left of."""
    return float(10.0 * np.log10((np.square(left).sum() + _NOTHING) / (np.square(aim).sum() + _NOTHING)))
