"""Forms that edit what is looked at: tracks, a stem, a mix, the settings of the delivery and the mix bus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from stemtui import naming
from stemtui.glossary.placing import treatment_words
from stemtui.rates import Headers, render_rate
from stemtui.session import (
    Mix,
    Session,
    Stem,
    Track,
    has_item,
    item_name,
    split_item,
    stem_gain_db,
)
from stemtui.text import decibels, printable
from stemtui.tui import changes, fields
from stemtui.tui.answers import named
from stemtui.tui.desk import TRACKS
from stemtui.tui.forms import Field, Form
from stemtui.tui.mixing import MixBoard

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen


async def mix(screen: DeskScreen) -> None:
    """Make a mix: a name first, then its members."""
    read = fields.new_name("mix", (mix.name for mix in screen.desk.session.mixes))
    if answer := await screen.ask(Form("New mix", [Field("name", "Name", read=read)])):
        await _edit_mix(screen, Mix("", str(answer["name"])))


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
    delay = fields.delayed(first.delay_ms, first.delay_samples)
    asked = [
        Field("gain_db", "Gain in dB", f"{first.gain_db:g}", fields.decibels("Gain")),
        Field("pan", "Pan, -100 left to 100 right", f"{first.pan:g}", fields.number("Pan", -100, 100)),
        Field("invert", "Polarity inverted? y or n", "y" if first.invert else "n", fields.yes_or_no),
        Field("delay", "Delay, as 12 ms or 480 samples", delay, fields.delay),
        Field("note", "Note", first.note),
    ]
    form = Form(f"Edit {named(session, screen.desk.chosen)}", asked, shows=partial(_goes_in, first))
    if (answer := await screen.ask(form)) and (changed := _track_fields(_changed(asked, answer))):
        screen.do(lambda desk: changes.edit_chosen(desk, changed))


def _changed(asked: Iterable[Field], answer: Mapping[str, object]) -> dict[str, Any]:
    """What a form was answered with where that is not what it held."""
    return {one.id: answer[one.id] for one in asked if answer[one.id] != one.read(one.value)}


def _track_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """A form's values as a track has them: its one delay is in milliseconds or in samples."""
    found = dict(values)
    if "delay" in found:
        found |= zip(("delay_ms", "delay_samples"), found.pop("delay"), strict=True)
    return found


def _goes_in(track: Track, values: Mapping[str, Any]) -> str:
    """What a form would do to a track."""
    words = treatment_words(replace(track, **_track_fields(values)))
    return f"It goes into its stem {words or 'as it is'}."


async def _edit_stem(screen: DeskScreen, stem: Stem) -> None:
    session = screen.desk.session
    parent = session.stem(stem.parent).name if stem.parent else ""
    asked = [
        Field("gain_db", "Gain in dB", f"{stem.gain_db:g}", fields.decibels("Gain")),
        Field("parent", "Inside which stem? Empty for none", parent, partial(fields.stem_by_name, session)),
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
    return f"It is in the mix at {decibels(whole) if whole else 'unity gain'}{inside}."


async def _edit_mix(screen: DeskScreen, old: Mix) -> None:
    if made := await screen.ask(MixBoard(screen.desk.session, old)):
        screen.do(lambda desk: changes.save_mix(desk, made))


SETTINGS = {
    "folder": "Folder of the delivery",
    "name": "Names of its files",
    "file_format": "wav, flac or aiff",
    "bit_depth": "Bits: 16, 24 or 32f",
    "sample_rate": "Rate in Hz, 0: the session's",
    "dither": "Dither: tpdf or none",
    "trim_db": "Trim of all files in dB",
}
MIX_BUS = {"gain_db": "Mix bus gain in dB", "ceiling_dbtp": "Mix bus ceiling in dBTP, if any"}


async def settings(screen: DeskScreen) -> None:
    """Edit how the delivery is written, and the mix bus."""
    session = screen.desk.session
    asked = [
        *_settings("delivery", session.delivery, SETTINGS),
        *_settings("mix_bus", session.mix_bus, MIX_BUS),
    ]
    shows = partial(_written, session, screen.desk.headers)
    form = Form("Delivery and mix bus", asked, check=_can_be_written, shows=shows)
    if (answer := await screen.ask(form)) and (changed := _changed(asked, answer)):
        screen.do(lambda desk: changes.set_settings(desk, changed))


def _settings(table: str, value: object, labels: Mapping[str, str]) -> list[Field]:
    """The lines for some keys of one table of the manifest, read as the manifest reads them."""
    return [
        Field(key, label, fields.set_to(getattr(value, key)), fields.setting(table, key))
        for key, label in labels.items()
    ]


def _can_be_written(values: Mapping[str, object]) -> str:
    """Why files cannot be written so."""
    wrong = next(naming.template_problems(str(values["name"])), None)
    if wrong:
        return f"{wrong.message} {wrong.remedy}"
    if (values["file_format"], values["bit_depth"]) == ("flac", "32f"):
        return "FLAC holds whole numbers only: take wav, or 24 bits."
    return ""


def _written(session: Session, headers: Headers, values: Mapping[str, Any]) -> str:
    """What the first file of the order would be called."""
    changed = changes.with_settings(session, values)
    item = next((line.deliver for line in session.order if has_item(session, line.deliver)), "mix.master")
    name = item_name(session, item) if has_item(session, item) else "Master"
    rate = render_rate(changed, headers)
    file = naming.file_name(changed, name, naming.kind_word(session, item), rate)
    return f"It writes {changed.delivery.folder}/{file} and the like."
