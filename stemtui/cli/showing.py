"""A reading of a client's message as text: its lines as a table, what else it says, and its questions."""

from collections.abc import Sequence

from stemtui.cli import output
from stemtui.order import on_no_line
from stemtui.order import reading as room
from stemtui.order.reading import Change, Question, Reading
from stemtui.session import OrderLine, Session, item_name
from stemtui.text import listed, printable


def shown(session: Session, found: Reading) -> list[str]:
    """The lines as a table, and all that the message says beside them."""
    changed = room.changes(session, found, found.lines)
    shown = table(session, found.lines) or ([] if changed else ["No line is sure."])
    shown += changes(session, changed)
    after = room.added(session, found.lines, changed)
    shown += [f"{said}." for said in [on_no_line(session, after.order)] if said]
    wishes = dict.fromkeys((wish.what, wish.asked, wish.difference) for wish in found.wishes)
    shown += [f"Wish, {what}: {asked}. {difference}".rstrip() for what, asked, difference in wishes]
    shown += [f"Note: {note}" for note in found.notes]
    if found.declined:
        shown.append(f"They do not want: {_quoted(found.declined)}.")
    if found.remarks:
        shown.append(f"Read as a remark, not as an order: {_quoted(found.remarks)}.")
    if found.not_understood:
        shown.append(f"Not understood: {_quoted(found.not_understood)}.")
    return shown


def changes(session: Session, changed: Sequence[Change]) -> list[str]:
    """What becomes of lines that are on the order, a line each."""
    return [f"{room.change_words(session, one)}." for one in changed]


def _quoted(texts: Sequence[str]) -> str:
    return listed([f'"{printable(text)}"' for text in texts])


def table(session: Session, lines: Sequence[OrderLine]) -> list[str]:
    """Order lines as a table, each with what it delivers and whether it is on the order already."""
    if not lines:
        return []
    new = room.fresh(session, lines)
    other = [one.becomes.deliver for one in room.changes(session, Reading(), lines) if one.becomes]
    rows = [["", "they write", "deliver", "kind", "channels", ""]]
    for number, line in enumerate(lines, 1):
        name = item_name(session, line.deliver) if line.deliver else "(to be made)"
        there = "" if line in new else "changes a line" if line.deliver in other else "on the order already"
        rows.append([str(number), line.asked, name, line.kind.upper(), line.channels, there])
    return output.table(rows, right=(0,))


def questions(asked: Sequence[Question], first: int = 1, of: int = 0) -> list[str]:
    """Questions with their numbered answers, from number `first` on, and `of` how many where that is told."""
    shown: list[str] = []
    all_of_them = f" of {of}" if of else ""
    for number, question in enumerate(asked, first):
        shown += ["", f"Question {number}{all_of_them}: {question.question}"]
        shown += [f"  {at}  {choice.says}" for at, choice in enumerate(question.choices, 1)]
    return [*shown, ""] if shown else []
