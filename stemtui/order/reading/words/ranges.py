"""Ranges of numbers: "1-4" and "1 through 4"."""

import re
from collections.abc import Sequence

from stemtui.order.reading.words.tokens import Mark
from stemtui.suggest.words import Word

THROUGH = re.compile(r"\s*(?:[-–—]|to|thru|through|bis|al?|à|até)\s*", re.IGNORECASE)


def counted_through(line: str, said: Sequence[Word | Mark]) -> list[Word | Mark]:
    """The words and marks of a line with every number of a range: "1-4" and "1 through 4" are 1, 2, 3, 4."""
    found: list[Word | Mark] = []
    at = 0
    while at < len(said):
        found.append(said[at])
        for ahead in (1, 2):
            if numbers := _range(line, *said[at : at + ahead + 1 : ahead]):
                end = said[at + ahead]
                found += [Word(str(number), end.start, end.start) for number in numbers]
                at += ahead - 1
                break
        at += 1
    return found


def _range(line: str, first: Word | Mark, last: Word | Mark | None = None) -> range:
    """The numbers between two that begin and end a range; none where these words do not."""
    if last is None or not (first.text.isdecimal() and last.text.isdecimal()):
        return range(0)
    if len(first.text) > 2 or len(last.text) > 2 or not THROUGH.fullmatch(line, first.end, last.start):
        return range(0)
    return range(int(first.text) + 1, int(last.text))
