"""Files that people list with their folders, as lists below the kinds of these: "Stems/Drums.wav"."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from stemtui.order.words import kind_of
from stemtui.suggest.words import plain_words

PARTED = re.compile(r"[/\\]")
AUDIO = re.compile(r"\.(?:wave?|aiff?|flac|mp3|bwf|caf|m4a)\s*$", re.IGNORECASE)


def of_folders(lines: Sequence[str]) -> list[str]:
    """The lines, files in a folder that says their kind as points below it; all others as they are."""
    found: list[str] = []
    for kind, run in groupby(lines, _kind):
        alike = list(run)
        found += _listed(kind, alike) if kind else alike
    return found


def _kind(line: str) -> str:
    """The kind that the folder of a path says: "Stems/Drums.wav"; "" for any other line."""
    *folders, name = PARTED.split(line)
    if not folders or not AUDIO.search(name):
        return ""
    kinds = {kind_of(word) for word in plain_words(folders[-1])} - {""}
    return kinds.pop() if len(kinds) == 1 else ""


def _listed(kind: str, lines: Sequence[str]) -> Iterator[str]:
    yield "mixes:" if kind == "mix" else f"{kind}s:"
    for line in lines:
        yield f"- {PARTED.split(line)[-1].strip()}"
    yield ""
