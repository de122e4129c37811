"""What is typed in a dialog that is not done: kept as unsaved work is, and there again when it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from stemtui.text import printable

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

MOST_LETTERS = 48
MESSAGE = "Client's message"
Typed = Mapping[str, Mapping[str, str]]
"""What was typed by the label of its line, by the title of the dialog."""


class Unfinished:
    """What is typed, each a new value; `note` takes what a dialog holds now, nothing when it is done."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self.typed: Typed = {}

    def note(self, title: str, lines: Mapping[str, str]) -> None:
        """Keep what is typed in a dialog of that title."""
        others = {one: held for one, held in self.typed.items() if one != title}
        self.take({**others, title: dict(lines)} if lines else others)

    def take(self, typed: Typed) -> None:
        """Hold all that was typed."""
        if typed != self.typed:
            self.typed = typed
            self.screen.follow()

    @property
    def in_forms(self) -> Typed:
        """What quitting would lose; a message that was closed has been let go of."""
        return {title: lines for title, lines in self.typed.items() if title != MESSAGE}


def said_of(typed: Typed) -> Iterator[str]:
    """What was typed, a line for each."""
    for title, lines in typed.items():
        for label, text in lines.items():
            shown = printable(" ".join(text.split()))
            cut = shown if len(shown) <= MOST_LETTERS else f"{shown[:MOST_LETTERS]}..."
            yield f"{printable(title)}, {label}: {cut}"
