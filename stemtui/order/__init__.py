"""The order: what a client asked for, in their words, and the gate that holds every print to it."""

from stemtui.order.asked import WAIVE, bare, is_accepted, on_screen
from stemtui.order.gate import gate
from stemtui.order.heard import exposed_alone, heard
from stemtui.order.lines import (
    LINE,
    is_ordered,
    item_kind,
    line_for,
    line_kind,
    line_number,
    line_places,
    on_no_line,
    remaining,
    toggle,
    unordered,
    waivable,
    waivers,
    wanted,
)
from stemtui.order.words import asked_kind, nearest

__all__ = [
    "LINE",
    "WAIVE",
    "asked_kind",
    "bare",
    "exposed_alone",
    "gate",
    "heard",
    "is_accepted",
    "is_ordered",
    "item_kind",
    "line_for",
    "line_kind",
    "line_number",
    "line_places",
    "nearest",
    "on_no_line",
    "on_screen",
    "remaining",
    "toggle",
    "unordered",
    "waivable",
    "waivers",
    "wanted",
]
