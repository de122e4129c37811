"""Requests for stems, and for sources of which no kind is said."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.meeting import matching
from stemtui.order.reading.meeting.asking import (
    SHOWN,
    Met,
    asks,
    choice,
    inside,
    items_of,
    names_of,
    question,
    quote,
    sure,
    to_be_made,
)
from stemtui.order.reading.meeting.indexing import Index, Thing
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.order.reading.words.lexicon import canon
from stemtui.order.words import PIECES
from stemtui.session import split_item
from stemtui.text import counted, printable


def stem(index: Index, request: Request, others: Sequence[Request] = ()) -> Met:
    """What a request for a stem comes to, beside all that the message asks for."""
    found = matching.stems(index, request)
    things = found.things
    if request.channels and things and found.sure and any(map(_is_every_stem, others)):
        return sure(index, request, items_of(things))
    if len(things) > 1 and (request.every or request.count == len(things) or _is_plural(request, found.sure)):
        return sure(index, request, items_of(things))
    if len(things) > 1 and found.sure:
        return asks(_which(index, request, things))
    if len(things) != 1 or not found.sure:
        return asks(no_such_stem(index, request, things))
    if request.described and request.plural and not request.inferred:
        return two_kinds(index, replace(request, other_kind="track"))
    if not request.every and (more := _others(index, request, things[0])):
        return asks(_holds_more(index, request, things[0], more))
    if request.mixing:
        return asks(_to_mix(index, request, things[0]))
    return sure(index, request, items_of(things))


def _is_every_stem(one: Request) -> bool:
    """Whether a request is for all stems, so that another one only says more of some of them."""
    return one.kind == "stem" and (one.loose == "everything" or (one.is_bare and bool(one.every)))


def _is_plural(request: Request, sure: bool) -> bool:
    """Whether the words name several of a kind and not one: "guitars" where there are two guitar stems."""
    several = (
        request.source[-1:]
        and request.source[-1].endswith(("s", "en", "rre"))
        and request.group not in ("lead_vocal", "vocals")
    )
    one_file = request.kind and not (request.plural or request.inferred)  # "the guitars stem"
    return sure and bool(several) and request.group != "drums" and not one_file


def _which(index: Index, request: Request, things: Sequence[Thing]) -> Question:
    choices = [choice(index, request, items_of(things), f"each as its own STEM: {names_of(things)}")]
    choices += [choice(index, request, [thing.item]) for thing in things]
    choices += _in_one(index, request, things)
    return question(
        request,
        f"{quote(request)}: {counted(len(things), 'stem')} answer to that: {names_of(things)}. All, or one?",
        f"Your {quote(request)}: we have {names_of(things)} as separate stems. Which of them do you need, "
        "and as one file, or apart?",
        choices,
    )


def _in_one(index: Index, request: Request, things: Sequence[Thing]) -> list[Choice]:
    """Choices that deliver several stems in one file: their parent, a stem to be made, the A Cappella mix."""
    if matching.whole(request) == "vocals":
        says = "all vocals in one file, which is an A Cappella MIX"
        mixes = index.roles.get("a_cappella", ())
        return [choice(index, request, mixes[:1], says) if mixes else to_be_made(request, "mix", says)]
    parents = {index.session.stem(split_item(thing.item)[1]).parent for thing in things}
    says = f"{names_of(things)} together in one file, as one STEM"
    if len(parents) == 1 and (parent := parents.pop()):
        return [choice(index, request, [f"stem.{parent}"], says)]
    return [to_be_made(request, "stem", says)]


def _others(index: Index, request: Request, thing: Thing) -> list[Thing]:
    """The tracks of a stem that the words for it do not mean, where those words name a piece of a kit."""
    words = frozenset(canon(request.source))
    pieces, tracks = words & set(PIECES), inside(index, thing)
    if not pieces or len(tracks) < 2:
        return []
    meant = frozenset().union(*(PIECES[piece] for piece in pieces)) | (words - {"808"})
    return [track for track in tracks if not track.words & meant]


def _holds_more(index: Index, request: Request, thing: Thing, others: Sequence[Thing]) -> Question:
    tracks = inside(index, thing)
    wanted = [track for track in tracks if track not in others]
    only = names_of(wanted) if wanted else "one of these"
    is_track = "that is a TRACK" if len(wanted) == 1 else "those are TRACKS"
    name = printable(thing.name)
    choices = [choice(index, request, [thing.item], f"the {name} STEM, all {len(tracks)} tracks of it")]
    choices += [choice(index, request, [track.item]) for track in wanted[:SHOWN]]
    return question(
        request,
        f"{quote(request)}: your {name} stem holds {names_of(tracks)}; if they want only {only}, {is_track}.",
        f"Your {quote(request)}: our {name} stem plays {names_of(tracks)} together. Do you need all of that, "
        f"or only {only}, which we would send as a track?",
        choices,
    )


def _to_mix(index: Index, request: Request, thing: Thing) -> Question:
    tracks, name = inside(index, thing), printable(thing.name)
    return question(
        request,
        f"{quote(request)}: they mean to work on the sound, and for that people need TRACKS. {name} as "
        f"a STEM, "
        f"or its {counted(len(tracks), 'track')}?",
        f"Your {quote(request)}: do you need the finished {name} stem, as it sounds in the mix, or its "
        f"{counted(len(tracks), 'track')} to mix yourself?",
        (choice(index, request, [thing.item]), choice(index, request, items_of(tracks))),
    )


def no_such_stem(index: Index, request: Request, near: Sequence[Thing]) -> Question:
    """A stem that this session does not have under that name: what could be meant, or that there is none."""
    near = near or matching.near_stems(index, request)
    found = matching.tracks(index, request)
    tracks = found.things if found.sure else ()
    choices = [choice(index, request, items_of(tracks))] if tracks else []
    choices += [choice(index, request, [thing.item]) for thing in near[:SHOWN]]
    choices.append(to_be_made(request, "stem"))
    text, client = _explained(index, request, near, tracks)
    return question(request, text, client, choices)


def _explained(
    index: Index, request: Request, near: Sequence[Thing], tracks: Sequence[Thing]
) -> tuple[str, str]:
    """Why there is no such stem, for the engineer and for the client."""
    name = quote(request)
    if tracks:
        what = "is a TRACK" if len(tracks) == 1 else "are TRACKS"
        single = "is a single track" if len(tracks) == 1 else "are single tracks"
        holder = f"; the {names_of(near)} stem holds more" if near else ""
        theirs = f", and our {names_of(near)} stem holds it with the rest" if near else ""
        return (
            f"{name}: {names_of(tracks)} {what} here{holder}. What do they need?",
            f"Your {name}: {names_of(tracks)} {single} here{theirs}. Which do you need?",
        )
    if near:
        holds = "; ".join(
            f"your {printable(s.name)} stem holds {names_of(inside(index, s))}" for s in near[:2]
        )
        return (
            f"{name}: this session has no stem of that name; {holds}. Is that it?",
            f"Your {name}: we have no stem of that name, but {names_of(near)}. Is that what you mean?",
        )
    how = f" in {request.channels}" if request.channels else ""
    return (
        f"They ask for {name}{how}; this session has none.",
        f"You ask for {name}{how}, but there is none in this song. What is it needed for?",
    )


def no_kind(index: Index, request: Request) -> Met:
    """What a source comes to of which nobody says whether they want its stem or its tracks."""
    stems, tracks = matching.stems(index, request), matching.tracks(index, request)
    near = stems.things or matching.near_stems(index, request)
    pieces = tracks.things if tracks.sure else ()
    if not near and not pieces:
        return asks(no_such_stem(index, request, ()))
    choices = [choice(index, request, [thing.item]) for thing in near[:SHOWN]]
    if len(near) > 1:
        choices = [choice(index, request, items_of(near)), *choices, *_in_one(index, request, near)]
    if pieces:
        choices.append(choice(index, request, items_of(pieces)))
        if 1 < len(pieces) <= SHOWN:
            choices += [choice(index, request, [piece.item]) for piece in pieces]
    holds = " and ".join(f"the {printable(s.name)} STEM ({names_of(inside(index, s))})" for s in near[:2])
    alone = f"{names_of(pieces)} as {'a TRACK' if len(pieces) == 1 else 'TRACKS'}" if pieces else ""
    finished = f"the finished {names_of(near)} stem, as it sounds in the mix" if near else ""
    how = " And as one file, or apart?" if len(near) > 1 else ""
    separate = (
        f"the separate {'track' if len(pieces) == 1 else 'tracks'} ({names_of(pieces)})" if pieces else ""
    )
    return asks(
        question(
            request,
            f"{quote(request)} does not say STEM or TRACK: {' or '.join(filter(None, (holds, alone)))}?",
            f"Your {quote(request)}: do you need {', or '.join(filter(None, (finished, separate)))}?{how}",
            choices,
        )
    )


def two_kinds(index: Index, request: Request) -> Met:
    """What a source comes to that is called by two kinds: "stems of each drum mic"."""
    tracks = matching.tracks(index, request).things
    near = matching.stems(index, request).things or matching.near_stems(index, request)
    choices = [choice(index, request, items_of(tracks))] if tracks else []
    choices += [choice(index, request, [thing.item]) for thing in near[:SHOWN]]
    return asks(
        question(
            request,
            f"{quote(request)} says {request.other_kind.upper()} and {request.kind.upper()}: which do "
            f"they need?",
            f"Your {quote(request)}: do you need one finished stem, or each track on its own?",
            choices or [to_be_made(request, "stem")],
        )
    )
