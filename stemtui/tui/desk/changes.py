"""What keys do to the session: from one desk to the next, each edit undoable by its name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from stemtui.session import (
    Mix,
    Session,
    add_mix,
    add_stem,
    delete_mix,
    delete_stem,
    edit_mix,
    edit_order_line,
    edit_stem,
    edit_tracks,
    item_name,
    leave_out,
    set_parent,
    split_item,
    unassigned,
)
from stemtui.text import counted, listed
from stemtui.tui.desk import orders
from stemtui.tui.desk.answers import named, named_tracks, short
from stemtui.tui.desk.bounces import taken_apart
from stemtui.tui.desk.desk import GROUPS, ORDER, TRACKS, Desk, rows, say, select
from stemtui.tui.desk.moves import moved_on, unmark
from stemtui.tui.desk.steps import change, put, renumbered

ORIGIN_WORDS = {
    "": ("is of unknown origin", "are of unknown origin"),
    "raw": ("is raw: as recorded", "are raw: as recorded"),
    "printed": ("was printed through the mix", "were printed through the mix"),
    "stem": ("is a finished stem used as a source", "are finished stems used as sources"),
    "mix": ("is a finished mix used as a source", "are finished mixes used as sources"),
}
TREATMENT_WORDS = {
    "printed": "The mix is printed into these files.",
    "manifest": "The mix is in this manifest: gains, pans and offsets.",
    "none": "Nothing is mixed yet: what is printed is a SUBMIX OF TRACKS.",
}


def set_origin(desk: Desk, origin: str) -> Desk:
    """What the chosen tracks' files are, as somebody has now said."""
    ids = desk.chosen_tracks
    what = f"{named_tracks(desk.session, ids)} {ORIGIN_WORDS[origin][len(ids) > 1]}"
    return moved_on(desk, change(desk, edit_tracks(desk.session, ids, origin=origin), what))


def set_treatment(desk: Desk, treatment: str) -> Desk:
    """Where the mix was done, as somebody has now said."""
    return change(desk, replace(desk.session, treatment=treatment), TREATMENT_WORDS[treatment])


def set_left_out(desk: Desk, reason: str) -> Desk:
    """The chosen tracks left out of every print for a reason, or brought back ("")."""
    ids = desk.chosen_tracks
    who = named_tracks(desk.session, ids)
    what = f"{who}: left out ({short(reason)})" if reason else f"{who}: back in"
    return moved_on(desk, change(desk, leave_out(desk.session, ids, reason), what))


def new_stem(desk: Desk, name: str) -> Desk:
    """A new stem at the end, under the cursor of the stems' pane."""
    session, stem_id = add_stem(desk.session, name)
    made = change(desk, session, f"New stem: {short(name.strip())}")
    return found(made, f"stem.{stem_id}")


def found(desk: Desk, row: str) -> Desk:
    """The cursor of the stems' pane on a row, and no filter that would hide it."""
    hidden = row not in rows(desk, GROUPS)
    return replace(desk, groups=replace(desk.groups, cursor=row, filter="" if hidden else desk.groups.filter))


def save_mix(desk: Desk, mix: Mix, line: int | None = None) -> Desk:
    """A mix as a form describes it: where it has no id yet a new one, which a line may deliver then."""
    if mix.id:
        session = edit_mix(
            desk.session, mix.id, **{key: held for key, held in vars(mix).items() if key != "id"}
        )
        return change(desk, session, f"Mix changed: {short(mix.name)}")
    session, mix_id = add_mix(desk.session, mix)
    if line is not None:
        session = edit_order_line(session, line, deliver=f"mix.{mix_id}")
        return change(desk, session, f"New mix: {short(mix.name)}, which line {line + 1} delivers")
    made = change(desk, session, f"New mix: {short(mix.name)}")
    return found(made, f"mix.{mix_id}")


def rename(desk: Desk, name: str) -> Desk:
    """Another name for the row under the cursor; its id stays."""
    kind, key = split_item(desk.here)
    old = item_name(desk.session, desk.here)
    if kind == "track":
        session = edit_tracks(desk.session, [key], name=name.strip())
    else:
        session = (edit_stem if kind == "stem" else edit_mix)(desk.session, key, name=name)
    return change(desk, session, f"{short(old)} is called {short(name.strip())} now")


def delete(desk: Desk) -> Desk:
    """The chosen stems and mixes gone, whose tracks are in no stem then; lines of the order; or bounces."""
    if desk.pane == ORDER:
        return orders.delete(desk)
    if desk.pane == TRACKS:
        return taken_apart(desk)
    session = desk.session
    for item in desk.chosen:
        kind, key = split_item(item)
        session = (delete_stem if kind == "stem" else delete_mix)(session, key)
    what = f"Deleted: {listed([short(item_name(desk.session, item)) for item in desk.chosen])}"
    if loose := len(unassigned(session)) - len(unassigned(desk.session)):
        what = f"{what}; {counted(loose, 'track')} {'is' if loose == 1 else 'are'} in no stem now"
    if up := sum(stem.parent != desk.session.stem(stem.id).parent for stem in session.stems):
        what = f"{what}; {counted(up, 'sub-stem')} {'moves' if up == 1 else 'move'} up"
    return change(desk, session, what)


