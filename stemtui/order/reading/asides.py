"""Segments that order nothing: they say what for, describe, or name a source in passing."""

from collections.abc import Sequence

from stemtui.order.reading.reader import Reader
from stemtui.order.reading.requests import Request
from stemtui.order.reading.segments import ADDS, CONTENT, KEPT_EMPTY, Segment

MOST_ASIDE = 2


def is_aside(reader: Reader, found: Sequence[Segment], at: int, requests: Sequence[Request]) -> bool:
    """Whether a segment orders nothing: it says what for, describes, or names a source in passing."""
    if _is_about_them(found, at):
        return True
    if _says_name(found[at]) and requests:
        return True
    described = is_description(found, at, requests, reader.heading.kind) or _says_all(found[at], requests)
    return described or _is_purpose(found, at, requests) or _is_told(reader, found[at])


def _is_about_them(found: Sequence[Segment], at: int) -> bool:
    """Whether a sentence begins with what they do, or do it for: "we produce karaoke and would like ..."."""
    segment, before = found[at], found[:at]
    subject = segment.begins("we") or bool(segment.pieces and segment.pieces[0].words == ("to",))
    if (
        not (subject and segment.has("unknown"))
        or segment.before in KEPT_EMPTY
        or any(one.has(*CONTENT) for one in before)
    ):
        return False
    return any(one.before in ("ask", "not") for one in found[at + 1 :])


def is_description(found: Sequence[Segment], at: int, requests: Sequence[Request], heading: str) -> bool:
    """Whether a segment in brackets describes what stands before them: "strings stem (violins, cello)"."""
    breaks = [segment.before for segment in found[: at + 1]]
    begin = len(breaks) - 1 - breaks[::-1].index("(") if "(" in breaks else None
    if begin is None or ")" in breaks[begin:] or not found[at].has("source"):
        return False
    end = next((i for i, one in enumerate(found) if i > at and one.before == ")"), len(found))
    inside = found[begin:end]
    if any(one.has("kind", "role") or one.says("only", "apart") for one in inside):
        return False
    described = next((one for one in reversed(found[:begin]) if one.has(*CONTENT)), None)
    kinds = bool(heading) or any(one.kind or one.head for one in requests)
    if described is None:
        return False
    groups = {piece.group for piece in described.of("source")}
    same = groups == {piece.group for one in inside for piece in one.of("source")} and "" not in groups
    mix = any(not piece.plural for piece in described.of("role"))
    return mix or (described.has("source") and (kinds or same))


def _says_name(segment: Segment) -> bool:
    """Whether brackets only say what something is called: "(I believe it's called a TV mix)"."""
    return segment.bracket and segment.says("called") and segment.has("role")


def takes_apart(found: Sequence[Segment], at: int) -> bool:
    """Whether brackets begin that want a source in its parts: "guitars (acoustic and electric apart)"."""
    end = next((i for i, one in enumerate(found) if i > at and one.before == ")"), len(found))
    groups = {piece.group for one in found[at:end] for piece in one.of("source")}
    before = {piece.group for piece in found[at - 1].of("source")} if at else set()
    return (
        found[at].before == "("
        and any(one.says("apart") for one in found[at:end])
        and groups == before
        and "" not in groups
    )


def _says_all(segment: Segment, before: Sequence[Request]) -> bool:
    """Whether a segment in brackets says that all of what stands before is meant: "drums (all mics)"."""
    if segment.before != "(" or not before or segment.has("source", "role", "loose"):
        return False
    kinds = {kind.value for kind in segment.of("kind")}
    return bool(before[-1].source) and kinds == {before[-1].kind} and segment.has("every")


