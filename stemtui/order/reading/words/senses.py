"""What each phrase of the vocabulary can be, put together for one first word when that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

from stemtui.frozen import frozen
from stemtui.order.words import KIND_WORDS, words
from stemtui.suggest.vocabulary import Phrase, phrases

# Of several classes that a phrase is in, the first one is what it is where nothing else is known.
CLASSES = (
    "role", "kind", "loose", "wet", "channels", "count", "every", "moved", "mixing", "put", "behind", "not",
    "why", "remark", "join", "of", "ask", "inquiry", "condition", "doubt", "unknown", "greeting", "closing",
    "fine", "pleasantry", "song", "small", "except", "verb", "harmless",
)  # fmt: skip
ORDER = {name: at for at, name in enumerate(CLASSES)}
PLURAL_KINDS = words(
    "stems mixes mixs mixe mixen mixdowns mastermixes mischungen mixages mezclas tracks multitracks spuren "
    "tonspuren pistes pistas tracce faixas"
)
# Tables that hold no phrases with senses, and those in which each key is a class of its own.
OTHERS = words(
    "whole vocals same wish column cell said composed recall retract short wanting farewell spoken elsewhere "
    "about"
)
KEYS_ARE_CLASSES = words("polite not")


@frozen
class Sense:
    """What a phrase can be: its value in each class, the likeliest class first, and whether it is plural."""

    values: Mapping[str, str]
    plural: bool = False

    @property
    def likeliest(self) -> str:
        return next(iter(self.values))


class Entry(NamedTuple):
    """Phrases with one first word: a beginning, then one of each of the `parts`; their classes and value."""

    classes: tuple[str, ...]
    value: str
    begins: Phrase
    parts: tuple[tuple[Phrase, ...], ...] = ()
    plural: bool = False

    def phrases(self) -> Iterator[Phrase]:
        for parts in product(*self.parts):
            yield self.begins + tuple(word for part in parts for word in part)


class Senses:
    """Every phrase with its senses. There are fifteen thousand, and a message begins a few of them: those of
    a first word are put together the first time that one of them is looked up."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._entries: dict[str, list[Entry]] = {}
        for entry in _entries(tables):
            self._entries.setdefault(entry.begins[0], []).append(entry)
        self._known: dict[str, Mapping[Phrase, Sense]] = {}

    @property
    def known(self) -> frozenset[str]:
        """The first words whose phrases are put together so far."""
        return frozenset(self._known)

    def get(self, phrase: Phrase) -> Sense | None:
        return self.beginning(phrase[0]).get(phrase) if phrase else None

    def __contains__(self, phrase: Phrase) -> bool:
        return self.get(phrase) is not None

    def __getitem__(self, phrase: Phrase) -> Sense:
        return self.beginning(phrase[0])[phrase]

    def beginning(self, word: str) -> Mapping[Phrase, Sense]:
        """Every phrase that a word begins, with its senses."""
        if word not in self._known:
            self._known[word] = _put_together(self._entries.get(word, ()))
        return self._known[word]

    def items(self) -> Iterator[tuple[Phrase, Sense]]:
        """Every phrase there is, with its senses."""
        for word in self._entries:
            yield from self.beginning(word).items()


def _put_together(entries: Sequence[Entry]) -> Mapping[Phrase, Sense]:
    values: dict[Phrase, dict[str, str]] = {}
    plural: set[Phrase] = set()
    for entry in entries:
        for phrase in entry.phrases():
            for name in entry.classes:
                values.setdefault(phrase, {}).setdefault(name, entry.value or name)
            if entry.plural or phrase[-1] in PLURAL_KINDS:
                plural.add(phrase)
    return {
        phrase: Sense(
            MappingProxyType({name: said[name] for name in sorted(said, key=ORDER.__getitem__)}),
            phrase in plural,
        )
        for phrase, said in values.items()
    }


def _entries(tables: Mapping[str, Any]) -> Iterator[Entry]:
    for kind, spelt in KIND_WORDS.items():
        for word in spelt:
            yield Entry(("kind",), kind, (word,))
    for one in tables["composed"]:
        first, *others = (tuple(phrases(listed)) for listed in one["parts"])
        for phrase in first:
            yield Entry(tuple(one["class"]), one.get("value", ""), phrase, tuple(others))
    for name, table in tables.items():
        if name not in OTHERS:
            for value, listed in table.items():
                classes = (value if name in KEYS_ARE_CLASSES else name,)
                several = name == "kind" and value.endswith("s")
                value = value.removesuffix("s") if several else value
                for phrase in phrases(listed):
                    yield Entry(classes, value, phrase, plural=several)
