"""Order lines: made, switched on and off, and chosen for a print."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stemtui.errors import EditError, Problem, StemtuiError
from stemtui.order.words import PLAIN_KINDS, asked_kind
from stemtui.session import (
    REST,
    Kind,
    OrderLine,
    Session,
    Stem,
    add_order_line,
    find_item,
    has_item,
    item_name,
    lineage,
    split_item,
)
from stemtui.text import counted, few, listed, printable, sentence

LINE = "order."


def line_number(session: Session, item: str) -> int:
    """The number of the line that `order.5` names; 0 for what names none of this session."""
    number = item.removeprefix(LINE)
    known = item.startswith(LINE) and number.isascii() and number.isdigit() and len(number) < 6
    return int(number) if known and 0 < int(number) <= len(session.order) else 0


def line_places(session: Session, items: Sequence[str]) -> tuple[int, ...]:
    """Positions in the order, from 0, of the lines among some items."""
    return tuple(number - 1 for item in items if (number := line_number(session, item)))


def item_kind(item: str) -> Kind:
    """The kind of an item; what remains of the stems is a stem too."""
    kind = split_item(item)[0]
    return kind if kind in ("track", "mix") else "stem"  # type: ignore[return-value]


def line_kind(line: OrderLine) -> str:
    """The kind that a line asks for: as recorded, else as its words say, else ""."""
    return line.kind or asked_kind(line.asked)


def line_for(session: Session, item: str) -> OrderLine:
    """An order line that asks for an item of the session. Raises EditError when there is none."""
    if not has_item(session, item):
        raise EditError(f"There is no {printable(item)!r} to order.")
    kind, channels = item_kind(item), ""
    if kind == "mix":
        channels = "stereo"
    elif item != REST and kind == "stem":
        channels = session.stem(split_item(item)[1]).channels
    return OrderLine(_asked(item_name(session, item), kind), kind, item, channels)


def _asked(name: str, kind: Kind) -> str:
    """`Drums STEM`, and `Master MIX` for a mix that is called "Master Mix"."""
    words = name.split()
    if words and words[-1].casefold() in PLAIN_KINDS and asked_kind(words[-1]) == kind and len(words) > 1:
        words.pop()
    return f"{' '.join(words)} {kind.upper()}"


def is_ordered(session: Session, item: str) -> bool:
    """Whether an order line delivers the item."""
    return any(line.deliver == item for line in session.order)


def toggle(session: Session, items: Iterable[str]) -> Session:
    """Order those items that are not ordered yet; when all are, order none of them."""
    wanted_items = list(dict.fromkeys(items))
    missing = [item for item in wanted_items if not is_ordered(session, item)]
    if not missing:
        kept = tuple(line for line in session.order if line.deliver not in wanted_items)
        return replace(session, order=kept)
    for item in missing:
        session = add_order_line(session, line_for(session, item))
    return session


def wanted(session: Session, items: Sequence[str] = ()) -> tuple[OrderLine, ...]:
    """The lines to print, each item once: the order's, or those for the items named.

    An item is `stem.drums`, or a bare id or name that only one thing has; one that is on the order keeps its
    line. Raises StemtuiError for an item that is not there, and when there is nothing to print.
    """
    if items:
        ordered = {line.deliver: line for line in reversed(session.order)}
        found = dict.fromkeys(find_item(session, item) for item in items)
        return tuple(ordered.get(item) or line_for(session, item) for item in found)
    if not session.order:
        raise StemtuiError(
            "Nothing is ordered: press o on a stem, a mix or a track on the screen, give `stemtui order` the "
            "client's message, or name what to print, such as `stem.drums` or `mix.master`."
        )
    once: dict[str, OrderLine] = {}
    for number, line in enumerate(session.order):
        once.setdefault(line.deliver or f"undecided {number}", line)
    return tuple(once.values())


def waivers(session: Session) -> dict[str, str]:
    """The recorded reasons for which ordered items are accepted as they are, by item; the first line's."""
    return {line.deliver: line.waive.strip() for line in reversed(session.order) if line.waive.strip()}


def waivable(path: str, message: str, remedies: Sequence[str], reason: str) -> Problem:
    """An error that a recorded reason on its order line turns into a warning."""
    if reason:
        return Problem(path, f'{message} Accepted: "{reason}".', severity="warning")
    remedy = listed([*remedies, 'say why it is right: waive = "..." on its order line'], "or")
    return Problem(path, message, f"{sentence(remedy)}.", waivable=True)


def remaining(session: Session, lines: Iterable[OrderLine]) -> tuple[Stem, ...]:
    """What `rest` delivers: the tracks of the stems that no line delivers, alone or inside another stem."""
    delivered = {line.deliver for line in lines}
    return tuple(
        stem
        for stem in session.stems
        if not any(f"stem.{above}" in delivered for above in lineage(session, stem.id))
    )


def unordered(session: Session, lines: Sequence[OrderLine]) -> tuple[Stem, ...]:
    """The stems with tracks of their own that no line delivers, where lines deliver others."""
    ordered = {line.deliver for line in lines}
    if REST in ordered or not any(f"stem.{stem.id}" in ordered for stem in session.stems):
        return ()
    fed = {track.stem for track in session.tracks if not track.left_out}
    return tuple(stem for stem in remaining(session, lines) if stem.id in fed)


def on_no_line(session: Session, lines: Sequence[OrderLine]) -> str:
    """`3 of 7 stems are on no line: Keys, Pads and FX`; "" where no stem is ordered, or where all are."""
    others = [printable(stem.name) for stem in unordered(session, lines)]
    if not others:
        return ""
    number = len({track.stem for track in session.tracks if track.stem and not track.left_out})
    are = "is" if len(others) == 1 else "are"
    return f"{len(others)} of {counted(number, 'stem')} {are} on no line: {few(others, 8)}"
