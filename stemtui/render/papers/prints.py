"""One print on the page: its kind, its picture, a player, its levels, what it was made of."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from stemtui.receipts import tables
from stemtui.render.papers import facts
from stemtui.render.papers.drawing import waveform
from stemtui.render.papers.markup import Markup, element, name, typeset
from stemtui.text import clock, counted, decibels

Table = Mapping[str, Any]

_LEVELS = {
    "peak_dbfs": ("Peak", "dBFS"),
    "true_peak_dbtp": ("True peak", "dBTP"),
    "integrated_lufs": ("Loudness", "LUFS"),
}
_MORE = {
    "rms_dbfs": ("RMS", "dBFS"),
    "loudness_range_lu": ("Loudness range", "LU"),
    "max_momentary_lufs": ("Loudest 0.4 s", "LUFS"),
    "max_short_term_lufs": ("Loudest 3 s", "LUFS"),
}
_PLAYED = {"wav": "audio/wav", "flac": "audio/flac"}
_MOST_BYTES = 2**32

SILENT = -90.0
"""What peaks below this, in dBFS, is dither."""


def article(receipt: Table, file: Table) -> Markup:
    """A print."""
    title = element("h3", name(file["name"]), " ", badge(file["kind"]), id=anchor(file))
    form = element("p", facts.channels(file), " · ", link(file), class_="form")
    return element(
        "article",
        element("div", title, form, class_="head"),
        *_picture(receipt, file),
        *_player(receipt, file),
        _levels(file),
        *_remarks(file),
        _lineage(receipt, file),
        *_figures(receipt, file),
        aria_labelledby=anchor(file),
        class_=f"print {file['kind']}",
    )


def anchor(file: Table) -> str:
    """The id of a print's heading."""
    return "print-" + str(file["item"]).replace(".", "-")


def badge(kind: str) -> Markup:
    """The kind, so that it is seen."""
    return element("span", kind.upper(), class_=f"kind {kind}")


def link(file: Table) -> Markup:
    """A link to a print's file, which lies beside the page."""
    return element("a", name(file["file"]), href=quote(file["file"], safe=""))


def playable(receipt: Table) -> bool:
    """Whether browsers play files of that format and size."""
    delivery = receipt["delivery"]
    return delivery["file_format"] in _PLAYED and delivery["frames"] * 8 < _MOST_BYTES


def _picture(receipt: Table, file: Table) -> Iterator[Markup]:
    seconds = receipt["delivery"]["seconds"]
    if not file.get("waveform"):
        return
    picture = waveform(file["waveform"], seconds, facts.called(file))
    times = (element("span", clock(seconds * part / 4, 0 if seconds >= 60 else 1)) for part in range(5))
    yield element(
        "div", picture, element("div", *times, class_="times", aria_hidden="true"), class_="picture"
    )


def _player(receipt: Table, file: Table) -> Iterator[Markup]:
    if playable(receipt):
        yield element(
            "audio",
            controls="",
            preload="metadata",
            src=quote(file["file"], safe=""),
            aria_label=f"Play {facts.called(file)}",
        )


def _levels(file: Table) -> Markup:
    if "sha256" not in file:
        return element("p", "Not measured.", class_="levels")
    if "peak_dbfs" not in file:
        return element("p", "Silent.", class_="levels")
    if file["peak_dbfs"] < SILENT:
        peak = _figure(file["peak_dbfs"], "dBFS")
        return element("p", f"Silent: nothing is above {peak}.", class_="levels")
    rows = (
        element("div", element("dt", what), element("dd", _figure(file[key], unit)))
        for key, (what, unit) in _LEVELS.items()
        if key in file
    )
    return element("dl", *rows, class_="levels")


def _remarks(file: Table) -> Iterator[Markup]:
    if file.get("waive"):
        yield element("p", "Accepted as it is: ", name(file["waive"]), class_="remark")


def _lineage(receipt: Table, file: Table) -> Markup:
    said, tracks = facts.lineage(receipt, file)
    if not tracks:
        return element("p", said, class_="lineage")
    rows = {one["name"]: one for one in tables(dict(receipt), "track")}
    items = (element("li", name(track), _treated(rows.get(track, {}))) for track in tracks)
    return element(
        "details",
        element("summary", "Made of: ", name(said)),
        element("ul", *items, class_="tracks"),
        class_="lineage",
    )


def _treated(track: Table) -> str:
    """What this session did to a track on its way into a stem."""
    pan = track.get("pan", 0.0)
    what = [
        decibels(track["gain_db"]) if track.get("gain_db") else "",
        f"pan {abs(pan):g} % {'left' if pan < 0 else 'right'}" if pan else "",
        "polarity inverted" if track.get("invert") else "",
        f"{track['delay_ms']:g} ms later" if track.get("delay_ms") else "",
        counted(track["delay_samples"], "sample") + " later" if track.get("delay_samples") else "",
    ]
    said = ", ".join(filter(None, what))
    return f" ({said})" if said else ""


def _figures(receipt: Table, file: Table) -> Iterator[Markup]:
    if "sha256" not in file:
        return
    rows = [(what, _figure(file[key], unit)) for key, (what, unit) in _MORE.items() if key in file]
    rows += [("Samples", f"{file['frames']:,} a channel".replace(",", " ")), ("SHA-256", file["sha256"])]
    pairs = (element("div", element("dt", what), element("dd", said)) for what, said in rows)
    yield element("details", element("summary", "More figures"), element("dl", *pairs, class_="figures"))


def _figure(level: float, unit: str) -> str:
    """A level with its unit, with as many decimals as the receipt has."""
    decimals = 1 if unit.startswith("LU") else 2
    return typeset(f"{level:.{decimals}f} {unit}")
