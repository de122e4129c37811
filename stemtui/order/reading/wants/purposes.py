"""Segments that say what for, or of what, and order nothing: "for the cutdown", "the stems of that mix"."""

from collections.abc import Callable, Sequence

from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.requests import Request

Rule = Callable[[Sequence[Segment], int, Sequence[Request]], bool]


def is_purpose(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """Whether a segment says what for: "For the mix on Thursday we need", "... for the drum cam".

    `before` are the requests of the segments before it. One of `PURPOSES` is enough.
    """
    return any(rule(found, at, before) for rule in PURPOSES)


def _is_for_their_product(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "for the cutdown": it names nothing but what somebody else makes of the song."""
    named = [piece for piece in found[at].pieces if piece.cls in CONTENT]
    files = bool(before) and before[-1].loose == "files"  # "5 files for the radio version"
    theirs = ("pass", "clean") if files else ("pass",)
    made = bool(named) and all(piece.cls == "role" and piece.value in theirs for piece in named)
    return made and _by(found[at], "for")


def _is_for_a_place(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "for a karaoke bar": what a mix is called is half of another word."""
    pieces = found[at].pieces
    role = next((i for i, piece in enumerate(pieces) if piece.cls == "role"), len(pieces))
    half = any(piece.cls in ("unknown", "except") for piece in pieces[role + 1 : role + 2])
    return half and _by(found[at], "for") and not found[at].has("kind", "source")


def _is_of_their_product(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "edit starts at 2": what others make of the song is only spoken of."""
    segment = found[at]
    further = [piece for piece in segment.pieces[1:] if piece.cls != "count" and piece.words != ("x",)]
    begins = bool(segment.pieces) and segment.pieces[0].value == "pass" and bool(further)
    plain = not segment.has("kind", "source", "loose", "moved") and not any(
        piece.has("ask") for piece in segment.pieces
    )
    return begins and plain and segment.before in ("", ",", ";")


def _is_over_a_list(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "for the press kit:": words that nobody knows stand beside a source, before anything is asked."""
    segment, after = found[at], found[at + 1 :]
    strange = segment.has("unknown") and segment.has("source") and not segment.has("kind", "loose")
    opens = bool(after) and after[0].before in (":", "ask") and not before
    return strange and opens and _by(segment, "for")


def _is_from_somebody(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "from the mix studio": a kind names where it comes from, before anything is asked; so does "from the
    Margaritas session" anywhere."""
    session = found[at].has("loose") and not found[at].has("kind")
    return _by(found[at], "from") and (session or not before) and not found[at].has("source", "role")


def _opens_with_a_mix(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "For the mix on Thursday we need", "Edit, 30 seconds:": a mix or a version that opens the sentence."""
    segment, after = found[at], found[at + 1 :]
    if at or segment.has("source") or not segment.has("role", "kind"):
        return False
    made = any(piece.value == "pass" for piece in segment.of("role"))
    version = segment.has("role") and (made or segment.before == "of")
    parted = any(one.plural and one.value != "mix" for one in segment.of("kind"))
    over = bool(after) and after[0].before == ":"
    over = over and any(one.has(*CONTENT) for one in after)  # "Sting: end boards" is an item
    return (version and over) or (segment.before == "of" and not parted and _asks(after))


def _opens_with_half_a_word(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "For the adaptive music system we need": a source is only the first half of another word."""
    segment = found[at]
    source = next((i for i, piece in enumerate(segment.pieces) if piece.cls == "source"), len(segment.pieces))
    half = any(piece.cls == "unknown" for piece in segment.pieces[source + 1 :])
    opens = not at and segment.before == "of" and not segment.has("kind", "role")
    return opens and half and _asks(found[at + 1 :])


def _opens_before_items(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "Per le sequenze mi serve lo stem delle percussioni": whole items are asked for behind it."""
    segment = found[at]
    theirs = bool(segment.pieces) and segment.pieces[-1].only_says("we")  # "(for the Friday) tag we need"
    opens = not at and (_by(segment, "for") or theirs) and segment.has("source")
    opens = opens and not segment.has("kind", "role", "loose")
    asked = next((one for one in found[1:] if one.has(*CONTENT)), None)
    kinds = any(one.has("kind") for one in found[1:])
    whole = asked is not None and (asked.has("role") or (kinds and asked.has("source")))
    return opens and whole and _asks(found[1:])


def _is_of_the_mix(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "the stems of that mix": it only says that stems or tracks are of the mix."""
    segment = found[at]
    kinds = segment.of("kind")
    alone = not segment.has("source", "role", "loose", "every", "count", "channels")
    mix = bool(kinds) and all(kind.value == "mix" and not kind.plural for kind in kinds)
    print_of_it = at > 0 and found[at - 1].before == "ask" and not found[at - 1].pieces
    of_parts = bool(before) and before[-1].kind in ("stem", "track") and not print_of_it
    return segment.before == "of" and alone and mix and of_parts


def _is_for_a_source(found: Sequence[Segment], at: int, before: Sequence[Request]) -> bool:
    """ "the instrumental for the drum cam": a source behind an item that has its kind, or is of its group."""
    segment, last = found[at], before[-1] if before else None
    if segment.before != "of" or last is None or segment.has("kind") or not segment.has("source"):
        return False
    if {",", "and"} & {*segment.passed} and not _by(segment, "for"):
        return False
    same = bool(last.group) and last.group in [piece.group for piece in segment.of("source")]
    headed = _by(segment, "for") and any(one.head and one.kind for one in before)
    return bool(last.role or (last.source and (last.kind or same or headed)))


PURPOSES: tuple[Rule, ...] = (
    _is_for_their_product,
    _is_for_a_place,
    _is_of_their_product,
    _is_over_a_list,
    _is_from_somebody,
    _opens_with_a_mix,
    _opens_with_half_a_word,
    _opens_before_items,
    _is_of_the_mix,
    _is_for_a_source,
)


def _by(segment: Segment, name: str) -> bool:
    """Whether the word before a segment is in a list."""
    return segment.by is not None and segment.by.says(name)


def _asks(after: Sequence[Segment]) -> bool:
    return any(one.before == "ask" for one in after)
