"""What a receipt says, put as whoever receives the delivery needs to hear it; for the page and the letter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stemtui.glossary.entries import Entry, entry
from stemtui.naming import counted_stems, print_name
from stemtui.receipts import tables
from stemtui.render.receipts.receipt import WITHIN
from stemtui.render.receipts.summary import warning_words
from stemtui.session import REST
from stemtui.text import clock, counted, decibels, listed, sentence

Table = Mapping[str, Any]

_GROUPS = {"mix": "Mixes", "stem": "Stems", "submix": "Submixes of tracks", "track": "Tracks"}
_WORDS = ("Unity Gain", "Pan Law", "Null Test", "dBFS", "dBTP", "LUFS")


@dataclass(frozen=True)
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
    what = "one start for all" if several else "the start of the song"
    return what if at is None else f"{what}, {clock(at / delivery['sample_rate'], 3)}"


def channels(file: Table) -> str:
    """`mono`, `stereo`."""
    return {1: "mono", 2: "stereo"}.get(file["channels"], counted(file["channels"], "channel"))


def importing(receipt: Table) -> Iterator[str]:
    """What to do with the files, step by step."""
    delivery, files = receipt["delivery"], tables(dict(receipt), "file")
    at = delivery.get("starts_at_sample")
    where = "the same position" if at is None else f"time {clock(at / delivery['sample_rate'], 3)}"
    if len(files) == 1:
        yield "Put the file where the song begins." if at is None else f"Put the file at {where}."
    else:
        yield f"Put all files at {where}. They begin together and have the same length, {length(receipt)}."
    if not are_tracks(receipt):
        yield "Leave every fader at 0 dB and add nothing: the balance is in the files."
    mono = [called(file) for file in files if file["channels"] == 1 and file["kind"] != "track"]
    if mono:
        yield (
            f"Mono: {listed(mono)}. Play it to both sides at full level, with a pan law of 0 dB. Many "
            "programs turn a centred mono track down by 3 dB or more: turn that off, or put the file on both "
            "sides."
        )
    if any(file["kind"] == "track" for file in files):
        yield "Tracks are as they were recorded: no level, pan or effect of this mix is in them."
    kinds = {file["kind"] for file in files}
    if "mix" in kinds and kinds & {"stem", "submix"}:
        yield "Do not play a mix and its stems at once: all of it would sound twice."


def adding_up(receipt: Table) -> str:
    """What the stems among the files are worth together; "" where there are none."""
    proof = receipt["proof"]
    complete, shipped = proof.get("complete", ()), proof.get("shipped", ())
    rest = any(file["item"] == REST for file in tables(dict(receipt), "file"))
    if not shipped:
        return ""
    stems = counted_stems(len(complete), proof["word"])
    if len(shipped) < len(complete) and not rest:
        return (
            f"The song has {stems}, and {len(shipped)} of them {'is' if len(shipped) == 1 else 'are'} here. "
            "Alone they are not the master mix, and are not meant to be."
        )
    leg = _stems_leg(receipt)
    if len(complete) < 2 or not leg or leg.get("verdict") != WITHIN:
        return ""
    return f"The {stems} together, at unity gain, are the master mix."


def proven(receipt: Table) -> str:
    """The proof in one sentence."""
    proof = receipt["proof"]
    if "not_made" in proof:
        return f"Nothing was measured or proven: {proof['not_made']}."
    if are_tracks(receipt):
        return "Tracks are as they were recorded: there is nothing here that has to add up."
    leg = _stems_leg(receipt)
    if leg is None or "because" in leg:
        return f"Not provable: {leg['because']}." if leg else "There was nothing to prove."
    stems = counted_stems(len(proof["complete"]), proof["word"])
    if leg["verdict"] != WITHIN:
        return (
            f"The {stems} of the song leave {leg['residual_rms_dbfs']} dBFS RMS of the master mix: accepted."
        )
    if "residual_peak_dbfs" not in leg:
        return f"Proven on the samples as written: the {stems} add up to the master mix, bit for bit."
    return (
        f"Proven on the samples as written: the {stems} add up to the master mix. What is left, "
        f"{leg['residual_rms_dbfs']} dBFS RMS, is what rounding leaves, and nothing else."
    )


def are_tracks(receipt: Table) -> bool:
    """Whether nothing but tracks is delivered."""
    return all(file["kind"] == "track" for file in tables(dict(receipt), "file"))


def _stems_leg(receipt: Table) -> Table | None:
    return next((leg for leg in tables(dict(receipt["proof"]), "leg") if leg.get("leg") == "stems"), None)


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
    if trim := delivery.get("trim_db"):
        way = "down" if trim < 0 else "up"
        yield f"All files were turned {way} by {abs(trim):g} dB, alike, so that they still add up."
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
    """What the destination that the mixes are for says of each; nothing where none is named."""
    if "destination" not in receipt:
        return []
    from stemtui.destinations.judgement import judgement_lines  # here, because few deliveries name one

    return [line.strip() for line in judgement_lines(receipt)]


def notes(receipt: Table) -> list[str]:
    """What the checks found that whoever receives the files should know."""
    return [sentence(warning_words(one)) for one in receipt.get("warnings", ())]


def lineage(receipt: Table, file: Table) -> tuple[str, Sequence[str]]:
    """What a print was made of, in a few words, and the names of its tracks."""
    names = {one["track"]: one for one in tables(dict(receipt), "track")}
    fed = [names[track]["name"] if track in names else track for track in file.get("fed_by", ())]
    if file["kind"] == "track":
        return "One track, as it was recorded", ()
    what = counted(len(fed), "track")
    return (f"{file['formula']} ({what})" if file.get("formula") else what), fed


def words(receipt: Table) -> list[Entry]:
    """The entries of the glossary that a reader of this delivery may need."""
    kinds = [group.kind for group in groups(receipt)]
    return [entry(word) for word in dict.fromkeys(("mix", "stem", "track", *kinds, *_WORDS))]


def is_measured(receipt: Table) -> bool:
    """Whether every print was measured and hashed."""
    return all("sha256" in file for file in tables(dict(receipt), "file"))
