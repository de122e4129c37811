"""The glossary pane: what the thing under the cursor is, in words and as a waveform."""

import re
from functools import partial

from textual.geometry import Size

from stemtui import glossary
from stemtui.tui.desk.desk import TRACKS, Desk
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.panes.folding import losses
from stemtui.tui.panes.lines import Lines, differing
from stemtui.tui.panes.rows import Piece
from stemtui.tui.panes.waveform import here, waveform_lines

LOW, NARROW = 4, 10
WORDLESS = frozenset({"said", "page", "overviews", "filtering"})
"""What of a desk no word hangs on."""
KIND = r"\b((?:no )?(?:TRACK|STEM|SUBMIX|MIX)(?:E?S)?)\b"
SAYS_KIND = [
    re.compile(way) for way in (r"\b(UNKNOWN|REFUSED)\b", rf" is (?:an?\b.*?|the\b.*?|){KIND}", KIND)
]
"""How the first line says a kind, or that nobody knows it: a name before that may have the same letters."""


class Glossary(Lines):
    """The words for what is selected, its kind in bold, and the waveform of the track under the cursor.

    Where keys go to no track, the words have the waveform's lines too. A waveform stays while the next is
    read, until that takes long or the cursor goes on: most are there at once, and much alike.
    """

    unseen = WORDLESS - {"overviews"}
    explains = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.words: list[str] = []
        self.worded, self.room = desk, Size(0, 0)
        self.waveform: list[list[Piece]] = []
        self.pictured = self.awaited = ""

    def fit(self) -> None:
        """Explain and draw what is selected, in as many lines as there are."""
        width, height = self.size
        below = (2 if height > LOW else 1) if self.desk.pane == TRACKS and width > NARROW and height else 0
        self.picture(here(self.desk), below)
        if self.room != self.size or differing(self.worded, self.desk) - WORDLESS:
            self.worded, self.room = self.desk, self.size
            self.words = self.explained(self.desk, height - below)

    def picture(self, file: str, height: int) -> None:
        """Draw the waveform of a file in so many lines, or wait for it."""
        is_read = file in self.desk.overviews
        waits = file and not is_read and self.pictured and self.awaited in ("", file)
        if waits and self.room == self.size and height:
            self.awaited = file
            return
        self.pictured, self.awaited = file if is_read and height else "", ""
        self.waveform = waveform_lines(self.desk, self.size.width, height) if height else []

    def on_resize(self) -> None:
        """Wrap the words anew."""
        self.show(self.desk)

    def explained(self, desk: Desk, height: int) -> list[str]:
        """The lines for what is selected, as many as there is room for words."""
        width = self.size.width - 2
        if width < NARROW or height < 1:
            return []
        lines = explanation(desk).lines(width, height)
        return lines + [""] * (height - len(lines))

    def pieces(self, row: int) -> list[Piece]:
        """One line: words, the kind that is said first in bold, or a line of the waveform."""
        if row >= len(self.words):
            below = row - len(self.words)
            return self.waveform[below] if below < len(self.waveform) else []
        text = self.words[row]
        start, end = said_kind(text) if row == 0 else (0, 0)
        return [(" ", ""), (text[:start], ""), (text[start:end], "bold"), (text[end:], "")]


def said_kind(text: str) -> tuple[int, int]:
    """Where a first line says what the thing is, from where to where."""
    found = next(filter(None, (way.search(text) for way in SAYS_KIND)), None)
    return found.span(1) if found else (0, 0)


def explanation(desk: Desk) -> glossary.Explanation:
    """What there is to say of what is selected, in the user's keys; words are not loaded before they are."""
    if not desk.chosen:
        return glossary.NOTHING_CHOSEN
    said = glossary.explain(desk.session, desk.chosen, desk.headers, desk.folds, losses(desk))
    return said.told(partial(respelled, own=desk.keys)) if desk.keys else said
