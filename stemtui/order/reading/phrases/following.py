"""What follows a word in a sentence: an item with its kind, a place to put it, what it is only like."""

from collections.abc import Sequence
from itertools import takewhile

from stemtui.order.reading.phrases.segments import CONTENT, is_polite
from stemtui.order.reading.words.pieces import Piece


def until_mark(after: Sequence[Piece]) -> list[Piece]:
    """The pieces up to the next mark."""
    return list(takewhile(lambda one: one.cls != "mark", after))


def names_something(after: Sequence[Piece]) -> bool:
    """Whether anything is named before the next mark."""
    return any(one.cls in CONTENT for one in until_mark(after))


def is_an_item(after: Sequence[Piece]) -> bool:
    """Whether a stem or a track follows at once, with its kind."""
    return [one.cls for one in after[:2]] == ["source", "kind"]


def is_compared(piece: Piece, after: Sequence[Piece]) -> bool:
    """Whether something else follows that an item is only to be like: "cut as the drum stem"."""
    following = next((at for at, one in enumerate(after) if one.cls != "small"), len(after))
    named = [one.cls for one in after[following : following + 2]]
    return piece.words == ("as",) and named == ["source", "kind"]


def is_item_of(why: Piece, after: Sequence[Piece]) -> bool:
    """Whether an item with its kind follows, of which nothing is told: "so the guitar stem as well"."""
    if why.words[0] != "so":
        return False
    words = list(
        takewhile(lambda piece: piece.cls not in ("mark", "join", "end") and not is_polite(piece), after)
    )
    aside = ("by itself", "by themselves", "on its own", "on their own", "alone")
    ends = next(
        (p.cls for p in reversed(words) if p.cls != "channels" and " ".join(p.words) not in aside), ""
    )
    named = any(piece.cls in ("source", "role") for piece in words[:2]) and ends in ("kind", "role")
    return named and not any(piece.cls == "unknown" or piece.has("verb") for piece in words)


def says_where(after: Sequence[Piece]) -> bool:
    """Whether a place to put things follows: "drop all four stems in the folder"."""
    return any(
        piece.words[:1] in (("in",), ("into",), ("over",), ("off",), ("to",), ("on",))
        and piece.cls != "channels"
        for piece in after
    )


def is_but(piece: Piece, after: Sequence[Piece]) -> bool:
    """Whether a word for "but" in another language leads to an item with its kind."""
    item = [one.cls for one in after[:3] if one.cls != "small"][:2]
    return piece.cls == "small" and piece.only_says("but") and {*item} in ({"source", "kind"}, {"role"})
