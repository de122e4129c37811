"""Mixes that what came does not add up to: by how much, and where."""

from collections.abc import Iterator

from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem, Severity
from stemtui.receiving.findings import excerpts, levels
from stemtui.receiving.findings.explained import blame, is_version
from stemtui.receiving.findings.received import Received
from stemtui.receiving.findings.sums_said import folds
from stemtui.receiving.kinds.kinds import MIX, NOTHING, PART_OF_STEM, STEM, TRACK
from stemtui.receiving.sounds.relations import LEFT, RIGHT
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.sums import LOOSE, PART, Sum
from stemtui.text import clock, few

_FEW = 3
_HEARD_DB, _CHANGED_DB = -60.0, -20.0
_FAR_BELOW_DB = 20.0


def problems(received: Received, is_ordered: bool) -> Iterator[Problem]:
    """What does not add up. Without an order, nothing but this says whether a folder is complete."""
    targets = {one.target for one in received.sums if one.manner == PART}
    ridden = {one.target for one in received.sums if one.is_ridden}
    for at in unsummed(received):
        if at not in targets:
            text, cure = "no set of the files here adds up to it", "Ask what is missing, or was changed."
            if at in ridden:
                text = f"{text}: each seems to have gone through a compressor or limiter alone (see below)"
                cure = "Ask for stems with the mix bus off, or keyed by the whole mix."
            severity: Severity = "warning" if is_ordered else "error"
            yield Problem(received.heard[at].file, f"is named like a mix, and {text}.", cure, severity)
    told, cut = set[int](), excerpts.excerpts(received)
    for one, left in sorted(
        zip(received.sums, received.lefts, strict=True), key=lambda each: -len(each[0].parts)
    ):
        if received.judged[one.target].kind == MIX and one.target not in told | cut:
            told.add(one.target)
            yield from _unequal(received, one, left, is_ordered)
    yield from levels.problems(received)
    yield from _overlaps(received)


def unsummed(received: Received) -> Iterator[int]:
    """The files that are named like mixes, compared with the others, and the sum of none of them.

    Mixes among mixes need be none, and tracks add up to no mix that they were treated in.
    """
    pairs = [*zip(received.sums, received.lefts, strict=True)]
    sums = {one.target for one, left in pairs if one.is_whole or (one.manner == PART and left.is_local)}
    held = {at for one in received.sums if one.is_told for at in one.members}
    skipped = received.apart | sums | {one.one for one in received.related} | excerpts.excerpts(received)
    skipped |= _of_sides(received)
    for at, called in enumerate(received.called):
        if not called.is_mix or at in skipped or received.heard[at].is_silent:
            continue
        others = [
            other
            for other, name in enumerate(received.called)
            if not name.is_mix and other not in received.apart and not received.heard[other].is_silent
        ]
        loose = {
            other
            for one in received.sums
            if one.target == at and one.manner == LOOSE
            for other in one.members
            if not received.called[other].is_mix
        }
        are_tracks = bool(loose) and all(received.judged[other].kind == TRACK for other in loose)
        is_more = any(one.target == at and one.manner == PART for one in received.sums)
        is_part = at in held and all(other in held for other in others) and not is_more
        if others and not are_tracks and not is_part:
            yield at


def _of_sides(received: Received) -> frozenset[int]:
    """The stereo files of which each channel is a mono file here, as a click and the music are."""
    sides = {(one.other, one.what) for one in received.related}
    both = ((at, LEFT) in sides and (at, RIGHT) in sides for at in range(len(received.heard)))
    return frozenset(at for at, is_so in enumerate(both) if is_so)


def _overlaps(received: Received) -> Iterator[Problem]:
    """Stems that are the sum of files beside them, which are no tracks: all at once play these twice."""
    for one in received.sums:
        parts = [at for at in sorted(one.members) if received.judged[at].why == PART_OF_STEM]
        if received.judged[one.target].kind == STEM and one.is_whole and parts == sorted(one.members):
            names = few([repr(received.heard[at].file) for at in parts], _FEW)
            text = f"is the sum of {names}: played together, these sound twice."
            yield Problem(received.heard[one.target].file, text, "Use it or them.", "warning")


def proven(received: Received) -> frozenset[int]:
    """The files that add up to each other, all but nothing being left but for what was done to the mix."""
    pairs = zip(received.sums, received.lefts, strict=True)
    sums = [
        one for one, left in pairs if one.is_whole and (left.relative_db < _HEARD_DB or is_treated(one, left))
    ]
    return frozenset[int]().union(*(one.members | {one.target} for one in sums))


def is_complete(received: Received) -> bool:
    """Whether files add up as they lie, and whatever is called a mix does."""
    return bool(proven(received)) and not received.late and not any(True for _ in unsummed(received))


