"""What changed of tracks."""

from collections import Counter
from collections.abc import Iterator, Mapping

from stemtui.diff.keys import values_changed
from stemtui.diff.moves import reordering
from stemtui.session import Session, Track
from stemtui.text import listed


def track_changes(old: Session, new: Session) -> Iterator[str]:
    labels = _labels(old) | _labels(new)
    for track in old.tracks:
        if track.id not in new.track_index:
            yield f"Track {labels[track.id]} removed (it was {_whereabouts(old, track)})"
    for track in new.tracks:
        if track.id in old.track_index:
            yield from _one_track(old, new, track.id, labels)
        else:
            yield f"Track {labels[track.id]} added ({_whereabouts(new, track)})"
    yield from reordering("Tracks", old.track_index, new.track_index, labels.__getitem__)


def _one_track(old: Session, new: Session, key: str, labels: Mapping[str, str]) -> Iterator[str]:
    was, now, label = old.track(key), new.track(key), labels[key]
    if was == now:
        return
    told = ["stem", "bounce"]
    if was.name != now.name and was.label != now.label:
        yield f"Track {was.label} renamed to {now.label}"
        told.append("name")
    if was.stem != now.stem:
        yield _stem_change(old, new, was, now, label)
    if bool(was.left_out) != bool(now.left_out):
        told.append("left_out")
        yield f"{label} left out: {now.left_out}" if now.left_out else f"{label} no longer left out"
    if was.bounce != now.bounce:
        before, after = (listed([labels[member] for member in each.bounce]) for each in (was, now))
        yield f"{label} is now a bounce of {after or 'nothing'}, before of {before or 'nothing'}"
    yield from values_changed("track", f"{label}: ", was, now, but=told)


def _stem_change(old: Session, new: Session, was: Track, now: Track, label: str) -> str:
    if not now.stem:
        return f"{label} taken out of {old.stem(was.stem).name}, now in no stem"
    if not was.stem:
        return f"{label} put in {new.stem(now.stem).name}"
    return f"{label} moved from {old.stem(was.stem).name} to {new.stem(now.stem).name}"


def _whereabouts(session: Session, track: Track) -> str:
    if track.left_out:
        return f"left out: {track.left_out}"
    return f"in {session.stem(track.stem).name}" if track.stem else "in no stem"


def _labels(session: Session) -> dict[str, str]:
    """What to call each track; those with the same name get their ids behind it."""
    times = Counter(track.label for track in session.tracks)
    return {
        track.id: f"{track.label} ({track.id})" if times[track.label] > 1 else track.label
        for track in session.tracks
    }
