"""Versions that are called by how long they are: "a 30 second version", ":60, :30 and :15 cutdowns"."""

import re
from collections.abc import Sequence

from stemtui.order.reading.words.pieces import Piece

# What a version with a length can be of: "a 30 second instrumental".
OF = ("pass", "instrumental")
LENGTH = (
    r"(?:(?<![\w:.]):\d\d(?![\d:])|(?<![\w:.,])\d{1,3}[\s-]?"
    r"(?:s|secs?|seconds?|sek|sekunden|secondi|segundos|secondes|[\"″]|'')(?!\w))"
)
JOIN = r"\s*(?:,|/|\+|&|and|or|und|oder|e|o|y|et|ou)\s*"
CALLED = (
    r"(?:versions?|edits?|cut[\s-]?downs?|cuts?|mix(?:es)?|fassung(?:en)?|versione[ns]?|versioni|versión|"
    r"versiones|instrumentals?|schnitte?|tagli[oa]?|cortes?|montages?)"
)
SORT = r"(?:(?:tag|tv|web|online|radio|cinema|social|promo|trailer|teaser|end|instrumental|karaoke)[\s-]+)?"
LONG = r"(?:(?:courte|longue|corta|larga|breve|lunga|short|long|kurz|lang)\s+)?"
BEHIND = re.compile(
    rf"{LENGTH}(?:{JOIN}(?:an?\s+)?{LENGTH})*[\s-]+{SORT}{CALLED}\b(?:{JOIN}{LENGTH})*", re.IGNORECASE
)
BEFORE = re.compile(
    rf"\b{CALLED}\s+{LONG}(?:(?:of|in|at|von|mit|da|di|de|en|à)\s+)?{LENGTH}(?:{JOIN}{LENGTH})*",
    re.IGNORECASE,
)
# A point of a list that is a length and no more: "- 30 sec (no fades)"; "0:30 - too loud" is a place.
ALONE = re.compile(rf"^\s*(?!0:){LENGTH}(?:{JOIN}{LENGTH})*(?=\s*(?:$|[(,;:]|[-–—]\s))", re.IGNORECASE)
# "Edits required: 30 sec, 60 sec"
LISTED = re.compile(rf"\b{CALLED}[^:]{{0,20}}:\s*(?P<own>{LENGTH}(?:{JOIN}{LENGTH})*)\s*$", re.IGNORECASE)


def by_length(line: str, found: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line, each version that a length stands for as the name of a mix of its own."""
    spans = {_span(match) for mark in (BEHIND, BEFORE, ALONE, LISTED) for match in mark.finditer(line)}
    kept = list(found)
    for start, end in sorted(spans, reverse=True):
        within = [at for at, piece in enumerate(kept) if start <= piece.start < end]
        said = kept[within[0] : within[-1] + 1] if within else []
        if said and not any(piece.cls == "role" and piece.value not in OF for piece in said):
            words = tuple(word for piece in said for word in piece.words)
            begins = end - len(line[start:end].lstrip())
            name = Piece("role", "pass", words, begins, end, {"role": "pass"})
            kept[within[0] : within[-1] + 1] = [name]
    return kept


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("own" if "own" in match.re.groupindex else 0)
