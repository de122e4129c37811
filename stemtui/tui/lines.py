"""Widgets that draw the desk line by line, and send a line again only from where to where it changed."""

from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from stemtui.glossary.wrapping import columns
from stemtui.tui.bars import footer_line, left_to_do_line, status_line, title_line
from stemtui.tui.desk import GROUPS, ORDER, TRACKS, Desk, Pane
from stemtui.tui.rows import CURSOR, Piece

PLAIN = Style.parse("none")


def strip(pieces: list[Piece], width: int) -> Strip:
    """Pieces of text as a line of exactly that width; a style on blanks would only cost bytes."""
    segments = []
    for text, style in pieces:
        inked = text if style.startswith(CURSOR) else text.rstrip()
        segments += [Segment(inked, Style.parse(style or "none")), Segment(text[len(inked) :], PLAIN)]
    return Strip(segment for segment in segments if segment.text).simplify().adjust_cell_length(width)


class Lines(ScrollView):
    """Lines drawn from a desk; a subclass says which, by `pieces`.

    The strips last drawn are kept only to tell which columns of which lines a new desk changes: over a slow
    line those are all that is sent. `top` is the row in the first line, and no scroll offset of Textual's,
    which would send every line anew whenever it changes.
    """

    DEFAULT_CSS = """
    Lines { overflow: hidden hidden; height: 1; scrollbar-size: 0 0; }
    """
    can_focus = False
    top = 0

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.drawn: dict[int, Strip] = {}

    def pieces(self, row: int) -> list[Piece]:
        """The pieces of a row, counted from the top of the list."""
        raise NotImplementedError

    def show(self, desk: Desk) -> None:
        """Draw another desk: refresh the columns that differ, nothing else."""
        self.desk = desk
        for y in range(self.size.height):
            fresh = self._strip(y)
            if (old := self.drawn.get(y)) is not None and old != fresh:
                self.refresh(Region(0, y, changed_width(old, fresh), 1))

    def render_line(self, y: int) -> Strip:
        """The line as the desk has it now."""
        self.drawn[y] = self._strip(y)
        return self.drawn[y]

    def _strip(self, y: int) -> Strip:
        return strip(self.pieces(y + self.top), self.size.width)


def changed_width(old: Strip, new: Strip) -> int:
    """The column up to which two strips differ; what follows it is the same in both."""
    # blanks that only fill a line have no style at all, which looks like the plain one
    before, after = (
        [(letter, segment.style or PLAIN) for segment in line for letter in segment.text]
        for line in (old, new)
    )
    while before and after and before[-1] == after[-1]:
        before.pop()
        after.pop()
    return max(columns("".join(letter for letter, _ in cells)) for cells in (before, after))


class Frame(Vertical):
    """The border around a pane: a widget of its own, so that a line is sent without it."""

    titled: tuple[str, bool] = ("", False)
    titling = False

    def entitle(self, title: str, pane: Pane, current: Pane) -> None:
        """Draw another title, reversed where keys go to this pane.

        The order takes the place of both lists; a narrow screen shows one of those alone.
        """
        active, alone = pane == current, ORDER in (pane, current) or self.screen.has_class("narrow")
        self.display = active or not alone
        if alone:
            other = GROUPS if pane == TRACKS else TRACKS
            title = f"{title}   {'esc: back' if pane == ORDER else f'tab: {other}'}"
        if self.titled != (title, active):
            self.titled = title, active
            # without a border on its right, Textual leaves out the space after a title
            after = Content(" ") if self.id == "tracks" and not alone else Content("")
            self.titling = True
            self.border_title = Content.styled(title, "reverse" if active else "") + after
            self.titling = False

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw anew; where that is for another title, its row alone, and not the lines in the frame."""
        if self.titling:
            regions = (Region(-1, -1, self.outer_size.width, 1),)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Title(Lines):
    """The first line: the session at a glance."""

    def pieces(self, row: int) -> list[Piece]:
        return title_line(self.desk, self.size.width)


class LeftToDo(Lines):
    """The end of the first line: a widget of its own, because edits change it and never the title."""

    def pieces(self, row: int) -> list[Piece]:
        return left_to_do_line(self.desk, self.size.width)


class Status(Lines):
    """The line that answers the last key."""

    def pieces(self, row: int) -> list[Piece]:
        return status_line(self.desk, self.size.width)


class Keys(Lines):
    """The last line: the keys that matter now."""

    def pieces(self, row: int) -> list[Piece]:
        return footer_line(self.desk, self.size.width)
