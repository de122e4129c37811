"""What is said once for a list: a kind behind it or over it, a count, one file for all of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from stemtui.order.reading.phrases.combining import as_one
from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.requests import NO_HEAD, Request
from stemtui.order.reading.words.lexicon import lexicon

# What is one file by itself: "the acoustic guitar on its own as a track".
AS_ONE = re.compile(r"\bas (?:a|one) \w+$", re.IGNORECASE)


def as_points(segments: Sequence[Segment], found: list[Request]) -> list[Request]:
    """The requests of one point of a list, in which "Drums & Percussion stem" is one stem of both."""
    last = found[-1] if found else None
    single = last is not None and last.kind == "stem" and not (last.plural or last.every or last.count)
    named = [one for one in segments if one.has(*CONTENT)]
    pair = len(found) == len(named) == 2 and named[1].before == "and"
    if single and pair and found[0].source and not (found[0].kind or found[0].role or found[0].declined):
        return [replace(found[0], article=True), found[1]]
    return found


def with_kinds(found: Sequence[Request], heading: Request = NO_HEAD) -> list[Request]:
    """The requests of a sentence with the kinds that their list, its head or its heading says."""
    return _kinds_behind(_kinds_before(_without_moved(found), heading))


def _without_moved(found: Sequence[Request]) -> list[Request]:
    """The requests without "a mix" where what is moved in it follows: "a mix with the vocal up 2 dB"."""
    return [
        one
        for one, after in zip_longest(found, found[1:])
        if not (after and after.moved and one.is_bare and one.kind == "mix" and one.article)
    ]


def _kinds_before(found: Sequence[Request], heading: Request) -> list[Request]:
    """Kinds handed on from the head of a list: "stems: drums, bass", "stem drums, bass"."""
    head, parted, kept = heading, ("stem", "track"), list[Request]()
    mixes = heading.kind == "mix" or any(
        one.is_bare and one.kind == "mix" and (one.head or one.plural) for one in found
    )
    for one in found:
        if one.head or one.leads or one.listed or one.against:
            leads = replace(NO_HEAD, kind=one.kind, plural=one.plural, leads=one.leads)
            head = one if one.is_bare or one.head else leads
        elif one.is_plain and head.kind in parted and not _stands_alone(head, one, kept):
            either = bool(kept) and kept[-1].head and kept[-1].either  # "el mix o el stem de batería"
            one = replace(_under(head, one), either=one.either or either)
        elif one.role and not one.kind and mixes:
            one = replace(one, kind="mix", inferred=True, channels=one.channels or heading.channels)
        elif one.source and one.kind == head.kind and head is heading:
            one = _as_all(head, one)
        elif one.source and one.kind != head.kind and head.source:
            head = heading  # "the drum tracks: kick and snare, and the bass stem"
        elif one.source and one.kind and head.kind in parted and head is not heading and not head.leads:
            one = replace(one, other_kind=head.kind if head.kind != one.kind else one.other_kind)
        kept.append(one)
    return _one_each(kept)


def _stands_alone(head: Request, one: Request, kept: Sequence[Request]) -> bool:
    """Whether a source has an article of its own behind one that a single kind names: "den Stem Drums und
    die Keys", "le stem des choeurs et la basse"."""
    of_one = head.leads or (head.definite and kept[-1:] != [head])
    return of_one and not head.plural and one.definite


def _one_each(found: list[Request]) -> list[Request]:
    """The requests, of those behind the plural of their kind each as one: "le tracce kick e snare"."""
    run: list[int] = []
    for at, one in enumerate((*found, NO_HEAD)):
        if run and one.inferred and one.source and one.kind == found[run[0]].kind:
            run.append(at)
            continue
        if len(run) > 1 and not any(found[i].source in lexicon().whole for i in run):
            found = [replace(each, plural=False) if i in run else each for i, each in enumerate(found)]
        run = [at] if one.leads and one.plural and one.source else []
    return found


def _under(head: Request, one: Request) -> Request:
    """A source under a head that says its kind."""
    plural, given = one.plural or head.plural, one.given or head.given
    return _as_all(head, replace(one, kind=head.kind, inferred=True, plural=plural, given=given))


def _as_all(head: Request, one: Request) -> Request:
    """A source with the channels, and the effects, that are said for its whole list."""
    return replace(one, channels=one.channels or head.channels, wet=one.wet or head.wet)


