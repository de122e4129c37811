"""The parts that lines and questions about a request are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.order.lines import item_kind
from stemtui.order.reading.meeting.indexing import Index, Thing
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.session import OrderLine, Session, feeding, item_name, roots, split_item
from stemtui.text import few, listed, printable, several

LEAVE = "leave it off, and ask the client"
SHOWN = 4
SHOWN_ITEMS = 6


@frozen
class Met:
    """What a request comes to: lines, questions, notes, and items of which other lines wait for an answer."""

    lines: tuple[OrderLine, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def asks(*questions: Question) -> Met:
    """A request that comes to questions alone."""
    return Met(questions=questions)


def question(request: Request, text: str, client: str, choices: Iterable[Choice]) -> Question:
    """A question about a request; its last choice leaves it off."""
    return Question(printable(request.asked), text, (*choices, Choice(LEAVE)), client)


def line(session: Session, request: Request, item: str, asked: str = "") -> OrderLine:
    """The order line that delivers an item for a request; where they name no channels, in those in which it
    is ordered already, or in its own."""
    ordered = next((one.channels for one in session.order if one.deliver == item), "")
    channels = request.channels or ordered or native_channels(session, item)
    return OrderLine(asked or request.asked, item_kind(item), item, channels)


def native_channels(session: Session, item: str) -> str:
    """The channels that an item has by itself: those of a stem, stereo for a mix, "" for what a file says."""
    kind, key = split_item(item)
    return session.stem(key).channels if kind == "stem" else "stereo" if kind == "mix" else ""


def choice(index: Index, request: Request, items: Sequence[str], says: str = "") -> Choice:
    """A choice that delivers some items."""
    lines = tuple(line(index.session, request, item) for item in items)
    return Choice(says or named_items(index.session, items), lines)


def to_be_made(request: Request, kind: str, says: str = "") -> Choice:
    """A choice that puts a line on the order whose item has still to be made."""
    key = "n" if kind == "stem" else "m"
    says = says or f"a {kind.upper()} of its own"
    return Choice(
        f"{says}, which has to be made first ({key})",
        (OrderLine(request.asked, kind, "", request.channels),),
    )


def sure(index: Index, request: Request, items: Sequence[str]) -> Met:
    """Lines for items, unless the channels that they want are not those that an item has."""
    session = index.session
    other = [
        i for i in items if request.channels and native_channels(session, i) not in ("", request.channels)
    ]
    if other:
        return Met(questions=(_channels(index, request, items, other),), waiting=tuple(items))
    each = len(items) > 1 and (request.is_bare or bool(request.loose))
    return Met(
        tuple(
            line(session, request, item, f"{request.asked} ({item_name(session, item)})" if each else "")
            for item in items
        )
    )


def _channels(index: Index, request: Request, items: Sequence[str], other: Sequence[str]) -> Question:
    session, wanted = index.session, request.channels
    native, kind = native_channels(session, other[0]), item_kind(other[0])
    what = listed([printable(item_name(session, item)) for item in other])
    is_ = "is" if len(other) == 1 else "are"
    why = f"your {what} {kind} {is_} declared {native}" if kind == "stem" else f"a mix is printed in {native}"
    lines = tuple(
        replace(line(session, request, item), channels=native_channels(session, item)) for item in items
    )
    return question(
        request,
        f"They want {wanted} for {quote(request)}; {why}. Which is right?",
        f"You ask for {quote(request)} in {wanted}; in this mix it is {native}. Is {native} all right, or do "
        f"you need {wanted}?",
        (
            Choice(f"{native}, as it is", lines),
            choice(index, request, items, f"{wanted}: the {kind} has to be changed before it is printed"),
        ),
    )


def quote(request: Request) -> str:
    """The client's words in a sentence of ours."""
    return f"`{printable(request.asked)}`"


def named_items(session: Session, items: Sequence[str]) -> str:
    """Items with their kinds: `the Drums STEM and Bass STEM`, `26 TRACKS: Kick, Snare, Hat and 23 more`."""
    names = [printable(item_name(session, item)) for item in items]
    if len(items) <= SHOWN:
        kinds = [item_kind(item).upper() for item in items]
        return f"the {listed([f'{name} {kind}' for name, kind in zip(names, kinds, strict=True)])}"
    kinds = list({item_kind(item) for item in items})
    number = several(len(items), kinds[0].upper() if len(kinds) == 1 else "ITEM")
    return f"{number}: {few(names, 3)}"


def names_of(things: Sequence[Thing]) -> str:
    """The names of things, the first few of them."""
    return few([printable(thing.name) for thing in things], SHOWN)


def item_names(index: Index, items: Sequence[str]) -> str:
    """The names of items, the first few of them."""
    return few([printable(item_name(index.session, item)) for item in items], SHOWN_ITEMS)


def items_of(things: Iterable[Thing]) -> list[str]:
    """The items of things."""
    return [thing.item for thing in things]


def inside(index: Index, stem: Thing) -> list[Thing]:
    """The tracks that are heard in a stem."""
    feeds = {f"track.{track.id}" for track in feeding(index.session, split_item(stem.item)[1])}
    return [track for track in index.tracks if track.item in feeds]


def every_stem(index: Index) -> list[str]:
    """The items of the complete set of stems."""
    return [f"stem.{stem.id}" for stem in roots(index.session)]


def every_track(index: Index) -> list[str]:
    """The items of all tracks that are heard: not left out, and in no bounce."""
    return [thing.item for thing in index.tracks if split_item(thing.item)[1] not in index.session.bounced]
