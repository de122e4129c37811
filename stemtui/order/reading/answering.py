"""From a reading and the answers to its questions to order lines."""

from collections.abc import Iterable, Mapping

from stemtui.errors import EditError
from stemtui.order.reading.values import Reading
from stemtui.session import OrderLine


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
