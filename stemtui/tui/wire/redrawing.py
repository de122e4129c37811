"""From rows of cells that a terminal shows to others, the shortest way that is known here.

Rows that only moved are scrolled, others written one by one (`shifting`, `strokes`) or ink by ink.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stemtui.tui.wire.pen import BLANK, PLAIN, Ink, Pen
from stemtui.tui.wire.shifting import written
from stemtui.tui.wire.strokes import Part, Row, is_long_blank, is_sure, neighbours, runs, size, stroke

BAND = 5
"""Rows that follow each other: from so many on they may be scrolled, or written ink by ink."""


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
