"""A client's message on the screen: pasted, shown as the lines that it asks for, asked about, then added."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from stemtui.frozen import frozen
from stemtui.glossary.wrapping import wrap
from stemtui.order.asked import quoted
from stemtui.order.reading import change_words
from stemtui.rates import render_rate
from stemtui.text import counted, listed, printable
from stemtui.tui.desk import moves, orders
from stemtui.tui.desk.desk import ORDER, say
from stemtui.tui.desk.unfinished import MESSAGE
from stemtui.tui.dialogs.dialogs import Dialog, Page
from stemtui.tui.dialogs.previews import ADD, LEFT, REPLY, Preview
from stemtui.tui.dialogs.questions import ask_treatment

if TYPE_CHECKING:
    from stemtui.order.reading import Question, Reading
    from stemtui.session import Session
    from stemtui.tui.screen import DeskScreen

MOST_TEXT = 8
SOON_SECONDS = 0.5
READING = "Reading the message ..."
BEGIN = "Paste the message here: what it asks for is shown before anything is added."
KEPT = "Not added so far: ctrl+d reads it again, what is pasted takes its place."
TEXT = "text"
COPIED = "Reply to the client, copied where the terminal takes OSC 52"


@frozen
class Draft:
    """A message that has not been added: its text, what its questions were answered, and its wishes taken."""

    text: str = ""
    answers: tuple[tuple[Question, int], ...] = ()
    is_wished: bool = False

    def answers_to(self, questions: Sequence[Question]) -> dict[int, int]:
        """The answers by the numbers that questions have now."""
        numbers = {at: self._answer(question) for at, question in enumerate(questions)}
        return {at: answer for at, answer in numbers.items() if answer is not None}

    def _answer(self, question: Question) -> int | None:
        return next((answer for asked, answer in self.answers if asked == question), None)


async def message(screen: DeskScreen) -> None:
    """Lines from a client's message: nothing is added before what it asks for has been seen.

    What was not added, and what has been answered, is there again the next time; esc goes one step back.
    """
    draft, kept, seen = screen.draft or Draft(), True, False
    draft = draft if draft.text else Draft(screen.unfinished.typed.get(MESSAGE, {}).get(TEXT, ""))
    while True:
        typed = Message(draft.text, kept)
        text = await screen.ask(typed)
        if text is None and not seen:
            _put_by(screen, replace(draft, text=typed.text))
            return
        draft = replace(draft, text=text or draft.text)
        _put_by(screen, draft)
        preview, answer = await _previewed(screen, draft)
        kept, seen = False, True
        draft = replace(draft, answers=preview.chosen, is_wished=preview.is_wished)
        _put_by(screen, draft)
        if answer is None:
            return
        if answer == ADD:
            _put_by(screen, None)
            await _add(screen, preview)
            return


def _put_by(screen: DeskScreen, draft: Draft | None) -> None:
    """Have a message there the next time, on another start too where this one ends in a bad way."""
    screen.draft = draft
    screen.unfinished.note(MESSAGE, {TEXT: draft.text} if draft and draft.text else {})


async def _previewed(screen: DeskScreen, draft: Draft) -> tuple[Preview, str | None]:
    """What a message asks for, with what has been answered, until it is added, left or changed."""
    session, keys = screen.desk.session, screen.desk.keys
    found = await _read(screen, session, draft.text)
    preview = Preview(session, found, draft.answers_to(found.questions), draft.is_wished, keys)
    while (answer := await screen.ask(preview)) == REPLY or not await _is_enough(screen, preview, answer):
        if answer == REPLY:
            screen.app.copy_to_clipboard(preview.reply)
            await screen.ask(Page(COPIED, preview.reply.rstrip().split("\n")))
        preview = Preview(session, found, preview.answers, preview.is_wished, keys)
    return preview, answer


async def _read(screen: DeskScreen, session: Session, text: str) -> Reading:
    """What a message asks for, read in a thread: a long one takes a while, which is said."""
    from stemtui.order import reading  # here, because the first paint needs no vocabulary

    rate = render_rate(session, screen.desk.headers)
    work = asyncio.create_task(asyncio.to_thread(reading.read, session, text, rate))
    if not (await asyncio.wait({work}, timeout=SOON_SECONDS))[0]:
        screen.do(lambda desk: say(desk, READING))
        await asyncio.wait({work})
        screen.do(lambda desk: desk)
    return work.result()


async def _is_enough(screen: DeskScreen, preview: Preview, answer: str | None) -> bool:
    """Whether what is open may stay off the order: nothing would speak of it once the message has gone."""
    if answer != ADD or not (left := preview.unanswered):
        return True
    are = "is" if len(left) == 1 else "are"
    lines = [
        f"{listed([quoted(words) for words in left])} {are} not answered: no line of the order has "
        f"{'it' if len(left) == 1 else 'them'}, and nothing will ask again.",
        "The last answer of each question leaves it off, and the reply (r) asks the client.",
    ]
    title = f"{counted(len(left), 'question')} {LEFT}"
    return await screen.ask(Page(title, lines, {"l": "leave off"}, "back to the questions")) is not None


async def _add(screen: DeskScreen, preview: Preview) -> None:
    """Do all that was shown, as one edit."""
    lines, done = preview.fresh, [change_words(preview.session, one) for one in preview.changes]
    if preview.is_wished:
        done.append(f"as the client wishes: {'; '.join(preview.wishes)}")
    screen.do(lambda desk: desk if desk.pane == ORDER else moves.to_order(desk))
    if lines or done:
        screen.do(lambda desk: orders.added(desk, preview.taken, len(lines), done))
    if lines:
        await ask_treatment(screen)


class Message(Dialog[str]):
    """A message to paste, or to type: answers with its text, at once when it was pasted.

    Only the line that is typed in is drawn for a key; enter begins another, since a terminal that pastes key
    by key presses it too. A message that was `kept` from before makes way for one that is pasted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+d", "done", "read it"), ("ctrl+u", "clear", "clear")]

    def __init__(self, text: str = "", kept: bool = False) -> None:
        super().__init__(MESSAGE, {"ctrl+d": "read it", "ctrl+u": "clear", "esc": "back"})
        self.text, self.shown, self.kept = text, 0, kept and bool(text)

    def body(self) -> ComposeResult:
        """How to begin, the lines above, the line that is typed in."""
        yield Static(classes="about")
        yield Static(classes="above")
        yield Static(classes="typed")

    def fit(self) -> None:
        """Show as many of the last lines as there is room for."""
        begin = wrap(KEPT if self.kept else BEGIN, self.inner)
        self.query_one(".about", Static).update(Content("\n".join(begin)))
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

    @property
    def lines_typed(self) -> Mapping[str, str]:
        """The message so far."""
        return {TEXT: self.text} if self.text else {}

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted, and read it: in place of a message that was kept, behind one that is typed."""
        event.stop()
        self.text = ("" if self.kept else self.text) + event.text.replace("\r\n", "\n").replace("\r", "\n")
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
        if self.kept:
            self.kept = False
            self.fit()
        self.note()
        self._draw(False)

    def action_clear(self) -> None:
        """Begin anew."""
        self.text = ""
        self.note()
        self._draw(True)

    def action_done(self) -> None:
        """Answer with the text, if there is any."""
        if self.text.strip():
            self.close(self.text)
