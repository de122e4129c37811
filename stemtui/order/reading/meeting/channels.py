"""Channels that are said for several items at once: "all mono", or "mono please" behind a list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stemtui.order.reading.meeting.asking import LEAVE
from stemtui.order.reading.requests import Clauses, Request
from stemtui.order.reading.values import Choice, Question
from stemtui.session import OrderLine
from stemtui.text import listed, printable


def in_channels(said: Clauses) -> list[Request]:
    """The requests with the channels that are wished for all of them, or for the only one, and wet or dry."""
    requests = list(said.requests)
    ordered = [one for one in requests if not (one.declined or one.excepted)]
    wished = said.everywhere or (said.channels_alone if len(ordered) == 1 else "")
    spared = {one.topic for one in said.spared}
    return [
        replace(
            one, channels=one.channels or wished, wet=one.wet or (said.wet if one.kind != "track" else ())
        )
        if one.topic not in spared
        else one
        for one in requests
    ]


def unclear(said: Clauses, requests: Sequence[Request], lines: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines that `mono please` under several items may be meant for."""
    wished = said.channels_alone
    if not wished or len(requests) < 2:
        return []
    named = {one.asked for one in requests if one.channels}
    return [line for line in lines if line.channels not in ("", wished) and line.asked not in named]


def about(wished: str, lines: Sequence[OrderLine]) -> Iterator[Question]:
    """The question whether the channels that are said alone are meant for all of some lines."""
    if not lines:
        return
    names = listed([printable(line.asked) for line in lines])
    yield Question(
        wished,
        f"`{wished}` stands behind several: is it meant for {names}?",
        (
            Choice("no, those as they are", tuple(lines)),
            Choice(
                f"yes, {wished}: what is printed otherwise has to be changed before",
                tuple(replace(line, channels=wished) for line in lines),
            ),
            Choice(LEAVE),
        ),
        f"You write {wished}: do you need {names} in {wished} too?",
    )
