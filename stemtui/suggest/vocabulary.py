"""The words that track names are made of, read from `stemtui/vocabulary/*.toml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stemtui.suggest.words import plain_words, spellings

Phrase = tuple[str, ...]

WHOLE, FULL, ABBREVIATION, QUALIFIER, HINT, PRINT, SILENT = range(7)
RANKS = {"whole": WHOLE, "abbreviations": ABBREVIATION, "qualifiers": QUALIFIER, "hints": HINT}
FOLDER = Path(__file__).parent.parent / "vocabulary"
_PLAIN = re.compile(r"(?:[\s,]|[a-z]+(?![a-z\d])|\d+(?![a-z\d]))*")
CONTEXT_FIELDS = (
    "needs",
    "groups",
    "words",
    "folders",
    "ignores",
    "everywhere",
    "unless",
    "outnumbers",
    "leads",
    "turns",
)
NOTHING = "nothing"
NOT_GROUPS = ("silent", "context", "heads", "sides")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase says by itself: a group ("" for none), and how much that counts (lowest rank first)."""

    group: str
    rank: int


@dataclass(frozen=True)
class Context:
    """What other names of a folder make of some words; the fields are those of `context.toml`."""

    name: str
    needs: int
    groups: frozenset[str]
    words: frozenset[Phrase]
    folders: frozenset[str]
    ignores: frozenset[Phrase]
    everywhere: bool
    unless: frozenset[str]
    outnumbers: frozenset[str]
    leads: frozenset[Phrase]
    turns: Mapping[str, str]
    readings: Mapping[Phrase, str]


@dataclass(frozen=True)
class Head:
    """Words that decide for `group` though a source of one of the groups `after` stands before them.

    The source's own word is of the rank `over`, or counts less.
    """

    group: str
    after: frozenset[str]
    words: frozenset[Phrase]
    over: int


@dataclass(frozen=True)
class Vocabulary:
    """Entries by phrase, the longest phrase each first word begins, contexts, heads, and sides.

    A side is 0 for left or 1 for right, and the language that says so.
    """

    entries: Mapping[Phrase, Entry]
    longest: Mapping[str, int]
    contexts: tuple[Context, ...]
    heads: tuple[Head, ...]
    sides: Mapping[str, tuple[int, str]]
    doubtful_sides: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether the word by itself, or its singular, is an entry."""
        plural = len(word) > 3 and word.endswith("s")
        return (word,) in self.entries or (plural and (word[:-1],) in self.entries)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with stemtui, read once."""
    import tomllib  # here, because most commands that import this never ask for it

    tables: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            tables.setdefault(name, {}).update(table)
    return _built(tables)


def _built(tables: Mapping[str, dict[str, Any]]) -> Vocabulary:
    contexts = tuple(_context(name, table) for name, table in tables["context"].items())
    entries: dict[Phrase, Entry] = {}
    entries.update(_table_entries("", tables["silent"], SILENT))
    for group in (name for name in tables if name not in NOT_GROUPS):
        for phrase, entry in _table_entries(group, tables[group], PRINT if group == "mix" else FULL).items():
            known = entries.get(phrase)
            entries[phrase] = entry if known is None or entry.rank < known.rank else known
    for phrase in (phrase for context in contexts for phrase in context.readings):
        singular = (*phrase[:-1], phrase[-1].removesuffix("s"))
        entries.setdefault(phrase, entries.get(singular, Entry("", HINT)))
    for phrase in (phrase for context in contexts for phrase in context.words):
        if not any(_is_source(entries, word) for word in (*phrase, phrase[-1].removesuffix("s"))):
            entries.setdefault(phrase, Entry("", SILENT))  # or no name would be found to hold it
    longest: dict[str, int] = {}
    for phrase in entries:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return Vocabulary(
        MappingProxyType(entries),
        MappingProxyType(longest),
        contexts,
        tuple(_head(group, table) for group, table in tables["heads"].items()),
        MappingProxyType(_sides(tables["sides"])),
        frozenset(language for language, table in tables["sides"].items() if table.get("doubtful")),
    )


def _is_source(entries: Mapping[Phrase, Entry], word: str) -> bool:
    entry = entries.get((word,))
    return bool(entry and entry.group)


def phrases(listed: str) -> Iterator[Phrase]:
    """Every spelling of the entries in a comma-separated list, as words."""
    if _PLAIN.fullmatch(listed):
        yield from filter(None, (tuple(entry.split()) for entry in listed.split(",")))
        return
    for entry in listed.split(","):
        if _PLAIN.fullmatch(entry):
            yield from filter(None, (tuple(entry.split()),))
            continue
        for spelling in spellings(entry):
            if words := plain_words(spelling):
                yield words


def _table_entries(group: str, table: Mapping[str, str], rank: int) -> dict[Phrase, Entry]:
    ranks = {key: RANKS.get(key.split("_")[0], rank) for key in table}
    found: dict[Phrase, Entry] = {}
    for key in sorted(table, key=lambda key: -ranks[key]):
        found.update(dict.fromkeys(phrases(table[key]), Entry(group, ranks[key])))
    return found


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in listed.split(",") if name.strip())


def _context(name: str, table: Mapping[str, Any]) -> Context:
    readings = {
        phrase: "" if group == NOTHING else group
        for group, listed in table.items()
        if group not in CONTEXT_FIELDS
        for phrase in phrases(listed)
    }
    return Context(
        name=name,
        needs=int(table["needs"]),
        groups=_names(table.get("groups", "")),
        words=frozenset(phrases(table.get("words", ""))),
        folders=_names(table.get("folders", "")),
        ignores=frozenset(phrases(table.get("ignores", ""))),
        everywhere=bool(table.get("everywhere", False)),
        unless=_names(table.get("unless", "")),
        outnumbers=_names(table.get("outnumbers", "")),
        leads=frozenset(phrases(table.get("leads", ""))),
        turns=table.get("turns", {}),
        readings=readings,
    )


def _head(group: str, table: Mapping[str, str]) -> Head:
    over = RANKS[table["over"]] if "over" in table else FULL
    return Head(group, _names(table.get("after", "")), frozenset(phrases(table.get("words", ""))), over)


def _sides(languages: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[int, str]]:
    return {
        phrase[0]: (side, language)
        for language, table in languages.items()
        for side, name in enumerate(("left", "right"))
        for phrase in phrases(table[name])
    }
