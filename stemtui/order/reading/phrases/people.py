"""Words in a sentence that are people: whom it greets, who signs, and which singer "lead" is."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.words.pieces import Piece

LEADS = frozenset((("lead",), ("leads",)))
MAIN = frozenset((("principal",), ("principale",)))
ASKING = frozenset(("kind", "role", "loose", "ask", "every", "not"))
MOST_NAME = 3
CLOSES = {"(": ")", "-": "-"}


def without_names(sentence: Sequence[Piece], after_closing: bool) -> tuple[list[Piece], bool]:
    """A sentence without whom it greets and who signs, and whether it closes, so that a name may follow."""
    kept = _ungreeted(list(sentence[1:] if _greets_tom(sentence) else sentence))
    at = next((i for i, piece in enumerate(kept) if piece.cls == "closing"), None)
    if at is not None and _is_name(kept[at + 1 :]):
        return kept[:at], True
    if after_closing and kept and _is_name(kept) and not any(piece.cls == "source" for piece in kept):
        return [], True
    return kept, False


def is_greeting(found: Sequence[Piece]) -> bool:
    """Whether a line greets a Tom, and no "hi tom" is meant."""
    said = [piece for piece in found if piece.words]
    return len(said) == 1 and said[0].words == ("hi", "tom")


def _greets_tom(sentence: Sequence[Piece]) -> bool:
    return len(sentence) > 1 and sentence[0].words == ("hi", "tom") and sentence[1].value == ","


def _ungreeted(kept: list[Piece]) -> list[Piece]:
    if not kept or kept[0].cls not in ("greeting", "closing"):
        return kept
    end = next((at for at, piece in enumerate(kept[1:], 1) if piece.cls == "mark"), len(kept))
    if kept[0].cls == "closing" and _is_name(kept[end:]):
        return kept
    rest = kept[end:] if _is_name(kept[1:end]) else kept[1:]
    return rest[1:] if rest and rest[0].value == "," else rest


def _is_name(found: Sequence[Piece]) -> bool:
    """Whether what is left of a greeting or a closing can be somebody's name."""
    words = [piece for piece in _without_post(found) if piece.words]
    return len(words) <= MOST_NAME and not any(piece.cls in ASKING for piece in words)


def _without_post(found: Sequence[Piece]) -> Sequence[Piece]:
    """A name without what somebody is, in brackets behind it: "Fran (edit)"."""
    opens = next((at for at, piece in enumerate(found) if piece.value == "("), len(found))
    named = any(piece.cls == "unknown" for piece in found[:opens])
    whole = bool(found[opens:]) and found[-1].value == ")" and len(found) - opens == MOST_NAME
    return found[:opens] if named and whole else found


def vocal_parts(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence with "lead" beside vocals as the lead vocal: "vocals (lead + bgv)"."""
    vocal = any(piece.group in ("vocals", "backing_vocals") for piece in sentence)
    sentence = [
        replace(piece, cls="small") if _is_main(sentence, at) else piece for at, piece in enumerate(sentence)
    ]
    kept = [_lead(piece, vocal) if _is_lead(sentence, at) else piece for at, piece in enumerate(sentence)]
    for at, piece in enumerate(kept[:-1]):
        opens = next(
            (i for i, one in enumerate(kept[at + 1 : at + 3], at + 1) if one.cls == "mark"), len(kept)
        )
        if piece.group != "vocals" or kept[opens : opens + 1] == [] or kept[opens].value not in CLOSES:
            continue
        closes = CLOSES[kept[opens].value]
        end = next((i for i, one in enumerate(kept) if i > opens and one.value == closes), len(kept))
        kind, inside = kept[at + 1 : opens], kept[opens + 1 : end]
        if _are_parts([one for one in inside if one.words]):
            return [*kept[:at], *inside, *kind, *vocal_parts(kept[end + 1 :])]
    return kept


def _is_lead(sentence: Sequence[Piece], at: int) -> bool:
    """Whether a word is the lead by itself; "voces (principal y coros)" says so in brackets."""
    opened = at > 0 and sentence[at - 1].value == "("
    lead = sentence[at].words in LEADS or (opened and sentence[at].words in MAIN)
    return lead and not sentence[at].group


def _is_main(sentence: Sequence[Piece], at: int) -> bool:
    """Whether "main" is a vocal and no mix: "lead vocal (main + double)"."""
    before = [piece for piece in sentence[max(0, at - 3) : at] if piece.cls != "kind"][-2:]
    vocal = len(before) == 2 and before[1].value == "(" and before[0].group in ("vocals", "lead_vocal")
    return vocal and sentence[at].words == ("main",)


def _are_parts(found: Sequence[Piece]) -> bool:
    parts = [one for one in found if one.cls not in ("join", "small") and one.value != "apart"]
    return bool(parts) and all(one.group in ("lead_vocal", "backing_vocals") for one in parts)


def _lead(piece: Piece, vocal: bool) -> Piece:
    words, group = (("lead", "vocal"), "lead_vocal") if vocal else (("lead",), "")
    return replace(piece, cls="source", words=words, group=group, senses={"source": group})
