"""What a file of unsaved work says: a manifest of the session as it was edited.

Its comments hold what that grew from, in the same file so that the two can never be of different times.
"""

import time
from collections.abc import Iterable
from dataclasses import field
from itertools import takewhile
from types import MappingProxyType

from stemtui.frozen import frozen
from stemtui.manifest.reading import read_session
from stemtui.session import Session
from stemtui.tui.desk.unfinished import Typed

HEADING = "# Unsaved work: stemtui offers to take it back when this session is opened the next time.\n"
BASE, HOLDS, TYPED = "#| ", "#> ", "#~ "
NOTHING: Typed = MappingProxyType({})


@frozen
class Kept:
    """Work that was kept, what it grew from, the files of kept work that had been taken back into it, and
    what was typed in dialogs that were not done."""

    session: Session
    base: Session
    holds: tuple[str, ...] = ()
    typed: Typed = field(default_factory=dict)


def packed(session: Session, base: str, holds: Iterable[str], typed: Typed = NOTHING) -> str:
    """The text of a file of kept work."""
    import json  # here, because most starts write nothing

    lines = [f"{TYPED}{json.dumps([title, {**held}])}" for title, held in typed.items()]
    lines += [*(f"{HOLDS}{name}" for name in holds), *(f"{BASE}{line}" for line in base.split("\n"))]
    return "\n".join([HEADING, spoken(session), *lines, ""])


def unpacked(text: str, source: str) -> Kept:
    """What a file of kept work says. Raises ManifestError."""
    base = read_session("\n".join(_comments(text, BASE)), f"What {source} grew from")
    return Kept(read_session(text, source), base, _comments(text, HOLDS), _typed(text))


def _typed(text: str) -> dict[str, dict[str, str]]:
    """What was typed; a line that says something else, which no program wrote, says nothing."""
    import json

    found = {}
    for line in _comments(text, TYPED):
        try:
            title, held = json.loads(line)
            found[str(title)] = {str(label): str(said) for label, said in held.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            continue
    return found


def spoken(session: Session) -> str:
    """A session as the text of a manifest, made in small steps between which a key can be answered."""
    from stemtui.manifest.schema import FORMAT
    from stemtui.manifest.writing import blocks  # here, because most starts write nothing

    parts = [f"format = {FORMAT}\n"]
    for block in blocks(session):
        parts.append(block)
        time.sleep(0)  # Python's other threads wait up to 5 ms for one that does not say so
    return "\n".join(parts)


def holds_of(text: str) -> tuple[str, ...]:
    """The names of the files of kept work that had been taken back into this one."""
    return _comments(text, HOLDS)


def _comments(text: str, mark: str) -> tuple[str, ...]:
    """The lines under one mark at the end of a text, which a text of many lines within it cannot pretend."""
    last = takewhile(
        lambda line: line.startswith((BASE, HOLDS, TYPED)), reversed(text.rstrip("\n").split("\n"))
    )
    return tuple(line.removeprefix(mark) for line in reversed([*last]) if line.startswith(mark))
