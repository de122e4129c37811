"""The order: what a client asked for, in their words, and the gate that holds every print to it."""

from stemtui.order.gate import gate
from stemtui.order.heard import exposed_alone, heard
from stemtui.order.lines import (
    all_items,
    find_item,
    is_ordered,
    item_kind,
    line_for,
    line_kind,
    remaining,
    toggle,
    wanted,
)
from stemtui.order.words import asked_kind

__all__ = [
    "all_items",
    "asked_kind",
    "exposed_alone",
    "find_item",
    "gate",
    "heard",
    "is_ordered",
    "item_kind",
    "line_for",
    "line_kind",
    "remaining",
    "toggle",
    "wanted",
]
