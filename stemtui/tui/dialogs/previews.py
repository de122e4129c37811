"""What a client's message asks for, shown before it is added; its questions are answered by one key each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from types import MappingProxyType

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content

from stemtui.diff import changes
from stemtui.glossary.wrapping import columns, padded
from stemtui.order import on_no_line, reading
from stemtui.order.asked import quoted
from stemtui.order.reading import Change, Question, Reading
from stemtui.session import OrderLine, Session
from stemtui.text import counted, listed
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.dialogs.dialogs import Page, scroll
from stemtui.tui.panes import order_rows

MOST_WORDS = 30
LEFT, OTHERS = "left open", "on the order already"
NUMBERS = f"123456789{ascii_uppercase}"

ADD, EDIT, REPLY, WISH = "add", "e", "r", "w"
# what those are told to write who edit the manifest, and what is pressed on the screen instead
WRITTEN = re.compile(r"\[delivery\] says (.+?): set .+ if that is right\.$")
PRESSED = r"here it is \1 (D)."


class Preview(Page):
    """What a message asks for: questions answered by number, and what would be added; enter adds it.

    `is_wished` once the session is to be changed as the client wishes, which `wishes` has in words. Hints
    name the user's `own` keys.
    """

    def __init__(
        self,
        session: Session,
        found: Reading,
        answers: Mapping[int, int] = MappingProxyType({}),
        is_wished: bool = False,
        own: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__("", [])
        self.session, self.found, self.own = session, found, own
        self.answers, self.is_wished = dict(answers), is_wished

    @property
    def lines_asked(self) -> tuple[OrderLine, ...]:
        """The lines that are sure, and those that answers add."""
        return tuple(reading.answered(self.found, self.answers))

    @property
    def fresh(self) -> tuple[OrderLine, ...]:
        """Those of them that the order does not have yet."""
        return reading.fresh(self.session, self.lines_asked)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What becomes of lines that the order has."""
        return reading.changes(self.session, self.found, self.lines_asked)

    @property
    def taken(self) -> Session:
        """The session with all of it: new lines, what becomes of others, and wishes where they are taken."""
        session = self.wished_in(self.session) if self.is_wished else self.session
        return reading.added(session, self.lines_asked, self.changes)

    @property
    def wishes(self) -> list[str]:
        """What would be other if the session were as the client wishes, in words."""
        return changes(self.session, self.wished_in(self.session))

    def wished_in(self, session: Session) -> Session:
        """A session as the client wishes it."""
        return reading.as_wished(session, self.found, self.lines_asked)

    @property
    def reply(self) -> str:
        """The message back to the client, with what is open still as questions."""
        left = reading.still_open(self.found, self.answers)
        return reading.reply(self.session, self.found, self.lines_asked, left)

    @property
    def chosen(self) -> tuple[tuple[Question, int], ...]:
        """The questions that are answered, with the number of the answer."""
        return tuple((self.found.questions[at], answer) for at, answer in self.answers.items())

    @property
    def unanswered(self) -> list[str]:
        """The client's words that nobody has answered yet."""
        return [one.asked for at, one in enumerate(self.found.questions) if at not in self.answers]

    @property
    def question(self) -> int:
        """The first question without an answer; how many there are when all have one."""
        every = range(len(self.found.questions))
        return next((at for at in every if at not in self.answers), len(every))

    def fit(self) -> None:
        """Tell all of it anew."""
        fresh, wishes, count = self.fresh, self.wishes, self._choices
        self.is_wished = self.is_wished and bool(wishes)
        told = preview_lines(self.session, self.found, self.answers, self.inner - 1)
        self.lines = [*(respelled(line, self.own) for line in told), *_wish_lines(wishes, self.is_wished)]
        answer = {f"1-{NUMBERS[count - 1]}" if count > 1 else "1": "answer"} if count else {}
        back = {"backspace": "take back"} if self.answers else {}
        changed = counted(len(self.changes), "change") if self.changes else ""
        lines = counted(len(fresh), "new line") if fresh or not changed else ""
        news = listed([one for one in (lines, changed) if one])
        add = f"add {counted(len(fresh), 'line')}" if fresh else "change" if changed else "done"
        wish = {WISH: "leave as it is" if self.is_wished else "as they wish"} if wishes else {}
        reply = {REPLY: "reply to them"}
        self.keys = {**answer, "enter": add, **wish, **reply, EDIT: "the text", **back, "esc": "cancel"}
        self.heading = f"The message asks for {news}"
        left = len(self.unanswered)
        self.heading += f", {counted(left, 'question')} {LEFT}" if left else ""
        self.query_one(".box").border_title = Content(self.heading)
        self.show_keys()
        super().fit()

    @property
    def _choices(self) -> int:
        """How many answers the first open question has; 0 where there is none."""
        every = self.found.questions
        return len(every[self.question].choices) if self.question < len(every) else 0

    def on_key(self, event: events.Key) -> None:
        """Answer the question, take an answer back, take wishes, add, or read on."""
        letter = event.character or ""
        if letter and letter in NUMBERS[: self._choices]:
            self.answers[self.question] = NUMBERS.index(letter)
            self._show("home")
        elif letter == WISH and self.wishes:
            self.is_wished = not self.is_wished
            self._show("end")
        elif event.key == "backspace" and self.answers:
            self.answers.popitem()
            self._show("home")
        elif event.key == "enter":
            self.close(ADD)
        elif letter in (EDIT, REPLY):
            self.close(letter)
        else:
            return  # Textual hands it on to the page's own handler
        event.stop()
        event.prevent_default()

    def _show(self, end: str) -> None:
        """Tell all of it anew, at the end at which a question, or the wishes, stand."""
        self.fit()
        scroll(self.query_one(VerticalScroll), end)


