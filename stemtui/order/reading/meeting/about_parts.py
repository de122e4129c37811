"""Requests for stems otherwise than they are: several as one, one in parts, without something, dry or wet."""

from dataclasses import replace

from stemtui.order.reading.meeting import matching
from stemtui.order.reading.meeting.about_stems import no_such_stem, stem
from stemtui.order.reading.meeting.about_tracks import track
from stemtui.order.reading.meeting.asking import (
    SHOWN,
    Met,
    asks,
    choice,
    items_of,
    named_items,
    names_of,
    question,
    quote,
    to_be_made,
)
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice
from stemtui.text import printable


def together(index: Index, request: Request) -> Met:
    """Several sources that they want in one file: a stem that has to be made, or each stem on its own."""
    stems = [matching.stems(index, part) for part in request.parts]
    tracks = [matching.tracks(index, part) for part in request.parts]
    of_tracks = not any(one.sure for one in stems)
    found = [other if of_tracks and other.sure else one for one, other in zip(stems, tracks, strict=True)]
    things = {thing.item: thing for one in found for thing in one.things}
    only = next(iter(things), "") if len(request.parts) == len(things) == 1 else ""
    if only.startswith("stem.") and request.parts[0].every != "rest":
        return stem(index, replace(request.parts[0], kind="stem", channels=request.channels))
    what = names_of(tuple(things.values())) or printable(request.asked)
    choices = [to_be_made(request, "stem", f"one STEM of {what}")]
    if things:
        choices.append(
            choice(
                index, request, list(things), f"each as its own: {named_items(index.session, list(things))}"
            )
        )
    return asks(
        question(
            request,
            f"They want {quote(request)} in one STEM; this session has no such stem.",
            f"You ask for {quote(request)} in one file; we have them apart. Is one file needed?",
            choices,
        )
    )


def split(index: Index, request: Request) -> Met:
    """A stem that they want in parts: the stem whole, the tracks of its parts, or stems to be made."""
    whole = matching.stems(index, replace(request, parts=())).things or matching.near_stems(index, request)
    tracks = [thing for part in request.parts for thing in matching.tracks(index, part).things]
    parts = printable(", ".join(one.asked for one in request.parts))
    choices = [choice(index, request, [thing.item]) for thing in whole[:SHOWN]]
    if tracks:
        choices.append(choice(index, request, list(dict.fromkeys(items_of(tracks)))))
    choices.append(to_be_made(request, "stem", "a STEM for each part"))
    return asks(
        question(
            request,
            f"They want {quote(request)} in parts: {parts}. Sub-stems have to be made; single sources "
            f"are TRACKS.",
            f"You ask for {quote(request)} in parts ({parts}): we have it as one stem. Do you need the "
            f"parts apart?",
            choices,
        )
    )


def without(index: Index, request: Request) -> Met:
    """A stem without a part of it: "drums without the rooms"."""
    things = matching.stems(index, replace(request, minus=())).things
    gone = [thing for one in request.minus for thing in matching.tracks(index, one).things]
    less = names_of(gone) or printable(" and ".join(one.asked for one in request.minus))
    choices: list[Choice] = [choice(index, request, [thing.item]) for thing in things[:SHOWN]]
    choices.append(to_be_made(request, "stem", f"a STEM without {less}"))
    if not things:
        return asks(no_such_stem(index, request, ()))
    return asks(
        question(
            request,
            f"{quote(request)}: {names_of(things) or 'no stem here'} without {less} is no stem of this "
            f"session.",
            f"Your {quote(request)}: we would have to make that without {less}. Is it needed, or is the "
            f"whole "
            "stem all right?",
            choices,
        )
    )


def wet(index: Index, request: Request) -> Met:
    """With effects or without: a stem is printed as it is in the mix, a track as it was recorded."""
    plain = replace(request, wet=())
    stems = matching.stems(index, plain).things or matching.near_stems(index, plain)
    tracks = matching.tracks(index, plain).things
    if request.wet == ("wet",) and request.kind == "stem" and len(stems) == 1:
        note = f"{quote(request)}: a STEM is printed as it is in the mix, with its effects."
        return replace(stem(index, plain), notes=(note,))
    as_is = index.session.treatment in ("manifest", "none") or not request.wet_aside
    if request.wet == ("dry",) and request.kind == "track" and as_is:
        return track(index, plain)
    if not stems and not tracks:
        return (track if request.kind == "track" else stem)(index, plain)
    session, said = index.session, " and ".join(request.wet)
    choices = [
        choice(index, plain, [thing.item], f"{named_items(session, [thing.item])}, as in the mix")
        for thing in stems[:SHOWN]
    ]
    if tracks:
        names = named_items(session, items_of(tracks))
        choices.append(choice(index, plain, items_of(tracks), f"{names}, as recorded"))
    if stems and tracks:
        both = [*items_of(stems[:1]), *items_of(tracks)]
        choices.append(choice(index, plain, both, "both: the STEM as in the mix, and as recorded"))
    return asks(
        question(
            replace(request, text=_with(request.asked, said), inferred=False),
            f"{quote(request)}, {said}: a STEM is printed as it is in the mix (wet), a TRACK as it was "
            f"recorded "
            "(dry). Which?",
            f"Your {quote(request)}, {said}: wet is the stem as it sounds in the mix; dry is the track "
            f"as it was "
            "recorded. Which do you need?",
            choices,
        )
    )


def _with(asked: str, said: str) -> str:
    return asked if said.split()[0] in asked.casefold() else f"{asked} ({said})"
