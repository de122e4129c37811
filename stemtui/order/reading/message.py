"""A message read from its first line to its reading."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stemtui.order.reading.letters.layout import laid_out
from stemtui.order.reading.letters.mail import Mail, mail
from stemtui.order.reading.letters.wishes import wishes
from stemtui.order.reading.meeting import (
    channels,
    counts,
    earlier,
    indexing,
    meeting,
    passing,
    recalls,
    titles,
)
from stemtui.order.reading.meeting.asking import Met
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.sentences.clauses import clauses
from stemtui.order.reading.values import Reading
from stemtui.order.reading.words.called import names
from stemtui.session import OrderLine, Session
from stemtui.text import listed, printable


def read(session: Session, message: str, sample_rate: int = 0) -> Reading:
    """A client's message as order lines, questions, wishes, and everything else that it says.

    `sample_rate` is that of the session's files, to be compared with a wish where the manifest names none.
    Nothing is raised, whatever the message holds.
    """
    parts = mail(message)
    picked = earlier.picked(parts.body, parts.quoted)
    found = _read(session, picked or earlier.by_number(parts.body), sample_rate)
    written = any(line.strip() for line in parts.body) or not parts.quoted
    if not (found.lines or found.questions) and parts.subject and written:
        found = _read(session, (parts.subject, *parts.body), sample_rate)
    if not (found.lines or found.questions or found.declined) and parts.quoted:
        before = _read(session, parts.quoted, sample_rate)
        if before.lines or before.questions:
            asked = (earlier.about_quote(session, before), *before.questions)
            wished = (*found.wishes, *before.wishes)
            found = replace(found, questions=asked, wishes=wished, declined=before.declined)
    elif not (found.lines or found.questions or found.declined):
        found = replace(found, questions=earlier.about_absent(parts.body))
    elif parts.quoted and not picked and _means_the_quoted(parts, found):
        before = _read(session, earlier.named_in(parts.quoted), sample_rate)
        found = earlier.with_earlier(session, found, before)
    refused = _read(session, parts.refused, sample_rate)
    no = (*(line.asked for line in refused.lines), *(question.asked for question in refused.questions))
    listed_so = dict.fromkeys((*found.not_understood, *(line.strip() for line in parts.signed)))
    found = replace(found, declined=(*found.declined, *no), not_understood=tuple(listed_so))
    if parts.quoted and any(question.asked in found.points_back for question in found.questions):
        found = earlier.with_quoted(found, _read(session, parts.quoted, sample_rate))
    return found if parts.quoted else earlier.with_usual(found, parts.body)


def _means_the_quoted(parts: Mail, found: Reading) -> bool:
    """Whether a message may order what it quotes beside what it names itself."""
    nothing = not (found.lines or found.questions)
    answers = earlier.says_yes(parts.own) and not found.points_back
    if earlier.sets_aside(parts.own):
        return False
    return parts.forwarded or nothing or answers or earlier.points_back(parts.own)


def requests(message: str) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """What a message asks for where no session is known, and the words that were not understood.

    What it may only speak of comes last, its sentence being `given`.
    """
    parts = mail(message)
    for text in (parts.body, (parts.subject, *parts.body), parts.quoted):
        lines = laid_out(text)[0]
        said = clauses(lines, wishes(Session(), lines, 0)[1], names(Session()))
        every = channels.in_channels(said)
        asked = [one for one in every if not (one.declined or one.excepted or one.head)]
        asked += passing.items(said.passed, every)
        if asked:
            return tuple(asked), tuple(dict.fromkeys(said.unknown))
    return (), ()


def _read(session: Session, lines: Sequence[str], sample_rate: int) -> Reading:
    known = names(session)
    lines, noted = laid_out(lines, known.titles)
    wished, masked = wishes(session, lines, sample_rate)
    said = clauses(lines, masked, known)
    index = indexing.index(session)
    requests = recalls.recalled(session, lines, channels.in_channels(said))
    asked = [one for one in requests if not (one.declined or one.excepted)]
    left_out = meeting.excepted(index, requests)
    found = [*_met(index, asked, said.mixing), *counts.questions(asked, index, said.mixing, left_out)]
    gone = left_out | {item for one in found for item in one.waiting}
    found = meeting.unanswered(index, asked, found, gone)
    ordered = [line for one in found for line in one.lines if line.deliver not in gone]
    notes = [note for one in found for note in one.notes]
    questions = [question for one in found for question in one.questions]
    unclear = channels.unclear(said, requests, ordered)
    ordered = [line for line in ordered if line not in unclear]
    questions += channels.about(said.channels_alone, unclear)
    questions += passing.questions(index, said.passed, requests, ordered)
    questions += recalls.about_levels(session, known, masked, requests)
    questions += titles.about_others(session, lines) if ordered or questions else ()
    nothing = not (ordered or questions or wished or requests)
    return Reading(
        lines=tuple(_unique(ordered)),
        questions=tuple(dict.fromkeys(questions)),
        wishes=wished,
        declined=tuple(dict.fromkeys(one.asked for one in requests if _is_refused(one))),
        notes=tuple(dict.fromkeys((*notes, *_known(index, requests, ordered)))),
        remarks=(*said.remarks, *noted),
        points_back=tuple(printable(one.asked) for one in asked if one.loose == "these"),
        not_understood=tuple(dict.fromkeys((*said.unknown, *(said.idle if nothing else ())))),
        off=recalls.off(index, requests),
    )


def _is_refused(one: Request) -> bool:
    return (one.declined or one.excepted) and not one.head


def _known(index: Index, requests: Sequence[Request], lines: Sequence[OrderLine]) -> Iterator[str]:
    """What should be known of lines beside each other, and beside those that are on the order."""
    wet = dict.fromkeys(word for one in requests if one.kind == "track" or one.loose for word in one.wet)
    if wet:
        yield f"They write {listed(list(wet))}: a TRACK is its file as it is, a STEM is as it is in the mix."
    yield from meeting.overlaps(lines, index)
    yield from recalls.left_on(index, requests, [line.deliver for line in lines])


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


def _unique(lines: Sequence[OrderLine]) -> Iterator[OrderLine]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if (line.deliver, line.channels) not in seen:
            seen.add((line.deliver, line.channels))
            yield line
