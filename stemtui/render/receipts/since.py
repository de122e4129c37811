"""What changed between two deliveries of one song, from their receipts alone, in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stemtui.naming import print_name
from stemtui.text import decibels, few, listed

Document = Mapping[str, Any]

_NAMED = 4
_WORDS = {"delay_ms": "delay", "delay_samples": "delay", "pan_law_db": "pan law", "trim_db": "trim"}
_TRACK = ("pan", "invert", "delay_ms", "delay_samples", "file", "stem", "bounce")
_SESSION = ("align", "pan_law_db")
_DELIVERY = ("sample_rate", "frames", "file_format", "bit_depth", "dither", "trim_db")


def changes_since(now: Document, before: Document) -> list[str]:
    """A line for each file that is another, that is new or that is gone; then those that are unchanged.

    Both are what receipts hold. `Drums STEM: Kick -1 dB.`, `Bass STEM unchanged, identical bytes.`
    """
    old = {entry["item"]: entry for entry in before.get("file", ())}
    lines, identical, same = [], [], []
    for entry in now["file"]:
        was = old.pop(entry["item"], None)
        name = print_name(entry["name"], entry["kind"])
        if was is None:
            lines.append(f"{name}: new.")
        elif entry.get("sha256") and entry.get("sha256") == was.get("sha256"):
            identical.append(name)
        elif entry.get("digest") == was.get("digest") and not (entry.get("sha256") and was.get("sha256")):
            same.append(name)
        else:
            why = few(list(dict.fromkeys(_why(entry, was, now, before))), _NAMED)
            lines.append(f"{name}: {why or 'other audio, for a reason that the receipts do not hold'}.")
    lines += [f"{print_name(entry['name'], entry['kind'])}: no longer delivered." for entry in old.values()]
    lines += [f"{listed(identical)} unchanged, identical bytes."] if identical else []
    return lines + ([f"{listed(same)} made in the same way; the bytes were not compared."] if same else [])


def _why(entry: Document, was: Document, now: Document, before: Document) -> Iterator[str]:
    """All that is heard in a print and is said otherwise in the two receipts."""
    fed, earlier = _heard(entry, now), _heard(was, before)
    names = _names(before, "track") | _names(now, "track")
    yield from (f"{names.get(key, key)} came in" for key in fed if key not in earlier)
    yield from (f"{names.get(key, key)} went out" for key in earlier if key not in fed)
    tracks, old_tracks = _by(now, "track"), _by(before, "track")
    sources, old_sources = _by(now, "source", "file"), _by(before, "source", "file")
    for key in (key for key in fed if key in tracks and key in old_tracks):
        track, old = tracks[key], old_tracks[key]
        # a track is delivered as its source, untreated
        if entry["kind"] != "track":
            yield from _gain(names[key], track, old)
            yield from _others(names[key], track, old, _TRACK)
        source, old_source = sources.get(track.get("file"), {}), old_sources.get(old.get("file"), {})
        if _differ(source, old_source, "sha256") or _differ(source, old_source, "frames"):
            yield f"{names[key]} is another print"
    if entry["kind"] != "track":
        yield from _stems(fed, now, before)
        yield from _others("", now["session"], before.get("session", {}), (*_SESSION, *_bus(now, before)))
    if entry.get("formula") != was.get("formula"):
        yield f"now {entry.get('formula')}, before {was.get('formula')}"
    yield from _others("", entry, was, ("channels",))
    yield from _others("", now["delivery"], before.get("delivery", {}), _DELIVERY)


def _heard(entry: Document, receipt: Document) -> list[str]:
    """The tracks that feed a print, by id, and the bounces that they go through."""
    fed = list(entry.get("fed_by", ()))
    for track in receipt.get("track", ()):
        if track["track"] not in fed and set(track.get("bounce", ())) & set(fed):
            fed.append(track["track"])
    return fed


def _stems(fed: Sequence[str], now: Document, before: Document) -> Iterator[str]:
    tracks, stems, old = _by(now, "track"), _by(now, "stem"), _by(before, "stem")
    above = [tracks[key].get("stem", "") for key in fed if key in tracks]
    for key in above:
        above += [parent] if (parent := stems.get(key, {}).get("parent", "")) and parent not in above else []
    for key in dict.fromkeys(above):
        if key in stems and key in old:
            yield from _gain(f"the whole {stems[key]['name']}", stems[key], old[key])


def _gain(name: str, now: Document, before: Document) -> Iterator[str]:
    by = round(now.get("gain_db", 0.0) - before.get("gain_db", 0.0), 6)
    if by:
        yield f"{name} {decibels(by)}"


def _others(name: str, now: Document, before: Document, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        if now.get(key) != before.get(key):
            what = f"{name} {_WORDS.get(key, key.replace('_', ' '))}".strip()
            yield f"{what} {_value(now.get(key))}, before {_value(before.get(key))}"


def _bus(now: Document, before: Document) -> list[str]:
    keys = {*now["session"], *before.get("session", {})}
    return sorted(key for key in keys if key.startswith("mix_bus_"))


def _value(value: object) -> str:
    if isinstance(value, list):
        return listed([str(one) for one in value])
    return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)


def _differ(now: Document, before: Document, key: str) -> bool:
    """Whether both say something, and not the same."""
    return bool(now.get(key) and before.get(key) and now[key] != before[key])


def _by(receipt: Document, key: str, by: str = "") -> dict[str, Any]:
    return {entry[by or key]: entry for entry in receipt.get(key, ())}


def _names(receipt: Document, key: str) -> dict[str, str]:
    return {entry[key]: str(entry["name"]) for entry in receipt.get(key, ())}
