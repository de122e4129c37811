"""The glossary as a whole: every word, found by typing what a reader would, and read with its disputes."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from stemtui import glossary
from stemtui.session import split_item
from stemtui.tui.dialogs.dialogs import Line, Page
from stemtui.tui.dialogs.pick import Pick

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

HINT = "a word, a synonym or a question, also in your language"


class Words(Pick):
    """All words of the trade, those that answer what is `typed` first; `at` is the one to begin on."""

    def __init__(self, typed: str, at: str) -> None:
        short = {entry.term: entry.short for entry in glossary.TERMS}
        super().__init__("Glossary", {term: term for term in short}, short, verb="read it", at=at)
        self.said = typed
        self.at = max(0, *(n for n, entry in enumerate(glossary.search(typed)) if entry.term == at), 0)

    def body(self) -> ComposeResult:
        """The line to type in, and what answers that."""
        yield Line(self.said, placeholder=HINT)
        yield Static(classes="matches")

    @property
    def matches(self) -> list[tuple[str, str]]:
        return [(entry.term, entry.term) for entry in glossary.search(self.typed)]

    def on_input_changed(self) -> None:
        """Search again, unless it is what was typed before."""
        if self.typed != self.said:
            self.said = self.typed
            super().on_input_changed()


async def show_glossary(screen: DeskScreen) -> None:
    """All words: found by typing, read one by one; back from one, the others are as they were."""
    Thread(target=glossary.search, args=(HINT,), name="glossary", daemon=True).start()  # no letter waits
    kind = split_item(screen.desk.here)[0] if screen.desk.here else ""
    at, typed = kind.title(), ""
    while answer := await screen.ask(Words(typed, at)):
        at, typed = answer
        entry = glossary.entry(at)
        await screen.ask(Page(entry.term, [line.strip("\n") for line in entry.lines(72)[1:]], stay="back"))
