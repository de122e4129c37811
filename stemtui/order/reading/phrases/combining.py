"""What is wanted in one file: "drums and percussion in one stem", "instrumental and BVs in one"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.requests import Request

# Mixes without some of the song, to which what they lack can be added.
LACKING = ("instrumental", "a_cappella", "tv")


def combined(found: Sequence[Request]) -> list[Request]:
    """The requests, those that are wanted in one file made one: "drums and percussion in one stem"."""
    kept: list[Request] = []
    run: list[Request] = []
    for one in found:
        if one.begins:
            kept += _as_one(run)
            run = []
        run.append(one)
    return [*kept, *_as_one(run)]


def _as_one(run: Sequence[Request]) -> list[Request]:
    """A run of requests between two words that ask, those made one of which it says so."""
    kept: list[Request] = []
    open_parts: list[Request] = []
    gathers = any(one.gathers and not one.declined for one in run)
    for one in run:
        if one.loose == "rest":
            kept.append(replace(one, kind=one.kind or ("stem" if one.together else "")))
            open_parts = []
            continue
        if mix := _mix_that_holds(kept, open_parts, one):
            kept[-1 - len(open_parts) :] = [mix]
            open_parts = []
            continue
        if one.role:
            open_parts = []
        part = bool(one.source) and not (one.role or one.declined)
        if one.every == "rest" or one.single:
            open_parts = []
        if part:
            open_parts.append(one)
        if one.together and open_parts:
            open_parts = _last_of_kind(open_parts, one.kind)
        if one.together and not one.declined and not gathers and (open_parts or _is_one(one)):
            kept = [each for each in kept if each not in open_parts]
            kept += [as_one(open_parts)] if open_parts else []
            open_parts = []
        elif not _is_one(one):
            kept.append(one)
        if one.apart:
            open_parts = []
    if gathers and len(open_parts) > 1:
        return [as_one(open_parts), *(one for one in kept if one not in open_parts)]
    return kept


def _mix_that_holds(kept: Sequence[Request], parts: Sequence[Request], one: Request) -> Request | None:
    """The mix that is to hold sources as well: "instrumental + BVs in one file"."""
    added = [*parts, one] if one.source and not one.kind else parts
    before = kept[: len(kept) - len(parts)]
    mix = before[-1] if before else None
    if not (one.together and added and mix and mix.role in LACKING) or any(part.kind for part in added):
        return None
    text = f"{mix.text} + {' + '.join(part.bare_text or part.text for part in added)}"
    return replace(mix, role="pass", known_as=mix.role, text=text, plus=tuple(added))


def as_one(found: Sequence[Request]) -> Request:
    """Several sources as one request for a stem of all of them."""
    parts = tuple(part for one in found for part in (one.parts or (one,)))
    text = " + ".join(one.bare_text or one.text for one in parts)
    return replace(found[0], text=text, kind="stem", together=True, inferred=False, parts=parts)


def _last_of_kind(found: Sequence[Request], kind: str) -> list[Request]:
    """The last ones of no other kind: not "growl as a track" where "the clean vocals as one stem" follows."""
    return list(takewhile(lambda one: one.kind in ("", kind), reversed(found)))[::-1]


def _is_one(one: Request) -> bool:
    """Whether a request is nothing but the words "one stem" or "together"."""
    return one.is_bare and one.together and not one.plural
