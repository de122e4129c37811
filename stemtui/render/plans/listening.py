"""Listening to a session's sources before anything is printed: what is remembered of them, or all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stemtui.audio.pictures.overview import Overview
from stemtui.audio.pictures.overviews import known, overview
from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.labels import labels, sounding
from stemtui.order import heard
from stemtui.places import track_path
from stemtui.problems.files import changed, holed
from stemtui.rates import Headers
from stemtui.render.plans.beforehand import silent_or_alike
from stemtui.render.plans.copies import copies
from stemtui.render.plans.progress import Watch
from stemtui.session import Session, has_item

_READERS = 2


def hear(
    root: Path, session: Session, headers: Headers, audio: bool, watch: Watch
) -> tuple[list[Problem], int]:
    """What is known of the prints' audio beforehand, and how many more files would have to be measured.

    With `audio` every source is read; without, only what this machine remembers of them is used.
    """
    there = {track: header for track, header in headers.items() if isinstance(header, Header)}
    measured = {
        track: one
        for track, one in _measured(root, session, tuple(there), _remembered)
        if isinstance(one, Overview)
    }
    found, open_ = silent_or_alike(session, headers, measured)
    if not audio:
        return [*found, *_told(session, measured)], len(open_)
    unread: list[Problem] = []
    wanted = [track for track in there if track not in measured and not session.track(track).left_out]
    for done, (track, one) in enumerate(_measured(root, session, wanted, _read), 1):
        watch.step(done, len(wanted), "Reading")
        if isinstance(one, AudioFileError) and (track in open_ or not there[track].problems):
            remedy = "Copy or export the file again, or leave the track out (L)."
            unread.append(Problem(f"track.{track}.file", str(one), remedy))
        elif isinstance(one, Overview):
            measured[track] = one
    found, _ = silent_or_alike(session, headers, measured)
    return [*found, *_told(session, measured), *unread], 0


def _remembered(path: Path, damaged: bool) -> Overview | None:
    return None if damaged else known(path)


def _read(path: Path, damaged: bool) -> Overview | None:
    return overview(path, damaged=damaged)


def _told(session: Session, measured: Mapping[str, Overview]) -> Iterator[Problem]:
    """What is told of sources themselves, whatever is printed of them: copies, silence, holes, changes."""
    yield from copies(session, measured)
    yield from _silent(session, measured)
    yield from (holed(session.track(track), one.holes) for track, one in measured.items() if one.holes)
    yield from (changed(session.track(track)) for track, one in measured.items() if one.is_changed)


def _silent(session: Session, measured: Mapping[str, Overview]) -> Iterator[Problem]:
    """The tracks with nothing in them, but for those whose stem or track is ordered and has nothing else in
    it: its line says so."""
    mute = {track for track, one in measured.items() if one.is_silent}
    items = [line.deliver for line in session.order if has_item(session, line.deliver)]
    each = ({track.id for track in heard(session, item)} for item in items)
    told = set[str]().union(*(tracks for tracks in each if tracks <= mute))
    silent = [track for track in sounding(session) if track.id in mute - told]
    if silent:
        them = "it" if len(silent) == 1 else "them"
        text = f"{labels(silent)} {'holds' if len(silent) == 1 else 'hold'} nothing but silence."
        remedy = f"Give {them} the right file (F), or leave {them} out with a reason (L)."
        yield Problem(f"track.{silent[0].id}.file", text, remedy, "warning")


def _measured(
    root: Path, session: Session, tracks: Sequence[str], how: Callable[[Path, bool], Overview | None]
) -> Iterator[tuple[str, Overview | AudioFileError | None]]:
    """What is measured of tracks' files, or remembered of them, as it comes; or why that cannot be."""

    def look(track: str) -> Overview | AudioFileError | None:
        try:
            one = session.track(track)
            return how(track_path(root, one.file), bool(one.damaged))
        except AudioFileError as error:
            return error

    with ThreadPoolExecutor(_READERS) as pool:
        yield from zip(tracks, pool.map(look, tracks), strict=True)