def _is_purpose(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """Whether a segment says what for: "For the mix on Thursday we need", "... for the drum cam"."""
    segment, after = found[at], found[at + 1 :]
    if segment.by and segment.by.says("for") and (_is_product(segment) or _is_place(segment)):
        return True
    if _goes_on_about(segment):
        return True
    if segment.by and segment.by.says("for") and _stands_alone(segment, after, before):
        return True
    if segment.by and segment.by.says("from") and not before and not segment.has("source", "role"):
        return True
    if not at and segment.has("role", "kind") and not segment.has("source"):
        product = any(piece.value == "pass" for piece in segment.of("role")) or segment.before == "of"
        version = product and segment.has("role") and after and after[0].before == ":"
        parted = any(one.plural and one.value != "mix" for one in segment.of("kind"))
        if version or (segment.before == "of" and not parted and any(one.before == "ask" for one in after)):
            return True
    if (
        not at
        and segment.before == "of"
        and _is_compound(segment)
        and any(one.before == "ask" for one in after)
    ):
        return True
    if segment.before == "of" and before and _is_the_mix(segment):
        return before[-1].kind in ("stem", "track")
    if segment.before != "of" or not before or segment.has("kind") or not segment.has("source"):
        return False
    if {",", "and"} & {*segment.passed} and not (segment.by and segment.by.says("for")):
        return False
    last = before[-1]
    same = bool(last.group) and last.group in [piece.group for piece in segment.of("source")]
    return bool(last.role or (last.source and (last.kind or same)))


def _goes_on_about(segment: Segment) -> bool:
    """Whether what others make of the song is only spoken of: "edit starts at 2"."""
    at = next((i for i, piece in enumerate(segment.pieces) if piece.value == "pass"), -1)
    alone = at == 0 and len(segment.pieces) > 1 and not segment.has("kind", "source", "loose", "moved")
    return alone and segment.before in ("", ",", ";") and not any(p.has("ask") for p in segment.pieces)


def _is_product(segment: Segment) -> bool:
    """Whether a segment names nothing but what somebody else makes of it: "for the cutdown"."""
    named = [piece for piece in segment.pieces if piece.cls in CONTENT]
    return bool(named) and all(piece.cls == "role" and piece.value == "pass" for piece in named)


def _stands_alone(segment: Segment, after: Sequence[Segment], before: Sequence[Request]) -> bool:
    """Whether a source says what for, before anything is asked: "for the press kit:"."""
    first = after[0].before if after else ""
    strange = segment.has("unknown") and segment.has("source") and not segment.has("kind", "loose")
    return strange and not before and first in (":", "ask")


def _is_place(segment: Segment) -> bool:
    """Whether what a mix is called is half of another word: "for a karaoke bar"."""
    at = next((i for i, piece in enumerate(segment.pieces) if piece.cls == "role"), len(segment.pieces))
    behind = segment.pieces[at + 1 : at + 2]
    return bool(behind) and behind[0].cls in ("unknown", "except") and not segment.has("kind", "source")


def _is_compound(segment: Segment) -> bool:
    """Whether a source is only the first half of another word: "for the adaptive music system"."""
    at = next((i for i, piece in enumerate(segment.pieces) if piece.cls == "source"), len(segment.pieces))
    return not segment.has("kind", "role") and any(
        piece.cls == "unknown" for piece in segment.pieces[at + 1 :]
    )


def _is_the_mix(segment: Segment) -> bool:
    """Whether a segment says only that something is of a mix: "the stems of that mix"."""
    kinds = segment.of("kind")
    alone = not segment.has("source", "role", "loose", "every", "count", "channels")
    return alone and bool(kinds) and all(kind.value == "mix" and not kind.plural for kind in kinds)


def _has_something(segment: Segment) -> bool:
    """Whether a segment says what something has: "mine has a click at the end"."""
    source = next(at for at, piece in enumerate(segment.pieces) if piece.cls == "source")
    return any(piece.only_says("having") for piece in segment.pieces[1:source])


def _is_told(reader: Reader, segment: Segment) -> bool:
    """Whether a segment names a source in passing: "in case the VO gets buried"."""
    aside = segment.before in ("", *ADDS, ")") and not segment.has("kind", "role", "loose")
    if aside and segment.has("source") and _has_something(segment):
        return True
    return (
        aside
        and not reader.heading.kind
        and segment.has("source")
        and len(segment.of("unknown")) >= MOST_ASIDE
    )
