"""Forms that edit what is looked at: tracks, a stem, a mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from stemtui.errors import DamagedFileError
from stemtui.glossary.placing import amplitude_words, treatment_words
from stemtui.header import Header
from stemtui.manifest.checking import structure_problems
from stemtui.session import (
    Mix,
    Session,
    Stem,
    Track,
    mix_key,
    split_item,
    stem_gain_db,
)
from stemtui.text import decibels, printable
from stemtui.tui.desk import changes, orders
from stemtui.tui.desk.answers import named, named_tracks
from stemtui.tui.desk.bounces import bounced, shared_stem
from stemtui.tui.desk.desk import TRACKS, Desk
from stemtui.tui.dialogs import fields
from stemtui.tui.dialogs.forms import Field, Form, changed
from stemtui.tui.dialogs.mixing import MixBoard

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen


async def mix(screen: DeskScreen) -> None:
    """Make a mix: a name first, then its members."""
    from stemtui.order.reading.meeting.beginnings import begun, name_for  # here, as all of its vocabulary

    line = orders.unmet_mix(screen.desk)
    taken = [mix.name for mix in screen.desk.session.mixes]
    name = "" if line is None else name_for(screen.desk.session.order[line].asked)
    name = "" if name.casefold() in map(str.casefold, taken) else name
    asked = [Field("name", "Name", name, fields.new_name("mix", taken))]
    if answer := await screen.ask(Form("New mix", asked)):
        await _edit_mix(screen, *begun(screen.desk.session, str(answer["name"])), line)


async def edit(screen: DeskScreen) -> None:
    """A form for the tracks, the stem or the mix that is chosen."""
    kind, key = split_item(screen.desk.here)
    session = screen.desk.session
    if screen.desk.pane == TRACKS:
        await _edit_tracks(screen)
    elif kind == "mix":
        await _edit_mix(screen, session.mix(key))
    else:
        await _edit_stem(screen, session.stem(key))


async def _edit_tracks(screen: DeskScreen) -> None:
    session, ids = screen.desk.session, screen.desk.chosen_tracks
    first = session.track(ids[0])
    polarity = fields.yes_or_no("Polarity")
    delay = fields.delayed(first.delay_ms, first.delay_samples)
    asked = [
        Field("gain_db", "Gain in dB", f"{first.gain_db:g}", fields.decibels("Gain")),
        Field("pan", "Pan, -100 left to 100 right", f"{first.pan:g}", fields.number("Pan", -100, 100)),
        Field("invert", "Polarity inverted? y or n", fields.y_or_n(first.invert), polarity),
        Field("delay", "Delay, as 12 ms or 480 samples", delay, fields.delay),
        Field("note", "Note", first.note),
    ]
    if all(_is_damaged(screen.desk, session.track(key)) for key in ids):
        asked.append(Field("damaged", "Damaged, used all the same: why?", first.damaged))
    if len(ids) == 1:
        asked.append(_bounce(session, first))
    check = partial(_may_be, session, first)
    form = Form(
        f"Edit {named(session, screen.desk.chosen)}", asked, check=check, shows=partial(_goes_in, first)
    )
    if (answer := await screen.ask(form)) and (differing := _track_fields(changed(asked, answer))):
        screen.do(lambda desk: changes.edit_chosen(desk, differing))


def _is_damaged(desk: Desk, track: Track) -> bool:
    """Whether a track's file is damaged by what is known of it so far, or somebody has said so."""
    header, seen = desk.headers.get(track.id), desk.overviews.get(track.file)
    has_fault = isinstance(header, Header) and bool(header.problems)
    return bool(track.damaged) or has_fault or isinstance(seen, DamagedFileError)


def _track_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """A form's values as a track has them: its one delay is in milliseconds or in samples."""
    found = dict(values)
    if "delay" in found:
        found |= zip(("delay_ms", "delay_samples"), found.pop("delay"), strict=True)
    return found


def _goes_in(track: Track, values: Mapping[str, Any]) -> str:
    """What a form would do to a track."""
    words = treatment_words(replace(track, **_track_fields(values)))
    gain = amplitude_words(values["gain_db"])
    return f"It goes into its stem {words or 'as it is'}.{f' {gain}.' if gain else ''}"


