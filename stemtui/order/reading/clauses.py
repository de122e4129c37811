"""The clauses of a message: which of them order something, and what is declined, excepted or only told.

A kind said once holds for its list ("drums, bass and vox stems"; "Stems:" over lines), a negation until
something asks again, and a clause that tells something orders nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stemtui.order.reading.listing import as_one, combined, marked_heads, with_kinds
from stemtui.order.reading.people import vocal_parts, without_names
from stemtui.order.reading.requests import Clauses, Request, merged
from stemtui.order.reading.segments import BULLET, CONTENT, Segment, segments, sentences
from stemtui.order.reading.tagging import Names, Piece, pieces
from stemtui.order.reading.wording import named, text_of

SILENT = frozenset(("small", "song", "pleasantry", "greeting", "closing", "wish", "verb"))
ONLY = frozenset(("just", "only", "nur", "solo", "solamente", "seulement", "soltanto"))
FINE = frozenset(
    ("fine", "good", "great", "works", "ok", "okay", "work", "do", "perfect", "super", "toll", "genial")
)
POINTING = frozenset(("those", "these", "them", "both", "it", "diese", "die", "quelli", "esos", "les"))
AS = frozenset(("as", "als", "come", "como", "comme"))
MOST_UNKNOWN = 2


@dataclass
class _Reader:
    """What has been read so far, line by line."""

    names: Names
    requests: list[Request] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    heading: str = ""
    context: str = ""
    everywhere: str = ""
    alone: str = ""
    spared: list[Request] = field(default_factory=list)
    mixing: bool = False
    after_closing: bool = False


def clauses(lines: Sequence[str], masked: Sequence[str], names: Names) -> Clauses:
    """What the lines of a message ask for; in `masked`, the wishes in them are blanked out."""
    reader = _Reader(names)
    for at, (line, bare) in enumerate(zip(lines, masked, strict=True)):
        following = next((one for one in masked[at + 1 :] if one.strip()), "")
        _line(reader, line, bare, following)
    return Clauses(
        tuple(merged(reader.requests)),
        tuple(reader.remarks),
        tuple(reader.unknown),
        reader.everywhere,
        reader.alone,
        tuple(reader.spared),
        reader.mixing,
    )


def _line(reader: _Reader, line: str, bare: str, following: str) -> None:
    bullet = BULLET.match(bare)
    if bullet:
        bare = " " * bullet.end() + bare[bullet.end() :]
    found = pieces(bare, reader.names)
    parts = sentences(found)
    if not parts:
        return
    kind = _heading(parts[0], following) if len(parts) == 1 else ""
    if kind:
        reader.heading = kind
    elif reader.heading and not bullet and not _is_item(found):
        reader.heading = ""
    begun = len(reader.requests)
    for sentence in parts:
        _sentence(reader, line, sentence, bullet is not None)
    if kind:
        heads = [replace(one, head=True) if one.is_bare else one for one in reader.requests[begun:]]
        reader.requests[begun:] = heads


def _is_item(found: Sequence[Piece]) -> bool:
    """Whether a line can be one of a list: short, naming something, asking nothing."""
    content = sum(piece.cls in CONTENT for piece in found)
    return bool(content) and not any(piece.cls in ("ask", "remark") for piece in found)


def _heading(sentence: Sequence[Piece], following: str) -> str:
    """The kind that a line says for those below it: "STEMS", "Mixes:", "4 stems -"."""
    kinds = {piece.value for piece in sentence if piece.cls == "kind"}
    other = {"source", "role", "loose", "unknown", "not", "except", "remark"}
    if len(kinds) != 1 or not following or any(piece.cls in other for piece in sentence):
        return ""
    asks = any(piece.cls == "ask" for piece in sentence)
    ends = sentence[-1].cls == "mark" and sentence[-1].value in (":", "-")
    return kinds.pop() if ends or not asks else ""


def _sentence(reader: _Reader, line: str, sentence: Sequence[Piece], bullet: bool) -> None:
    if any(piece.cls == "mixing" for piece in sentence):
        reader.mixing = True
    kept, reader.after_closing = without_names(sentence, reader.after_closing)
    found = segments(vocal_parts(kept))
    if _channels_alone(reader, found) or _says_again(reader, found):
        return
    if not _asks(reader, found, bullet):
        _tell(reader, line, found)
        return
    requests = combined(with_kinds(_requests(reader, line, found), reader.heading))
    mixing = any(piece.cls == "mixing" for piece in sentence)
    requests = [replace(one, mixing=mixing) for one in requests if not _is_for_all(reader, one)]
    reader.requests += _in_context(reader, requests)
    if any(
        one.is_bare and one.kind == "stem" and not (one.head or one.declined or one.excepted)
        for one in requests
    ):
        reader.context = "stem"


def _is_for_all(reader: _Reader, one: Request) -> bool:
    """Whether a request only says the channels of all others ("everything else stereo"), which are kept."""
    if one.loose not in ("everything", "rest") or not one.channels or one.kind or one.declined:
        return False
    reader.everywhere = one.channels
    return True


def _tell(reader: _Reader, line: str, found: Sequence[Segment]) -> None:
    """Keep a clause that orders nothing: as a remark where it names items, else its unknown words."""
    words = [piece for segment in found for piece in segment.pieces if piece.words]
    if any(segment.has(*CONTENT) for segment in found):
        reader.remarks.append(text_of(line, words))
    else:
        for segment in found:
            _list_unknown(reader, line, segment.of("unknown"))


def _channels_alone(reader: _Reader, found: Sequence[Segment]) -> bool:
    """Whether a sentence says nothing but mono or stereo ("mono please", "all in stereo")."""
    said = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    channels = {piece.value for piece in said if piece.cls == "channels"}
    others = [piece for piece in said if piece.cls not in ("channels", "every")]
    if len(channels) != 1 or any(piece.value not in ("everything", "files", "rest") for piece in others):
        return False
    if others or any(piece.cls == "every" for piece in said):
        reader.everywhere = channels.pop()
    else:
        reader.alone = channels.pop()
    return True


def _says_again(reader: _Reader, found: Sequence[Segment]) -> bool:
    """Whether a sentence only says the kind of what came before: "stems I mean"."""
    said = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    kinds = [piece for piece in said if piece.cls == "kind"]
    words = {word for segment in found for piece in segment.pieces for word in piece.words}
    meant = any(piece.value == "meant" for piece in said) or bool(POINTING & words and AS & words)
    if not (meant and kinds and all(piece.cls in ("kind", "put", "count", "every") for piece in said)):
        return False
    before = [one for one in reader.requests if one.source and not (one.kind or one.role)]
    reader.requests = [
        replace(one, kind=kinds[0].value, inferred=True) if one in before else one for one in reader.requests
    ]
    return bool(before)


def _asks(reader: _Reader, found: Sequence[Segment], bullet: bool) -> bool:
    """Whether a sentence orders something: it asks, declines, amends, or is a list and no statement."""
    every = [piece for segment in found for piece in segment.pieces]
    if bullet or reader.heading or any(one.before in ("ask", "not", "except", "minus") for one in found):
        return True
    if any(piece.cls == "behind" or _is_fine(piece) for piece in every):
        return True
    if any(piece.cls == "remark" for piece in every):
        return False
    if any(piece.cls == "channels" for piece in every):
        return True
    after_colon = any(segment.before == ":" and segment.has(*CONTENT) for segment in found)
    states = any(piece.has("verb") for piece in every)
    unknown = sum(piece.cls == "unknown" for piece in every)
    return after_colon or (not states and unknown <= MOST_UNKNOWN + sum(p.cls in CONTENT for p in every))


def _is_fine(piece: Piece) -> bool:
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
        if segment.before in ("ask", ":", "but") or only or any(map(_is_fine, segment.pieces)):
            self.declined = self.excepted = self.telling = False
            self.asked = self.asked or segment.before == "ask"
        elif segment.before in ("not", "except"):
            self.declined, self.excepted = segment.before == "not", segment.before == "except"
        elif segment.before == "-" or self._ends_exception(segment):
            self.declined = self.excepted = False
        self.telling = (self.telling or segment.has("remark")) and not self.asked

    def _ends_exception(self, segment: Segment) -> bool:
        """Whether a new item follows an exception: "all stems except drums, and the instrumental mix"."""
        return self.excepted and segment.before in (",", "and") and segment.has("role")


def _requests(reader: _Reader, line: str, found: Sequence[Segment]) -> list[Request]:
    """The requests of a sentence, in order; kinds said for a list are not handed on yet."""
    requests: list[Request] = []
    wet: list[str] = []
    stance = _Stance()
    for at, segment in enumerate(found):
        stance.at(segment)
        if segment.has("behind") and requests:
            requests = [replace(one, declined=True) for one in requests]
        elif stance.telling or _is_purpose(found, at, requests) or _is_told(reader, segment):
            if segment.has(*CONTENT):
                reader.remarks.append(text_of(line, segment.pieces))
        else:
            new = named(line, segment)
            _list_unknown(reader, line, new.unknown)
            if not (new.requests or requests):
                wet += [piece.value for piece in segment.of("wet")]
            elif new.requests and wet:
                first = replace(new.requests[0], wet=tuple(dict.fromkeys((*wet, *new.requests[0].wet))))
                new, wet = replace(new, requests=(first, *new.requests[1:])), []
            if new.requests and _is_part(segment, requests):
                requests = _in_parts(line, segment, requests, new.requests)
            elif segment.before == "except" and at and _is_for_each(found[at - 1]):
                reader.spared += new.requests
            elif segment.before == "minus":
                requests = _without(line, found, at, requests, new.requests)
            elif new.requests:
                requests += [
                    replace(one, declined=stance.declined, excepted=stance.excepted) for one in new.requests
                ]
                requests = marked_heads(requests, found[at + 1 :])
            elif not _stands_alone(reader, segment, requests):
                requests = _amended(requests, segment)
    return requests


def _stands_alone(reader: _Reader, segment: Segment, requests: Sequence[Request]) -> bool:
    """Whether a segment's mono or stereo is for all ("all mono"), or for nobody knows which ("..., mono please")."""
    channels = next((piece.value for piece in segment.of("channels")), "")
    if not channels:
        return False
    if segment.has("every"):
        reader.everywhere = channels
        return True
    items = [one for one in requests if not one.head]
    listed = segment.before == "," and len(items) > 1 and not items[-2].channels
    if listed:
        reader.alone = channels
    return listed


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


