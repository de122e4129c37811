"""What to do with the files of a delivery, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stemtui.naming import counted_stems
from stemtui.receipts import tables
from stemtui.render.papers.facts import as_it_is, called, length, turned
from stemtui.render.papers.proven import is_proven
from stemtui.session import REST
from stemtui.text import clock, few, listed

Table = Mapping[str, Any]

_NAMED = 4
_TRACKS = {
    "as it was recorded": "Tracks are as they were recorded: no level, pan or effect of this mix is in them.",
    "as it was printed through the mix": (
        "Tracks are as they were printed through the mix: its levels, pans and effects may be in them."
    ),
}


def importing(receipt: Table) -> Iterator[str]:
    """The steps, in an order that a person can follow."""
    delivery, files = receipt["delivery"], tables(dict(receipt), "file")
    kinds = {file["kind"] for file in files}
    rate = f"{delivery['sample_rate'] / 1000:g} kHz"
    yield f"Use a session at {rate}, or let your program convert all files alike."
    yield _placing(receipt, files)
    if kinds != {"track"}:
        yield "Leave every fader at 0 dB and add nothing: the balance is in the files."
    mono = [called(file) for file in files if file["channels"] == 1 and file["kind"] != "track"]
    if mono:
        it, file = ("it", "file") if len(mono) == 1 else ("them", "files")
        yield (
            f"Mono: {listed(mono)}. Play {it} to both sides at full level, with a pan law of 0 dB. Many "
            "programs turn a centred mono track down by 3 dB or more: turn that off, or put the "
            f"{file} on both sides."
        )
    if "track" in kinds:
        how = {as_it_is(receipt, file) for file in files if file["kind"] == "track"}
        copies = "Tracks are copies of their files: nothing that was done to them in this session is in them."
        said = _TRACKS.get(how.pop(), copies) if len(how) == 1 else copies
        moved = turned(receipt)
        yield f"{said[:-1]}, but that they were {moved}, as all files here." if moved else said
    if "mix" in kinds and kinds & {"stem", "submix"}:
        yield "Do not play a mix and its stems at once: all of it would sound twice."
    yield from _overlapping(receipt, files)


def _placing(receipt: Table, files: Sequence[Table]) -> str:
    at = receipt["delivery"].get("starts_at_sample")
    time = "" if at is None else f"time {clock(at / receipt['delivery']['sample_rate'], 3)}"
    if len(files) == 1:
        return f"Put the file at {time}." if time else "Put the file where the song begins."
    where = time or "the same position"
    return f"Put all files at {where}. They begin together and have the same length, {length(receipt)}."


def _overlapping(receipt: Table, files: Sequence[Table]) -> Iterator[str]:
    """The stems of which another file here holds all, and the tracks that are in another file too."""
    here = {file["item"]: file for file in files}
    parents = {stem["stem"]: stem.get("parent", "") for stem in tables(dict(receipt), "stem")}
    for stem, above in parents.items():
        while above and f"stem.{above}" not in here:
            above = parents.get(above, "")
        if above and (part := here.get(f"stem.{stem}")):
            yield f"{called(part)} is part of {called(here[f'stem.{above}'])}: play one of the two, not both."
    inside = {track for file in files if file["kind"] != "track" for track in file.get("fed_by", ())}
    twice = [called(file) for item, file in here.items() if item.removeprefix("track.") in inside]
    if twice:
        are, alone = ("is", "it") if len(twice) == 1 else ("are", "them")
        yield f"{few(twice, _NAMED)} {are} in stems or mixes here too: play {alone} or those, not both."


def adding_up(receipt: Table) -> str:
    """What the stems among the files are worth together; "" where there are none."""
    proof, files = receipt["proof"], tables(dict(receipt), "file")
    complete, shipped = proof.get("complete", ()), proof.get("shipped", ())
    here = {file["item"]: file for file in files}
    stems = counted_stems(len(complete), proof["word"])
    if len(shipped) == len(complete):
        is_all = len(complete) > 1 and is_proven(receipt)
        others = any(item.startswith("stem.") and item not in complete for item in here)
        named = few([called(here[item]) for item in complete], _NAMED) if others else f"The {stems}"
        return f"{named} together, at unity gain, are the master mix." if is_all else ""
    if REST in here:
        rest = f"{called(here[REST])} holds all that no other {proof['word'].lower()} here does"
        return f"{rest}: together, at unity gain, they are the master mix." if is_proven(receipt) else ""
    if not shipped:
        return ""
    are = "is" if len(shipped) == 1 else "are"
    return (
        f"The song has {stems}, and {len(shipped)} of them {are} here. Alone they are not the master mix, "
        "and are not meant to be."
    )
