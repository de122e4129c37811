"""Problems of effect returns: one that several sources share, and one that lies apart from its source."""

from collections.abc import Iterator, Sequence

from stemtui.errors import Problem
from stemtui.glossary.names import group, groups, is_return, is_shared_return
from stemtui.labels import are, labels, named, sounding
from stemtui.session import Mix, Session, Track, feeding, lineage, mix_stems
from stemtui.suggest import VOCALS


def check(session: Session) -> Iterator[Problem]:
    """Returns that cannot be right in every mix that leaves a stem out."""
    partial = [mix for mix in session.mixes if len(mix_stems(session, mix)) < len(session.stems)]
    tracks = [track for track in sounding(session) if track.stem and is_return(track)]
    if not (partial and tracks):
        return
    said = groups(session)
    tracks = [track for track in tracks if is_return(track, said[track.id])]
    shared = [track for track in tracks if is_shared_return(track, said[track.id])]
    yield from _shared(shared, partial)
    for track in (track for track in tracks if track not in shared):
        yield from _apart(session, track, said[track.id], partial)


def _shared(tracks: Sequence[Track], partial: Sequence[Mix]) -> Iterator[Problem]:
    if tracks:
        yield Problem(
            f"track.{tracks[0].id}.stem",
            f"{labels(tracks)} {are(tracks)} named like a shared effect return and in one stem whole, so "
            f"{named(mix.name for mix in partial)} may keep or lose the effect of another source.",
            "Print one return per source; name it after its source if that is what it is.",
            "warning",
        )


def _apart(session: Session, track: Track, source: str, partial: Sequence[Mix]) -> Iterator[Problem]:
    """A return that is named after one stem's source and lies in another, where a mix parts the two."""
    of = VOCALS if source in VOCALS else (source,)
    stems = {stem.id for stem in session.stems if group(stem.name) in of and feeding(session, stem.id)}
    if not source or not stems or stems & set(lineage(session, track.stem)):
        return
    for mix in partial:
        held = set(mix_stems(session, mix))
        if (track.stem in held) == bool(stems & held):
            continue
        what = "keeps it without its source" if track.stem in held else "keeps its source without it"
        home = next(stem for stem in session.stems if stem.id in stems)
        yield Problem(
            f"track.{track.id}.stem",
            f"{labels([track])} is named like an effect of {named([home.name])} and is in "
            f"{named([session.stem(track.stem).name])}: {named([mix.name])} {what}.",
            f"Put it into the stem of its source (1-9), stem.{home.id}; or name it after what it is (r).",
            "warning",
        )
        return
