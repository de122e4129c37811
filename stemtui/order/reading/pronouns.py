"""Words that stand for a source named before: "the drums are too loud, send a mix without them"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stemtui.order.reading.requests import Request
from stemtui.order.reading.tagging import Piece


def resolved(sentence: Sequence[Piece], before: Sequence[Request]) -> list[Piece]:
    """A sentence with the source that "without them" means: the last in it, or of those `before`."""
    kept = list(sentence)
    for at in range(1, len(kept)):
        behind = kept[at - 1].has("except") or kept[at - 1].value in ("with", "keeps")
        behind = behind and at > 1 and kept[at - 2].cls != "mark"  # "..., without it the tagline falls flat"
        if behind and kept[at].words and kept[at].only_says("them"):
            kept[at] = _meant(kept[:at], before, kept[at])
        elif behind and kept[at].words and kept[at].only_says("either"):
            return _ones([*kept[:at], *_each(kept, at, before), *kept[at + 1 :]], before)
    return _ones(kept, before)


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
    """A sentence with the kind that "one" behind a source means: "the FX stems, and the BGVs one too"."""
    kept = list(sentence)
    said = next((one for one in reversed(before) if one.kind in ("stem", "track")), None)
    kind = said.kind if said else ""
    for at, piece in enumerate(kept):
        if piece.cls == "kind":
            kind = piece.value if piece.value in ("stem", "track") else ""
        elif kind and at and kept[at - 1].cls == "source" and piece.words in (("one",), ("ones",)):
            kept[at] = replace(piece.acting("kind", kind), plural=piece.words == ("ones",))
    return kept


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
