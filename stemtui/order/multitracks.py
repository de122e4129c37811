"""An order for the multitrack: all the tracks of a song, or of one group, which no single track can meet."""

from collections.abc import Iterator, Sequence

from stemtui.errors import Problem
from stemtui.order.asked import Asked, quoted
from stemtui.order.heard import heard
from stemtui.order.lines import item_kind
from stemtui.order.words import asks_for_every_track, core, nearest
from stemtui.session import Session, Track, item_name
from stemtui.text import few, printable

ABOUT_ALL = frozenset(("all", "every", "each", "full", "complete", "song", "session", "multi"))


def multitracks(session: Session, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Lines that ask for every track, while the order delivers some of them only."""
    delivered = {one.item for one in asked}
    questioned: set[str] = set()
    for one in asked:
        if item_kind(one.item) != "track" or not asks_for_every_track(one.line.asked):
            continue
        whose, tracks = _meant(session, one)
        missing = [track for track in tracks if f"track.{track.id}" not in delivered]
        if missing and whose not in questioned:
            questioned.add(whose)
            wish = f"Line {one.number} asks for {quoted(one.line.asked.strip())}"
            yield one.waivable(
                f"{wish}, which is every track of {whose}; the order delivers {len(tracks) - len(missing)} "
                f"of {len(tracks)}.",
                f"Order {few([printable(track.label) for track in missing], 3)} too (space marks, o orders), "
                'or say why it is right: waive = "...".',
            )


def _meant(session: Session, one: Asked) -> tuple[str, Sequence[Track]]:
    """Whose tracks a line asks for: those of the stem that its words name, else those of the song."""
    named = set(core(one.line.asked)) - ABOUT_ALL
    stems = [f"stem.{stem.id}" for stem in session.stems]
    stem = nearest(session, " ".join(sorted(named)), stems) if named else ""
    if stem:
        return f"the {printable(item_name(session, stem))} stem", heard(session, stem)
    every = [track for track in session.tracks if not (track.left_out or track.id in session.bounced)]
    return "the song", every if not named else ()
