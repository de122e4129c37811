"""What keys do to the session: from one desk to the next, each edit undoable by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stemtui import order
from stemtui.session import (
    Mix,
    Session,
    add_mix,
    add_stem,
    assign,
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
    stem_numbers,
    unassigned,
)
from stemtui.text import counted, listed, printable
from stemtui.tui.desk import (
    GROUPS,
    Desk,
    change,
    channels,
    proposal,
    put,
    rows,
    say,
    select,
    suggested,
)

if TYPE_CHECKING:
    from stemtui.propose import Proposal

ORIGIN_WORDS = {
    "": "is of unknown origin",
    "raw": "is raw: as recorded",
    "printed": "was printed through the mix",
    "stem": "is a finished stem used as a source",
    "mix": "is a finished mix used as a source",
}
TREATMENT_WORDS = {
    "printed": "The mix is printed into these files.",
    "manifest": "The mix is in this manifest: gains, pans and offsets.",
    "none": "Nothing is mixed yet: what is printed is a SUBMIX OF TRACKS.",
}


def named(session: Session, items: Sequence[str], noun: str = "track") -> str:
    """One item by its name, several by their number."""
    return short(item_name(session, items[0])) if len(items) == 1 else counted(len(items), noun)


def short(name: str, most: int = 24) -> str:
    """A name as the line of answers says it: what follows it there must not be pushed out of sight."""
    shown = printable(name)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def moved_on(desk: Desk) -> Desk:
    """The marks off, and the cursor on the row after what was just acted on."""
    shown = rows(desk, desk.pane)
    marked = desk.marked
    at = max((shown.index(row) for row in marked if row in shown), default=desk.selection.place(shown))
    return select(desk, desk.selection.unmark().go(shown, at + 1))


def put_in(desk: Desk, stem_id: str) -> Desk:
    """The chosen tracks in a stem, or in none (""), and the cursor on the next row."""
    ids, session = desk.chosen_tracks, desk.session
    what = assignment_words(session, ids, stem_id)
    edited = assign(session, ids, stem_id)
    if edited == session:
        return say(moved_on(desk), what)
    return moved_on(change(desk, edited, what))


def assignment_words(session: Session, ids: Sequence[str], stem_id: str) -> str:
    """What an assignment does, from where to where: `Kick: Drums -> Percussion`."""
    who = named(session, [f"track.{track}" for track in ids])
    to = short(session.stem(stem_id).name) if stem_id else "no stem"
    places = Counter(session.track(track).stem for track in ids)
    came = [(short(session.stem(stem).name) if stem else "no stem", n) for stem, n in places.items()]
    if len(came) == 1:
        return f"{who}: {came[0][0]} -> {to}" if came[0][0] != to else f"{who}: in {to} already"
    return f"{who}: {listed([f'{n} of {name}' for name, n in came])} -> {to}"


def put_in_number(desk: Desk, number: int) -> Desk:
    """The chosen tracks in the stem with that digit."""
    numbers = {digit: stem for stem, digit in stem_numbers(desk.session).items()}
    return put_in(desk, numbers[number])


def put_in_new(desk: Desk, name: str) -> Desk:
    """The chosen tracks in a new stem: one edit, undone as one."""
    session, stem_id = add_stem(desk.session, name)
    ids = desk.chosen_tracks
    who = named(session, [f"track.{track}" for track in ids])
    what = f"{who} -> {short(name.strip())}, a new stem"
    return moved_on(change(desk, assign(session, ids, stem_id), what))


def accept(desk: Desk) -> Desk:
    """What is suggested for the chosen tracks, done."""
    found = [proposal(desk, desk.session.track(track)) for track in desk.chosen_tracks]
    wanted = [one for one in found if one is not None and not one.question]
    return moved_on(_accepted(desk, wanted))


def accept_all(desk: Desk) -> Desk:
    """Everything that is suggested, done."""
    return _accepted(desk, suggested(desk))


def _accepted(desk: Desk, wanted: Sequence[Proposal]) -> Desk:
    from stemtui import propose  # here, because the first paint needs no vocabulary

    before = desk.session
    after = propose.accept(before, wanted, channels(desk))
    gained = len(after.stems) - len(before.stems), len(after.mixes) - len(before.mixes)
    made = [f"{n} new {noun}{'s' * (n > 1)}" if noun == "stem" else f"{n} mix{'es' * (n > 1)}"
            for n, noun in zip(gained, ("stem", "mix"), strict=True) if n]  # fmt: skip
    out = sum(1 for one in wanted if one.left_out)
    words = [f"{counted(len(wanted) - out, 'track')} assigned", *made]
    words += [f"{counted(out, 'track')} left out"] if out else []
    return change(desk, after, f"Suggestions accepted: {', '.join(words)}")


def set_origin(desk: Desk, origin: str) -> Desk:
    """What the chosen tracks' files are, as somebody has now said."""
    ids = desk.chosen_tracks
    what = f"{named(desk.session, [f'track.{i}' for i in ids])} {ORIGIN_WORDS[origin]}"
    return moved_on(change(desk, edit_tracks(desk.session, ids, origin=origin), what))


