"""Signatures: where a message ends, and only says who wrote it."""

import re

from stemtui.order.reading.phrases.segments import BULLET
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.suggest.vocabulary import vocabulary
from stemtui.suggest.words import fold

SENT_FROM = re.compile(r"^\s*(sent from|get outlook|von meinem|inviato da|enviado desde|envoyé de)\b.*", re.I)
# a name behind dashes, as the last line, or one with what its bearer does: "Stellan / playback"
NAMED = re.compile(r"^\s*(--|—|–|-)\s*[A-Z][\w.'’]*(?:\s+[A-Z][\w.'’]*)*\s*(?:,.*)?$")
DOING = re.compile(r"^\s*([A-Z]\w+)(?:\s+[A-Z]\w+)*\s*(?:/\s*\w[\w &]*|\(\w[\w &]*\))\s*$")
NAME = re.compile(r"^\s*[A-Z][\w.'’-]*[a-z](?:\s+[A-Z][\w.'’-]*){0,3}\s*$")
OFFICE = re.compile(
    r"\||@|www\.|\d{4,}|\b(?:ltd|llc|inc|gmbh|s\.?r\.?l|head of|director|producer)\b", re.IGNORECASE
)
PROMISING = re.compile(r"\b(stems?|mix(es)?|tracks?|instrumental|wavs?|mono|stereo)\b", re.IGNORECASE)
MOST_SIGNATURE = 8
LONGEST_FAREWELL = 80


def without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a message before its closing, or a name behind dashes, a postscript too; and those below
    that only seem to be a signature, since they begin with a name that nobody knows."""
    kept: list[str] = []
    skipping = False
    signed_from = _signed_from(lines)
    lines, signed = lines[:signed_from], lines[signed_from:]
    for at, line in enumerate(lines):
        bare = line.strip()
        if _is_named(lines, at):
            continue
        if _is_bearer(lines, at):
            signed.append(line)
            continue
        if bare in ("--", "—") or SENT_FROM.match(line):
            skipping = bare in ("--", "—")
            continue
        if _is_farewell(bare) and _ends_here(lines[at + 1 :]):
            skipping = True
        if re.match(r"^p\.?\s?s\b", bare, re.IGNORECASE):
            skipping = False
        if not skipping:
            kept.append(line)
        elif PROMISING.search(line):
            signed.append(line)
    return kept, [line for line in signed if line.strip()]


def _signed_from(lines: list[str]) -> int:
    """Where the last paragraph begins, where that is somebody's name and what they are, below a message."""
    end = next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)
    start = next((at for at in range(end, 0, -1) if not lines[at - 1].strip()), 0)
    above = next((one.rstrip() for one in reversed(lines[:start]) if one.strip()), ":")
    last = lines[start:end]
    named = bool(last) and NAME.match(last[0]) is not None
    known = named and any(map(_is_known, re.findall(r"\w+", last[0])))
    signs = named and not known and 1 < len(last) <= MOST_SIGNATURE and not above.endswith(":")
    signs = signs and not any(BULLET.match(line) for line in last)
    return start if signs and not any(PROMISING.search(line) for line in last) else len(lines)


def _is_known(word: str) -> bool:
    return vocabulary().knows(fold(word)) or (fold(word),) in lexicon().senses


def _is_farewell(line: str) -> bool:
    """Whether a line is nothing but a farewell, or several joined: "Vielen Dank und beste Grüße"."""
    if len(line) > LONGEST_FAREWELL:
        return False
    known = lexicon().farewell
    parts = [one for one in known["joins"].split(re.sub(r"^\W+|\W+$", "", line)) if one]
    return bool(parts) and all(known["phrase"].fullmatch(one) for one in parts)


def _is_named(lines: list[str], at: int) -> bool:
    """Whether the last line is a name behind dashes, and no point of a list: "- Theo"."""
    found = NAMED.match(lines[at])
    if not found or any(one.strip() for one in lines[at + 1 :]):
        return False
    points = sum(one.lstrip().startswith(found[1]) for one in lines)
    above = next((one for one in reversed(lines[:at]) if one.strip()), "").rstrip()
    return points == 1 and not PROMISING.search(lines[at]) and not above.endswith(":")


def _is_bearer(lines: list[str], at: int) -> bool:
    """Whether the last line, by itself, is a name and what its bearer does, and no item."""
    found = DOING.match(lines[at])
    alone = at > 0 and not lines[at - 1].strip() and not any(one.strip() for one in lines[at + 1 :])
    return (
        alone
        and found is not None
        and not vocabulary().knows(fold(found[1]))
        and not PROMISING.search(lines[at])
    )


def _ends_here(rest: list[str]) -> bool:
    after = [line for line in rest if line.strip()]
    postscript = next(
        (at for at, line in enumerate(after) if re.match(r"^\s*p\.?\s?s\b", line, re.IGNORECASE)), len(after)
    )
    name = after[:postscript]
    said = [line for line in _unsigned(name) if not OFFICE.search(line)]
    return len(name) <= MOST_SIGNATURE and not any(
        PROMISING.search(line) or line.startswith("-") for line in said
    )


def _unsigned(lines: list[str]) -> list[str]:
    """Lines below a farewell without the name that they begin with, and what its bearer does: "Fonico di
    mix"."""
    named = bool(lines) and NAME.match(lines[0]) is not None and " " in lines[0].strip()
    if not named or any(map(_is_known, re.findall(r"\w+", lines[0]))):
        return lines
    return lines[1:] if any(map(BULLET.match, lines[1:2])) else lines[2:]
