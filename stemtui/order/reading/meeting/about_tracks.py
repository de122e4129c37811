"""Requests for tracks: one, those of a group, or the two sides of one source."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.meeting import matching
from stemtui.order.reading.meeting.asking import (
    SHOWN,
    Met,
    asks,
    choice,
    items_of,
    names_of,
    question,
    quote,
    sure,
)
from stemtui.order.reading.meeting.indexing import Index, Thing
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Question
from stemtui.session import split_item
from stemtui.text import counted, listed

MOST_CHOICES = 12
FEWEST_BESIDE = 2


def track(index: Index, request: Request, others: Sequence[Request] = ()) -> Met:
    """What a request for a track, or for the tracks of a group, comes to, beside all that is asked for."""
    found = matching.tracks(index, request)
    things = _of_one_stem(index, request, found.things, others)
    if not things or not found.sure:
        near = things or matching.tracks(index, replace(request, numbers=())).things
        return asks(_no_such_track(index, request, near))
    lacking = [n for n in request.numbers if not any(str(n) in thing.words for thing in things)]
    if lacking:
        return asks(_lacking(index, request, things, lacking))
    bounced = [thing for thing in things if split_item(thing.item)[1] in index.session.bounced]
    if bounced and len(bounced) < len(things):
        return asks(_bounced(index, request, things, bounced))
    if request.holder and len(things) > 1:
        return asks(_held(index, request, things))
    several = (
        request.plural
        or request.every
        or matching.names_sides(things)
        or len(things) == (request.count or len(request.numbers))
    )
    if len(things) > 1 and (not several or request.count not in (0, len(things))):
        return asks(_which(index, request, things))
    return sure(index, request, items_of(things))


def _of_one_stem(
    index: Index, request: Request, things: tuple[Thing, ...], others: Sequence[Request]
) -> tuple[Thing, ...]:
    """Of tracks in several stems those in the stem of all listed beside them: "viola, cello, bass"."""
    stem_of = {f"track.{track.id}": track.stem for track in index.session.tracks}
    if not request.inferred or len({stem_of[thing.item] for thing in things}) < FEWEST_BESIDE:
        return things
    listed_beside = (
        one for one in others if one.kind == "track" and one.source and one.topic != request.topic
    )
    named = [matching.tracks(index, one).things for one in listed_beside]
    beside = [stem_of[found[0].item] for found in named if len(found) == 1]
    own = tuple(thing for thing in things if stem_of[thing.item] in beside)
    return own if len(beside) >= FEWEST_BESIDE and len(set(beside)) == 1 and own else things


def _no_such_track(index: Index, request: Request, near: Sequence[Thing]) -> Question:
    stems = matching.stems(index, request).things or matching.near_stems(index, request)
    others = [*near[:SHOWN], *stems[:SHOWN]]
    nearest = f" Nearest: {names_of(others)}." if others else ""
    meant = f" Do you mean {names_of(others)}?" if others else " Which do you mean?"
    return question(
        request,
        f"They ask for {quote(request)}, a TRACK; this session has none of that name.{nearest}",
        f"You ask for {quote(request)}: there is no such track in this song.{meant}",
        [choice(index, request, [thing.item]) for thing in others],
    )


def _lacking(index: Index, request: Request, things: Sequence[Thing], numbers: Sequence[int]) -> Question:
    """Some of the numbers that they want are those of no track."""
    what = listed([str(number) for number in numbers])
    return question(
        request,
        f"{quote(request)}: this session has {names_of(things)}, and none of the number {what}.",
        f"Your {quote(request)}: there is no {what} in this song; there is {names_of(things)}. Right?",
        [choice(index, request, items_of(things))],
    )


def _held(index: Index, request: Request, things: Sequence[Thing]) -> Question:
    """One track that is to hold what are several here."""
    stems = matching.stems(index, request).things or matching.near_stems(index, request)
    number = counted(len(things), "track")
    choices = [choice(index, request, [stem.item]) for stem in stems[:SHOWN]]
    return question(
        request,
        f"{quote(request)}: that is {number} here; in one file they are a STEM. Which?",
        f"Your {quote(request)}: do you need one file of it as it sounds in the mix, which is a stem, or the "
        f"{number} as recorded?",
        [*choices, choice(index, request, items_of(things))],
    )


def _bounced(index: Index, request: Request, things: Sequence[Thing], bounced: Sequence[Thing]) -> Question:
    into = [thing for thing in things if thing not in bounced]
    number = counted(len(bounced), "track")
    return question(
        request,
        f"{quote(request)}: {number} went into bounces here ({names_of(into)}). Which do they need?",
        f"Your {quote(request)}: {number} were recorded and bounced down to {names_of(into)}. Do you "
        f"need the "
        "bounces, which are what the mix uses, or the tracks before them?",
        (
            choice(index, request, items_of(into)),
            choice(index, request, items_of(bounced)),
            choice(index, request, items_of(things), f"all {len(things)} of them"),
        ),
    )


def _which(index: Index, request: Request, things: Sequence[Thing]) -> Question:
    choices = [choice(index, request, items_of(things))]
    choices += [choice(index, request, [thing.item]) for thing in things[:MOST_CHOICES]]
    return question(
        request,
        f"{quote(request)}: {counted(len(things), 'track')} answer to that: {names_of(things)}. Which?",
        f"Your {quote(request)}: there are {len(things)} of them ({names_of(things)}). Which do you need?",
        choices,
    )
