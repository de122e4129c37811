"""A pick: one of several choices, found by its number or by typing part of its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from stemtui.glossary.wrapping import cut, wrap
from stemtui.text import printable
from stemtui.tui.dialogs.dialogs import KEY, Dialog, Line

MOST, LEAST_ABOUT, LEAST_SAID = 12, 6, 3


class Pick(Dialog[tuple[str, str]]):
    """One of several choices, found by typing part of its name: answers with its key and what was typed.

    With `new`, a name that no choice has is offered as a new one, under the key "". `verb` is what enter
    does, `at` the choice to begin on, `none` what is said where there is no choice. `numbered` choices are
    counted from 1, and a number that can mean no other one is an answer at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down,ctrl+n", "step(1)", "down"),
        ("up,ctrl+p", "step(-1)", "up"),
        ("pagedown", "step(10)", "page down"),
        ("pageup", "step(-10)", "page up"),
    ]

    def __init__(
        self,
        title: str,
        choices: Mapping[str, str],
        about: Mapping[str, str] = MappingProxyType({}),
        new: str = "",
        verb: str = "take it",
        at: str = "",
        numbered: bool = False,
        none: str = "nothing matches",
    ) -> None:
        self.numbers = {key: str(n) for n, key in enumerate(choices, 1)} if numbered else {}
        enter = {0: "enter", 1: "1 enter"}.get(len(self.numbers), f"1-{len(self.numbers)} enter")
        super().__init__(title, {"up down": "choose", enter: verb, "esc": "close"})
        self.choices, self.about, self.new, self.none = choices, about, new, none
        self.at = list(choices).index(at) if at in choices else 0

    def body(self) -> ComposeResult:
        """The line to type in, and what matches."""
        number = "a number, " if self.numbers else ""
        yield Line(placeholder=f"{number}part of a name{', or a new one' if self.new else ''}")
        yield Static(classes="matches")

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.query_one(Line).value.strip()

    @property
    def matches(self) -> list[tuple[str, str]]:
        """The choices that hold all typed words: those that begin so first, in the same case before any; then
        those of which a word begins so; then those of which it is said; the new one last."""
        words = self.typed.casefold()
        found = [(key, name) for key, name in self.choices.items() if self.answers(key, self.typed)]
        found.sort(key=self._rank)
        if self.new and words and all(words != name.casefold() for name in self.choices.values()):
            found.append(("", f'{self.new}: "{self.typed}"'))
        return found

    def answers(self, key: str, typed: str) -> bool:
        """Whether a choice is meant: by its name, its number, or a few letters of what is said of it."""
        said = self.about.get(key, "") if len(typed) >= LEAST_SAID else ""
        by_name, by_words = _holds(self.choices[key], typed), said and _holds(said, typed)
        return bool(by_name or by_words) or self.numbers.get(key, "").startswith(typed)

    def _rank(self, choice: tuple[str, str]) -> tuple[bool, ...]:
        key, name = choice
        typed, words = self.typed.casefold(), name.casefold()
        is_number = self.numbers.get(key) == self.typed
        begins, within = words.startswith(typed), f" {typed}" in words
        return (
            not is_number,
            not _holds(name, self.typed),
            not name.startswith(self.typed),
            not begins,
            not within,
        )

    def on_input_changed(self) -> None:
        """Match again; a number that only one choice answers to is the answer."""
        self.at = 0
        found = [key for key, _ in self.matches if key]
        if len(found) == 1 and self.numbers.get(found[0]) == self.typed:
            self.close((found[0], self.typed))
        self._draw()

    def action_step(self, by: int) -> None:
        """Go to another match."""
        self.at = max(0, min(self.at + by, len(self.matches) - 1))
        self._draw()

    def on_input_submitted(self) -> None:
        """Answer with the match under the cursor."""
        if matches := self.matches:
            self.close((matches[self.at][0], self.typed))

    def fit(self) -> None:
        """Show the matches that there is room for."""
        self._draw()

    def _draw(self) -> None:
        self.query_one(".matches", Static).update(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        """The matches around the one that is chosen, and what there is to say of that."""
        found, about = self.matches, self._about()
        height = min(MOST, max(1, self.room - 1 - self.apart - len(about)))
        beyond = len(found) > height
        height = max(1, height - beyond)
        first = max(0, min(self.at - height // 2, len(found) - height))
        shown = enumerate(found[first : first + height], first)
        lines = [self._line(at, key, name) for at, (key, name) in shown]
        lines += [Content(f"  {len(found)} in all")] if beyond else []
        none = [Content(line) for line in wrap(self.none, self.inner, "  ")]
        return [*(lines or none), *about]

    def _line(self, at: int, key: str, name: str) -> Content:
        width = len(str(len(self.numbers))) + 1 if self.numbers else 0
        number = f"{self.numbers.get(key, ''):>{width - 1}} " if width else ""
        text = cut(printable(name), self.inner - 2 - width)
        if at == self.at:
            return Content.styled(f"> {number}{text}", "reverse")
        return Content.assemble("  ", (number, KEY), text)

    def _about(self) -> list[Content]:
        """What is said of the chosen match, in as many lines whichever it is; none without room."""
        found = self.matches
        most = max((len(wrap(text, self.inner)) for text in self.about.values()), default=0)
        if not found or not most or self.room < most + LEAST_ABOUT:
            return []
        lines = wrap(self.about[found[self.at][0]], self.inner)
        return [Content(line) for line in ["", *lines, *[""] * (most - len(lines))]]


def _holds(text: str, typed: str) -> bool:
    """Whether a text has all the words, or parts of words, that were typed."""
    return all(word in text.casefold() for word in typed.casefold().split())
