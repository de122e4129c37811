"""Forms: a dialog of lines to fill in, checked while they are typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stemtui.frozen import frozen
from stemtui.glossary.wrapping import columns, wrap
from stemtui.text import printable
from stemtui.tui.dialogs.dialogs import SCROLLBAR, Dialog, Line, in_rows

LABEL_GAP, LEAST_LINE = 2, 16


@frozen
class Field:
    """One line of a form: `read` turns its text into a value, or raises ValueError with what is wrong."""

    id: str
    label: str
    value: str = ""
    read: Callable[[str], object] = str


def changed(asked: Iterable[Field], answer: Mapping[str, object]) -> dict[str, Any]:
    """What a form was answered with where that is not what it held."""
    return {one.id: answer[one.id] for one in asked if answer[one.id] != one.read(one.value)}


def anything(values: Mapping[str, object]) -> str:
    """Nothing to say of a form's values, whatever they are."""
    return ""


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The lines of a form, which scroll with the one that is typed in: `down` goes to the next."""


class Form(Dialog[dict[str, object]]):
    """Lines to fill in, checked while typing: answers with the values that were read.

    `about` is what they are about, in parts that are not broken where lines are; `check` says what is wrong
    with values that are right one by one, or ""; `shows` says what right ones would do.
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
        shows: Callable[[Mapping[str, object]], str] = anything,
    ) -> None:
        between = {"tab": "next"} if len(fields) > 1 else {}
        super().__init__(title, {**between, "enter": "done", "esc": "cancel"})
        self.tried = False
        self.before: Mapping[str, str] = {}
        self.fields, self.about, self.check, self.shows = fields, about, check, shows

    def body(self) -> ComposeResult:
        """A label and a line for each field, which scroll where they have to, and what is wrong below."""
        with Fields():
            if self.about:
                yield Static(classes="about")
            for field in self.fields:
                with Vertical(classes="field"):
                    yield Static(Content(field.label), classes="label")
                    yield Line(self.before.get(field.label, field.value), id=field.id)
        yield Static(classes="wrong")

    @property
    def lines_typed(self) -> Mapping[str, str]:
        """The lines that are not what the form was opened with."""
        now = ((field, self.query_one(f"#{field.id}", Line).value) for field in self.fields)
        return {field.label: value for field, value in now if value != field.value}

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Have in the lines what was typed there before."""
        self.before, self.tried = typed, bool(typed)

    def fit(self) -> None:
        """Put labels above lines that would be too short beside them, and scroll what has no room."""
        label = LABEL_GAP + max(columns(field.label) for field in self.fields)
        self.set_class(self.inner - label < LEAST_LINE, "stacked")
        for widget in self.query(".label"):
            widget.styles.width = label
        if self.about:
            rows = in_rows([printable(part) for part in self.about], self.inner - SCROLLBAR)
            self.query_one(".about", Static).update(Content("\n".join(map("  ".join, rows))))
        self._say()
        self.call_after_refresh(self._keep_in_sight)

    def _say(self) -> None:
        """Say what is wrong, or what these values would do, and leave the rest of the room to the fields."""
        values, wrong = self.values()
        said = wrong if self.tried else []
        said = said or ([] if wrong else [self.shows(values)])
        lines = [line for text in said for line in wrap(printable(text), self.inner)][: self.room // 2]
        widget = self.query_one(".wrong", Static)
        widget.update(Content("\n".join(lines)))
        widget.set_class(not wrong, "shown")
        widget.display = bool(lines)
        taken = len(lines) + self.apart if lines else 0
        self.query_one(Fields).styles.max_height = max(1, self.room - taken)

    def _keep_in_sight(self) -> None:
        """The line that is typed in, with its label."""
        if self.focused and self.is_attached:
            self.focused.query_ancestor(".field", Vertical).scroll_visible(animate=False)

    def on_descendant_focus(self) -> None:
        """Keep the line that is typed in in sight."""
        self.call_after_refresh(self._keep_in_sight)

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
        """Say what is wrong, or what it would do, while typing."""
        self.tried = True
        self.note()
        self._say()
        self.call_after_refresh(self._keep_in_sight)

    def on_input_submitted(self) -> None:
        """Answer, unless something is wrong."""
        values, wrong = self.values()
        if wrong:
            self.on_input_changed()
        else:
            self.close(values)
