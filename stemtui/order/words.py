"""The client's words: which kind they name, and which of the session's items they mean."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

from stemtui.session import Kind, Session, item_name
from stemtui.text import tokens


def words(text: str) -> frozenset[str]:
    """A set of words, written as a line of them."""
    return frozenset(text.split())


# The same three words as studios spell them in English, German, French, Spanish, Italian and Portuguese.
KIND_WORDS: dict[Kind, frozenset[str]] = {
    "stem": words("stem stems"),
    "mix": words(
        "mix mixes mixs mixe mixen mixdown mixdowns mastermix mastermixes mischung mischungen mische "
        "mixage mixages mezcla mezclas mixaggio missaggio mixagem mistura"
    ),
    "track": words(
        "track tracks multitrack multitracks spur spuren tonspur tonspuren piste pistes pista pistas "
        "traccia tracce faixa faixas"
    ),
}
# German writes the source and the kind in one word: Bassspur, Gitarrenspuren.
COMPOUND_ENDS: dict[str, Kind] = {"spur": "track", "spuren": "track"}
# "backing track" names an instrumental and "title track" a song, so neither says a kind; a track "as in the
# mix" is a track.
NOT_KINDS = re.compile(
    r"\b(?:(?:backing|title|click|guide)[ _-]+tracks?|(?:as|in|through|from)[ ]+(?:the|your)[ ]+mix)\b",
    re.IGNORECASE,
)
EVERY = words("multi all every each alle saemtliche samtliche toutes todas tutte todos")
PLAIN_KINDS = words("stem stems mix mixes track tracks")
# Words of a drum kit that somebody who wants one piece says, with their other spellings.
PIECES: dict[str, frozenset[str]] = {
    "kick": words("kick kik kck bd kd bassdrum bombo cassa grancassa"),
    "snare": words("snare snr sn sd caja rullante"),
    "hat": words("hat hihat hh charleston"),
    "ride": words("ride"),
    "crash": words("crash"),
    "cymbal": words("cymbal cym becken ride crash china splash hat hihat hh"),
    "tom": words("tom rack floor"),
    "clap": words("clap"),
    "808": words("kick kik bd bass sub"),
}


def core(text: str) -> tuple[str, ...]:
    """The words of a text that say what is meant: without kinds and articles, plurals folded."""
    kept = (word for word in tokens(text) if not kind_of(word) and word not in ("the", "a", "an", "of"))
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in kept
    )


def kind_of(word: str) -> Kind | Literal[""]:
    """The kind that one folded word names, or ""."""
    for kind, spellings in KIND_WORDS.items():
        if word in spellings:
            return kind
    return next((kind for end, kind in COMPOUND_ENDS.items() if len(word) > 6 and word.endswith(end)), "")


def asked_kind(asked: str) -> Kind | Literal[""]:
    """The kind that a client's words name: `Drum STEM` is "stem"; two kinds or none are ""."""
    kinds = {kind for word in tokens(NOT_KINDS.sub(" ", asked)) if (kind := kind_of(word))}
    return kinds.pop() if len(kinds) == 1 else ""


def asks_for_every_track(asked: str) -> bool:
    """Whether a client's words mean a whole multitrack: `Multitracks`, `all tracks`, `alle Spuren`."""
    said = tokens(NOT_KINDS.sub(" ", asked))
    tracks = any(kind_of(word) == "track" for word in said)
    return tracks and any(word in EVERY or word.startswith("multitrack") for word in said)


_SHORT = 3
"""So few letters are alike by chance: `the lot` is no overhead left."""


def likeness(asked: str, name: str) -> float:
    """How well a name answers to words, 0 to 1: words in common first, spelling second."""
    a, b = set(core(asked)), set(core(name))
    if not a or not b:
        return 0.0
    if b <= a:
        return 0.9 + 0.1 * len(b) / len(a)
    shared = len(a & b) / len(a | b)
    said, called = " ".join(sorted(a)), " ".join(sorted(b))
    spelled = SequenceMatcher(None, said, called).ratio() if min(len(said), len(called)) > _SHORT else 0.0
    return 0.9 * max(shared, spelled)


def nearest(session: Session, asked: str, items: Iterable[str], least: float = 0.5) -> str:
    """The item whose name answers best to the client's words, or "" when none is near."""
    ranked = sorted(
        ((likeness(asked, item_name(session, item)), item) for item in items), key=lambda p: -p[0]
    )
    return ranked[0][1] if ranked and ranked[0][0] >= least else ""
