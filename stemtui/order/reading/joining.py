"""The segments of a sentence as requests: what each asks for, declines, leaves out, or adds to the last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stemtui.order.reading.listing import as_one, marked_heads
from stemtui.order.reading.reader import Reader
from stemtui.order.reading.requests import Request
from stemtui.order.reading.segments import CONTENT, Segment
from stemtui.order.reading.tagging import Piece
from stemtui.order.reading.wording import named, text_of

ONLY = frozenset(("just", "only", "nur", "solo", "solamente", "seulement", "soltanto"))
FINE = frozenset(
    ("fine", "good", "great", "works", "ok", "okay", "work", "do", "perfect", "super", "toll", "genial")
)
IN = frozenset(("in", "on", "im", "nell", "en", "dans", "na", "no"))
WHY = frozenset(("because", "since", "weil", "perche", "porque", "parce"))
MOST_ASIDE = 2


def is_fine(piece: Piece) -> bool:
    """Whether words say that something would do: "are fine", "would be great", "works for us"."""
    return piece.cls == "pleasantry" and len(piece.words) > 1 and bool(FINE & set(piece.words))


@dataclass
class _Stance:
    """What the segments of a sentence do to the items in them, from one break to the next."""

    declined: bool = False
    excepted: bool = False
    telling: bool = False
    asked: bool = False

    def at(self, segment: Segment) -> None:
        """Move on to a segment."""
        only = any(set(piece.words) & ONLY for piece in segment.pieces[:2])
        if segment.before in ("ask", ":", "but") or only or any(map(is_fine, segment.pieces)):
            self.declined = self.excepted = self.telling = False
            self.asked = self.asked or segment.before == "ask"
        elif segment.before in ("not", "except"):
            self.declined, self.excepted = segment.before == "not", segment.before == "except"
        elif segment.before in ("-", ")") or self._ends_exception(segment):
            self.declined = self.excepted = False
        if any(set(piece.words) & WHY for piece in segment.pieces):
            self.telling, self.asked = True, False
        self.telling = (self.telling or segment.has("remark")) and not self.asked

    def _ends_exception(self, segment: Segment) -> bool:
        """Whether a new item follows an exception: "all stems except drums, and the instrumental mix"."""
        is_mix = segment.has("role") or any(kind.value == "mix" for kind in segment.of("kind"))
        return self.excepted and segment.before in (",", "and") and is_mix


def requests_of(reader: Reader, line: str, found: Sequence[Segment]) -> list[Request]:
    """The requests of a sentence, in order; kinds said for a list are not handed on yet."""
    requests: list[Request] = []
    wet: tuple[str, ...] = ()
    stance = _Stance()
    for at, segment in enumerate(found):
        stance.at(segment)
        if segment.has("behind"):
            requests = _declined_behind(line, found, at, requests)
        elif stance.telling or _is_aside(reader, found, at, requests):
            if segment.has(*CONTENT):
                reader.remarks.append(text_of(line, segment.pieces))
        else:
            named_here = named(line, segment)
            reader.list_unknown(line, named_here.unknown)
            new = named_here.requests
            if new and wet:
                new, wet = (replace(new[0], wet=tuple(dict.fromkeys((*wet, *new[0].wet)))), *new[1:]), ()
            elif not (new or requests):
                wet = (*wet, *(piece.value for piece in segment.of("wet")))
            requests = _with_segment(reader, line, found, at, requests, new, stance)
    return requests


def _with_segment(
    reader: Reader,
    line: str,
    found: Sequence[Segment],
    at: int,
    requests: list[Request],
    new: tuple[Request, ...],
    stance: _Stance,
) -> list[Request]:
    """The requests with those of one more segment, or with what that says of the last one."""
    segment = found[at]
    if new and _denies_part(segment):
        return [*requests, _denied_part(line, segment, new)]
    if new and _is_part(segment, requests):
        return _in_parts(line, segment, requests, new)
    if segment.before == "except" and at and _is_for_each(found[at - 1]):
        reader.spared += new
        return requests
    if segment.before == "both" and requests:
        text = f"{requests[-1].text} without {' and '.join(one.text for one in new)}"
        return [*requests, replace(requests[-1], minus=new, text=text, bare_text=text)]
    if segment.before == "minus":
        return _without(line, found, at, requests, new)
    if new:
        if segment.before == "incl" and requests and requests[-1].is_bare:
            new = tuple(replace(one, kind=one.kind or requests[-1].kind, inferred=True) for one in new)
        stands = [replace(one, declined=stance.declined, excepted=stance.excepted) for one in new]
        return marked_heads([*requests, *stands], found[at + 1 :])
    return requests if _stands_alone(reader, segment, requests) else _amended(requests, segment)


def _stands_alone(reader: Reader, segment: Segment, requests: Sequence[Request]) -> bool:
    """Whether a segment's mono or stereo is for all ("all mono"), or for nobody knows which."""
    channels = next((piece.value for piece in segment.of("channels")), "")
    if not channels:
        return False
    if segment.has("every"):
        reader.everywhere = channels
        return True
    items = [one for one in requests if not (one.head or one.is_bare)]
    listed = segment.before == "," and len(items) > 1 and not items[-2].channels
    if listed:
        reader.alone = channels
    return listed


