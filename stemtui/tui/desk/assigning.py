"""Tracks put into stems, by digit, by name, by suggestion, and once more: each edit undoable by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stemtui.session import Session, add_stem, assign, split_item, stem_numbers
from stemtui.text import counted, listed
from stemtui.tui.desk.answers import named_tracks, short
from stemtui.tui.desk.desk import TRACKS, Desk, rows, say
from stemtui.tui.desk.moves import moved_on
from stemtui.tui.desk.steps import change
from stemtui.tui.desk.suggestions import channels, proposal, suggested

if TYPE_CHECKING:
    from stemtui.propose import Proposal

NO_STEM = "no stem"


def put_in(desk: Desk, stem_id: str) -> Desk:
    """The chosen tracks in a stem, or in none (""), and the cursor on the next row."""
    ids, session = desk.chosen_tracks, desk.session
    edited = assign(session, ids, stem_id)
    what = assignment_words(session, ids, stem_name(session, stem_id))
    desk = replace(desk, again=stem_id)
    return moved_on(desk, say(desk, what) if edited == session else change(desk, edited, what))


def stem_name(session: Session, stem_id: str) -> str:
    """A stem as an answer says it, and that there is none."""
    return short(session.stem(stem_id).name) if stem_id else NO_STEM


def assignment_words(session: Session, ids: Sequence[str], to: str) -> str:
    """What an assignment does, from where to where: `Kick: Drums -> Percussion`.

    Of several places the new one is said first: the line may be cut at its end.
    """
    who, places = named_tracks(session, ids), Counter(session.track(track).stem for track in ids)
    came = [(stem_name(session, stem), count) for stem, count in places.items()]
    if len(came) == 1:
        return f"{who}: {came[0][0]} -> {to}" if came[0][0] != to else f"{who}: in {to} already"
    from_where = listed([f"{count} of {name}" for name, count in came])
    return f"{who} -> {to}: {from_where}"


def put_in_number(desk: Desk, number: int) -> Desk:
    """The chosen tracks in the stem with that digit."""
    numbers = {digit: stem for stem, digit in stem_numbers(desk.session).items()}
    return put_in(desk, numbers[number])


def put_in_again(desk: Desk) -> Desk:
    """The chosen tracks where the last ones were put."""
    return put_in(desk, desk.again or "")


def put_in_new(desk: Desk, name: str) -> Desk:
    """The chosen tracks in a new stem: one edit, undone as one."""
    session, stem_id = add_stem(desk.session, name)
    ids = desk.chosen_tracks
    what = assignment_words(desk.session, ids, f"{short(name.strip())}, a new stem")
    return moved_on(desk, change(replace(desk, again=stem_id), assign(session, ids, stem_id), what))


def accept(desk: Desk) -> Desk:
    """What is suggested for the chosen tracks, done."""
    found = [proposal(desk, desk.session.track(track)) for track in desk.chosen_tracks]
    return moved_on(desk, _accepted(desk, [one for one in found if one is not None and not one.question]))


def accept_all(desk: Desk) -> Desk:
    """Everything that is suggested, done; under a filter, for the tracks that are shown."""
    return _accepted(desk, suggested_here(desk))


def suggested_here(desk: Desk) -> tuple[Proposal, ...]:
    """The suggestions for the tracks that the filter lets through."""
    shown = {split_item(row)[1] for row in rows(desk, TRACKS)}
    return tuple(one for one in suggested(desk) if one.track in shown)


def _accepted(desk: Desk, wanted: Sequence[Proposal]) -> Desk:
    from stemtui import propose  # here, because the first paint needs no vocabulary

    after = propose.accept(desk.session, wanted, channels(desk))
    stems = {after.track(one.track).stem for one in wanted if not one.left_out}
    if len(stems) == 1:
        desk = replace(desk, again=stems.pop())
    return change(desk, after, _accepted_words(desk.session, after, wanted))


def _accepted_words(before: Session, after: Session, wanted: Sequence[Proposal]) -> str:
    """What accepting did: one track from where to where, several by their number."""
    gained = len(after.stems) - len(before.stems), len(after.mixes) - len(before.mixes)
    made = [f"{n} new {noun}{'s' * (n > 1)}" if noun == "stem" else f"{n} mix{'es' * (n > 1)}"
            for n, noun in zip(gained, ("stem", "mix"), strict=True) if n]  # fmt: skip
    ids = [one.track for one in wanted if not one.left_out]
    out = len(wanted) - len(ids)
    if len(ids) == 1:
        to = stem_name(after, after.track(ids[0]).stem)
        words = [assignment_words(before, ids, to)]
    else:
        words = [f"{counted(len(ids), 'track')} assigned"]
    words += [*made, *([f"{counted(out, 'track')} left out"] if out else [])]
    return f"{'Suggestion accepted' if len(wanted) == 1 else 'Accepted'}: {', '.join(words)}"
