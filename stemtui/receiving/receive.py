"""Receiving a folder: its files are read here, and everything that is concluded from them is put together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from stemtui import scan
from stemtui.audio.samples.headers import examine
from stemtui.errors import AudioFileError, Problem, StemtuiError
from stemtui.header import frames_at
from stemtui.problems.rates import misnamed
from stemtui.receipts import RECEIPT, unreadable
from stemtui.receiving import checksum_lists, checksums
from stemtui.receiving.findings import excerpts, faults, misnaming, remarks, unequal
from stemtui.receiving.findings.answering import answered
from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import APART, UNKNOWN, Judged, judge
from stemtui.receiving.kinds.locked import locked
from stemtui.receiving.kinds.records import Records, called_so, made_as
from stemtui.receiving.orders.meeting import doubted
from stemtui.receiving.orders.wanted import Order
from stemtui.receiving.sounds import pops, sides, unheard
from stemtui.receiving.sounds.hearing import Asked, Grid, Heard, hear
from stemtui.receiving.sounds.names import read
from stemtui.receiving.sounds.relations import COPY
from stemtui.receiving.sums.blame import blamed
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.nulls import measure
from stemtui.receiving.sums.placing import Added, apart, in_place
from stemtui.receiving.sums.sums import Part, Sum

_MOST_APART = 2
"""Files are not placed by time references that are further apart than so many of the longest file."""


def receive(
    folder: Path, order: Order | None = None, records: Records | None = None, is_proven: bool = False
) -> Received:
    """What came in a folder, and whether it is what was ordered.

    `records` are by file: what no sum shows of one is as its record says. What its own proof has
    shown of a delivery that `is_proven` is not asked again.
    Raises StemtuiError for a folder that is not there, or that holds no sound.
    """
    if not folder.is_dir():
        unpack = "unpack it, and name the folder that comes out" if unheard.is_packed(folder.name) else ""
        raise StemtuiError(f"{str(folder)!r} is not a folder: {unpack or 'name the folder that was sent'}.")
    found = scan.scan(folder)
    listed = [one.file for one in scan.listed(folder)]
    problems = [*_unread(folder), *unheard.problems(found, listed)]
    known = [(one.file, one.header) for one in found if one.header is not None]
    problems += [Problem("", f"{one.name!r}: {one.message}.") for one in misnamed(known)]
    asked = _asked(folder, found)
    if not asked:
        held = "; ".join(str(problem) for problem in problems[:3])
        raise StemtuiError(f"There is no sound file in {str(folder)!r} that opens. {held}".strip())
    headers = [examine(one.path, one.file).header for one in asked]
    grid = Grid.over(
        max(
            one.start + frames_at(header.frames, header.samplerate, one.rate or header.samplerate)
            for one, header in zip(asked, headers, strict=True)
        ),
        len(asked),
    )
    listened = hear(asked, grid)
    told = {one.file for one in found if one.header is not None and one.header.problems}
    problems += [
        Problem("", str(error))
        for one, error in zip(asked, listened, strict=True)
        if isinstance(error, AudioFileError) and one.file not in told
    ]
    heard = tuple(one for one in listened if isinstance(one, Heard))
    if not heard:
        raise StemtuiError(f"No sound file in {str(folder)!r} can be read to its end. {problems[0]}")
    return _concluded(folder, found, heard, grid, problems, order, listed, records or {}, is_proven)


def _concluded(
    folder: Path,
    found: Sequence[scan.Found],
    heard: tuple[Heard, ...],
    grid: Grid,
    problems: list[Problem],
    order: Order | None,
    listed: Sequence[str],
    records: Records,
    is_proven: bool,
) -> Received:
    called = called_so([one.file for one in heard], records)
    tones = pops.pops(heard)
    problems += pops.problems(heard, tones, heard[0].asked.rate or heard[0].header.samplerate)
    heard = pops.without(heard, tones)
    added, delays = in_place(heard, grid, called)
    alone = apart(heard)
    lock = locked(folder, listed, heard)
    problems += lock.problems
    judged = tuple(
        lock.judged(at, made_as(Judged(UNKNOWN, APART) if at in alone else one, records.get(called[at].file)))
        for at, one in enumerate(judge(called, added.sums, added.related))
    )
    kinds = [one.kind for one in judged]
    wrong_rates = {one.name for one in misnamed([(one.file, one.header) for one in heard])}
    checked = checksums.check(
        folder,
        sorted(file for file in listed if checksum_lists.is_list(PurePosixPath(file).name)),
        [one.file for one in found if one.is_audio],
    )
    received = Received(
        folder=str(folder),
        heard=added.heard,
        called=called,
        judged=judged,
        sums=added.sums,
        lefts=added.lefts,
        related=added.related,
        same=_same(added),
        late=delays,
        blamed=blamed(added.sums, added.lefts, added.heard),
        checked=checked,
        apart=alone,
        locked=lock.tracks,
        unopened=unheard.unopened(found),
        unread=read(unheard.unread(found, [one.file for one in heard])),
        problems=(),
        not_understood=order.not_understood if order else (),
    )
    proven, is_complete = unequal.proven(received), unequal.is_complete(received)
    again = remarks.changed_copies(received)
    own = [one for at, one in enumerate(heard) if at not in again]
    are_all = is_complete and proven >= {*range(len(heard))} - again
    problems += faults.forms(own, wrong_rates, are_all)
    problems += faults.contents(heard, kinds, proven, is_complete)
    late = {heard[at].file: by for at, by in delays.items()}
    other_lengths = again | excerpts.excerpts(received)
    for song in remarks.songs(received):
        problems += faults.lengths([heard[at] for at in song if at not in other_lengths], late, are_all)
    problems += excerpts.problems(received)
    problems += remarks.problems(received)
    problems += () if is_proven else unequal.problems(received, order is not None)
    problems += sides.lone(
        [one.file for one in found if one.is_audio],
        [one.file for one in heard if one.header.channels == 1],
        [heard[at].file for at in proven],
    )
    problems += checked.problems
    problems += faults.unordered(own, order.rate, order.bit_depth) if order else ()
    lines = answered(received, order.lines) if order else None
    if lines and any(misnaming.problems(received)):
        lines = tuple(map(doubted, lines))
    return replace(received, problems=tuple(problems), lines=lines)


def _unread(folder: Path) -> Iterable[Problem]:
    """A receipt of stemtui's that says nothing any more."""
    if why := unreadable(folder):
        text = f"{RECEIPT!r} cannot be read ({why}), so that nothing here says what was delivered."
        yield Problem("", text, "Copy it again, or ask for it.")


