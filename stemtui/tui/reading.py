"""What is read from the disk behind the first paint: headers, the folder, work that was kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from posixpath import normpath
from typing import TYPE_CHECKING

from stemtui import folders, scan
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.header import Header
from stemtui.history import History
from stemtui.session import Session
from stemtui.tui.desk.desk import Desk, say
from stemtui.tui.desk.steps import fit, with_found
from stemtui.tui.desk.suggestions import suggest
from stemtui.tui.keeping import offers
from stemtui.tui.rendering import rendering
from stemtui.tui.rendering.printed import last_folds

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen


def read(screen: DeskScreen) -> None:
    """Read headers, the folder when there is no manifest yet, and kept work; in a thread."""
    session: Session | None = None
    no_tracks: tuple[str, ...] = ()
    kept: list[offers.Offer] = []
    try:
        kept = offers.found(screen.recovery)
        if screen.desk.on_disk:
            headers = scan.headers(screen.root, screen.desk.session)
            unnameable = folders.unnameable(screen.root, screen.desk.session)
            no_tracks = tuple(f"{file}: {why}" for file, why in unnameable.items())
        else:
            session = scan.new_session(screen.root, found := scan.scan(screen.root))
            headers = by_track(session, found)
            no_tracks = for_no_track(found)
        history = History(session or screen.desk.session)
        folds = last_folds(screen.root / history.now.delivery.folder)
        seen = suggest(replace(screen.desk, history=history, headers=headers, folds=folds))
    except Exception as error:  # whatever it is, a screen that reads for ever would hide it
        screen.app.call_from_thread(_unread, screen, error, kept)
    else:
        screen.app.call_from_thread(_arrived, screen, session, seen, no_tracks, kept)


def _arrived(
    screen: DeskScreen,
    session: Session | None,
    seen: Desk,
    no_tracks: tuple[str, ...],
    kept: list[offers.Offer],
) -> None:
    desk = replace(screen.desk, headers=seen.headers, proposals=seen.proposals, folds=seen.folds)
    desk = replace(desk, no_tracks=no_tracks, reading=False)
    if session is not None:
        desk = with_found(desk, session)
    if desk.session.stems != seen.session.stems:
        desk = suggest(desk)
    if no_tracks and desk.session.tracks:
        are = "1 thing here is" if len(no_tracks) == 1 else f"{len(no_tracks)} things here are"
        desk = say(desk, f"{are} not for a track: ! says why.")
    screen.show(fit(screen.desk, desk))
    screen.lookout.begin(
        {normpath(desk.session.track(key).file): header for key, header in desk.headers.items()}
    )
    _left_behind(screen, kept)


def _unread(screen: DeskScreen, error: Exception, kept: list[offers.Offer]) -> None:
    why = str(error) if isinstance(error, StemtuiError) else f"{type(error).__name__}: {error}"
    screen.show(replace(screen.desk, reading=False, unread=why))
    screen.tell(f"The sound files could not be read: {why}")
    if screen.desk.on_disk:
        _left_behind(screen, kept)


def _left_behind(screen: DeskScreen, kept: list[offers.Offer]) -> None:
    """Offer work that was kept, then show what became of a render."""
    screen.running.when_idle(partial(offers.offer, offers=kept))
    screen.running.when_idle(rendering.resume)


def for_no_track(found: Iterable[scan.Found]) -> tuple[str, ...]:
    """What a scan found that is for no track, each with its reason."""
    return tuple(f"{thing.file}: {'; '.join(thing.problems)}" for thing in found if not thing.is_audio)


def by_track(session: Session, found: Iterable[scan.Found]) -> dict[str, Header | AudioFileError]:
    """What a scan read of each track's file, by the track's id."""
    read = {thing.file: thing.header or AudioFileError("; ".join(thing.problems)) for thing in found}
    return {track.id: read[track.file] for track in session.tracks}
