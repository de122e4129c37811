"""Desks for tests of what is drawn and done without a terminal."""

from dataclasses import replace

from stemtui.history import History
from stemtui.session import Mix, OrderLine, Session, Stem, Track
from stemtui.tui.desk.desk import Desk
from stemtui.tui.desk.steps import fit
from stemtui.tui.desk.suggestions import suggest

SESSION = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("cymbals", "Cymbals", parent="drums"), Stem("bass", "Bass", "mono")),
    mixes=(Mix("master", "Master"), Mix("up", "Bass Up", offsets_db=(("bass", 1.0),))),
    order=(OrderLine("Drums STEM", "stem", "stem.drums"),),
    tracks=(Track("kick", "kick.wav", "Kick", "drums"), Track("ride", "ride.wav", "Ride", "cymbals"),
            Track("di", "di.wav", "DI"), Track("click", "click.wav", "Click", left_out="a click")),
)  # fmt: skip


def desk(session: Session = SESSION, **changes: object) -> Desk:
    """A desk on a session, both cursors on the first row."""
    blank = Desk(History(Session()), session)
    return replace(fit(blank, replace(blank, history=History(session))), **changes)  # type: ignore[arg-type]


def fresh() -> Desk:
    """A desk on tracks that nobody has sorted, with suggestions."""
    tracks = tuple(Track(name.lower(), f"{name}.wav") for name in ("Kick", "Snare", "Bass"))
    return suggest(desk(Session(tracks=tracks), on_disk=False, suggesting=True))


ORDERED = (
    OrderLine("Master MIX", "mix", "mix.master", "stereo"),
    OrderLine("the drums, please", "stem", "track.kick"),
    OrderLine("Bass STEM", "stem", "stem.bass", "mono"),
)
