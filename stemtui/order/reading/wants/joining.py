"""The segments of a sentence as requests: what each asks for, declines, or only tells."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.cutting import segments
from stemtui.order.reading.phrases.files import Files
from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants import parts
from stemtui.order.reading.wants.adding import add, names_one
from stemtui.order.reading.wants.amending import in_their_channels
from stemtui.order.reading.wants.asides import is_aside, is_description
from stemtui.order.reading.wants.joined import Joined
from stemtui.order.reading.wants.labels import is_contents, is_label
from stemtui.order.reading.wants.listing import with_kinds
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.wants.placing import New
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.wants.strangers import unknown_in_list
from stemtui.order.reading.wants.wording import Named, named
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.reading.words.tagging import pieces


def requests_of(reader: Reader, line: str, found: Sequence[Segment]) -> list[Request]:
    """The requests of a sentence, in order; kinds said for a list are not handed on yet."""
    paired = any(piece.value == "paired" for one in found for piece in one.of("put"))
    joined = Joined(reader, line, found, Files(paired))
    for at in range(len(found)):
        _take(joined, at)
    reader.told = [*joined.told, *(one for one in joined.requests if one.declined)]
    return joined.requests


def _take(joined: Joined, at: int) -> None:
    """Take in one more segment."""
    segment = joined.found[at]
    joined.stance.at(segment)
    if segment.has("given"):
        _condition(joined, segment.pieces[0], at)
    elif (segment.has("behind") and segment.before != "why") or _ends_in_no(joined, at):
        _decline_behind(joined, at)
    elif given := in_their_channels(joined.requests, segment):
        joined.requests = given
    elif _tells(joined, segment) or is_aside(joined.reader, joined.found, at, joined.requests):
        _tell(joined, at)
    else:
        strange = unknown_in_list(joined.line, joined.found, at, joined.requests, joined.reader.context.kind)
        here = Named(strange) if strange else named(joined.line, segment)
        joined.reader.list_unknown(joined.line, here.unknown)
        _take_up(joined, at)
        if not here.requests and any(piece.cls == "source" for piece in here.unknown):
            return  # "a guide vocal as a mono file" says nothing of what stands before it
        add(joined, at, _with_effects(joined, segment, here.requests))


def _take_up(joined: Joined, at: int) -> None:
    """Take what was only told into the choice that goes on here: "to practise with either the mix or ..."."""
    before, told = joined.found[at - 1 : at], joined.told[-1:]
    item = any(one.kind or one.role for one in told) and any(one.has(*CONTENT) for one in before)
    if joined.found[at].before == "or" and item and told[0].text in text_of(joined.line, before[0].pieces):
        joined.requests.append(joined.told.pop())
        joined.reader.take_last()


def _ends_in_no(joined: Joined, at: int) -> bool:
    """Whether words that decline end a point, and name nothing: "Percussion: no need", "pour le banjo, pas
    besoin"."""
    segment, before = joined.found[at], joined.found[at - 1 : at]
    marked = bool({":", "-"} & {*segment.passed}) or (
        segment.comma and any(one.before == "of" for one in before)
    )
    label = any(one.has(*CONTENT) for one in before) and marked
    last = not any(one.has(*CONTENT) for one in joined.found[at + 1 :])
    return segment.before == "not" and not segment.pieces and last and label


def _condition(joined: Joined, piece: Piece, at: int) -> None:
    """Hand a condition on to what follows it, or to what stands before it: in the sentence before only where
    it stands alone ("Only if it is cheap.")."""
    text = text_of(joined.line, [piece])
    said = [piece for segment in joined.found[:at] for piece in segment.pieces]
    alone = all(one.cls == "join" or one.says("only", "but") for one in said)
    if piece.has("names"):
        inner = segments(pieces(text, joined.reader.names))
        negative = any(s.says("negative") or s.before in ("not", "except") for s in inner)
        items = [] if negative else requests_of(Reader(joined.reader.names), text, inner)
        joined.reader.pass_by(text, with_kinds(items), inner)
    if piece.value == "ahead":
        joined.stance.given = text
    elif piece.value == "behind" and (joined.requests or alone) and not _is_of_something_else(joined, at):
        joined.govern(text)
    elif piece.value == "behind":
        joined.reader.remarks.append(text)


