"""Sources that a stem would hold twice: files that are the sum of others of it, as measured."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeGuard

import numpy as np

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.labels import labels
from stemtui.places import track_path
from stemtui.propose.sums import may_be_doubled
from stemtui.receiving.sounds.hearing import Asked, Grid, Heard, hear
from stemtui.receiving.sums.adding import find
from stemtui.receiving.sums.exact import Exact
from stemtui.receiving.sums.nulls import measure
from stemtui.receiving.sums.products import Products
from stemtui.receiving.sums.sums import measured
from stemtui.session import Session, Track
from stemtui.text import printable

_FEWEST = 3
"""A sum and two parts."""


def sums(
    root: Path,
    session: Session,
    headers: Mapping[str, Header | AudioFileError],
    suspects: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    """Each track that is found to hold several of the others: of the `suspects` those that each may hold, by
    their ids, however they were treated together; of all tracks, those that it is the plain sum of.

    `headers` are by id too. Mono and stereo files at one rate are compared, all from their first frame;
    what cannot be read to its end is left to other checks.
    """
    found: set[str] = set()
    for track, parts in suspects.items():
        read = {one: header for one in (track, *parts) if _is_usable(header := headers.get(one))}
        rate = read[track].samplerate if track in read else 0
        alike = [one for one, header in read.items() if header.samplerate == rate]
        if len(alike) > 1:
            held = _held(_heard(root, [session.track(one) for one in alike], read))
            if held:
                found.add(track)
                yield _twice(session.track(track), [session.track(alike[at]) for at in held])
    for track, parts in _plain(root, session, headers).items():
        if track not in found:
            yield _twice(session.track(track), [session.track(one) for one in parts])


def _plain(
    root: Path, session: Session, headers: Mapping[str, Header | AudioFileError]
) -> dict[str, list[str]]:
    """The tracks that are sums of others, whatever they are called: rounding explains what these leave."""
    used = [track for track in session.tracks if may_be_doubled(session, track)]
    read = {track.id: header for track in used if _is_usable(header := headers.get(track.id))}
    sums: dict[str, list[str]] = {}
    for rate in sorted({header.samplerate for header in read.values()}):
        alike = [track for track in used if track.id in read and read[track.id].samplerate == rate]
        pairs = zip(alike, _heard(root, alike, read), strict=True)
        sure = [(track.id, one) for track, one in pairs if isinstance(one, Heard)]
        if len(sure) < _FEWEST:
            continue
        heard = [one for _, one in sure]
        exact = [*Exact(Products(np.stack([one.sketch for one in heard]), frozenset())).found().values()]
        for one, left in zip(exact, measure(exact, heard), strict=True):
            if left.is_explained:
                sums[sure[one.target][0]] = [sure[at][0] for at in sorted(one.members)]
    return sums


def _heard(root: Path, tracks: Sequence[Track], read: Mapping[str, Header]) -> list[Heard | AudioFileError]:
    frames = max((read[track.id].frames for track in tracks), default=0)
    paths = [track_path(root, track.file) for track in tracks]
    return [*hear([Asked(path, path.name) for path in paths], Grid.over(frames))]


def _is_usable(header: Header | AudioFileError | None) -> TypeGuard[Header]:
    return isinstance(header, Header) and header.channels in (1, 2) and header.frames > 0


def _held(heard: Sequence[Heard | AudioFileError]) -> tuple[int, ...]:
    """The files, by index, that are in the first one for sure, where several are."""
    sure = [one for one in heard if isinstance(one, Heard)]
    if len(sure) < len(heard):
        return ()
    found = [one for one in find(np.stack([one.sketch for one in sure]), [0]) if one.target == 0]
    told = map(measured, found, measure(found, sure))
    return max((tuple(sorted(one.members)) for one in told if one.is_told), key=len, default=())


def _twice(track: Track, held: Sequence[Track]) -> Problem:
    """What is doubled may be meant to be, and a render does not measure it: neither refuses it."""
    said = f'"{printable(track.label)}" holds {labels(held)}, as measured: '
    waits = "in a stem, they would be heard twice."
    return Problem(
        f"track.{track.id}.origin",
        said + ("they are heard twice in the sum." if track.stem else waits),
        "Leave it out, or what it holds, with a reason (L). Nothing to do if it is doubled on purpose.",
        "warning",
    )
