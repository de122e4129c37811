"""Forms for what holds for the whole session: its words, how it is delivered, the mix bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemtui import naming
from stemtui.errors import StemtuiError
from stemtui.glossary.placing import amplitude_words
from stemtui.manifest.checking import structure_problems
from stemtui.manifest.schema import COMPRESSOR
from stemtui.rates import Headers, render_rate
from stemtui.session import Compressor, MixBus, Session, has_item, item_name
from stemtui.text import decibels, listed, printable, sentence
from stemtui.tui.desk import changes
from stemtui.tui.dialogs import fields
from stemtui.tui.dialogs.forms import Field, Form, changed

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

DELIVERY = {
    "folder": "Folder of the delivery",
    "name": "Names of its files",
    "file_format": "Format: wav, flac or aiff",
    "bit_depth": "Bits: 16, 24 or 32f",
    "sample_rate": "Rate in Hz, 0: the session's",
    "dither": "Dither: tpdf or none",
    "trim_db": "Trim of all files in dB",
    "date": "Date in WAVs, as 2026-03-01",
    "profile": "Destination, like ebu-r128",
    "naming": "Names of a house, like pe-wing",
}
SESSION = {
    "title": "Title",
    "artist": "Artist",
    "version": "Version",
    "treatment_note": "The mix, in your words",
    "reference": "The DAW's own print of the mix",
    "align": "Tracks by start or timecode",
    "pan_law_db": "Pan law: 0, -3, -4.5 or -6 dB",
    "sample_rate": "Rate in Hz, 0: as most files",
    "mixer": "Mixer",
}
MIX_BUS = {
    "gain_db": "Gain in dB",
    "ceiling_dbtp": "Ceiling in dBTP, if any",
    "limiter_release_ms": "Limiter's release in ms",
    "limiter_lookahead_ms": "Limiter's lookahead in ms",
}
PLACED = {"start": "all tracks start together", "timecode": "tracks stand at their time references"}


async def delivery(screen: DeskScreen) -> None:
    """Edit how the delivery is written."""
    session = screen.desk.session
    can_be = partial(_can_be_written, session, screen.root)
    shows = partial(_written, session, screen.desk.headers, screen.root)
    form = Form("Delivery", _fields("delivery", session.delivery, DELIVERY), check=can_be, shows=shows)
    await _ask(screen, "delivery", form)


async def session(screen: DeskScreen) -> None:
    """Edit what the session is called, and how its tracks come together."""
    now = screen.desk.session
    form = Form("Session", _fields("session", now, SESSION), check=partial(_may_be, now), shows=_placed)
    await _ask(screen, "session", form)


async def mix_bus(screen: DeskScreen) -> None:
    """Edit what is done to the sum of all stems; without a threshold there is no compressor."""
    bus = screen.desk.session.mix_bus
    held = vars(bus.compressor) if bus.compressor else {}
    settings = [
        Field(key.name, _label(key.name), fields.set_to(held.get(key.name)), fields.compressor_setting(key))
        for key in COMPRESSOR
    ]
    form = Form("Mix bus", [*_fields("mix_bus", bus, MIX_BUS), *settings], check=_compresses, shows=_does)
    if answer := await screen.ask(form):
        made = {key: answer[key] for key in MIX_BUS} | {"compressor": _compressor(answer)}
        screen.do(lambda desk: changes.set_settings(desk, "mix_bus", made))


async def _ask(screen: DeskScreen, table: str, form: Form) -> None:
    if (answer := await screen.ask(form)) and (differing := changed(form.fields, answer)):
        screen.do(lambda desk: changes.set_settings(desk, table, differing))


def _fields(table: str, held: object, labels: Mapping[str, str]) -> Sequence[Field]:
    """The lines for some keys of one table of the manifest, read as the manifest reads them."""
    return [
        Field(key, label, fields.set_to(getattr(held, key)), fields.setting(table, key))
        for key, label in labels.items()
    ]


def _label(key: str) -> str:
    """`Compressor's attack in ms`."""
    name, _, unit = key.rpartition("_")
    return f"Compressor's {name} in {'dB' if unit == 'db' else unit}" if name else f"Compressor's {key}"


def _can_be_written(now: Session, root: Path, values: Mapping[str, object]) -> str:
    """Why files cannot be written so."""
    wrong = next(naming.template_problems(str(values["name"])), None)
    if wrong:
        return f"{wrong.message} {wrong.remedy}"
    try:
        naming.house_of(changes.with_settings(now, "delivery", values), root)
    except StemtuiError as error:
        return str(error)
    if (values["file_format"], values["bit_depth"]) == ("flac", "32f"):
        return "FLAC holds whole numbers only: take wav, or 24 bits."
    return ""


def _written(now: Session, headers: Headers, root: Path, values: Mapping[str, Any]) -> str:
    """What the first file of the order would be called."""
    after = changes.with_settings(now, "delivery", values)
    item = next((line.deliver for line in now.order if has_item(now, line.deliver)), "mix.master")
    name = item_name(now, item) if has_item(now, item) else "Master"
    house, rate = naming.house_of(after, root), render_rate(after, headers)
    file = naming.file_name(after, house, name, naming.kind_word(now, item), rate)
    trim = amplitude_words(values["trim_db"])
    return f"It writes {after.delivery.folder}/{file} and the like{f', all at {trim}' if trim else ''}."


def _may_be(now: Session, values: Mapping[str, Any]) -> str:
    """Why the session cannot be so: its reference must not lie where a print replaces it."""
    after = changes.with_settings(now, "session", values)
    wrong = next((one for one in structure_problems(after) if one.path == "session.reference"), None)
    return f"{sentence(wrong.message)} {wrong.remedy}" if wrong else ""


def _placed(values: Mapping[str, Any]) -> str:
    """How tracks come together."""
    law = values["pan_law_db"]
    drop = f"{amplitude_words(law)} in each channel" if law else "at full level in both channels"
    against = (
        f" The master mix is held against {printable(values['reference'])}." if values["reference"] else ""
    )
    return f"{PLACED[values['align']].capitalize()}; a mono track in the middle is {drop}.{against}"


def _compressor(values: Mapping[str, Any]) -> Compressor | None:
    """The compressor of a form's values; what is left empty is as by default."""
    held = {key.name: values[key.name] for key in COMPRESSOR if values[key.name] is not None}
    return Compressor(**held) if "threshold_db" in held and "ratio" in held else None


def _compresses(values: Mapping[str, Any]) -> str:
    """What a compressor lacks."""
    held = {key.name for key in COMPRESSOR if values[key.name] is not None}
    if held and not {"threshold_db", "ratio"} <= held:
        return "A compressor needs its threshold and its ratio; without one, leave all of its lines empty."
    return ""


def _does(values: Mapping[str, Any]) -> str:
    """What a mix bus does, in words."""
    bus = MixBus(**{key: values[key] for key in MIX_BUS}, compressor=_compressor(values))
    said = [f"everything is {amplitude_words(bus.gain_db)}"] if bus.gain_db else []
    if bus.compressor:
        over, ratio = decibels(bus.compressor.threshold_db), bus.compressor.ratio
        said.append(f"above {over.replace(' dB', ' dBFS')}, {ratio:g} dB more come out as 1 dB")
    if bus.ceiling_dbtp is not None:
        said.append(f"true peaks stay under {bus.ceiling_dbtp:g} dBTP")
    if not said:
        return "It does nothing at all: the sum of the stems is the mix."
    keyed = " Stems get the gain that the master mix makes, so that they add up." if bus.is_dynamic else ""
    return f"{sentence(listed(said))}.{keyed}"
