"""Track names cut into words: at separators, at digits and where camel case has a border."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

RUN = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])(?![A-Z]s(?![a-z]))"
)
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


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
    lower = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFD", lower) if not _is_latin_accent(c))
    return unicodedata.normalize("NFC", bare)


def _is_latin_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def spellings(text: str) -> tuple[str, ...]:
    """An entry as it may be written: with its accents dropped, and with its umlauts spelt out."""
    spelt_out = text.lower().translate(_SPELT_OUT)
    return (text,) if text.isascii() else (text, spelt_out)


def plain_words(text: str) -> tuple[str, ...]:
    """The runs of letters and of digits in `text`, folded."""
    return tuple(fold(run) for run in RUN.findall(text))


def camel_parts(run: str) -> list[Word]:
    """A run of letters cut where its case changes: "HiHat" is hi and hat, "BGVs" stays whole."""
    cuts = [0, *(cut.start() for cut in _CAMEL.finditer(run)), len(run)]
    return [Word(fold(run[start:end]), start, end) for start, end in pairwise(cuts)]
