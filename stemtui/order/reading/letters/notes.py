"""Notes on the sound of a mix, which order nothing: "0:22 kick feels small", "verse 2: organ down 1 dB"."""

import re
from collections.abc import Sequence
from itertools import groupby

from stemtui.order.words import kind_of
from stemtui.suggest.words import plain_words

FEWEST = 2
MARK = r"^\s*(?:[-*•–—>]+\s*)?(?:\d{1,2}[.)]\s+)?"
MINUTE = r"(?:1[0-5]|0?\d)[:.'][0-5]\d"
# "0:22 kick feels small"; "9:40 Jess: hi" is somebody's message, "0:30 version" a version
AT_A_TIME = re.compile(
    rf"{MARK}(?:(?:at|from|ab|bei|um|al?|à)\s+)?{MINUTE}(?:\s*[-–—]\s*{MINUTE})?(?=[\s:,;–—-])"
    r"(?!\s*[-–—]?\s*(?:edit|version|cut|mix)\b)(?!\s+\w+(?: \w+)?:\s)",
    re.IGNORECASE,
)
PART = (
    r"(?:(?:first|second|third|last|final|1st|2nd|3rd|pre|post|erste[rn]?|zweite[rn]?|letzte[rn]?)[\s-]+)?"
    r"(?:intro|verse|chorus|bridge|middle ?8|break(?:down)?|drop|solo|outro|end(?:ing)?|coda|strophe|refrain|"
    r"schluss|anfang|strofa|ritornello|ponte|finale|estrofa|estribillo|puente|final|couplet|pont|fin)"
)
BAR = (
    r"(?:no\.?|nr\.?|n°|bars?|takte?|battuta|batt\.|compás|mesures?|mes\.|letter|movement|mvt\.?)"
    r"\s*\d{1,3}"
)
GENERAL = r"(?:general(?:ly)?|overall|allgemein|insgesamt|in generale?|en general|globalement)"
IN_A_PLACE = re.compile(
    rf"{MARK}(?:(?:{PART}(?:\s*\d{{1,2}})?|{BAR}|{GENERAL})\s*[:,–—]|(?:{PART}\s*\d{{1,2}}|{BAR})\s+[^\W\d])",
    re.IGNORECASE,
)
# "What we'd like changed:"
HEAD = re.compile(
    r"\b(?:notes?|changes?|changed|tweaks?|fixes|revisions?|corrections?|anmerkungen|änderungen|korrekturen|"
    r"modifiche|correzioni|cambios|correcciones|retouches|remarques|modifications)\b[^:]{0,30}:\s*$",
    re.IGNORECASE,
)
# What no note on the sound says: the changes are to the order.
ORDERS = re.compile(
    r"\b(?:mono|stereo|add|drop|skip|remove|cancel|instead|no longer|not needed|send|print|order(?:ed)?|"
    r"files?|wav)\b",
    re.IGNORECASE,
)


def without_notes(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines without the notes on a mix, and these.

    Notes are lines that begin with a time or a place in the song and name no stem, mix or track: two or more
    of them, and what stands in one list with as many.
    """
    found: list[str] = []
    notes: list[str] = []
    several = sum(map(_is_note, lines)) >= FEWEST
    headed = False
    for written, run in groupby(lines, lambda line: bool(line.strip())):
        block = list(run)
        if len(block) > 1 and HEAD.search(block[0]):
            found.append(block.pop(0))
            headed = True
        if headed and written and not any(_names_a_kind(line) or ORDERS.search(line) for line in block):
            notes += [line.strip() for line in block]
            block = [""] * len(block)
        headed = bool(HEAD.search(block[-1])) if written else headed
        begun = [line for line in block if _is_note(line)]
        listed = several and len(begun) * 2 >= len(block) and not any(map(_names_a_kind, block))
        for line in block:
            note = listed or (several and line in begun)
            notes += [line.strip()] if note and line.strip() else []
            found.append("" if note else line)
    return found, notes


def _is_note(line: str) -> bool:
    placed = AT_A_TIME.match(line) or IN_A_PLACE.match(line)
    return placed is not None and not _names_a_kind(line)


def _names_a_kind(line: str) -> bool:
    return any(map(kind_of, plain_words(line)))
