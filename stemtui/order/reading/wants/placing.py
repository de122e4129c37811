"""New requests put behind those of their sentence, as the words around them have them."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.asides import takes_apart
from stemtui.order.reading.wants.heads import marked_heads
from stemtui.order.reading.wants.joined import Joined

New = tuple[Request, ...]


def place(joined: Joined, at: int, new: New) -> None:
    """Put the new requests of one segment behind those before: declined, doubted, as heads of a list."""
    segment, last = joined.found[at], joined.last
    if takes_apart(joined.found, at) and last and not last.is_bare:
        joined.requests.pop()
        if last.kind:
            joined.requests.append(replace(last, text="", source=(), group="", head=True))
    if segment.before == ":" and joined.last and _is_label(joined.last, new):
        joined.requests.pop()
    stance, last = joined.stance, joined.last
    if segment.before == "incl" and last and last.is_bare:
        new = tuple(replace(one, kind=one.kind or last.kind, inferred=True) for one in new)
    excepts = segment.before == "except" and segment.by is not None and not segment.by.has("not")
    if excepts and last and last.declined and last.is_bare:
        stance.excepted = stance.declined = False  # "no single tracks, except the narrator track"
    doubt = last.given if last and _goes_on(joined.found, at) else ""
    new = tuple(
        replace(
            one,
            declined=stance.declined,
            excepted=stance.excepted,
            stays=stance.declined and stance.owned,
            given=one.given or stance.given or doubt,
        )
        for one in _counted(joined.found, at, new)
    )
    fronted = _is_fronted(joined.found, at)
    joined.requests = marked_heads([*joined.requests, *new], joined.found[at + 1 :], fronted)
    joined.files.holder = new[0] if new[0].is_file or _holds_next(joined.found, at, new[0]) else None


def _holds_next(found: Sequence[Segment], at: int, one: Request) -> bool:
    """Whether what one file of a kind holds follows: "the track with the lead vocal double"."""
    holds = any(after.before == "with" and after.has("source") for after in found[at + 1 : at + 2])
    single = one.is_bare and one.kind in ("stem", "track") and not (one.plural or one.every or one.count > 1)
    return holds and single


def _counted(found: Sequence[Segment], at: int, new: New) -> New:
    """A bare kind with the number that stands before "of": "all four of the stems"."""
    before = found[at - 1] if at else None
    if found[at].before != "of" or not before or not before.has("count") or before.has(*CONTENT):
        return new
    number = int(before.of("count")[0].value)
    return tuple(replace(one, count=number if one.is_bare else one.count) for one in new)


def _goes_on(found: Sequence[Segment], at: int) -> bool:
    """Whether a doubt before the last item holds for this one as well: "maybe the strings and FX"."""
    segment = found[at]
    return segment.before == "and" and not segment.comma and found[at - 1].has("doubt")


def _is_fronted(found: Sequence[Segment], at: int) -> bool:
    """Whether a kind stands before the words that ask for what is of it: "for stems I need drums"."""
    segment = found[at]
    said_of = (segment.by and segment.by.says("for")) or segment.pieces[0].words == ("as",)
    return bool(said_of) and any(one.before == "ask" for one in found[at + 1 : at + 2])


def _is_label(one: Request, new: Sequence[Request]) -> bool:
    """Whether a source only stands over items that say their own kinds: "Rhythm: drum stem, bass stem"."""
    plain = bool(one.source) and not (one.kind or one.role or one.channels or one.wet)
    return plain and all(each.role or (each.source and each.kind) for each in new)
