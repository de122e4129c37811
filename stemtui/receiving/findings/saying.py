"""What came in a folder, in words: one screenful first, details after."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from math import isfinite

from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem
from stemtui.glossary.wrapping import wrap
from stemtui.header import Header
from stemtui.receiving import checksums
from stemtui.receiving.findings.explained import named
from stemtui.receiving.findings.faults import usually
from stemtui.receiving.findings.kinds_said import belied, why
from stemtui.receiving.findings.received import Received
from stemtui.receiving.findings.remarks import late_by, of_one_thing, songs
from stemtui.receiving.findings.sums_said import relative, sentence_of
from stemtui.receiving.findings.unequal import unsummed
from stemtui.receiving.kinds import kinds
from stemtui.receiving.kinds.kinds import MIX, STEM, TRACK
from stemtui.receiving.orders.answers import MET, Met
from stemtui.receiving.sounds.relations import COPY, FOLD, LEFT, RIGHT
from stemtui.receiving.sums.sums import LOOSE, Sum
from stemtui.text import clock, counted, few, listed, printable, several

WIDTH, SCREEN = 80, 24
_FEW, _SEVERAL = 4, 6
_LEAST_ROOM, _AROUND = 9, 4
_NOTHING_DB = -110.0
_HEADS = {MIX: "MIX", STEM: "STEM", TRACK: "TRACK"}


def lines(received: Received) -> list[str]:
    """Everything that is said of a folder: what is wrong as far as a screen has room, the rest in details."""
    head = [*_head(received)]
    ranked = sorted(received.problems, key=lambda problem: problem.severity != "error")
    told = [*map(_problem, ranked)]
    most = _fitting([len(each) for each in told], max(_LEAST_ROOM, SCREEN - _AROUND - len(head)))
    return [*head, *_wrong(told, most), "", "Details", *_details(received), *chain(*told[most:])]


def _head(received: Received) -> Iterator[str]:
    yield from wrap(_headline(received), WIDTH)
    if received.lines is not None:
        yield from _order(received, received.lines)
    yield ""
    yield from _kinds(received)


def _fitting(lengths: Sequence[int], room: int) -> int:
    """How many problems of so many lines fit into a room, one at least."""
    return max(1, sum(lines <= room for lines in accumulate(lengths)))


def _wrong(told: Sequence[Sequence[str]], most: int) -> Iterator[str]:
    if told:
        yield from ("", "What is wrong")
        yield from chain(*told[:most])
    if len(told) > most:
        yield f"  and {len(told) - most} more, below"


def _headline(received: Received) -> str:
    headers = [one.header for one in received.heard]
    widths = Counter(_width(header) for header in headers)
    count = listed([f"{number} {width}" for width, number in sorted(widths.items())])
    count = f"all {next(iter(widths))}" if len(widths) == 1 and len(headers) > 1 else count
    form, frames = usually([h.form for h in headers]), usually([h.frames for h in headers])
    rate = usually([h.samplerate for h in headers]) or 1
    mostly = "" if len({(h.form, h.frames) for h in headers}) == 1 else ", most of them"
    length = clock((frames or 0) / rate, 3)
    return (
        f"{counted(len(headers), 'sound file')} ({count}){mostly} {form}, {length} long. {_verdict(received)}"
    )


def _width(header: Header) -> str:
    return {1: "mono", 2: "stereo"}.get(header.channels, f"of {header.channels} channels")


def _verdict(received: Received) -> str:
    wrong = counted(len(received.faults), "fault") if received.faults else "No faults"
    if received.apart:
        wrong += f"; {counted(len(received.apart), 'file')} compared with no other"
    if received.unopened:
        wrong += f"; {counted(len(received.unopened), 'file')} not looked at"
    if received.lines is None:
        left = [named(received, at) for at in unsummed(received)]
        more = f"; no set of them adds up to {few(left, _FEW)}" if left else ""
        return f"{wrong}{more}."
    if received.is_met:
        return f"{wrong}; the order is met."
    return f"{wrong}; the order is NOT met."


def _order(received: Received, met: Sequence[Met]) -> Iterator[str]:
    yield ""
    right = [line for line in met if line.state == MET]
    told = f"The order: {len(right)} of {counted(len(met), 'line')} met"
    if len(found := songs(received)) > 1 and right:
        told += f" by song {1 + next(at for at, song in enumerate(found) if right[0].files[0] in song)}"
    yield told
    width = max(len(line.wanted.asked) for line in met)
    for number, line in enumerate(met, 1):
        state = line.state.upper() if line.state != MET else line.state
        head = f"{number:2}  {printable(line.wanted.asked).ljust(min(width, 24))}  {state}: "
        yield from wrap(line.why, WIDTH, "      ", first=head)
    if received.not_understood:
        yield from wrap(f"Not understood: {few([*received.not_understood], _SEVERAL)}.", WIDTH)


def _kinds(received: Received) -> Iterator[str]:
    yield "What the files most likely are, by how they add up (names prove nothing)"
    found = songs(received)
    for number, song in enumerate(found, 1):
        if len(found) > 1:
            yield f"  Song {number}, {counted(len(song), 'file')}"
        yield from _kinds_of(received, song)


def _kinds_of(received: Received, song: Sequence[int]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[int]] = {}
    for at in song:
        judged = received.judged[at]
        groups.setdefault((judged.kind, "" if judged.kind == MIX else judged.why), []).append(at)
    copies = {one.one for one in received.related if one.what == COPY and not of_one_thing(received, one)}
    for key in sorted(groups, key=lambda key: (kinds.KINDS.index(key[0]), -len(groups[key]))):
        kind, files = key[0], [at for at in groups[key] if at not in copies]
        again = len(groups[key]) - len(files)
        things, sizes = _things(received, kind, files)
        count = several(len(things), _HEADS[kind]) if kind else f"{len(things)} that nobody can tell"
        count += _in_files(len(things), sizes) if sizes else ""
        more = f"; {again} more {'is a copy' if again == 1 else 'are copies'}" if again else ""
        yield from wrap(f"{count}: {few(things, _SEVERAL)}{more}.", WIDTH, "    ", first="  ")
        said = belied(received, files).strip() if kind == MIX else why(received, files)
        yield from wrap(said, WIDTH, "    ") if said else ()
    wrong = {problem.path for problem in received.faults}
    for one in [one for one in _told(received) if one.target in song][:1]:
        # what is wrong with it says the same
        if one.is_moved and received.heard[one.target].file in wrong:
            continue
        yield from wrap(sentence_of(received, one, _FEW), WIDTH, "    ", first="  ")


def _things(received: Received, kind: str, files: Sequence[int]) -> tuple[list[str], list[int]]:
    """What files are called, and in how many files those things are that came in several: a left and a right
    one are one mix or stem, and two tracks; all channels of what is wider are one, whatever it is."""
    called = [received.called[at] for at in files]
    both = Counter(one.both for one in called if kind in (MIX, STEM) or one.is_channel)
    several = {name: number for name, number in both.items() if name and number > 1}
    names = dict.fromkeys(one.both if one.both in several else one.label for one in called)
    return [*names], [*several.values()]


def _in_files(things: int, sizes: Sequence[int]) -> str:
    """In how many files each of some things came, of which those are in several."""
    them = "" if things == 1 else " each" if len(sizes) == things else f" {len(sizes)} of them"
    most = max(sizes)
    up_to = "up to " if min(sizes) < most else ""
    how = "two files, left and right" if most == 2 else f"{up_to}{most} files, one for each channel"
    return f",{them} in {how}"


def _told(received: Received) -> list[Sum]:
    """The sums of mixes, each once, the fullest first, and of these the ones that leave least."""
    once: dict[int, Sum] = {}
    for one in received.sums:
        if received.judged[one.target].kind == MIX:
            once.setdefault(one.target, one)
    lefts = {id(one): left for one, left in zip(received.sums, received.lefts, strict=True)}

    def rank(one: Sum) -> tuple[int, bool, float, int]:
        parts, is_treated, target = one.precedence
        return parts, is_treated, max(_NOTHING_DB, lefts[id(one)].relative_db), target

    return sorted(once.values(), key=rank)


def _problem(problem: Problem) -> list[str]:
    where = f"{problem.path!r} " if problem.path else ""
    text = f"{where}{problem.message} {problem.remedy}".strip()
    return wrap(text, WIDTH, "           ", first=f"  {problem.severity:7}  ")


def _details(received: Received) -> Iterator[str]:
    yield from wrap(checksums.said(received.checked), WIDTH, "    ", first="  ")
    everything = _told(received)
    told = [one for song in songs(received) for one in [one for one in everything if one.target in song][:1]]
    for one in received.sums:
        is_loose = one.manner == LOOSE or len(one.parts) == 1
        is_noise = is_loose and received.judged[one.target].kind != MIX
        if not is_noise and (one not in told or len(one.parts) > _FEW):
            yield from wrap(sentence_of(received, one), WIDTH, "    ", first="  ")
    yield from _unadded(received)
    yield from _relations(received)
    for at in range(len(received.heard)):
        yield _file(received, at)


def _unadded(received: Received) -> Iterator[str]:
    """That no set of files adds up to one that is named like a mix."""
    targets = {one.target for one in received.sums}
    for at in unsummed(received):
        if at not in targets:
            text = f"No set of these files adds up to {named(received, at)}."
            yield from wrap(text, WIDTH, "    ", first="  ")


def _relations(received: Received) -> Iterator[str]:
    words = {LEFT: "the left channel of", RIGHT: "the right channel of", FOLD: "the mono fold of"}
    for one in received.related:
        if one.what != COPY:
            text = (
                f"{named(received, one.one)} is {words[one.what]} {named(received, one.other)} at a gain of "
            )
            yield from wrap(
                f"{text}{one.gain:.3f} ({relative(one.left_db)} left).", WIDTH, "    ", first="  "
            )


def _file(received: Received, at: int) -> str:
    one, kind = received.heard[at], _HEADS.get(received.judged[at].kind, "?")
    level = dbfs(one.peak)
    peak = f"peak {level:.1f} dBFS" if isfinite(level) else "silent"
    alike = ", both channels alike" if one.are_alike else ""
    alike += " but for rounding" if alike and one.apart else ""
    width = _width(one.header) if one.header.channels <= 2 else f"{one.header.channels} ch"
    lag = f", {late_by(received, received.late[at])}" if at in received.late else ""
    return f"  {kind:5}  {width:6}  {peak:15}  {one.file}{alike}{lag}"
