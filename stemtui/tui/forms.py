"""Forms: a dialog of lines to fill in, checked while they are typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from stemtui.text import printable
from stemtui.tui.dialogs import WIDEST, Dialog, Line


@dataclass(frozen=True)
class Field:
    """One line of a form: `read` turns its text into a value, or raises ValueError with what is wrong."""

    id: str
    label: str
    value: str = ""
    read: Callable[[str], object] = str


def anything(values: Mapping[str, object]) -> str:
    """The check of a form whose fields may be combined at will."""
    return ""


class Form(Dialog[dict[str, object]]):
    """Lines to fill in, checked while typing: answers with the values that were read.

    `about` is what they are about, in parts that are not broken where lines are; `check` says what is wrong
    with values that are right one by one, or "".
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down,ctrl+n", "app.focus_next", "next"),
        ("up,ctrl+p", "app.focus_previous", "previous"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        about: Sequence[str] = (),
        check: Callable[[Mapping[str, object]], str] = anything,
    ) -> None:
        between = {"tab": "next"} if len(fields) > 1 else {}
        super().__init__(title, {**between, "enter": "done", "esc": "cancel"})
        self.fields, self.about, self.check = fields, about, check

    def body(self) -> ComposeResult:
        """A label and a line for each field, and what is wrong below."""
        if self.about:
            yield Static(classes="about")
        for field in self.fields:
            with Horizontal(classes="field"):
                yield Static(Content(field.label), classes="label")
                yield Line(field.value, id=field.id)
        yield Static(classes="wrong")

    def on_resize(self, event: events.Resize) -> None:
        """Put as many whole parts of what it is about in a line as fit."""
        if self.about:
            lines = unbroken(map(printable, self.about), min(event.size.width, WIDEST) - 4)
            self.query_one(".about", Static).update(Content("\n".join(lines)))

    def values(self) -> tuple[dict[str, object], list[str]]:
        """What the fields say, and what is wrong with them."""
        values: dict[str, object] = {}
        wrong: list[str] = []
        for field in self.fields:
            try:
                values[field.id] = field.read(self.query_one(f"#{field.id}", Line).value.strip())
            except ValueError as error:
                wrong.append(str(error))
        if not wrong and (why := self.check(values)):
            wrong.append(why)
        return values, wrong

    def on_input_changed(self) -> None:
        """Say what is wrong while typing."""
        self.query_one(".wrong", Static).update(Content("\n".join(map(printable, self.values()[1]))))

    def on_input_submitted(self) -> None:
        """Answer, unless something is wrong."""
        values, wrong = self.values()
        if wrong:
            self.on_input_changed()
        else:
            self.dismiss(values)


def unbroken(parts: Iterable[str], width: int) -> list[str]:
    """Parts in as few lines as hold them, two spaces between, none broken that fits a line."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1]) + 2 + cell_len(part) <= width:
            lines[-1] += f"  {part}"
        else:
            lines.append(part)
    return lines
