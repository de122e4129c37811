"""What is wrong with files that belong together: damage, silence, clipping, forms, starts and lengths."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from stemtui.audio.pictures.overview import AUDIBLE
from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem, Severity
from stemtui.header import Header
from stemtui.holes import hole_words
from stemtui.receiving.kinds.kinds import MIX, STEM
from stemtui.receiving.sounds.hearing import Heard
from stemtui.receiving.sums.placing import apart
from stemtui.text import clock, counted, few, lasting, sentence

_FEW = 3
_ROUNDED = 3
_T = TypeVar("_T")


def forms(
    heard: Sequence[Heard], misread: Collection[str] = (), is_complete: bool = False
) -> Iterator[Problem]:
    """Files whose rate, word length or start is not that of most.

    Those `misread` have a header of which more is said elsewhere; where the folder `is_complete`, all of it
    adds up where the files lie.
    """
    rates = "Resampled here, to be compared; ask for all at one rate."
    told = [one for one in heard if one.file not in misread]
    yield from _unlike(told, lambda h: f"{h.samplerate / 1000:g} kHz", "at", rates)
    yield from _unlike(heard, lambda h: h.coded, "", "", severity="warning")
    yield from _starts(heard, is_complete)
    for at in sorted(apart(heard)):
        text = f"was compared with nothing: no other file has {_channels(heard[at])}."
        yield Problem(heard[at].file, text, severity="warning")


def _channels(one: Heard) -> str:
    return f"{one.layout} channels" if one.layout > 2 else "one or two channels"


def unordered(heard: Sequence[Heard], rate: int, bit_depth: int | str) -> Iterator[Problem]:
    """Files of another rate or word length than was ordered (0: any)."""
    asked = [f"{rate / 1000:g} kHz"] if rate else []
    asked += ["32-bit float" if bit_depth == "32f" else f"{bit_depth}-bit"] if bit_depth else []
    found: dict[str, list[str]] = defaultdict(list)
    for one in heard:
        header = one.header
        depth = header.bits or ("32f" if "FLOAT" in header.subtype else 0)
        if (rate and header.samplerate != rate) or (bit_depth and depth != bit_depth):
            found[header.form].append(repr(one.file))
    for form, names in found.items():
        verb = "is" if len(names) == 1 else "are"
        text = f"{few(names, _FEW)} {verb} {form}, and {' '.join(asked)} was ordered."
        yield Problem("", text, "Ask for that form.")


def _unlike(
    heard: Sequence[Heard], said: Callable[[Header], str], joint: str, remedy: str, severity: str = "error"
) -> Iterator[Problem]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in heard:
        found[said(one.header)].append(repr(one.file))
    usual = usually([said(one.header) for one in heard])
    for value, names in found.items():
        if value != usual:
            verb = "is" if len(names) == 1 else "are"
            at = f"{joint} " if joint else ""
            text = f"{few(names, _FEW)} {verb} {at}{value}; the others {at}{usual}."
            yield Problem("", text, remedy, "warning" if severity == "warning" else "error")


def _starts(heard: Sequence[Heard], is_complete: bool) -> Iterator[Problem]:
    """Files that begin at another time, by BWF, than most: no fault where all add up at those times."""
    known = [one for one in heard if one.header.time_reference is not None]
    if not known:
        return
    usual = usually([one.header.time_reference for one in known]) or 0
    are_placed = len({one.start for one in heard}) > 1
    where, remedy = "", "Place each at its time, or ask for files that start together."
    if is_complete and not are_placed:
        where = "; from one start they add up"
        remedy = "Place all at one start, by no time reference, or ask for these again."
    yield from _apart(
        {one.file: (one.header.time_reference or 0) - usual for one in known},
        known[0].header.samplerate,
        ("later", "earlier"),
        "{names} start{s} {by} {how} than the others, by BWF time references" + where + ".",
        remedy,
        "warning" if is_complete and are_placed else "error",
    )
    if len(known) < len(heard) and any(one.header.time_reference for one in known):
        names = [repr(one.file) for one in heard if one.header.time_reference is None]
        text = f"{few(names, _FEW)}: no BWF time reference, which the others have; taken from the same start."
        yield Problem("", text, severity="warning")


def lengths(
    heard: Sequence[Heard], late: Mapping[str, int] | None = None, is_complete: bool = False
) -> Iterator[Problem]:
    """Files of one song that end later or earlier than most, where they lie.

    Those that are so much `late`, in frames by file, as they are longer are said to be late, and not this. It
    is no fault of files that lie where their time references say, if all of it adds up there.
    """
    usual = usually([one.end for one in heard]) or 0
    by = {one.file: one.end - usual for one in heard if one.frames}
    # another rate has another count of frames, which is rounded
    by |= {one.file: 0 for one in heard if one.is_resampled and abs(by[one.file]) < _ROUNDED}
    by |= {file: 0 for file, frames in (late or {}).items() if by.get(file) == frames}
    are_placed = len({one.start for one in heard if one.file not in (late or {})}) > 1
    yield from _apart(
        by,
        usually([one.header.samplerate for one in heard]) or 1,
        ("longer", "shorter"),
        "{names} {is} {by} {how} than the others.",
        "Ask for files of one length: nothing is cut then, and all line up.",
        "warning" if is_complete and are_placed else "error",
    )


def _apart(
    differences: dict[str, int],
    rate: int,
    hows: tuple[str, str],
    text: str,
    remedy: str,
    severity: Severity = "error",
) -> Iterator[Problem]:
    """By how many frames files differ from most: those that do so by several lengths in one sentence."""
    differ = {file: frames for file, frames in differences.items() if frames}
    if not differ:
        return
    spans = sorted({abs(frames) for frames in differ.values()})
    by = f"{counted(spans[0], 'sample')} ({lasting(spans[0] / max(1, rate))})"
    if len(spans) > 1:
        by = f"{lasting(spans[0] / max(1, rate))} to {lasting(spans[-1] / max(1, rate))}"
    how = " or ".join(word for word, is_so in zip(hows, _signs(differ.values()), strict=True) if is_so)
    names = few([repr(file) for file in sorted(differ, key=lambda file: -abs(differ[file]))], _FEW)
    numbered = {"is": "is", "s": "s"} if len(differ) == 1 else {"is": "are", "s": ""}
    yield Problem("", text.format(names=names, by=by, how=how, **numbered), remedy, severity)


def _signs(values: Collection[int]) -> tuple[bool, bool]:
    return any(value > 0 for value in values), any(value < 0 for value in values)


def contents(
    heard: Sequence[Heard],
    kinds: Sequence[str],
    proven: Collection[int] = (),
    is_complete: bool = False,
) -> Iterator[Problem]:
    """Files that are silent, in all or on a side, clipped, or have holes.

    Those `proven`, by index, add up as they are; where that `is_complete`, nothing is missing in what is
    silent.
    """
    # a channel with nothing in it is one of what sounds in others
    sounding = {one.asked.channel.of for one in heard if one.asked.channel and not one.is_silent}
    silent = [
        repr(one.file)
        for one in heard
        if one.is_silent and one.frames and not (one.asked.channel and one.asked.channel.of in sounding)
    ]
    if silent:
        hold, them, they = ("holds", "it", "it is") if len(silent) == 1 else ("hold", "them", "they are")
        text = f"{sentence(few(silent, _FEW))} {hold} nothing but silence."
        remedy = f"Ask for {them} again, or what {they} for."
        yield Problem("", text, remedy, "warning" if is_complete else "error")
    yield from _lost_sides(heard, kinds, proven)
    yield from _faint(heard)
    yield from _too_hot(heard, kinds)
    for one in heard:
        if one.holes:
            yield Problem(one.file, f"has {hole_words(one.holes)}.", "Listen there.", "warning")


def _lost_sides(heard: Sequence[Heard], kinds: Sequence[str], proven: Collection[int]) -> Iterator[Problem]:
    found: dict[tuple[str, Severity], list[Heard]] = defaultdict(list)
    for at, (one, kind) in enumerate(zip(heard, kinds, strict=True)):
        if one.silent_side and at not in proven:
            found[one.silent_side, "error" if kind == STEM else "warning"].append(one)
    for (side, severity), files in found.items():
        be, they = ("is", "it") if len(files) == 1 else ("are", "they")
        text = f"{be} silent on the {side}, and nothing shows that {they} should be."
        yield _of(files, text, "Ask whether a side was lost.", severity)


def _faint(heard: Sequence[Heard]) -> Iterator[Problem]:
    if files := [one for one in heard if 0.0 < one.peak < AUDIBLE]:
        be, its = ("is", "its peak is") if len(files) == 1 else ("are", "no peak is over")
        most = dbfs(max(one.peak for one in files))
        yield _of(files, f"{be} all but silent: {its} {most:.1f} dBFS.", severity="warning")


def _too_hot(heard: Sequence[Heard], kinds: Sequence[str]) -> Iterator[Problem]:
    """Files that are over full scale, or were clipped there: those of one severity together."""
    if files := [one for one in heard if one.is_over]:
        goes, most = ("goes", "to") if len(files) == 1 else ("go", "the loudest to")
        peak = dbfs(max(one.peak for one in files))
        text = f"{goes} over full scale, {most} {peak:+.1f} dBFS, which only float can hold."
        yield _of(files, text, "Turn all files down alike before they are converted.", "warning")
    clipped: dict[Severity, list[Heard]] = defaultdict(list)
    for one, kind in zip(heard, kinds, strict=True):
        if one.clips and not one.is_over:
            clipped["warning" if kind == MIX else "error"].append(one)
    for severity, files in clipped.items():
        be = "is" if len(files) == 1 else "are"
        runs = counted(sum(one.clips for one in files), "run")
        first = min(files, key=_clips_at)
        where = f" in {first.file!r}" if len(files) > 1 else ""
        text = f"{be} clipped: {runs} at full scale, the first at {clock(_clips_at(first), 3)}{where}."
        yield _of(files, text, severity=severity)


def _clips_at(one: Heard) -> float:
    return (one.clips_at or 0) / one.header.samplerate


def _of(files: Sequence[Heard], text: str, remedy: str = "", severity: Severity = "error") -> Problem:
    """What is wrong with one file, or with several in the same way."""
    if len(files) == 1:
        return Problem(files[0].file, text, remedy, severity)
    return Problem("", f"{few([repr(one.file) for one in files], _FEW)} {text}", remedy, severity)


def usually(values: Sequence[_T]) -> _T | None:
    """The value that most have, the first of those where several do."""
    return Counter(values).most_common(1)[0][0] if values else None
