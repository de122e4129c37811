"""Kinds that stand over what is named, or against another kind, and are not asked for by themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.suggest import VOCALS


def marked_heads(found: Sequence[Request], rest: Sequence[Segment], fronted: bool) -> list[Request]:
    """The requests, the last one marked where it is a bare kind over a list ("stems: drums") or by one."""
    last = found[-1]
    explained = bool(rest) and rest[0].before == ":"
    if explained and (_is_said_below(last, rest) or (rest[0].has("source") and _is_sort(last))):
        return [*found[:-1], replace(last, source=(), head=True)]
    if _lists_its_own(last, rest):
        return [*found[:-1], replace(last, head=True)]
    following = next((one for one in rest if one.has(*CONTENT)), None)
    listable = last.is_bare or last.loose in ("everything", "same", "rest")
    if last.is_bare and last.declined and rest and _says_of_what(rest[0]):
        return [*found[:-1], replace(last, head=True)]  # "no need for the stem of the drums"
    if not listable or last.declined or last.excepted or following is None:
        return list(found)
    if last.loose:
        over = any(one.before == ":" for one in rest)
        return [*found[:-1], replace(last, head=True)] if over else list(found)
    breaks = [one.before for one in rest[: rest.index(following) + 1]]
    of_them = breaks[-1] == "plus" and "of" in breaks  # "all 26 of them, plus the master mix"
    over = fronted or (
        breaks[-1] != ")" and not of_them and any(one in (":", "(", "of", "-") for one in breaks)
    )
    if following.before in ("except", "not", "minus"):
        return list(found)
    items = following.has("source", "role") or (
        following.has("loose") and over and not following.has("count")
    )
    items = items or (following.has("kind") and breaks[-1] == ":" and last.plural)
    if not items:
        return list(found)
    if over:
        return [*found[:-1], replace(last, head=True)]
    beside = breaks == [","] and following.has("source") and not following.has("kind") and last.kind != "mix"
    return [*found[:-1], replace(last, listed=beside)]


def _lists_its_own(one: Request, rest: Sequence[Segment]) -> bool:
    """Whether several of a group are those of it that follow: "the drum tracks, kick and snare"."""
    groups = lexicon().whole.get(one.source, "") or ("vocals" if one.source in lexicon().any_vocal else "")
    several = one.plural and one.kind in ("stem", "track") and (bool(groups) or one.count > 1)
    if not several or one.declined or one.excepted or one.minus or one.parts or not rest:
        return False
    begins = next((at for at, segment in enumerate(rest) if segment.pieces), 0)
    breaks = {segment.before for segment in rest[: begins + 1]}
    by = rest[begins].by
    breaks -= {"of"} if by is not None and by.says("namely") else set()
    listed = takewhile(lambda one: one.has("source") and not one.has("kind", "role"), rest[begins:])
    said = [piece.words for segment in listed for piece in segment.of("source")]
    if one.count > 1 and one.count == _listed(rest):
        return True  # "the four choir tracks: sopranos, altos, tenors, basses"
    inside = () if not groups else VOCALS if groups == "vocals" else (groups,)
    first = next((piece for piece in rest[begins].of("source")), None)
    own = first is not None and first.group in inside and one.source not in said
    # of a group of tracks the members are sources, and of one of stems smaller groups
    alike = all(
        (words in lexicon().whole or words in lexicon().any_vocal) == (one.kind == "stem") for words in said
    )
    goes_on = any(segment.says("and_so_on") for segment in rest)
    return bool(said) and own and alike and not goes_on and breaks <= {"ask", ",", ":", "(", "-"}


def _listed(rest: Sequence[Segment]) -> int:
    """How many sources without a kind follow a colon, behind nothing that names anything."""
    at = next((at for at, one in enumerate(rest) if one.before == ":" or one.has(*CONTENT)), len(rest))
    listed = takewhile(lambda one: one.has("source") and not one.has("kind", "role"), rest[at:])
    return sum(len(one.of("source")) for one in listed) if rest[at:] and rest[at].before == ":" else 0


def _says_of_what(segment: Segment) -> bool:
    """Whether a segment says of what a kind before it is: "of the drums"."""
    return segment.before == "of" and segment.has("source") and not segment.has("kind", "role")


def _is_said_below(one: Request, rest: Sequence[Segment]) -> bool:
    """Whether what is asked for behind a colon is what was only described before it: "only the singing:
    please send the a cappella mix"."""
    plain = bool(one.source) and not (one.kind or one.role or one.plural or one.declined or one.excepted)
    asked = next((segment for segment in rest if segment.has(*CONTENT)), None)
    return plain and asked is not None and asked.before == "ask" and asked.has("role", "kind")


def _is_sort(one: Request) -> bool:
    """Whether several are called by a word that is no source: "the close mics: kick in, kick out"."""
    named = bool(one.source) and not one.group and one.plural
    return named and one.kind in ("stem", "track") and not (one.declined or one.excepted)


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
        replace(one, head=True)
        if _is_over(one, named[one.kind]) or _is_summary(one, found[:at]) or _is_total(one, found[:at])
        else one
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


def _is_total(one: Request, before: Sequence[Request]) -> bool:
    """Whether a number of a kind counts those that were named before, and there are fewer: "that's four
    stems in total"."""
    named = [each for each in before if each.kind == one.kind and not (each.is_bare or each.declined)]
    plain = one.is_bare and one.plural and one.kind in ("stem", "track")
    plain = plain and not (one.every or one.declined or one.excepted or one.given)
    return plain and 0 < len(named) < one.count and not one.text.casefold().startswith("the ")


def _is_the_song(one: Request) -> bool:
    """Whether "the track" is the song, since items of it are named as well."""
    single = one.is_bare and one.kind == "track" and not (one.plural or one.every or one.count or one.article)
    return single and "multi" not in one.text.casefold() and not (one.declined or one.head)


def _is_over(one: Request, named: int) -> bool:
    """Whether a bare kind stands over as many as it says, or was only said against another kind."""
    if not one.is_bare or not one.kind or one.declined or one.excepted:
        return False
    count = one.count or (2 if one.every == "both" else 0)
    return one.head or (one.against and named > 0) or (count > 0 and count == named)