def _is_of_something_else(joined: Joined, at: int) -> bool:
    """Whether a condition is one of what nobody knows: "the mix, with the paperwork if it survives"."""
    before = [one for one in joined.found[:at] if one.before != "of"][-1:]
    return any(one.before == "with" and one.has("unknown") and not one.has(*CONTENT) for one in before)


def _decline_behind(joined: Joined, at: int) -> None:
    """Decline what stands before words like "not needed"; "leave it", alone, the last item before."""
    segment, reader = joined.found[at], joined.reader
    if segment.before == "or" and any(piece.says("leaving") for piece in segment.of("behind")):
        return  # "if there is money, the mix; otherwise leave it"
    named_here = any(one.has(*CONTENT) for one in joined.found[: at + 1])
    numbers = any(one.has("count") for one in joined.found[:at])  # "3 and 4 are his, I don't need those"
    strange = any(one.has("unknown") for one in joined.found[:at])  # "no fades, we do those here"
    alone = not (joined.requests or joined.told or named_here or numbers or strange)
    if alone and reader.requests and any(piece.says("it") for piece in segment.of("behind")):
        reader.requests[-1] = replace(reader.requests[-1], declined=True)
        return
    joined.requests = parts.declined_behind(joined.line, joined.found, at, joined.requests)
    several = parts.declines_several(segment) or any(
        piece.says("all_of_them") for piece in segment.of("behind")
    )
    while joined.told and (several or not any(one.declined for one in joined.requests)):
        joined.requests.append(replace(joined.told.pop(), declined=True, stays=parts.is_owned(segment)))


def _tells(joined: Joined, segment: Segment) -> bool:
    """Whether a segment is only told; "the same files as you did for them" is asked for."""
    same = any(piece.value == "same" for piece in segment.of("loose"))
    return joined.stance.telling and not (same and segment.before in ("", "ask", ","))


def _tell(joined: Joined, at: int) -> None:
    """Take in a segment that orders nothing; where a report is made of a whole list ("X and Y have arrived"),
    none of it is ordered."""
    segment, before = joined.found[at], joined.found[:at]
    reports = segment.before == "and" and segment.reports and segment.has(*CONTENT)
    if reports and not any(p.before == "ask" for p in before):
        joined.told += joined.requests
        if joined.requests:
            joined.reader.remarks.append(
                text_of(joined.line, [piece for one in before for piece in one.pieces])
            )
        joined.requests = []
    heading = joined.reader.heading.kind
    if joined.requests and is_description(joined.found, at, joined.requests, heading):
        alias = names_one(joined, segment)
        joined.requests[-1] = replace(joined.requests[-1], described=True, alias=alias)
    if is_label(joined.reader, joined.found, at) or is_contents(joined.reader, joined.found, at):
        joined.reader.remarks.append(text_of(joined.line, segment.pieces))
    elif segment.has(*CONTENT):
        items, said = list(named(joined.line, segment).requests), list(segment.pieces)
        if _says_of_what(joined, segment, items):
            items[0] = replace(items[0], kind=joined.told.pop().kind, inferred=True)
            said = [*before[-1].pieces, *said]
            joined.reader.take_last()
        joined.reader.pass_by(text_of(joined.line, said), items, joined.found)
        joined.told += items


def _says_of_what(joined: Joined, segment: Segment, items: Sequence[Request]) -> bool:
    """Whether a source says of what a kind is that was told before it: "the stem of the drums"."""
    bare, plain = joined.told[-1:], items[:1]
    return segment.before == "of" and any(one.is_bare for one in bare) and any(one.is_plain for one in plain)


def _with_effects(joined: Joined, segment: Segment, new: New) -> New:
    """The requests with the "dry" or "wet" that stands before all of them."""
    if new and joined.wet:
        new = (replace(new[0], wet=tuple(dict.fromkeys((*joined.wet, *new[0].wet)))), *new[1:])
        joined.wet = ()
    elif not (new or joined.requests):
        joined.wet = (*joined.wet, *(piece.value for piece in segment.of("wet")))
    return new
