"""Segments that order nothing: they say what for, describe, or name a source in passing."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.segments import ADDS, CONTENT, KEPT_EMPTY, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.labels import is_contents, is_label, is_told_behind
from stemtui.order.reading.wants.purposes import is_purpose
from stemtui.order.reading.wants.reader import Reader

MOST_ASIDE = 2


def is_aside(reader: Reader, found: Sequence[Segment], at: int, requests: Sequence[Request]) -> bool:
    """Whether a segment orders nothing: it says what for, describes, or names a source in passing."""
    if _is_about_them(found, at):
        return True
    if _permits(found[at]) or _is_on_a_document(found, at):
        return True
    if (_says_name(found[at]) or _explains(found, at)) and requests:
        return True
    if is_label(reader, found, at) or (requests and is_contents(reader, found, at)):
        return True
    if requests and is_told_behind(reader, found, at):
        return True
    described = is_description(found, at, requests, reader.heading.kind) or _says_all(found[at], requests)
    return described or is_purpose(found, at, requests) or _is_told(reader, found[at])


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
    if begin is None or not found[at].has("source"):
        return False
    if any(")" in (one.before, *one.passed) for one in found[begin : at + 1]):
        return False
    if any(one.head and one.source for one in requests):
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


def _permits(segment: Segment) -> bool:
    """Whether a segment only allows how a source is to come: "foley folded into effects is fine"."""
    put = next((at for at, one in enumerate(segment.pieces) if one.cls == "put" and one.says("into")), 0)
    sources = [at for at, piece in enumerate(segment.pieces) if piece.cls == "source"]
    return bool(put and sources) and sources[0] < put < sources[-1] and segment.has("fine")


def _is_on_a_document(found: Sequence[Segment], at: int) -> bool:
    """Whether brackets only say what a paper is about: "resend invoice 0231 (the drum stem)"."""
    outside = next((one for one in reversed(found[:at]) if not one.bracket), None)
    return (
        found[at].bracket and outside is not None and outside.says("document") and not outside.has(*CONTENT)
    )


def _explains(found: Sequence[Segment], at: int) -> bool:
    """Whether brackets behind a mix explain it: "TV track (that's everything minus lead, keep the BVs)"."""
    breaks = [segment.before for segment in found[: at + 1]]
    if "(" not in breaks or not found[at].bracket:
        return False
    begin = len(breaks) - 1 - breaks[::-1].index("(")
    described = next((one for one in reversed(found[:begin]) if one.has(*CONTENT)), None)
    mix = described is not None and described.has("role") and not any(p.plural for p in described.of("role"))
    end = next((i for i, one in enumerate(found) if i > at and one.before == ")"), len(found))
    inside = [piece for one in found[begin:end] for piece in one.pieces[1:]]
    defines = any(piece.words == ("means",) for piece in inside)
    return defines or (mix and any(one.begins("explaining") for one in found[begin : at + 1]))


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
    """Whether a segment in brackets says that all of what stands before is meant, or that it is of its kind:
    "drums (all mics)", "(that one really is a stem)"."""
    if segment.before != "(" or not before or segment.has("source", "role", "loose"):
        return False
    kinds = {kind.value for kind in segment.of("kind")}
    said = segment.has("every") or any(piece.says("is") for piece in segment.pieces)
    return bool(before[-1].source) and kinds == {before[-1].kind} and said


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
