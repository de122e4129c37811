"""Dialogs: a page to read or answer with one key, a pick by typing, and a progress bar."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from stemtui.text import printable

Answer = TypeVar("Answer")
SCROLLS = {
    "j": "down",
    "k": "up",
    "g": "home",
    "G": "end",
    "space": "page_down",
    "ctrl+d": "page_down",
    "ctrl+u": "page_up",
}


WIDEST, PAGE_MARGIN = 96, 5


def named_keys(keys: Mapping[str, str]) -> Content:
    """Keys and what they do, in a line."""
    return Content("   ").join(
        Content.assemble((key, "bold ansi_cyan"), f" {label}") for key, label in keys.items()
    )


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A box over the screen; esc closes it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "close")]

    def __init__(self, title: str, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.heading, self.keys = title, keys

    def compose(self) -> ComposeResult:
        """The box: a title in its border, the body, a line of keys."""
        with Vertical(classes="box") as box:
            box.border_title = Content(printable(self.heading))
            yield from self.body()
            yield Static(named_keys(self.keys), classes="keys")

    def body(self) -> ComposeResult:
        """What is between the title and the keys."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


def wrapped(line: str, width: int) -> list[str]:
    """A line in as many as it needs, what is indented further in than its beginning."""
    indent = line[: len(line) - len(line.lstrip())]
    inner = f"{indent}    " if indent else ""
    return textwrap.wrap(line, max(20, width), subsequent_indent=inner, break_on_hyphens=False) or [""]


class Page(Dialog[str]):
    """Text to read, wrapped and scrolled; `choices` are the keys that answer it, with their labels."""

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        choices: Mapping[str, str] = MappingProxyType({}),
        stay: str = "close",
    ) -> None:
        super().__init__(title, {**choices, "esc": stay})
        self.lines, self.choices = lines, choices

    def body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll():
            yield Static(classes="text")

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the text, and keep the line of keys in sight below it."""
        width = min(event.size.width, WIDEST) - PAGE_MARGIN
        parts = [part for line in self.lines for part in wrapped(printable(line), width)]
        height = max(1, event.size.height - 6)
        self.query_one(".text", Static).update(Content("\n".join(parts)))
        self.query_one(VerticalScroll).styles.max_height = height
        scrolled = {"j k": "scroll"} if len(parts) > height else {}
        self.query_one(".keys", Static).update(named_keys({**self.keys, **scrolled}))

    def on_key(self, event: events.Key) -> None:
        """Answer, scroll, or close."""
        letter = event.character or ""
        if letter in self.choices:
            event.stop()
            self.dismiss(letter)
        elif event.key in SCROLLS or letter in SCROLLS:
            event.stop()
            way = SCROLLS.get(event.key) or SCROLLS[letter]
            getattr(self.query_one(VerticalScroll), f"scroll_{way}")(animate=False)
        elif event.key in ("enter", "q") and not self.choices:
            event.stop()
            self.dismiss(None)


class Line(Input):
    """A line to type in; its cursor does not blink, which would send bytes while nothing happens."""

    def __init__(self, value: str = "", placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder, id=id, compact=True)
        self.cursor_blink = False


class Pick(Dialog[tuple[str, str]]):
    """One of several choices, found by typing part of its name: answers with its key and what was typed.

    With `new`, a name that no choice has is offered as a new one, under the key "". `verb` is what enter
    does, `at` the choice to begin on.
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
    ) -> None:
        super().__init__(title, {"up down": "choose", "enter": verb, "esc": "close"})
        self.choices, self.about, self.new = choices, about, new
        self.at = list(choices).index(at) if at in choices else 0

    def body(self) -> ComposeResult:
        """The line to type in, and what matches."""
        yield Line(placeholder="part of a name, or a new one" if self.new else "part of a name")
        yield Static(classes="matches")

    def on_mount(self) -> None:
        """Show all choices."""
        self._draw()

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.query_one(Line).value.strip()

    @property
    def matches(self) -> list[tuple[str, str]]:
        """The choices that hold all typed words, those that begin with them first; the new one last."""
        words = self.typed.casefold()
        found = [c for c in self.choices.items() if all(word in c[1].casefold() for word in words.split())]
        found.sort(key=lambda c: not c[1].casefold().startswith(words))
        if self.new and words and all(words != name.casefold() for name in self.choices.values()):
            found.append(("", f'{self.new}: "{self.typed}"'))
        return found

    def on_input_changed(self) -> None:
        """Match again."""
        self.at = 0
        self._draw()

    def action_step(self, by: int) -> None:
        """Go to another match."""
        self.at = max(0, min(self.at + by, len(self.matches) - 1))
        self._draw()

    def on_input_submitted(self) -> None:
        """Answer with the match under the cursor."""
        if matches := self.matches:
            self.dismiss((matches[self.at][0], self.typed))

    def _draw(self) -> None:
        found, height = self.matches, max(3, min(12, self.app.size.height - 10))
        first = max(0, min(self.at - height // 2, len(found) - height))
        lines = [
            Content.styled(
                f"{'>' if at == self.at else ' '} {printable(name)}", "reverse" if at == self.at else ""
            )
            for at, (_, name) in enumerate(found[first : first + height], first)
        ]
        if len(found) > height:
            lines.append(Content(f"  {len(found)} in all"))
        if self.about and found:
            lines += [Content(""), Content(self.about[found[self.at][0]])]
        self.query_one(".matches", Static).update(Content("\n").join(lines or [Content("  nothing matches")]))


class Working(Dialog[None]):
    """How far a render is; esc asks it to stop."""

    def __init__(self, title: str, stop: Callable[[], None]) -> None:
        super().__init__(title, {"esc": "stop: the previous delivery stays as it was"})
        self.stop = stop

    def body(self) -> ComposeResult:
        """The bar."""
        yield Static(Content("starting ...\n"), classes="bar")

    def progress(self, done: int, total: int, stage: str) -> None:
        """Draw the bar anew; the last steps may come when the dialog is gone."""
        if not self.is_attached:
            return
        width, share = 40, done / total if total else 0.0
        bar = "#" * round(width * share)
        text = f"[{bar:.<{width}}] {share:4.0%}\n{stage}"
        self.query_one(".bar", Static).update(Content(text), layout=False)

    def action_close(self) -> None:
        """Ask the render to stop; it closes the dialog itself."""
        self.stop()
        self.query_one(".bar", Static).update(Content("stopping ...\n"), layout=False)
