"""A message read from its first line to its reading."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from stemtui.order.reading import earlier, matching, meeting, passing
from stemtui.order.reading.asking import LEAVE, Met, asks
from stemtui.order.reading.clauses import clauses
from stemtui.order.reading.mail import mail
from stemtui.order.reading.matching import Index
from stemtui.order.reading.requests import Clauses, Request
from stemtui.order.reading.segments import unwrapped
from stemtui.order.reading.tables import as_lists
from stemtui.order.reading.values import Choice, Question, Reading
from stemtui.order.reading.wishes import wishes
from stemtui.session import OrderLine, Session
from stemtui.text import listed, printable


def read(session: Session, message: str, sample_rate: int = 0) -> Reading:
    """A client's message as order lines, questions, wishes, and everything else that it says.

    `sample_rate` is that of the session's files, to be compared with a wish where the manifest names none.
    Nothing is raised, whatever the message holds.
    """
    parts = mail(message)
    picked = earlier.picked(parts.body, parts.quoted)
    found = _read(session, picked or parts.body, sample_rate)
    if not (found.lines or found.questions) and parts.subject:
        found = _read(session, (parts.subject, *parts.body), sample_rate)
    if not (found.lines or found.questions or found.declined) and parts.quoted:
        before = _read(session, parts.quoted, sample_rate)
        if before.lines or before.questions:
            found = replace(found, questions=(earlier.about_quote(session, before), *before.questions))
    elif not (found.lines or found.questions or found.declined):
        found = replace(found, questions=earlier.about_absent(parts.body))
    elif parts.quoted and not picked and (parts.forwarded or earlier.points_back(parts.body)):
        found = earlier.with_earlier(session, found, _read(session, parts.quoted, sample_rate))
    refused = _read(session, parts.refused, sample_rate)
    no = (*(line.asked for line in refused.lines), *(question.asked for question in refused.questions))
    found = replace(found, declined=(*found.declined, *no))
    if parts.quoted and any(question.asked in found.points_back for question in found.questions):
        found = earlier.with_quoted(found, _read(session, parts.quoted, sample_rate))
    return found


def requests(message: str) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """What a message asks for where no session is known, and the words that were not understood.

    What it may only speak of comes last, its sentence being `given`.
    """
    parts = mail(message)
    for text in (parts.body, (parts.subject, *parts.body), parts.quoted):
        lines = unwrapped(as_lists(text))
        said = clauses(lines, wishes(Session(), lines, 0)[1], matching.names(Session()))
        every = _in_channels(said)
        asked = [one for one in every if not (one.declined or one.excepted or one.head)]
        asked += passing.items(said.passed, every)
        if asked:
            return tuple(asked), tuple(dict.fromkeys(said.unknown))
    return (), ()


def _read(session: Session, lines: Sequence[str], sample_rate: int) -> Reading:
    lines = unwrapped(as_lists(lines))
    wished, masked = wishes(session, lines, sample_rate)
    said = clauses(lines, masked, matching.names(session))
    index = matching.index(session)
    requests = _in_channels(said)
    asked = [one for one in requests if not (one.declined or one.excepted)]
    left_out = meeting.excepted(index, requests)
    found = [*_met(index, asked, said.mixing), *_counted(asked, index, said.mixing, left_out)]
    gone = left_out | {item for one in found for item in one.waiting}
    found = meeting.unanswered(index, asked, found, gone)
    ordered = [line for one in found for line in one.lines if line.deliver not in gone]
    notes = [note for one in found for note in one.notes]
    questions = [question for one in found for question in one.questions]
    unclear = _of_unclear_channels(said, requests, ordered)
    ordered = [line for line in ordered if line not in unclear]
    questions += _about_channels(said.channels_alone, unclear)
    questions += passing.questions(index, said.passed, requests, ordered)
    return Reading(
        lines=tuple(_unique(ordered)),
        questions=tuple(dict.fromkeys(questions)),
        wishes=wished,
        declined=tuple(dict.fromkeys(one.asked for one in requests if one.declined or one.excepted)),
        notes=tuple(dict.fromkeys((*notes, *meeting.overlaps(ordered, index)))),
        remarks=said.remarks,
        points_back=tuple(printable(one.asked) for one in asked if one.loose == "these"),
        not_understood=tuple(dict.fromkeys(said.unknown)),
    )


def _met(index: Index, asked: Sequence[Request], mixing: bool) -> list[Met]:
    """What the requests come to, those between which "or" stands as one question."""
    found: list[Met] = []
    group: list[Request] = []
    for at, one in enumerate(asked):
        group.append(one)
        if at + 1 < len(asked) and asked[at + 1].either:
            continue
        items = [request for request in group if not request.head]
        each = [meeting.met(index, request, asked, mixing) for request in items]
        found += [meeting.alternatives(index, items, each)] if len(items) > 1 else each
        group = []
    return found


def _in_channels(said: Clauses) -> list[Request]:
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


def _of_unclear_channels(
    said: Clauses, requests: Sequence[Request], lines: Sequence[OrderLine]
) -> list[OrderLine]:
    """The lines that `mono please` under several items may be meant for."""
    wished = said.channels_alone
    if not wished or len(requests) < 2:
        return []
    named = {one.asked for one in requests if one.channels}
    return [line for line in lines if line.channels not in ("", wished) and line.asked not in named]


def _about_channels(wished: str, lines: Sequence[OrderLine]) -> Iterator[Question]:
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


def _counted(
    asked: Sequence[Request], index: Index, mixing: bool, left_out: Collection[str]
) -> Iterator[Met]:
    """Questions where the count over a list ("5 stems: ...") is not that of the list."""
    yield from _counted_files(asked, index, mixing, left_out)
    for head in asked:
        if not (head.head and head.count):
            continue
        named = [one for one in asked if one.kind == head.kind and not (one.head or one.is_bare)]
        number = sum(max(1, len(meeting.met(index, one, asked, mixing).lines)) for one in named)
        if number != head.count:
            words = f"`{printable(head.asked)}`"
            yield asks(
                Question(
                    printable(head.asked),
                    f"They write {words} and list {number}. What is missing, or too much?",
                    (Choice("those they list"), Choice(LEAVE)),
                    f"You write {words} and list {number}: which do you need?",
                )
            )


def _counted_files(
    asked: Sequence[Request], index: Index, mixing: bool, left_out: Collection[str]
) -> Iterator[Met]:
    """A question where "six files" is not the number of all lines, if they are sure, nor of those before."""
    at = next((at for at, one in enumerate(asked) if one.loose == "files" and one.count), len(asked))
    others = [one for one in (*asked[:at], *asked[at + 1 :]) if not one.head]
    if not (asked[at:] and others):
        return
    files = asked[at]
    found = [meeting.met(index, one, asked, mixing) for one in others]
    items = [{line.deliver for line in one.lines} - {*left_out} for one in found]
    number = len(set[str]().union(*items))
    before = len(set[str]().union(*items[: sum(not one.head for one in asked[:at])]))
    if files.count not in (number, before) and not any(one.questions for one in found):
        words = f"`{printable(files.asked)}`"
        yield asks(
            Question(
                printable(files.asked),
                f"They write {words}, and name {number}. What is missing, or too much?",
                (Choice("those that they name"), Choice(LEAVE)),
                f"You write {words} and name {number}: which do you need?",
            )
        )


def _unique(lines: Sequence[OrderLine]) -> Iterator[OrderLine]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if (line.deliver, line.channels) not in seen:
            seen.add((line.deliver, line.channels))
            yield line
