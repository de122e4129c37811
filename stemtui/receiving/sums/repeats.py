"""Sources that a stem would hold twice: files that are the sum of others of it, as measured."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeGuard

import numpy as np

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.places import track_path
from stemtui.problems.words import labels
from stemtui.receiving.sounds.hearing import Asked, Grid, Heard, hear
from stemtui.receiving.sums.adding import find
from stemtui.receiving.sums.nulls import measure
from stemtui.receiving.sums.sums import measured
from stemtui.session import Session, Track
from stemtui.text import printable


def sums(
    root: Path,
    session: Session,
    headers: Mapping[str, Header | AudioFileError],
    suspects: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    """Each track that is found to hold several of the others that it may hold; all are named by their ids.

    `headers` are by id too. Mono and stereo files at one rate are compared, all from their first frame;
    what cannot be read to its end is left to other checks.
    """
    for track, parts in suspects.items():
        read = {one: header for one in (track, *parts) if _is_usable(header := headers.get(one))}
        rate = read[track].samplerate if track in read else 0
        alike = [one for one, header in read.items() if header.samplerate == rate]
        if len(alike) > 1:
            frames = max(read[one].frames for one in alike)
            held = _held([track_path(root, session.track(one).file) for one in alike], frames)
            if held:
                yield _twice(session.track(track), [session.track(alike[at]) for at in held])


def _is_usable(header: Header | AudioFileError | None) -> TypeGuard[Header]:
    return isinstance(header, Header) and header.channels in (1, 2) and header.frames > 0


def _held(paths: Sequence[Path], frames: int) -> tuple[int, ...]:
    """The files, by index, that are in the first one for sure, where several are."""
    heard = [one for one in hear([Asked(path, path.name) for path in paths], Grid.over(frames))]
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
