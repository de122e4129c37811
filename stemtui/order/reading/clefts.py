"""Sentences that ask with no word that asks: "what has to come off the laptop is the bass stem"."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.segments import CONTENT
from stemtui.order.reading.tagging import Piece

STANCE = frozenset(("ask", "not", "except", "behind", "inquiry"))


def opened_up(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which the "is" of "what has to come off the laptop is ..." asks for what follows.

    Nothing changes where other words before it ask or decline, or where it reports ("what arrived is").
    """
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.words and not _leads_in(piece)), len(kept))
    if not (kept[start:] and kept[start].says("what")) or kept[-1].value == "?":
        return kept
    for at in range(start + 2, len(kept)):
        between = kept[start:at]
        if any(one.cls in CONTENT or one.cls in STANCE or one.says("report") for one in between):
            break
        if kept[at].only_says("is", "are") and any(one.cls in CONTENT for one in kept[at + 1 :]):
            kept[at] = replace(kept[at], cls="ask", value="ask", senses={"ask": "ask"})
            kept[start:at] = [replace(one, cls="small", senses={}) if one.words else one for one in between]
            break
    return kept


def _leads_in(piece: Piece) -> bool:
    """Whether words only lead into a sentence: "so what", "and what"."""
    return piece.cls in ("join", "why", "greeting") or piece.cls == "mark"
