"""A line of a message cut into pieces: words with what they can mean, and the marks between them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from stemtui.order.reading.lexicon import Lexicon, Sense, canon, lexicon
from stemtui.order.reading.slips import near, slipped
from stemtui.order.words import kind_of
from stemtui.suggest.names import compound, corrected
from stemtui.suggest.vocabulary import ABBREVIATION, Phrase, vocabulary
from stemtui.suggest.words import Word, camel_parts, fold

_TOKEN = re.compile(
    r"(?P<special>\bw/o\b|\bm\s?[&+]\s?e\b|\bd/m/e\b|\bw/(?=\s|\w)|[❌✗✘🚫⛔])|(?P<run>[^\W\d_]+|\d+)|(?P<mark>[^\w\s]|_)",
    re.I,
)
_CROSSES = "❌✗✘🚫⛔"
_SPECIAL = {"w/o": "without", "w/": "with", "d/m/e": "dme"}
_OH = re.compile(r"oh(?!\s*(?:l|r|s|mics?|tracks?|left|right)\b)")
_ARTICLE = re.compile(
    r"\b(?:the|a|no|without|your|only|just|und|die|la)\s+$", re.I
)  # of the box; else Italian
_GLUE = "'’`´_"
_DASHES = "-–—"
_MARKS = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    "[": "(",
    ")": ")",
    "]": ")",
    "&": "and",
    "+": "and",
    "/": "and",
}
_ENDS = ".!?…"
_KIND_ENDS = re.compile(r"(?<=\w{3})s?(stems?|spur|spuren|tracks?|mix|mixes)$")
_SHORTENED = re.compile(
    r"\b(?:incl|excl|inkl|vs|approx|e\.?g|i\.?e|inst|instr|gtr|perc|voc|bzw|ca|z\.?b|nr)$", re.I
)
UNSAID = Sense(MappingProxyType({"unknown": ""}))


@dataclass(frozen=True)
class Piece:
    """Words with their likeliest class and value, their other senses, and where they stand in the line."""

    cls: str
    value: str
    words: Phrase
    start: int
    end: int
    senses: Mapping[str, str] = field(default_factory=dict)
    plural: bool = False
    group: str = ""

    def has(self, cls: str) -> bool:
        return cls in self.senses


@dataclass(frozen=True)
class Names:
    """A session's names as phrases: its stems and tracks, its mixes by id, its title and artist."""

    sources: frozenset[Phrase] = frozenset()
    mixes: Mapping[Phrase, str] = field(default_factory=dict)
    titles: frozenset[Phrase] = frozenset()
    words: frozenset[str] = frozenset()
    longest: int = 1


def pieces(line: str, names: Names) -> list[Piece]:
    """The pieces of one line, left to right; ends of sentences are pieces of the class "end"."""
    words = list(_words(line))
    found: list[Piece] = []
    at = 0
    while at < len(words):
        word = words[at]
        if isinstance(word, Piece):
            found.append(word)
            at += 1
            continue
        run = _run(words, at)
        piece, length = _longest(run, names)
        found.append(piece)
        at += length
    return found


def _run(words: Sequence[Word | Piece], at: int) -> list[Word]:
    run: list[Word] = []
    for word in words[at:]:
        if isinstance(word, Piece):
            break
        run.append(word)
    return run


def _words(line: str) -> Iterator[Word | Piece]:
    for found in _TOKEN.finditer(line):
        start, end, text = found.start(), found.end(), found.group()
        if found["special"]:
            yield from _special(line, text.lower(), start, end)
        elif found["run"]:
            said = "um" if _OH.match(line, start) and text == "oh" else fold(text)
            said = "dibox" if text == "DI" and _ARTICLE.search(line, 0, start) else said
            yield from _taken_apart(Word(said, start, end), text)
        elif mark := _mark(line, start, text):
            yield Piece("end" if mark in _ENDS else "mark", mark, (), start, end)


def _special(line: str, text: str, start: int, end: int) -> Iterator[Word | Piece]:
    """A sign as words; a cross declines what follows where a sign begins the line, else what precedes."""
    if text in _CROSSES:
        leads = unicodedata.category(line.lstrip()[0]) == "So"
        yield Word("skip" if leads else "none", start, end)
        if not leads:
            yield Piece("mark", ",", (), end, end)
    elif text in _SPECIAL:
        yield Word(_SPECIAL[text], start, end)
    else:
        yield from _m_and_e(text, start)


def _m_and_e(text: str, start: int) -> Iterator[Word]:
    yield Word("m", start, start + 1)
    yield Word("e", start + len(text) - 1, start + len(text))


def _mark(line: str, at: int, text: str) -> str:
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    if text in _GLUE:
        return ""
    if text in _DASHES:
        glued = before.strip() and after.strip()
        hanging = before.isalpha() and re.match(r"\s+(und|and|et|e|y)\b", line[at + 1 :])
        return "" if (glued and text == "-") or hanging else "-"
    if text in _ENDS:
        inside = before.isdigit() and after.isdigit()
        return "" if inside or (text == "." and _SHORTENED.search(line, 0, at)) else "."
    if unicodedata.category(text) == "So":
        return ","
    return _MARKS.get(text, "-" if text in "•*→|~=>" else "")


