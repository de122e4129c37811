"""What files most likely are: mixes, stems or tracks, from how they add up; names come last, never alone."""

from collections.abc import Iterable, Iterator, Sequence

from stemtui.frozen import frozen
from stemtui.receiving.sounds.names import Called
from stemtui.receiving.sounds.relations import COPY, Relation
from stemtui.receiving.sums.sums import (
    AS_ONE,
    GAINED,
    LOOSE,
    MOVED,
    NEAR,
    PANNED,
    PART,
    SIDES,
    Sum,
    is_chance,
)
from stemtui.suggest import VOCALS

MIX, STEM, TRACK, UNKNOWN = "mix", "stem", "track", ""
KINDS = (MIX, STEM, TRACK, UNKNOWN)

_SEVERAL, _OTHERS = 3, 2
_AT_ONE_GAIN = (AS_ONE, SIDES, MOVED, NEAR, PART)


@frozen
class Judged:
    """What a file most likely is, and the reason: one of those below, about `others`, by their indices."""

    kind: str
    why: str
    others: tuple[int, ...] = ()


HOLDS_SUMS, NAMED_SUM, HEARS, NAMED_PART = "holds sums", "named sum", "hears", "named part"
SUBMIX, ADDS_UP, FOLDS_IN = "submix", "adds up", "folds in"
PANNED_IN, INSIDE, UNTREATED = "panned in", "inside", "untreated"
CHANNEL, PART_OF_STEM = "channel", "part of stem"
ONE_OR_OTHER, PRINTED, NOTHING = "sum of some", "printed", "nothing"
LEVELLED, APART, RECORDED, LOCKED, UNMIXED = "levelled", "apart", "recorded", "locked", "unmixed"


def judge(called: Sequence[Called], sums: Sequence[Sum], related: Iterable[Relation]) -> tuple[Judged, ...]:
    """What each file most likely is; a copy is what its original is."""
    judges = _Judge(called, sums)
    found = [judges.of(index) for index in range(len(called))]
    for one in related:
        found[one.one] = found[one.other] if one.what == COPY else Judged(UNKNOWN, CHANNEL, (one.other,))
    return tuple(_of_sets(called, found))


def _of_sets(called: Sequence[Called], found: Sequence[Judged]) -> Iterator[Judged]:
    """The same, a channel that shows nothing being what those beside it are, where these are alike."""
    known: dict[str, dict[str, Judged]] = {}
    for name, one in zip(called, found, strict=True):
        if name.is_channel and one.kind != UNKNOWN:
            known.setdefault(name.both, {}).setdefault(one.kind, one)
    for name, one in zip(called, found, strict=True):
        kinds = known.get(name.both, {}) if name.is_channel and one.kind == UNKNOWN else {}
        yield next(iter(kinds.values())) if len(kinds) == 1 else one


