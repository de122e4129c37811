"""Sentences that lead to nothing: what asks or names something is listed whole, so that it is not lost."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.people import is_greeting
from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.pieces import Piece

SILENT = frozenset(("greeting", "closing", "pleasantry", "harmless", "fine", "song", "end", "mark", "join"))
# What makes a sentence one that wants something.
WANTING = frozenset((*CONTENT, "put", "wet", "moved", "channels", "except"))


def state(reader: Reader) -> tuple[object, ...]:
    """All that a sentence can leave behind in what has been read, beside words that nobody knows."""
    listed = (len(reader.remarks), len(reader.spared), len(reader.passed))
    said = (reader.everywhere, reader.alone, reader.wet, reader.context, reader.mixing, reader.retracts)
    return (*reader.requests, *listed, *said, reader.after_closing)


def keep(reader: Reader, line: str, sentence: Sequence[Piece], leads: bool, unknown: int) -> None:
    """Keep a sentence that has led to nothing: as not understood where it asks something, or wants something
    and does not only lead to what follows (`leads`), else for the case that the whole message leads to
    nothing. `unknown` of the words listed so far stood before it."""
    said = [piece for piece in sentence if piece.words]
    silent = not said or all(piece.cls in SILENT for piece in said)
    if silent or said[0].cls == "greeting" or is_greeting(sentence):
        return
    text = text_of(line, said)
    if _is_inquiry(sentence):
        reader.unknown[unknown:] = [text]
    elif len(reader.unknown) > unknown:
        return
    elif not leads and _wants(said):
        reader.unknown.append(text)
    elif len(said) > 1:
        reader.idle.append(text)


def _is_inquiry(sentence: Sequence[Piece]) -> bool:
    """Whether a sentence asks them something that is no politeness: "Can I pay by card?"."""
    polite = any(piece.cls in ("pleasantry", "greeting") for piece in sentence)
    return sentence[-1].value == "?" and not polite and any(piece.cls == "unknown" for piece in sentence)


def only_supposes(sentence: Sequence[Piece]) -> bool:
    """Whether a sentence begins with a condition and names nothing."""
    said = [piece for piece in sentence if piece.words]
    begins = (
        bool(said)
        and next((p.cls for p in said if p.cls not in ("small", "count", "unknown")), "") == "condition"
    )
    return begins and not any(piece.cls in (*CONTENT, "ask") for piece in said)


def _wants(said: Sequence[Piece]) -> bool:
    """Whether words want something: they ask for it, or name it, and tell nothing."""
    polite = said[0].cls == "ask" and said[0].says("polite") and any(piece.cls == "remark" for piece in said)
    asks = any(piece.cls == "ask" for piece in said) and any(
        piece.cls not in ("ask", *SILENT) for piece in said
    )
    told = any(piece.cls in ("remark", "pleasantry", "inquiry") for piece in said)
    return polite or (not told and (asks or any(piece.cls in WANTING for piece in said)))
