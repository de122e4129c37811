"""Segments that say what is in an item and what is not: "without drums", "split into kick and snare"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.combining import as_one
from stemtui.order.reading.phrases.segments import ADDS, CONTENT, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.wants.wording import named


def denied_part(line: str, segment: Segment, new: Sequence[Request]) -> Request | None:
    """The mix that a segment wants without something: "no drums in the instrumental"; else nothing."""
    gone = tuple(one for one in new if one.source)
    mix = next((one for one in new if one.role), None)
    if mix is None or not gone or segment.before != "not" or not segment.says("in"):
        return None
    return replace(mix, text=f"no {text_of(line, segment.pieces)}", minus=gone)


def is_part(segment: Segment, requests: Sequence[Request]) -> bool:
    """Whether a segment names a part of the request before it."""
    if not requests or requests[-1].is_bare:
        return False
    more = requests[-1].split and segment.before in ADDS and not segment.has("kind", "role")
    return more or segment.before in ("split", "incl")


def in_parts(
    line: str, segment: Segment, requests: list[Request], found: tuple[Request, ...]
) -> list[Request]:
    """The requests, the last one with its parts: "drums split into kick and snare", "SFX including foley"."""
    last = requests[-1]
    text = f"{last.text} incl. {line[segment.pieces[0].start : segment.pieces[-1].end]}"
    if last.role:
        return [*requests[:-1], replace(last, role="pass", text=text)]
    if last.kind == "track" and segment.before == "incl":
        return [*requests, *(replace(one, kind="track", inferred=True) for one in found)]
    if segment.before == "split" or last.split:
        return [*requests[:-1], replace(last, split=True, parts=(*last.parts, *found))]
    return [*requests[:-1], as_one([*(last.parts or (last,)), *found])]


def declined_behind(
    line: str, found: Sequence[Segment], at: int, requests: Sequence[Request]
) -> list[Request]:
    """The requests, those declined of which words behind them say so: "the tracks are not needed"."""
    stays = is_owned(found[at])
    new = [replace(one, declined=True, stays=stays) for one in named(line, found[at]).requests]
    one_only = any(piece.cls == "behind" and piece.says("is") for piece in found[at].pieces)
    several = declines_several(found[at]) or _is_whole_list(found, at)
    parted = ("and", "or", "with", ",") if several else ("and", "or", "with")
    if found[at].before == ")" and not new:
        return _bracket_declined(line, found, at, requests)
    joined = at if new else at - 1
    while joined > 0 and not found[joined].has(*CONTENT):
        joined -= 1
    while joined > 0 and found[joined].before in parted and not one_only:
        joined -= 1
    if one_only and found[at].before == "and" and found[joined - 1].before == "of":
        joined -= 1
    before = {one.text for segment in found[joined:at] for one in named(line, segment).requests}
    gone = (replace(one, declined=True, stays=stays) if one.text in before else one for one in requests)
    return [*gone, *new]


def _is_whole_list(found: Sequence[Segment], at: int) -> bool:
    """Whether a sentence is one list up to what declines it: "the mix, the music stem and the effects
    stem are not needed"."""
    listed = found[:at] if not found[at].has(*CONTENT) else found[: at + 1]
    begins = len(listed) > 1 and listed[0].before == "" and listed[-1].before in ("and", "or")
    items = all(one.before in ("", ",", "and", "or") and one.has(*CONTENT) for one in listed)
    return begins and items and any(one.says("all_of_them") for one in found[at].of("behind"))


def _bracket_declined(
    line: str, found: Sequence[Segment], at: int, requests: Sequence[Request]
) -> list[Request]:
    """The requests, declined what stands before a bracket and the words behind it; where that is several of a
    kind, what the bracket lists: "the splits of the effects (hard FX, backgrounds) are not needed"."""
    opens = next((i for i in range(at - 1, -1, -1) if not found[i].bracket), 0)
    starts = next((i for i in range(opens, -1, -1) if found[i].before in ("ask", ":", ";", "but", ",")), 0)
    head = [one for each in found[starts : opens + 1] for one in named(line, each).requests]
    inside = [one for each in found[opens + 1 : at] for one in named(line, each).requests]
    gone = inside if inside and any(one.plural for one in head) else head
    texts = {one.text for one in (*head, *inside)}
    return [
        *(one for one in requests if one.text not in texts),
        *(replace(one, declined=True) for one in gone),
    ]


def is_owned(segment: Segment) -> bool:
    """Whether words decline what stands before them because they have it: "we already have"."""
    return any(piece.says("owning") for piece in segment.of("behind"))


def declines_several(segment: Segment) -> bool:
    """Whether words decline all of a list before them: "you can leave those out"."""
    behind = next((at for at, one in enumerate(segment.pieces) if one.cls == "behind"), len(segment.pieces))
    return any(piece.says("several") for piece in segment.pieces[behind : behind + 2])


