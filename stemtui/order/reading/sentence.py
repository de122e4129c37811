"""One sentence of a message: whether it orders something, only tells, or says more of what came before."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.conditions import conditioned
from stemtui.order.reading.contrasts import preferred, standing_against
from stemtui.order.reading.joining import requests_of
from stemtui.order.reading.listing import combined, with_kinds
from stemtui.order.reading.people import vocal_parts, without_names
from stemtui.order.reading.reader import Reader
from stemtui.order.reading.requests import Request
from stemtui.order.reading.segments import CONTENT, Segment, segments
from stemtui.order.reading.stance import is_fine
from stemtui.order.reading.tagging import Piece
from stemtui.order.reading.wording import named, text_of
from stemtui.order.words import words

SILENT = words("small song pleasantry greeting closing wish verb harmless")
POINTING = words("those these them both it diese die quelli esos les")
AS = words("as als come como comme")
MOST_UNKNOWN = 2


def read_sentence(reader: Reader, line: str, sentence: Sequence[Piece], bullet: bool) -> None:
    """Read one sentence of a line; `bullet` is whether the line is one of a list."""
    if any(piece.cls == "mixing" for piece in sentence):
        reader.mixing = True
    kept, reader.after_closing = without_names(sentence, reader.after_closing)
    found = segments(conditioned(preferred(vocal_parts(kept))))
    if _channels_alone(reader, found):
        return
    again = _before_not(found)
    if _says_again(reader, again):
        found = found[len(again) :]
    if not _asks(reader, found, bullet):
        _tell(reader, line, found)
        return
    requests = combined(with_kinds(standing_against(requests_of(reader, line, found)), reader.heading))
    mixing = any(piece.cls == "mixing" for piece in sentence)
    requests = [replace(one, mixing=mixing) for one in requests if not _is_for_all(reader, one)]
    requests = _in_context(reader, requests)
    reader.requests += requests
    if any(
        one.is_bare and one.kind == "stem" and not (one.head or one.declined or one.excepted)
        for one in requests
    ):
        reader.context = "stem"


def _is_for_all(reader: Reader, one: Request) -> bool:
    """Whether a request only says the channels of all others ("everything else stereo"), which are kept."""
    if one.loose not in ("everything", "rest") or not one.channels or one.kind or one.declined:
        return False
    reader.everywhere = one.channels
    return True


def _tell(reader: Reader, line: str, found: Sequence[Segment]) -> None:
    """Keep a clause that orders nothing: as a remark where it names items, else its unknown words."""
    spoken = [piece for segment in found for piece in segment.pieces if piece.words]
    if any(segment.has(*CONTENT) for segment in found):
        reader.remarks.append(text_of(line, spoken))
        reader.told = with_kinds([one for segment in found for one in named(line, segment).requests], "")
    else:
        for segment in found:
            reader.list_unknown(line, segment.of("unknown"))


def _channels_alone(reader: Reader, found: Sequence[Segment]) -> bool:
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


def _before_not(found: Sequence[Segment]) -> Sequence[Segment]:
    """The segments before the first that declines."""
    return found[: next((at for at, segment in enumerate(found) if segment.before == "not"), len(found))]


def _says_again(reader: Reader, found: Sequence[Segment]) -> bool:
    """Whether a sentence only says the kind of what came before: "stems I mean"."""
    said = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    kinds = [piece for piece in said if piece.cls == "kind"]
    every = {word for segment in found for piece in segment.pieces for word in piece.words}
    begins = bool(found) and bool(found[0].pieces) and bool(AS & set(found[0].pieces[0].words))
    meant = begins or any(piece.value == "meant" for piece in said) or bool(POINTING & every and AS & every)
    if not (meant and kinds and all(piece.cls in ("kind", "put", "count", "every") for piece in said)):
        return False
    before = [one for one in reader.requests if one.source and not (one.kind or one.role)]
    reader.requests = [
        replace(one, kind=kinds[0].value, inferred=True) if one in before else one for one in reader.requests
    ]
    return bool(before)


def _asks(reader: Reader, found: Sequence[Segment], bullet: bool) -> bool:
    """Whether a sentence orders something: it asks, declines, amends, or is a list and no statement."""
    every = [piece for segment in found for piece in segment.pieces]
    if bullet or reader.heading or any(one.before in ("ask", "not", "except", "minus") for one in found):
        return True
    if any(piece.cls == "behind" or is_fine(piece) for piece in every):
        return True
    if any(piece.cls in ("remark", "why") for piece in every):
        return False
    if any(piece.cls == "channels" for piece in every):
        return True
    after_colon = any(segment.before == ":" and segment.has(*CONTENT) for segment in found)
    states = any(piece.has("verb") for piece in every)
    unknown = sum(piece.cls == "unknown" for piece in every)
    return after_colon or (not states and unknown <= MOST_UNKNOWN + sum(p.cls in CONTENT for p in every))


def _in_context(reader: Reader, found: list[Request]) -> list[Request]:
    """Requests with the kind that an earlier sentence named: "I need stems. Drums, bass, vox."."""
    if not reader.context or any(one.kind for one in found) or not any(one.source for one in found):
        return found
    reader.requests = [
        replace(one, listed=True) if one.is_bare and one.kind == reader.context and not one.head else one
        for one in reader.requests
    ]
    return [replace(one, kind=reader.context, inferred=True) if one.source else one for one in found]
