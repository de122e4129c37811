"""What is said of several things at once: a marked range."""

from collections.abc import Iterator, Sequence

from stemtui.glossary.names import claim
from stemtui.glossary.placing import digits, order_lines, stem_word
from stemtui.glossary.saying import DETAIL, FACTS, KIND, NEIGHBOUR, REMEDY, Sentence, named, names
from stemtui.session import Session, Track, feeding, item_name, lineage, roots, split_item
from stemtui.text import counted, few, listed, several


def explain_several(session: Session, items: Sequence[str]) -> Iterator[Sentence]:
    """Every sentence about several items: how many of which kind, what an order of them delivers, what to
    press.
    """
    keys = [split_item(item) for item in items]
    tracks = [session.track(key) for kind, key in keys if kind == "track"]
    stems = [key for kind, key in keys if kind == "stem"]
    yield Sentence(_kinds(session, items), KIND)
    said = list(_tracks(session, tracks, only=len(tracks) == len(items))) if tracks else []
    said += _stems(session, stems, only=len(stems) == len(items)) if stems else []
    said += _order(session, items, len(tracks) == len(items), len(stems) == len(items))
    yield from (one for one in said if one.weight != REMEDY)
    yield from (one for one in said if one.weight == REMEDY)


def _kinds(session: Session, items: Sequence[str]) -> str:
    kinds = [split_item(item)[0] or "stem" for item in items]
    words = {"track": "TRACK", "stem": session.stem_word, "mix": "MIX"}
    said = {kind: several(kinds.count(kind), word) for kind, word in words.items() if kind in kinds}
    if "stem" in said and not session.treatment:
        said["stem"] += " once the mix is known" if len(said) == 1 else " (once the mix is known)"
    return f"{listed([*said.values()])}: {names((item_name(session, item) for item in items), 2)}."


def _together(session: Session, tracks: list[Track]) -> Iterator[Sentence]:
    """What would make one file of several tracks: a stem."""
    placed = {track.stem for track in tracks}
    if not session.stems:
        yield Sentence("Press n to make a stem for them, or y to take what their names suggest.", REMEDY)
    elif len(placed) > 1 or "" in placed:
        text = f"Press {digits(session)} and they are printed inside one {stem_word(session)}, as one file."
        yield Sentence(text, REMEDY)
    elif not any(track.left_out for track in tracks):
        (stem,) = placed
        others = len(feeding(session, stem)) - len(tracks)
        beside = f" and {counted(others, 'other')}" if others else ""
        name = named(session.stem(stem).name, 24)
        yield Sentence(f"One file with all of them{beside} is the {name} {stem_word(session)}.", NEIGHBOUR)


def _tracks(session: Session, tracks: list[Track], only: bool) -> Iterator[Sentence]:
    """Where the tracks are, and what their names claim."""
    yield Sentence(_places(session, tracks, only), NEIGHBOUR)
    claimed = [track for track in tracks if claim(track) and not (track.origin or track.left_out)]
    if claimed:
        which = "all of them" if len(claimed) == len(tracks) else f"{len(claimed)} of them"
        kinds = " or ".join(dict.fromkeys(map(claim, claimed)))
        said = f"The names of {which} say {kinds}, which proves nothing: their origin is unknown"
        if len(claimed) == 1:
            name = named(claimed[0].label, 24)
            said = f"The name of {name} says {kinds}, which proves nothing: its origin is unknown"
        yield Sentence(f"{said}; t records it.", REMEDY)


def _places(session: Session, tracks: list[Track], only: bool) -> str:
    """`8 are in Drums, 1 is in no stem and 1 is left out.`"""
    places: dict[str, int] = {}
    for track in tracks:
        place = f"in {named(session.stem(track.stem).name, 24)}" if track.stem else "in no stem"
        place = "inside a bounce" if track.id in session.bounced else place
        place = "left out" if track.left_out else place
        places[place] = places.get(place, 0) + 1
    if len(places) == 1:
        (place,) = places
        all_of_them = "All" if only else "The tracks"
        return f"{all_of_them} are {place}." if only or len(tracks) > 1 else f"The track is {place}."
    said = [f"{count} {'is' if count == 1 else 'are'} {place}" for place, count in places.items()]
    return f"{few(said, 2, 'more places')}."


def _stems(session: Session, stems: list[str], only: bool) -> Iterator[Sentence]:
    inside = [(stem, above) for stem in stems for above in lineage(session, stem)[1:] if above in stems]
    if inside:
        part, whole = (named(session.stem(stem).name) for stem in inside[0])
        yield Sentence(f"{part} is part of {whole}: printed together, its audio is heard twice.", REMEDY)
    if not session.treatment:
        yield Sentence("Nobody has said yet where the mix was done, which makes a STEM: o asks.", REMEDY)
    elif only and session.treatment != "none":
        complete = {root.id for root in roots(session) if feeding(session, root.id)} <= set(stems)
        text = "At unity gain they come very close to the master mix: the complete set."
        partly = "They are part of the song, so they do not add up to the master mix alone."
        yield Sentence(text if complete else partly, DETAIL)


def _order(session: Session, items: Sequence[str], tracks_only: bool, stems_only: bool) -> Iterator[Sentence]:
    """What an order of them delivers."""
    ordered = sum(bool(order_lines(session, item)) for item in items)
    if tracks_only:
        yield Sentence(f"Ordered (o), they are {len(items)} separate files, each a TRACK.", NEIGHBOUR)
        yield from _together(session, [session.track(split_item(item)[1]) for item in items])
        return
    each = f"each a {stem_word(session)}" if stems_only else "each of its own kind"
    yield Sentence(f"Ordered, they are {len(items)} files, {each}.", NEIGHBOUR)
    if ordered == len(items):
        yield Sentence("All are on the order; o takes them off.", FACTS)
    else:
        on = f"{ordered} {'is' if ordered == 1 else 'are'} on the order; " if ordered else ""
        yield Sentence(f"{on}o orders {'the others' if ordered else 'them'}.", FACTS)
