"""What a filter lets through, and where in a row its words stand.

Its words may stand anywhere in a track's name or in that of its stem, and in what an order line asks or
delivers. `=Drums` are the tracks heard in the stem or mix of that name, sub-stems' included, `=` alone those
that are in no stem, `kick =` those of them with that word.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from stemtui.order import line_kind, line_number
from stemtui.session import Session, Track, family, has_item, item_name, mix_stems, split_item, unassigned

HEARD_IN = "="
PLACED = re.compile(rf"(?:^|(.*?)\s){HEARD_IN}(.*)$")
LIT = "bold underline"


def let_through(session: Session, items: Sequence[str], text: str) -> tuple[str, ...]:
    """The items, all of one pane, that a filter shows."""
    if not text:
        return tuple(items)
    placed = PLACED.match(text) if items and items[0].startswith("track.") else None
    if placed:
        text, name = placed[1] or "", placed[2].strip()
        inside = tracks_in(session, name)
        items = [item for item in items if split_item(item)[1] in inside]
    words = text.casefold().split()
    return tuple(item for item in items if all(word in _sought(session, item) for word in words))


def tracks_in(session: Session, name: str) -> set[str]:
    """The ids of the tracks in the stems whose names begin so, or in that mix; of those in no stem for ""."""
    if not name:
        return {track.id for track in unassigned(session)}
    stems = stems_of(session, name.casefold())
    return {track.id for track in session.tracks if track.stem in stems}


def stems_of(session: Session, name: str) -> set[str]:
    """The ids of the stems in a stem or mix by that name, else of those whose names begin so."""
    named = {stem.id: (stem.name.casefold(), f"stem.{stem.id}") for stem in session.stems}
    for mix in session.mixes:
        if name == f"mix.{mix.id}" or (name == mix.name.casefold() and not _any(named, name)):
            return set(mix_stems(session, mix))
    exact = [stem for stem, names in named.items() if name in names]
    begun = exact or [stem for stem, names in named.items() if names[0].startswith(name)]
    return {below for stem in begun for below in family(session, stem)}


def _any(named: dict[str, tuple[str, str]], name: str) -> bool:
    return any(name in names for names in named.values())


def heard_in(session: Session, item: str) -> str:
    """The filter that shows the tracks of a stem or a mix: by its name, by its id where a stem has that."""
    kind, _ = split_item(item)
    name = item_name(session, item)
    taken = kind == "mix" and any(stem.name.casefold() == name.casefold() for stem in session.stems)
    return f"{HEARD_IN}{item if taken else name}"


def _sought(session: Session, item: str) -> str:
    """What a filter looks for its words in."""
    kind, key = split_item(item)
    if number := line_number(session, item):
        line = session.order[number - 1]
        named = item_name(session, line.deliver) if has_item(session, line.deliver) else line.deliver
        return f"{line.asked} {line_kind(line)} {named}".casefold()
    if kind != "track":
        return item_name(session, item).casefold()
    track = session.track(key)
    stem = session.stem(track.stem).name if track.stem in session.stem_index else ""
    return _named(track.file, track.name, key, stem)


@lru_cache(maxsize=8192)
def _named(file: str, name: str, key: str, stem: str) -> str:
    return f"{Track(key, file, name).label} {stem}".casefold()


def lit(text: str, style: str, words: str) -> list[tuple[str, str]]:
    """A text in pieces, those that a filter's words match drawn so that they stand out."""
    found = [re.escape(word) for word in PLACED.sub(r"\1", words).split()]
    if not found:
        return [(text, style)]
    parts = re.split(f"({'|'.join(sorted(found, key=len, reverse=True))})", text, flags=re.IGNORECASE)
    return [(part, f"{style} {LIT}".strip() if at % 2 else style) for at, part in enumerate(parts) if part]
