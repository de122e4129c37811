"""What the terminal shows, cell by cell, so that each frame sends only the cells that differ.

Textual sends a line from the left edge of its widget whenever any of it is drawn anew, and the whole screen
when a dialog opens or closes. Over a slow line most of that is there already.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.screen import Screen

Ink = tuple[str, str]
Cell = tuple[str, Ink]
PLAIN: Ink = ("", "")
BLANK: Cell = (" ", PLAIN)
NEAR = 5
CLEAR, CLEAR_LINE = "\x1b[2J", "\x1b[K"


class Terminal:
    """The cells that have been sent; a letter wider than one cell is followed by empty ones.

    `forget` is for when something else may have been written there; all is sent anew then.
    """

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.inks: dict[Style | None, Ink] = {}

    def forget(self) -> None:
        """Take nothing for shown any more."""
        self.rows = []

    def changes(self, update: CompositorUpdate, console: Console) -> str:
        """What to write so that an update is shown, which is shown from now on."""
        said: list[str] = []
        if isinstance(update, LayoutUpdate) and self._size() != update.region.size:
            self.rows = [[BLANK] * update.region.width for _ in range(update.region.height)]
            said.append(CLEAR)
        for y, fresh in self._drawn(update, console):
            if fresh != self.rows[y]:
                said += differences(y, self.rows[y], fresh)
                self.rows[y] = fresh
        return "".join(said)

    def _size(self) -> tuple[int, int]:
        return (len(self.rows[0]), len(self.rows)) if self.rows else (0, 0)

    def _drawn(self, update: CompositorUpdate, console: Console) -> Iterator[tuple[int, list[Cell]]]:
        """The rows that an update draws, as they are with it."""
        for y, strips in strips_of(update):
            row = self.rows[y].copy()
            for x, strip in strips:
                cells = self._cells(strip, console)
                row[x : x + len(cells)] = cells
            yield y, row

    def _cells(self, strip: Strip, console: Console) -> list[Cell]:
        return [
            (letter, ink)
            for text, style, _ in strip
            for ink in [self._ink(style, console)]
            for letter in letters(text)
        ]

    def _ink(self, style: Style | None, console: Console) -> Ink:
        """What is written before and after a text for it to have a style."""
        if style not in self.inks:
            sample = Segment("x", style and without_defaults(style))
            before, _, after = Strip([sample]).render(console).partition(sample.text)
            self.inks[style] = before, after
        return self.inks[style]


class Changes(CompositorUpdate):
    """An update of a screen of which only that is sent which the terminal does not show."""

    def __init__(self, terminal: Terminal, screen: Screen[object], update: CompositorUpdate) -> None:
        self.terminal, self.screen, self.update = terminal, screen, update

    def render_segments(self, console: Console) -> str:
        """What to write; all of the screen where nobody knows what is there."""
        if not self.terminal.rows:
            self.update = self.screen._compositor.render_full_update()
        return self.terminal.changes(self.update, console)


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
    """A text by its cells, each letter in its first; one with letters that join is a single wide letter."""
    if text.isascii():
        return list(text)
    width, widths = cell_len(text), [cell_len(letter) for letter in text]
    if 0 in widths or sum(widths) != width:
        return [text, *[""] * width][:width]
    return [cell for letter, wide in zip(text, widths, strict=True) for cell in (letter, *[""] * (wide - 1))]


def differences(y: int, shown: list[Cell], fresh: list[Cell]) -> Iterator[str]:
    """What to write so that a row is shown as another."""
    end = len(fresh)
    while end and fresh[end - 1] == BLANK:
        end -= 1
    go, at = f"\x1b[{y + 1};%dH", -1
    for start, at in runs(shown[:end], fresh[:end]):
        yield go % (start + 1)
        yield inked(fresh[start:at])
        go = "\x1b[%dG"
    if shown[end:] != fresh[end:]:
        yield CLEAR_LINE if at == end else go % (end + 1) + CLEAR_LINE


def runs(shown: list[Cell], fresh: list[Cell]) -> Iterator[tuple[int, int]]:
    """Where cells differ, from column to column; few that do not are taken along where that is shorter.

    What follows a wide letter is a run of its own: terminals do not agree on how wide those are.
    """
    # the empty cells of a wide letter are written with it
    differ = [x for x, (old, new) in enumerate(zip(shown, fresh, strict=True)) if old != new and new[0]]
    start = before = -1
    for x in differ:
        if start < 0:
            start = x
        elif not is_near(fresh[before : x + 1]):
            yield start, before + 1
            start = x
        before = x
    if start >= 0:
        yield start, before + 1


def is_near(cells: list[Cell]) -> bool:
    """Whether writing from the first of these cells to the last is shorter than going there."""
    alike = len(cells) == 2 or len({ink for _, ink in cells}) == 1
    return alike and len(cells) <= NEAR and all(letter for letter, _ in cells)


def inked(cells: list[Cell]) -> str:
    """Cells as they are written."""
    said = []
    for (before, after), run in groupby(cells, key=lambda cell: cell[1]):
        said.append(f"{before}{''.join(letter for letter, _ in run)}{after}")
    return "".join(said)
