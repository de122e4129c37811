"""The clauses of a message: which of them order something, and what is declined, excepted or only told.

A kind said once holds for its list ("drums, bass and vox stems"; "Stems:" over lines), a negation until
something asks again, and a clause that tells something orders nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.combining import as_one
from stemtui.order.reading.phrases.nameplates import without_nameplates
from stemtui.order.reading.phrases.people import is_greeting
from stemtui.order.reading.phrases.segments import BULLET, CONTENT, FILE, INLINE, sentences
from stemtui.order.reading.requests import NO_HEAD, Clauses, Request
from stemtui.order.reading.sentences import declining, headings, unread
from stemtui.order.reading.sentences.sentence import read_sentence
from stemtui.order.reading.wants import strangers
from stemtui.order.reading.wants.heads import heads_of_named, unsure_of_kind
from stemtui.order.reading.wants.merging import merged
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.pieces import Names, Piece
from stemtui.order.reading.words.tagging import pieces
from stemtui.order.words import kind_of

TICKED = re.compile(r"^\s*(?:[-*•]\s+)?(?:\[[xX✓✔]\]|\([xX✓✔]\)|[☑☒✅✔])")
# In a list of what has come, what has a tick behind it is there, and the rest is missing.
CHECKED = re.compile(r"[✔✓☑✅]\s*$")
LACKING = re.compile(
    r"\b(missing|not received|corrupt(?:ed)?|broken|resend|fehlt|fehlen|defekt|manca|mancano|falta|manque)\b",
    re.I,
)
# A kind that a form asks for, with the answer behind it; "no" is one by itself.
ASKED = re.compile(
    r"^\s*(?:(?:which|what|any|welche|quali|qué|quels?)\s+)?([^\W\d_]+)\s*\?\s+"
    r"(?!(?:no|none|nope|nah|nein|keine|non|nessuno?|ninguno?|aucune?|não|yes|yep|ja|s[ií]|oui)\b)\S",
    re.IGNORECASE,
)
# "(i) the master mix; (ii) the instrumental"
ROMAN = re.compile(r"(?<=\s)\((?:i{1,3}|iv|vi{0,3}|ix)\)(?=\s)", re.IGNORECASE)
UNTICKED = re.compile(r"^\s*(?:[-*•]\s+)?(?:\[ ?\]|\( \)|☐|⬜)")


def clauses(lines: Sequence[str], masked: Sequence[str], names: Names) -> Clauses:
    """What the lines of a message ask for; in `masked`, the wishes in them are blanked out."""
    checked = any(map(CHECKED.search, masked)) and any(map(LACKING.search, masked))
    reader = Reader(names, ticks=any(map(TICKED.match, masked)), checked=checked)
    for at, (line, bare) in enumerate(zip(lines, masked, strict=True)):
        following = next((one for one in masked[at + 1 :] if one.strip()), "")
        if at and masked[at - 1].strip() and declining.declines_above(reader, bare, following):
            reader.requests[-1] = replace(reader.requests[-1], declined=True)
        else:
            _line(reader, line, bare, following)
    return Clauses(
        tuple(unsure_of_kind(heads_of_named(merged(reader.requests)))),
        tuple(reader.remarks),
        tuple(reader.unknown),
        reader.everywhere,
        reader.alone,
        reader.wet,
        tuple(reader.spared),
        reader.mixing,
        tuple(reader.passed),
        tuple(reader.idle),
    )


def _line(reader: Reader, line: str, bare: str, following: str) -> None:
    """Read one line; in `bare`, the wishes in it are blanked out, and `following` is the next with words."""
    wished = bare.strip() != line.strip()
    bullet, bare = _cut_off(BULLET, bare)
    file, bare = _cut_off(FILE, bare)
    asked = ASKED.match(bare)
    if asked and kind_of(asked[1].casefold()):  # "Stems? drums, bass"
        bare = bare.replace("?", ":", 1)
    if len(ROMAN.findall(bare)) > 1:
        bare = ROMAN.sub(lambda number: ";".ljust(len(number.group())), bare)
    for mark in _numbering(bare):
        bare = bare[: mark.start()] + ";".ljust(len(mark.group())) + bare[mark.end() :]
    found = without_nameplates(bare, pieces(bare, reader.names), reader.names)
    found = headings.without_aside(headings.as_mixes(line, found, following), line, following)
    if bullet:
        found = headings.as_version(headings.as_lacking(found, reader.heading.kind))
    if not (bullet or reader.requests) and is_greeting(found):
        return
    parts = sentences(found)
    came = reader.checked and CHECKED.search(bare)
    if came or (
        headings.is_over_a_list(line, found, following) if bullet else headings.is_title(parts, following)
    ):
        reader.remarks.append(text_of(line, found))
        reader.declining = bool(bullet) and declining.only_declines(parts)
        return
    if not parts:
        reader.listing = False
        reader.declining = reader.declining and not (reader.requests and reader.requests[-1].declined)
        return
    parts = headings.pointing_down(parts, following)
    if _announces(parts[-1], following):
        parts[-1].append(Piece("mark", ":", (), parts[-1][-1].end, parts[-1][-1].end))
    over = parts[-1][-1].value == ":" or _asks_for_a_list(parts[-1], following)
    if over or not (bullet or (_is_item(found) and not declining.only_declines(parts))):
        stands_over = over or (
            not bullet and (BULLET.match(following) or (following and declining.only_declines(parts)))
        )
        reader.declining = bool(stands_over) and (
            declining.declines(parts[-1]) or (not over and declining.only_declines(parts))
        )
        if reader.declining and not over:
            reader.remarks.append(text_of(line, found))
            reader.heading = NO_HEAD
            return
    elif bullet and headings.goes_deeper(line, following):
        reader.declining = declining.only_declines(parts)
    stands_over = not bullet or over or headings.goes_deeper(line, following)
    kind = headings.heading(parts[-1], following) if stands_over and (over or len(parts) == 1) else ""
    if kind and len(parts) == 1:
        reader.heading = headings.over(kind, parts[-1])
    elif reader.heading.kind and not (
        bullet or _is_item(found) or (reader.listing and strangers.is_strange(found))
    ):
        reader.heading = NO_HEAD
    begun = len(reader.requests)
    for sentence in parts:
        if kind and sentence is parts[-1]:
            reader.heading = headings.over(kind, sentence)
        before, unknown = unread.state(reader), len(reader.unknown)
        if wished and _has_wish(line, bare, sentence) and unread.only_supposes(sentence):
            reader.remarks.append(text_of(line, sentence))  # "96k if that's what you recorded at"
            continue
        read_sentence(reader, line, sentence, bullet is not None, wished)
        if unread.state(reader) == before and not (kind or (wished and _has_wish(line, bare, sentence))):
            leads = sentence is parts[-1] and _leads(reader, sentence, following)
            unread.keep(reader, line, sentence, leads, unknown)
    new = reader.requests[begun:]
    if not new and (bullet or reader.listing):
        reader.requests += strangers.point(reader, line, found)
        new = reader.requests[begun:]
    points = bool(new) and len(parts) == 1 and not any(one.declined for one in new)
    reader.listing = points and bool(reader.heading.kind) and not kind
    if file and not _wants_them_apart(found):
        new = _in_one_file(new, kind_of(file[1].casefold()))
    gathers = over and headings.gathers(parts[-1], following)
    box = UNTICKED.match(line) if reader.ticks else None
    reader.requests[begun:] = [
        replace(
            one,
            given=box.group().strip(" -*•") if box else one.given,
            declined=one.declined or (reader.declining and not over),
            head=one.head or ((one.is_bare or gathers) and bool(kind or (following and over))),
        )
        for one in new
    ]


def _announces(sentence: Sequence[Piece], following: str) -> bool:
    """Whether a line ends as one over a list does, without a colon: "so can I get these tracks"."""
    last, before = sentence[-1], [one for one in sentence[:-1] if one.words != ("as",)][-1:]
    return (
        bool(following.strip())
        and last.cls == "kind"
        and last.plural
        and any(p.says("these") or p.words[-1:] == ("following",) for p in before)
    )


def _asks_for_a_list(sentence: Sequence[Piece], following: str) -> bool:
    """Whether a question ends over a list of what it asks for: "can you send the following tracks?"."""
    last = next((piece for piece in reversed(sentence[:-1]) if piece.cls != "small"), sentence[-1])
    return sentence[-1].value == "?" and last.cls == "kind" and BULLET.match(following) is not None


def _has_wish(line: str, bare: str, sentence: Sequence[Piece]) -> bool:
    """Whether a wish for the form stands in a sentence, or beside it up to the marks around it."""
    start = max((bare.rfind(mark, 0, sentence[0].start) for mark in ".?!"), default=-1) + 1
    ends = [end for mark in ".?!" if (end := bare.find(mark, sentence[-1].end)) >= 0]
    end = min(ends, default=len(bare))
    return line[start:end] != bare[start:end]


def _leads(reader: Reader, sentence: Sequence[Piece], following: str) -> bool:
    """Whether a sentence only leads to the lines below it: "please send me the following"."""
    names = any(piece.cls in CONTENT for piece in pieces(following, reader.names))
    return sentence[-1].value == ":" or bool(BULLET.match(following)) or names


def _cut_off(mark: re.Pattern[str], line: str) -> tuple[re.Match[str] | None, str]:
    """The mark that a line begins with, and the line with blanks in its place."""
    found = mark.match(line)
    return found, " " * found.end() + line[found.end() :] if found else line


def _numbering(line: str) -> list[re.Match[str]]:
    """The marks of a line that counts its items: "1) master 2) drums", "(a) master, (b) drums"."""
    for letters in (False, True):
        marks = [found for found in INLINE.finditer(line) if (found[1] or found[2]).isalpha() == letters]
        order = [_place(found[1] or found[2]) for found in marks]
        if len(order) > 1 and order == list(range(order[0], order[0] + len(order))):
            return marks
    return []


def _place(number: str) -> int:
    return int(number) if number.isdigit() else ord(number.lower()) - ord("a") + 1


def _in_one_file(found: Sequence[Request], kind: str) -> list[Request]:
    """The sources of a line that stands for one file, as one request."""
    if not found or any(not one.source or one.role or one.declined for one in found):
        return list(found)
    whole = (
        as_one(found) if len(found) > 1 or kind == "stem" else replace(found[0], kind=found[0].kind or kind)
    )
    return [replace(whole, holder=True)]


def _wants_them_apart(found: Sequence[Piece]) -> bool:
    """Whether a line for one file says that it is to be several: "layer 1: A + B (2 separate stems)"."""
    return any(p.says("apart") for p in found) and any(p.cls == "kind" and p.plural for p in found)


def _is_item(found: Sequence[Piece]) -> bool:
    """Whether a line can be one of a list: short, naming something, asking nothing."""
    content = sum(piece.cls in CONTENT for piece in found)
    return bool(content) and not any(piece.cls in ("ask", "remark") for piece in found)
