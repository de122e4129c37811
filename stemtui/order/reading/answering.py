"""From a reading and the answers to its questions to order lines, and those into the session."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stemtui.errors import EditError
from stemtui.order.reading.values import Reading
from stemtui.session import OrderLine, Session


def answered(reading: Reading, choices: Mapping[int, int]) -> tuple[OrderLine, ...]:
    """The lines of a reading with its questions answered: `choices` has the number of the choice for that of
    the question, both from 0. A question without an answer adds nothing. Raises EditError for a number that
    is not there.
    """
    lines = list(reading.lines)
    for number, chosen in sorted(choices.items()):
        if not 0 <= number < len(reading.questions):
            raise EditError(f"There is no question {number}; there are {len(reading.questions)}.")
        question = reading.questions[number]
        if not 0 <= chosen < len(question.choices):
            raise EditError(f"Question {number} has no choice {chosen}; it has {len(question.choices)}.")
        lines += question.choices[chosen].adds
    return tuple(_once(lines))


def still_open(reading: Reading, choices: Mapping[int, int]) -> list[int]:
    """The questions to ask the client: those without an answer, and those answered with the last choice."""
    return [
        number
        for number, question in enumerate(reading.questions)
        if choices.get(number, len(question.choices) - 1) == len(question.choices) - 1
    ]


def _once(lines: Iterable[OrderLine]) -> Iterable[OrderLine]:
    """Lines without a second one for the same item and channels."""
    seen: set[tuple[str, str, str]] = set()
    for line in lines:
        what = (line.deliver or line.asked, line.kind, line.channels)
        if what not in seen:
            seen.add(what)
            yield line


def fresh(session: Session, lines: Iterable[OrderLine]) -> tuple[OrderLine, ...]:
    """The lines that the session's order does not have yet: another item, or other channels of one."""
    have = {(line.deliver or line.asked, line.channels) for line in session.order}
    unsaid = {line.deliver for line in session.order if line.deliver}
    return tuple(
        line
        for line in lines
        if (line.deliver or line.asked, line.channels) not in have
        and not (line.deliver in unsaid and not line.channels)
    )


def added(session: Session, lines: Iterable[OrderLine]) -> Session:
    """The session with the lines on its order that it does not have yet."""
    return replace(session, order=(*session.order, *fresh(session, lines)))
