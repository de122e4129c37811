"""A song of six tracks, and two edits of it in the same lines that are no clash."""

from collections.abc import Callable

from stemtui.session import Mix, OrderLine, Session, Stem, Track, edit_tracks

SONG = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("bass", "Bass")),
    mixes=(Mix("master", "Master"),),
    order=(OrderLine("Drum STEM", "stem", "stem.drums"),),
    tracks=tuple(Track(f"t{n}", f"audio/{n:02} Track.wav") for n in range(6)),
)
Edit = Callable[[Session], Session]


def mine(session: Session) -> Session:
    """An edit in the same lines as that of `theirs`, but of another key."""
    return edit_tracks(session, ["t2"], gain_db=-2.0)


def theirs(session: Session) -> Session:
    return edit_tracks(session, ["t2"], pan=30.0)