def _bounce(session: Session, track: Track) -> Field:
    """The line for the tracks that a track was bounced from, or that are summed to it."""
    names = ", ".join(session.track(one).label for one in track.bounce)
    return Field("bounce", "A bounce of (names, commas)", names, partial(fields.tracks_by_name, session))


def _may_be(session: Session, track: Track, values: Mapping[str, Any]) -> str:
    """Why a track cannot be a bounce of those."""
    if values.get("bounce", track.bounce) == track.bounce:
        return ""
    trial = changes.with_bounce(session, track.id, values["bounce"])
    return next((f"Bounce: {one.message} {one.remedy}" for one in structure_problems(trial)), "")


async def _edit_stem(screen: DeskScreen, stem: Stem) -> None:
    session = screen.desk.session
    parent = session.stem(stem.parent).name if stem.parent else ""
    alone = fields.yes_or_no("Heard alone")
    asked = [
        Field("gain_db", "Gain in dB", f"{stem.gain_db:g}", fields.decibels("Gain")),
        Field("parent", "Inside which stem? Empty for none", parent, partial(fields.stem_by_name, session)),
        Field("isolate", "May be heard alone? y or n", fields.y_or_n(stem.isolate), alone),
        Field("note", "Note", stem.note),
    ]
    form = Form(f"Edit {printable(stem.name)}", asked, shows=partial(_is_heard, session))
    if answer := await screen.ask(form):
        screen.do(lambda desk: changes.edit_chosen(desk, dict(answer)))


def _is_heard(session: Session, values: Mapping[str, Any]) -> str:
    """What a form would make of a stem."""
    parent = values["parent"]
    whole = values["gain_db"] + (stem_gain_db(session, parent) if parent else 0.0)
    inside = f", inside {printable(session.stem(parent).name)}" if parent else ""
    gain = amplitude_words(whole)
    words = f"It is in the mix at {decibels(whole) if whole else 'unity gain'}{inside}."
    words += f" {gain}." if gain else ""
    return words if values["isolate"] else f"{words} An order that would expose it alone is refused."


async def _edit_mix(screen: DeskScreen, mix: Mix, said: str = "", line: int | None = None) -> None:
    """The members of a mix, and its form for as long as that is asked for; a line may deliver it then."""
    board = MixBoard(screen.desk.session, mix, said)
    while made := await screen.ask(board):
        if not board.further:
            screen.do(partial(changes.save_mix, mix=made, line=line))
            return
        asked = [
            Field("key", "Mix bus keyed by master or self", made.key, fields.setting("mix", "key")),
            Field("note", "Note", made.note),
        ]
        shows = partial(_keyed, screen.desk.session, made)
        if answer := await screen.ask(Form(f"Mix {printable(made.name)}", asked, shows=shows)):
            made = replace(made, key=str(answer["key"]), note=str(answer["note"]))
        board = MixBoard(screen.desk.session, made)


def _keyed(session: Session, mix: Mix, values: Mapping[str, Any]) -> str:
    """Whose level would drive the mix bus in a mix."""
    by = mix_key(session, replace(mix, key=values["key"]))
    default = "" if values["key"] else " (as by default)"
    if by == "master":
        return f"The master mix drives the mix bus{default}: with what it leaves out, it adds up to that."
    return f"Its own level drives the mix bus{default}: it stands outside the sums."


async def bounce(screen: DeskScreen) -> None:
    """Bounce the chosen tracks to one, by a name."""
    session, ids = screen.desk.session, screen.desk.chosen_tracks
    bounced(screen.desk, "a bounce")  # says at once why it cannot be
    taken = [track.label for track in session.tracks]
    asked = [Field("name", "Name", read=fields.new_name("track", taken))]
    title = f"Bounce {named_tracks(session, ids)} to one TRACK"
    if answer := await screen.ask(Form(title, asked, _is_summed(session, ids))):
        screen.do(lambda desk: bounced(desk, str(answer["name"])))


def _is_summed(session: Session, ids: Sequence[str]) -> list[str]:
    """What a bounce of those tracks would be."""
    stem = shared_stem(session, ids)
    feeds = f"feeds {printable(session.stem(stem).name)}" if stem else "is in no stem yet"
    return [
        "It has no file: they are summed when it is printed.",
        f"It {feeds}; they feed none themselves.",
    ]
