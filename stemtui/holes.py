"""Holes in a sound file, as they were found: values and words alone, without numpy."""

from collections.abc import Sequence
from typing import NamedTuple

from stemtui.text import clock, counted

CHANGED = "its audio is not what was encoded: it does not have the MD5 that its header says"
"""What is said of a FLAC with other samples than were encoded: exchanged, dropped, or made so."""


class Hole(NamedTuple):
    """Where a hole begins and how long it is, in seconds."""

    at: float
    seconds: float


def hole_words(holes: Sequence[Hole]) -> str:
    """What is said of a file's holes: where the first is, and what such a thing comes from."""
    first = f"at {clock(holes[0].at, 3)} ({holes[0].seconds * 1000.0:.1f} ms)"
    where = f"a hole {first}" if len(holes) == 1 else f"{counted(len(holes), 'hole')}, the first {first}"
    return f"{where}: whole blocks of the disk hold only zeros amid sound, as copies that broke leave them"