def _kinds_behind(found: Sequence[Request]) -> list[Request]:
    """Kinds handed on from behind a list: "drums, bass and vox stems", "instrumental and master mixes"."""
    kept = list(found)
    carry, mixes, single, shared, giver = "", False, False, -1, Request("")
    for at in range(len(kept) - 1, -1, -1):
        one = kept[at]
        if one.is_bare and one.head:
            carry, mixes = "", False
        elif at and _says_each(one, kept[at - 1]):
            kept.pop(at)
            shared -= shared > at
        elif _counts(one, kept[:at]):
            kept[at - one.count : at + 1] = [
                replace(_as_all(one, each), kind=one.kind, inferred=True)
                for each in kept[at - one.count : at]
            ]
            carry, mixes, shared = "", False, -1
        elif one.is_bare and at and _ends_list(one, kept[at - 1]):
            carry = one.kind if one.kind != "mix" else carry
            mixes = mixes or one.kind == "mix"
            before = kept[at - 1]
            kept[at - 1] = replace(before, channels=before.channels or one.channels)
            kept.pop(at)
            giver = one
            shared -= shared > at
        elif one.source and not one.role and one.kind in ("stem", "track") and not one.inferred:
            carry, shared, giver = one.kind, at, one
        elif one.source and not one.role and not one.kind and carry and _is_of_kind(one, giver, kept[:at]):
            channels = one.channels or (giver.channels if giver.in_form else "")
            plural = one.plural or giver.plural
            kept[at] = replace(one, kind=carry, inferred=True, plural=plural, channels=channels)
            if one.article and at + 1 == shared and not (kept[shared].plural or kept[shared].article):
                kept[at : shared + 1] = [as_one(kept[at : shared + 1])]
                shared = -1
            elif shared >= 0 and kept[shared].plural:
                last = kept[shared]
                kept[shared] = replace(last, text=last.bare_text or last.text, inferred=True)
                shared = -1
        elif one.role and one.kind == "mix" and not one.inferred:
            mixes, single = True, one.definite and not one.plural
        elif one.role and not one.kind and mixes and not (one.role == "mastered" and one.definite and single):
            kept[at] = replace(one, kind="mix", inferred=True)
    return kept


def _is_of_kind(one: Request, giver: Request, before: Sequence[Request]) -> bool:
    """Whether a kind that stands further on is that of a source: not of one in brackets before it, nor of one
    whose kind was said ("the organ track, only the organ, not the keys stem")."""
    said = any(each.topic == one.topic and each.kind for each in before) or AS_ONE.search(giver.text)
    return not (said or _is_told_from(one, giver)) and (giver.bracket or giver.trails or not one.bracket)


def _is_told_from(one: Request, giver: Request) -> bool:
    """Whether a kind was said to tell one thing from another: "the 808 kick, not the 808 stem"."""
    return one.declined != giver.declined and bool(set(one.source) & set(giver.source))


def _ends_list(bare: Request, before: Request) -> bool:
    """Whether a bare kind belongs to the sources before it: "drums, bass (stems)"."""
    if bare.declined != before.declined:
        return False
    if before.role and bare.kind == "mix" and not before.kind:
        return bare.trails
    if not before.source or before.kind or before.role or bare.kind == "mix":
        return False
    if bare.text.casefold().startswith("the ") and not bare.trails:
        return False
    own = bare.text.casefold().startswith("each") and not bare.plural  # "each as its own track"
    all_as = bare.text.casefold().startswith("all as ")  # "rhodes, soul sample, all as single tracks"
    each = bool(bare.every) and (bare.count == 1 or own or all_as)  # "one stem each"
    return bare.trails or each or not (bare.every or bare.count)


def _says_each(bare: Request, before: Request) -> bool:
    """Whether each of a kind is one of those before it: "the drum tracks, every mic as its own file"."""
    each = bare.is_bare and bare.every and not (bare.count or bare.plural or bare.head or bare.declined)
    return bool(each and before.source and before.plural and before.kind == bare.kind)


def _counts(bare: Request, before: Sequence[Request]) -> bool:
    """Whether so many of a kind are those that stand before: "Announcer and Tag, those two tracks"."""
    if not bare.is_bare or bare.count < 2 or bare.kind not in ("stem", "track"):
        return False
    named = before[-bare.count :]
    own = all(one.source and not (one.kind or one.role) and one.declined == bare.declined for one in named)
    return own and len(named) == bare.count and not (bare.head or bare.every or bare.parts or bare.together)
