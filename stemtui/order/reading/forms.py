"""Words that only say how what was named is to come: "all mixes stereo", "everything 48/24, no dither"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.again import SILENT
from stemtui.order.reading.reader import Reader
from stemtui.order.reading.requests import Request
from stemtui.order.reading.segments import Segment


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
    first = [piece for piece in found[0].pieces if piece.cls not in SILENT] if found else []
    if not (reader.requests and first and len(found) > 1 and found[1].pieces):
        return found
    of_all = all(piece.value == "everything" or "files" in piece.words for piece in first)
    passed = line[found[0].pieces[-1].end : found[1].pieces[0].start]
    wish = len(re.findall(r"\w+", passed)) > 1 and bool(re.search(r"\d", passed))
    return found[1:] if of_all and wish else found
