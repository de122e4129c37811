"""The line that a filter is typed in, in the place of the answers; rows follow each letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Input

from stemtui.tui.desk import moves
from stemtui.tui.desk.desk import TRACKS
from stemtui.tui.dialogs.dialogs import Line
from stemtui.tui.panes.lines import Status

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

HINTS = {TRACKS: "words of a name or stem; = in no stem; =Bass in Bass; kick = kicks in no stem"}
MOVES = {"up", "down", "page_up", "page_down"}
"""The commands that leave it open: rows are chosen while it is typed."""


class FilterLine(Line):
    """The filter of the pane that keys go to; enter keeps it, any command but a move closes it."""

    def __init__(self, desk_screen: DeskScreen) -> None:
        super().__init__(id="filter")
        self.desk_screen = desk_screen
        self.display = False

    def open(self) -> None:
        """Take keys, beginning with the filter that there is."""
        desk = self.desk_screen.desk
        self.value = desk.selection.filter
        self.placeholder = HINTS.get(desk.pane, "show rows with ...")
        self._swap(True)
        self.focus()

    def close(self) -> None:
        """Give keys back to the rows."""
        self._swap(False)
        self.desk_screen.set_focus(None)

    def _swap(self, is_open: bool) -> None:
        self.display, self.desk_screen.query_one(Status).display = is_open, not is_open
        self.desk_screen.show(replace(self.desk_screen.desk, filtering=is_open))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        if self.display:
            self.desk_screen.do(lambda desk: moves.filtered(desk, event.value))

    def on_input_submitted(self) -> None:
        """Keep the filter and go back to the rows."""
        self.close()
