"""Which pieces of a line stand for one source, and the client's own words for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.lexicon import canon, lexicon
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.words import PIECES

QUOTES = ('"', "”", "“", "»")


def side_by_side(sources: Sequence[Piece]) -> list[list[Piece]]:
    """Sources side by side: those of one group are one ("lead vox double"), whole groups stand alone."""
    found: list[list[Piece]] = []
    for piece in sources:
        before = found[-1][-1] if found else None
        apart = before and (_are_wholes(before, piece) or _are_pieces(before, piece))
        if before and not apart:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _are_wholes(one: Piece, other: Piece) -> bool:
    whole = lexicon().whole
    return one.words in whole and other.words in whole and one.group != other.group


def _are_pieces(one: Piece, other: Piece) -> bool:
    """Whether two words name different pieces of a kit: "kick snare"."""
    first, second = (_piece(piece) for piece in (one, other))
    return bool(first and second and first != second)


def _piece(piece: Piece) -> str:
    words = set(canon(piece.words)) if len(piece.words) == 1 else set()
    return next((name for name, spelt in PIECES.items() if name != "808" and words & spelt), "")


def words_of(sources: Iterable[Piece]) -> tuple[str, ...]:
    """The words of some sources."""
    return tuple(word for piece in sources for word in piece.words)


def group_of(sources: Sequence[Piece]) -> str:
    """The group that the first of some sources suggests that suggests one."""
    return next((piece.group for piece in sources if piece.group), "")


def in_their_words(line: str, found: Sequence[Request]) -> list[Request]:
    """The requests, each with the kind that stands before it as they wrote both: "stem de batería"."""
    kept = list(found)
    for at, (head, one) in enumerate(pairwise(found), 1):
        if head.is_bare and head.head and not head.plural and one.inferred and one.source and one.text:
            said = re.escape(head.text) + r"\s+(?:\w+[\s'’]+){1,2}?" + re.escape(one.text)
            if written := re.search(said, line):
                kept[at] = replace(one, text=" ".join(written[0].split()))
    return kept


def text_of(line: str, found: Sequence[Piece]) -> str:
    """The client's own words, from the first of these pieces to the last."""
    placed = sorted((piece for piece in found if piece.end > piece.start), key=lambda piece: piece.start)
    if not placed:
        return ""
    end = placed[-1].end
    text = " ".join(line[placed[0].start : end].split())
    closes = line[end : end + 1] if line[end : end + 1] in QUOTES and _is_open(text) else ""
    return text + closes + ")" * (text.count("(") - text.count(")"))


def _is_open(text: str) -> bool:
    """Whether a quotation begins in a text, and does not end in it."""
    return text.count('"') % 2 == 1 or any(
        text.count(one) > text.count(end) for one, end in ("“”", "„“", "«»")
    )
