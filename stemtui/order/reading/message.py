"""A message read from its first line to its reading."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stemtui.order.reading import asking, matching
from stemtui.order.reading.asking import Around, Met
from stemtui.order.reading.clauses import clauses
from stemtui.order.reading.mail import mail
from stemtui.order.reading.matching import Index
from stemtui.order.reading.requests import Clauses, Request
from stemtui.order.reading.values import Choice, Question, Reading
from stemtui.order.reading.wishes import wishes
from stemtui.session import OrderLine, Session
from stemtui.text import counted


def read(session: Session, message: str, sample_rate: int = 0) -> Reading:
    """A client's message as order lines, questions, wishes, and everything else that it says.

    `sample_rate` is that of the session's files, to be compared with a wish where the manifest names none.
    Nothing is raised, whatever the message holds.
    """
    parts = mail(message)
    found = _read(session, parts.body, sample_rate)
    if not (found.lines or found.questions) and parts.subject:
        found = _read(session, (parts.subject, *parts.body), sample_rate)
    if not (found.lines or found.questions or found.declined) and parts.quoted:
        earlier = _read(session, parts.quoted, sample_rate)
        if earlier.lines or earlier.questions:
            found = replace(found, questions=(_about_quote(earlier), *earlier.questions))
    return found


def _about_quote(earlier: Reading) -> Question:
    named = ", ".join(line.deliver for line in earlier.lines)
    return Question(
        "the earlier message that they quote",
        f"They name nothing themselves; the message that they quote names {named or 'something'}. Is that what they order?",
        (Choice("what the quoted message names", earlier.lines), Choice(asking.LEAVE)),
        "You answer an earlier message: do you order all that it names?",
    )


def _read(session: Session, lines: Sequence[str], sample_rate: int) -> Reading:
    wished, masked = wishes(session, lines, sample_rate)
    said = clauses(lines, masked, matching.names(session))
    found = matching.index(session)
    requests = _everywhere(said, list(said.requests))
    asked = [one for one in requests if not (one.declined or one.excepted)]
    around = Around(said.mixing, tuple(asked))
    results = [asking.met(found, one, around) for one in asked if not one.head]
    results += list(_heads(found, asked, results))
    left = _left_out(found, requests)
    ordered = [line for result in results for line in result.lines if line.deliver not in left]
    questions = [one for result in results for one in result.questions]
    questions += _about_channels(said, ordered)
    notes = [note for result in results for note in result.notes]
    return Reading(
        lines=tuple(_unique(ordered)),
        questions=tuple(dict.fromkeys(questions)),
        wishes=wished,
        declined=tuple(one.asked for one in requests if one.declined or one.excepted),
        notes=tuple(dict.fromkeys((*notes, *asking.overlaps(ordered, found)))),
        remarks=said.remarks,
        not_understood=tuple(dict.fromkeys(said.unknown)),
    )


def _everywhere(said: Clauses, requests: list[Request]) -> list[Request]:
    """Requests with the channels that are wished for all of them."""
    if not said.everywhere and len(requests) == 1 and said.channels_alone:
        return [replace(requests[0], channels=requests[0].channels or said.channels_alone)]
    return [replace(one, channels=one.channels or said.everywhere) for one in requests]


def _about_channels(said: Clauses, lines: Sequence[OrderLine]) -> Iterator[Question]:
    """`mono please` under several items: which of them?"""
    if not said.channels_alone or len(lines) < 2:
        return
    other = [line for line in lines if line.channels and line.channels != said.channels_alone]
    if not other:
        return
    yield Question(
        said.channels_alone,
        f"`{said.channels_alone}` stands alone: which of the {counted(len(lines), 'line')} is meant?",
        (Choice("each as it is"), Choice(asking.LEAVE)),
        f"You write {said.channels_alone}: which of the files do you need in {said.channels_alone}?",
    )


def _heads(found: Index, requests: Sequence[Request], results: Sequence[Met]) -> Iterator[Met]:
    """Counts over lists ("5 stems: ...") against what was found."""
    del found
    heads = [one for one in requests if one.head and one.count]
    for head in heads:
        named = [one for one in requests if one.kind == head.kind and not one.head and not one.is_bare]
        number = sum(
            max(1, len(result.lines))
            for one, result in zip([r for r in requests if not r.head], results, strict=True)
            if one in named
        )
        if number != head.count:
            text = f"They write `{head.asked}` and list {number}. What is missing, or too much?"
            client = f"You write `{head.asked}` and list {number}: which do you need?"
            yield Met(
                questions=(
                    Question(head.asked, text, (Choice("those they list"), Choice(asking.LEAVE)), client),
                )
            )


def _left_out(found: Index, requests: Sequence[Request]) -> set[str]:
    """The items that an order for all of a kind excepts: "all stems except the drums"."""
    items: set[str] = set()
    for one in requests:
        if one.excepted:
            items |= {thing.item for thing in matching.stems(found, one).things}
            items |= {thing.item for thing in matching.tracks(found, one).things}
    return items


def _unique(lines: Sequence[OrderLine]) -> Iterator[OrderLine]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if (line.deliver, line.channels) not in seen:
            seen.add((line.deliver, line.channels))
            yield line
