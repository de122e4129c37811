"""How the line of answers names things: short, so that what follows a name stays in sight; and our faults."""

import traceback
from collections.abc import Sequence
from pathlib import Path

from stemtui.order import line_number
from stemtui.session import Session, item_name
from stemtui.text import counted, printable


def named(session: Session, items: Sequence[str], noun: str = "track") -> str:
    """One item by its name, several by their number."""
    if len(items) > 1:
        return counted(len(items), noun)
    number = line_number(session, items[0])
    return f"Line {number}" if number else short(item_name(session, items[0]))


def named_tracks(session: Session, track_ids: Sequence[str]) -> str:
    """One track by its name, several by their number."""
    return named(session, [f"track.{track}" for track in track_ids])


def short(name: str, most: int = 24) -> str:
    """A name as the line of answers says it."""
    shown = printable(name)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def fault(error: Exception) -> str:
    """An error that nobody foresaw, with where it is from, for a report."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"This is a fault of the program, not of the session: {type(error).__name__}: {error} "
        f"({Path(frame.filename).name}, line {frame.lineno}).\n"
        "The session is still here, and w saves it. Please report the line above."
    )
