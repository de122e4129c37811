"""The glossary pane: what the thing under the cursor is, in words and as a waveform."""

import re

from stemtui import glossary
from stemtui.tui.desk import ORDER, Desk
from stemtui.tui.lines import Lines
from stemtui.tui.rows import Piece
from stemtui.tui.waveform import waveform_lines

KINDS = re.compile(r"\b((?:TRACK|STEM|SUBMIX|MIX)(?:E?S)?)\b")


class Glossary(Lines):
    """The words for what is selected, the kinds in them in bold."""

    unseen = frozenset({"said", "page", "overviews"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.words: list[str] = []

    def show(self, desk: Desk) -> None:
        """Explain what is selected on another desk."""
        self.words = self.explained(desk)
        super().show(desk)

    def on_resize(self) -> None:
        """Wrap the words anew."""
        self.drawn.clear()
        self.show(self.desk)
        self.refresh()

    def explained(self, desk: Desk) -> list[str]:
        """The lines for what is selected."""
        width, height = self.size.width - 2, self.size.height
        if width < 10 or height < 1:
            return []
        explanation = glossary.explain(desk.session, desk.chosen, desk.headers, desk.folds)
        return explanation.lines(width, height)

    def pieces(self, row: int) -> list[Piece]:
        """One line, its kind words in bold."""
        text = self.words[row] if row < len(self.words) else ""
        parts = KINDS.split(text)
        return [(" ", ""), *((part, "bold" if at % 2 else "") for at, part in enumerate(parts))]


class Waveform(Lines):
    """The waveform of the track under the cursor, below its words; the order has none."""

    def show(self, desk: Desk) -> None:
        """Draw another desk, and leave the room to the words while there is nothing to see."""
        self.display = desk.pane != ORDER
        super().show(desk)

    def pieces(self, row: int) -> list[Piece]:
        """One line of it."""
        lines = waveform_lines(self.desk, self.size.width, self.size.height)
        return lines[row] if row < len(lines) else []
