"""What adds up among files as they were heard, and the places at which more of them do."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import AS_IS, Grid, Heard, hear
from stemtui.receiving.sounds.names import Called
from stemtui.receiving.sounds.relations import Relation, relations
from stemtui.receiving.sounds.turning import turned
from stemtui.receiving.sums.adding import find
from stemtui.receiving.sums.alone import alone
from stemtui.receiving.sums.lags import cut_heads, heard_in, late, late_in
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.nulls import measure
from stemtui.receiving.sums.shaped import with_shapes
from stemtui.receiving.sums.sums import EXACT, Sum, measured

_ROUNDS = 4
_LEAST_DB, _FAR_DB = -150.0, 6.0


@dataclass(frozen=True, eq=False)
class Added:
    """Files as they were heard at their places, which of them are related, and what adds up there."""

    heard: tuple[Heard, ...]
    related: tuple[Relation, ...]
    sums: tuple[Sum, ...]
    lefts: tuple[Left, ...]

    @property
    def settled(self) -> frozenset[int]:
        """The files that need no other place: copies, and parts of sums that leave nothing unexplained.

        A part of one sum that is a sum itself, and is not settled as that, is not settled.
        """
        sure = {one.target for one in self._sure}
        return self._explained - ({one.target for one in self.sums} - sure)

    @property
    def _sure(self) -> list[Sum]:
        """The sums that leave nothing unexplained."""
        return [one for one, left in zip(self.sums, self.lefts, strict=True) if self._is_sure(one, left)]

    @property
    def _explained(self) -> frozenset[int]:
        """The files that are copies, or in a sum that leaves nothing unexplained."""
        copies = [at for one in self.related for at in (one.one, one.other)]
        return frozenset(copies).union(*(one.members | {one.target} for one in self._sure))

    def _is_sure(self, one: Sum, left: Left) -> bool:
        is_explained = left.is_explained or any(
            self.heard[at].is_changed for at in (one.target, *one.members)
        )
        return (one.manner in EXACT and is_explained) or one.is_moved

    @property
    def lost(self) -> list[int]:
        """The files that are not settled, and sound."""
        found = self.settled | apart(self.heard)
        return [at for at, one in enumerate(self.heard) if at not in found and one.sketch.any()]

    @property
    def open(self) -> list[int]:
        """The files that are no sum of others for sure, the loudest first."""
        sure = {one.target for one in self._sure}
        sure |= apart(self.heard)
        left = [at for at, one in enumerate(self.heard) if at not in sure and one.sketch.any()]
        return sorted(left, key=lambda at: (-self.heard[at].energy, at))

    @property
    def worth(self) -> tuple[int, int, int]:
        """How much adds up: the more, the likelier are the places at which it does."""
        whole = [one.members | {one.target} for one in self.sums if one.manner in EXACT or one.is_moved]
        return len(frozenset[int]().union(*whole)), len(self._explained), len(self.held)

    @property
    def _rest_db(self) -> float:
        """How much all sums leave together, in dB: hardly anything and nothing count as one."""
        pairs = zip(self.sums, self.lefts, strict=True)
        return sum(max(left.relative_db, _LEAST_DB) for one, left in pairs if one.is_whole)

    def is_better(self, than: "Added") -> bool:
        """Whether more adds up, or as much and far less is left."""
        is_nearer = self.worth == than.worth and self._rest_db <= than._rest_db - _FAR_DB
        return self.worth > than.worth or is_nearer

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


def apart(heard: Sequence[Heard]) -> frozenset[int]:
    """The files that are compared with no other: no other has as many channels, mono counting as stereo.

    A channel of what came in several files is judged with the others.
    """
    layouts = Counter(one.layout for one in heard if not one.asked.channel)
    return frozenset(
        at for at, one in enumerate(heard) if not one.asked.channel and layouts[one.layout] == 1 < len(heard)
    )


def in_place(heard: tuple[Heard, ...], grid: Grid, called: Sequence[Called]) -> tuple[Added, dict[int, int]]:
    """What adds up, and how late files are where they add up only when that is made good.

    How their sides are taken is said by each file as it was heard.
    """
    first = best = _added(heard, called)
    for _ in range(_ROUNDS):
        before = best
        if best.lost:
            best = _turned_right(best, called)
        if best.lost:
            best = _in_time(best, grid, called)
        if best is before:
            break
    best = _told_by_sure(_turned_back(best, called))
    moved = {at: one.start - best.heard[at].start for at, one in enumerate(first.heard)}
    return best, {at: by for at, by in moved.items() if by}


def _added(heard: tuple[Heard, ...], called: Sequence[Called]) -> Added:
    """What adds up where files lie, measured sample by sample."""
    sketches = np.stack([one.sketch for one in heard])
    related = relations(heard, sketches, called)
    for one in related:
        sketches[one.one] = 0.0
    likely = [at for at, name in enumerate(called) if name.is_mix]
    sums = _sums(heard, sketches, likely)
    lefts = with_shapes(sums, measure(sums, heard), heard)
    sums = tuple(map(measured, sums, lefts))
    return Added(heard, related, sums, tuple(lefts))


def _sums(heard: Sequence[Heard], sketches: Array, likely: Collection[int]) -> tuple[Sum, ...]:
    """The sums among files that have as many channels, or are the same channel of what has more."""
    found: list[Sum] = []
    for company in sorted({one.company for one in heard}):
        group = [at for at, one in enumerate(heard) if one.company == company]
        mono = _may_be_folds([heard[at] for at in group])
        own = sketches if len(group) == len(heard) else sketches[group]
        sums = find(own, [place for place, at in enumerate(group) if at in likely], mono)
        found += [one.among(group) for one in sums]
    found += alone(heard, sketches, found, likely)
    return tuple(sorted(found, key=lambda one: one.target))


def _may_be_folds(heard: Sequence[Heard]) -> list[int]:
    """The mono files, by their places, where there are others that can be folded."""
    mono = [at for at, one in enumerate(heard) if one.is_mono]
    return mono if len(mono) < len(heard) else []


def _turned_right(best: Added, called: Sequence[Called]) -> Added:
    """The same with files' sides taken as they are in a mix, where more adds up then."""
    mixes = {at for at, name in enumerate(called) if name.is_mix}
    targets = [at for at in best.open if at in mixes]
    for ways in turned(best.heard, targets, mixes):
        taken = [one.turned(ways[at]) if at in ways else one for at, one in enumerate(best.heard)]
        found = _added(tuple(taken), called)
        if found.is_better(best):
            return found
    return best


