"""Words that mean something else in the language that their line is written in: "das Label hat mich"."""

from collections.abc import Sequence
from itertools import pairwise

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import NOTHING, Piece

FEWEST = 2
# What stands before an item of a list, which is one in any language: "Kick, Snare und Hat".
BEFORE_AN_ITEM = frozenset(("mark", "join", "source", "kind", "ask", "count", "not"))


def in_its_language(found: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line, those that are other words in its language as these."""
    others = lexicon().elsewhere.get(_language(found), {})
    return [
        piece.acting(others[piece.words])
        if piece.words in others and not _is_listed(before, piece)
        else piece
        for before, piece in pairwise((NOTHING, *found))
    ]


def _is_listed(before: Piece, piece: Piece) -> bool:
    """Whether a source stands where one of a list does."""
    return piece.cls == "source" and (before.cls in BEFORE_AN_ITEM or before.says("article"))


def _language(found: Sequence[Piece]) -> str:
    """The language that most of the small words of a line are of; "" where that is not clear."""
    said = {word for piece in found for word in piece.words}
    known = {name: len(said & words) for name, words in lexicon().spoken.items()}
    first, second = sorted(known, key=known.__getitem__)[:-3:-1]
    return first if known[first] >= FEWEST and known[first] > known[second] else ""
