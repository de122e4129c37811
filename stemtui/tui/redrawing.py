"""From rows of cells that a terminal shows to others, the shortest way that is known here.

Cells that are right already are gone past. A row whose words only moved has letters taken out and put in;
rows that only moved are scrolled. Terminals do not agree how wide letters are that are wide or joined: what
follows one is written only after going there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from stemtui.tui.pen import BLANK, PLAIN, Cell, Ink, Pen

Row = list[Cell]
Part = tuple[int, int]
NEAR = 5
"""Cells that are right already: so few are written again rather than gone past, where that is shorter."""
WORTH, KEPT = 40, 10
"""Bytes from which a row is worth looking at for words that moved; letters of the parts that may stay."""
BAND = 5
"""Rows that follow each other: from so many on they may be scrolled, or written ink by ink."""
LONG = 5
"""Blanks within a row: from so many on they are erased, and fewer are written."""
LONG_BLANKS = re.compile(" {10,}| {5,}$")
size = attrgetter("size")


def redrawn(shown: Sequence[Row], fresh: Mapping[int, Row]) -> str:
    """What to write so that rows, by their numbers, are shown as others."""
    pen, fresh = Pen(), {y: row for y, row in fresh.items() if row != shown[y]}
    changed = list(fresh)
    bands = [changed[start:end] for start, end in neighbours(changed)]
    band = max(bands, key=len, default=[])
    if by := scroll(shown, fresh, band):
        pen, shown = scrolled(pen, shown, band, by)
    for band in bands:
        pen = banded(pen, [(y, shown[y], fresh[y]) for y in band if fresh[y] != shown[y]])
    return pen.takes(PLAIN).said


def banded(pen: Pen, rows: Sequence[tuple[int, Row, Row]]) -> Pen:
    """Rows shown as others, row by row or ink by ink, whichever is shorter."""
    by_rows, differ = pen, [list(runs(shown, fresh)) for _, shown, fresh in rows]
    for (y, shown, fresh), parts in zip(rows, differ, strict=True):
        by_rows = written(by_rows, y, shown, fresh, parts)
    if len(rows) < BAND or not all(is_sure(shown) and is_sure(fresh) for _, shown, fresh in rows):
        return by_rows
    return min(by_rows, by_inks(pen, rows, differ), key=size)


def by_inks(pen: Pen, rows: Sequence[tuple[int, Row, Row]], differ: Sequence[Sequence[Part]]) -> Pen:
    """Rows shown as others, in all of them what has one ink, then what has the next.

    In columns of several inks that is shorter than to take each ink again in every row. Blanks have no ink:
    they are erased from where the letters before them end.
    """
    strokes: dict[Ink, list[tuple[int, int, int, Row]]] = {}
    for (y, _, fresh), parts in zip(rows, differ, strict=True):
        last = PLAIN
        for start, stop in parts:
            for ink, first, end in inked(fresh, start, stop):
                last = last if is_long_blank(fresh, first, end) else ink
                strokes.setdefault(last, []).append((y, first, end, fresh))
    for same in strokes.values():
        for y, first, end, fresh in same:
            pen = stroke(pen, y, first, end, fresh)
    return pen


def inked(fresh: Row, start: int, stop: int) -> Iterator[tuple[Ink, int, int]]:
    """The parts of a run that have one ink each, blanks in that of the letters before them."""
    first, ink = start, fresh[start][1]
    for x in range(start + 1, stop):
        if fresh[x] != BLANK and fresh[x][1] != ink:
            yield ink, first, x
            first, ink = x, fresh[x][1]
    yield ink, first, stop


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


def redraw(pen: Pen, y: int, fresh: Row, parts: Iterable[Part]) -> Pen:
    """The parts of a row that differ, written; what is blank in several of them is erased at once."""
    parts, blank = [*parts], 0
    for at, (start, stop) in enumerate(parts):
        if not is_long_blank(fresh, start, stop):
            pen = stroke(pen, y, start, stop, fresh)
        elif stop > blank:
            blank = blank_up_to(fresh, parts[at:])
            pen = erased(pen, y, start, blank, fresh)
    return pen


def is_long_blank(fresh: Row, start: int, stop: int) -> bool:
    """Whether a part is blank, and better erased than written."""
    is_blank = fresh[start:stop] == [BLANK] * (stop - start)
    return is_blank and (stop - start >= LONG or stop == len(fresh))


def blank_up_to(fresh: Row, parts: Sequence[Part]) -> int:
    """How far a row may be erased from where a blank part begins: letters there are yet to be written."""
    (_, end), *others = parts
    last = end
    for start, stop in others:
        if fresh[last:start] != [BLANK] * (start - last):
            break
        last = stop
        if is_long_blank(fresh, start, stop):
            end = stop
    return end


def erased(pen: Pen, y: int, start: int, stop: int, fresh: Row) -> Pen:
    """Some cells of a row blank."""
    pen = reached(pen, y, start, fresh)
    return pen.does("K") if stop == len(fresh) else pen.does("X", stop - start)


def stroke(pen: Pen, y: int, start: int, stop: int, fresh: Row) -> Pen:
    """Some cells of a row written, long blanks erased."""
    if is_long_blank(fresh, start, stop):
        return erased(pen, y, start, stop, fresh)
    width = len(fresh)
    pen = reached(pen, y, start, fresh).writes(fresh[start:stop])
    if stop == width or not is_sure(fresh[stop - 1 : stop + 1]):
        return Pen(pen.said, y, -1, pen.ink)
    return pen


def runs(shown: Row, fresh: Row) -> Iterator[Part]:
    """Where cells differ, from column to column, long blanks and those at the end by themselves.

    The empty cells of a wide letter are written with it.
    """
    width = end = len(fresh)
    while end and fresh[end - 1] == BLANK:
        end -= 1
    differ: list[int] = []
    for x, (old, new) in enumerate(zip(shown, fresh[:end], strict=False)):
        if old != new and new[0]:
            if new == BLANK and differ and all(cell == BLANK for cell in fresh[differ[-1] : x]):
                differ += range(differ[-1] + 1, x)  # one blank stretch, whatever was blank in it before
            differ.append(x)
    for first, last in neighbours(differ):
        blanks = "".join(
            " " if cell == BLANK else "x" for cell in fresh[differ[first] : differ[last - 1] + 1]
        )
        edges = [edge for found in LONG_BLANKS.finditer(blanks) for edge in found.span()]
        yield from (
            (differ[first] + start, differ[first] + stop)
            for start, stop in pairwise([0, *edges, len(blanks)])
            if start < stop
        )
    if shown[end:] != fresh[end:]:
        yield end, width


def reached(pen: Pen, y: int, x: int, fresh: Row) -> Pen:
    """A pen at a place of a row; a few cells that are right are written again where that is shorter."""
    gone = pen.goes(y, x)
    if pen.y == y and 0 <= pen.x < x < pen.x + NEAR and is_sure(fresh[pen.x : x]):
        return min(gone, pen.writes(fresh[pen.x : x]), key=size)
    return gone


def is_sure(cells: Row) -> bool:
    """Whether each cell holds one letter, as wide as a cell in every terminal as far as one can know."""
    letters = [letter for letter, _ in cells]
    return "" not in letters and len("".join(letters)) == len(letters)
