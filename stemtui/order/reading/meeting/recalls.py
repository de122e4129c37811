"""A message that changes an order that is there: which of its lines it means, and which it takes off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stemtui.order.lines import line_kind
from stemtui.order.reading.meeting import matching
from stemtui.order.reading.meeting.asking import LEAVE
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Names
from stemtui.order.reading.words.tagging import pieces
from stemtui.session import OrderLine, Session, item_name
from stemtui.text import listed, printable

SENTENCE = re.compile(r"(?<=[.!?])\s+")


def recalled(session: Session, lines: Sequence[str], requests: Sequence[Request]) -> list[Request]:
    """The requests, marked where the message says that it changes the session's order: of what is declined,
    its own sentence has to say so, unless the message speaks of the order, and not of a part of the song
    ("lose the drums in verse 2")."""
    if not session.order:
        return list(requests)
    says, sentences = lexicon().recall, [" ".join(one.split()) for one in _sentences(lines)]
    anywhere = any(map(says["says"].search, sentences))
    speaks = any(map(says["order"].search, sentences))
    off = [one for one in sentences if (speaks or says["off"].search(one)) and not says["within"].search(one)]
    return [
        replace(
            one,
            recalled=any(" ".join(one.text.split()) in each for each in off) if one.declined else anywhere,
        )
        for one in requests
    ]


def on_order(index: Index, one: Request) -> list[str]:
    """The items on the order that a recall wants in other channels, where nobody says of which kind."""
    if not one.recalled or one.kind or not one.channels or one.minus or one.parts or one.wet or one.plus:
        return []
    lines = [line for line in index.session.order if _names(index, one, line)]
    return [line.deliver for line in lines] if all(line.channels != one.channels for line in lines) else []


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    return (part.strip() for line in lines for part in SENTENCE.split(line))


def off(index: Index, requests: Sequence[Request]) -> tuple[OrderLine, ...]:
    """The lines of the session's order that a recall declines, or excepts from "the same as before"; what
    they have already stays on it."""
    same = any(one.loose == "same" for one in requests)
    gone = [
        one
        for one in requests
        if one.recalled and not one.stays and (one.declined or (same and one.excepted))
    ]
    return tuple(line for line in index.session.order if any(_names(index, one, line) for one in gone))


def left_on(index: Index, requests: Sequence[Request], items: Sequence[str]) -> Iterator[str]:
    """What should be known of lines that stay on the order though the message, no recall, declines them."""
    stay = [one for one in requests if one.declined and not one.recalled]
    lines = [one for one in index.session.order if any(_names(index, each, one) for each in stay)]
    if left := dict.fromkeys(one.deliver for one in lines if one.deliver and one.deliver not in items):
        names = listed([printable(item_name(index.session, item)) for item in left])
        it, stays = ("it", "it stays") if len(left) == 1 else ("them", "they stay")
        yield f"Declined, and on the order: {names}; {stays} there until you take {it} off."


def is_of_level(session: Session, text: str) -> bool:
    """Whether words speak of how loud something is, where there is an order to be printed anew."""
    return bool(session.order) and lexicon().recall["level"].search(text) is not None


def is_kept(session: Session, text: str) -> bool:
    """Whether words leave what is on the order as it is there: "keep the kick track as it is"."""
    return bool(session.order) and lexicon().recall["keeps"].search(text) is not None


def about_levels(
    session: Session, known: Names, lines: Sequence[str], requests: Sequence[Request]
) -> Iterator[Question]:
    """A question for each sentence that speaks of how loud something is, and orders nothing."""
    wanted = [one for one in requests if (one.role or one.kind) and not one.declined]
    for text in _sentences(lines):
        if not is_of_level(session, text) or any(_is_in(one, text) for one in wanted):
            continue
        if any(piece.cls in ("source", "role") for piece in pieces(text, known)):
            words = printable(text)
            yield Question(
                words,
                f"They write `{words}`: is the mix to be changed, for all that is ordered, or do "
                "they order one more mix?",
                (
                    Choice("yes: the mix is changed, and what is ordered is printed anew"),
                    Choice(
                        "no: a MIX of its own, which has to be made first (m)", (OrderLine(text, "mix", ""),)
                    ),
                    Choice(LEAVE),
                ),
                f"You write `{words}`: is the mix to be changed for all the files, or do you order one "
                "more mix with that?",
            )


def _is_in(one: Request, text: str) -> bool:
    """Whether a sentence holds the words of a request."""
    said = text.casefold()
    return " ".join(one.text.split()) in text or bool(one.moved and all(word in said for word in one.source))


def _names(index: Index, one: Request, line: OrderLine) -> bool:
    """Whether a request's words mean what a line of the order asks for."""
    if one.is_bare:
        every = bool(one.plural or one.every) and not (one.against or one.numbers)
        return every and one.kind == line_kind(line)
    if one.kind not in ("", line_kind(line)) or one.minus or one.parts or one.moved or one.plus:
        return False
    if one.role:
        return line.deliver in index.roles.get(one.role, ())
    found = matching.tracks(index, one) if line_kind(line) == "track" else matching.stems(index, one)
    return found.sure and any(thing.item == line.deliver for thing in found.things)
