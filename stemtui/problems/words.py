"""How findings name the tracks they are about."""

from collections.abc import Iterable, Sequence

from stemtui.session import Session, Track
from stemtui.text import listed, printable

NAMED = 5


def named(names: Iterable[str]) -> str:
    """Names in quotes; the first few and the number of the others when there are many."""
    quoted = [f'"{printable(name)}"' for name in names]
    if len(quoted) > NAMED + 1:
        return f"{', '.join(quoted[:NAMED])} and {len(quoted) - NAMED} more"
    return listed(quoted)


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
    return f"{length:.2f} s" if length < 60 else f"{int(length // 60)}:{int(length % 60):02}"


def sounding(session: Session) -> tuple[Track, ...]:
    """The tracks whose own audio a render reads: not left out, and not kept only as a bounce's lineage."""
    bounces: dict[str, list[Track]] = {}
    for track in session.tracks:
        for member in track.bounce:
            bounces.setdefault(member, []).append(track)
    return tuple(t for t in session.tracks if not t.left_out and _is_read(t, bounces, frozenset()))


def _is_read(track: Track, bounces: dict[str, list[Track]], seen: frozenset[str]) -> bool:
    """Whether a track, if it is inside bounces, is summed in one of them: one with a file stands for it."""
    if track.id not in bounces or track.id in seen:
        return True
    return any(
        not (bounce.file or bounce.left_out) and _is_read(bounce, bounces, seen | {track.id})
        for bounce in bounces[track.id]
    )
