"""What the terminal shows, cell by cell, so that each frame sends only the cells that differ.

Textual sends a line from the left edge of its widget whenever any of it is drawn anew, and the whole screen
when a dialog opens or closes. Over a slow line most of that is there already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from stemtui.tui.wire.pen import BLANK, Ink, is_seen_on_blanks
from stemtui.tui.wire.redrawing import redrawn
from stemtui.tui.wire.strokes import Row

if TYPE_CHECKING:
    from textual.screen import Screen

CLEAR = "\x1b[2J"
CODES = re.compile(r"\x1b\[([\d;]*)m")


class Terminal:
    """The cells that have been sent; a letter wider than one cell is followed by empty ones.

    `forget` is for when something else may have been written there; all is sent anew then.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.inks: dict[Style | None, Ink] = {}

    def forget(self) -> None:
        """Take nothing for shown any more."""
        self.rows = []

    def changes(self, update: CompositorUpdate, console: Console) -> str:
        """What to write so that an update is shown, which is shown from now on."""
        said = ""
        if isinstance(update, LayoutUpdate) and self._size() != update.region.size:
            self.rows = [[BLANK] * update.region.width for _ in range(update.region.height)]
            said = CLEAR
        fresh = self._drawn(update, console)
        said += redrawn(self.rows, fresh)
        for y, row in fresh.items():
            self.rows[y] = row
        return said

    def _size(self) -> tuple[int, int]:
        return (len(self.rows[0]), len(self.rows)) if self.rows else (0, 0)

    def _drawn(self, update: CompositorUpdate, console: Console) -> dict[int, Row]:
        """The rows that an update draws, as they are with it; one that it draws in parts, with all."""
        rows: dict[int, Row] = {}
        for y, strips in strips_of(update):
            row = rows.setdefault(y, self.rows[y].copy())
            for x, strip in strips:
                cells = self._cells(strip, console)
                row[x : x + len(cells)] = cells
        return rows

    def _cells(self, strip: Strip, console: Console) -> Row:
        """The cells of a strip, a blank that looks plain in its ink among the plain ones."""
        row: Row = []
        for text, style, _ in strip:
            ink = self._ink(style, console)
            blank = (" ", ink) if is_seen_on_blanks(ink) else BLANK
            row += [(letter, ink) if letter != " " else blank for letter in letters(text)]
        return row

    def _ink(self, style: Style | None, console: Console) -> Ink:
        """The numbers of the SGR sequence that gives a text its style."""
        if style not in self.inks:
            sample = Segment("x", style and without_defaults(style))
            before, _, _ = Strip([sample]).render(console).partition(sample.text)
            self.inks[style] = ";".join(CODES.findall(before))
        return self.inks[style]


class Changes:
    """An update of a screen of which only that is sent which the terminal does not show.

    The terminal's own cursor, which is not seen, goes where letters are typed: some are composed there.
    """

    def __init__(self, terminal: Terminal, screen: Screen[object], update: CompositorUpdate) -> None:
        self.terminal, self.screen, self.update = terminal, screen, update

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """What to write; all of the screen where nobody knows what is there."""
        if not self.terminal.rows:
            self.update = self.screen._compositor.render_full_update()
        yield Segment(self.terminal.changes(self.update, console))
        if self.screen.focused:
            yield Control.move_to(*self.screen.app.cursor_position).segment


def strips_of(update: CompositorUpdate) -> Iterator[tuple[int, list[tuple[int, Strip]]]]:
    """The rows of an update, in each the strips that it draws and where they begin.

    Others are drawn only as far as widgets below them are.
    """
    if isinstance(update, ChopsUpdate):
        for y, left, right in update.spans:
            chops = zip(update.chops[y].items(), update.chop_ends[y], strict=True)
            yield y, [(x, strip) for (x, strip), end in chops if strip and x < right and end > left]
    elif isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips):
            yield y, [(0, Strip.join(strips))]


def without_defaults(style: Style) -> Style:
    """A style without the colours that the terminal has anyway."""
    ink, ground = (None if one is None or one.is_default else one for one in (style.color, style.bgcolor))
    return style.without_color + Style.from_color(ink, ground)


def letters(text: str) -> list[str]:
    """A text by its cells, each letter in its first, with what joins it; a text of which more joins than
    marks that have no width of their own is a single wide letter."""
    if text.isascii():
        return list(text)
    joined: list[str] = []
    for letter in text:
        if joined and not (cell_len(letter) and cell_len(joined[-1])):
            joined[-1] += letter
        else:
            joined.append(letter)
    width, widths = cell_len(text), [cell_len(letter) for letter in joined]
    if 0 in widths or sum(widths) != width:
        return [text, *[""] * width][:width]
    return [
        cell for letter, wide in zip(joined, widths, strict=True) for cell in (letter, *[""] * (wide - 1))
    ]
