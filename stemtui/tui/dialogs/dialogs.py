"""Dialogs: a box over the screen, a page to read or answer with one key. Each fits what window there is."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment, Segments
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBarRender
from textual.widgets import Input, Static

from stemtui.glossary.wrapping import columns, wrap
from stemtui.text import printable
from stemtui.tui.desk.unfinished import Unfinished

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
WIDEST, BORDER, SCROLLBAR, LOW, LEAST_WIDTH = 96, 4, 1, 16, 24
BESIDE = re.compile(r"\s*\S.*?\s{2,}(?=\S)")
KEY = "bold"
LARGER = "Make the window larger."


def in_rows(parts: Sequence[str], width: int, joint: str = "  ") -> list[list[str]]:
    """Parts in as few rows as hold them, a joint between, none broken that fits a row."""
    rows: list[list[str]] = []
    for part in parts:
        if rows and columns(joint.join([*rows[-1], part])) <= width:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def key_rows(keys: Mapping[str, str], width: int) -> list[Content]:
    """Keys and what they do, in as few rows as hold them."""
    named = {f"{key} {label}": (key, label) for key, label in keys.items()}
    rows = [[named[part] for part in row] for row in in_rows([*named], width, "   ")]
    return [
        Content("   ").join(Content.assemble((key, KEY), f" {label}") for key, label in row) for row in rows
    ]


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A box over the screen; esc closes it without an answer.

    In a low window it does without blank lines; what is between title and keys has `room` rows, and scrolls
    or shrinks when it needs more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "close", "close"),
        ("ctrl+l", "app.redraw", "redraw"),  # a dialog has none of the keys of the app
        ("ctrl+q", "app.quit", "quit"),
    ]

    def __init__(self, title: str, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.heading, self.keys = title, keys
        self.fitted = asyncio.Event()
        self.unfinished: Unfinished | None = None
        self.further_keys: Mapping[str, str] = {}

    @property
    def lines_typed(self) -> Mapping[str, str]:
        """What is typed here and not done, by the labels of its lines."""
        return {}

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Go on from what was typed here before."""

    def begin(self, unfinished: Unfinished) -> None:
        """Go on from what was typed in a dialog of this title, and keep what is."""
        self.unfinished = unfinished
        self.take_up(unfinished.typed.get(self.heading, {}))

    def note(self) -> None:
        """Keep what is typed."""
        if self.unfinished:
            self.unfinished.note(self.heading, self.lines_typed)

    def compose(self) -> ComposeResult:
        """The box: a title in its border, the body, a line of keys."""
        with Vertical(classes="box"):
            yield from self.body()
            yield Static(classes="keys")

    def body(self) -> ComposeResult:
        """What is between the title and the keys."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        """Do without blank lines where there is no room for them, and fit what is said to the window."""
        self.set_class(event.size.height < LOW, "low")
        fits = event.size.width >= LEAST_WIDTH and self._rows_left() > 0
        self.query_one(".box").border_title = Content(printable(self.heading) if fits else LARGER)
        self.show_keys()
        self.fit()
        self.fitted.set()

    def fit(self) -> None:
        """Fit the body to the window."""

    @property
    def inner(self) -> int:
        """The columns inside the box."""
        return max(1, min(self.app.size.width, WIDEST) - BORDER)

    @property
    def room(self) -> int:
        """The rows between the title and the keys."""
        return max(1, self._rows_left())

    def _rows_left(self) -> int:
        around = 2 + len(self._key_rows()) + self.apart
        return self.app.size.height - around

    @property
    def apart(self) -> int:
        """The blank lines between one thing and the next."""
        return 0 if self.has_class("low") else 1

    def _key_rows(self) -> list[Content]:
        return key_rows({**self.keys, **self.further_keys}, self.inner)

    def show_keys(self, further: Mapping[str, str] = MappingProxyType({})) -> None:
        """Name the keys, and what further ones do just now."""
        self.further_keys = further
        self.query_one(".keys", Static).update(Content("\n").join(self._key_rows()))

    def close(self, answer: Answer | None = None) -> None:
        """Close with an answer; what is below is drawn once, when all that closing takes is done."""
        self.app.call_later(self._close_at_once, answer)

    async def _close_at_once(self, answer: Answer | None) -> None:
        if self.is_current:
            with self.app.batch_update():
                await self.dismiss(answer)

    def action_close(self) -> None:
        """Close without an answer."""
        self.close()


def wrapped(line: str, width: int) -> list[str]:
    """A line in as many as it needs, hanging below its text where that stands beside a key."""
    if columns(line) <= width:
        return [line]
    beside = BESIDE.match(line)
    lead = beside[0] if beside and columns(beside[0]) <= width // 2 else line[: -len(line.lstrip())]
    hanging = " " * columns(lead) if lead.strip() else lead * 2
    return wrap(line[len(lead) :], width, hanging, lead)


def scrolled(area: VerticalScroll, event: events.Key) -> bool:
    """Whether a key scrolls, which is then done."""
    way = SCROLLS.get(event.key) or SCROLLS.get(event.character or "")
    if way:
        scroll(area, way)
    return bool(way)


def scroll(area: VerticalScroll, way: str) -> None:
    """Scroll one of the ways that keys do, once what the area holds has been laid out.

    Where to is told only then, because of keys typed ahead each goes on from where the one before it came.
    """
    area.call_after_refresh(_scroll, area, way)


def _scroll(area: VerticalScroll, way: str) -> None:
    page, last = area.scrollable_content_region.height, area.max_scroll_y
    ways = {"down": 1, "up": -1, "page_down": page, "page_up": -page, "home": -last, "end": last}
    area.scroll_to(y=area.scroll_offset.y + ways[way], animate=False, immediate=True)


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

    def fit(self) -> None:
        """Wrap the text, and keep the keys in sight below it."""
        width = self.inner - SCROLLBAR
        parts = [part for line in self.lines for part in wrapped(printable(line), width)]
        self.query_one(".text", Static).update(Content("\n".join(parts)))
        if len(parts) > self.room:
            self.show_keys({"j k": "scroll"})
        self.query_one(VerticalScroll).styles.max_height = self.room

    def on_key(self, event: events.Key) -> None:
        """Answer, scroll, or close."""
        letter = event.character or ""
        if letter in self.choices:
            event.stop()
            self.close(letter)
        elif scrolled(self.query_one(VerticalScroll), event):
            event.stop()
        elif event.key in ("enter", "q") and not self.choices:
            event.stop()
            self.close()


class Ends(ScrollBarRender):
    """A scrollbar in letters, as the lists have them: `^` where there is more above, `v` where below."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        *_: object,
        **__: object,
    ) -> Segments:
        """A column of so many rows."""
        rows = [" "] * size
        if position > 0:
            rows[0] = "^"
        if window_size and position + window_size < virtual_size:
            rows[-1] = "v"
        return Segments([Segment(row) for row in rows], new_lines=True)


class Line(Input):
    """A line to type in; its cursor does not blink, which would send bytes while nothing happens."""

    def __init__(self, value: str = "", placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder, id=id, compact=True)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        """The value as it is shown: a mark for each letter that drives a terminal or is shown as nothing."""
        shown = Text("", no_wrap=True, overflow="ignore", end="")
        for letter in self.value:
            shown.append(*((letter,) if printable(letter) == letter else ("?", "reverse")))
        return shown
