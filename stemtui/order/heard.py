"""Which tracks an item holds, and what it would expose alone."""

from stemtui.order.lines import remaining
from stemtui.session import (
    REST,
    Session,
    Track,
    feeding,
    lineage,
    mix_stems,
    split_item,
)


def heard(session: Session, item: str) -> tuple[Track, ...]:
    """The tracks that are heard in an item; what is left out is not."""
    kind, key = split_item(item)
    if kind == "track":
        track = session.track(key)
        return () if track.left_out else (track,)
    if kind == "stem":
        return feeding(session, key)
    stems = set(mix_stems(session, session.mix(key))) if kind == "mix" else set()
    if item == REST:
        stems = {stem.id for stem in remaining(session, session.order)}
    return tuple(track for track in session.tracks if track.stem in stems and not track.left_out)


def reaches(session: Session, track: Track) -> str:
    """The id of the stem that a track feeds, through its bounces if it is inside any; "" for none."""
    seen: set[str] = set()
    while track.id in session.bounced and track.id not in seen:
        seen.add(track.id)
        track = session.track(session.bounced[track.id])
    return track.stem


def exposed_alone(session: Session, item: str) -> str:
    """The id of a stem that must not be isolated and that an item would expose alone, or ""."""
    stems = {reaches(session, track) for track in heard(session, item)}
    if not stems or "" in stems:
        return ""
    shared = set.intersection(*(set(lineage(session, stem)) for stem in stems))
    return next((stem.id for stem in session.stems if stem.id in shared and not stem.isolate), "")
