"""By how many decibels something is to be moved: "up 2 dB", "with the lead half a dB hotter"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.pieces import Piece

AMOUNT = re.compile(
    r"(?:\W|\b(?:mix|version|by|at|about|around|um|di|de|of|a)\b)*?(\d+(?:[.,]\d+)?)\s?db\b", re.IGNORECASE
)
FAR_ON = re.compile(r"(?<![-.\w])\+?(\d{1,2}(?:[.,]\d+)?|half a|half|a|one|two|three) ?dbs?\b", re.IGNORECASE)
SPELT = {"half a": 0.5, "half": 0.5, "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}


def amount(line: str, at: int) -> float:
    """The decibels that stand behind a place in a line: "up mix at +2 dB" is 2; 0 where none do."""
    found = AMOUNT.match(line, at)
    return float(found[1].replace(",", ".")) if found else 0.0


def how_far(after: Sequence[Piece]) -> list[Piece]:
    """By how much something is moved: "up 2 dB", "up by 1"."""
    counts = [at for at, piece in enumerate(after) if piece.cls == "count"]
    if not counts or not all(piece.only_says("by") for piece in after[: counts[0]]):
        return []
    return [
        piece for piece in after[counts[0] : counts[0] + 3] if piece.cls == "count" or piece.words == ("db",)
    ]


def by_how_far(line: str, sentence: Sequence[Piece], found: Sequence[Request]) -> list[Request]:
    """The requests, the one mix of them in which something is moved with the decibels that its sentence says
    further on: "the vocal up mix, but with the lead 2 dB hotter"."""
    moved = [one for one in found if one.moved or one.role.startswith("mix.")]
    said = FAR_ON.findall(line[sentence[0].start : sentence[-1].end])
    if len(moved) != 1 or moved[0].by_db or not said:
        return list(found)
    far = SPELT[said[0].lower()] if said[0].lower() in SPELT else float(said[0].replace(",", "."))
    return [replace(one, by_db=far) if one is moved[0] else one for one in found]
