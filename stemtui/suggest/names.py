"""A track's name, read with the vocabulary: its words, and the entries they make."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from stemtui.suggest.vocabulary import FULL, HINT, QUALIFIER, Entry, Phrase, vocabulary
from stemtui.suggest.words import RUN, Word, camel_parts, fold

_EXTENSION = re.compile(
    r"\.(wave?|bwf|rf64|w64|aif[fc]?|flac|mp[23]|og[ga]|opus|m4a|aac|caf|wv|au|snd|sd2|rx2)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,3})(?!\d)[\s_.)\-]*")
_DRUM_MACHINES = ("101", "202", "303", "606", "707", "808", "909")
LONGEST_COMPOUND = 40
MOST_WORDS = 16  # what is longer is a sentence: no slip of the pen is looked for in it


class Match(NamedTuple):
    """Words of a name that are an entry of the vocabulary, and where they stand in it."""

    phrase: Phrase
    entry: Entry
    start: int
    end: int


def bare(name: str) -> tuple[str, str]:
    """A path as its folder and its name without the extension, composed (NFC); "Delay 1/4" is no path."""
    path = unicodedata.normalize("NFC", name).replace("\\", "/")
    folder, _, file = path.rpartition("/")
    if not any(map(str.isalpha, file)):
        folder, file = "", path
    return folder, _EXTENSION.sub("", file) or file


def track_number(name: str, numbered: bool) -> int:
    """How many characters of `name` are its track number; `numbered` says that its neighbours have one."""
    found = _NUMBER.match(name)
    if not found or found.end() == len(name) or found[1] in _DRUM_MACHINES:
        return 0
    plain = numbered or found[1].startswith("0") or name[found.end(1)] in "_.)" or " - " in found[0]
    return found.end() if plain else 0


def words_of(name: str, start: int = 0) -> list[Word]:
    """The words of `name` from `start` on, camel case and known compounds ("leadvox") taken apart."""
    return [
        Word(piece.text, run.start() + piece.start, run.start() + piece.end)
        for run in RUN.finditer(name, start)
        for piece in _pieces(run.group())
    ]


def spoken(name: str) -> Phrase:
    """The words of `name` as one says them: "PianoDry" is piano and dry."""
    return tuple([word.text for word in words_of(name)])


@lru_cache(maxsize=8192)
def _pieces(run: str) -> tuple[Word, ...]:
    known = vocabulary().knows
    whole = Word(fold(run), 0, len(run))
    if run.isdecimal() or known(whole.text):
        return (whole,)
    parts = camel_parts(run)
    if len(parts) > 1 and not all(known(part.text) for part in parts) and compound(whole.text):
        parts = [whole]
    return tuple(piece for part in parts for piece in ([part] if known(part.text) else _taken_apart(part)))


def _taken_apart(word: Word) -> list[Word]:
    pieces, start = [], word.start
    for text in compound(word.text):
        pieces.append(Word(text, start, start + len(text)))
        start += len(text)
    return [*pieces[:-1], pieces[-1]._replace(end=word.end)] if pieces else [word]


@lru_cache(maxsize=4096)
def compound(word: str) -> Phrase:
    """Two or three known words written as one, among them a source ("kickin", "sologesang"); else none."""
    if not 4 <= len(word) <= LONGEST_COMPOUND:
        return ()
    known = vocabulary().knows
    starts = [cut for cut in range(2, len(word)) if known(word[:cut])]
    for cut in starts:
        if known(word[cut:]) and _compounds((word[:cut], word[cut:])):
            return word[:cut], word[cut:]
    for first in (cut for cut in starts if cut > 2):
        for cut in range(first + 3, len(word) - 2):
            if known(word[cut:]) and _compounds((word[:first], word[first:cut], word[cut:])):
                return word[:first], word[first:cut], word[cut:]
    return ()


_SHORT_ENDS = frozenset({"in", "di", "up", "dn", "lo", "hi", "fx", "dt", "l", "r"})
_SHORT_STARTS = frozenset({"ac", "el", "bg", "lo", "hi", "sn", "ld"})


def _compounds(parts: Phrase) -> bool:
    middle_fits = all(len(part) > 2 for part in parts[1:-1])
    start_fits = len(parts[0]) > 2 or parts[0] in _SHORT_STARTS
    end_fits = len(parts[-1]) > 2 or parts[-1] in _SHORT_ENDS
    known = all(map(vocabulary().knows, parts))
    return known and middle_fits and start_fits and end_fits and any(map(_stands_out, parts))


def _stands_out(word: str) -> bool:
    entry = _entry((word,))
    long_enough = len(word) > 3 or word in ("vox", "sax") or not set(word) & set("aeiouy")
    telling = entry and entry[1].rank in (FULL, QUALIFIER) and entry[1].group
    return bool(telling and len(word) > 2 and long_enough)


def _entry(phrase: Phrase) -> tuple[Phrase, Entry] | None:
    entries = vocabulary().entries
    if entry := entries.get(phrase):
        return phrase, entry
    if len(phrase[-1]) > 3 and phrase[-1].endswith("s"):
        singular = (*phrase[:-1], phrase[-1][:-1])
        if entry := entries.get(singular):
            return singular, entry
    return None


def matches_of(words: Sequence[Word]) -> tuple[list[Match], int]:
    """The longest entries that the words make, left to right, and how many words are in none."""
    matches, unknown, position = [], 0, 0
    while position < len(words):
        found = _longest_at(words, position)
        if not found and len(words) <= MOST_WORDS:
            found = _misspelt(words[position])
        if found:
            match, length = found
            matches.append(match)
            position += length
        else:
            unknown += len(words[position].text) > 2 and not words[position].text.isdecimal()
            position += 1
    return matches, unknown


def _longest_at(words: Sequence[Word], position: int) -> tuple[Match, int] | None:
    first = words[position].text
    longest = vocabulary().longest
    reach = longest.get(first) or (longest.get(first[:-1], 0) if first.endswith("s") else 0)
    for length in range(min(reach, len(words) - position), 0, -1):
        taken = words[position : position + length]
        if found := _entry(tuple([word.text for word in taken])):
            return Match(*found, taken[0].start, taken[-1].end), length
    return None


def _misspelt(word: Word) -> tuple[Match, int] | None:
    phrase = corrected(word.text)
    return (Match(phrase, vocabulary().entries[phrase], word.start, word.end), 1) if phrase else None


@lru_cache(maxsize=4096)
def corrected(word: str) -> Phrase:
    """The source that a misspelt word means, when only one is a slip away; else nothing.

    A slip is two neighbours exchanged or a letter doubled; in words of seven letters or more also one letter
    too many, too few or wrong, but not the last, which makes other words ("melodic", "recorded").
    """
    if not 5 <= len(word) <= LONGEST_COMPOUND or not word.isalpha():
        return ()
    near = {
        other
        for length in (len(word) - 1, len(word), len(word) + 1)
        for other in _sources().get((length, word[0]), ())
        if word[-1] in other[-2:] and _slip(word, other)
    }
    meant = {found for other in near if (found := _entry((other,)))}
    return min(phrase for phrase, _ in meant) if len({entry.group for _, entry in meant}) == 1 else ()


@cache
def _sources() -> dict[tuple[int, str], list[str]]:
    """Words for sources and their plurals by length and first letter, which a slip leaves as it was."""
    index: dict[tuple[int, str], list[str]] = {}
    for phrase, entry in vocabulary().entries.items():
        long_enough = len(phrase[0]) > (3 if entry.rank <= FULL else 7)
        if len(phrase) == 1 and long_enough and entry.rank <= HINT and entry.group:
            for word in {phrase[0], phrase[0].removesuffix("s") + "s"}:
                index.setdefault((len(word), word[0]), []).append(word)
    return index


def _slip(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 1 or min(len(word), len(other)) < 5:
        return False
    start = 0
    while word[start : start + 1] == other[start : start + 1] != "":
        start += 1
    rest, wanted = word[start:], other[start:]
    exchanged = len(rest) > 1 and rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    doubled = rest[1:] == wanted and rest[:1] == word[start - 1 : start]
    one_off = wanted in (rest[1:], rest) or wanted[1:] in (rest, rest[1:])
    inside = rest[-1:] == wanted[-1:] != ""
    return exchanged or doubled or (one_off and inside and min(len(word), len(other)) > 6)


def source_named(matches: Sequence[Match], least: int = FULL) -> str:
    """The group of the first word for a source that counts at least so much; "" when there is none."""
    return next((m.entry.group for m in matches if m.entry.rank <= least and m.entry.group), "")