def _denies_part(segment: Segment) -> bool:
    """Whether a segment wants a mix without something: "no drums in the instrumental"."""
    inside = {word for piece in segment.pieces for word in piece.words} & IN
    return segment.before == "not" and segment.has("role") and segment.has("source") and bool(inside)


def _denied_part(line: str, segment: Segment, new: Sequence[Request]) -> Request:
    gone = tuple(one for one in new if one.source)
    mix = next(one for one in new if one.role)
    return replace(mix, text=f"no {text_of(line, segment.pieces)}", minus=gone)


def _is_part(segment: Segment, requests: Sequence[Request]) -> bool:
    """Whether a segment names a part of the request before it."""
    if not requests or requests[-1].is_bare:
        return False
    more = requests[-1].split and segment.before in (",", "and") and not segment.has("kind", "role")
    return more or segment.before in ("split", "incl")


def _is_for_each(segment: Segment) -> bool:
    """Whether a segment gives all items their channels: "all mono"."""
    return segment.has("channels") and segment.has("every") and not segment.has(*CONTENT)


def _in_parts(
    line: str, segment: Segment, requests: list[Request], parts: tuple[Request, ...]
) -> list[Request]:
    """The requests, the last one with its parts: "drums split into kick and snare", "SFX including foley"."""
    last = requests[-1]
    text = f"{last.text} {line[segment.pieces[0].start : segment.pieces[-1].end]}"
    if last.role:
        return [*requests[:-1], replace(last, role="pass", text=text)]
    if segment.before == "split" or last.split:
        return [*requests[:-1], replace(last, split=True, parts=(*last.parts, *parts))]
    return [*requests[:-1], as_one([*(last.parts or (last,)), *parts])]


def _declined_behind(
    line: str, found: Sequence[Segment], at: int, requests: Sequence[Request]
) -> list[Request]:
    """The requests, those declined of which words behind them say so: "the tracks are not needed"."""
    new = [replace(one, declined=True) for one in named(line, found[at]).requests]
    joined = at if new else at - 1
    while joined > 0 and not found[joined].has(*CONTENT):
        joined -= 1
    while joined > 0 and found[joined].before in ("and", "or"):
        joined -= 1
    before = {one.text for segment in found[joined:at] for one in named(line, segment).requests}
    return [*(replace(one, declined=one.declined or one.text in before) for one in requests), *new]


def _is_aside(reader: Reader, found: Sequence[Segment], at: int, requests: Sequence[Request]) -> bool:
    """Whether a segment orders nothing: it says what for, describes, or names a source in passing."""
    described = _is_description(found, at, requests) or _says_all(found[at], requests)
    return described or _is_purpose(found, at, requests) or _is_told(reader, found[at])


