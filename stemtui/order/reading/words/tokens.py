"""A line of a message as words and marks: compounds taken apart, signs as the words they stand for."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.suggest.names import compound
from stemtui.suggest.vocabulary import vocabulary
from stemtui.suggest.words import Word, camel_parts, fold

_TOKEN = re.compile(
    r"(?P<special>\b(?:i\.\s?e|e\.\s?g|z\.\s?b|d\.\s?h)\b\.?|\bw/o(?:ut)?\b|\bm\s?[&+]\s?e\b|\bd\s?,\s?m\s?,\s?e\b|\bd/m/e\b|\bw/(?=\s|\w)|\bn/a\b|[❌✗✘🚫⛔])|(?P<run>[^\W\d_]+|\d+)|(?P<mark>[^\w\s]|_)",
    re.I,
)
_CROSSES = "❌✗✘🚫⛔"
_SHORT = {"ie": "namely", "eg": "including", "zb": "including", "dh": "namely"}
_SPECIAL = {"w/o": "without", "w/out": "without", "w/": "with", "d/m/e": "dme", "n/a": "none"}
# "oh" is no overhead, nor is "Oh" where a sentence begins with it
_OH = re.compile(
    r"oh(?!\s*(?:l|r|s|mics?|tracks?|left|right)\b)|Oh(?=,?\s+(?:and|also|yes|btw|by|wait|sorry|one)\b)"
)
# "1x PA (performance track)" is a mix, "the PA" is none.
_PA = re.compile(r"PA(?=\s*(?:$|[(,;:–-]))")
_ARTICLE = re.compile(
    r"\b(?:the|a|no|without|your|only|just|und|die|la)\s+$", re.I
)  # of the box; else Italian
# Nor is it behind a mark that parts items, or "and": "Bass (DI and amp)".
_PARTED = re.compile(r"(?:^|[(\[,;:/&+–—-]|\b(?:and|or|und|oder|et|ou|y|o|e))\s*$", re.IGNORECASE)
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
# Faces, hands and hearts end what is said; other pictures stand between items.
FACES = re.compile("[\U0001f44a-\U0001f450\U0001f493-\U0001f49f\U0001f600-\U0001f64f\U0001f910-\U0001f97a❤]")
_KIND_ENDS = re.compile(r"(?<=\w{3})s?(stems?|spur|spuren|tracks?|mix|mixes)$")
_FILE = re.compile(r"\.(?:wav|aiff?|mp3|flac|m4a|zip|ptx|als)\b", re.IGNORECASE)
_SHORTENED = re.compile(
    r"\b(?:incl|excl|inkl|max|vs|approx|e\.?g|i\.?e|inst|instr|gtr|perc|feat|ft|voc|bzw|ca|"
    r"evtl|ggf|zzgl|ev|z\.?b|nr)$",
    re.I,
)


class Mark(NamedTuple):
    """A mark that parts words: what it stands for (",", "and", "."), and where it stands."""

    text: str
    start: int
    end: int


def tokens(line: str) -> Iterator[Word | Mark]:
    """The words and marks of a line, left to right; an end of a sentence is the mark "."."""
    for found in _TOKEN.finditer(line):
        start, end, text = found.start(), found.end(), found.group()
        if found["special"]:
            yield from _special(line, text.lower(), start, end)
        elif found["run"]:
            said = "um" if len(text) == 2 and _OH.match(line, start) else fold(text)
            said = "dibox" if text == "DI" and _is_dibox(line, start) else said
            said = "pamix" if _PA.match(line, start) and not _ARTICLE.search(line, 0, start) else said
            yield from _taken_apart(Word(said, start, end), text)
        elif text == "&":
            yield Word("and", start, end)
        elif (mark := _mark(line, start, text)) == "=":
            yield Word("means", start, end)
        elif mark:
            yield Mark(mark, start, end)


def _is_dibox(line: str, start: int) -> bool:
    return bool(_ARTICLE.search(line, 0, start) or (_PARTED.search(line, 0, start) and not line.isupper()))


def _special(line: str, text: str, start: int, end: int) -> Iterator[Word | Mark]:
    """A sign as words; a cross declines what follows where a sign begins the line, else what precedes."""
    if text in _CROSSES:
        leads = unicodedata.category(line.lstrip()[0]) == "So"
        yield Word("skip" if leads else "none", start, end)
        if not leads:
            yield Mark(",", end, end)
    elif text.startswith("d") and "," in text:
        yield from _d_m_and_e(text, start)
    elif (letters := re.sub(r"[\W_]", "", text)) in _SHORT:
        yield Word(_SHORT[letters], start, end)
    elif text in _SPECIAL:
        yield Word(_SPECIAL[text], start, end)
    else:
        yield from _m_and_e(text, start)


def _m_and_e(text: str, start: int) -> Iterator[Word]:
    yield Word("m", start, start + 1)
    yield Word("e", start + len(text) - 1, start + len(text))


def _d_m_and_e(text: str, start: int) -> Iterator[Word | Mark]:
    """Dialogue, music and effects, each by its letter."""
    middle, end = text.index("m"), len(text) - 1
    for said, at in (("dialogue", 0), ("music", middle), ("effects", end)):
        yield Word(said, start + at, start + at + 1)
        if at < end:
            yield Mark(",", start + at + 1, start + at + 2)


def _mark(line: str, at: int, text: str) -> str:
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    if text in _GLUE:
        return ""
    if text in _DASHES:
        glued = before.strip() and after.strip()
        hanging = before.isalpha() and re.match(r"\s+(und|and|et|e|y)\b", line[at + 1 :])
        return "" if (glued and text == "-") or hanging else "-"
    if text == "=" and line.rfind("(", 0, at) > line.rfind(")", 0, at):
        return "="
    if text in _ENDS:
        inside = (before.isdigit() and after.isdigit()) or (text != "?" and after in (")", "]"))
        if inside or (text == "." and (_SHORTENED.search(line, 0, at) or _FILE.match(line, at))):
            return ""
        return "?" if text == "?" else "."
    if unicodedata.category(text) == "So":
        return "." if FACES.match(text) else ","
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
    less = word.text.removesuffix("less")
    if less != word.text and len(less) > 2 and _is_source(less):
        yield Word("without", word.start, word.start)
        yield Word(less, word.start, word.end)
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
