"""Finding words of the trade by what a reader types: part of one, a synonym, a question, another language."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from math import sqrt
from threading import Lock

from stemtui.glossary.client_words import client_words
from stemtui.glossary.entries import Entry, terms
from stemtui.order.words import words
from stemtui.suggest.words import plain_words

# Words of a question that every question has.
SMALL = words(
    "a an the is are was were do does did i we you it they what which why who how when where to of in on for "
    "and or but if my your not no be can should must mean means matter from with by have has same as "
    "one actually s t re ve ll me us them their this that these those there just really will would could "
    "need needs get gets"
)
BY_QUESTION, NAMED, BY_TEXT, NOWHERE = 5, 7, 8, 9
LEAST_NAMED = 5
LIKE = 0.5
"""From which likeness on, 0 to 1, a question is one of those that an entry answers."""
LEARNING = Lock()


@lru_cache(maxsize=64)
def search(asked: str) -> tuple[Entry, ...]:
    """The entries that answer what was typed, best first; all of them where nothing was.

    A name comes before a synonym or a word of another language, those before questions that an entry is
    known to answer, and these before what stands in a text. Where no entry has all words, or only a text
    has those of a question, those that have most of them answer too, a word in a name counting double;
    else what is spelt most alike.
    """
    said = plain_words(asked)
    wanted = _content(said) or said
    if not wanted:
        return terms()
    ranks = {one: _rank(one, said, wanted) for one in terms()}
    found = [one for one in terms() if ranks[one] < NOWHERE]
    if not found or (len(wanted) > 2 and min(ranks.values()) == BY_TEXT):
        found = list(dict.fromkeys([*found, *_most(wanted)])) or _alike(wanted)
    like = {one: _likeness(one, wanted) for one in found}
    named = {one: _count(one, wanted) + _named_in(one, said) if ranks[one] == NAMED else 0 for one in found}
    return tuple(sorted(found, key=lambda one: (ranks[one], -like[one], -named[one], -_in_name(one, wanted))))


def _rank(one: Entry, said: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How an entry answers: 0 by its name, up to `BY_TEXT`, `NOWHERE` by no word."""
    term, *others = names = _names()[one.term]
    for rank, (texts, typed) in enumerate((([term], said), (others, said), (names, wanted))):
        if typed in texts:
            return rank
    for rank, texts in enumerate(([term], others), 3):
        if any(_begins(name, said) for name in texts):
            return rank
    if _likeness(one, wanted) >= LIKE:
        return BY_QUESTION
    if _has_all(_in_names(one), wanted):
        return BY_QUESTION + 1
    if len(wanted) > 1 and _named_in(one, said):
        return NAMED
    return BY_TEXT if _has_all((*_in_names(one), *_text(one)), wanted) else NOWHERE


def _singular(word: str) -> str:
    if word.endswith(("xes", "ches")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _begins(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether a name begins with what has been typed so far, the last word of it perhaps unfinished."""
    return (
        name[: len(said) - 1] == said[:-1]
        and len(name) >= len(said)
        and name[len(said) - 1].startswith(said[-1])
    )


def _has_all(words: Iterable[str], wanted: tuple[str, ...]) -> bool:
    """Whether each wanted word begins one of the words; one of two letters has to be a whole word."""
    there = tuple(words)
    return all(
        any(word == one or (len(one) > 2 and word.startswith(one)) for word in there) for one in wanted
    )


def _in_name(one: Entry, wanted: tuple[str, ...]) -> int:
    """How many of the wanted words are in a term itself."""
    term, *_ = _names()[one.term]
    return sum(_has_all(term, (word,)) for word in wanted)


def _named_in(one: Entry, said: tuple[str, ...]) -> float:
    """How much of a question is a name of a term; one that many texts have says less."""
    singular = tuple(map(_singular, said))
    names = (tuple(map(_singular, name)) for name in _own_names(one))
    there = (name for name in names if any(singular[at : at + len(name)] == name for at in range(len(said))))
    return max((len(name) + _rarity(name) for name in there), default=0.0)


@cache
def _own_names(one: Entry) -> tuple[tuple[str, ...], ...]:
    """A term and its other spellings, without those of few letters: they mean much else in a question."""
    names = (plain_words(name) for name in one.aliases)
    return plain_words(one.term), *(name for name in names if len("".join(name)) >= LEAST_NAMED)


@cache
def _rarity(name: tuple[str, ...]) -> float:
    """How few of the texts have a name, 0 to 1."""
    return 1 - sum(_has_all(_text(one), name) for one in terms()) / len(terms())


def _likeness(one: Entry, wanted: tuple[str, ...]) -> float:
    """How much of a question, and of the one most like it that an entry answers, is in both, 0 to 1."""
    return max((_shared(set(wanted), question) for question in _asked()[one.term]), default=0.0)


def _shared(wanted: set[str], question: frozenset[str]) -> float:
    both, every = (sum(map(_weight, words)) for words in (wanted & question, wanted | question))
    return both / every if wanted == question or len(wanted & question) > 1 else 0.0


@cache
def _weight(word: str) -> float:
    """How much a word says: the less, the more questions have it."""
    times = sum(word in question for questions in _asked().values() for question in questions)
    return 1 / sqrt(1 + times)


@cache
def _asked() -> Mapping[str, tuple[frozenset[str], ...]]:
    """The words of the questions that each term answers."""
    return {
        one.term: tuple(frozenset(_content(plain_words(asked))) for asked in one.asked) for one in terms()
    }


def _content(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words that a question is about, in the singular."""
    return tuple(_singular(word) for word in said if word not in SMALL)


def _most(wanted: tuple[str, ...]) -> list[Entry]:
    """The entries that have most of the words."""
    counts = {one: _count(one, wanted) for one in terms()}
    most = max(counts.values())
    return [one for one, count in counts.items() if count == most] if most else []


def _count(one: Entry, wanted: tuple[str, ...]) -> int:
    """How many of the words an entry has, one in a name counting double."""
    return sum(_has_all(_text(one), (word,)) + 2 * _has_all(_in_names(one), (word,)) for word in wanted)


def _alike(wanted: tuple[str, ...]) -> list[Entry]:
    """The entries with a name that is spelt most alike."""
    spelt = {" ".join(name): one for one in terms() for name in _names()[one.term]}
    near = get_close_matches(" ".join(wanted), spelt, 6, 0.6)
    return list(dict.fromkeys(spelt[name] for name in near))


def _names() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Each term in words, then its other names, then what clients call it; learnt once, in any thread."""
    with LEARNING:
        return learnt()


@cache
def learnt() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The same. To read what clients say in six languages takes half a second."""
    found = {
        one.term: dict.fromkeys((plain_words(one.term), *map(plain_words, one.aliases))) for one in terms()
    }
    taken = {"".join(name) for names in found.values() for name in names}
    for phrase, term in client_words():
        if "".join(phrase) not in taken:
            found[term].setdefault(phrase)
    return {term: tuple(filter(None, names)) for term, names in found.items()}


def _in_names(one: Entry) -> tuple[str, ...]:
    return tuple(word for name in _names()[one.term] for word in name)


@cache
def _text(one: Entry) -> tuple[str, ...]:
    return plain_words(" ".join((one.short, one.text, one.not_confuse, one.disputed)))
