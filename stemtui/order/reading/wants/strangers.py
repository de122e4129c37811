"""Names that nobody knows, where they stand as names do: before a kind, or in a list of stems."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.segments import BULLET, CONTENT, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.pieces import Piece

TIES = ("_", "-")
MOST_WORDS = 3


def unknown_names(line: str, segment: Segment) -> list[Piece]:
    """Unknown words directly before a kind, tied to it, or behind one of it: a name that this session does
    not have ("flumph stem", "STEM_Flumph", "la piste flumph")."""
    at = next(i for i, piece in enumerate(segment.pieces) if piece.cls == "kind")
    behind = segment.pieces[at + 1 : at + 2]
    if behind and behind[0].cls == "unknown" and line[segment.pieces[at].end : behind[0].start] in TIES:
        return [behind[0]]
    found: list[Piece] = []
    while at and segment.pieces[at - 1].cls == "unknown":
        at -= 1
        found.insert(0, segment.pieces[at])
    return found or _named_behind(line, segment)


def _named_behind(line: str, segment: Segment) -> list[Piece]:
    """The unknown words that a segment ends with behind one of a kind, as Romance languages name a thing;
    with a capital letter also in others ("the stem Flumph")."""
    at = next(i for i, piece in enumerate(segment.pieces) if piece.cls == "kind")
    kind, found = segment.pieces[at], list(segment.pieces[at + 1 :])
    unknown = 0 < len(found) <= MOST_WORDS and all(piece.cls == "unknown" for piece in found)
    asked = segment.before in ("ask", ",", "and") or (at == 0 and BULLET.match(line))
    named = unknown and (kind.says("romance_kind") or (asked and line[found[0].start].isupper()))
    return found if named and not kind.plural else []


def is_strange(found: Sequence[Piece]) -> bool:
    """Whether a line is nothing but a few words that nobody knows: "Ocean waves"."""
    said = [piece for piece in found if piece.words and piece.cls != "small"]
    return 0 < len(said) <= MOST_WORDS and all(piece.cls == "unknown" for piece in said)


def point(reader: Reader, line: str, found: Sequence[Piece]) -> list[Request]:
    """What a point of a list of stems or tracks names that nobody knows: it is asked about, and is no
    more listed as not understood."""
    if not is_strange(found) or reader.heading.kind not in ("stem", "track") or reader.declining:
        return []
    said = [piece for piece in found if piece.words and piece.cls != "small"]
    text = text_of(line, said)
    if text in reader.unknown:
        reader.unknown.remove(text)
    words = tuple(word for piece in said for word in piece.words)
    return [Request(text, kind=reader.heading.kind, source=words, inferred=True)]


def unknown_in_list(
    line: str, found: Sequence[Segment], at: int, requests: Sequence[Request], context: str
) -> tuple[Request, ...]:
    """A name that nobody knows, where it stands in a list of stems: "Stems: Drums, Flumph, Bass".

    `context` is the kind that a sentence before said: behind a colon, a list is of that.
    """
    pieces = [piece for piece in found[at].pieces if piece.cls != "small"]
    colon = any(one.before == ":" for one in found[: at + 1])
    over = any(one.head for one in requests[:1]) or (context == "stem" and colon)
    kinds = [kind for one in found[at:] for kind in one.of("kind")]
    under = any(kind.value == "stem" and kind.plural for kind in kinds)
    listed = found[at].before in (",", ":", "and") and (over or under)
    before = found[max(0, at - 1) : at] if found[at].before != ":" else []
    beside = [*before, *found[at + 1 : at + 2]]
    if not listed or not all(one.cls == "unknown" for one in pieces) or len(pieces) not in (1, 2):
        return ()
    if not all(one.has(*CONTENT) and not one.has("behind") for one in beside):
        return ()
    text = text_of(line, pieces)
    if not (over or text.isupper()):
        return ()
    return (Request(text, source=tuple(word for piece in pieces for word in piece.words)),)