def set_treatment(desk: Desk, treatment: str) -> Desk:
    """Where the mix was done, as somebody has now said."""
    return change(desk, replace(desk.session, treatment=treatment), TREATMENT_WORDS[treatment])


def set_left_out(desk: Desk, reason: str) -> Desk:
    """The chosen tracks left out of every print for a reason, or brought back ("")."""
    ids = desk.chosen_tracks
    who = named(desk.session, [f"track.{track}" for track in ids])
    what = f"{who}: left out ({short(reason)})" if reason else f"{who}: back in"
    return moved_on(change(desk, leave_out(desk.session, ids, reason), what))


def new_stem(desk: Desk, name: str) -> Desk:
    """A new stem at the end, under the cursor of the stems' pane."""
    session, stem_id = add_stem(desk.session, name)
    made = change(desk, session, f"New stem: {short(name.strip())}")
    return found(made, f"stem.{stem_id}")


def found(desk: Desk, row: str) -> Desk:
    """The cursor of the stems' pane on a row, and no filter that would hide it."""
    hidden = row not in rows(desk, GROUPS)
    return replace(desk, groups=replace(desk.groups, cursor=row, filter="" if hidden else desk.groups.filter))


def save_mix(desk: Desk, mix: Mix) -> Desk:
    """A mix as a form describes it: a new one where it has no id yet."""
    if mix.id:
        changes = {"name": mix.name, "only": mix.only, "without": mix.without, "offsets_db": mix.offsets_db}
        session = edit_mix(desk.session, mix.id, **changes)
        return change(desk, session, f"Mix changed: {short(mix.name)}")
    session, mix_id = add_mix(desk.session, mix)
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
    """The chosen stems and mixes gone; their tracks are in no stem then."""
    session = desk.session
    for item in desk.chosen:
        kind, key = split_item(item)
        session = (delete_stem if kind == "stem" else delete_mix)(session, key)
    what = f"Deleted: {listed([short(item_name(desk.session, item)) for item in desk.chosen])}"
    if loose := len(unassigned(session)) - len(unassigned(desk.session)):
        what = f"{what}; {counted(loose, 'track')} {'is' if loose == 1 else 'are'} in no stem now"
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


def toggle_order(desk: Desk) -> Desk:
    """What is chosen ordered, or no longer when all of it was; then the marks are off."""
    items = desk.chosen
    session = order.toggle(desk.session, items)
    off = len(session.order) < len(desk.session.order)
    who = named(desk.session, items, "item")
    total = counted(len(session.order), "line")
    what = f"{who} {'no longer ordered' if off else 'ordered'}: the order has {total}"
    return unmarked(change(desk, session, what))


def unmarked(desk: Desk) -> Desk:
    """The marks of this pane off."""
    return select(desk, desk.selection.unmark())


def edit_chosen(desk: Desk, changes: dict[str, Any]) -> Desk:
    """Fields of the chosen tracks, or of the stem under the cursor, as a form has them."""
    if ids := desk.chosen_tracks:
        session, items = edit_tracks(desk.session, ids, **changes), [f"track.{i}" for i in ids]
    else:
        _, key = split_item(desk.here)
        parent = changes.pop("parent")
        session, items = set_parent(edit_stem(desk.session, key, **changes), key, parent), [desk.here]
    return unmarked(change(desk, session, f"{named(desk.session, items)}: edited"))


def waive(desk: Desk, positions: Sequence[int], reason: str) -> Desk:
    """Order lines whose findings are accepted, for a reason that the receipt repeats."""
    session = desk.session
    for position in positions:
        session = edit_order_line(session, position, waive=reason)
    return change(desk, session, f"{counted(len(positions), 'finding')} accepted, the reason recorded")


def set_trim(desk: Desk, trim_db: float) -> Desk:
    """One trim for all files, so that they still add up."""
    delivery = replace(desk.session.delivery, trim_db=trim_db)
    return change(desk, replace(desk.session, delivery=delivery), f"All files are trimmed by {trim_db:g} dB")


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
    back = [row for row in rows(after, after.pane) if row not in there]
    return select(after, replace(after.selection, cursor=back[0])) if back else after
