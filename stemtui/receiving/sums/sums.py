"""What it is to be a sum: which parts, at which gains, and what they leave."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.receiving.sums.left import Left

AS_ONE, SIDES, MOVED, GAINED, PANNED = "as one", "sides", "moved", "gained", "panned"
NEAR, PART, LOOSE = "near", "part", "loose"
"""How a sum is one: all parts at one gain; so too, some of them on one side alone; most of them; each with a
gain; each with a gain and a pan; at one gain, but for what was done to the sum; at 0 dB, and something else
is in it; none of these, though it hears those files."""

EXACT = (AS_ONE, SIDES, MOVED, GAINED, PANNED)
"""Sums of which rounding explains all that is left."""

MOST_LEFT_DB = -6.0
"""A file of which more than this is left is no sum, but for what a gain that follows time explains."""

MOVED_DB, MOVES_DB = -15.0, 4.0
"""What may be left at most with a gain that follows time for that gain to be what was done to a sum, and by
how much less that has to be than is left with any steady gains."""

_CHANGED_DB = -60.0
_RIDDEN_DB, _FAR_LESS_DB = -25.0, 10.0


@frozen
class Part:
    """A file in a sum, by its index, and its gain on the left and on the right."""

    index: int
    left: float
    right: float


@frozen
class Sum:
    """A file that is the sum of others, its `target` and `parts` by their indices.

    `left_db` is what the sum leaves of it, relative to its own level, `flat_db` the same at 0 dB; `free_db`
    with the best gain and pan for each part, `moving_db` with one gain that follows time. A mono file may be
    the sum of stereo ones that are folded to mono: (L + R) / 2. Where it is loose, these parts are in it at
    0 dB for `sure`, and `each_db` is what is left with a gain that follows time for each part.
    """

    target: int
    parts: tuple[Part, ...]
    manner: str
    left_db: float
    flat_db: float
    free_db: float
    moving_db: float
    is_folded: bool = False
    sure: frozenset[int] = frozenset()
    each_db: float = 0.0

    @classmethod
    def of(cls, target: int, parts: tuple[Part, ...]) -> "Sum":
        """A sum that is yet to be measured."""
        return cls(target, parts, AS_ONE, 0.0, 0.0, 0.0, 0.0)

    def among(self, files: Sequence[int]) -> "Sum":
        """The same where its files are told by their places among others, whose indices these are."""
        parts = tuple(replace(part, index=files[part.index]) for part in self.parts)
        sure = frozenset(files[at] for at in self.sure)
        return replace(self, target=files[self.target], parts=parts, sure=sure)

    @property
    def members(self) -> frozenset[int]:
        """The parts, by index."""
        return frozenset(part.index for part in self.parts)

    @property
    def of_sure(self) -> "Sum":
        """The same told by the parts that are in it for sure, something else being in it too; where these
        are not two, as it is."""
        if self.manner != LOOSE or len(self.sure) < 2:
            return self
        parts = tuple(Part(part.index, 1.0, 1.0) for part in self.parts if part.index in self.sure)
        return replace(self, parts=parts, manner=PART)

    @property
    def gain(self) -> float:
        """The one gain of all parts; the first part's where each has its own."""
        return max(abs(self.parts[0].left), abs(self.parts[0].right))

    @property
    def inverted(self) -> tuple[int, ...]:
        """The parts that are inverted in polarity."""
        return tuple(part.index for part in self.parts if part.left < 0)

    @property
    def is_whole(self) -> bool:
        """Whether the parts are all that it is: nothing of note is left, or only what was done to the sum."""
        return self.manner in (*EXACT, NEAR)

    @property
    def is_exact(self) -> bool:
        """Whether rounding explains all that is left."""
        return self.manner in EXACT

    @property
    def is_told(self) -> bool:
        """Whether the parts are in it for sure, whatever else is."""
        return self.is_whole or self.manner == PART

    @property
    def is_ridden(self) -> bool:
        """Whether a gain that follows time for each part explains most of what no steady gains do."""
        return self.manner == LOOSE and self.each_db <= min(_RIDDEN_DB, self.free_db - _FAR_LESS_DB)

    @property
    def precedence(self) -> tuple[int, bool, int]:
        """What sums are sorted by: those of most parts first, and of these the ones last that are moved,
        were treated, or leave more than others do."""
        is_changed = self.manner in (MOVED, NEAR) or self.left_db > _CHANGED_DB
        return -len(self.parts), is_changed, self.target

    @property
    def is_moved(self) -> bool:
        """Whether a gain that follows time explains most of what is left, as a limiter's or compressor's."""
        return self.manner == NEAR and is_treated(self)


def measured(one: Sum, left: Left) -> Sum:
    """A sum with what measuring it sample by sample has shown, and the manner that follows from it: it is one
    where a gain that follows time, or a short stretch, explains what is left, and none where most is left."""
    moving_db = left.floor_db if left.is_limited else left.moving_db
    one = replace(one, left_db=left.relative_db, moving_db=moving_db)
    if one.manner in (AS_ONE, SIDES) and left.is_limited:
        return replace(one, manner=NEAR)
    is_small = left.is_local if one.manner == LOOSE else left.relative_db <= MOST_LEFT_DB
    manner = NEAR if is_treated(one) or is_small else LOOSE
    return replace(one, manner=manner) if one.manner in (NEAR, LOOSE) else one


def is_chance(one: Sum, sums: Iterable[Sum]) -> bool:
    """Whether parts of a sum are at one gain by chance, having one each in a fuller sum."""
    fuller = [other for other in sums if other.manner == GAINED and one.members < other.members]
    return one.manner == MOVED and bool(fuller)


def is_treated(one: Sum) -> bool:
    """Whether a gain that follows time explains most of what steady gains leave."""
    least = min(one.left_db, one.free_db) - MOVES_DB
    return one.moving_db <= MOVED_DB and one.moving_db <= least
