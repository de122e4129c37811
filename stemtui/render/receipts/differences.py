"""Why a print is another than in the delivery before: what two receipts say otherwise, in words."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from stemtui.diff import WORDS, said
from stemtui.naming import print_name
from stemtui.render.receipts.conditions import in_form, in_session
from stemtui.text import clock, counted, decibels, few, listed

Document = Mapping[str, Any]

_NAMED = 3
_PLAIN: dict[str, Any] = {"pan": 0.0, "invert": False, "delay_ms": 0.0, "delay_samples": 0}


def labelled(entry: Document, was: Document, now: Document, before: Document) -> Iterator[str]:
    """What is written around a print's samples: its name, the song's, its date and its start."""
    if (name := print_name(was["name"], was["kind"])) != print_name(entry["name"], entry["kind"]):
        yield f"called {name} before"
    titles = [str(receipt.get("session", {}).get("title", "")) for receipt in (now, before)]
    if titles[0] != titles[1]:
        yield f'the song is called "{titles[0]}", before "{titles[1]}"'
    delivery, old = now["delivery"], before.get("delivery", {})
    if delivery.get("date") != old.get("date"):
        yield f"dated {delivery.get('date') or 'not at all'}, before {old.get('date') or 'not at all'}"
    starts = [_start(receipt) for receipt in (delivery, old)]
    if starts[0] != starts[1]:
        yield f"starts at {starts[0]}, before {starts[1]}"


def reasons(
    entry: Document, was: Document, now: Document, before: Document, rewritten: Collection[str]
) -> Iterator[str]:
    """All that is heard in a print and is said otherwise in the two receipts, or was written since."""
    formula, old_formula = entry.get("formula"), was.get("formula")
    if formula != old_formula:
        yield f"now {formula}, before {old_formula}"
    fed, earlier = _heard(entry, now), _heard(was, before)
    # a mix that is defined otherwise has other tracks: its definition tells which
    if formula == old_formula:
        yield from _came(fed, earlier, now, before)
        yield from _went(fed, earlier, now, before)
    both = [key for key in fed if key in earlier]
    if entry["kind"] != "track":  # which is delivered as its source, untreated
        yield from _tracks(both, now, before, is_mix=entry["kind"] == "mix")
        yield from _stems(entry, both, now, before)
        yield from in_session(now.get("session", {}), before.get("session", {}))
    yield from _prints(both, now, before, rewritten)
    if entry["channels"] != was["channels"]:
        yield f"now {_channels(entry)}, before {_channels(was)}"
    if None not in (keys := [one.get("mix_bus_keyed_by") for one in (entry, was)]) and keys[0] != keys[1]:
        yield "the mix bus follows another mix"
    yield from in_form(now["delivery"], before.get("delivery", {}))


def _heard(entry: Document, receipt: Document) -> list[str]:
    """The tracks that feed a print, by id, and the bounces that they go through."""
    fed = list(entry.get("fed_by", ()))
    for track in receipt.get("track", ()):
        if track["track"] not in fed and set(track.get("bounce", ())) & set(fed):
            fed.append(track["track"])
    return fed


def _came(fed: Sequence[str], earlier: Sequence[str], now: Document, before: Document) -> Iterator[str]:
    yield from _moved([key for key in fed if key not in earlier], now, before, "came in", "from")


def _went(fed: Sequence[str], earlier: Sequence[str], now: Document, before: Document) -> Iterator[str]:
    left = {one["track"]: one for one in now.get("left_out", ())}
    gone = [key for key in earlier if key not in fed]
    yield from (f"{left[key]['name']} left out ({left[key]['reason']})" for key in gone if key in left)
    yield from _moved([key for key in gone if key not in left], before, now, "went out", "to")


def _moved(keys: Sequence[str], here: Document, there: Document, what: str, way: str) -> Iterator[str]:
    """Tracks that are heard here and not there: those of one stem there together."""
    tracks, others, stems = _by(here, "track"), _by(there, "track"), _by(there, "stem")
    by_stem: dict[str, list[str]] = {}
    for key in keys:
        stem = stems.get(others.get(key, {}).get("stem", ""), {})
        of = tracks.get(key, {}).get("stem", "")
        place = f", {way} {stem['name']}" if stem and stem["stem"] != of else ""
        by_stem.setdefault(place, []).append(str(tracks.get(key, {}).get("name", key)))
    yield from (f"{few(names, _NAMED)} {what}{place}" for place, names in by_stem.items())


def _tracks(keys: Iterable[str], now: Document, before: Document, is_mix: bool) -> Iterator[str]:
    """What is done otherwise to the tracks on their way."""
    tracks, old_tracks = _by(now, "track"), _by(before, "track")
    names = {key: str(one["name"]) for key, one in (old_tracks | tracks).items()}
    stems, old_stems = _by(now, "stem"), _by(before, "stem")
    for key in (key for key in keys if key in tracks and key in old_tracks):
        track, old, name = tracks[key], old_tracks[key], names[key]
        yield from _gain(name, track, old)
        for what, plain in _PLAIN.items():
            value, was = track.get(what, plain), old.get(what, plain)
            if value != was:
                yield f"{name} {WORDS.get(what, what)} {said(what, value)}, before {said(what, was)}"
        if track.get("file") != old.get("file"):
            yield f"{name} is {_file(track)}, before {_file(old)}"
        if track.get("bounce") != old.get("bounce"):
            yield f"{name} is a bounce of {_names(track, names)}, before of {_names(old, names)}"
        if is_mix and track.get("stem") != old.get("stem"):
            yield f"{name} is in {_stem(track, stems)}, before in {_stem(old, old_stems)}"


def _prints(
    keys: Iterable[str], now: Document, before: Document, rewritten: Collection[str]
) -> Iterator[str]:
    """Tracks whose file holds something else, and those whose file was at least written since."""
    tracks, old_tracks = _by(now, "track"), _by(before, "track")
    sources, old_sources = (_by(receipt, "source", "file") for receipt in (now, before))
    others, written = [], []
    for key in (key for key in keys if key in tracks and key in old_tracks):
        file, name = tracks[key].get("file"), str(tracks[key]["name"])
        if file != old_tracks[key].get("file"):
            continue
        source, old = sources.get(file, {}), old_sources.get(file, {})
        hashes = [one["sha256"] for one in (source, old) if one.get("sha256")]
        if len(hashes) == 2 and hashes[0] == hashes[1]:
            continue
        # what has a hash on the old receipt was compared by content
        is_other = len(hashes) == 2 or (file in rewritten and old.get("sha256"))
        if is_other or (old and source.get("frames") != old.get("frames")):
            others.append(name)
        elif file in rewritten:
            written.append(name)
    if others:
        yield f"{few(others, _NAMED)} {'is another print' if len(others) == 1 else 'are other prints'}"
    if written:
        file, was = ("file", "was") if len(written) == 1 else ("files", "were")
        yield f"the {file} of {few(written, _NAMED)} {was} written again"


def _stems(entry: Document, keys: Sequence[str], now: Document, before: Document) -> Iterator[str]:
    tracks, stems, old = _by(now, "track"), _by(now, "stem"), _by(before, "stem")
    above = [tracks[key].get("stem", "") for key in keys if key in tracks]
    for key in above:
        above += [parent] if (parent := stems.get(key, {}).get("parent", "")) and parent not in above else []
    for key in dict.fromkeys(above):
        if key in stems and key in old:
            is_own = entry["item"] == f"stem.{key}"
            yield from _gain(
                "the whole stem" if is_own else f"all of {stems[key]['name']}", stems[key], old[key]
            )


def _gain(name: str, now: Document, before: Document) -> Iterator[str]:
    by = round(now.get("gain_db", 0.0) - before.get("gain_db", 0.0), 6)
    if by:
        yield f"{name} {decibels(by)}"


def _start(delivery: Document) -> str:
    at = delivery.get("starts_at_sample")
    return "no time of day" if at is None else clock(at / delivery["sample_rate"], 3)


def _channels(entry: Document) -> str:
    return {1: "mono", 2: "stereo"}.get(entry["channels"], counted(entry["channels"], "channel"))


def _file(track: Document) -> str:
    return f"'{track['file']}'" if track.get("file") else "summed here"


def _names(track: Document, names: Mapping[str, str]) -> str:
    return listed([names.get(key, key) for key in track.get("bounce", ())]) or "nothing"


def _stem(track: Document, stems: Document) -> str:
    return str(stems.get(track.get("stem", ""), {}).get("name", "no stem"))


def _by(receipt: Document, key: str, by: str = "") -> dict[str, Any]:
    return {entry[by or key]: entry for entry in receipt.get(key, ())}
