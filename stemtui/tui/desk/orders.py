"""What keys do to the order: lines added, changed, moved, accepted and taken off, each edit undoable."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from stemtui import order
from stemtui.errors import Problem
from stemtui.order import LINE, line_places
from stemtui.session import (
    OrderLine,
    Session,
    add_order_line,
    all_items,
    edit_order_line,
    move_order_lines,
    remove_order_lines,
)
from stemtui.text import counted
from stemtui.tui.desk.answers import named, short
from stemtui.tui.desk.desk import ORDER, Desk, rows, say
from stemtui.tui.desk.moves import end, unmark
from stemtui.tui.desk.steps import change, renumbered


def toggle(desk: Desk) -> Desk:
    """What is chosen ordered, or no longer when all of it was; then the marks are off."""
    if desk.pane == ORDER:
        return delete(desk)
    items = desk.chosen
    session = order.toggle(desk.session, items)
    off = len(session.order) < len(desk.session.order)
    who = named(desk.session, items, "item")
    total = counted(len(session.order), "line")
    what = f"{who} {'no longer ordered' if off else 'ordered'}: the order has {total}"
    return unmark(change(desk, session, what))


def delete(desk: Desk) -> Desk:
    """The chosen lines taken off the order."""
    return unmark(take_off(desk, desk.chosen_lines))


def take_off(desk: Desk, at: Sequence[int]) -> Desk:
    """Lines at some positions taken off the order."""
    session = desk.session
    who = line_words(session.order[at[0]]) if len(at) == 1 else counted(len(at), "line")
    what = f"Off the order: {f'line {at[0] + 1}, ' if len(at) == 1 else ''}{who}"
    return change(desk, remove_order_lines(session, at), what)


def move(desk: Desk, lines: Sequence[str], by: int) -> Desk:
    """Lines one place further up (-1) or down (1), of those shown; the files keep the order's sequence."""
    before = desk.session
    at, shown = line_places(before, lines), line_places(before, rows(desk, ORDER))
    session = move_order_lines(before, at, by, shown)
    if session == before:
        return say(desk, f"{named(before, lines, 'line')}: {end(desk, by)} already.")
    who = line_words(before.order[at[0]]) if len(at) == 1 else counted(len(at), "line")
    run = f"place of {[before.order[position] for position in at]}"
    to = renumbered(before.order, session.order)[lines[0]].removeprefix(LINE)
    return change(desk, session, f"{who}: moved from line {at[0] + 1} to {to}", run)


def set_line(desk: Desk, position: int, **changes: Any) -> Desk:
    """Other words, another kind, delivery or reason for one line."""
    session = edit_order_line(desk.session, position, **changes)
    line = line_words(session.order[position])
    return unmark(change(desk, session, f"Line {position + 1} changed: {line}"))


def add(desk: Desk, line: OrderLine) -> Desk:
    """One line more at the end of the order, the cursor on it."""
    return added(desk, add_order_line(desk.session, line), 1)


def added(desk: Desk, session: Session, count: int, others: Sequence[str] = ()) -> Desk:
    """The desk with a session whose order ends with so many lines more, the cursor on the first of them.

    What others did it says behind that: all of it is one edit, undone as one.
    """
    first, last = len(session.order) - count + 1, len(session.order)
    lines = f"Lines {first} to {last} added from the client's message"
    if count == 1:
        lines = f"Line {first} added: {line_words(session.order[-1])}"
    made = unmark(change(desk, session, "; ".join([*([lines] if count else []), *others])))
    if not count:
        return made
    row = f"{order.LINE}{first}"
    hidden = row not in rows(made, ORDER)
    return replace(made, order=replace(made.order, cursor=row, filter="" if hidden else made.order.filter))


def waive(desk: Desk, positions: Sequence[int], reason: str) -> Desk:
    """Order lines whose findings are accepted, for a reason that the receipt repeats."""
    session = desk.session
    for position in positions:
        session = edit_order_line(session, position, waive=reason)
    return change(desk, session, f"{counted(len(positions), 'finding')} accepted, the reason recorded")


def unmet_mix(desk: Desk) -> int | None:
    """The position of the line under the cursor where it asks for a mix that there is not yet."""
    at = desk.chosen_lines if desk.pane == ORDER else ()
    lines = [desk.session.order[position] for position in at]
    return at[0] if len(at) == 1 and order.line_kind(lines[0]) == "mix" and not lines[0].deliver else None


def completed(session: Session, line: OrderLine) -> OrderLine:
    """A line with what its words mean where it does not say what is delivered."""
    kind = order.line_kind(line)
    items = [item for item in all_items(session) if not kind or order.item_kind(item) == kind]
    return replace(line, deliver=line.deliver or order.nearest(session, line.asked, items))


def findings(desk: Desk) -> list[Problem]:
    """What stands in the way of the chosen lines."""
    from stemtui.glossary.standing import on_lines  # here: it needs the vocabulary, and no first paint does

    lines = {f"{order.LINE}{position + 1}" for position in desk.chosen_lines}
    return [one for one in on_lines(desk.session, desk.headers) if one.path in lines]


def open_to_reason(desk: Desk) -> list[Problem]:
    """The findings on the chosen lines that a reason would let pass."""
    return [one for one in findings(desk) if one.waivable]


def line_words(line: OrderLine) -> str:
    """An order line as the line of answers says it: by the client's words, else by what it delivers."""
    return short(line.asked.strip() or line.deliver or "a line without words", 32)
