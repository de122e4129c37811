"""An order's lines against the files that came: which are met, which are not, and which nobody can tell."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.receiving.kinds import MIX, STEM, TRACK, UNKNOWN, Judged
from stemtui.receiving.names import Called, is_mastered, short
from stemtui.receiving.wanted import Wanted
from stemtui.text import few, listed, several

MET, UNMET, OPEN = "met", "not met", "cannot tell"
_FEW = 3
_IS = ("is", "are")
_SIDES = {"left", "right"}
_WHAT = {MIX: "MIX", STEM: "STEM", TRACK: "TRACK"}


@frozen
class Met:
    """A line of an order: whether it is met, which files answer to it (by index), and why."""

    wanted: Wanted
    state: str
    files: tuple[int, ...]
    why: str


@frozen
class Came:
    """A file that came: what it is called, what it most likely is, and its channels.

    It is a mix of the role `holding` by what it holds, if it shows: "master" where no other mix holds as many
    files; `denied` are files in it that its name denies.
    `twins` are the files with the same sound under a name that says something else, of which one is wrong.
    It `is_mastered` where its name says so and no sum shows otherwise.
    """

    called: Called
    judged: Judged
    channels: int
    is_mono: bool
    holding: str = ""
    denied: str = ""
    twins: tuple[int, ...] = ()
    is_mastered: bool = False

    @property
    def is_nameless(self) -> bool:
        """Whether its name says nothing of what is heard in it."""
        return not (self.called.role or self.called.group)


@frozen
class Set:
    """The files that a mix is the sum of, which is called `called`; not `is_whole` where it holds more."""

    called: str
    members: frozenset[int]
    is_whole: bool


def meet(lines: Sequence[Wanted], came: Sequence[Came], fullest: Set | None = None) -> tuple[Met, ...]:
    """Each line of an order with what came for it; `fullest` are the parts of the mix that holds most."""
    asked = {line.words for line in lines}
    met = {at: _met(line, came, asked) for at, line in enumerate(lines) if not line.every}
    named = {file for one in met.values() for file in one.files}
    return tuple(met.get(at) or _every(line, came, fullest, named) for at, line in enumerate(lines))


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
    named = [at for at, one in enumerate(came) if _is_named(line, one)]
    right = [at for at in named if came[at].judged.kind == line.kind or not line.kind]
    if line.role == "master" and not is_mastered(line.asked):
        plain = [at for at in right if not came[at].is_mastered]
        if right and not plain:
            why = "mastered, by its name, and no sum of what came: ask for the mix before that"
            return Met(line, OPEN, tuple(right), f"{_names(right, came)}: {why}")
        right = plain
    if right and line.role and all(came[at].denied for at in right):
        held = few([came[at].denied for at in right], _FEW)
        return Met(line, UNMET, tuple(right), f"{_names(right, came)}: it holds {held}")
    twins = sorted({twin for at in right for twin in came[at].twins if not came[twin].denied})
    if right and all(came[at].twins for at in right) and twins:
        return Met(line, OPEN, tuple(right), f"{_names(right, came)}: the same as {_names(twins, came)}")
    if beside := _beside(line, right, came, asked):
        are = f"{_names(beside, came)} {_IS[len(beside) > 1]} in the mix beside it"
        why = f"{_names(right, came)}: it may not be all of it, as {are}"
        return Met(line, OPEN, tuple(right), why)
    if right:
        return _in_channels(line, right, came)
    unknown = [at for at in named if came[at].judged.kind == UNKNOWN]
    if unknown:
        names, what = _names(unknown, came), _WHAT[line.kind]
        return Met(line, OPEN, tuple(unknown), f"{names}: named so, and nothing shows that it is a {what}")
    by_content = [at for at, one in enumerate(came) if line.role and one.holding == line.role]
    if by_content and not named:
        why = f"{_names(by_content, came)}: not called so, but by what it holds, it may be it"
        return Met(line, OPEN, tuple(by_content), why)
    if named:
        return _of_another_kind(line, [*named, *(at for at in _pieces(line, came) if at not in named)], came)
    return _of_another_kind(line, _pieces(line, came), came)


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
    what = _WHAT.get(line.kind, "file")
    are_so = [came[at].judged.kind == line.kind for at in pieces]
    if are_so == [True]:
        names = _names(pieces, came)
        return Met(line, OPEN, tuple(pieces), f"{names}: a {what}, and nothing shows that it is all of it")
    if [came[at].judged.kind for at in pieces] == [UNKNOWN]:
        why = f"{_names(pieces, came)}: nothing shows that it is a {what}, or all of it"
        return Met(line, OPEN, tuple(pieces), why)
    if pieces:
        what = f"single {what}" if any(are_so) else what
        return Met(line, UNMET, tuple(pieces), f"no {what} of it came, but {_kinds(pieces, came)}")
    if nameless := [at for at, one in enumerate(came) if one.judged.kind == line.kind and one.is_nameless]:
        is_one = len(nameless) == 1
        are = f"is a {what}, and its name does" if is_one else f"are {what}S, and their names do"
        why = f"none is named so; {_names(nameless, came)} {are} not say of what"
        return Met(line, OPEN, tuple(nameless), why)
    return Met(line, UNMET, (), f"no {what} of that name came")


def _in_channels(line: Wanted, right: Sequence[int], came: Sequence[Came]) -> Met:
    names = _names(right, came)
    if channels := [at for at in right if came[at].called.is_channel]:
        return _in_wide(line, channels, came)
    sides = {came[at].called.side for at in right} >= _SIDES
    if sides and line.channels == "mono":
        return Met(line, UNMET, tuple(right), f"{names}: left and right, and mono was asked for")
    if line.channels == "mono" and not any(came[at].is_mono for at in right):
        return Met(line, UNMET, tuple(right), f"{names}: stereo, and mono was asked for")
    if line.channels == "stereo" and not sides and all(came[at].channels == 1 for at in right):
        return Met(line, UNMET, tuple(right), f"{names}: mono, and stereo was asked for")
    said = [names]
    if line.channels == "mono" and all(came[at].channels > 1 for at in right):
        said.append("stereo with the same in both channels")
    if sides and len(right) == len(_SIDES):
        said.append("left and right in a file each")
    elif len(right) > 1:
        said.append(f"{len(right)} files answer to it")
    return Met(line, MET, tuple(right), "; ".join(said))


def _in_wide(line: Wanted, channels: Sequence[int], came: Sequence[Came]) -> Met:
    """What is wider than stereo, in a file for each channel."""
    files, names = tuple(channels), listed([came[at].called.side for at in channels])
    what = f'"{came[channels[0]].called.both}" in {len(files)} files, {names}'
    if line.channels:
        return Met(line, UNMET, files, f"{what}: {line.channels} was asked for")
    return Met(line, MET, files, what)


def _is_named(line: Wanted, one: Came) -> bool:
    called = one.called
    if line.role:
        return called.role == line.role or (
            line.role == one.holding == "master" and not called.role and called.group in ("", "mix")
        )
    if line.kind == MIX or called.role:
        return line.kind == MIX and called.is_mix and bool(line.words) and line.words <= called.words
    if line.words and line.words == called.words:
        return True
    return bool(line.group) and called.is_whole and _is_of(line, called)


def _is_piece(line: Wanted, one: Came) -> bool:
    called = one.called
    if line.role or called.is_mix:
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
            what = several(len(same), _WHAT[kind]) if kind else f"{len(same)} of unknown kind"
            said.append(f"{what}: {few([came[at].called.label for at in same], _FEW)}")
    return "; ".join(said)


def _names(files: Sequence[int], came: Sequence[Came]) -> str:
    return few([f'"{short(came[at].called)}"' for at in files], _FEW)