def _turned_back(best: Added, called: Sequence[Called]) -> Added:
    """The same with files' sides taken as they come, where as much adds up so at the places found since."""
    for at, one in enumerate(best.heard):
        if one.asked.sides != AS_IS:
            plain = (*best.heard[:at], one.turned(AS_IS), *best.heard[at + 1 :])
            found = _added(plain, called)
            best = best if best.is_better(found) else found
    return best


def _told_by_sure(best: Added) -> Added:
    """The same, what no set of files adds up to being told by those that are in it for sure."""
    sums = tuple(one.of_sure for one in best.sums)
    new = [one for one, old in zip(sums, best.sums, strict=True) if one is not old]
    measures = dict(zip((id(one) for one in new), measure(new, best.heard), strict=True))
    lefts = tuple(measures.get(id(one), left) for one, left in zip(sums, best.lefts, strict=True))
    return replace(best, sums=sums, lefts=lefts)


def _in_time(best: Added, grid: Grid, called: Sequence[Called]) -> Added:
    """The same with files moved in time, at the places at which most adds up."""
    mixes = {at for at, name in enumerate(called) if name.is_mix}
    most = best
    for delays in _delays(best, grid, mixes):
        found = _moved(best, delays, grid, called)
        # a mix that is late as a whole is heard to be one, even where nothing adds up to it
        is_heard = found.hearing > most.hearing and delays.keys() <= mixes and found.worth >= most.worth
        if found.is_better(most) or is_heard:
            most = found
        if not most.lost:
            break
    return most


def _moved(best: Added, delays: dict[int, int], grid: Grid, called: Sequence[Called]) -> Added:
    """The same with files heard so many frames earlier, but for those that are part of nothing then."""
    heard = list(best.heard)
    early = {at: heard[at].start - by for at, by in delays.items()}
    asked = {
        at: replace(heard[at].asked, start=start)
        for at, start in early.items()
        if grid.holds(start, heard[at].frames)
    }
    for at, one in zip(asked, hear([*asked.values()], grid), strict=True):
        heard[at] = one if isinstance(one, Heard) else heard[at]
    found = _added(tuple(heard), called)
    if not found.is_better(best) or asked.keys() <= found.held:
        return found
    for at in asked.keys() - found.held:
        heard[at] = best.heard[at]
    return _added(tuple(heard), called)


def _delays(best: Added, grid: Grid, mixes: set[int]) -> Iterator[dict[int, int]]:
    """How late files may be, the likeliest first."""
    sounding = [at for at in best.lost if best.heard[at].sketch.any()]
    if heads := {at: by for at, by in cut_heads(best.heard).items() if at in sounding}:
        yield heads
    for target in best.open:
        one = max(
            (one for one in best.sums if one.target == target), key=lambda one: len(one.parts), default=None
        )
        files = [at for at in sounding if at not in mixes]
        if target in mixes and (one := one or heard_in(target, best.heard, files)):
            yield from late_in(one, best.heard, grid, files)
    if len(sounding) > 1 or (sounding and best.sums):
        yield from late(best.heard, grid, sounding)
