"""Requests that name nothing: "the stems", "both mixes", "multis", "everything", "the rest"."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.meeting import matching
from stemtui.order.reading.meeting.about_loose import tracks_or_stems, which_stems
from stemtui.order.reading.meeting.asking import (
    Met,
    asks,
    choice,
    every_stem,
    every_track,
    item_names,
    question,
    quote,
    sure,
    to_be_made,
)
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Question
from stemtui.session import item_name
from stemtui.text import counted, printable


def stems(index: Index, request: Request, mixing: bool, others: Sequence[Request]) -> Met:
    """What "the stems" come to, beside all that the message asks for."""
    named = any(one.source and one.kind == "stem" for one in others)
    every = every_stem(index)
    if not every:
        return asks(_none(request, "stem"))
    if request.every == "rest":
        return sure(index, request, [item for item in every if item not in _named(index, others)])
    number = request.count if not (request.every == "both" and not request.count) else 2
    if (request.every or number) and number in (0, len(every)) and not mixing and not request.listed:
        return sure(index, request, every)
    return asks(which_stems(index, request, every, mixing, named or request.listed, number))


def _named(index: Index, others: Sequence[Request]) -> set[str]:
    """The stems that other requests may mean."""
    return {thing.item for one in others if one.source for thing in matching.stems(index, one).things}


def mixes(index: Index, request: Request) -> Met:
    """What "the mix" and "the mixes" come to."""
    every, master = [f"mix.{mix.id}" for mix in index.session.mixes], index.roles.get("master", ())
    if not every:
        return asks(_none(request, "mix"))
    number = request.count or (2 if request.every == "both" else 0)
    if (request.every or number) and number in (0, len(every)):
        return sure(index, request, every)
    if not (request.plural or request.every or number > 1) and len(master) == 1:
        name = printable(item_name(index.session, master[0]))
        return replace(sure(index, request, master), notes=(f"{quote(request)} is read as the {name} MIX.",))
    names = item_names(index, every)
    each = [choice(index, request, [item]) for item in every] if len(every) > 1 else []
    return asks(
        question(
            request,
            f"They write {quote(request)}; this session has {len(every)}: {names}. Which do they mean?",
            f"You ask for {quote(request)}: we have {names}. Which do you need?",
            (choice(index, request, every), *each),
        )
    )


def tracks(index: Index, request: Request) -> Met:
    """What "the tracks" and "the multitrack" come to."""
    every = every_track(index)
    if not every:
        return asks(_none(request, "track"))
    number = request.count or (2 if request.every == "both" else 0)
    if request.every or number == len(every) or "multi" in request.text.casefold():
        if number not in (0, len(every)) or len(every) < len(index.tracks):
            return asks(_which_tracks(index, request, every))
        return sure(index, request, every)
    if not request.plural:
        return asks(_song(index, request, every))
    return asks(tracks_or_stems(index, request, "all of them, or which"))


def _which_tracks(index: Index, request: Request, every: Sequence[str]) -> Question:
    """All tracks, where some went into bounces or the count is another one."""
    whole = [thing.item for thing in index.tracks]
    bounced = len(whole) - len(every)
    here = (
        f"{counted(bounced, 'track')} of {len(whole)} went into bounces"
        if bounced
        else f"there are {len(whole)}"
    )
    return question(
        request,
        f"{quote(request)}: {here}. Those that the mix uses, or every one?",
        f"You ask for {quote(request)}: {here}. Which do you need?",
        [
            choice(index, request, every, f"the {len(every)} TRACKS that are heard in the mix"),
            *(
                [choice(index, request, whole, f"all {len(whole)} TRACKS, bounced ones too")]
                if bounced
                else []
            ),
        ],
    )


def _song(index: Index, request: Request, every: Sequence[str]) -> Question:
    """ "The track": to a listener that is the song."""
    master = [choice(index, request, [item]) for item in index.roles.get("master", ())]
    return question(
        request,
        f"{quote(request)}: the whole song, which is a MIX, or one of the {len(every)} TRACKS?",
        f"You ask for {quote(request)}: do you need the whole song, or one recorded track of it?",
        [*master, choice(index, request, every, f"all {len(every)} TRACKS")],
    )


def _none(request: Request, kind: str) -> Question:
    return question(
        request,
        f"They ask for {quote(request)}; this session has no {kind} yet.",
        f"You ask for {quote(request)}; there is none yet.",
        (to_be_made(request, kind, f"a {kind.upper()}"),),
    )
