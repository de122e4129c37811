"""What adds up among files as they were heard, and the places at which more of them do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stemtui.receiving.adding import find
from stemtui.receiving.hearing import Asked, Grid, Heard, hear
from stemtui.receiving.lags import late
from stemtui.receiving.names import Called
from stemtui.receiving.nulls import Left, measure
from stemtui.receiving.relations import Relation, relations
from stemtui.receiving.sums import EXACT, Sum, measured


@dataclass(frozen=True, eq=False)
class Added:
    """Files as they were heard at their places, which of them are related, and what adds up there."""

    heard: tuple[Heard, ...]
    related: tuple[Relation, ...]
    sums: tuple[Sum, ...]
    lefts: tuple[Left, ...]

    @property
    def settled(self) -> frozenset[int]:
        """The files that need no other place: copies, and parts of sums that leave nothing unexplained."""
        sure = [one for one in self.sums if one.manner in EXACT or one.is_moved]
        copies = [at for one in self.related for at in (one.one, one.other)]
        return frozenset(copies).union(*(one.members | {one.target} for one in sure))

    @property
    def worth(self) -> tuple[int, int]:
        """How much adds up: the more, the likelier are the places at which it does."""
        return len(self.settled), len(self.held)

    @property
    def hearing(self) -> int:
        """How many parts are heard in all sums."""
        return sum(len(one.parts) for one in self.sums)

    @property
    def held(self) -> frozenset[int]:
        """The files that are part of a sum for sure, or copies."""
        sure = [one for one in self.sums if one.is_told]
        copies = [at for one in self.related for at in (one.one, one.other)]
        return frozenset(copies).union(*(one.members | {one.target} for one in sure))


def _added(paths: Sequence[Path], heard: tuple[Heard, ...], called: Sequence[Called]) -> Added:
    """What adds up where files lie, measured sample by sample."""
    plain = [(name.role != "master", not (name.is_mix or name.is_whole), not name.group) for name in called]
    related = relations(heard, sorted(range(len(heard)), key=lambda at: (plain[at], at)))
    sketches = np.stack([one.sketch for one in heard])
    for one in related:
        sketches[one.one] = 0.0
    likely = [at for at, name in enumerate(called) if name.is_mix]
    sums = find(sketches, likely)
    lefts = measure(sums, paths, heard)
    pairs = zip(sums, lefts, strict=True)
    sums = tuple(measured(one, left.relative_db, left.moving_db) for one, left in pairs)
    return Added(heard, related, sums, tuple(lefts))


def in_place(
    paths: Sequence[Path], heard: tuple[Heard, ...], grid: Grid, called: Sequence[Called]
) -> tuple[Added, dict[int, int]]:
    """What adds up, and how late files are where they add up only when that is made good."""
    first = _added(paths, heard, called)
    lost = [at for at, one in enumerate(heard) if at not in first.settled and one.sketch.any()]
    if len(lost) < 2 and not (lost and first.sums):
        return first, {}
    for delays in late(paths, heard, grid, lost):
        asked = [Asked(paths[at], heard[at].file, heard[at].start - by) for at, by in delays.items()]
        again = dict(zip(delays, hear(asked, grid), strict=True))
        moved = [again.get(at, one) for at, one in enumerate(heard)]
        found = _added(paths, tuple(one for one in moved if isinstance(one, Heard)), called)
        if found.worth > first.worth:
            return found, {at: by for at, by in delays.items() if at in found.held}
        # a mix that is late as a whole is heard to be one, even where nothing adds up to it
        if found.hearing > first.hearing and delays.keys() <= {one.target for one in found.sums}:
            return found, delays
    return first, {}