def _is_purpose(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """Whether a segment says what for: "For the mix on Thursday we need", "the instrumental for the drum cam"."""
    segment, after = found[at], found[at + 1 :]
    if not at and segment.has("role", "kind") and not segment.has("source"):
        version = (
            any(piece.value == "pass" for piece in segment.of("role")) and after and after[0].before == ":"
        )
        if version or (segment.before == "of" and any(one.before == "ask" for one in after)):
            return True
    if segment.before != "of" or not before or segment.has("kind") or not segment.has("source"):
        return False
    return bool(before[-1].role or (before[-1].source and before[-1].kind))


def _is_told(reader: _Reader, segment: Segment) -> bool:
    """Whether a segment names a source in passing: "in case the VO gets buried"."""
    aside = segment.before in ("", ",", "and") and not segment.has("kind", "role", "loose")
    return (
        aside and not reader.heading and segment.has("source") and len(segment.of("unknown")) >= MOST_UNKNOWN
    )


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
        ),
    ]


def _in_context(reader: _Reader, found: list[Request]) -> list[Request]:
    """Requests with the kind that an earlier sentence named: "I need stems. Drums, bass, vox."."""
    if not reader.context or any(one.kind for one in found) or not any(one.source for one in found):
        return found
    reader.requests = [
        replace(one, listed=True) if one.is_bare and one.kind == reader.context and not one.head else one
        for one in reader.requests
    ]
    return [replace(one, kind=reader.context, inferred=True) if one.source else one for one in found]


def _list_unknown(reader: _Reader, line: str, unknown: Sequence[Piece]) -> None:
    """Unknown words, those side by side as one."""
    run: list[Piece] = []
    for piece in unknown:
        if run and piece.start - run[-1].end > 1:
            reader.unknown.append(text_of(line, run))
            run = []
        run.append(piece)
    if run:
        reader.unknown.append(text_of(line, run))
