"""What the name of a mix promises. It is a label all the same: what counts is the mix's definition."""

import re
from collections.abc import Sequence

from stemtui.glossary.names import group
from stemtui.order.words import core
from stemtui.session import Session
from stemtui.suggest import VOCALS
from stemtui.suggest.claims import words_of

INSTRUMENTAL, A_CAPPELLA, FILLED = "instrumental", "a cappella", "m&e"
TV, MOVED, CLEAN, MASTER = "tv", "moved", "clean", "master"
WORDS = {
    INSTRUMENTAL: frozenset(("instrumental", "instrumentals", "inst", "instru")),
    TV: frozenset(("tv", "television", "karaoke")),
    MOVED: frozenset(("up", "down")),
    A_CAPPELLA: frozenset(("cappella", "capella", "acapella", "acappella")),
    CLEAN: frozenset(("clean",)),
}
WHOLE = frozenset(("master", "mix", "main", "full", "final", "stereo", "the", "v", ""))
"""What is said of the master mix and of no other."""
_MASTER = frozenset(("master", "main", "full", "final"))
WITHOUT = re.compile(r"\b(?:no|without|w/o|minus|less|ohne|sans|senza|sin|sem)\s+(.+)", re.IGNORECASE)
WITH = re.compile(r"(?:\b(?:with|w/|plus|and|mit|avec|con|com)\s|[+&])(.+)", re.IGNORECASE)
LESS = re.compile(r"\b(\w+)less\b", re.IGNORECASE)
UP_OR_DOWN = re.compile(r"(.*?)\b(up|down)\b", re.IGNORECASE)
SAID_DB = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*db\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|und|et|e|y|or)\b|[,&+/()]", re.IGNORECASE)
MUSIC_AND_EFFECTS = re.compile(r"m\s*(?:&|and|\+)\s*e", re.IGNORECASE)
_WHICH = frozenset(
    (
        *("lead", "ld", "main", "backing", "back", "bv", "bvs"),
        *("bgv", "bgvs", "bg", "choir", "harmony"),
    )
)


def promise(name: str) -> str:
    """The kind of mix that a name promises: `INSTRUMENTAL`, `TV`, ..., or ""."""
    if MUSIC_AND_EFFECTS.fullmatch(name.strip()):
        return FILLED
    said = words_of(name)
    found = next((kind for kind, words in WORDS.items() if said & words), "")
    return MASTER if not found and _MASTER & said and said <= WHOLE | _numbered(said) else found


def left_out(name: str) -> list[str]:
    """What the name of a mix says is not in it: `No Drums and Bass`, `Drumless`."""
    return [*_things(WITHOUT.search(_apart(name))), *LESS.findall(_apart(name))]


def kept(name: str) -> list[str]:
    """What the name of a mix says is in it all the same: `Instrumental with BVs`."""
    return _things(WITH.search(_apart(name)))


def moved(name: str) -> list[tuple[str, str]]:
    """What the name of a mix says is moved, and whether "up" or "down": `Vocal Up Bass Down`."""
    return [(part.strip(), way.lower()) for part, way in UP_OR_DOWN.findall(_apart(name))]


def stems_named(session: Session, things: Sequence[str]) -> set[str]:
    """The stems that words of a mix's name mean: by their own name, else by the group that they suggest.

    `Vocals` means all of them, `Lead Vocal` only the lead.
    """
    found: set[str] = set()
    for thing in filter(None, things):
        said, suggested = set(core(thing)), group(thing)
        own = {stem.id for stem in session.stems if said and said == set(core(stem.name))}
        groups = set(VOCALS) if suggested in VOCALS and not said & _WHICH else {suggested} - {""}
        found |= own or {stem.id for stem in session.stems if group(stem.name) in groups}
    return found


def vocal_stems(session: Session) -> dict[str, str]:
    """The stems that hold vocals, by their names, and whether those are lead or backing vocals."""
    said = {stem.id: group(stem.name) for stem in session.stems}
    return {stem: found for stem, found in said.items() if found in VOCALS}


def _things(found: re.Match[str] | None) -> list[str]:
    return [part.strip() for part in _AND.split(found[1])] if found else []


def _apart(name: str) -> str:
    """A name with its words apart: `NoDrums`, `Vocal_Up`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_.-]+", " ", name)


def _numbered(said: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in said if word.lstrip("v").isdecimal())
