"""The strokes that show a row as another: cells that are right already are gone past, long blanks erased.

Terminals do not agree how wide letters are that are wide or joined: what follows one is written only after
going there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from stemtui.tui.wire.pen import BLANK, Cell, Pen

Row = list[Cell]
Part = tuple[int, int]
NEAR = 5
"""Cells that are right already: so few are written again rather than gone past, where that is shorter."""
LONG = 5
"""Blanks within a row: from so many on they are erased, and fewer are written."""
LONG_BLANKS = re.compile(" {10,}| {5,}$")
size = attrgetter("size")


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
    pen = reached(pen, y, start, fresh)
    if is_joined(fresh[start]) and is_wide(fresh, start):
        pen = pen.does("X", 2)  # a terminal that draws it in one cell leaves the other as it was
    pen = pen.writes(fresh[start:stop])
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
    joined = [x for x in differ if is_joined(fresh[x])]
    if joined:  # what a terminal that draws it wider than another has written over stands there again
        differ = [x for x in differ if x < joined[0]] + [x for x in range(joined[0], end) if fresh[x][0]]
    behind = [at + 1 for at, x in enumerate(differ) if is_joined(fresh[x])] if joined else []
    before = [at - 1 for at in behind if is_wide(fresh, differ[at - 1])]
    for first, last in neighbours(differ, {*behind, *before}):
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


def is_joined(cell: Cell) -> bool:
    """Whether a cell holds more than one letter, of which no two terminals agree how wide they are."""
    return len(cell[0]) > 1


def is_wide(row: Row, x: int) -> bool:
    """Whether a letter takes the next cell of a row too."""
    return [letter for letter, _ in row[x + 1 : x + 2]] == [""]


def neighbours(numbers: Sequence[int], more: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Of numbers in their order the runs of those that follow each other, from place to place; `more` are
    places at which one breaks off besides."""
    places = enumerate(pairwise(numbers), 1)
    breaks = [at for at, (one, other) in places if other > one + 1 or at in more]
    return pairwise([0, *breaks, len(numbers)]) if numbers else iter(())


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