def _unequal(received: Received, one: Sum, left: Left, is_ordered: bool) -> Iterator[Problem]:
    file, level = received.heard[one.target].file, f"{left.relative_db:.1f} dB of it"
    is_among_mixes = all(received.called[at].is_mix for at in one.members)
    is_small = left.relative_db < (_CHANGED_DB if is_excused(received, one) else _HEARD_DB)
    is_alternate = is_among_mixes or _is_proven(received, one)
    severity: Severity = "warning" if is_small or is_alternate else "error"
    blamed = received.blamed.get(received.sums.index(one))
    is_blamed = blamed is not None and blamed.part is not None
    is_else = blamed is not None and blamed.part is None
    # tracks are not what was heard in the mix: what was done to them or to it since is no fault
    are_tracks = all(received.judged[at].kind == TRACK for at in one.members)
    is_excused_so = are_tracks or (is_small and is_excused(received, one))
    if one.manner == PART and not left.is_local and not is_blamed:
        # an order that names single stems asks for no more; one for all of them has a line that says so
        if not is_ordered:
            yield Problem(file, *_more(received, one, left), "warning" if is_among_mixes else "error")
    elif is_treated(one, left):
        text = f"is not quite the sum of its parts: {level} is left (see below)."
        yield Problem(file, text, severity="warning")
    elif is_version(received, one):
        return
    elif one.is_moved and not is_blamed:
        text = (
            f"is not the sum of its parts: {level} is left, and one gain that follows time, as a limiter on "
            f"the mix bus has, does not explain all of it ({left.floor_db:.1f} dB): the files went through "
            "one each, or more was done to the mix, as in mastering."
        )
        one_by_one = "Mixes that went through it one by one do not add up."
        cure = "Ask what was changed."
        if received.called[one.target].is_mastered:
            cure = "" if is_alternate else "Ask for the mix before it was mastered."
        yield Problem(file, text, one_by_one if is_among_mixes else cure, severity)
    elif one.manner != LOOSE and not left.is_explained and not is_excused_so:
        text = f"is not quite the sum of its parts: {level} is left{_where(received, left)}."
        cure = (
            "Ask for that file again."
            if is_blamed
            else "Listen there: a stem that did not come has its sound there, or the mix was edited."
            if is_else
            else "Compare them there."
            if left.is_local
            else "Ask what was changed."
        )
        # an order that names single stems asks for no more than these
        severity = "warning" if is_else and is_ordered else severity
        yield Problem(file, f"{text}{blame(received, one, left)}", cure, severity)


def _more(received: Received, one: Sum, left: Left) -> tuple[str, str]:
    """That a mix holds more than its parts, and what to ask: what is part of nothing, and not far below what
    is left, may be the rest."""
    level = f"{left.relative_db:.1f} dB of it"
    least = received.heard[one.target].energy * 10.0 ** ((left.relative_db - _FAR_BELOW_DB) / 10.0)
    rest = [
        repr(received.heard[at].file)
        for at, judged in enumerate(received.judged)
        if judged.why == NOTHING and received.heard[at].energy > least
    ]
    if folds(received, one, left):
        text = f"is the sum of its parts but for {level}, the difference of left and right."
        return text, "Ask for the mono files in stereo."
    if received.unread:
        names = few([repr(one.file) for one in received.unread], _FEW)
        text = f"holds more than the files that were compared with it: {level} is in none of these."
        return text, f"It may be {names}, which could not be listened to, or is missing: ask."
    if not rest:
        return f"holds more than the files here: {level} is in none of them.", "Ask what is missing."
    text = f"holds more than the files that are in it for sure: {level} is in none of these."
    return text, f"It may be {few(rest, _FEW)}, moved or changed, or else is missing: ask."


def is_treated(one: Sum, left: Left) -> bool:
    """Whether one gain that follows time explains all that is left, as that of a limiter or compressor on the
    mix bus does."""
    return one.is_moved and left.is_one_gain


def is_excused(received: Received, one: Sum) -> bool:
    """Whether something that is said of the files themselves explains that more is left than rounding."""
    files = [received.heard[at] for at in (one.target, *one.members)]
    is_moved = any(at in received.late for at in (one.target, *one.members))
    is_cut = len({file.end for file in files}) > 1
    return is_moved or is_cut or any(file.is_changed for file in files) or bool(files[0].clips)


def _is_proven(received: Received, one: Sum) -> bool:
    """Whether another mix is the sum of the same files and nothing is left: then these are right."""
    pairs = zip(received.sums, received.lefts, strict=True)
    return any(
        left.is_explained and other.target != one.target and one.members <= other.members
        for other, left in pairs
    )


def _where(received: Received, left: Left) -> str:
    if left.is_offset:
        return f", nearly all of it a constant offset of {dbfs(left.offset):.1f} dBFS (DC)"
    if not left.is_local:
        return ""
    first, last = (clock(frame / received.rate, 3) for frame in left.where)
    return f", nearly all of it from {first} to {last} (peak {dbfs(left.found.peak):.1f} dBFS)"