def preview_lines(session: Session, found: Reading, answers: Mapping[int, int], width: int) -> Iterator[str]:
    """The question to answer first, the lines, then all that the message says beside them."""
    at = next((n for n in range(len(found.questions)) if n not in answers), None)
    if at is not None:
        asked = found.questions[at]
        yield f"Question {at + 1} of {len(found.questions)}: {asked.question}"
        yield from (f"  {key}  {choice.says}" for key, choice in zip(NUMBERS, asked.choices, strict=False))
        yield ""
    lines = reading.answered(found, answers)
    fresh = reading.fresh(session, lines)
    widest = max((columns(order_rows.words(line)) for line in lines), default=0)
    room = min(MOST_WORDS, max(8, width // 3), widest)
    changed = reading.changes(session, found, lines)
    other = [one.becomes.deliver for one in changed if one.becomes]
    kept = (line for line in lines if line in fresh or line.deliver not in other)
    yield from (_line(session, line, line in fresh, room) for line in kept)
    yield from (f"{'~' if one.becomes else '-'} {reading.change_words(session, one)}" for one in changed)
    yield from [] if lines or changed else ["No line is sure."]
    chosen = ((found.questions[number], choice) for number, choice in sorted(answers.items()))
    beside = [*(f"{asked.asked}: {asked.choices[choice].says}" for asked, choice in chosen), *_beside(found)]
    others = "" if at is not None else on_no_line(session, reading.added(session, lines, changed).order)
    beside += [f"{others}."] if others and (lines or changed) else []
    yield from ["", *beside] if beside else []


def _wish_lines(wishes: Sequence[str], is_wished: bool) -> Iterator[str]:
    """What would be set as the client wishes."""
    if wishes:
        yield from ("", "Will be set as they wish:" if is_wished else "w sets as they wish:")
        yield from (f"- {wish}" for wish in wishes)


def _line(session: Session, line: OrderLine, is_fresh: bool, room: int) -> str:
    """One line: the client's words, and what they would be met with."""
    words = padded(order_rows.words(line), room)
    given = order_rows.delivered(session, line.deliver) if line.deliver else "to be made"
    kind = order_rows.kind_word(session, line.deliver) or line.kind.upper()
    there = "" if is_fresh else f"  ({OTHERS})"
    return f"{'+' if is_fresh else '='} {words} -> {given} {kind} {line.channels}".rstrip() + there


def _beside(found: Reading) -> Iterator[str]:
    """Wishes, notes, and what was no order, or not understood."""
    for wish in found.wishes:
        yield f"Wish, {wish.what}: {wish.asked}. {WRITTEN.sub(PRESSED, wish.difference)}".rstrip()
    yield from (f"Note: {note}" for note in found.notes)
    kinds = {
        "They do not want": found.declined,
        "Read as a remark, not as an order": found.remarks,
        "Not understood": found.not_understood,
    }
    for kind, texts in kinds.items():
        if texts:
            yield f"{kind}: {listed([quoted(text) for text in texts])}."
