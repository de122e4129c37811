"""Sentences that ask with no word that asks: "what has to come off the laptop is the bass stem"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.pieces import Piece

CANNOT = (("can", "t"), ("couldn", "t"), ("won", "t"))
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
        if any(one.cls in CONTENT or one.cls in STANCE or one.reports for one in between):
            break
        if kept[at].only_says("is", "are") and any(one.cls in CONTENT for one in kept[at + 1 :]):
            kept[at] = kept[at].acting("ask")
            kept[start:at] = [one.silent() if one.words else one for one in between]
            break
    return kept


def needed(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "we can't cut it without the instrumental" asks for the instrumental."""
    kept = list(sentence)
    without = next((at for at, piece in enumerate(kept) if piece.words == ("without",)), 0)
    start = next((at for at in range(without, 0, -1) if kept[at].cls == "mark"), 0)
    said = [word for piece in kept[start:without] for word in piece.words]
    if "cannot" in said or any(pair in CANNOT for pair in pairwise(said)):
        kept[without] = kept[without].acting("ask")
        kept[start:without] = [replace(p, cls="small") if p.words else p for p in kept[start:without]]
    return kept


def put_to_use(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "we'd like to play the kick track" asks for that: it is a file, and no instrument.

    Nothing changes where something else is told of it ("we'd like to use the drum stem that you sent").
    """
    kept = list(sentence)
    at = next((i for i, piece in enumerate(kept) if piece.cls == "remark" and piece.words[-1] == "to"), None)
    if at is None or not (kept[at + 1 : at + 2] and kept[at + 1].says("using")):
        return kept
    told = any(one.cls in {"remark", *STANCE} for one in kept[at + 2 :])
    item = {one.cls for one in takewhile(lambda one: one.cls not in ("mark", "join"), kept[at + 2 :])}
    kept[at + 1] = kept[at + 1].silent()
    if not told and {"kind", "role"} & item:
        kept[at] = kept[at].acting("ask")
    return kept


def turned_round(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "it's the keys stem she wants" asks: the word that asks moves before the item."""
    kept = list(sentence)
    for at in range(len(kept) - 1):
        if not _points(kept, at):
            continue
        end = next((i for i in range(at, len(kept)) if kept[i].cls in ("mark", "end", "join")), len(kept))
        wants = [i for i in range(at, end) if kept[i].cls == "ask" and _is_theirs(kept, i)]
        named = [i for i in range(at, end) if kept[i].cls in CONTENT]
        if len(wants) == 1 and named and named[-1] < wants[0] and not any(_decides(p) for p in kept[at:end]):
            kept[at] = kept[at].acting("ask")
            kept[wants[0]] = kept[wants[0]].silent()
    return kept


def _points(sentence: Sequence[Piece], at: int) -> bool:
    """Whether "it's", "that is" or "it was" stands here."""
    first, second = sentence[at].words[:1], sentence[at + 1].words[:1]
    joined = sentence[at].says("it") and sentence[at + 1].says("is", "are", "past_is")
    return (joined and len(sentence[at].words) == 1) or (first == ("its",) and second == ("the",))


def _is_theirs(sentence: Sequence[Piece], at: int) -> bool:
    """Whether somebody wants: "she wants", "we're after"."""
    return any(one.says("we", "she") for one in sentence[max(0, at - 3) : at])


def _decides(piece: Piece) -> bool:
    return piece.cls in STANCE - {"ask"}


def _leads_in(piece: Piece) -> bool:
    """Whether words only lead into a sentence: "so what", "and what"."""
    return piece.cls in ("join", "why", "greeting") or piece.cls == "mark"
