"""What all rows have in common: pieces of text with a style each, and the marks at either end.

Every state has an ASCII mark of its own (`>` cursor, `*` marked, `!` a file with a problem, `o` ordered, `?`
suggested): colours only repeat what the marks say. How wide panes and columns are follows the names in them,
not where the cursor, the filter or a track is: no key that moves or assigns makes columns jump, each of which
would send a whole screen over a slow line.
"""

from collections.abc import Sequence
from itertools import groupby

from stemtui.tui.desk.desk import Desk, selection_of
from stemtui.tui.desk.filtering import LIT

Piece = tuple[str, str]
NAME, QUIET, WARN, GOOD, KEY = "", "dim", "yellow", "green", "bold"
CURSOR = "reverse"
ORDERED = 3


def gutter(desk: Desk, pane: str, row: str, alert: bool) -> list[Piece]:
    """The three marks that begin a row: the cursor, quiet without keys to this pane; marked; a problem."""
    selection = selection_of(desk, pane)
    is_cursor, here = row == selection.cursor, is_here(desk, pane, row)
    marked = row in selection.marks or (desk.pane == pane and selection.anchor and row in desk.marked)
    cursor = (">" if is_cursor else " ", "bold" if here else QUIET)
    return [cursor, ("*" if marked else " ", "bold"), ("!" if alert else " ", WARN)]


def barred(pieces: list[Piece], here: bool) -> list[Piece]:
    """The pieces that name a row; under the cursor reversed, and what a filter matched stands out still.

    What follows the name keeps its colours there, and need not be sent when the cursor comes and goes.
    """
    if not here:
        return pieces
    styled = [(text, f"{CURSOR} {LIT}" if style.endswith(LIT) else CURSOR) for text, style in pieces]
    runs = groupby(styled, key=lambda piece: piece[1])
    return [("".join(text for text, _ in run), style) for style, run in runs]


def ended(pieces: list[Piece], mark: str) -> list[Piece]:
    """A row whose last column, which is blank, holds a mark."""
    if not mark:
        return pieces
    text, style = pieces[-1]
    return [*pieces[:-1], (text[:-1], style), (mark, NAME)]


def is_here(desk: Desk, pane: str, row: str) -> bool:
    """Whether the cursor that keys move is on a row."""
    return desk.pane == pane and row == desk.selection.cursor


def ordered_mark(desk: Desk, row: str) -> Piece:
    """The `o` at the end of a row that is ordered."""
    return (" o " if row in desk.ordered else "   "), GOOD


def signed(number: float) -> str:
    """`+1`, `-0.5`."""
    return f"{number:+g}"


def sequence(pieces: Sequence[Piece]) -> str:
    """A line's text without its styles."""
    return "".join(text for text, _ in pieces)


def shared(room: int, one: int, other: int, wish: int = 0) -> int:
    """The part of a room that the first of two gets: half, unless one needs more and the other can spare it.

    Where there is room for both, the first may have more than half when it has a use (`wish`) for it.
    """
    half = room - room // 2
    if one + other <= room:
        return max(one, min(room - other, max(half, wish)))
    return room - other if other <= room - half else min(one, half)
