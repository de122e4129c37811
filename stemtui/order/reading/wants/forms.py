"""Words that only say how what was named is to come: "all mixes stereo", "everything 48/24, no dither"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.again import SILENT
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.words import words

JOINS = words("and or plus with und oder e o y et ou")


def as_form(before: Sequence[Request], found: Sequence[Request]) -> tuple[list[Request], list[Request]]:
    """The requests before a sentence and those in it, in the form that it says for all of a kind of which
    some were named: "the instrumental and the TV mix, all mixes stereo"."""
    forms = [one for at, one in enumerate(found) if _is_form(one, [*before, *found[:at]])]
    for form in forms:
        spared = {one.topic for one in found[found.index(form) :] if one.excepted}
        before = [one if one.topic in spared else _in_form(one, form) for one in before]
        rest = [one for one in found if one != form and not one.excepted]
        found = [one if one.topic in spared else _in_form(one, form) for one in rest]
    return list(before), list(found)


def _is_form(one: Request, before: Sequence[Request]) -> bool:
    """Whether a request only says of what was named how it is to be: "all stems in mono"."""
    of_all = one.is_bare and one.every == "all" and one.plural and bool(one.channels or one.wet)
    plain = of_all and not (one.count or one.declined or one.excepted or one.together or one.head)
    return plain and any(_is_one_of(each, one.kind) for each in before)


def _is_one_of(one: Request, kind: str) -> bool:
    named = not (one.is_bare or one.declined or one.excepted)
    return named and (one.kind == kind or (kind == "mix" and bool(one.role) and not one.kind))


def _in_form(one: Request, form: Request) -> Request:
    if not _is_one_of(one, form.kind):
        return one
    return replace(one, channels=one.channels or form.channels, wet=one.wet or form.wet)


def without_form(reader: Reader, line: str, found: list[Segment]) -> list[Segment]:
    """The segments without "everything" or "all files" before a wish: "everything 48/24, no dither"."""
    if not (reader.requests or reader.names.ordered):
        return found
    return [
        one
        for at, one in enumerate(found)
        if not (_is_of_all(reader, one) and (_is_scope(one) or _wish_behind(line, found, at)))
    ]


def _is_of_all(reader: Reader, segment: Segment) -> bool:
    """Whether a segment names nothing but all that was asked for: "everything", "the mixes"."""
    named = [piece for piece in segment.pieces if piece.cls not in (*SILENT, "unknown")]
    are_to_be = any(piece.words == ("be",) for piece in segment.pieces)  # "could the mixes be delivered at"
    kinds = {*reader.names.ordered} if are_to_be else set()
    kinds |= {kind for one in reader.requests for kind in ("mix", "stem", "track") if _is_one_of(one, kind)}
    return bool(named) and all(
        piece.value == "everything"
        or "files" in piece.words
        or (piece.cls == "kind" and piece.plural and piece.value in kinds)
        for piece in named
    )


def _is_scope(segment: Segment) -> bool:
    """Whether a segment says for which files a wish is: "for the mixes"."""
    kinds = segment.of("kind")
    return bool(kinds) and segment.by is not None and segment.by.says("for")


def _wish_behind(line: str, found: Sequence[Segment], at: int) -> bool:
    """Whether words of a wish, which are no pieces, stand behind a segment."""
    following = next((one.pieces[0].start for one in found[at + 1 :] if one.pieces), len(line))
    ends = [piece.end for piece in found[at].pieces]
    starts = [*(piece.start for piece in found[at].pieces[1:]), following]
    gaps = (
        re.split(r"[,;.!?](?!\d)", line[end:start], maxsplit=1)[0]
        for end, start in zip(ends, starts, strict=True)
    )
    return any(word.casefold() not in JOINS for gap in gaps for word in re.findall(r"\w+", gap))
