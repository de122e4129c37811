"""The lists: the session's tracks, its stems and mixes, and the order over both."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.message import Message

from stemtui.glossary.wrapping import columns
from stemtui.order import on_no_line
from stemtui.text import printable
from stemtui.tui.desk.desk import GROUPS, ORDER, SELECTIONS, TRACKS, Desk, every_row, rows, selection_of
from stemtui.tui.panes import group_rows, order_rows, track_rows
from stemtui.tui.panes.bars import empty_lines, hint_lines
from stemtui.tui.panes.lines import LOOKING, Frame, Lines, differing
from stemtui.tui.panes.rows import Piece, ended, sequence, shared


@dataclass
class Clicked(Message):
    """A row was clicked, or the empty part of a pane ("")."""

    pane: str
    row: str


def same_widths(before: Desk, after: Desk) -> bool:
    """Whether columns are as wide for two desks, told without reading all their tracks."""
    return (
        before.session is after.session
        and before.proposals is after.proposals
        and (before.suggesting, before.wide) == (after.suggesting, after.wide)
        and before.groups.filter == after.groups.filter
    )


def tracks_share(desk: Desk, room: int) -> int:
    """How many of the columns that the two lists have the tracks get: half where that is enough for both."""
    tracks = track_rows.least_width(desk)
    if desk.session.stems or desk.session.mixes:
        groups = group_rows.least_width(desk)
        groups = groups if tracks + groups <= room else group_rows.least_width(desk, bare=True)
    else:
        groups = 1 + max((columns(sequence(line)) for line in hint_lines(desk, room)), default=0)
    further = track_rows.further_widths(desk, room - tracks - groups)
    return shared(room, tracks, groups, tracks + sum(further.values()))


class ListPane(Lines):
    """Rows under a titled border; the cursor's row is kept in sight."""

    pane: ClassVar[str]
    noun: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: tuple[str, ...] = ()
        self.height = 0
        self.measured, self.measured_at = desk, -1

    def on_mount(self) -> None:
        """The title, before anything has changed."""
        self.show(self.desk)

    def on_resize(self) -> None:
        """Keep the cursor in sight in the new height."""
        self.show(self.desk)

    def show(self, desk: Desk) -> None:
        """Draw another desk, and its title."""
        super().show(desk)
        self._entitle(desk, selection_of(desk, self.pane).filter)

    def fit(self) -> None:
        """Scroll so that the cursor can be seen, and measure the columns where they may differ."""
        self.shown = self.listed(self.desk)
        cursor = selection_of(self.desk, self.pane).cursor
        self._scroll_to_row(self.shown.index(cursor) if cursor in self.shown else 0)
        if not (self.measured_at == self.size.width and self.is_measured(self.desk)):
            self.measured, self.measured_at = self.desk, self.size.width
            self.measure()

    def suspects(self, before: Desk) -> Iterable[int]:
        """The two rows between which the cursor moved, where nothing else is different."""
        old, new = selection_of(before, self.pane), selection_of(self.desk, self.pane)
        others = differing(before, self.desk) - self.unseen - {SELECTIONS[self.pane]}
        if others or new.anchor or replace(old, cursor=new.cursor) != new:
            return super().suspects(before)
        return [self.shown.index(row) - self.top for row in (old.cursor, new.cursor) if row in self.shown]

    def measure(self) -> None:
        """Decide how wide each column is, before lines are drawn."""
        raise NotImplementedError

    def is_measured(self, desk: Desk) -> bool:
        """Whether what was measured is true of another desk too."""
        return same_widths(self.measured, desk)

    def listed(self, desk: Desk) -> tuple[str, ...]:
        """The rows of this pane, "" where a line of another kind stands."""
        return rows(desk, self.pane)

    def _scroll_to_row(self, place: int) -> None:
        self.height = height = self.size.height
        if not height:  # hidden on a narrow screen: it comes back as it was
            return
        self.top = max(0, min(max(self.top, place - height + 1), place, len(self.shown) - height))

    def _entitle(self, desk: Desk, words: str) -> None:
        title = self.title(desk)
        if words:
            count, every = len(rows(desk, self.pane)), len(every_row(desk, self.pane))
            title = f"{self.noun}  /{printable(words)}  {count} of {every}  esc: all"
        if isinstance(self.parent, Frame):
            self.parent.entitle(title, self.pane, desk.pane)

    def title(self, desk: Desk) -> str:
        """What stands in the border."""
        return self.noun

    def more(self, row: int) -> str:
        """The mark at the end of the first or last row in sight, where there are more beyond it."""
        if row == self.top + self.height - 1 and row < len(self.shown) - 1:
            return "v"
        return "^" if row == self.top > 0 else ""

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which row it was."""
        row = event.get_content_offset_capture(self).y + self.top
        self.post_message(Clicked(self.pane, self.shown[row] if 0 <= row < len(self.shown) else ""))


class TrackList(ListPane):
    """The session's tracks."""

    pane, noun = TRACKS, "Tracks"
    unseen = LOOKING - {"tracks", "pane"}

    def measure(self) -> None:
        """As wide as names need."""
        self.widths = track_rows.track_widths(self.desk, self.size.width)
        pictured = {"overviews"} if self.widths.picture else set()
        self.unseen = TrackList.unseen - pictured

    def pieces(self, row: int) -> list[Piece]:
        """One track."""
        if row < len(self.shown):
            line = track_rows.track_line(self.desk, self.shown[row], self.widths)
            return ended(line, self.more(row))
        lines = [] if self.shown else empty_lines(self.desk, self.size.width)
        return lines[row] if row < len(lines) else []


