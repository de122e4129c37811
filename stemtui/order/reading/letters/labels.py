"""Points of a list that are numbered as in contracts and sheets: "1  Master", "2.1 Drums", "C.4  Bass"."""

import re
from collections.abc import Sequence
from itertools import pairwise

FEWEST = 3
PLAIN = re.compile(r"^(\s*)()(\d{1,2})(?=\s+[^\W\d_])")
# "2.1 Drums" and "B1. Strings" are points; "BV1 track" names one
WITHIN = re.compile(
    r"^(\s*)(\d{1,2}\.|[A-Z]{1,2}\.|(?:Bus|Ch|Out|Cue|Slot) )(\d{1,2}|(?<= )[A-Z])(?:[.)])?(?=\s+[^\W\d_])"
)
SECTION = re.compile(r"^(\s*)()([A-H])\.(?=\s+[^\W\d_]{2})")
LETTERED = re.compile(r"^(\s*)([A-Z]{1,2})(\d{1,2})(?:[.)](?=\s+[^\W_])|(?=\s{2,}[^\W_]))")
POINT = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)]|\(?[a-z][.)])\s")
# What stands behind an item in a column of its own: "Drums stem       for the sampler".
GAP = re.compile(r"(?<=[^\s:])(?: {3,}|\t)(?=\S)")


def as_points(lines: Sequence[str]) -> list[str]:
    """The lines, those with a number of a sheet as points of a list, and what stands apart in them behind a
    dash."""
    kept = _numbered(list(lines))
    for mark in (WITHIN, LETTERED, SECTION):
        kept = _labelled(kept, mark)
    return [GAP.sub(" - ", line.rstrip()) if POINT.match(line) else line for line in kept]


def _numbered(kept: list[str]) -> list[str]:
    """The lines, those as points that count from one, line by line, without a mark."""
    at = 0
    while at < len(kept):
        end = at
        while end < len(kept) and (found := PLAIN.match(kept[end])) and int(found[3]) == end - at + 1:
            end += 1
        if end - at >= FEWEST:
            kept[at:end] = [PLAIN.sub(r"\1- ", line) for line in kept[at:end]]
        at = max(end, at + 1)
    return kept


def _labelled(kept: list[str], mark: re.Pattern[str]) -> list[str]:
    """The lines, those as points whose numbers follow one another: 2.1 and 2.2."""
    found = [(at, match) for at, line in enumerate(kept) if (match := mark.match(line))]
    follows = any(
        one[2] == other[2] and _place(other[3]) == _place(one[3]) + 1
        for (_, one), (_, other) in pairwise(found)
    )
    for at, match in found if follows else ():
        kept[at] = f"{match[1]}- {kept[at][match.end() :].lstrip()}"
    return kept


def _place(number: str) -> int:
    return int(number) if number.isdecimal() else ord(number)
