"""Kinds that stand over what is named, or against another kind, and are not asked for by themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.requests import Request


def standing_against(found: Sequence[Request]) -> list[Request]:
    """The requests, a bare kind marked that is only said against another one: "stems, not tracks"."""
    against = {one.kind for one in found if one.is_bare and one.declined}
    return [
        replace(one, against=True)
        if one.is_bare and one.kind and against - {one.kind, ""} and not (one.declined or one.every)
        else one
        for one in found
    ]


def unsure_of_kind(found: Sequence[Request]) -> list[Request]:
    """The requests, all of one kind in doubt where all of another is: "the stems. Every mic, I think?"."""
    doubted = {one.kind: one.given for one in found if one.is_bare and one.given and one.kind}
    return [
        replace(one, given=next(iter(doubted.values())))
        if doubted and one.is_bare and one.kind and one.kind not in doubted and not one.head
        else one
        for one in found
    ]


def heads_of_named(found: Sequence[Request]) -> list[Request]:
    """The requests, each bare kind over as many of its kind as it says: "2 mixes, 4 stems".

    Words that point back ("both") are none where as many items are named.
    """
    found = _said_twice(_grounded(found))
    ordered = [one for one in found if not (one.is_bare or one.declined or one.excepted)]
    named = Counter(one.kind for one in ordered)
    items = sum(one.loose != "these" for one in ordered)
    return [
        replace(one, head=True) if _is_over(one, named[one.kind]) or _is_summary(one, found[:at]) else one
        for at, one in enumerate(found)
        if not (one.loose == "these" and one.count <= items) and not (items and _is_the_song(one))
    ]


def _grounded(found: Sequence[Request]) -> list[Request]:
    """The requests, a kind over nothing of its kind as one that is wanted: "all stems and these mixes:"."""
    return [
        replace(one, head=False) if one.head and not _has_items(one, found[at + 1 :]) else one
        for at, one in enumerate(found)
    ]


def _said_twice(found: Sequence[Request]) -> list[Request]:
    """The requests, a bare kind as over a list where one behind it is: "Stems please. The stems: drums"."""
    return [
        replace(one, head=True)
        if one.is_bare
        and not (one.every or one.count or one.declined)
        and any(
            (other.head or (other.leads and other.plural)) and other.kind == one.kind
            for other in found[at + 1 :]
        )
        else one
        for at, one in enumerate(found)
    ]


def _has_items(head: Request, after: Sequence[Request]) -> bool:
    its = any(head.kind in (one.kind, one.other_kind) and not one.is_bare for one in after)
    return its or not head.kind or any(one.loose for one in after)


def _is_summary(one: Request, before: Sequence[Request]) -> bool:
    """Whether several of a kind are those that were named before: "we want the stems as they are"."""
    plain = (
        one.is_bare
        and one.plural
        and not (one.every or one.count or one.declined or one.excepted or one.parts)
    )
    if not plain or one.kind not in ("stem", "track"):
        return False
    named = [each for each in before if each.kind == one.kind and not (each.is_bare or each.declined)]
    return len(named) > 1


def _is_the_song(one: Request) -> bool:
    """Whether "the track" is the song, since items of it are named as well."""
    single = one.is_bare and one.kind == "track" and not (one.plural or one.every or one.count or one.article)
    return single and "multi" not in one.text.casefold() and not (one.declined or one.head)


def _is_over(one: Request, named: int) -> bool:
    """Whether a bare kind stands over as many as it says, or was only said against another kind."""
    if not one.is_bare or not one.kind or one.declined or one.excepted:
        return False
    return one.head or (one.against and named > 0) or (one.count > 0 and one.count == named)
