"""A row whose words only moved: letters are taken out and put in where that is shorter than to write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from stemtui.tui.wire.pen import BLANK, Pen
from stemtui.tui.wire.strokes import Part, Row, is_sure, redraw, runs, size

WORTH, KEPT = 40, 10
"""Bytes from which a row is worth looking at for words that moved; letters of the parts that may stay."""


def written(pen: Pen, y: int, shown: Row, fresh: Row, parts: Iterable[Part]) -> Pen:
    """A row shown as another, letters put in and taken out where that is shorter."""
    plain = redraw(pen, y, fresh, parts)
    if plain.size - pen.size < WORTH or not (is_sure(shown) and is_sure(fresh)):
        return plain
    gaps = between(kept(shown, fresh))
    return min(plain, shifted(pen, y, shown, fresh, gaps), key=size) if any(gap.by for gap in gaps) else plain


class Gap(NamedTuple):
    """What stands between two parts of a row that stay: from where to where, and how many letters more."""

    old: int
    new: int
    end: int
    by: int


def kept(shown: Row, fresh: Row) -> list[tuple[int, int, int]]:
    """The long parts that two rows have in common: from where, to where, and how long they are."""
    letters = [[letter for letter, _ in row] for row in (shown, fresh)]
    differ = [x for x, (old, new) in enumerate(zip(*letters, strict=True)) if old != new]
    if not differ:
        return []
    first, end = differ[0], differ[-1] + 1
    old, new = ("".join(row[first:end]) for row in letters)
    found = SequenceMatcher(" ".__eq__, old, new, autojunk=False).get_matching_blocks()
    long = [(first + a, first + b, n) for a, b, n in found if n >= KEPT and old[a : a + n].strip()]
    return [(0, 0, first), *long, (end, end, len(fresh) - end)]


def between(blocks: Sequence[tuple[int, int, int]]) -> list[Gap]:
    """The gaps between blocks."""
    return [
        Gap(a + long, b + long, new, (new - b) - (old - a))
        for (a, b, long), (old, new, _) in pairwise(blocks)
    ]


def shifted(pen: Pen, y: int, shown: Row, fresh: Row, gaps: Sequence[Gap]) -> Pen:
    """A row shown as another by taking letters out where gaps shrink and putting some in where they grow.

    All are taken out, from the right, before any is put in, from the left: so the row's end, which must not
    be lost, is never moved beyond the edge.
    """
    row = shown
    for old, new, end, by in reversed(gaps):
        if by < 0:
            pen = pen.goes(y, old).does("P", -by)
            row = [*row[:old], *row[old - by :], *[BLANK] * -by]
            pen, row = filled(pen, y, row, old, fresh[new:end])
    for _, new, end, by in gaps:
        if by > 0:
            pen = pen.goes(y, new).does("@", by)
            row = [*row[:new], *[BLANK] * by, *row[new:-by]]
            pen, row = filled(pen, y, row, new, fresh[new:end])
    return redraw(pen, y, fresh, runs(row, fresh))


def filled(pen: Pen, y: int, row: Row, at: int, cells: Row) -> tuple[Pen, Row]:
    """Some cells of a row shown as others, and the row that this makes."""
    wanted = [*row[:at], *cells, *row[at + len(cells) :]]
    return redraw(pen, y, wanted, runs(row, wanted)), wanted
