"""Items that a message names where it seems only to tell something: what may be an order is asked about.

Nobody is asked about what is ordered, declined or asked about anyway, nor where the sentence says itself that
it is a report ("the stems arrived", "love the mix").
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stemtui.order.reading.meeting import matching, meeting, recalls
from stemtui.order.reading.meeting.asking import LEAVE, named_items
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Passed, Request
from stemtui.order.reading.values import Choice, Question
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.session import OrderLine
from stemtui.text import printable


def questions(
    index: Index,
    passed: Sequence[Passed],
    others: Sequence[Request],
    ordered: Sequence[OrderLine],
) -> Iterator[Question]:
    """A question for each sentence with items of which nothing else in the message says anything.

    `others` are all that the message asks for or declines, `ordered` the lines that are sure.
    """
    known = {line.deliver for line in ordered}
    spoken = list(others)
    alone = not (others or ordered or any(_is_item(each) for one in passed for each in one.requests))
    for one in passed:
        if recalls.is_of_level(index.session, one.text) or recalls.is_kept(index.session, one.text):
            continue
        if lexicon().recall["wanted"].search(one.text):
            spoken = [each for each in spoken if not each.declined]
        items = (
            each
            for each in one.requests
            if _is_item(each) or (alone and _is_whole(one) and (each.group or matching.called(index, each)))
        )
        named = [each for each in items if not any(map(each.is_like, spoken))]
        met = [meeting.met(index, each, named, False) for each in named]
        lines = [line for each in met for line in each.lines if line.deliver not in known]
        spoken += named
        known |= {line.deliver for line in lines}
        if lines:
            yield _whether(index, one, lines)
        for each, its in zip(named, met, strict=True):
            yield from its.questions if _says_what(each) else ()


def items(passed: Sequence[Passed], others: Sequence[Request]) -> list[Request]:
    """The items that a message may only speak of, beside all that it asks for or declines; each is `given`
    the sentence that names it."""
    found: list[Request] = []
    for one in passed:
        named = [each for each in one.requests if _is_item(each)]
        found += [
            replace(each, given=one.text) for each in named if not any(map(each.is_like, [*others, *found]))
        ]
    return found


def _says_what(one: Request) -> bool:
    """Whether a request names what can be asked about by itself."""
    return bool(one.group) or not _is_item(one)


def _is_item(one: Request) -> bool:
    """Whether a request names one thing with its kind: "the drum stem", "an instrumental"."""
    return bool(one.role or (one.source and one.kind))


def _is_whole(one: Passed) -> bool:
    """Whether a passed text is no single source in passing, but says something of it."""
    return len(one.text.split()) > 2


def _whether(index: Index, one: Passed, lines: Sequence[OrderLine]) -> Question:
    items = named_items(index.session, [line.deliver for line in lines])
    words = printable(one.text)
    return Question(
        words,
        f"They write `{words}`. Do they order {items} with that?",
        (Choice(f"yes: {items}", tuple(lines)), Choice("no, they only speak of it"), Choice(LEAVE)),
        f"You write `{words}`: do you need {items}?",
    )
