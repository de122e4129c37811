"""Words with a slip of the pen, and the words of an order that were meant."""

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.words import kind_of
from stemtui.suggest.vocabulary import Phrase

SHORTEST_SLIP = 4
FIRST = frozenset(("lead", "main", "backing", "acoustic", "electric", "rhythm"))
ENDINGS = ("n", "en", "e", "s", "es")


def slipped(text: str) -> Phrase:
    """The word that asks, or for a kind or a group, with letters exchanged or doubled ("durm", "mixx")."""
    if len(text) < SHORTEST_SLIP:
        return ()
    words = lexicon()
    for at in range(len(text) - 1):
        exchanged = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        once = text[:at] + text[at + 1 :] if text[at] == text[at + 1] else exchanged
        for meant in (exchanged, once):
            if (meant,) in words.whole or (meant,) in words.any_vocal or kind_of(meant):
                return (meant,)
            if (meant,) in words.senses and words.senses[meant,].likeliest == "ask":
                return (meant,)
    return ()


def inflected(text: str) -> Phrase:
    """The word for a whole group that an ending stands behind ("Streichern"); else nothing."""
    words = lexicon()
    for ending in ENDINGS:
        stem = (text.removesuffix(ending),)
        if text.endswith(ending) and len(stem[0]) >= SHORTEST_SLIP and stem in words.whole:
            return stem
    return ()


def near(text: str) -> Phrase:
    """The one word for a mix that a long word is a letter away from ("instrumenal"); else nothing."""
    if len(text) < 8:
        return ()
    words = lexicon()
    found = {
        (one,)
        for one in words.names
        if len(one) > 7 and one_off(text, one) and words.senses[one,].likeliest in ("role", "loose")
    }
    return min(found) if found else ()


def misspelt(text: str) -> str:
    """The word that one is a letter away from, where a kind or a source follows: "mastr mix"."""
    if len(text) < SHORTEST_SLIP:
        return ""
    words = lexicon()
    known = {one for one in (*words.groups, *words.names) if len(one) >= SHORTEST_SLIP}
    found = {one for one in known | FIRST if one_off(text, one) and (one in FIRST or _names(one))}
    return min(found, default="")


def _names(word: str) -> bool:
    """Whether a word can be the first of what an item is called."""
    words = lexicon()
    sense = words.senses.get((word,))
    return (word,) in words.whole or (sense is not None and sense.likeliest in ("role", "loose"))


def one_off(a: str, b: str) -> bool:
    """Whether two words with the same first letter differ by one letter, or by two exchanged."""
    if abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return (
        a[at + 1 :] in (b[at + 1 :], b[at:])
        or a[at:] == b[at + 1 :]
        or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])
    )
