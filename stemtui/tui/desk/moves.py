"""Moving, marking, filtering and folding: from one desk to the next, the session untouched."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order import line_number
from stemtui.session import Session, children, lineage, split_item, unassigned
from stemtui.text import counted
from stemtui.tui.desk.answers import short
from stemtui.tui.desk.desk import GROUPS, ORDER, TRACKS, Desk, every_row, rows, say, select
from stemtui.tui.desk.filtering import heard_in
from stemtui.tui.desk.steps import fit
from stemtui.tui.desk.suggestions import suggested

NOTHING_SUGGESTED = "Suggestions are shown; there is nothing left to suggest."


def step(desk: Desk, by: int) -> Desk:
    """The cursor some rows further down, or up."""
    return select(desk, desk.selection.move(rows(desk, desk.pane), by))


def grow(desk: Desk, by: int) -> Desk:
    """The cursor some rows further, and a range behind it."""
    return select(desk, desk.selection.grow(rows(desk, desk.pane), by))


def page(desk: Desk, by: int) -> Desk:
    """The cursor some pages further down, or up."""
    return step(desk, by * max(1, desk.page - 1))


def jump(desk: Desk, position: int) -> Desk:
    """The cursor on the first row (0) or the last (-1)."""
    shown = rows(desk, desk.pane)
    return select(desk, desk.selection.go(shown, position % max(1, len(shown))))


def to_pane(desk: Desk, pane: str = "") -> Desk:
    """Keys go to that pane, or to the other one; from the order to where it was opened."""
    return replace(desk, pane=pane or {TRACKS: GROUPS, GROUPS: TRACKS, ORDER: desk.behind}[desk.pane])


def to_order(desk: Desk) -> Desk:
    """The order in place of the two lists, on the line that delivers the row under the cursor; or back."""
    if desk.pane == ORDER:
        return to_pane(desk)
    opened = replace(desk, pane=ORDER, behind=desk.pane)
    lines = [row for row in rows(opened, ORDER) if delivers(desk.session, row) == desk.here]
    return select(opened, replace(opened.order, cursor=lines[0])) if desk.here and lines else opened


def delivers(session: Session, row: str) -> str:
    """What the order's line of a row delivers."""
    return session.order[line_number(session, row) - 1].deliver


def mark(desk: Desk) -> Desk:
    """The row under the cursor marked or unmarked, and the cursor moved on."""
    return select(desk, desk.selection.mark(rows(desk, desk.pane)))


def toggle_range(desk: Desk) -> Desk:
    """A range that begins here, or none."""
    return select(desk, desk.selection.toggle_range())


def mark_all(desk: Desk) -> Desk:
    """All rows that are shown, marked."""
    return select(desk, desk.selection.mark_all(rows(desk, desk.pane)))


def invert(desk: Desk) -> Desk:
    """The marks of the rows that are shown turned round."""
    return select(desk, desk.selection.invert(rows(desk, desk.pane)))


def moved_on(before: Desk, after: Desk) -> Desk:
    """The marks off, and the cursor on the row after what was acted on, which a filter may hide now."""
    was, shown = rows(before, before.pane), rows(after, after.pane)
    return select(after, after.selection.past(set(before.chosen), was, shown))


def unmark(desk: Desk) -> Desk:
    """No marks in this pane."""
    return select(desk, desk.selection.unmark())


def to_unassigned(desk: Desk) -> Desk:
    """The cursor on the next track that is in no stem, the filter taken off when it hides them all."""
    wanted = {f"track.{track.id}" for track in unassigned(desk.session)}
    desk = replace(desk, pane=TRACKS)
    if not wanted.intersection(rows(desk, TRACKS)):
        desk = filtered(desk, "")
    found = desk.tracks.next_of(rows(desk, TRACKS), wanted)
    return select(desk, replace(desk.tracks, cursor=found))


def filtered(desk: Desk, words: str) -> Desk:
    """The pane's rows narrowed to those that hold some words; a range, which may lose its ends, is marked."""
    marked = desk.selection.mark_range(rows(desk, desk.pane))
    return fit(desk, unfolded(select(desk, replace(marked, filter=words))))


def unfolded(desk: Desk) -> Desk:
    """The stem under the cursor, which a filter found, out of the folds that hide it without one."""
    kind, key = split_item(desk.groups.cursor)
    above = lineage(desk.session, key)[1:] if kind == "stem" and desk.pane == GROUPS else ()
    return replace(desk, folded=desk.folded.difference(above)) if not desk.groups.filter else desk


def to_tracks_of(desk: Desk) -> Desk:
    """The tracks of the stem or mix under the cursor, alone in their pane."""
    words = heard_in(desk.session, desk.here)
    shown = filtered(replace(desk, pane=TRACKS), words)
    if not rows(shown, TRACKS):
        return say(desk, "No track feeds it yet: a digit, on the tracks' side, puts them in.")
    first = select(shown, shown.tracks.go(rows(shown, TRACKS), 0))
    name = short(words.removeprefix("="))
    return say(first, f"Only the tracks of {name}; esc shows all.")


def escape(desk: Desk) -> Desk:
    """One layer undone: the range, the filter, the marks, the order over the lists."""
    left = desk.selection.escape()
    if desk.pane == ORDER and left == desk.selection:
        return to_pane(desk)
    return fit(desk, unfolded(select(desk, left)))


def toggle_suggestions(desk: Desk) -> Desk:
    """Suggestions shown or hidden."""
    if desk.suggesting:
        return say(replace(desk, suggesting=False), "Suggestions are hidden.")
    shown = replace(desk, suggesting=True)
    found = suggested(shown)
    words = f"Suggestions are shown, for {counted(len(found), 'track')}." if found else NOTHING_SUGGESTED
    return say(shown, words)


def end(desk: Desk, by: int) -> str:
    """Where rows are that can go no further: first or last, of those shown."""
    return ("first" if by < 0 else "last") + (" of those shown" if desk.selection.filter else "")


def to_rows(desk: Desk, wanted: Sequence[str]) -> Desk:
    """Keys to the pane of some rows, the cursor on the first of them; several are marked."""
    is_track, is_line = wanted[0].startswith("track."), line_number(desk.session, wanted[0])
    pane = TRACKS if is_track else ORDER if is_line else GROUPS
    there = replace(desk, pane=pane, behind=desk.behind if desk.pane == ORDER else desk.pane)
    if not {*wanted} <= {*rows(there, pane)}:
        there = filtered(replace(there, folded=frozenset()), "")
    marks = frozenset(wanted) if len(wanted) > 1 else there.selection.marks
    return select(there, replace(there.selection, cursor=wanted[0], marks=marks, anchor=""))


def fold(desk: Desk) -> Desk:
    """The sub-stems of the stem under the cursor folded away, or shown again; else those it is one of."""
    _, stem_id = split_item(desk.here)
    if not children(desk.session, stem_id):
        stem_id = desk.session.stem(stem_id).parent
    there = select(desk, replace(desk.selection, cursor=f"stem.{stem_id}"))
    folded = fit(there, replace(there, folded=desk.folded ^ {stem_id}))
    count = counted(len(children(desk.session, stem_id)), "sub-stem")
    return say(folded, f"{count} {'folded away' if stem_id in folded.folded else 'shown'}.")


def click(desk: Desk, pane: str, row: str) -> Desk:
    """The cursor on a row of a pane."""
    if row not in every_row(desk, pane):
        return replace(desk, pane=pane)
    desk = replace(desk, pane=pane)
    return select(desk, replace(desk.selection, cursor=row))
