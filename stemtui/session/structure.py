"""How a session hangs together: the tree of stems, what feeds what, what a mix holds."""

from collections.abc import Iterator

from stemtui.session.values import Mix, Session, Stem, Track

LAST_DIGIT = 9


def children(session: Session, stem_id: str) -> tuple[Stem, ...]:
    """The stems whose parent it is, in session order."""
    return session.sub_stems.get(stem_id, ()) if stem_id else roots(session)


def roots(session: Session) -> tuple[Stem, ...]:
    """The stems that have no parent: together they are the complete set."""
    return tuple(stem for stem in session.stems if not stem.parent)


def lineage(session: Session, stem_id: str) -> tuple[str, ...]:
    """The stem's id, then its parent's, up to its root."""
    path: list[str] = []
    while stem_id and stem_id not in path:
        path.append(stem_id)
        stem_id = session.stem(stem_id).parent
    return tuple(path)


def family(session: Session, stem_id: str) -> tuple[str, ...]:
    """The stem's id and those of all stems below it, in session order."""
    found, left = dict[str, None](), [stem_id] if stem_id in session.stem_index else []
    while left:
        stem = left.pop()
        if stem not in found:
            found[stem] = None
            left += [child.id for child in session.sub_stems.get(stem, ())]
    return tuple(sorted(found, key=session.stem_index.__getitem__))


def tree(session: Session, parent: str = "", depth: int = 0) -> Iterator[tuple[Stem, int]]:
    """All stems with their depth, each parent before its children, in session order."""
    for stem in children(session, parent):
        yield stem, depth
        yield from tree(session, stem.id, depth + 1)


def feeding(session: Session, stem_id: str) -> tuple[Track, ...]:
    """The tracks heard in a stem, its sub-stems' included, in session order; left-out ones are not."""
    stems = family(session, stem_id)
    tracks = [t for stem in stems for t in session.fed_by[stem] if not t.left_out]
    if len(stems) > 1:
        tracks.sort(key=lambda track: session.track_index[track.id])
    return tuple(tracks)


def unassigned(session: Session) -> tuple[Track, ...]:
    """The tracks that nobody has placed: no stem, no bounce and no reason to be left out."""
    return tuple(t for t in session.tracks if not (t.stem or t.left_out or t.id in session.bounced))


def stem_numbers(session: Session) -> dict[str, int]:
    """The number of each stem, counted down the tree; those up to nine are digits that assign."""
    return {stem.id: number for number, (stem, _) in enumerate(tree(session), 1)}


def mix_stems(session: Session, mix: Mix) -> tuple[str, ...]:
    """Ids of the stems whose own tracks are in a mix; naming a parent names its sub-stems."""
    named = {stem for name in mix.only or mix.without for stem in family(session, name)}
    return tuple(stem.id for stem in session.stems if (stem.id in named) == bool(mix.only))


def stem_gain_db(session: Session, stem_id: str) -> float:
    """The gain of a stem in the mix, in dB: its own plus its parents'."""
    return sum(session.stem(ancestor).gain_db for ancestor in lineage(session, stem_id))


def is_treated(session: Session, track: Track) -> bool:
    """Whether a track reaches its stem as treated in a mix, as far as anybody has said."""
    if track.origin in ("printed", "stem", "mix") or track.is_treated:
        return True
    if track.stem and any(session.stem(stem).gain_db for stem in lineage(session, track.stem)):
        return True
    return session.treatment == "printed" and track.origin != "raw"


def mix_offset_db(session: Session, mix: Mix, stem_id: str) -> float:
    """By how many dB a mix moves a stem: its own offset plus its parents'."""
    offsets = dict(mix.offsets_db)
    return sum(offsets.get(ancestor, 0.0) for ancestor in lineage(session, stem_id))
