"""Words that stand for what was named before: "the drums are too loud, send a mix without them"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.pieces import NOTHING, Piece

NAMED = ("source", "role")
PLACES = ("last", "first", "second", "third")


def resolved(sentence: Sequence[Piece], before: Sequence[Request]) -> list[Piece]:
    """A sentence with the source that "without them" means: the last in it, or of those `before`."""
    kept = _pointed_at(sentence, before)
    for at in range(1, len(kept)):
        behind = kept[at - 1].has("except") or kept[at - 1].value in ("with", "keeps")
        behind = behind and at > 1 and kept[at - 2].cls != "mark"  # "..., without it the tagline falls flat"
        if behind and kept[at].words and kept[at].only_says("them"):
            kept[at] = _meant(kept[:at], before, kept[at])
        elif behind and kept[at].words and kept[at].only_says("either"):
            return _ones([*kept[:at], *_each(kept, at, before), *kept[at + 1 :]], before)
    return _ones(kept, before)


def _pointed_at(sentence: Sequence[Piece], before: Sequence[Request]) -> list[Piece]:
    """A sentence with the items before that "the former", "the latter" and "the second one" mean."""
    kept: list[Piece] = []
    if all(_place(piece, behind) is None for piece, behind in pairwise((*sentence, NOTHING))):
        return list(sentence)
    named_before = [_pieces_of(one) for one in before if one.topic and not one.declined]
    for at, (piece, behind) in enumerate(zip_longest(sentence, sentence[1:], fillvalue=NOTHING)):
        own = _items(sentence[:at])
        items = own if len(own) > 1 else [*named_before, *own]
        place = _place(piece, behind)
        own_kind = any(one.cls in ("kind", *NAMED) for one in _clause(kept))
        if place is None or own_kind or len(items) < 2 or not -len(items) <= place < len(items):
            kept.append(piece)
        else:
            kept += [replace(one, start=piece.start, end=piece.end) for one in items[place]]
    return kept


def _place(piece: Piece, behind: Piece) -> int | None:
    """Which of the things before a word stands for: 0 the first, -1 the last."""
    if piece.only_says("latter"):
        return -1
    if piece.only_says("former"):
        return -2
    if not behind.only_says("ones"):
        return None
    return next((place for place, name in enumerate(PLACES, -1) if piece.only_says(name)), None)


def _clause(said: Sequence[Piece]) -> list[Piece]:
    """What stands behind the last mark or "and"."""
    at = next((at for at, one in reversed([*enumerate(said)]) if one.cls in ("mark", "end", "join")), -1)
    return list(said[at + 1 :])


def _items(said: Sequence[Piece]) -> list[list[Piece]]:
    """The things that a sentence named, each with its kind where that stands behind it."""
    return [
        [one, after] if after.cls == "kind" else [one]
        for one, after in pairwise((*said, NOTHING))
        if one.cls in NAMED
    ]


def _pieces_of(one: Request) -> list[Piece]:
    """A request as the words for it."""
    cls, value = ("role", one.role) if one.role else ("source", one.group)
    named = Piece(cls, value, one.source or (one.text,), 0, 0, {cls: value}, group=one.group)
    return [named, Piece("kind", one.kind, (one.kind,), 0, 0, {"kind": one.kind})] if one.kind else [named]


def _each(sentence: Sequence[Piece], at: int, before: Sequence[Request]) -> list[Piece]:
    """Both of what other mixes were to be without, for "one without either"."""
    pronoun = sentence[at]
    gone = [
        (piece.words, piece.group)
        for left, piece in pairwise(sentence[:at])
        if left.has("except") and piece.cls == "source"
    ]
    gone = gone or [(each.source, each.group) for one in before for each in one.minus]
    found: list[Piece] = []
    for words, group in gone[-2:]:
        found += [replace(pronoun.acting("join", "and"), words=("and",))] if found else []
        found.append(replace(pronoun.acting("source", group), words=words, group=group))
    return found or [pronoun]


def _ones(sentence: Sequence[Piece], before: Sequence[Request]) -> list[Piece]:
    """A sentence with the kind that "one" means behind a source, or before what it is of: "the FX stems, and
    the BGVs one too", "a stem of the drums, another of the bass"."""
    kept = list(sentence)
    said = next((one for one in reversed(before) if one.kind in ("stem", "track")), None)
    kind = said.kind if said else ""
    for at, piece in enumerate(kept):
        if piece.cls == "kind":
            kind = piece.value if piece.value in ("stem", "track") else ""
        elif kind and at and kept[at - 1].cls == "source" and piece.words in (("one",), ("ones",)):
            kept[at] = replace(piece.acting("kind", kind), plural=piece.words == ("ones",))
        elif kind and at and piece.words in (("one",), ("another",)) and _is_of_a_source(kept[at + 1 :]):
            kept[at] = piece.acting("kind", kind)
    return kept


def _is_of_a_source(after: Sequence[Piece]) -> bool:
    """Whether "of the bass" or "for the bass" stands next."""
    following = [piece for piece in after[1:3] if piece.cls != "small"]
    return bool(after) and after[0].cls == "of" and [one.cls for one in following[:1]] == ["source"]


def _meant(named: Sequence[Piece], before: Sequence[Request], pronoun: Piece) -> Piece:
    """The piece for a pronoun, in its place; the pronoun where nothing was named."""
    source = next((piece for piece in reversed(named) if piece.cls == "source"), None)
    if source:
        return replace(source, start=pronoun.start, end=pronoun.end)
    told = next((one for one in reversed(before) if one.source), None)
    if not told:
        return pronoun
    senses = {"source": told.group}
    return replace(
        pronoun, cls="source", value=told.group, words=told.source, group=told.group, senses=senses
    )
