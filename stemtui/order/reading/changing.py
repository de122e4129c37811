"""Order lines into the session: those that its order does not have yet, and changes of those that it has."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.lines import item_kind
from stemtui.order.reading.values import Change, Reading
from stemtui.session import OrderLine, Session, item_name
from stemtui.text import printable


def fresh(session: Session, lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """The lines that the session's order does not have yet: another item, or one in mono and stereo."""
    return tuple(
        line
        for line in lines
        if not (
            _same(session, line) or (_in_other_channels(session, line) and not _in_both(session, lines, line))
        )
    )


def changes(session: Session, reading: Reading, lines: Sequence[OrderLine]) -> tuple[Change, ...]:
    """What the reading changes of the order that is there: lines that are wanted in other channels, and lines
    that are not needed any more. `lines` are those of the reading, with its questions answered."""
    new = fresh(session, lines)
    found: dict[int, Change] = {}
    for line in lines:
        there = [] if line in new or _same(session, line) else _in_other_channels(session, line)
        for number in there[:1]:
            before = session.order[number]
            found[number] = Change(before, replace(before, asked=line.asked, channels=line.channels))
    wanted = {line.deliver for line in lines if line.deliver}
    for number, line in enumerate(session.order):
        if line in reading.off and line.deliver not in wanted:
            found[number] = Change(line)
    return tuple(found[number] for number in sorted(found))


def added(session: Session, lines: Sequence[OrderLine], changed: Sequence[Change] = ()) -> Session:
    """The session with changes made to lines of its order, and with the lines that it does not have yet."""
    becomes = {one.line: one.becomes for one in changed}
    kept = (becomes.get(line, line) for line in session.order)
    return replace(session, order=(*(line for line in kept if line), *fresh(session, lines)))


def _same(session: Session, line: OrderLine) -> bool:
    """Whether the order has a line already, in its channels; in any where it names none."""
    there = [one for one in session.order if (one.deliver or one.asked) == (line.deliver or line.asked)]
    return any(one.channels == line.channels or (one.deliver != "" and not line.channels) for one in there)


def _in_other_channels(session: Session, line: OrderLine) -> list[int]:
    """The places on the order of the lines for an item, none of which has the channels that a line wants."""
    there = [at for at, one in enumerate(session.order) if line.deliver and one.deliver == line.deliver]
    return [] if _same(session, line) else there


def _in_both(session: Session, lines: Sequence[OrderLine], line: OrderLine) -> bool:
    """Whether another line wants the item as the order has it: it is to come in mono and in stereo."""
    return any(one.deliver == line.deliver and one != line and _same(session, one) for one in lines)


def change_words(session: Session, change: Change) -> str:
    """A change in words: `Line 6, Bass STEM: stereo instead of mono`, `Line 3, TV Mix MIX: off the order`."""
    line, number = change.line, session.order.index(change.line) + 1
    name = printable(item_name(session, line.deliver)) if line.deliver else f"`{printable(line.asked)}`"
    kind = item_kind(line.deliver) if line.deliver else line.kind
    done = (
        f"{change.becomes.channels} instead of {line.channels or 'as it is'}"
        if change.becomes
        else "off the order"
    )
    return f"Line {number}, {name} {kind.upper()}: {done}"
