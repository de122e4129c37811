"""An order's lines against the files that came: which are met, which are not, and which nobody can tell."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from stemtui.receiving.kinds.kinds import MIX, NOTHING, STEM, TRACK, UNKNOWN, Judged
from stemtui.receiving.orders.answers import MET, OPEN, UNMET, WHAT, Came, Met, Set, quoted
from stemtui.receiving.orders.wanted import LAYOUTS, Wanted
from stemtui.receiving.orders.widths import in_channels
from stemtui.receiving.sounds.names import Called, is_mastered
from stemtui.text import few, several

_FEW = 3
_IS = ("is", "are")


def meet(lines: Sequence[Wanted], came: Sequence[Came], fullest: Set | None = None) -> tuple[Met, ...]:
    """Each line of an order with what came for it; `fullest` are the parts of the mix that holds most."""
    asked = {line.words for line in lines}
    met = {at: _met(line, came, asked) for at, line in enumerate(lines) if not line.every}
    named = {file for one in met.values() for file in one.files}
    return tuple(met.get(at) or _every(line, came, fullest, named) for at, line in enumerate(lines))


def unread(met: Met, names: Sequence[Called]) -> Met:
    """A line for which nothing came that was listened to, where a file is named so that could not be."""
    came = [Came(called, Judged(UNKNOWN, NOTHING), 0, False) for called in names]
    named = [at for at, one in enumerate(came) if _is_named(met.wanted, one) or _is_piece(met.wanted, one)]
    if met.files or met.state != UNMET or met.wanted.every or not named:
        return met
    return replace(met, state=OPEN, why=f"{quoted(named, came)} came, and could not be listened to")


def doubted(met: Met) -> Met:
    """A line where names of files have been found wrong: what is met by a file's name alone may not be."""
    if met.state != MET or met.wanted.every:
        return met
    return replace(met, state=OPEN, why=f"{met.why}: named so, and names are wrong here")


def _every(line: Wanted, came: Sequence[Came], fullest: Set | None, named: set[int]) -> Met:
    """A line about all stems, or all others: met where those that came are all that the mix is made of."""
    stems = [at for at, one in enumerate(came) if one.judged.kind == STEM]
    spared = named if line.every == "rest" else set()
    files = tuple(at for at in stems if at not in spared)
    if fullest is None or not stems:
        return _all_unproven(line, came, files)
    if rest := sorted(fullest.members - set(stems)):
        if fullest.is_whole and all(came[at].judged.kind == UNKNOWN for at in rest):
            return _partly_unknown(line, came, (*files, *rest), fullest.called)
        return _all_unproven(line, came, files)
    names = f"{several(len(fullest.members), 'STEM')}: {few([came[at].called.label for at in stems], _FEW)}"
    if not fullest.is_whole:
        return Met(line, UNMET, files, f'"{fullest.called}" holds more than {names}')
    left = "" if files else "nothing beside those named: "
    return Met(line, MET, files, f'{left}"{fullest.called}" is the sum of {names}')


def _partly_unknown(line: Wanted, came: Sequence[Came], files: tuple[int, ...], mix: str) -> Met:
    """A mix is the sum of stems and of files that may be tracks."""
    unknown = [at for at in files if came[at].judged.kind == UNKNOWN]
    names = few([came[at].called.label for at in unknown], _FEW)
    what = several(len(files) - len(unknown), "STEM")
    return Met(line, OPEN, files, f'{what} came; "{mix}" is the sum of them and {names}, of unknown kind')


def _all_unproven(line: Wanted, came: Sequence[Came], stems: tuple[int, ...]) -> Met:
    if stems:
        names = few([came[at].called.label for at in stems], _FEW)
        return Met(
            line, OPEN, stems, f"{several(len(stems), 'STEM')} came: {names}; nothing shows that it is all"
        )
    others = [at for at, one in enumerate(came) if one.judged.kind in (TRACK, UNKNOWN)]
    if any(came[at].judged.kind == UNKNOWN for at in others):
        return Met(line, OPEN, tuple(others), f"{_kinds(others, came)}; nothing shows that they are STEMS")
    return _of_another_kind(line, others, came)


