"""Requests that name nothing: "the stems", "both mixes", "multis", "everything", "the rest"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading import matching
from stemtui.order.reading.asking import (
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
from stemtui.order.reading.matching import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.session import REST, item_name
from stemtui.text import counted, printable

SAID = {
    "multis": "to most that is every TRACK of the song, one file each; some say it for stems",
    "trackouts": "to most that is every TRACK of the song, one file each; some say it for stems",
}


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
    return asks(_which_stems(index, request, every, mixing, named or request.listed, number))


def _named(index: Index, others: Sequence[Request]) -> set[str]:
    """The stems that other requests may mean."""
    return {thing.item for one in others if one.source for thing in matching.stems(index, one).things}


def _which_stems(
    index: Index, request: Request, every: Sequence[str], mixing: bool, named: bool, number: int
) -> Question:
    words, names, tracks = quote(request), item_names(index, every), every_track(index)
    whole = choice(index, request, every, f"all {len(every)} STEMS: {names}")
    each = [choice(index, request, [item]) for item in every] if len(every) > 1 else []
    if named:
        return question(
            request,
            f"They write {words}: all {len(every)}, or those they list?",
            f"You write {words} and list some: do you need all {len(every)} ({names}), or only those "
            f"you list?",
            (Choice("those they list"), whole),
        )
    if number and number != len(every):
        return question(
            request,
            f"They write {words}; this session has {len(every)}: {names}. Which do they mean?",
            f"You ask for {words}; this song has {len(every)}: {names}. Which do you need?",
            (whole, *each),
        )
    both = [whole, choice(index, request, tracks, f"all {len(tracks)} TRACKS, one file each")]
    why = "They mean to mix, and for that people need TRACKS. " if mixing else ""
    return question(
        request,
        f"{why}They write {words}: all {len(every)} STEMS ({names}), some of them, or the "
        f"{len(tracks)} TRACKS that others call stems?",
        f"You ask for {words}: we understand stems as finished parts of the mix ({names}). Do you need "
        f"those, or "
        f"every recorded track on its own ({counted(len(tracks), 'file')}), for instance to mix yourself?",
        [*(reversed(both) if mixing else both), *each],
    )


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
    if request.every or request.count == len(every) or "multi" in request.text.casefold():
        if request.count not in (0, len(every)) or len(every) < len(index.tracks):
            return asks(_which_tracks(index, request, every))
        return sure(index, request, every)
    if not request.plural:
        return asks(_song(index, request, every))
    return asks(_tracks_or_stems(index, request, "all of them, or which"))


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


def loose(index: Index, request: Request, others: Sequence[Request]) -> Met:
    """What a word comes to that can mean several kinds."""
    if request.loose == "rest":
        return _rest(index, request)
    if request.loose == "these":
        return asks(_these(index, request))
    if request.loose == "files" and len(others) > 1:
        return Met()
    whole = request.kind == "stem" or any(one.head and one.kind == "stem" for one in others)
    if request.loose == "everything" and whole:
        before = takewhile(lambda one: one is not request, others)
        head = next((f"{one.text}: " for one in before if one.head and one.kind == "stem"), "")
        request, every = replace(request, text=f"{head}{request.text}"), every_stem(index)
        if request.mixing:
            return asks(_which_stems(index, request, every, True, False, 0))
        return sure(index, request, every)
    return asks(_tracks_or_stems(index, request, SAID.get(request.loose, "that says no kind")))


def _tracks_or_stems(index: Index, request: Request, why: str) -> Question:
    tracks, stems = every_track(index), every_stem(index)
    mixes = [f"mix.{mix.id}" for mix in index.session.mixes]
    choices = [
        choice(index, request, tracks, f"all {len(tracks)} TRACKS"),
        choice(index, request, stems, f"all {len(stems)} STEMS: {item_names(index, stems)}"),
    ]
    if request.loose in ("everything", "files"):
        choices = [choice(index, request, [*mixes, *stems], "every mix and every stem"), *reversed(choices)]
    number = f"{counted(len(tracks), 'track')} or {counted(len(stems), 'stem')}"
    return question(
        request,
        f"{quote(request)}: {why}. Here that is {number}: which?",
        f"You ask for {quote(request)}: do you need every recorded track on its own "
        f"({counted(len(tracks), 'file')}), or the finished stems ({item_names(index, stems)})?",
        choices,
    )


def _these(index: Index, request: Request) -> Question:
    """Words that point to something said before: whatever this session has in that number."""
    stems, mixes = every_stem(index), [f"mix.{mix.id}" for mix in index.session.mixes]
    choices = [choice(index, request, items) for items in (mixes, stems) if len(items) == request.count]
    return question(
        request,
        f"They write {quote(request)}, and do not say of what.",
        f"You write {quote(request)}: of what?",
        choices,
    )


def _rest(index: Index, request: Request) -> Met:
    """Everything else: one stem of what no other line delivers, or each of those stems."""
    if request.kind == "stem" and (request.together or request.count == 1 or not request.plural):
        return sure(index, request, [REST])
    stems = every_stem(index)
    return asks(
        question(
            request,
            f"{quote(request)}: what no other line delivers as one STEM, or each stem of it?",
            f"Your {quote(request)}: do you need that as one file, or as separate stems?",
            (
                choice(index, request, [REST], "one STEM of all that remains"),
                choice(index, request, stems, f"each STEM: {item_names(index, stems)}"),
            ),
        )
    )


def _none(request: Request, kind: str) -> Question:
    return question(
        request,
        f"They ask for {quote(request)}; this session has no {kind} yet.",
        f"You ask for {quote(request)}; there is none yet.",
        (to_be_made(request, kind, f"a {kind.upper()}"),),
    )