def _is_description(found: Sequence[Segment], at: int, requests: Sequence[Request]) -> bool:
    """Whether a segment in brackets describes what stands before them: "strings stem (violins, cello)"."""
    breaks = [segment.before for segment in found[: at + 1]]
    begin = len(breaks) - 1 - breaks[::-1].index("(") if "(" in breaks else None
    if (
        begin is None
        or ")" in breaks[begin:]
        or any(one.has("kind", "role") for one in found[begin : at + 1])
    ):
        return False
    if any(set(piece.words) & ONLY for piece in found[begin].pieces) or not found[at].has("source"):
        return False
    described = next((one for one in reversed(found[:begin]) if one.has(*CONTENT)), None)
    kinds = any(one.kind or one.head for one in requests)
    return described is not None and described.has("source") and kinds


def _says_all(segment: Segment, before: Sequence[Request]) -> bool:
    """Whether a segment in brackets says that all of what stands before is meant: "drums (all mics)"."""
    if segment.before != "(" or not before or segment.has("source", "role", "loose"):
        return False
    kinds = {kind.value for kind in segment.of("kind")}
    return bool(before[-1].source) and kinds == {before[-1].kind} and segment.has("every")


def _is_purpose(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """Whether a segment says what for: "For the mix on Thursday we need", "... for the drum cam"."""
    segment, after = found[at], found[at + 1 :]
    if not at and segment.has("role", "kind") and not segment.has("source"):
        version = (
            any(piece.value == "pass" for piece in segment.of("role")) and after and after[0].before == ":"
        )
        if version or (segment.before == "of" and any(one.before == "ask" for one in after)):
            return True
    if segment.before == "of" and before and _is_the_mix(segment):
        return before[-1].kind in ("stem", "track")
    if segment.before != "of" or not before or segment.has("kind") or not segment.has("source"):
        return False
    last = before[-1]
    same = bool(last.group) and last.group in [piece.group for piece in segment.of("source")]
    return bool(last.role or (last.source and (last.kind or same)))


def _is_the_mix(segment: Segment) -> bool:
    """Whether a segment says only that something is of a mix: "the stems of that mix"."""
    kinds = segment.of("kind")
    alone = not segment.has("source", "role", "loose", "every", "count", "channels")
    return alone and bool(kinds) and all(kind.value == "mix" and not kind.plural for kind in kinds)


def _is_told(reader: Reader, segment: Segment) -> bool:
    """Whether a segment names a source in passing: "in case the VO gets buried"."""
    aside = segment.before in ("", ",", "and", ")") and not segment.has("kind", "role", "loose")
    return aside and not reader.heading and segment.has("source") and len(segment.of("unknown")) >= MOST_ASIDE


def _without(
    line: str, found: Sequence[Segment], at: int, requests: list[Request], gone: tuple[Request, ...]
) -> list[Request]:
    """The requests, the last one without some sources; "a version without strings" is a mix without them."""
    start = found[at - 1] if at else None
    if start is not None and not start.has(*CONTENT):
        words = [*start.pieces, *found[at].pieces]
        return [*requests, Request(text_of(line, words), kind="mix", role="master", minus=gone)]
    if not requests or start is None:
        return requests
    last = requests[-1]
    text = text_of(line, [*(p for p in start.pieces if p.cls in CONTENT), *found[at].pieces])
    return [*requests[:-1], replace(last, minus=(*last.minus, *gone), text=text, bare_text=text)]


def _amended(requests: list[Request], segment: Segment) -> list[Request]:
    """The requests, the last one with what more is said of it: "(mono)", "- stereo please", "dry and wet"."""
    channels = next((piece.value for piece in segment.of("channels")), "")
    wet = tuple(piece.value for piece in segment.of("wet"))
    together = any(piece.value == "together" for piece in segment.of("put"))
    if not requests:
        return [Request("", together=True)] if together else requests
    last = requests[-1]
    if segment.before in (",", "and") and last.numbers and segment.of("count"):
        numbers = tuple(int(piece.value) for piece in segment.of("count"))
        return [*requests[:-1], replace(last, numbers=(*last.numbers, *numbers))]
    if last.split and segment.before in (",", "and"):
        return requests
    return [
        *requests[:-1],
        replace(
            last,
            channels=channels or last.channels,
            wet=tuple(dict.fromkeys((*last.wet, *wet))),
            together=last.together or together,
            single=last.single or (together and segment.before == "("),
            every=last.every
            or (next((piece.value for piece in segment.of("every")), "") if last.is_bare else ""),
        ),
    ]