def _asked(folder: Path, found: Sequence[scan.Found]) -> list[Asked]:
    """The files that open, each at the place that its time reference gives it, where all have one.

    Those at another rate than most are resampled to it, but for those whose header seems to name a wrong one.
    """
    known = [(one.file, one.header) for one in found if one.header is not None]
    usual = faults.usually([header.samplerate for _, header in known]) or 0
    misread = {one.name for one in misnamed(known) if one.rate == usual}
    rates = [0 if file in misread or header.samplerate == usual else usual for file, header in known]
    references = [
        frames_at(header.time_reference, header.samplerate, rate or header.samplerate)
        for (_, header), rate in zip(known, rates, strict=True)
        if header.time_reference is not None
    ]
    longest = max((header.seconds for _, header in known), default=0.0)
    are_near = bool(references) and max(references) - min(references) <= _MOST_APART * longest * usual
    use = len(references) == len(known) and are_near
    starts = [one - min(references) for one in references] if use else [0] * len(known)
    channels = sides.channels([file for file, _ in known])
    of = {file: one for file, one in channels.items() if one.is_wide}
    return [
        Asked(folder / file, file, start, rate, channel=of.get(file))
        for (file, _), start, rate in zip(known, starts, rates, strict=True)
    ]


def _same(added: Added) -> dict[int, Left]:
    """What is left of each copy when its original is subtracted."""
    copies = [one for one in added.related if one.what == COPY]
    as_sums = [Sum.of(one.one, (Part(one.other, _as_is(one.gain), _as_is(one.gain)),)) for one in copies]
    return dict(zip((one.one for one in copies), measure(as_sums, added.heard), strict=True))


def _as_is(gain: float) -> float:
    return 1.0 if abs(gain - 1.0) < 1e-3 else gain
