"""Receiving a folder: its files are read here, and everything that is concluded from them is put together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from stemtui import scan
from stemtui.audio.headers import examine
from stemtui.errors import AudioFileError, Problem, StemtuiError
from stemtui.problems.rates import misnamed
from stemtui.receiving import checksums, faults, names, remarks
from stemtui.receiving.hearing import Asked, Grid, Heard, hear
from stemtui.receiving.kinds import MIX, judge
from stemtui.receiving.meeting import Came, meet
from stemtui.receiving.nulls import Left, measure
from stemtui.receiving.placing import Added, in_place
from stemtui.receiving.received import Received
from stemtui.receiving.relations import COPY
from stemtui.receiving.sums import AS_ONE, Part, Sum
from stemtui.receiving.wanted import Order
from stemtui.text import few

_MOST_APART, _FEW = 2, 3
"""Files are not placed by time references that are further apart than so many of the longest file."""


def receive(folder: Path, order: Order | None = None) -> Received:
    """What came in a folder, and whether it is what was ordered.

    Raises StemtuiError for a folder that is not there, or that holds no sound.
    """
    if not folder.is_dir():
        raise StemtuiError(f"{str(folder)!r} is not a folder: name the folder that was sent.")
    found = scan.scan(folder)
    problems = [problem for one in found for problem in _seen(one)]
    known = [(one.file, one.header) for one in found if one.header is not None]
    problems += [Problem("", f"{one.name!r}: {one.message}.") for one in misnamed(known)]
    asked = _asked(folder, found)
    if not asked:
        held = "; ".join(str(problem) for problem in problems[:3])
        raise StemtuiError(f"There is no sound file in {str(folder)!r} that opens. {held}".strip())
    headers = [examine(one.path, one.file).header for one in asked]
    grid = Grid.over(max(one.start + header.frames for one, header in zip(asked, headers, strict=True)))
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
    return _concluded(folder, found, heard, grid, problems, order)


def _concluded(
    folder: Path,
    found: Sequence[scan.Found],
    heard: tuple[Heard, ...],
    grid: Grid,
    problems: list[Problem],
    order: Order | None,
) -> Received:
    called = names.read([one.file for one in heard])
    paths = [folder / one.file for one in heard]
    added, delays = in_place(paths, _compared(heard), grid, called)
    judged = judge(called, added.sums, added.related)
    kinds = [one.kind for one in judged]
    listed = [one.file for one in scan.listed(folder)]
    checked = checksums.check(
        folder,
        sorted(file for file in listed if checksums.is_list(PurePosixPath(file).name)),
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
        same=_same(added, paths),
        late=delays,
        checked=checked,
        problems=(),
        not_understood=order.not_understood if order else (),
    )
    problems += [*faults.forms(heard), *faults.contents(heard, kinds)]
    for song in remarks.songs(received):
        problems += faults.lengths([heard[at] for at in song])
    problems += [*remarks.problems(received), *checked.problems]
    lines = meet(order.lines, _came(received)) if order else None
    return replace(received, problems=tuple(problems), lines=lines)


def _seen(found: scan.Found) -> Iterable[Problem]:
    """What the header alone shows; that stemtui printed a file is no fault here."""
    said = found.problems if found.header is None else found.header.problems
    return [Problem("", one if repr(found.file) in one else f"{found.file!r}: {one}.") for one in said]


def _asked(folder: Path, found: Sequence[scan.Found]) -> list[Asked]:
    """The files that open, each at the place that its time reference gives it, where all have one."""
    known = [(one.file, one.header) for one in found if one.header is not None]
    references = [header.time_reference for _, header in known if header.time_reference is not None]
    first, longest = min(references, default=0), max((header.frames for _, header in known), default=0)
    are_near = bool(references) and max(references) - first <= _MOST_APART * longest
    use = len(references) == len(known) and are_near
    return [
        Asked(folder / file, file, (header.time_reference or 0) - first if use else 0)
        for file, header in known
    ]


def _compared(heard: Sequence[Heard]) -> tuple[Heard, ...]:
    """The files with nothing to compare in those that are at another rate than most."""
    usual = faults.usually([one.header.samplerate for one in heard])
    return tuple(
        one if one.header.samplerate == usual else replace(one, sketch=np.zeros_like(one.sketch))
        for one in heard
    )


def _same(added: Added, paths: Sequence[Path]) -> dict[int, Left]:
    """What is left of each copy when its original is subtracted."""
    copies = [one for one in added.related if one.what == COPY]
    as_sums = [
        Sum(one.one, (Part(one.other, _as_is(one.gain), _as_is(one.gain)),), AS_ONE, 0.0, 0.0, 0.0, 0.0)
        for one in copies
    ]
    return dict(zip((one.one for one in copies), measure(as_sums, paths, added.heard), strict=True))


def _as_is(gain: float) -> float:
    return 1.0 if abs(gain - 1.0) < 1e-3 else gain


def _came(received: Received) -> list[Came]:
    sizes = {one.target: len(one.members) for one in received.sums}
    mixes = [at for at, one in enumerate(received.judged) if one.kind == MIX]
    most = max((sizes.get(at, 0) for at in mixes), default=0)
    denied = {
        at: few([f'"{received.called[each].label}"' for each in wrong], _FEW)
        for at, wrong in remarks.denied(received).items()
        if any(received.called[each].group != "backing_vocals" for each in wrong)
    }
    return [
        Came(
            called,
            judged,
            one.header.channels,
            one.is_mono,
            at in mixes and sizes.get(at, 0) == most,
            denied.get(at, ""),
        )
        for at, (called, judged, one) in enumerate(
            zip(received.called, received.judged, received.heard, strict=True)
        )
    ]
