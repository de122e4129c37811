"""Tracks that may be sums of others, by what their names claim."""

from collections.abc import Mapping, Sequence

from stemtui.propose.stems import stem_id, stems_by_group, suggestions
from stemtui.session import Session, Track
from stemtui.suggest.claims import RETURNS, claimed, wholes, words_of
from stemtui.text import few

MADE, FINISHED = ("raw", "printed"), ("stem", "mix")


def perhaps_sums(session: Session) -> dict[str, tuple[str, ...]]:
    """The tracks that may hold others of their group, by what their names claim, and those others, by id."""
    if not any(claimed(track.file, track.name) for track in session.tracks):
        return {}
    stems = stems_by_group(session)
    return sums_among(
        session, {key: stem_id(stems, s.group or "") for key, s in suggestions(session).items()}
    )


def sums_among(session: Session, suggested: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The same where the stem that each track's name suggests, by id, is known already."""
    tracks = [track for track in session.tracks if may_be_doubled(session, track)]
    found = wholes(
        ["" if track.origin in MADE else _claimed(track) for track in tracks],
        [suggested[track.id] or track.stem for track in tracks],
    )
    return {tracks[at].id: tuple(tracks[one].id for one in parts) for at, parts in found.items()}


def may_be_doubled(session: Session, track: Track) -> bool:
    """Whether a track is a source, and may be heard once more in another."""
    is_source = not (track.left_out or track.bounce or track.id in session.unheard)
    return is_source and (track.origin not in FINISHED or bool(claimed(track.file, track.name)))


def _claimed(track: Track) -> str:
    """The kind that a track's name claims; a printed effect ("Gtr Delay Print") is no sum of its source."""
    claim = claimed(track.file, track.name)
    return "" if claim == "PRINT" and words_of(track.label) & RETURNS else claim


def sum_question(session: Session, track: Track, parts: Sequence[str]) -> str:
    """The question that a track that may be a sum raises."""
    held = few([session.track(part).label for part in parts], 1)
    called = f'"{track.label}" is named as a {claimed(track.file, track.name)}'
    return f"{called}: does it hold {held}?"
