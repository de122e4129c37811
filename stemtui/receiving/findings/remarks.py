"""What follows from how files add up, and should be known: songs apart, late or inverted files, residuals."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem
from stemtui.receiving.findings import misnaming
from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import MIX
from stemtui.receiving.sounds.hearing import AS_IS, INVERTED, LEFT_INVERTED, RIGHT_INVERTED, SWAPPED
from stemtui.receiving.sounds.names import Called
from stemtui.receiving.sounds.relations import COPY, Relation
from stemtui.receiving.sums.sums import LOOSE
from stemtui.render.proofs.unlike import is_lossy
from stemtui.text import counted, few, lasting

_FEW = 3
_SONG = 3
_AS_LOUD_DB = 1.0
_AGAIN = "or ask for it again."
_TURNED = {
    SWAPPED: ("has left and right swapped", f"Swap them, {_AGAIN}"),
    INVERTED: ("is inverted in polarity", f"Invert it, {_AGAIN}"),
    RIGHT_INVERTED: ("is inverted in polarity on the right", f"Invert that side, {_AGAIN}"),
    LEFT_INVERTED: ("is inverted in polarity on the left", f"Invert that side, {_AGAIN}"),
}


def songs(received: Received) -> list[list[int]]:
    """The files of each song: those that add up with each other and a mix, the rest with the most of these.

    Files of other channels than those add up with none of them, whatever song they are of.
    """
    things = _things(received)
    found = _together(received, [group for group in _groups(received) if len(group) >= _SONG])
    groups = [[at for at, thing in enumerate(things) if thing in group] for group in found]
    groups = [group for group in groups if any(received.judged[at].kind == MIX for at in group)]
    layouts = [received.heard[group[0]].layout for group in groups]
    groups = [group for group, layout in zip(groups, layouts, strict=True) if layout == layouts[0]]
    rest = [at for at in range(len(received.heard)) if not any(at in group for group in groups)]
    if not groups:
        return [rest] if rest else []
    lengths = [{received.heard[at].frames for at in group} for group in groups]
    for at in rest:
        own = received.heard[at].frames
        home = next((n for n, held in enumerate(lengths) if own in held), 0)
        groups[home].append(at)
    return [sorted(group) for group in groups]


def _together(received: Received, groups: list[set[str]]) -> list[set[str]]:
    """The groups, those in one that are what an instrumental and an a cappella of one length are made of."""
    halves: dict[str, set[str]] = {}
    for role in ("instrumental", "a_cappella"):
        with_it = [group for group in groups if _mixes(received, group).keys() == {role}]
        if len(with_it) == 1:
            halves[role] = with_it[0]
    frames = [frozenset(_mixes(received, group).values()) for group in halves.values()]
    if len(halves) < 2 or frames[0] != frames[1]:
        return groups
    one, other = halves.values()
    return [one | other, *(group for group in groups if group not in (one, other))]


def _mixes(received: Received, group: set[str]) -> dict[str, int]:
    """The roles of the mixes in a group, and how long these are."""
    things = _things(received)
    mixes = [at for at, one in enumerate(received.judged) if one.kind == MIX and things[at] in group]
    return {received.called[at].role: received.heard[at].frames for at in mixes}


def _things(received: Received) -> list[str]:
    """What each file is, or is a side or a channel of."""
    return [called.both or called.file for called in received.called]


def _groups(received: Received) -> list[set[str]]:
    """The things that hang together by sums or as copies, the largest group first."""
    things = _things(received)
    ties = [
        {one.target, *one.members}
        for one in received.sums
        if one.manner != LOOSE or all(received.called[at].is_mix for at in one.members)
    ]
    ties += [{one.one, one.other} for one in received.related]
    groups: list[set[str]] = []
    for tie in ties:
        new = {things[at] for at in tie}
        joined = [group for group in groups if group & new]
        groups = [group for group in groups if not group & new] + [new.union(*joined)]
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def problems(received: Received) -> Iterator[Problem]:
    """What is wrong with how the files add up, or worth a warning."""
    found = songs(received)
    if len(found) > 1:
        sizes = " and ".join(str(len(group)) for group in found)
        text = (
            f"These seem to be {len(found)} songs, of {sizes} files: no file of one adds up with another's."
        )
        yield Problem("", text, severity="warning")
    yield from _late(received)
    yield from _turned(received)
    yield from _inverted(received)
    yield from misnaming.contradicted(received)
    yield from misnaming.problems(received)
    yield from misnaming.miscalled(received)
    for related in received.related:
        if related.what == COPY:
            yield from _copy(received, related)


def _late(received: Received) -> Iterator[Problem]:
    """Files that are late or early: by one time together, by many in one sentence."""
    copies = changed_copies(received)
    by: dict[int, list[str]] = {}
    for at, frames in received.late.items():
        if at not in copies:
            by.setdefault(frames, []).append(repr(received.heard[at].file))
    if len(by) > _FEW:
        all_of_them = few([name for names in by.values() for name in names], _FEW)
        times = sorted(abs(frames) / received.rate for frames in by)
        how = " or ".join(word for word, is_so in (("late", max(by) > 0), ("early", min(by) < 0)) if is_so)
        text = f"{all_of_them} are {lasting(times[0])} to {lasting(times[-1])} {how} (see each below)"
        yield Problem("", f"{text}: only when that is made good do they fit together.", "Ask for them again.")
        return
    for frames, names in sorted(by.items()):
        how = f"{'is' if len(names) == 1 else 'are'} {late_by(received, frames)}"
        text = f"{few(names, _FEW)} {how}: only when that is made good do they fit together."
        yield Problem("", text, "Move it, or ask for it again.")


def late_by(received: Received, frames: int) -> str:
    """By how much a file is late or early: `37 samples (0.771 ms) late`."""
    time = f"{counted(abs(frames), 'sample')} ({lasting(abs(frames) / received.rate)})"
    return f"{time} {'late' if frames > 0 else 'early'}"


def _turned(received: Received) -> Iterator[Problem]:
    for one in received.heard:
        if one.asked.sides != AS_IS:
            text, remedy = _TURNED[one.asked.sides]
            yield Problem(one.file, f"{text}: only when that is undone does it fit the others.", remedy)


def _inverted(received: Received) -> Iterator[Problem]:
    fullest = sorted(received.sums, key=lambda one: len(one.parts))
    for at, target in {at: one.target for one in fullest for at in one.inverted}.items():
        mix = repr(received.heard[target].file)
        text = f"is inverted in polarity: only so does it add up to {mix} with the others."
        yield Problem(received.heard[at].file, text, "Invert it, or ask for it again.")


def changed_copies(received: Received) -> frozenset[int]:
    """The files that are others here once more, as MP3 or at another rate: to be listened to, and not to be
    mixed."""
    copies = [one for one in received.related if one.what == COPY]
    return frozenset(
        one.one
        for one in copies
        if received.heard[one.one].is_changed and not received.heard[one.other].is_changed
    )


def _copy(received: Received, related: Relation) -> Iterator[Problem]:
    one, other = related.one, related.other
    if of_one_thing(received, related):
        of = repr(received.heard[other].file)
        text = f"holds the same samples as {of}, the other side: both are one mono file."
        yield Problem(received.heard[one].file, text, severity="warning")
        return
    left, of = received.same[one], repr(received.heard[other].file)
    header = received.heard[one].header
    at = f" as {header.coded}" if is_lossy(header) else ""
    if received.heard[one].is_resampled and not at:
        at = f" at {header.samplerate / 1000:g} kHz, {header.coded}"
    # what a codec leaves out lowers the best gain
    is_as_loud = is_lossy(header) and abs(dbfs(abs(left.gain))) < _AS_LOUD_DB
    at += "" if left.gain == 1.0 or is_as_loud else f" at a gain of {left.gain:.3f}"
    if one in changed_copies(received) and (by := received.late.get(one, 0)):
        at += f", {counted(abs(by), 'sample')} {'late' if by > 0 else 'early'}"
    if not left.found.peak:
        text = f"holds the same samples as {of}{at}."
    elif left.is_rounding:
        text = f"is {of} again{at}, but for rounding ({left.relative_db:.1f} dB of it is left)."
    else:
        text = f"is {of} again{at}; {left.relative_db:.1f} dB of it is left."
    is_one_thing = _are_one(received, related)
    remedy = "" if is_one_thing else "Their names say two things: ask which it is."
    yield Problem(received.heard[one].file, text, remedy, "warning" if is_one_thing else "error")


def of_one_thing(received: Received, related: Relation) -> bool:
    """Whether two files are the left and the right one of one thing."""
    one, other = received.called[related.one], received.called[related.other]
    return bool(one.both) and one.both == other.both and one.side != other.side


def twins(received: Received) -> dict[int, tuple[int, ...]]:
    """Copies whose names say different things, and those that they are the same as: one name is wrong."""
    found: dict[int, tuple[int, ...]] = {}
    for related in received.related:
        one, other = related.one, related.other
        if related.what == COPY and not _are_one(received, related):
            found[one] = (*found.get(one, ()), other)
            found[other] = (*found.get(other, ()), one)
    return found


def _are_one(received: Received, related: Relation) -> bool:
    """Whether a copy's name says what that of its original does; a lossy or resampled one may say more."""
    one, other = received.called[related.one], received.called[related.other]
    is_named_more = received.heard[related.one].is_changed and one.words >= other.words
    return (one.role == other.role and (one.words == other.words or is_named_more)) or (
        _plain(one) == _plain(other)
    )


def _plain(called: Called) -> str:
    """A file's name, without folder and ending."""
    return PurePosixPath(called.file).stem.casefold()
