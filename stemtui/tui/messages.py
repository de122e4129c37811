"""A client's message on the screen: pasted, shown as the lines that it asks for, asked about, then added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from stemtui.glossary.wrapping import padded, wrap
from stemtui.order.asked import quoted
from stemtui.rates import render_rate
from stemtui.session import OrderLine, Session
from stemtui.text import counted, listed, printable
from stemtui.tui import moves, order_rows, orders
from stemtui.tui.desk import ORDER
from stemtui.tui.dialogs import Dialog, Page
from stemtui.tui.questions import ask_treatment

if TYPE_CHECKING:
    from stemtui.order.reading import Reading
    from stemtui.tui.screen import DeskScreen

MOST_WORDS, MOST_TEXT = 30, 8
LEFT, OTHERS = "left open", "on the order already"


async def message(screen: DeskScreen) -> None:
    """Lines from a client's message: nothing is added before what it asks for has been seen."""
    from stemtui.order import reading  # here, because the first paint needs no vocabulary

    text: str | None = ""
    while text := await screen.ask(Message(text or "")):
        desk = screen.desk
        found = reading.read(desk.session, text, render_rate(desk.session, desk.headers))
        preview = Preview(desk.session, found)
        answer = await screen.ask(preview)
        if answer is None:
            return
        if answer == ADD:
            await _add(screen, preview.fresh)
            return


async def _add(screen: DeskScreen, lines: Sequence[OrderLine]) -> None:
    screen.do(lambda desk: desk if desk.pane == ORDER else moves.to_order(desk))
    if lines:
        screen.do(lambda desk: orders.add(desk, lines, " from the client's message"))
        await ask_treatment(screen)


class Message(Dialog[str]):
    """A message to paste, or to type: answers with its text, at once when it was pasted.

    Only the line that is typed in is drawn for a key; enter begins another, since a terminal that pastes key
    by key presses it too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+d", "done", "read it"), ("ctrl+u", "clear", "clear")]

    def __init__(self, text: str) -> None:
        super().__init__("Client's message", {"ctrl+d": "read it", "ctrl+u": "clear", "esc": "cancel"})
        self.text, self.shown = text, 0

    def body(self) -> ComposeResult:
        """How to begin, the lines above, the line that is typed in."""
        yield Static(classes="about")
        yield Static(classes="above")
        yield Static(classes="typed")

    def fit(self) -> None:
        """Show as many of the last lines as there is room for."""
        begin = "Paste the message here: what it asks for is shown before anything is added."
        self.query_one(".about", Static).update(Content("\n".join(wrap(begin, self.inner))))
        self._draw(True)

    def _draw(self, all_of_it: bool) -> None:
        width = self.inner - 1
        lines = [part for line in self.text.split("\n") for part in wrap(printable(line), width) or [""]]
        if self.text.endswith(" "):
            lines[-1] += " "
        self.query_one(".typed", Static).update(Content(f"{lines[-1]}_"), layout=all_of_it)
        if all_of_it or len(lines) != self.shown:
            self.shown = len(lines)
            above = lines[-min(MOST_TEXT, max(1, self.room - 3)) : -1]
            widget = self.query_one(".above", Static)
            widget.update(Content("\n".join(above)))
            widget.display = bool(above)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted, and read it."""
        event.stop()
        self.text += event.text.replace("\r\n", "\n").replace("\r", "\n")
        self.action_done()

    def on_key(self, event: events.Key) -> None:
        """Type."""
        if event.key == "backspace":
            self.text = self.text[:-1]
        elif event.key == "enter":
            self.text += "\n"
        elif event.is_printable and event.character:
            self.text += event.character
        else:
            return
        event.stop()
        self._draw(False)

    def action_clear(self) -> None:
        """Begin anew."""
        self.text = ""
        self._draw(True)

    def action_done(self) -> None:
        """Answer with the text, if there is any."""
        if self.text.strip():
            self.dismiss(self.text)


ADD, EDIT = "add", "e"


