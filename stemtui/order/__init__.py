"""The order: what a client asked for, in their words, and the gate that holds every print to it."""

from stemtui.order.gate import gate
from stemtui.order.heard import exposed_alone, heard
from stemtui.order.lines import (
    is_ordered,
    item_kind,
    line_for,
    line_kind,
    remaining,
    toggle,
    waivers,
    wanted,
)
from stemtui.order.words import asked_kind

__all__ = [
    "asked_kind",
    "exposed_alone",
    "gate",
    "heard",
    "is_ordered",
    "item_kind",
    "line_for",
    "line_kind",
    "remaining",
    "toggle",
    "waivers",
    "wanted",
]
