"""Widgets that draw the desk line by line, and a line again only when it changed."""

from collections.abc import Iterable
from dataclasses import fields

from rich.segment import Segment
from rich.style import Style
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from stemtui.tui.desk.desk import GROUPS, ORDER, TRACKS, Desk, Pane
from stemtui.tui.panes.bars import footer_line, left_to_do_line, status_line, title_line
from stemtui.tui.panes.rows import CURSOR, Piece
from stemtui.tui.wire.strokes import neighbours

PLAIN = Style.parse("none")
FIELDS = tuple(field.name for field in fields(Desk))
LOOKING = frozenset({"tracks", "groups", "order", "pane", "behind", "page", "said", "overviews", "filtering"})


def differing(before: Desk, after: Desk) -> set[str]:
    """The fields in which a desk is not another."""
    return {name for name in FIELDS if getattr(before, name) is not getattr(after, name)}


def strip(pieces: list[Piece], width: int) -> Strip:
    """Pieces of text as a line of exactly that width; a style on blanks would only cost bytes."""
    segments = []
    for text, style in pieces:
        inked = text if style.startswith(CURSOR) else text.rstrip()
        segments += [Segment(inked, Style.parse(style or "none")), Segment(text[len(inked) :], PLAIN)]
    return Strip(segment for segment in segments if segment.text).simplify().adjust_cell_length(width)


class Lines(ScrollView):
    """Lines drawn from a desk; a subclass says which, by `pieces`.

    The pieces last drawn are kept only to tell which lines a new desk changes; what is `unseen` of a desk, by
    its fields, changes none. `top` is the row in the first line, and no scroll offset of Textual's, which
    would draw every line anew whenever it changes. What depends on the desk and the size is worked out by
    `fit`, at the latest when a line is drawn: Textual draws a new size before it tells of it. What only
    `explains` is drawn behind the lines that a key changes.
    """

    DEFAULT_CSS = """
    Lines { overflow: hidden hidden; height: 1; scrollbar-size: 0 0; }
    """
    can_focus = False
    unseen: frozenset[str] = frozenset()
    explains = False
    top = 0

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.drawn: dict[int, list[Piece]] = {}
        self.fitted, self.compared = Size(0, 0), Size(0, 0)

    def fit(self) -> None:
        """Work out what the lines have in common, for this desk and this size."""

    def pieces(self, row: int) -> list[Piece]:
        """The pieces of a row, counted from the top of the list."""
        raise NotImplementedError

    def follow(self, desk: Desk) -> None:
        """Draw another desk where it differs in more than what is `unseen` here."""
        if differing(self.desk, desk) - self.unseen:
            self.show(desk)
        else:
            self.desk = desk

    def show(self, desk: Desk) -> None:
        """Draw another desk: refresh the lines that differ, nothing else.

        A pane that was hidden had no lines to compare: when it comes back, any may be another.
        """
        before, at, size = self.desk, (self.top, self.compared), self.size
        self.desk, self.fitted, self.compared = desk, size, size
        self.fit()
        suspects = self.suspects(before) if at == (self.top, size) else self.drawn
        drawn = sorted(y for y in suspects if y in self.drawn and y < size.height)
        changed = [y for y in drawn if self.drawn[y] != self.pieces(y + self.top)]
        bands = [Region(0, changed[at], size.width, end - at) for at, end in neighbours(changed)]
        if bands:
            self.refresh(*bands)

    def suspects(self, before: Desk) -> Iterable[int]:
        """The lines that may not be as they were for another desk."""
        return self.drawn

    def render_line(self, y: int) -> Strip:
        """The line as the desk has it now."""
        if self.fitted != self.size:
            self.fitted = self.size
            self.fit()
        self.drawn[y] = self.pieces(y + self.top)
        return strip(self.drawn[y], self.size.width).apply_style(self.rich_style)


class Frame(Vertical):
    """The border around a pane: a widget of its own, so that a line is sent without it."""

    titled: tuple[str, bool] = ("", False)

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
            self.border_title = Content.styled(title, "reverse" if active else "") + after


class Title(Lines):
    """The first line: the session at a glance."""

    unseen = LOOKING

    def pieces(self, row: int) -> list[Piece]:
        return title_line(self.desk, self.size.width)


class LeftToDo(Lines):
    """The end of the first line: a widget of its own, because edits change it and never the title."""

    unseen = LOOKING

    def pieces(self, row: int) -> list[Piece]:
        return left_to_do_line(self.desk, self.size.width)


class Status(Lines):
    """The line that answers the last key."""

    def pieces(self, row: int) -> list[Piece]:
        return status_line(self.desk, self.size.width)


class Keys(Lines):
    """The last line: the keys that matter now."""

    explains = True
    unseen = frozenset({"overviews", "losses", "said"})

    def pieces(self, row: int) -> list[Piece]:
        return footer_line(self.desk, self.size.width)
