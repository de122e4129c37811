"""The words of an order, read from `vocabulary/*.toml`, and those of one session's names."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stemtui.order.words import KIND_WORDS, words
from stemtui.suggest.vocabulary import Phrase, phrases
from stemtui.suggest.words import fold

FOLDER = Path(__file__).parent / "vocabulary"
# Of several classes that a phrase is in, the first one is what it is where nothing else is known.
CLASSES = (
    "role", "kind", "loose", "wet", "channels", "count", "every", "moved", "mixing", "put", "behind", "not",
    "why", "remark", "join", "of", "ask", "inquiry", "condition", "doubt", "unknown", "greeting", "closing",
    "fine", "pleasantry", "song", "small", "except", "verb", "harmless",
)  # fmt: skip
# Words that stand beside a source's name and say nothing of what it is; "808s" is cut into 808 and s.
NOISE = words("s mic mics the stem stems track tracks bus buss group channel")
PLURAL_KINDS = words(
    "stems mixes mixs mixe mixen mixdowns mastermixes mischungen mixages mezclas tracks multitracks spuren "
    "tonspuren pistes pistas tracce faixas"
)


@dataclass(frozen=True)
class Sense:
    """What a phrase can be: its value in each class, the likeliest class first, and whether it is plural."""

    values: Mapping[str, str]
    plural: bool = False

    @property
    def likeliest(self) -> str:
        return next(iter(self.values))


@dataclass(frozen=True)
class WishPattern:
    """A pattern for a wish: what it is about, and the value it stands for ("": what its groups hold)."""

    what: tuple[str, ...]
    pattern: re.Pattern[str]
    value: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Every phrase with its senses, groups by the words that mean all of one, wishes, and words of tables."""

    senses: Mapping[Phrase, Sense]
    longest: Mapping[str, int]
    whole: Mapping[Phrase, str]
    any_vocal: frozenset[Phrase]
    same: Mapping[Phrase, Phrase]
    wishes: tuple[WishPattern, ...]
    columns: Mapping[Phrase, str]
    cells: Mapping[Phrase, str]
    said: Mapping[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with stemtui, read once."""
    tables: dict[str, Any] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        tables.update(tomllib.loads(file.read_text(encoding="utf-8")))
    senses = _senses(tables)
    longest: dict[str, int] = {}
    whole = {phrase: group for group, listed in tables["whole"].items() for phrase in phrases(listed)}
    any_vocal = frozenset(phrases(tables["vocals"]["any"]))
    for phrase in (*senses, *whole, *any_vocal):
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    same = {
        spelt: next(iter(phrases(meant)))
        for meant, listed in tables["same"].items()
        for spelt in phrases(listed)
    }
    return Lexicon(
        MappingProxyType(senses),
        MappingProxyType(longest),
        _meanings(tables["whole"]),
        any_vocal,
        MappingProxyType(same),
        tuple(_wish(table) for table in tables["wish"]),
        _meanings(tables["column"]),
        _meanings(tables["cell"]),
        MappingProxyType({name: _words(listed) for name, listed in tables["said"].items()}),
    )


def _words(listed: str) -> frozenset[str]:
    """The words of a list, folded."""
    return frozenset(word for phrase in phrases(listed) for word in phrase)


def _meanings(table: Mapping[str, str]) -> Mapping[Phrase, str]:
    """What each phrase of a table means."""
    return MappingProxyType({phrase: meant for meant, listed in table.items() for phrase in phrases(listed)})


def _senses(tables: Mapping[str, Any]) -> dict[Phrase, Sense]:
    found: dict[Phrase, dict[str, str]] = {}
    plural: set[Phrase] = set()
    several = {
        one for kind, listed in tables["kind"].items() if kind.endswith("s") for one in phrases(listed)
    }
    for name, value, phrase in _listed(tables):
        found.setdefault(phrase, {}).setdefault(name, value)
        if phrase[-1] in PLURAL_KINDS or (name == "kind" and phrase in several):
            plural.add(phrase)
    order = {name: at for at, name in enumerate(CLASSES)}
    return {
        phrase: Sense(
            MappingProxyType(dict(sorted(values.items(), key=lambda pair: order[pair[0]]))), phrase in plural
        )
        for phrase, values in found.items()
    }


def _listed(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, Phrase]]:
    for kind, spelt in KIND_WORDS.items():
        for word in spelt:
            yield "kind", kind, (word,)
    for one in tables["composed"]:
        for parts in product(*(phrases(listed) for listed in one["parts"])):
            for name in one["class"]:
                yield name, one.get("value", name), tuple(word for part in parts for word in part)
    for name, table in tables.items():
        if name in ("whole", "vocals", "same", "wish", "column", "cell", "said", "composed"):
            continue
        for value, listed in table.items():
            for phrase in phrases(listed):
                if name == "kind":
                    yield name, value.removesuffix("s"), phrase
                elif name in ("polite", "not"):
                    yield value, value, phrase
                else:
                    yield name, value, phrase


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
