"""Names that sums show to be wrong: of one file, of a mix, or of several files as a set."""

from collections.abc import Iterator

from stemtui.errors import Problem, Severity
from stemtui.frozen import frozen
from stemtui.receiving.findings.holding import BESIDE_MUSIC, SOURCES
from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import ADDS_UP, FOLDS_IN, MIX, PANNED_IN, STEM, UNTREATED
from stemtui.receiving.sounds.relations import COPY
from stemtui.suggest import VOCALS
from stemtui.text import few, listed

_FEW = 3
_ROLES = {"instrumental": "Instrumental", "a_cappella": "A Cappella"}


@frozen
class _Crossed:
    """A mix that holds what its name denies, and leaves out of a fuller mix what its name asks for."""

    target: int
    held: tuple[int, ...]
    missed: tuple[int, ...]


def problems(received: Received) -> Iterator[Problem]:
    """Files that add up to something else than their names say: then no name here is to be trusted."""
    for one in _crossed(received):
        held, missed = (_names(received, files) for files in (one.held, one.missed))
        count, what = len(one.held) + len(one.missed), _promised(received, one.target)
        wrong = f"at least {count} names of files are wrong, or it is no {what}."
        text = f"holds {held} and leaves out {missed}: {wrong}"
        yield Problem(received.heard[one.target].file, text, "Listen to each before you use them, and ask.")
    for at, (called, judged) in enumerate(zip(received.called, received.judged, strict=True)):
        others = _names(received, judged.others)
        is_source = called.group not in ("", *BESIDE_MUSIC) and not (called.is_mix or called.is_moved)
        if judged.kind == MIX and is_source and len(judged.others) > 1:
            text = f"is named for one source, and is the sum of {others}."
        elif judged.why in (ADDS_UP, FOLDS_IN) and called.role == "master" and called.group in ("", "mix"):
            text = f"is named like the master mix, and is part of {others}."
        else:
            continue
        yield Problem(received.heard[at].file, text, "Names are wrong here: listen to each, and ask.")


def contradicted(received: Received) -> Iterator[Problem]:
    """Mixes that hold what their names deny, where no names of files are shown to be wrong by it, and master
    mixes that leave out what another mix here holds."""
    crossed = {one.target for one in _crossed(received)}
    for target, wrong in denied(received).items():
        if target not in crossed:
            what = _promised(received, target)
            article = "an" if what[0] in "AI" else "a"
            text = f"is named like {article} {what}, and holds {_names(received, wrong)}."
            # whether backing vocals stay is disputed; whether a lead vocal or drums do is not
            is_disputed = all(received.called[at].group == "backing_vocals" for at in wrong)
            severity: Severity = "warning" if is_disputed else "error"
            yield Problem(received.heard[target].file, text, "Ask which mix it is.", severity)
    for target, (fuller, missed) in lesser(received).items():
        text = f"is named like the master mix, and leaves out {_names(received, missed)}, which"
        text = f"{text} {received.heard[fuller].file!r} holds."
        yield Problem(received.heard[target].file, text, "Listen to both, and ask which is the master mix.")


def miscalled(received: Received) -> Iterator[Problem]:
    """Tracks that are called stems: for sure, where each is in the mix with a gain and a pan of its own."""
    found: dict[str, list[int]] = {}
    for at, (called, judged) in enumerate(zip(received.called, received.judged, strict=True)):
        if judged.why in (PANNED_IN, UNTREATED) and called.kind == STEM:
            found.setdefault(judged.why, []).append(at)
    for why, files in found.items():
        are = "is called STEM, and is a TRACK" if len(files) == 1 else "are called STEM, and are TRACKS"
        text = f"{_names(received, files)} {are} by how the mix holds them."
        severity: Severity = "error" if why == PANNED_IN else "warning"
        yield Problem("", text, "Ask for the stems, printed through the mix.", severity)


def lesser(received: Received) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Files named like the master mix of which another mix here holds all, and sources beside: that fuller
    mix, and those. A click or an audience in a fuller mix makes no master less."""
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    mixes = [one for one in received.sums if one.is_whole and received.judged[one.target].kind == MIX]
    for one in mixes:
        called = received.called[one.target]
        fuller = max(
            (other for other in mixes if one.members < other.members),
            key=lambda other: len(other.members),
            default=None,
        )
        is_master = called.role == "master" and called.group in ("", "mix") and not called.is_moved
        if fuller is None or not is_master:
            continue
        missed = [at for at in sorted(fuller.members - one.members) if _is_source(received, at)]
        if missed:
            found[one.target] = (fuller.target, tuple(missed))
    return found


def _is_source(received: Received, at: int) -> bool:
    return received.called[at].group in SOURCES and received.judged[at].kind == STEM


def denied(received: Received) -> dict[int, list[int]]:
    """Mixes that hold what their names deny, and those files: an Instrumental with vocals, an A Cappella with
    drums. A copy holds what its original does."""
    found: dict[int, list[int]] = {}
    copies = {one.one: one.other for one in received.related if one.what == COPY}
    for target in range(len(received.heard)):
        role, original = received.called[target].role, copies.get(target, target)
        held = {at for one in received.sums if one.target == original and one.is_told for at in one.members}
        groups = {at: received.called[at].group for at in sorted(held) if received.called[at].group}
        without = _whole(received.called[target].without)
        wrong = [at for at, group in groups.items() if _denies(role, group) or group in without]
        found |= {target: wrong} if wrong else {}
    return found


def _promised(received: Received, target: int) -> str:
    """What a name says that a mix is: `Instrumental`, `mix without drums`."""
    called = received.called[target]
    without = listed([group.replace("_", " ") for group in sorted(called.without)])
    return _ROLES.get(called.role) or f"mix without {without}"


def _crossed(received: Received) -> Iterator[_Crossed]:
    for target, held in denied(received).items():
        role, without = received.called[target].role, _whole(received.called[target].without)
        missed = [
            at
            for at in sorted(_left_out(received, target))
            if (group := received.called[at].group) in SOURCES - without and not _denies(role, group)
        ]
        if missed:
            yield _Crossed(target, tuple(held), tuple(missed))


def _left_out(received: Received, target: int) -> frozenset[int]:
    """The files that a fuller mix holds beside those that a mix is the sum of."""
    own = [one.members for one in received.sums if one.target == target and one.is_whole]
    fuller = [one for one in received.sums if one.is_whole and received.judged[one.target].kind == MIX]
    rests = [one.members - {target} for one in fuller if target in one.members]
    rests += [one.members - held for one in fuller for held in own if held < one.members]
    return frozenset().union(*rests)


def _denies(role: str, group: str) -> bool:
    return (role == "instrumental" and group in VOCALS) or (role == "a_cappella" and group not in VOCALS)


def _whole(groups: frozenset[str]) -> frozenset[str]:
    """Groups, with both kinds of vocals where a name says `vocals`."""
    return groups | frozenset(VOCALS) if "vocals" in groups else groups


def _names(received: Received, files: tuple[int, ...] | list[int]) -> str:
    return few([repr(received.heard[at].file) for at in files], _FEW)
