"""What changed of the order."""

from collections.abc import Iterator

from stemtui.diff.keys import values_changed
from stemtui.diff.moves import moved
from stemtui.manifest.pairing import pairs
from stemtui.session import REST, OrderLine, Session, has_item, item_name


def order_changes(old: Session, new: Session) -> Iterator[str]:
    origins = pairs(old.order, new.order)
    for position, line in enumerate(old.order):
        if position not in origins.values():
            yield f"Order line {position + 1} removed: {_order_line(old, line)}"
    for position, line in enumerate(new.order):
        if position not in origins:
            yield f"Order line {position + 1} added: {_order_line(new, line)}"
            continue
        was, of = old.order[origins[position]], f"Order line {position + 1}"
        if was.deliver != line.deliver:
            asked = f' ("{line.asked}")' if line.asked else ""
            yield f"{of}{asked} delivers {_item(new, line.deliver)} instead of {_item(old, was.deliver)}"
        yield from values_changed("order", f"{of}: ", was, line, but=("deliver",))
    standing = [origins[position] for position in sorted(origins)]
    for position in moved(sorted(standing), standing):
        yield f"Order line {position + 1} moved to line {standing.index(position) + 1}"


def _order_line(session: Session, line: OrderLine) -> str:
    delivers = f"delivers {_item(session, line.deliver)}"
    return f'"{line.asked}" {delivers}' if line.asked else delivers


def _item(session: Session, item: str) -> str:
    """`Drums (stem.drums)`; only `stem.drums` when the session has no such stem."""
    if item == REST or not has_item(session, item):
        return item or "nothing"
    return f"{item_name(session, item)} ({item})"