class Preview(Page):
    """What a message asks for: questions answered by number, and what would be added; enter adds it."""

    def __init__(self, session: Session, found: Reading) -> None:
        super().__init__("", [])
        self.session, self.found = session, found
        self.answers: dict[int, int] = {}

    @property
    def fresh(self) -> tuple[OrderLine, ...]:
        """The lines that the order does not have yet, with those that answers add."""
        from stemtui.order import reading

        return reading.fresh(self.session, reading.answered(self.found, self.answers))

    @property
    def question(self) -> int:
        """The first question without an answer; how many there are when all have one."""
        every = range(len(self.found.questions))
        return next((at for at in every if at not in self.answers), len(every))

    def fit(self) -> None:
        """Tell all of it anew."""
        fresh, open_question = self.fresh, self.question < len(self.found.questions)
        self.lines = list(preview_lines(self.session, self.found, self.answers, self.inner - 1))
        count = len(self.found.questions[self.question].choices) if open_question else 0
        answer = {f"1-{count}" if count > 1 else "1": "answer"} if count else {}
        back = {"backspace": "take back"} if self.answers else {}
        add = f"add {counted(len(fresh), 'line')}" if fresh else "done"
        self.keys = {**answer, "enter": add, "e": "the text", **back, "esc": "cancel"}
        self.heading = f"The message asks for {counted(len(fresh), 'new line')}"
        left = len(self.found.questions) - len(self.answers)
        self.heading += f", {counted(left, 'question')} {LEFT}" if left else ""
        self.query_one(".box").border_title = Content(self.heading)
        self.show_keys()
        super().fit()

    def on_key(self, event: events.Key) -> None:
        """Answer the question, take an answer back, add, or read on."""
        letter, at = event.character or "", self.question
        if letter.isdigit() and at < len(self.found.questions):
            if 0 < int(letter) <= len(self.found.questions[at].choices):
                self.answers[at] = int(letter) - 1
                self.fit()
        elif event.key == "backspace" and self.answers:
            self.answers.popitem()
            self.fit()
        elif event.key == "enter":
            self.dismiss(ADD)
        elif letter == EDIT:
            self.dismiss(EDIT)
        else:
            return  # Textual hands it on to the page's own handler
        event.stop()
        event.prevent_default()


def preview_lines(session: Session, found: Reading, answers: Mapping[int, int], width: int) -> Iterator[str]:
    """The question to answer first, the lines, then all that the message says beside them."""
    from stemtui.order import reading

    at = next((n for n in range(len(found.questions)) if n not in answers), None)
    if at is not None:
        asked = found.questions[at]
        yield f"Question {at + 1} of {len(found.questions)}: {asked.question}"
        yield from (f"  {number}  {choice.says}" for number, choice in enumerate(asked.choices, 1))
        yield ""
    lines = reading.answered(found, answers)
    fresh = reading.fresh(session, lines)
    yield from (_line(session, line, line in fresh, width) for line in lines)
    yield from [] if lines else ["No line is sure."]
    chosen = ((found.questions[number], choice) for number, choice in sorted(answers.items()))
    beside = [*(f"{asked.asked}: {asked.choices[choice].says}" for asked, choice in chosen), *_beside(found)]
    yield from ["", *beside] if beside else []


def _line(session: Session, line: OrderLine, is_fresh: bool, width: int) -> str:
    """One line: the client's words, and what they would be met with."""
    words = padded(order_rows.words(line), min(MOST_WORDS, max(8, width // 3)))
    given = order_rows.delivered(session, line.deliver) if line.deliver else "to be made"
    kind = order_rows.kind_word(session, line.deliver) or line.kind.upper()
    there = "" if is_fresh else f"  ({OTHERS})"
    return f"{'+' if is_fresh else '='} {words} -> {given} {kind} {line.channels}".rstrip() + there


def _beside(found: Reading) -> Iterator[str]:
    """Wishes, notes, and what was no order, or not understood."""
    yield from (f"Wish, {wish.what}: {wish.asked}. {wish.difference}".rstrip() for wish in found.wishes)
    yield from (f"Note: {note}" for note in found.notes)
    kinds = {
        "They do not want": found.declined,
        "Read as a remark, not as an order": found.remarks,
        "Not understood": found.not_understood,
    }
    for kind, texts in kinds.items():
        if texts:
            yield f"{kind}: {listed([quoted(text) for text in texts])}."
