"""Steps from one desk to the next: an edit, another undone, headers that arrive; what is selected follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from stemtui.history import History
from stemtui.manifest.pairing import pairs
from stemtui.order import LINE
from stemtui.session import OrderLine, Session, add_tracks, normal_path
from stemtui.text import counted
from stemtui.tui.desk.desk import ORDER, SELECTIONS, Desk, every_row, rows, say, selection_of
from stemtui.tui.desk.suggestions import suggest


def put(desk: Desk, history: History) -> Desk:
    """The desk with another session on it: selections keep to rows that exist, suggestions follow."""
    after = replace(desk, history=history)
    if not same_files(desk.session, history.now):
        after = with_headers(after)
    if history.now.stems != desk.session.stems or len(history.now.tracks) != len(desk.session.tracks):
        after = suggest(after)
    return fit(desk, after)


def same_files(before: Session, after: Session) -> bool:
    """Whether each track has the file that it had."""
    pairs = zip(before.tracks, after.tracks, strict=False)
    changed = ((was, now) for was, now in pairs if was is not now)
    same = all((was.id, was.file) == (now.id, now.file) for was, now in changed)
    return same and len(before.tracks) == len(after.tracks)


def with_headers(desk: Desk) -> Desk:
    """The desk with the headers of the files that its tracks have now, as far as they have been read."""
    if not desk.contents.known:
        return desk
    known = desk.contents.known
    files = {track.id: normal_path(track.file) for track in desk.session.tracks if track.file}
    headers = {key: known[file] for key, file in files.items() if file in known}
    return replace(desk, headers=headers)


def change(desk: Desk, session: Session, what: str, run: str = "") -> Desk:
    """The desk after an edit, which can be undone by name and is said; edits of one run are undone as one."""
    return say(put(desk, desk.history.push(session, what, run)), what)


def with_found(desk: Desk, found: Session) -> Desk:
    """The desk with the tracks of its folder: as its beginning, or as one more edit where it has begun."""
    if desk.history == History(desk.saved) and not desk.on_disk:
        return replace(desk, history=History(found), saved=found)
    what = f"{counted(len(found.tracks), 'track')} found in the folder"
    return replace(desk, history=desk.history.push(add_tracks(desk.session, found.tracks), what))


def fit(before: Desk, after: Desk) -> Desk:
    """The desk with its selections fitted to the rows that it shows, after those of `before`."""
    kept: dict[str, Any] = {}
    for pane in SELECTIONS:
        shown, selection, was = rows(after, pane), selection_of(after, pane), rows(before, pane)
        if pane == ORDER and before.session.order != after.session.order:
            now = renumbered(before.session.order, after.session.order)
            was, selection = tuple(map(now.__getitem__, was)), selection.renamed(now)
        kept[SELECTIONS[pane]] = selection.fit(was, shown, every_row(after, pane))
    return replace(after, **kept)


def renumbered(before: Sequence[OrderLine], after: Sequence[OrderLine]) -> dict[str, str]:
    """The row of each line of the order before, and its row after; of one that is gone a row that is none."""
    places = {was: now for now, was in pairs(before, after).items()}
    numbers = range(len(before))
    return {f"{LINE}{at + 1}": f"{LINE}{places[at] + 1}" if at in places else f"gone {at}" for at in numbers}
