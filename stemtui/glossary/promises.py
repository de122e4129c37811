"""What the name of a mix promises. It is a label all the same: what counts is the mix's definition."""

import re

from stemtui.glossary.names import group
from stemtui.propose import VOCALS
from stemtui.session import Session
from stemtui.suggest.claims import words_of

INSTRUMENTAL, A_CAPPELLA, FILLED = "instrumental", "a cappella", "m&e"
TV, MOVED, CLEAN = "tv", "moved", "clean"
WORDS = {
    INSTRUMENTAL: frozenset(("instrumental", "instrumentals", "inst", "instru")),
    TV: frozenset(("tv", "television")),
    MOVED: frozenset(("up", "down")),
    A_CAPPELLA: frozenset(("cappella", "capella", "acapella", "acappella")),
    CLEAN: frozenset(("clean",)),
}
MUSIC_AND_EFFECTS = re.compile(r"m\s*(?:&|and|\+)\s*e", re.IGNORECASE)


def promise(name: str) -> str:
    """The kind of mix that a name promises: `INSTRUMENTAL`, `TV`, ..., or ""."""
    if MUSIC_AND_EFFECTS.fullmatch(name.strip()):
        return FILLED
    said = words_of(name)
    return next((kind for kind, words in WORDS.items() if said & words), "")


def vocal_stems(session: Session) -> dict[str, str]:
    """The stems that hold vocals, by their names, and whether those are lead or backing vocals."""
    said = {stem.id: group(stem.name) for stem in session.stems}
    return {stem: found for stem, found in said.items() if found in VOCALS}
