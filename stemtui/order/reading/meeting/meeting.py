"""Requests against a session: lines where only one thing can be meant, questions where several can."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from stemtui.order.reading.meeting import (
    about_all,
    about_loose,
    about_mixes,
    about_parts,
    about_stems,
    about_tracks,
    about_versions,
    matching,
    recalls,
)
from stemtui.order.reading.meeting.asking import LEAVE, Met, asks, named_items, sure
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.session import OrderLine, split_item
from stemtui.text import listed, printable


def met(index: Index, request: Request, others: Sequence[Request], mixing: bool) -> Met:
    """What one request comes to in a session, `others` being all that the message asks for."""
    found = _met(index, request, others, mixing)
    if request.alias and not found.lines:
        called = _met(
            index, replace(request, source=request.alias, group="", described=False), others, mixing
        )
        if not called.lines and request.inferred:
            called = _met(index, replace(request, source=request.alias, kind="", group=""), others, mixing)
        found = called if called.lines or (called.questions and request.inferred) else found
    return _on_condition(index, request, found) if request.given and found.lines else found


def _on_condition(index: Index, request: Request, found: Met) -> Met:
    """One question for lines that they want only on a condition: "only if it is cheap"."""
    asked, given = printable(request.asked), printable(request.given)
    items = [line.deliver for line in found.lines]
    return asks(
        Question(
            asked,
            f"They want `{asked}` with a condition or a doubt: `{given}`. Order it?",
            (Choice(named_items(index.session, items), found.lines), Choice(LEAVE)),
            f"You write `{asked}`, `{given}`: do you need it?",
        ),
        *found.questions,
    )


def _met(index: Index, request: Request, others: Sequence[Request], mixing: bool) -> Met:
    if request.split:
        return about_parts.split(index, request)
    if request.parts:
        return about_parts.together(index, request)
    if request.minus:
        whole = request.role or not request.source
        return about_versions.without(index, request) if whole else about_parts.without(index, request)
    if request.role:
        if "dry" in request.wet:
            return about_versions.dry(index, request)
        return about_versions.moved(index, request) if request.moved else about_mixes.role(index, request)
    if request.loose:
        return about_loose.loose(index, request, others)
    if request.is_bare:
        return _bare(index, request, others, mixing)
    return _source(index, request, others)


def _bare(index: Index, request: Request, others: Sequence[Request], mixing: bool) -> Met:
    if request.kind == "mix":
        return about_all.mixes(index, request)
    if request.kind == "track":
        return about_all.tracks(index, request)
    if not request.kind:
        return Met()
    return about_all.stems(index, request, mixing, others)


def _source(index: Index, request: Request, others: Sequence[Request]) -> Met:
    if there := recalls.on_order(index, request):
        return sure(index, request, there)
    if request.wet:
        return about_parts.wet(index, request)
    if request.other_kind:
        return about_stems.two_kinds(index, request)
    if request.kind == "stem":
        return about_stems.stem(index, request, others)
    if request.kind == "track":
        return about_tracks.track(index, request, others)
    if request.kind == "mix":
        return about_versions.of_source(index, request)
    return about_stems.no_kind(index, request)


def alternatives(index: Index, requests: Sequence[Request], found: Sequence[Met]) -> Met:
    """One question for things of which they want either: "the a cappella or the vocal stems"."""
    choices: list[Choice] = []
    for request, one in zip(requests, found, strict=True):
        if one.lines:
            items = [line.deliver for line in one.lines]
            choices.append(
                Choice(f"{printable(request.asked)}: {named_items(index.session, items)}", one.lines)
            )
        choices += [each for question in one.questions for each in question.choices if each.says != LEAVE]
    unmade = [
        f"`{printable(request.asked)}`"
        for request, one in zip(requests, found, strict=True)
        if not any(line.deliver for line in (*one.lines, *_offered(one)))
    ]
    made = f" ({listed(unmade)} we would have to make.)" if unmade and len(unmade) < len(requests) else ""
    words = listed([f"`{printable(one.asked)}`" for one in requests], "or")
    asked = listed([printable(one.asked) for one in requests], "or")
    return asks(
        Question(
            asked,
            f"They write {words}: which of them?",
            (*choices, Choice(LEAVE)),
            f"You write {words}: which of them do you need?{made}",
        )
    )


def _offered(found: Met) -> Iterator[OrderLine]:
    """The lines that the answers to its questions would add."""
    return (line for one in found.questions for choice in one.choices for line in choice.adds)


def unanswered(index: Index, requests: Sequence[Request], found: Sequence[Met], gone: Set[str]) -> list[Met]:
    """What was found, without questions about a whole group of which other words order every stem.

    What is `gone` is excepted, or waits for an answer.
    """
    ordered = {line.deliver for one in found for line in one.lines} - gone
    answered = {printable(one.asked) for one in requests if _is_ordered(index, one, ordered)}
    return [
        replace(one, questions=tuple(each for each in one.questions if each.asked not in answered))
        for one in found
    ]


def _is_ordered(index: Index, request: Request, ordered: set[str]) -> bool:
    plain = not (request.parts or request.minus or request.wet or request.given or request.role)
    if not (plain and request.source) or request.channels:
        return False
    if not request.kind and any(track.item in ordered for track in matching.called(index, request)):
        return True
    tracks = matching.tracks(index, request)
    is_track = not (request.kind or request.bracket) and tracks.sure and bool(tracks.things)
    if is_track and all(thing.item in ordered for thing in tracks.things):
        return True
    stems = matching.stems(index, request)
    is_stem = request.kind in ("", "stem") and stems.sure and bool(stems.things)
    return is_stem and all(thing.item in ordered for thing in stems.things)


def excepted(index: Index, requests: Sequence[Request]) -> set[str]:
    """The items that an order for all of a kind excepts: "all stems except the drums"."""
    items: set[str] = set()
    everything = {one.kind for one in requests if _is_all(one)}
    for one in requests:
        again = any(other.topic == one.topic and not (other.declined or other.excepted) for other in requests)
        if one.excepted and one.numbers:
            items |= {thing.item for thing in matching.tracks(index, one).things}
        elif one.excepted:
            items |= {thing.item for thing in matching.stems(index, one).things}
            if not any(other.topic == one.topic and not other.excepted for other in requests):
                items |= {thing.item for thing in matching.tracks(index, one).things}
            items |= set(index.roles.get(one.role, ()))
        elif everything and one.declined and one.source and not again and one.kind in {"", *everything}:
            kinds = (("stem", matching.stems), ("track", matching.tracks))
            found = [match(index, one) for kind, match in kinds if kind in everything]
            items |= {thing.item for each in found for thing in each.things}
            items |= set(index.roles.get(one.role, ()))
        elif one.declined and one.source and not again and one.kind in ("", "track"):
            items |= _of_several(index, one, requests)
    return items - set(_by_name(index, requests))


def _by_name(index: Index, requests: Sequence[Request]) -> Iterator[str]:
    """The tracks that are ordered one by one, whatever they feed: "all but the keys, and the organ track"."""
    for one in requests:
        single = one.kind == "track" and bool(one.source) and not (one.every or matching.whole(one))
        if single and not (one.declined or one.excepted):
            yield from (thing.item for thing in matching.tracks(index, one).things)


def _of_several(index: Index, declined: Request, requests: Sequence[Request]) -> set[str]:
    """The tracks that are declined of a group of which all are ordered: "drum tracks, but not the rooms"."""
    gone = {thing.item for thing in matching.tracks(index, declined).things}
    wanted = (one for one in requests if one.kind == "track" and one.source and not one.declined)
    groups = [{thing.item for thing in matching.tracks(index, one).things} for one in wanted if one.plural]
    return gone if any(gone < group for group in groups) else set()


def _is_all(one: Request) -> bool:
    """Whether a request is for all stems, or for all tracks: "multitracks" alone are those."""
    wanted = not (one.declined or one.excepted) and one.kind in ("stem", "track")
    return wanted and (one.loose == "everything" or (one.is_bare and bool(one.every or one.kind == "track")))


def overlaps(lines: Sequence[OrderLine], index: Index) -> Iterator[str]:
    """What should be known of lines beside each other: an a cappella and vocal stems hold the same audio."""
    items = {line.deliver for line in lines}
    vocals = items & {thing.item for thing in index.vocals()}
    if items & set(index.roles.get("a_cappella", ())) and vocals:
        names = listed([printable(index.session.stem(split_item(item)[1]).name) for item in sorted(vocals)])
        yield f"The A Cappella MIX holds the same audio as the vocal stems together; they also get: {names}."