def all_but(found: Sequence[Request]) -> list[Request]:
    """The requests, everything but some of it in one file as a mix: "all but the drums as one file"."""
    kept: list[Request] = []
    for at, one in enumerate(found):
        gone = tuple(takewhile(lambda other: other.excepted, found[at + 1 :]))
        held = bool(kept) and (kept[-1].is_file or _is_one_mix(kept[-1]))
        if one.loose == "everything" and gone and (held or any(each.together for each in (one, *gone))):
            text = f"{one.text} but {' and '.join(each.text for each in gone)}"
            kept = kept[:-1] if held else kept
            kept.append(
                replace(one, text=text, kind="mix", role="master", loose="", minus=gone, together=False)
            )
        elif one.loose == "everything" and not one.kind and (kinds := [*filter(_as_kind, gone)]):
            kept.append(replace(one, kind=kinds[0].kind, text=f"{one.text} as {kinds[0].kind}s"))
        elif not (one.excepted and kept and kept[-1].minus and one in kept[-1].minus):
            kept.append(one)
    return kept


def _is_one_mix(one: Request) -> bool:
    """Whether a request is "a mix", of which it is said later what is in it."""
    return one.is_bare and one.kind == "mix" and (one.article or one.count == 1) and not one.plural


def _as_kind(one: Request) -> bool:
    """Whether the words for what is left out say as what the rest is wanted: "but the vocals as stems"."""
    return one.plural and f" as {one.kind}s" in one.text.casefold()


def with_and_without(last: Request, gone: tuple[Request, ...]) -> Request:
    """A request once more, without some sources: "the main mix with and without drums"."""
    text = f"{last.text} without {' and '.join(one.text for one in gone)}"
    return replace(last, minus=gone, text=text, bare_text=text)


def _named_before(found: Sequence[Segment], at: int) -> Segment | None:
    """The segment that something is taken from: the one before, past "of" the song."""
    back = at - 1
    while (
        back > 0
        and found[back].before == "of"
        and all(p.cls in ("song", "small") for p in found[back].pieces)
    ):
        back -= 1
    return found[back] if back >= 0 else None


def version_without(text: str, new: Sequence[Request]) -> Request:
    """A mix without some sources, where they are named first: "without drums version"."""
    gone = tuple(replace(one, kind="") for one in new if one.source)
    return Request(text, kind="mix", role="master", minus=gone)


def lacks_more(found: Sequence[Segment], at: int, new: Sequence[Request]) -> bool:
    """Whether a segment goes on with what is left out of the item before it: "without drums and bass".

    A source is one of these that says nothing more of itself and stands behind "and", as the last of a list.
    """
    start = max((i for i in range(at) if found[i].before == "minus"), default=-1)
    run, after = found[start : at + 1], found[at + 1 : at + 2]
    if start < 1 or any(one.before not in ("and", "or", ",") or one.passed for one in run[1:]):
        return False
    if after and after[0].before in ("and", "or", ",") and after[0].has(*CONTENT) and not after[0].comma:
        return _is_in(found[start - 1], run) and lacks_more(found, at + 1, new)
    plain = all(_is_plain(one, run[0].begins("article")) for one in run)
    close = len(run) == 2 or _is_in(found[start - 1], run)
    return plain and close and any(one.before in ("and", "or") for one in run[1:])


def _is_in(whole: Segment, run: Sequence[Segment]) -> bool:
    """Whether the sources of a run are of the group that they are left out of: kick and snare of drums."""
    groups = {piece.group for piece in whole.of("source")}
    return bool(groups) and all({piece.group for piece in one.of("source")} <= groups for one in run)


def _is_plain(segment: Segment, article: bool) -> bool:
    """Whether a segment is one source, and says nothing of it but what the one before it does."""
    named = [piece.cls for piece in segment.pieces if piece.cls != "small"]
    return named == ["source"] and segment.begins("article") == article


def without(
    line: str, found: Sequence[Segment], at: int, requests: list[Request], gone: tuple[Request, ...]
) -> list[Request]:
    """The requests, the last one without some sources; "a version without strings" is a mix without them."""
    start = _named_before(found, at)
    if start is not None and not start.has(*CONTENT):
        words = [*start.pieces, *found[at].pieces]
        return [*requests, Request(text_of(line, words), kind="mix", role="master", minus=gone)]
    if not requests or start is None:
        return requests
    if [one.words for one in start.pieces[-2:]] == [("the",), ("one",)]:
        words = [*start.pieces[-2:], *found[at].pieces]
        return [*requests, Request(text_of(line, words), kind="mix", role="master", minus=gone)]
    last = requests[-1]
    text = text_of(line, [*(p for p in start.pieces if p.cls in CONTENT), *found[at].pieces])
    if last.group == "music" and not last.kind and len(last.source) == 1:
        last = replace(last, kind="mix", role="master", source=(), group="")
    if last.is_bare and last.kind == "track":
        last = replace(last, kind="mix", role="master")
    return [*requests[:-1], replace(last, minus=(*last.minus, *gone), text=text, bare_text=text)]
