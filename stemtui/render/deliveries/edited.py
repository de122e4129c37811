"""What nobody but an editor leaves behind: a receipt that contradicts itself, or the files it is about."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stemtui.audio.meters.meter import Meter
from stemtui.audio.samples.source import open_source
from stemtui.destinations.judging import MEASURED
from stemtui.destinations.judging import verdict as worst
from stemtui.receipts import tables
from stemtui.render.engine.strips import BLOCK
from stemtui.render.receipts.receipt import levels_said
from stemtui.session import split_item

_FIGURES = {
    "peak_dbfs": ("dBFS peak", 0.02),
    "rms_dbfs": ("dBFS RMS", 0.02),
    "true_peak_dbtp": ("dBTP", 0.02),
    "integrated_lufs": ("LUFS", 0.15),
    "loudness_range_lu": ("LU range", 0.15),
    "max_momentary_lufs": ("LUFS momentary", 0.15),
    "max_short_term_lufs": ("LUFS short-term", 0.15),
}
"""The levels on a receipt, their units, and by how much two machines may round them apart."""

Table = Mapping[str, Any]


def contradictions(folder: Path, receipt: dict[str, Any], held: Mapping[str, str]) -> Iterator[str]:
    """Where a receipt contradicts itself, or files that are as they were printed."""
    for entry in tables(receipt, "file"):
        if "sha256" in entry and held.get(entry["file"]) == entry["sha256"]:
            yield from _level_problems(folder / entry["file"], entry)
    yield from _record_problems(receipt)
    yield from _judgement_problems(receipt)


def _record_problems(receipt: dict[str, Any]) -> Iterator[str]:
    """Where a receipt contradicts itself: kinds against items, the order against the files."""
    items = {entry["file"]: entry["item"] for entry in tables(receipt, "file")}
    word = "submix" if receipt["session"].get("treatment") == "none" else "stem"
    for entry in tables(receipt, "file"):
        kind = split_item(entry["item"])[0]
        kind = kind if kind in ("track", "mix") else word
        if entry["kind"] != kind:
            says = f"the receipt calls it a {str(entry['kind']).upper()}"
            yield f"{entry['file']!r} is a {kind.upper()}, and {says}."
    for number, line in enumerate(tables(receipt, "order"), 1):
        if line.get("file") is not None and items.get(line["file"]) != line.get("deliver"):
            yield f"Line {number} of the order is not met by {line['file']!r}: that is another item, or gone."


def _judgement_problems(receipt: dict[str, Any]) -> Iterator[str]:
    """Where a receipt's judgement of its mixes is not that of its own figures."""
    judged = receipt.get("destination", {})
    files = {entry["item"]: entry for entry in tables(receipt, "file")}
    mixes = tables(judged, "mix")
    for mix in mixes:
        found, entry = tables(mix, "check"), files.get(mix["item"], {})
        levels = [(one, entry.get(MEASURED[one["what"]])) for one in found if one["what"] in MEASURED]
        if mix["verdict"] != worst(found) or any(one.get("measured", is_) != is_ for one, is_ in levels):
            yield f"What the receipt says of {mix['name']!r} at {judged['name']} is not what its figures say."
    if mixes and judged["verdict"] != worst(mixes):
        yield f"What the receipt says of {judged['name']} is not what it says of the mixes."


def _level_problems(path: Path, entry: Table) -> Iterator[str]:
    """Figures on the receipt that are not the file's, though the file is as it was: they were edited."""
    measured = _levels(path)
    for key, (unit, most) in _FIGURES.items():
        said, found = entry.get(key), measured.get(key)
        are_near = isinstance(said, float) and isinstance(found, float) and abs(said - found) <= most
        if said != found and not are_near:
            yield f"{path.name!r} has {_figure(found, unit)}, and the receipt says {_figure(said, unit)}."
    if _peaks(entry) != _peaks(measured):
        yield f"{path.name!r} has another waveform than the receipt has."


def _peaks(figures: Table) -> str:
    """The peaks of a waveform: two machines may round its RMS apart."""
    return str(figures.get("waveform", "")).partition(" ")[0]


def _levels(path: Path) -> Table:
    with open_source(path) as source:
        meter = Meter(source.samplerate, source.channels)
        for start in range(0, source.frames, BLOCK):
            meter.add(source.read(start, min(BLOCK, source.frames - start)))
    return levels_said(meter.figures)


def _figure(value: object, unit: str) -> str:
    return f"no {unit}" if value is None else f"{value} {unit}"
