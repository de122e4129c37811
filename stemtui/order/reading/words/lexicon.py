"""The words of an order, read from `vocabulary/*.toml`, and those of one session's names."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stemtui.frozen import frozen
from stemtui.order.reading.words.senses import Senses
from stemtui.order.words import words
from stemtui.suggest.vocabulary import Phrase, phrases
from stemtui.suggest.words import fold

FOLDER = Path(__file__).parent / "vocabulary"
# Words that stand beside a source's name and say nothing of what it is; "808s" is cut into 808 and s.
NOISE = words("s and mic mics the stem stems track tracks bus buss group channel")

HESITATING = (
    r"(?:(?:oh|ah|hm+|um+|uh|er+m?|ok(?:ay)?|well|but|hey|hang on|sorry|oops|hold on|wait)\b[\s,.–—-]*)*?"
)


@frozen
class WishPattern:
    """A pattern for a wish: what it is about, and the value it stands for ("": what its groups hold)."""

    what: tuple[str, ...]
    pattern: re.Pattern[str]
    value: str = ""


@frozen
class Lexicon:
    """Every phrase with its senses, groups by the words that mean all of one, wishes, and words of tables.

    `names` are the single words that mixes are called by, or several kinds; `groups` are the phrases of
    `whole` and `any_vocal` by their first words. `recall` finds what says that an order is changed
    ("says"), that something goes off it ("off"), what speaks of it ("order"), leaves a line
    on it ("keeps") or wants it again ("wanted"), how loud something is
    ("level"), and what asks for an earlier order ("usual"); `retract` what takes back, at the head of a
    clause, what the one before it asked for; `wanting` matches one word that is a verb of needing, taking or
    sending; `farewell` a phrase that is one, and what joins several. `spoken` are words that tell a language,
    `elsewhere` has the class of words of an order in a language in which they are others;
    `about` has the groups of sources that the names of mixes speak of.
    """

    senses: Senses
    whole: Mapping[Phrase, str]
    any_vocal: frozenset[Phrase]
    short: Mapping[Phrase, str]
    same: Mapping[Phrase, Phrase]
    wishes: tuple[WishPattern, ...]
    columns: Mapping[Phrase, str]
    cells: Mapping[Phrase, str]
    said: Mapping[str, frozenset[str]]
    names: frozenset[str]
    groups: Mapping[str, Sequence[Phrase]]
    recall: Mapping[str, re.Pattern[str]]
    retract: Mapping[str, re.Pattern[str]]
    wanting: re.Pattern[str]
    farewell: Mapping[str, re.Pattern[str]]
    spoken: Mapping[str, frozenset[str]]
    elsewhere: Mapping[str, Mapping[Phrase, str]]
    about: Mapping[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with stemtui, read once."""
    tables: dict[str, Any] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        tables.update(tomllib.loads(file.read_text(encoding="utf-8")))
    whole = _meanings(tables["whole"])
    any_vocal = frozenset(phrases(tables["vocals"]["any"]))
    groups: dict[str, list[Phrase]] = {}
    for phrase in (*whole, *any_vocal):
        groups.setdefault(phrase[0], []).append(phrase)
    same = {
        spelt: next(iter(phrases(meant)))
        for meant, listed in tables["same"].items()
        for spelt in phrases(listed)
    }
    return Lexicon(
        Senses(tables),
        whole,
        any_vocal,
        _meanings(tables["short"]),
        MappingProxyType(same),
        tuple(_wish(table) for table in tables["wish"]),
        _meanings(tables["column"]),
        _meanings(tables["cell"]),
        MappingProxyType({name: _words(listed) for name, listed in tables["said"].items()}),
        _names(tables),
        groups,
        {name: re.compile("|".join(listed), re.IGNORECASE) for name, listed in tables["recall"].items()},
        {name: _heads(listed) for name, listed in tables["retract"].items()},
        re.compile("|".join(f"(?:{one})" for one in tables["wanting"]["verbs"])),
        _farewell(tables["farewell"]),
        {language: _words(listed) for language, listed in tables["spoken"].items()},
        {language: _meanings(table) for language, table in tables["elsewhere"].items()},
        {role: frozenset(groups.replace(",", " ").split()) for role, groups in tables["about"].items()},
    )


def _farewell(table: Mapping[str, Any]) -> Mapping[str, re.Pattern[str]]:
    """A phrase that is a farewell, and what may join several of them."""
    before, phrase, after = ("|".join(table[name]) for name in ("before", "phrase", "after"))
    one = rf"(?:(?:{before}) )*(?:{phrase})(?: (?:{after}))*"
    words, joins = re.compile(one, re.IGNORECASE), re.compile(table["joins"], re.IGNORECASE)
    return MappingProxyType({"phrase": words, "joins": joins})


def _heads(listed: Sequence[str]) -> re.Pattern[str]:
    """What begins a clause, behind words that only hesitate."""
    return re.compile(rf"{HESITATING}(?:{'|'.join(listed)})", re.IGNORECASE)


@cache
def reach(word: str) -> int:
    """The number of words in the longest phrase that a word begins."""
    words = lexicon()
    return max(map(len, (*words.senses.beginning(word), *words.groups.get(word, ()))), default=0)


def _words(listed: str) -> frozenset[str]:
    """The words of a list, folded."""
    return frozenset(word for phrase in phrases(listed) for word in phrase)


def _meanings(table: Mapping[str, str]) -> Mapping[Phrase, str]:
    """What each phrase of a table means."""
    return MappingProxyType({phrase: meant for meant, listed in table.items() for phrase in phrases(listed)})


def _names(tables: Mapping[str, Any]) -> frozenset[str]:
    """The single words that mixes are called by, or several kinds."""
    listed = (*tables["role"].values(), *tables["loose"].values())
    return frozenset(phrase[0] for one in listed for phrase in phrases(one) if len(phrase) == 1)


def _wish(table: Mapping[str, Any]) -> WishPattern:
    what = tuple(table.get("order", [table["what"]]))
    return WishPattern(what, re.compile(table["pattern"], re.IGNORECASE), table.get("value", ""))


@cache
def canon(words: Phrase) -> Phrase:
    """Words of a name as compared with others: plurals folded, one word for those that mean the same."""
    same, at = lexicon().same, 0
    found: list[str] = []
    folded = [_singular(fold(word)) for word in words]
    while at < len(words):
        for length in (2, 1):
            for said in (tuple(words[at : at + length]), tuple(folded[at : at + length])):
                if len(said) == length and said in same:
                    found += same[said]
                    at += length
                    break
            else:
                continue
            break
        else:
            found.append(folded[at])
            at += 1
    return tuple(_singular(word) for word in found if word not in NOISE)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
