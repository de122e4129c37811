"""How findings name the tracks they are about."""

from collections.abc import Iterable, Sequence

from stemtui.session import Session, Track
from stemtui.text import clock, few, printable

NAMED = 5


def named(names: Iterable[str]) -> str:
    """Names in quotes; the first few and the number of the others when there are many."""
    return few([f'"{printable(name)}"' for name in names], NAMED)


def labels(tracks: Sequence[Track]) -> str:
    """The names of tracks, in quotes."""
    return named(track.label for track in tracks)


def are(tracks: Sequence[object]) -> str:
    """`is` or `are`."""
    return "is" if len(tracks) == 1 else "are"


def seconds(length: float) -> str:
    """A length as it is said: `2 ms`, `0.24 s`, `1:05`."""
    if length < 0.1:
        return f"{length * 1000:.2g} ms"
    return f"{length:.2f} s" if length < 60 else clock(length)


def sounding(session: Session) -> tuple[Track, ...]:
    """The tracks whose own audio a render reads: not left out, and not kept only as a bounce's lineage."""
    return tuple(t for t in session.tracks if not (t.left_out or t.id in session.unheard))
