"""Lines that decline those below them, or the one above: "Not needed:", "RECEIVED", "not applicable"."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.segments import BULLET, CONTENT
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.reading.words.tagging import pieces


def declines(sentence: Sequence[Piece]) -> bool:
    """Whether a line over a list declines what is in it: "Not needed:"."""
    stance = [at for at, piece in enumerate(sentence) if piece.cls in ("ask", "not", "behind")]
    named = any(piece.cls in CONTENT and piece.cls != "loose" for piece in sentence)
    if any(piece.says("arrived") for piece in sentence) and not (
        named or any(p.cls == "ask" for p in sentence)
    ):
        return True  # "These came through fine:"
    if not stance or sentence[stance[-1]].cls == "ask" or named:
        return False
    return all(piece.only_says("over") for piece in sentence[stance[-1] + 1 :] if piece.words)


def only_declines(parts: Sequence[Sequence[Piece]]) -> bool:
    """Whether a line says nothing but that what stands below is not wanted: "NOT NEEDED", "Items not
    required"."""
    said = [piece for part in parts for piece in part if piece.words]
    if any(piece.says("arrived") for piece in said):
        return not any(piece.cls in (*CONTENT, "ask") and piece.cls != "loose" for piece in said)
    named = ("not", "behind", "small", "unknown", "loose", "harmless", "of")
    declines = bool(said) and (said[-1].cls in ("not", "behind") or said[0].cls == "behind")
    return declines and all(piece.cls in named for piece in said)


def declines_above(reader: Reader, line: str, following: str) -> bool:
    """Whether a line only says that the item in the line above it is not wanted: "not applicable"."""
    if line.rstrip().endswith(":") or BULLET.match(following) or BULLET.match(line) or not reader.requests:
        return False
    found = pieces(line, reader.names)
    said = [piece for piece in found if piece.words]
    return bool(said) and said[0].cls == "behind" and not any(p.cls in (*CONTENT, "ask") for p in found)
