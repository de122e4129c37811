"""What stands behind the name of a mix, and only says what that is: "Instrumental (no vocals)"."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece

OPENS = ("(", "-", ":")
# What keeps its meaning in a gloss: how the mix is to come.
KEPT = frozenset(("channels", "wet", "mark"))
# What no gloss holds: it asks for something, or says when it is wanted.
MORE = frozenset(("ask", "given", "doubt", "behind", "condition"))


def glossed(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which a definition behind a mix that has one says nothing more: "M&E - all but dialogue".

    What a mix is said to be without changes it only where it is no part of what its name means:
    "Instrumental (without drums)".
    """
    kept = list(sentence)
    for at, piece in enumerate(kept):
        about = lexicon().about.get(piece.value) if piece.cls == "role" else None
        opens = next((i for i in range(at + 1, len(kept)) if not _is_of_it(kept[i])), len(kept))
        own = piece.cls == "role" and piece.value.startswith(("pass", "mix."))
        if (about is None and not own) or opens == len(kept) or kept[opens].value not in OPENS:
            continue
        bracket = kept[opens].value == "("
        if not bracket and any(one.cls in (*CONTENT, "ask") for one in kept[:at]):
            continue
        closes = (i for i in range(opens + 1, len(kept)) if bracket and kept[i].value == ")")
        end = next(closes, len(kept))
        gloss = kept[opens + 1 : end]
        if _defines(gloss, piece, about):
            kept[opens + 1 : end] = [one if one.cls in KEPT else one.silent() for one in gloss]
    return kept


def spare(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "(spare, in case the rig dies)" is no condition: it says what something is for."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        closes = next((i for i in range(at, len(kept)) if kept[i].value == ")"), len(kept))
        inside = kept[at + 1 : closes]
        if piece.value == "(" and any(one.says("spare") for one in inside):
            kept[at + 1 : closes] = [one.silent() if one.words else one for one in inside]
    return kept


def _is_of_it(piece: Piece) -> bool:
    """Whether a word goes on with the name of a mix: "instrumental mix, stereo"."""
    return piece.cls in ("small", "channels") or (piece.cls == "kind" and piece.value == "mix")


def _defines(gloss: Sequence[Piece], mix: Piece, about: frozenset[str] | None) -> bool:
    """Whether words say of a mix nothing but what its name means."""
    said = [one for one in gloss if one.cls != "small"]
    named = [one for one in said if one.cls in CONTENT]
    if not any(one.cls != "kind" for one in named) or any(one.cls in MORE for one in said):
        return False
    if said[0].value in ("and", "plus", "with"):
        return False
    if mix.value.startswith("mix.") and any(one.has("except") for one in said):
        return False  # what a mix of the session is said to be without may change it
    if mix.value == "tv" and not any(one.cls == "moved" for one in said):
        return False  # it says which of the two that a TV mix can be is meant
    return all(_is_about(one, mix, about) for one in named)


def _is_about(piece: Piece, mix: Piece, about: frozenset[str] | None) -> bool:
    if piece.cls == "source":
        return about is None or piece.group in about or piece.value in about  # of a version, anything is said
    if piece.cls == "role":
        return piece.value in (mix.value, "master")
    return piece.value in ("mix", "everything")
