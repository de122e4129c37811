"""Requests for versions of a mix: without effects, with a source up or down, of or without a source."""

from dataclasses import replace

from stemtui.order.reading.meeting import about_mixes, matching
from stemtui.order.reading.meeting.asking import (
    SHOWN,
    Met,
    asks,
    choice,
    item_names,
    names_of,
    question,
    quote,
    sure,
    to_be_made,
)
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice
from stemtui.order.reading.words.lexicon import canon, lexicon
from stemtui.session import mix_stems, split_item
from stemtui.suggest.names import spoken
from stemtui.text import printable


def dry(index: Index, request: Request) -> Met:
    """A mix without effects: a mix is printed with them."""
    items, said = index.roles.get(request.role, ()), " and ".join(request.wet)
    choices = [
        choice(index, request, [item], f"{item_names(index, [item])}, with its effects") for item in items
    ]
    return asks(
        question(
            request,
            f"{quote(request)}, {said}: a MIX is printed with its effects. Is one without them to be made?",
            f"Your {quote(request)}, {said}: we print mixes with their effects. Do you need one without?",
            [*choices, to_be_made(request, "mix", "a MIX without effects")],
        )
    )


def moved(index: Index, request: Request) -> Met:
    """A mix with a source up or down: one of the session's, or one to be made."""
    stems, session = matching.stems(index, request).things, index.session
    ids, up = {split_item(thing.item)[1] for thing in stems}, request.moved == "up"
    wanted = [
        f"mix.{mix.id}"
        for mix in session.mixes
        if any(stem in ids and db and (db > 0) == up for stem, db in mix.offsets_db)
    ]
    if len(wanted) == 1 and request.by_db and not about_mixes.moves_by(index, wanted[0], request.by_db):
        return asks(about_mixes.otherwise_moved(index, request, wanted[0]))
    if len(wanted) == 1:
        return sure(index, request, wanted)
    what = names_of(stems) if stems else printable(" ".join(request.source))
    here = f"{item_names(index, wanted)} answer to that" if wanted else "this session has none"
    choices = [choice(index, request, [item]) for item in wanted] or [to_be_made(request, "mix", "that MIX")]
    far = "" if request.by_db else " By how many dB?"
    if session.order and request.kind != "mix":
        anew = (
            f"the mix itself is changed, and all that is ordered is printed anew with {what} {request.moved}"
        )
        return asks(
            question(
                request,
                f"{quote(request)} is a MIX with {what} moved {request.moved}; {here}. Or is the mix "
                "itself to be changed, for all that is ordered?",
                f"Your {quote(request)}: is the mix to be changed for all the files, or do you order one "
                f"more mix with {what} {request.moved}?{far}",
                [*choices, Choice(anew)],
            )
        )
    return asks(
        question(
            request,
            f"{quote(request)} is a MIX with {what} moved {request.moved}; {here}.",
            f"Your {quote(request)}: the full mix with {what} {request.moved}.{far}",
            choices,
        )
    )


def of_source(index: Index, request: Request) -> Met:
    """A source that they call a mix: `drum mix`."""
    stems = matching.stems(index, request).things or matching.near_stems(index, request)
    words = frozenset(canon(request.source))
    named = [
        f"mix.{mix.id}"
        for mix in index.session.mixes
        if words and words <= frozenset(canon(spoken(mix.name)))
    ]
    if len(named) == 1 and not index.session.mix(split_item(named[0])[1]).offsets_db:
        return sure(index, request, named)
    choices = [choice(index, request, [item]) for item in named]
    choices += [choice(index, request, [thing.item]) for thing in stems[:SHOWN]]
    choices.append(to_be_made(request, "mix"))
    what = f" A submix of part of the song is a STEM: {names_of(stems)}?" if stems else ""
    return asks(
        question(
            request,
            f"{quote(request)} says MIX; this session has no such mix.{what}",
            f"Your {quote(request)}: do you need those parts alone, as they sound in the mix, or a "
            f"version of "
            "the full song?",
            choices,
        )
    )


def without(index: Index, request: Request) -> Met:
    """A mix without something, found by its definition: `mix without vocals`."""
    session = index.session
    found = [matching.stems(index, one).things for one in request.minus]
    gone = {split_item(thing.item)[1] for things in found for thing in things}
    own = [item for item in index.roles.get(request.role, ()) if request.role != "master"]
    held = {stem for item in own for stem in mix_stems(session, session.mix(split_item(item)[1]))}
    said = [item for item in own if set(session.mix(split_item(item)[1]).without) == gone]
    if len(said) == 1 and all(found) and gone:
        return sure(index, replace(request, minus=()), said)
    if own and all(found) and not gone & held:
        return about_mixes.role(index, replace(request, minus=()))
    wanted = [
        f"mix.{mix.id}" for mix in session.mixes if gone and set(mix.without) == gone and not mix.offsets_db
    ]
    if len(wanted) == 1 and all(found) and request.role in ("", "master", "mastered"):
        return sure(index, replace(request, minus=()), wanted)
    if called := _called_without(index, request):
        return sure(index, replace(request, minus=()), called)
    names = item_names(index, [f"stem.{stem.id}" for stem in session.stems if stem.id in gone])
    names = names or printable(" and ".join(one.asked for one in request.minus))
    parts = [choice(index, request, [item]) for item in wanted]
    return asks(
        question(
            request,
            f"{quote(request)} is a MIX without {names}; this session has no such mix.",
            f"Your {quote(request)}: we understand the full mix without {names}, in one file. Is that right?",
            [*parts, to_be_made(request, "mix", "that MIX")],
        )
    )


def _called_without(index: Index, request: Request) -> list[str]:
    """The mix whose name says what it is without: Minus Soloists for "the mix without soloists"."""
    gone = frozenset(word for one in request.minus for word in canon(one.source))
    leaving = lexicon().said["leaving_out"]
    found = [
        f"mix.{mix.id}"
        for mix in index.session.mixes
        if leaving.intersection(name := spoken(mix.name))
        and frozenset(canon(tuple(word for word in name if word not in leaving))) - {"mix"} == gone
    ]
    return found if len(found) == 1 and request.role in ("", "master", "mastered") else []
