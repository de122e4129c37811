"""Points of a list of stems that say more than one name: what a stem holds, and what only gathers stems."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.segments import ADDS, Segment
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.lexicon import canon
from stemtui.order.reading.words.pieces import Names, Piece

MARKS = ("-", ":", "(")
# What a remark is made of that says nothing of how an item is to come.
TOLD = frozenset(("unknown", "small", "song", "harmless", "verb", "remark", "pleasantry", "why"))


def is_contents(reader: Reader, found: Sequence[Segment], at: int) -> bool:
    """Whether a segment says what is in the stem before it: "Keys: piano, organ", "drum stem (all mics)"."""
    start = next((i for i in range(at, 0, -1) if found[i].before in MARKS), 0)
    if start != 1 or not _is_one_stem(reader, found[0]):
        return False
    if found[1].before == "(" and any(")" in (one.before, *one.passed) for one in found[2 : at + 1]):
        return False
    inside = found[1:] if found[1].before != "(" else _in_brackets(found)
    if any(one.before not in (*MARKS[:2], *ADDS, "(", ",", "of", "") for one in inside):
        return False
    if any(one.has("role", "ask", "wet") or _is_other_stem(one) or one.says("apart") for one in inside):
        return False
    every = any(one.has("every") or one.has("loose") or _gathers(one) for one in inside)
    own = canon(found[0].of("source")[0].words)
    sources = [piece for one in inside for piece in one.of("source") if canon(piece.words) != own]
    if any(_is_stem(piece, reader.names) for piece in sources):
        return False
    tracks = any(piece.plural for one in inside for piece in one.of("kind"))
    return every or (bool(sources) and not tracks)


def is_told_behind(reader: Reader, found: Sequence[Segment], at: int) -> bool:
    """Whether a segment behind a mark names nothing, in a point of a list: "Strings: why we signed"."""
    start = next((i for i in range(at, 0, -1) if found[i].before in MARKS[:2]), 0)
    item = reader.heading.kind in ("stem", "track") and found[0].has("source") and not found[0].has("role")
    if start != 1 or not item:
        return False
    return all(piece.cls in TOLD for one in found[1:] for piece in one.pieces) and found[at].has("unknown")


def is_label(reader: Reader, found: Sequence[Segment], at: int) -> bool:
    """Whether a segment only gathers the stems behind it: "Rhythm section: drums, percussion, bass"."""
    if at or reader.heading.kind != "stem" or len(found) < 3 or found[1].before not in MARKS[:2]:
        return False
    label, listed = found[0].of("source"), [piece for one in found[1:] for piece in one.of("source")]
    if found[0].has("kind", "role") or any(_is_stem(piece, reader.names) for piece in label):
        return False
    return len(listed) > 1 and all(_is_stem(piece, reader.names) for piece in listed)


def _is_one_stem(reader: Reader, segment: Segment) -> bool:
    """Whether a segment names one stem and no more."""
    sources, kinds = segment.of("source"), segment.of("kind")
    stem = any(one.value == "stem" and not one.plural for one in kinds) or (
        not kinds and reader.heading.kind == "stem"
    )
    return len(sources) == 1 and stem and not segment.has("role", "loose")


def _in_brackets(found: Sequence[Segment]) -> list[Segment]:
    end = next((i for i, one in enumerate(found) if i > 1 and ")" in (one.before, *one.passed)), len(found))
    return list(found[1:end])


def _is_other_stem(segment: Segment) -> bool:
    return any(piece.value == "stem" for piece in segment.of("kind"))


def _gathers(segment: Segment) -> bool:
    return any(piece.value == "together" for piece in segment.of("put"))


def _is_stem(piece: Piece, names: Names) -> bool:
    """Whether words are what a stem of the session is called."""
    return canon(piece.words) in names.stems