def _taken_apart(word: Word, text: str) -> Iterator[Word]:
    """Camel case and compounds with a kind at their end ("DrumSTEM", "Gitarrenspuren") as single words."""
    known = lexicon().senses
    if (word.text,) in known or vocabulary().knows(word.text):
        yield word
        return
    parts = [
        part._replace(start=part.start + word.start, end=part.end + word.start) for part in camel_parts(text)
    ]
    if len(parts) > 1 and all((p.text,) in known or vocabulary().knows(p.text) for p in parts):
        yield from parts
        return
    end = _KIND_ENDS.search(word.text)
    if end and _is_source(word.text[: end.start()]):
        cut = word.start + len(word.text) - len(end[1])
        yield Word(word.text[: end.start()], word.start, cut)
        yield Word(end[1], cut, word.end)
        return
    if joined := compound(word.text):
        start = word.start
        for at, part in enumerate(joined):
            stop = word.end if at == len(joined) - 1 else start + len(part)
            yield Word(part, start, stop)
            start = stop
        return
    yield word


def _is_source(text: str) -> bool:
    return any(vocabulary().knows(one) or (one,) in lexicon().whole for one in (text, text.removesuffix("n")))


def _longest(run: Sequence[Word], names: Names) -> tuple[Piece, int]:
    """The longest phrase at the start of a run: a name of the session, a word of an order, or a source."""
    texts = [word.text for word in run]
    best: tuple[int, int, Piece] | None = None
    for rank, found in enumerate((_named(texts, names), _said(texts, lexicon()), _source(texts))):
        if found is None:
            continue
        length, cls, value, sense, group = found
        end = run[length - 1].end
        piece = Piece(cls, value, tuple(texts[:length]), run[0].start, end, sense.values, sense.plural, group)
        if best is None or (length, -rank) > (best[0], -best[1]):
            best = length, rank, piece
    if best is None:
        return _unknown(run[0], names), 1
    return best[2], best[0]


_Found = tuple[int, str, str, Sense, str]


def _named(texts: Sequence[str], names: Names) -> _Found | None:
    for length in range(min(names.longest, len(texts)), 0, -1):
        phrase = tuple(texts[:length])
        sense = lexicon().senses.get(phrase)
        if phrase in names.titles:
            return length, "song", "", Sense({"song": ""}), ""
        if length == 1 and sense and sense.likeliest not in ("role", "moved"):
            continue
        if phrase in names.sources:
            return length, "source", "", Sense({"source": ""}), _group(phrase)
        if phrase in names.mixes and not (sense and sense.likeliest == "role"):
            return length, "role", names.mixes[phrase], Sense({"role": names.mixes[phrase]}), ""
    return None


def _said(texts: Sequence[str], words: Lexicon) -> _Found | None:
    for length in range(min(words.longest.get(texts[0], 0), len(texts)), 0, -1):
        phrase = tuple(texts[:length])
        if phrase in words.whole or phrase in words.any_vocal:
            group = words.whole.get(phrase, "vocals")
            return length, "source", group, Sense({"source": group}), group
        if sense := words.senses.get(phrase):
            return length, sense.likeliest, sense.values[sense.likeliest], sense, ""
    if kind := kind_of(texts[0]):
        return 1, "kind", kind, Sense({"kind": kind}, texts[0].endswith(("s", "en"))), ""
    if texts[0].isdecimal() and not _source(texts):  # an 808 is no number of things
        return 1, "count", texts[0], Sense({"count": texts[0]}), ""
    return None


def _source(texts: Sequence[str]) -> _Found | None:
    if len(texts[0]) == 1 and texts[0].isalpha():
        return None
    entries, longest = vocabulary().entries, vocabulary().longest
    reach = max(longest.get(texts[0], 0), longest.get(texts[0].removesuffix("s"), 0))
    for length in range(min(reach, len(texts)), 0, -1):
        if length > 1 and kind_of(texts[length - 1]):
            continue
        for phrase in (tuple(texts[:length]), (*texts[: length - 1], texts[length - 1].removesuffix("s"))):
            entry = entries.get(phrase)
            if entry and entry.group not in ("", "mix") and entry.rank <= ABBREVIATION:
                return length, "source", entry.group, Sense({"source": entry.group}), entry.group
    return None


def _group(phrase: Phrase) -> str:
    found = _source(phrase)
    return lexicon().whole.get(phrase, "") or (found[4] if found and found[0] == len(phrase) else "")


def _unknown(word: Word, names: Names) -> Piece:
    """A word that nobody knows, unless it is part of a name or a slip of the pen for a known one."""
    if {word.text, *canon((word.text,))} & names.words:
        return Piece("source", "", (word.text,), word.start, word.end, {"source": ""})
    meant = slipped(word.text) or corrected(word.text) or near(word.text)
    if meant:
        found = _said(meant, lexicon()) or _source(meant)
        if found and found[1] in ("source", "role", "kind", "loose"):
            return Piece(
                found[1], found[2], meant, word.start, word.end, found[3].values, found[3].plural, found[4]
            )
    return Piece("unknown", "", (word.text,), word.start, word.end, UNSAID.values)