class _Judge:
    """The sums among files, asked about one of them at a time."""

    def __init__(self, called: Sequence[Called], sums: Sequence[Sum]) -> None:
        self._called = called
        self._whole = {one.target: one for one in sums if one.is_whole}  # the last is told by smallest parts
        self._sums = sums
        self._mixes = {target for target in self._whole if self._is_mix(target)}
        self._mixes |= {one.target for one in sums if not one.is_whole and self._hears(one)}
        # a channel of what is wider than stereo is of the mix that the others are of
        sets = {called[at].both: at for at in sorted(self._mixes) if called[at].is_channel}
        self._of_mix = {at: sets[one.both] for at, one in enumerate(called) if one.both in sets}
        self._mixes |= self._of_mix.keys()

    def _is_mix(self, target: int) -> bool:
        """Whether a sum holds other sums or is held by none, and is not named like a stem."""
        members, name = self._whole[target].members, self._called[target]
        if self._belies(target):
            return not self._is_held(target)
        holds = any(other.members < members for at, other in self._whole.items() if at != target)
        if holds or name.is_mix:
            return name.group in ("", "mix") or not (name.is_whole and self._is_held(target))
        return not name.group and not self._is_held(target) and self._spans(members)

    def _belies(self, target: int) -> bool:
        """Whether a sum is named for one source, and holds files that are named for several others."""
        own = self._called[target].group
        others = {self._called[at].group for at in self._whole[target].members} - {"", own}
        others -= set(VOCALS) if own in VOCALS else set()
        return bool(own) and own != "mix" and len(others) >= _OTHERS

    def _is_held(self, target: int) -> bool:
        members = self._whole[target].members
        return any(members < other.members for other in self._whole.values()) or any(
            target in one.members for one in self._sums
        )

    def _spans(self, members: Iterable[int]) -> bool:
        """Whether files are named for several sources, or nobody knows for which."""
        groups = {self._called[at].group for at in members}
        return len(groups) > 1 or groups == {""}

    def _hears(self, one: Sum) -> bool:
        """Whether a file is a mix of those that are heard in it, though not all of it is explained."""
        name = self._called[one.target]
        rest = len(self._called) - 1
        return (
            name.is_mix
            or (one.manner == PART and len(one.parts) >= _SEVERAL and not name.group)
            or (not name.group and 2 * len(one.parts) > rest)
        )

    def of(self, index: int) -> Judged:
        """What one file most likely is."""
        if index in self._mixes:
            return self._mix(index)
        return next((one for one in self._clues(index) if one), Judged(UNKNOWN, NOTHING))

    def _mix(self, index: int) -> Judged:
        one = next((one for one in self._sums if one.target == index), None)
        if one is None:
            return self._mix(self._of_mix[index])
        if index not in self._whole:
            return Judged(MIX, HEARS, tuple(sorted(one.members)))
        held = [t for t, other in self._whole.items() if other.members < self._whole[index].members]
        return Judged(MIX, HOLDS_SUMS if held else NAMED_SUM, tuple(sorted(one.members)))

    def _clues(self, index: int) -> Iterator[Judged | None]:
        inside = [one for one in self._sums if index in one.members and one.target in self._mixes]
        as_is = [one for one in inside if one.manner in _AT_ONE_GAIN and not self._is_panned(one)]
        as_is = [one for one in as_is if not is_chance(one, self._sums)]
        if index in self._whole:
            yield self._submix(index)
        held = [one.target for one in self._sums if index in one.members and one.is_whole]
        stems = [at for at in held if at not in self._mixes and self._submix(at).kind == STEM]
        if stems:
            yield self._inside(index, stems)
        panned = [one.target for one in _fullest(inside) if self._is_panned(one)]
        if panned and not as_is:
            yield Judged(TRACK, PANNED_IN, tuple(panned))
        gained = [one for one in _fullest(inside) if one.manner == GAINED]
        if gained and not as_is:
            are_tracks = any(self._are_pieces(one) for one in gained)
            targets = tuple(one.target for one in gained)
            yield Judged(TRACK, PANNED_IN, targets) if are_tracks else Judged(UNKNOWN, LEVELLED, targets)
        if as_is and self._called[index].is_mix and self._called[index].role != "master":
            yield Judged(MIX, NAMED_PART, tuple(one.target for one in _fullest(as_is)))
        if as_is:
            yield self._as_it_is(index, as_is)
        loose = [one for one in inside if one.manner == LOOSE]
        if loose and any(self._are_pieces(one) for one in loose):
            yield Judged(TRACK, UNTREATED, tuple(one.target for one in _fullest(loose)))

    def _submix(self, index: int) -> Judged:
        members = tuple(sorted(self._whole[index].members))
        name = self._called[index]
        groups = {self._called[at].group for at in members}
        is_of_one = len(groups) == 1 and "" not in groups
        whole = {self._called[at].group for at in members if self._called[at].is_whole}
        if len(whole) > 1 and not (name.is_whole or name.kind == STEM):
            return Judged(UNKNOWN, ONE_OR_OTHER, members)
        if (name.is_whole or name.kind == STEM or name.group or is_of_one) and not self._belies(index):
            return Judged(STEM, SUBMIX, members)
        return Judged(UNKNOWN, ONE_OR_OTHER, members)

    def _inside(self, index: int, stems: Sequence[int]) -> Judged:
        """A part of a stem: a track, or a stem of part of it where it is in it as it is and called one."""
        sums = [self._whole[at] for at in stems]
        are_pieces = any(self._called[at].is_piece for one in sums for at in one.members)
        are_tracks = any(one.manner == PANNED for one in sums)
        are_tracks = are_tracks or (are_pieces and self._called[index].kind != STEM)
        return Judged(TRACK if are_tracks else UNKNOWN, INSIDE if are_tracks else PART_OF_STEM, tuple(stems))

    def _as_it_is(self, index: int, as_is: Sequence[Sum]) -> Judged:
        """A stem, but for one named like a piece among others that mostly are too."""
        targets = tuple(dict.fromkeys(one.target for one in _fullest(as_is)))
        fullest = _fullest(as_is)[0]
        is_piece = self._called[index].is_piece or self._is_beside_pieces(index, fullest)
        if is_piece and self._are_pieces(fullest):
            return Judged(UNKNOWN, PRINTED, targets)
        return Judged(STEM, FOLDS_IN if all(one.is_folded for one in as_is) else ADDS_UP, targets)

    def _is_panned(self, one: Sum) -> bool:
        """Whether the parts of a sum have pans, as single microphones do that are each on a side."""
        return one.manner == PANNED or (one.manner == SIDES and self._are_pieces(one))

    def _is_beside_pieces(self, index: int, one: Sum) -> bool:
        """Whether parts of a sum are named like pieces of what a file is named for."""
        group = self._called[index].group
        return any(self._called[at].is_piece and self._called[at].group == group for at in one.members)

    def _are_pieces(self, one: Sum) -> bool:
        """Whether most of the parts of a sum are named like pieces: microphones, takes, players."""
        return 2 * sum(self._called[at].is_piece for at in one.members) > len(one.members)


def _fullest(sums: Iterable[Sum]) -> list[Sum]:
    """Sums, those of most parts first."""
    return sorted(sums, key=lambda one: one.precedence)