def toggle_channels(desk: Desk) -> Desk:
    """The chosen stems mono where the first was stereo, else stereo; order lines for them follow."""
    ids = [key for kind, key in map(split_item, desk.chosen) if kind == "stem"]
    to = "mono" if desk.session.stem(ids[0]).channels == "stereo" else "stereo"
    session = desk.session
    for stem_id in ids:
        session = edit_stem(session, stem_id, channels=to)
    for position, line in enumerate(session.order):
        if line.channels and line.deliver in {f"stem.{stem_id}" for stem_id in ids}:
            session = edit_order_line(session, position, channels=to)
    return change(desk, session, f"{named(session, [f'stem.{i}' for i in ids], 'stem')}: {to}")


def edit_chosen(desk: Desk, changes: dict[str, Any]) -> Desk:
    """Fields of the chosen tracks, or of the stem under the cursor, as a form has them."""
    if ids := desk.chosen_tracks:
        session, items = desk.session, [f"track.{i}" for i in ids]
        if "bounce" in changes:
            session = with_bounce(session, ids[0], changes.pop("bounce"))
        session = edit_tracks(session, ids, **changes)
    else:
        _, key = split_item(desk.here)
        parent = changes.pop("parent")
        session, items = set_parent(edit_stem(desk.session, key, **changes), key, parent), [desk.here]
    what = list(dict.fromkeys(words for item in items for words in edits(desk.session, session, item)))
    return unmark(change(desk, session, f"{named(session, items)}: {', '.join(what) or 'as it was'}"))


def with_bounce(session: Session, track_id: str, members: tuple[str, ...]) -> Session:
    """The session with a track as a bounce of others, which feed no stem themselves then."""
    return edit_tracks(edit_tracks(session, members, stem=""), [track_id], bounce=members)


def edits(before: Session, after: Session, item: str) -> Iterator[str]:
    """What an edit changed of a track or a stem: `gain 0 dB -> -2.5 dB`."""
    from stemtui.diff import WORDS  # here, as below: the first paint compares nothing

    kind, key = split_item(item)
    was, now = (side.track(key) if kind == "track" else side.stem(key) for side in (before, after))
    for field, value in vars(now).items():
        if (old := getattr(was, field)) != value:
            yield f"{WORDS.get(field, field)} {_value(before, field, old)} -> {_value(after, field, value)}"


def _value(session: Session, field: str, value: Any) -> str:
    if field == "parent":
        return short(session.stem(value).name) if value else "none"
    if field == "bounce":
        return short(listed([session.track(one).label for one in value]) or "nothing")
    from stemtui.diff import said

    return short(said(field, value))


def set_trim(desk: Desk, trim_db: float) -> Desk:
    """One trim for all files, so that they still add up."""
    delivery = replace(desk.session.delivery, trim_db=trim_db)
    return change(desk, replace(desk.session, delivery=delivery), f"All files are trimmed by {trim_db:g} dB")


def with_settings(session: Session, table: str, values: Mapping[str, Any]) -> Session:
    """The session with other settings of its own, of its delivery or of its mix bus."""
    if table == "session":
        return replace(session, **values)
    changed: dict[str, Any] = {table: replace(getattr(session, table), **values)}
    return replace(session, **changed)


def set_settings(desk: Desk, table: str, values: Mapping[str, Any]) -> Desk:
    """Other settings of the session, the delivery or the mix bus."""
    session = with_settings(desk.session, table, values)
    from stemtui.diff import changes

    return change(desk, session, "; ".join(changes(desk.session, session)))


def undo(desk: Desk) -> Desk:
    """The session as it was before the last edit."""
    history, what = desk.history.undo()
    return say(to_returned(desk, put(desk, history)), f"Undone: {what}")


def redo(desk: Desk) -> Desk:
    """The last edit that was undone, done again."""
    history, what = desk.history.redo()
    return say(to_returned(desk, put(desk, history)), f"Done again: {what}")


def to_returned(before: Desk, after: Desk) -> Desk:
    """The cursor on the first row of this pane that is back: what an undone deletion had taken away."""
    there = set(rows(before, before.pane))
    if before.pane == ORDER:
        there = set(renumbered(before.session.order, after.session.order).values())
    back = [row for row in rows(after, after.pane) if row not in there]
    return select(after, replace(after.selection, cursor=back[0])) if back else after
