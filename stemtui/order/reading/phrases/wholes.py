"""What several words name as one thing: "a mix of only drums and bass", "the alt with the lead up"."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.words.pieces import NOTHING, Piece

BOTH = ["source", "and", "source"]


def alternates(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the alt with the lead up", or "the mix with the lead up" of a session that has a
    mix so called, is one mix of which that is said."""
    kept = list(sentence)
    for at, piece in enumerate(kept[:-2]):
        named = next((one for one in kept[at + 2 :] if one.cls != "small"), NOTHING)
        alt = piece.cls == "role" and piece.only_says("alternates")
        one = alt or (piece.cls == "kind" and piece.value == "mix" and not piece.plural)
        if not one or kept[at + 1].value not in ("with", "without"):
            continue
        if named.cls == "role" and named.value.startswith("mix."):
            kept[at : at + 2] = [piece.silent(), kept[at + 1].silent()]
        elif alt:
            kept[at] = piece.acting("kind", "mix")
    return kept


def clean_ones(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "clean a cappella" is a version of its own, and no second a cappella."""
    kept: list[Piece] = []
    for piece in sentence:
        before = kept[-1] if kept else NOTHING
        if piece.value == "a_cappella" and before.cls == "role" and before.value == "clean":
            words = (*before.words, *piece.words)
            kept[-1] = replace(piece.acting("role", "pass"), words=words, start=before.start)
        else:
            kept.append(piece)
    return kept


def only_of(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "a mix of only drums and bass", and "a drums and bass only mix", is one file that
    holds them and no more."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        if piece.cls != "kind" or piece.value != "mix" or piece.plural:
            continue
        behind = [one for one in kept[at + 1 : at + 5] if not one.only_says("definite")]
        said = [one.value if one.cls in ("join", "of") else one.cls for one in behind]
        if said[:1] in (["with"], ["of"]) and said[2:3] == ["source"] and behind[1].only_says("only"):
            kept[at] = piece.acting("put", "holder")
            only = kept.index(behind[1])
            kept[only] = kept[only].silent()
        elif at > 1 and kept[at - 1].only_says("only") and kept[at - 2].cls == "source":
            kept[at] = piece.acting("put", "together")
        elif [
            one.value if one.cls in ("join", "mark") else one.cls for one in kept[max(0, at - 3) : at]
        ] == BOTH:
            kept[at] = piece.acting("put", "together")  # "a drums and bass mix"
    return kept


def in_brackets_one(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "(one stem)" behind several sources wants them together."""
    kept = list(sentence)
    for at in range(len(kept) - 3):
        opens, one, kind, closes = kept[at : at + 4]
        single = one.value == "1" or one.only_says("single")
        told = opens.value == "(" and single and closes.value == ")"
        if told and kind.cls == "kind" and not kind.plural and any(p.cls == "source" for p in kept[:at]):
            kept[at + 1 : at + 3] = [replace(kind.acting("put", "together"), start=one.start)]
            return in_brackets_one(kept)
    return kept