def _met(line: Wanted, came: Sequence[Came], asked: Collection[frozenset[str]]) -> Met:
    if line.unclear:
        return Met(line, OPEN, (), f"{line.unclear}: read it yourself")
    named = _with_channels([at for at, one in enumerate(came) if _is_named(line, one)], came)
    if named and all(came[at].is_silent for at in named):
        return Met(line, UNMET, tuple(named), f"{quoted(named, came)}: nothing is heard in it")
    right = [at for at in named if came[at].judged.kind == line.kind or not line.kind]
    if line.role == "master":
        whole = [at for at in right if not came[at].lacking]
        if right and not whole:
            lacking = few([came[at].lacking for at in right], _FEW)
            return Met(line, UNMET, tuple(right), f"{quoted(right, came)}: it leaves out {lacking}")
        right = whole
    if line.role == "master" and not is_mastered(line.asked):
        plain = [at for at in right if not came[at].is_mastered]
        if right and not plain:
            why = "mastered, by its name, and no sum of what came: ask for the mix before that"
            return Met(line, OPEN, tuple(right), f"{quoted(right, came)}: {why}")
        right = plain
    if right and (line.role or line.without) and all(came[at].denied for at in right):
        held = few([came[at].denied for at in right], _FEW)
        return Met(line, UNMET, tuple(right), f"{quoted(right, came)}: it holds {held}")
    twins = sorted({twin for at in right for twin in came[at].twins if not came[twin].denied})
    if right and all(came[at].twins for at in right) and twins:
        return Met(line, OPEN, tuple(right), f"{quoted(right, came)}: the same as {quoted(twins, came)}")
    if beside := _beside(line, right, came, asked):
        are = f"{quoted(beside, came)} {_IS[len(beside) > 1]} in the mix beside it"
        why = f"{quoted(right, came)}: it may not be all of it, as {are}"
        return Met(line, OPEN, tuple(right), why)
    unknown = [at for at in named if came[at].judged.kind == UNKNOWN]
    wide = [at for at in unknown if came[at].channels == LAYOUTS.get(line.channels)]
    if right and not wide:
        return in_channels(line, right, came)
    unknown = wide or unknown
    if unknown:
        names, what = quoted(unknown, came), WHAT[line.kind]
        return Met(line, OPEN, tuple(unknown), f"{names}: named so, and nothing shows that it is a {what}")
    held = line.role or line.group
    by_content = [at for at, one in enumerate(came) if held and one.holding == held]
    if by_content and (line.group or not named):
        why = f"{quoted(by_content, came)}: not called so, but by what it holds, it may be it"
        return Met(line, OPEN, tuple(by_content), why)
    if named:
        return _of_another_kind(line, [*named, *(at for at in _pieces(line, came) if at not in named)], came)
    return _of_another_kind(line, _pieces(line, came), came)


def _with_channels(files: Sequence[int], came: Sequence[Came]) -> list[int]:
    """Files, and the other channels of those that are one of what is wider than stereo."""
    sets = {came[at].called.both for at in files if came[at].called.is_channel}
    return [
        at
        for at, one in enumerate(came)
        if at in files or (one.called.is_channel and one.called.both in sets)
    ]


def _beside(
    line: Wanted, right: Sequence[int], came: Sequence[Came], asked: Collection[frozenset[str]]
) -> list[int]:
    """The stems of the same group that a mix holds beside those that answer to a line, and no line names."""
    mixes = {at for each in right for at in came[each].judged.others}
    if line.kind != STEM or not line.group or not right:
        return []
    return [
        at
        for at in _pieces(line, came)
        if at not in right
        and came[at].judged.kind == STEM
        and mixes & {*came[at].judged.others}
        and came[at].called.words not in asked
    ]


def _pieces(line: Wanted, came: Sequence[Came]) -> list[int]:
    return [at for at, one in enumerate(came) if _is_piece(line, one)]


def _of_another_kind(line: Wanted, pieces: Sequence[int], came: Sequence[Came]) -> Met:
    what = WHAT.get(line.kind, "file")
    are_so = [came[at].judged.kind == line.kind for at in pieces]
    if are_so == [True]:
        names = quoted(pieces, came)
        return Met(line, OPEN, tuple(pieces), f"{names}: a {what}, and nothing shows that it is all of it")
    if [came[at].judged.kind for at in pieces] == [UNKNOWN]:
        why = f"{quoted(pieces, came)}: nothing shows that it is a {what}, or all of it"
        return Met(line, OPEN, tuple(pieces), why)
    if pieces:
        what = f"single {what}" if any(are_so) else what
        return Met(line, UNMET, tuple(pieces), f"no {what} of it came, but {_kinds(pieces, came)}")
    nameless = [at for at, one in enumerate(came) if one.judged.kind == line.kind and one.is_nameless]
    if nameless and line.kind != MIX:
        is_one = len(nameless) == 1
        are = f"is a {what}, and its name does" if is_one else f"are {what}S, and their names do"
        why = f"none is named so; {quoted(nameless, came)} {are} not say of what"
        return Met(line, OPEN, tuple(nameless), why)
    return Met(line, UNMET, (), f"no {what} of that name came")


def _is_named(line: Wanted, one: Came) -> bool:
    called = one.called
    if line.without:
        return called.is_mix and called.without == line.without
    if line.role:
        is_plain = not called.role and not called.is_moved and called.group in ("", "mix")
        return called.role == line.role or (line.role == one.holding == "master" and is_plain)
    if line.kind == MIX or called.role:
        return line.kind == MIX and called.is_mix and bool(line.words) and line.words <= called.words
    if line.words and line.words == called.words:
        return True
    return bool(line.group) and called.is_whole and _is_of(line, called)


def _is_piece(line: Wanted, one: Came) -> bool:
    called = one.called
    if line.role or line.without or called.is_mix:
        return False
    return _is_of(line, called) if line.group else bool(line.words) and line.words <= called.words


def _is_of(line: Wanted, called: Called) -> bool:
    return called.group in (("lead_vocal", "backing_vocals") if line.group == "vocals" else (line.group,))


def _kinds(files: Sequence[int], came: Sequence[Came]) -> str:
    """`10 TRACKS: Kick, Snare, Hat and 7 more`, kind by kind."""
    said = []
    for kind in (MIX, STEM, TRACK, UNKNOWN):
        same = [at for at in files if came[at].judged.kind == kind]
        if same:
            what = several(len(same), WHAT[kind]) if kind else f"{len(same)} of unknown kind"
            said.append(f"{what}: {few([came[at].called.label for at in same], _FEW)}")
    return "; ".join(said)
