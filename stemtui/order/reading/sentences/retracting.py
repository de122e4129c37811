"""What the head of a sentence or a clause takes back of the one before it: "Actually no, stems will do".

Where it names another thing instead, that which it stands against is not wanted; where that is unsure, each
item before it is asked about. Nothing stays without a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece

MOST_RUSHED = 5


def clauses(line: str, sentence: Sequence[Piece], begun: bool) -> Iterator[tuple[str, bool, list[Piece]]]:
    """A sentence cut where a clause takes something back: the words that do, whether they are sure to, and
    the pieces behind them. `begun`: something was asked for before."""
    rest = list(sentence)
    text, sure = "", False
    at = 0
    while at < len(rest):
        begins = at == 0 or rest[at - 1].cls == "mark"
        before = begun or any(piece.cls in CONTENT for piece in rest[:at])
        head = _head(line, rest[at:], at == 0) if before and rest[at].words else None
        head = head if head and (begins or _is_plain(head)) else None
        if head is None:
            at += 1
            continue
        if any(piece.words for piece in rest[:at]):
            yield text, sure, rest[:at]
        elif text:
            yield text, sure, []
        text, sure = head.group().strip(" ,.–—-"), head.re is _pattern("back")
        rest = [piece for piece in rest[at:] if piece.start >= head.end() or not sure]
        while rest and rest[0].cls == "mark":
            rest = rest[1:]
        at, begun = 1, True
        if denied := _denied(rest):
            yield text, sure, rest[:denied]
            text, rest, at = "", rest[denied + 1 :], 1
    yield text, sure, rest


def _is_plain(head: re.Match[str]) -> bool:
    """Whether words take back even where no mark stands before them: "my student no wait scrap the"."""
    first, *others = head.group().split()
    return head.re is _pattern("back") and bool(others) and first in lexicon().said["retracting"]


def _denied(rest: Sequence[Piece]) -> int:
    """How many pieces only deny what was said, before what is wanted: "not bass, the lead vocal stem"."""
    if not rest or not _pattern("denies").fullmatch(" ".join(rest[0].words)):
        return 0
    end = next((at for at, piece in enumerate(rest) if piece.cls == "mark"), 0)
    named = any(piece.cls in CONTENT for piece in rest[:end]) and any(p.cls in CONTENT for p in rest[end:])
    return end if named else 0


def _head(line: str, rest: Sequence[Piece], leads: bool) -> re.Match[str] | None:
    found = _pattern("back").match(line, rest[0].start)
    weak = _pattern("maybe_back").match(line, rest[0].start) if found is None else None
    if weak and not leads and not _is_rushed(rest):
        return None
    return found or weak


def _is_rushed(rest: Sequence[Piece]) -> bool:
    """Whether few words follow, which name a thing: "the tracks, sorry, stems"."""
    said = [piece for piece in rest if piece.words]
    return len(said) <= MOST_RUSHED and any(piece.cls in CONTENT for piece in said)


def _pattern(name: str) -> re.Pattern[str]:
    return lexicon().retract[name]


def is_both(reader: Reader, clause: Sequence[Piece]) -> bool:
    """Whether a clause wants what was taken back as well ("hmm, do both"); then it is wanted again."""
    both = any(piece.value == "both" for piece in clause) and not any(p.cls in CONTENT for p in clause)
    if not (both and reader.taken):
        return False
    for at in reader.taken:
        reader.requests[at] = replace(reader.requests[at], declined=False, given="")
    return True


def take_back(reader: Reader, since: int, text: str, sure: bool, new: Sequence[Piece]) -> None:
    """Take back what the sentence before asked for, `since` being the first request behind it."""
    behind = range(reader.latest, since)
    old = [at for at in behind if not (reader.requests[at].declined or reader.requests[at].excepted)]
    said = reader.requests[since:]
    wanted = [one for one in said if not (one.declined or one.excepted)]
    adds = any(piece.says("also", "forgetting") or piece.value == "plus" for piece in new) or _goes_on(new)
    reader.taken, reader.retracts = (), ""
    if not old or adds or len(wanted) < len(said):
        return
    if not wanted:
        names = any(piece.cls in (*CONTENT, "channels", "wet", "behind", "not") for piece in new)
        if sure and not names:
            _ask(reader, old, text)
            reader.retracts = text
        elif sure and not said:
            spoken = {word for piece in new if piece.cls == "source" for word in piece.words}
            _ask(reader, [at for at in old if spoken & {*reader.requests[at].source}], text)
        return
    others = [at for at in old if not any(_is_same(reader.requests[at], one) for one in wanted)]
    instead = [one for one in wanted if not any(_is_same(reader.requests[at], one) for at in old)]
    like = [at for at in others if instead and _sort(reader.requests[at]) == _sort(instead[0])]
    gone = like or (others if len(old) == 1 else [])
    if sure and others and any(piece.says("only") for piece in new):
        if len(others) == 1:
            _hand_on(reader, reader.requests[others[0]], since)
        _decline(reader, others)
        return
    if not instead or (not sure and not (like and _names_instead(new))):
        return
    if sure and _names_other_kind(reader, old, wanted):
        for at in old:
            reader.requests[at] = replace(reader.requests[at], kind=wanted[0].kind, inferred=True)
        del reader.requests[since:]
        return
    if sure and len(gone) == 1:
        _hand_on(reader, reader.requests[gone[0]], since)
        _decline(reader, gone)
    else:
        _ask(reader, gone or others, text)


def go_on(reader: Reader, since: int, clause: Sequence[Piece]) -> None:
    """Take in the sentence behind one that only took back: "Scratch that. The drum stem, please."."""
    text, reader.retracts = reader.retracts, ""
    asked = [at for at in range(reader.latest, since) if reader.requests[at].given == text]
    for at in asked:
        reader.requests[at] = replace(reader.requests[at], given="")
    if any(not (one.declined or one.excepted) for one in reader.requests[since:]) and not any(
        one.declined for one in reader.requests[since:]
    ):
        take_back(reader, since, text, True, clause)
        taken = {*reader.taken, *(at for at in asked if reader.requests[at].given)}
        _ask(reader, [at for at in asked if at not in taken], text)


def _names_other_kind(reader: Reader, old: Sequence[int], wanted: Sequence[Request]) -> bool:
    """Whether only another kind is named, for whole groups: "the bass and drum tracks, make that stems"."""
    whole = all(reader.requests[at].source in lexicon().whole for at in old)
    kind = len(wanted) == 1 and wanted[0].is_bare and not (wanted[0].every or wanted[0].count)
    return whole and kind and all(reader.requests[at].kind not in ("", wanted[0].kind) for at in old)


def _hand_on(reader: Reader, gone: Request, since: int) -> None:
    """Give sources the kind of what they stand instead of: "all stems - no, only drums and keys"."""
    general = gone.kind in ("stem", "track") and not (gone.source or gone.role)
    reader.requests[since:] = [
        replace(one, kind=gone.kind, inferred=True) if general and one.source and not one.kind else one
        for one in reader.requests[since:]
    ]


def _decline(reader: Reader, which: Sequence[int]) -> None:
    for at in which:
        reader.requests[at] = replace(reader.requests[at], declined=True, given="")
    reader.taken = tuple(which)


def _ask(reader: Reader, which: Sequence[int], text: str) -> None:
    for at in which:
        reader.requests[at] = replace(reader.requests[at], given=text)


def _goes_on(new: Sequence[Piece]) -> bool:
    """Whether words go on with a list: "sorry - and the bass stem"."""
    first = next((piece for piece in new if piece.words and piece.cls != "pleasantry"), None)
    return first is not None and first.cls == "join" and first.value == "and"


def _names_instead(new: Sequence[Piece]) -> bool:
    """Whether words behind "actually" name something without asking for more: "actually stems will do"."""
    return not any(piece.cls == "ask" and not piece.says("polite") for piece in new)


def _is_same(one: Request, other: Request) -> bool:
    return one.topic == other.topic and one.kind == other.kind and bool(one.minus) == bool(other.minus)


def _sort(one: Request) -> str:
    return "kind" if one.is_bare or one.loose else "mix" if one.role else "source"
