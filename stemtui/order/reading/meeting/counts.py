"""Counts that are not those of what is named: "5 stems:" over four, "six files" of five."""

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from stemtui.order.reading.meeting import meeting
from stemtui.order.reading.meeting.asking import LEAVE, Met, asks
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.text import printable


def questions(
    asked: Sequence[Request], index: Index, mixing: bool, left_out: Collection[str]
) -> Iterator[Met]:
    """A question for each count over a list that is not that of the list, and one about all files.

    `mixing` is whether they mean to work on the sound, `left_out` are the items that they except.
    """
    yield from _of_files(asked, index, mixing, left_out)
    for at, head in enumerate(asked):
        if not (head.head and (head.count or head.most)):
            continue
        behind = list(takewhile(lambda one: not one.head, asked[at + 1 :]))
        of_kind = [one for one in asked if one.kind == head.kind and not (one.head or one.is_bare)]
        named = [one for one in of_kind if one in behind] or of_kind
        met = [meeting.met(index, one, asked, mixing).lines for one in named]
        number = len({line.deliver for lines in met for line in lines}) + sum(not lines for lines in met)
        if number > head.most > 0:
            yield _about(head, f"at most, and list what is {number} here", "those they list")
        elif head.count and number != head.count and any(met):
            yield _about(head, f"and list {number}", "those they list")


def _of_files(
    asked: Sequence[Request], index: Index, mixing: bool, left_out: Collection[str]
) -> Iterator[Met]:
    """A question where "six files" is not the number of all lines, if they are sure, nor of those before."""
    at = next((at for at, one in enumerate(asked) if one.loose == "files" and one.count), len(asked))
    others = [one for one in (*asked[:at], *asked[at + 1 :]) if not one.head]
    if not (asked[at:] and others):
        return
    found = [meeting.met(index, one, asked, mixing) for one in others]
    items = [{line.deliver for line in one.lines} - {*left_out} for one in found]
    number = len(set[str]().union(*items))
    before = len(set[str]().union(*items[: sum(not one.head for one in asked[:at])]))
    if asked[at].count not in (number, before) and not any(one.questions for one in found):
        yield _about(asked[at], f"and name {number}", "those that they name")


def _about(counted: Request, found: str, those: str) -> Met:
    """The question what is missing of a count, or too much."""
    words = printable(counted.asked)
    return asks(
        Question(
            words,
            f"They write `{words}` {found}. What is missing, or too much?",
            (Choice(those), Choice(LEAVE)),
            f"You write `{words}` {found}: which do you need?",
        )
    )