class GroupList(ListPane):
    """The stems as a tree, and the mixes below."""

    pane, noun = GROUPS, "Stems"
    unseen = LOOKING - {"groups", "pane"}

    def listed(self, desk: Desk) -> tuple[str, ...]:
        """Stems, a rule, mixes."""
        shown = rows(desk, GROUPS)
        stems = tuple(row for row in shown if row.startswith("stem."))
        return (*stems, "", *shown[len(stems) :]) if stems and len(stems) < len(shown) else shown

    def measure(self) -> None:
        """As wide as names need."""
        self.widths = group_rows.group_widths(self.desk, self.size.width)

    def title(self, desk: Desk) -> str:
        """What stands in the border: what a number without a word beside a stem counts."""
        return f"{self.noun}, tracks in each" if self.widths.bare and desk.session.stems else self.noun

    def pieces(self, row: int) -> list[Piece]:
        """One stem or mix, the rule between them, or hints while there are none."""
        if row < len(self.shown):
            if self.shown[row]:
                line = group_rows.group_line(self.desk, self.shown[row], self.widths)
                return ended(line, self.more(row))
            return [("- Mixes ".ljust(self.size.width, "-"), "dim")]
        hints = [] if self.shown else hint_lines(self.desk, self.size.height)
        return hints[row] if row < len(hints) else []


class OrderList(ListPane):
    """The lines of the order, over both other lists while keys go to it."""

    pane, noun = ORDER, "Order"
    unseen = LOOKING - {"order", "pane"}

    def listed(self, desk: Desk) -> tuple[str, ...]:
        """A heading, then the lines."""
        shown = rows(desk, ORDER)
        return ("", *shown) if shown else ()

    def is_measured(self, desk: Desk) -> bool:
        """Whether the gate has nothing else to say; it is asked while somebody looks."""
        same = self.measured.session is desk.session and self.measured.headers is desk.headers
        return desk.pane != ORDER or (same and self.measured.pane == ORDER)

    def measure(self) -> None:
        """As wide as words need, with what stands in the way of each line."""
        self.found = order_rows.standing(self.desk) if self.desk.pane == ORDER else {}
        self.widths = order_rows.order_widths(self.desk, self.size.width)

    def title(self, desk: Desk) -> str:
        """What the order brings, all in all; the stems on none of its lines where none is refused."""
        held = desk.pane != ORDER or any(one.severity == "error" for one in self.found.values())
        others = "" if held else on_no_line(desk.session, desk.session.order)
        said = f"{self.noun}  {order_rows.totals(desk, self.found)}"
        return f"{said}; {others}" if others else said

    def _scroll_to_row(self, place: int) -> None:
        """The heading is in sight with the first line."""
        super()._scroll_to_row(place if place > 1 or self.size.height < 2 else 0)

    def pieces(self, row: int) -> list[Piece]:
        """One line, the heading, or how to begin."""
        if not self.shown:
            lines = order_rows.no_lines(self.desk, self.size.width)
            return lines[row] if row < len(lines) else []
        if row >= len(self.shown):
            return []
        if not self.shown[row]:
            return order_rows.order_heading(self.widths)
        line = order_rows.order_line(self.desk, self.shown[row], self.widths, self.found)
        return ended(line, self.more(row))
