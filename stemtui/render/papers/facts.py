"""What a receipt says, put as whoever receives the delivery needs to hear it; for the page and the letter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stemtui.frozen import frozen
from stemtui.glossary.entries import Entry, entry
from stemtui.naming import print_name
from stemtui.receipts import tables
from stemtui.session import REST
from stemtui.text import clock, counted, decibels, listed, sentence

Table = Mapping[str, Any]

_GROUPS = {"mix": "Mixes", "stem": "Stems", "submix": "Submixes of tracks", "track": "Tracks"}
_ORIGINS = {"raw": "as it was recorded", "printed": "as it was printed through the mix"}
_WORDS = ("Unity Gain", "Pan Law", "Null Test", "dBFS", "dBTP", "LUFS")


@frozen
class Group:
    """The prints of one kind: the kind, a heading, what the word means, their entries on the receipt."""

    kind: str
    heading: str
    meaning: str
    files: tuple[Table, ...]


def groups(receipt: Table) -> Iterator[Group]:
    """The prints by kind: mixes, stems, tracks."""
    files = tables(dict(receipt), "file")
    for kind, heading in _GROUPS.items():
        own = tuple(file for file in files if file["kind"] == kind)
        if own:
            yield Group(kind, heading, entry(kind).short, own)


def title(receipt: Table) -> str:
    """What the song is called."""
    return str(receipt["session"].get("title") or "Untitled")


def byline(receipt: Table) -> str:
    """`The Margaritas, mixed by Anna Berg, version 3, 2026-03-01`: what is known of it."""
    session = receipt["session"]
    mixer = f"mixed by {session['mixer']}" if session.get("mixer") else ""
    version = f"version {session['version']}" if session.get("version") else ""
    return ", ".join(
        filter(None, (session.get("artist", ""), mixer, version, receipt["delivery"].get("date", "")))
    )


def called(file: Table) -> str:
    """`Drums STEM`."""
    return print_name(file["name"], file["kind"])


def contents(receipt: Table) -> str:
    """`2 mixes and 4 stems`."""
    word = {"mix": "mixes", "stem": "stems", "submix": "submixes", "track": "tracks"}
    counts = [(len(group.files), group.kind) for group in groups(receipt)]
    return listed([f"{number} {kind if number == 1 else word[kind]}" for number, kind in counts])


def form(receipt: Table) -> str:
    """`48 kHz, 24-bit WAV`."""
    delivery = receipt["delivery"]
    depth = "32-bit float" if delivery["bit_depth"] == "32f" else f"{delivery['bit_depth']}-bit"
    return f"{delivery['sample_rate'] / 1000:g} kHz, {depth} {delivery['file_format'].upper()}"


def length(receipt: Table) -> str:
    """`0:07.900`."""
    return clock(receipt["delivery"]["seconds"], 3)


def lengths(receipt: Table) -> str:
    """`0:07.900 each`."""
    return f"{length(receipt)} each" if len(tables(dict(receipt), "file")) > 1 else length(receipt)


def start(receipt: Table) -> str:
    """Where the files begin, by the time of day where they have one."""
    delivery, several = receipt["delivery"], len(tables(dict(receipt), "file")) > 1
    at = delivery.get("starts_at_sample")
    what = "the same for all" if several else "where the song begins"
    return what if at is None else f"{what}, {clock(at / delivery['sample_rate'], 3)}"


def channels(file: Table) -> str:
    """`mono`, `stereo`."""
    return {1: "mono", 2: "stereo"}.get(file["channels"], counted(file["channels"], "channel"))


def are_tracks(receipt: Table) -> bool:
    """Whether nothing but tracks is delivered."""
    return all(file["kind"] == "track" for file in tables(dict(receipt), "file"))


def made(receipt: Table) -> Iterator[str]:
    """How the prints were made: where the mix was done, its bus, what was done to all files alike."""
    session, delivery = receipt["session"], receipt["delivery"]
    note = f" ({session['treatment_note']})" if session.get("treatment_note") else ""
    yield {
        "printed": f"The mix is in the tracks that these files were made from{note}.",
        "manifest": f"The mix was done where these files were made{note}.",
        "none": f"Nothing has been mixed yet{note}: a sum of tracks is a submix here, and no stem.",
    }.get(session["treatment"], f"Nobody has said where the mix was done{note}.")
    yield from _mix_bus(session)
    if moved := turned(receipt):
        yield f"All files were {moved}, alike, so that they still add up."
    if delivery.get("dither") == "tpdf" and delivery["bit_depth"] != "32f":
        yield "Where samples had to be rounded they were dithered (TPDF)."


def _mix_bus(session: Table) -> Iterator[str]:
    what = [f"gain {decibels(gain)}"] if (gain := session.get("mix_bus_gain_db")) else []
    if (ceiling := session.get("mix_bus_ceiling_dbtp")) is not None:
        what.append(f"a limiter at {ceiling:g} dBTP")
    if (ratio := session.get("mix_bus_ratio")) is not None:
        what.append(f"a compressor, {ratio:g}:1 above {session['mix_bus_threshold_db']:g} dBFS")
    if what:
        keyed = "; it listens to the master mix and moves all stems alike" if what[-1][0] == "a" else ""
        yield f"On the mix bus: {listed(what)}{keyed}."


def left_out(receipt: Table) -> list[str]:
    """What of the song is in none of the files, and why."""
    return [f"{one['name']}: {one['reason']}" for one in tables(dict(receipt), "left_out")]


def changes(receipt: Table) -> tuple[str, list[str]]:
    """What changed since the delivery before this one: a heading, and sentences; none where nobody knows."""
    since = receipt.get("since", {})
    version = f"version {since['version']}" if since.get("version") else "the delivery before"
    return f"What changed since {version}", list(since.get("changes", ()))


def destination(receipt: Table) -> list[str]:
    """What the destination that the mixes are for says of each, without the cure, which is for whoever
    prints; nothing where none is named."""
    if "destination" not in receipt:
        return []
    from stemtui.destinations.judgement import judgement_lines  # here, because few deliveries name one

    said = {key: value for key, value in receipt["destination"].items() if key != "trim"}
    return [line.strip() for line in judgement_lines({"destination": said})]


def notes(receipt: Table) -> list[str]:
    """What the checks found that whoever receives the files should know."""
    return [sentence(one) for one in receipt.get("remarks", ())]


def lineage(receipt: Table, file: Table) -> tuple[str, Sequence[str]]:
    """What a print was made of, in a few words, and the names of its tracks."""
    names = {one["track"]: one for one in tables(dict(receipt), "track")}
    fed = [names[track]["name"] if track in names else track for track in file.get("fed_by", ())]
    if file["kind"] == "track":
        return ", ".join(filter(None, ("One track", as_it_is(receipt, file), turned(receipt)))), ()
    what = counted(len(fed), "track")
    if held := file.get("formula") or _held(receipt, file):
        return f"{sentence(held)} ({what})", fed
    return what + "".join(_related(receipt, file)), fed


def turned(receipt: Table) -> str:
    """What the one trim did to all files: `turned down by 0.5 dB`; "" where there is none."""
    trim = receipt["delivery"].get("trim_db", 0.0)
    return f"turned {'down' if trim < 0 else 'up'} by {abs(trim):g} dB" if trim else ""


def as_it_is(receipt: Table, file: Table) -> str:
    """How a track is delivered, by what is known of its file: `as it was recorded`."""
    names = {one["track"]: one for one in tables(dict(receipt), "track")}
    origin = names.get(str(file["item"]).partition(".")[2], {}).get("origin", "unknown")
    return _ORIGINS.get(origin, "a copy of its file")


def _held(receipt: Table, file: Table) -> str:
    """The stems that the rest is made of; "" for any other print."""
    if file["item"] != REST:
        return ""
    tracks = [one for one in tables(dict(receipt), "track") if one["track"] in file.get("fed_by", ())]
    stems = {one["stem"]: one["name"] for one in tables(dict(receipt), "stem")}
    return listed([name for stem, name in stems.items() if any(one.get("stem") == stem for one in tracks)])


def _related(receipt: Table, file: Table) -> Iterator[str]:
    """Of which stem a stem is a part, and which are parts of it."""
    stems = {f"stem.{one['stem']}": one for one in tables(dict(receipt), "stem")}
    own = str(file["item"]).partition(".")[2]
    parts = [one["name"] for one in stems.values() if one.get("parent") == own]
    if parts:
        yield f", {listed(parts)} included"
    if whole := stems.get(f"stem.{stems.get(file['item'], {}).get('parent', '')}"):
        yield f", part of {whole['name']}"


def words(receipt: Table) -> list[Entry]:
    """The entries of the glossary that a reader of this delivery may need."""
    kinds = [group.kind for group in groups(receipt)]
    return [entry(word) for word in dict.fromkeys(("mix", "stem", "track", *kinds, *_WORDS))]


def is_measured(receipt: Table) -> bool:
    """Whether every print was measured and hashed."""
    return all("sha256" in file for file in tables(dict(receipt), "file"))
