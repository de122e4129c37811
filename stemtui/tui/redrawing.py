"""From rows of cells that a terminal shows to others, the shortest way that is known here.

Cells that are right already are gone past. A row whose words only moved has letters taken out and put in;
rows that only moved are scrolled. Terminals do not agree how wide letters are that are wide or joined: what
follows one is written only after going there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from stemtui.tui.pen import BLANK, PLAIN, Cell, Pen

Row = list[Cell]
NEAR, WORTH, FARTHEST, WORD, BAND, LONG = 5, 40, 14, 8, 5, 5
LONG_BLANKS = re.compile(" {10,}| {5,}$")
size = attrgetter("size")


def redrawn(shown: Sequence[Row], fresh: Mapping[int, Row]) -> str:
    """What to write so that rows, by their numbers, are shown as others."""
    pen, fresh = Pen(), {y: row for y, row in fresh.items() if row != shown[y]}
    changed = list(fresh)
    band = max((changed[start:end] for start, end in neighbours(changed)), key=len, default=[])
    if by := scroll(shown, fresh, band):
        pen, shown = scrolled(pen, shown, band, by)
    for y, row in fresh.items():
        if row != shown[y]:
            pen = written(pen, y, shown[y], row)
    return pen.takes(PLAIN).said


def neighbours(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of numbers in their order the runs of those that follow each other, from place to place."""
    breaks = [at + 1 for at, (one, other) in enumerate(pairwise(numbers)) if other > one + 1]
    return pairwise([0, *breaks, len(numbers)]) if numbers else iter(())


def scroll(shown: Sequence[Row], fresh: Mapping[int, Row], band: Sequence[int]) -> int:
    """By how many rows those of a band moved up (or down, less than 0), where most of them did; else 0."""
    if len(band) < BAND:
        return 0
    there = set(band)
    ways = [*range(1, len(band)), *range(-1, -len(band), -1)]
    kept = {by: sum(y + by in there and fresh[y] == shown[y + by] for y in band) for by in ways}
    best = max(ways, key=lambda by: kept[by])
    return best if 2 * kept[best] > len(band) else 0


def scrolled(pen: Pen, shown: Sequence[Row], band: Sequence[int], by: int) -> tuple[Pen, Sequence[Row]]:
    """A band of rows moved up, or down, and blank ones after or before them."""
    top, end = band[0], band[-1] + 1
    said = f"{pen.said}\x1b[{top + 1};{end}r"
    pen = Pen(said, 0, 0).goes(top, 0).does("M" if by > 0 else "L", abs(by))
    blank = [[BLANK] * len(shown[top]) for _ in range(abs(by))]
    moved = [*shown[top + by : end], *blank] if by > 0 else [*blank, *shown[top : end + by]]
    return Pen(f"{pen.said}\x1b[r", 0, 0), [*shown[:top], *moved, *shown[end:]]


def written(pen: Pen, y: int, shown: Row, fresh: Row) -> Pen:
    """A row shown as another, letters put in and taken out where that is shorter."""
    plain = redraw(pen, y, shown, fresh)
    if plain.size - pen.size < WORTH or not (by := shift(shown, fresh)):
        return plain
    pen, shown = shifted(pen, y, shown, fresh, by)
    return min(plain, redraw(pen, y, shown, fresh), key=size)


def shift(shown: Row, fresh: Row) -> int:
    """By how many columns most of what differs moved to the right (or left, less than 0); 0 for none."""
    if not (is_sure(shown) and is_sure(fresh)):
        return 0
    old, new = ("".join(letter for letter, _ in row) for row in (shown, fresh))
    first, end = differing(shown, fresh)
    moves: Counter[int] = Counter()
    for at in range(first, end - WORD, WORD):
        word = new[at : at + WORD]
        there = old.find(word, max(first, at - FARTHEST), min(end, at + WORD + FARTHEST))
        if there >= 0 and word.strip():
            moves[at - there] += 1
    return moves.most_common(1)[0][0] if moves else 0


def differing(shown: Row, fresh: Row) -> tuple[int, int]:
    """The columns from the first that differs to after the last."""
    found = [x for x, (old, new) in enumerate(zip(shown, fresh, strict=True)) if old != new]
    return found[0], found[-1] + 1


def shifted(pen: Pen, y: int, shown: Row, fresh: Row, by: int) -> tuple[Pen, Row]:
    """The letters that differ moved, those beyond them where they were; and the row that this makes."""
    (first, end), many = differing(shown, fresh), abs(by)
    out, put = (end - many, first) if by > 0 else (first, end - many)
    pen = pen.goes(y, out).does("P", many).goes(y, put).does("@", many)
    left = [*shown[:out], *shown[out + many :]]
    return pen, [*left[:put], *[BLANK] * many, *left[put:]]


def redraw(pen: Pen, y: int, shown: Row, fresh: Row) -> Pen:
    """A row shown as another, cell by cell; long blanks are erased."""
    width = end = len(fresh)
    while end and fresh[end - 1] == BLANK:
        end -= 1
    for start, stop in runs(shown[:end], fresh[:end]):
        pen, cells = reached(pen, y, start, fresh), fresh[start:stop]
        long = len(cells) >= LONG and cells == [BLANK] * len(cells)
        pen = pen.does("X", len(cells)) if long else pen.writes(cells)
        if stop == width or not is_sure(fresh[stop - 1 : stop + 1]):
            pen = Pen(pen.said, y, -1, pen.ink)
    return pen if shown[end:] == fresh[end:] else pen.goes(y, end).does("K")


def runs(shown: Row, fresh: Row) -> Iterator[tuple[int, int]]:
    """Where cells differ, from column to column, long blanks by themselves.

    The empty cells of a wide letter are written with it.
    """
    differ = [x for x, (old, new) in enumerate(zip(shown, fresh, strict=True)) if old != new and new[0]]
    for first, end in neighbours(differ):
        blanks = "".join(" " if cell == BLANK else "x" for cell in fresh[differ[first] : differ[end - 1] + 1])
        edges = [edge for found in LONG_BLANKS.finditer(blanks) for edge in found.span()]
        yield from (
            (differ[first] + start, differ[first] + stop)
            for start, stop in pairwise([0, *edges, len(blanks)])
            if start < stop
        )


def reached(pen: Pen, y: int, x: int, fresh: Row) -> Pen:
    """A pen at a place of a row; a few cells that are right are written again where that is shorter."""
    gone = pen.goes(y, x).takes(fresh[x][1])
    if pen.y == y and 0 <= pen.x < x < pen.x + NEAR and is_sure(fresh[pen.x : x]):
        return min(gone, pen.writes(fresh[pen.x : x]).takes(fresh[x][1]), key=size)
    return gone


def is_sure(cells: Row) -> bool:
    """Whether each cell holds one letter, as wide as a cell in every terminal as far as one can know."""
    letters = [letter for letter, _ in cells]
    return "" not in letters and len("".join(letters)) == len(letters)
