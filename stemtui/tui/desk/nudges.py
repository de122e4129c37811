"""Small steps: gains nudged, rows moved. A run of steps for the same rows is undone as one."""

from collections.abc import Sequence

from stemtui.errors import EditError
from stemtui.manifest.schema import HIGHEST_DB, LOWEST_DB
from stemtui.session import (
    Session,
    children,
    edit_stem,
    edit_tracks,
    move_mixes,
    move_stems,
    move_tracks,
    split_item,
)
from stemtui.text import decibels
from stemtui.tui.desk import orders
from stemtui.tui.desk.answers import named, short
from stemtui.tui.desk.desk import ORDER, Desk, rows, say
from stemtui.tui.desk.moves import end
from stemtui.tui.desk.steps import change

STEP_DB = 0.5
DIGITS = 6


def nudge(desk: Desk, steps: int) -> Desk:
    """The gain of what is chosen some steps of half a dB up or down; the marks stay for the next one."""
    items, session = desk.chosen, desk.session
    for item in items:
        session = _louder(session, item, steps * STEP_DB)
    run = f"gain of {' '.join(items)}"
    before = desk.history.before(run)
    was, now = gain_db(before, items[0]), gain_db(session, items[0])
    said = f"gain {_said(was)} -> {_said(now)}" if len(items) == 1 else f"gains moved by {_said(now - was)}"
    return change(desk, session, f"{named(session, items, 'row')}: {said}", run)


def gain_db(session: Session, item: str) -> float:
    """The gain of a track or a stem."""
    kind, key = split_item(item)
    return (session.track(key) if kind == "track" else session.stem(key)).gain_db


def _said(db: float) -> str:
    return decibels(db) if db else "0 dB"


def _louder(session: Session, item: str, by: float) -> Session:
    kind, key = split_item(item)
    to = round(gain_db(session, item) + by, DIGITS)
    if not LOWEST_DB <= to <= HIGHEST_DB:
        raise EditError(f"A gain goes from {LOWEST_DB:g} to {HIGHEST_DB:g} dB, no further.")
    return edit_tracks(session, [key], gain_db=to) if kind == "track" else edit_stem(session, key, gain_db=to)


def reorder(desk: Desk, by: int) -> Desk:
    """What is chosen one place further up (-1) or down (1): tracks, stems among their like, mixes, lines.

    Rows move among those that are shown, and those that a filter or a fold hides stay where they are.
    """
    shown = rows(desk, desk.pane)
    items = [row for row in desk.chosen if row in shown]
    if not items:
        return say(desk, "What is marked is hidden, and stays where it is: A takes the marks off.")
    if desk.pane == ORDER:
        return orders.move(desk, items, by)
    session, inside = _reordered(desk, items, by), _inside(desk.session, items)
    if session == desk.session:
        return say(desk, f"{named(session, items, 'row')}: {end(desk, by)}{inside} already.")
    run = f"place of {' '.join(items)}"
    was, now = _place(desk.history.before(run), items[0]), _place(session, items[0])
    where = f"moved from place {was} to {now}" if was != now else f"back at place {now}"
    return change(desk, session, f"{named(session, items, 'row')}: {where}{inside}", run)


def _inside(session: Session, items: Sequence[str]) -> str:
    """` in Drums` for a sub-stem, whose place is one among those of its parent."""
    kind, key = split_item(items[0])
    parent = session.stem(key).parent if kind == "stem" else ""
    return f" in {short(session.stem(parent).name)}" if parent and len(items) == 1 else ""


def _reordered(desk: Desk, items: Sequence[str], by: int) -> Session:
    chosen, shown = _keys(items), _keys(rows(desk, desk.pane))
    session = move_tracks(desk.session, chosen["track"], by, shown["track"])
    session = move_stems(session, chosen["stem"], by, shown["stem"])
    return move_mixes(session, chosen["mix"], by, shown["mix"])


def _keys(items: Sequence[str]) -> dict[str, set[str]]:
    """The ids of tracks, stems and mixes."""
    keys: dict[str, set[str]] = {"track": set(), "stem": set(), "mix": set()}
    for kind, key in map(split_item, items):
        keys[kind].add(key)
    return keys


def _place(session: Session, item: str) -> int:
    """Where a row stands among its like, from 1: tracks, mixes, or stems of one parent."""
    kind, key = split_item(item)
    if kind == "stem":
        siblings = children(session, session.stem(key).parent)
        return 1 + [stem.id for stem in siblings].index(key)
    return 1 + (session.track_index if kind == "track" else session.mix_index)[key]
