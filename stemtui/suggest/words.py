"""Track names cut into words: at separators, at digits and where camel case has a border."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

RUN = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])(?![A-Z]s(?![a-z]))"
)
_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_LATIN_ACCENT = re.compile("[\u0300-\u036f]+")


class Word(NamedTuple):
    """A word of a name, folded for comparison, and where it stands in the name (NFC)."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents: "Flöte" and "FLOTE" are both "flote"."""
    if text.isascii():
        return text.lower()
    lower = _replaced(unicodedata.normalize("NFC", text).casefold(), _LETTERS)
    return unicodedata.normalize("NFC", _LATIN_ACCENT.sub("", unicodedata.normalize("NFD", lower)))


def _replaced(text: str, letters: Mapping[str, str]) -> str:
    for (
        letter,
        other,
    ) in letters.items():  # several times faster than str.translate, which looks up each letter
        text = text.replace(letter, other)
    return text


def spellings(listed: str) -> tuple[str, ...]:
    """A list of entries as it is, and those that may also be written with their umlauts spelt out, so."""
    if listed.isascii():
        return (listed,)
    lower = listed.lower()
    entries = zip(lower.split(","), _replaced(lower, _SPELT_OUT).split(","), strict=True)
    return listed, ",".join(spelt_out for entry, spelt_out in entries if spelt_out != entry)


def plain_words(text: str) -> tuple[str, ...]:
    """The runs of letters and of digits in `text`, folded."""
    return tuple(fold(run) for run in RUN.findall(text))


def camel_parts(run: str) -> list[Word]:
    """A run of letters cut where its case changes: "HiHat" is hi and hat, "BGVs" stays whole."""
    cuts = [0, *(cut.start() for cut in _CAMEL.finditer(run)), len(run)]
    return [Word(fold(run[start:end]), start, end) for start, end in pairwise(cuts)]
