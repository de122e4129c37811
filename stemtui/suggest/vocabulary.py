"""The words that track names are made of, read from `stemtui/vocabulary/*.toml`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stemtui.frozen import frozen
from stemtui.suggest.words import RUN, fold, spellings

Phrase = tuple[str, ...]

WHOLE, FULL, ABBREVIATION, QUALIFIER, HINT, PRINT, SILENT = range(7)
RANKS = {"whole": WHOLE, "abbreviations": ABBREVIATION, "qualifiers": QUALIFIER, "hints": HINT}
FOLDER = Path(__file__).parent.parent / "vocabulary"
_KINDS = {
    code: "a"
    if chr(code).isalpha()
    else "0"
    if chr(code).isdigit()
    else chr(code)
    if chr(code) in ", \n"
    else "-"
    for code in range(128)
}
_WORDS_AND_COMMAS = re.compile(f"{RUN.pattern}|,")
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
NOT_WORDS = ("context", "heads", "sides")


@frozen
class Entry:
    """What a phrase says by itself: a group ("" for none), and how much that counts (lowest rank first)."""

    group: str
    rank: int


@frozen
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


@frozen
class Head:
    """Words that decide for `group` though a source of one of the groups `after` stands before them.

    The source's own word is of the rank `over`, or counts less.
    """

    group: str
    after: frozenset[str]
    words: frozenset[Phrase]
    over: int


@frozen
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
    entries = _entries({name: table for name, table in tables.items() if name not in NOT_WORDS})
    for phrase in (phrase for context in contexts for phrase in context.readings):
        singular = (*phrase[:-1], phrase[-1].removesuffix("s"))
        entries.setdefault(phrase, entries.get(singular, Entry("", HINT)))
    for phrase in (phrase for context in contexts for phrase in context.words):
        if not any(_is_source(entries, word) for word in (*phrase, phrase[-1].removesuffix("s"))):
            entries.setdefault(phrase, Entry("", SILENT))  # or no name would be found to hold it
    longest: dict[str, int] = {}
    for phrase in entries:
        if len(phrase) > longest.get(phrase[0], 0):
            longest[phrase[0]] = len(phrase)
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
    for spelling in spellings(listed):
        text = fold(spelling)  # all at once: there are thousands of entries
        if not _is_plain(text):
            text = " ".join(_WORDS_AND_COMMAS.findall(text))
        yield from filter(None, map(tuple, map(str.split, text.split(","))))


def _is_plain(text: str) -> bool:
    """Whether splitting at spaces is all that cuts a folded list into words."""
    kinds = text.translate(_KINDS)
    return text.isascii() and not any(joint in kinds for joint in ("a0", "0a", "-"))


def _entries(tables: Mapping[str, Mapping[str, str]]) -> dict[Phrase, Entry]:
    """Every phrase with what counts most of it: the lowest rank, and among equals the first table."""
    ranked = [
        (_rank(name, key), -place, name, listed)
        for place, (name, table) in enumerate(tables.items())
        for key, listed in table.items()
    ]
    entries: dict[Phrase, Entry] = {}
    for rank, _, name, listed in sorted(ranked, reverse=True):
        entries.update(dict.fromkeys(phrases(listed), Entry("" if name == "silent" else name, rank)))
    return entries


def _rank(table: str, key: str) -> int:
    usual = SILENT if table == "silent" else PRINT if table == "mix" else FULL
    return RANKS.get(key.split("_")[0], usual)


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
