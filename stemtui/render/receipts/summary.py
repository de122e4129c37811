"""A receipt in words, for a terminal."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stemtui.glossary.wrapping import columns, cut, padded
from stemtui.naming import counted_stems, print_name
from stemtui.session import REST
from stemtui.text import counted, few, listed

# where a warning stands in the manifest, before what it says: people are told the order's lines, by number
PLACE = re.compile(r"^(?:(?:session|mix_bus|delivery|stem|mix|track)(?:\.\w+)*|order\.\d+(?=: Line)): ")
LINE = re.compile(r"^order\.(\d+)(?:\.\w+)?: ")

NO_PRINT = "no print of the DAW's own was named"
"""Why the master mix was not compared with one."""

_RESIDUAL = ("residual_rms_dbfs", "residual_peak_dbfs")
_NAMED, _WIDEST = 4, 40


def summary(document: Mapping[str, Any]) -> list[str]:
    """The receipt's lines: files, their destination, the proof, what was left out, what changed, warnings."""
    return [
        *file_lines(document),
        *_destination(document),
        *_proof(document),
        *_left_out(document),
        *_since(document),
        *_warnings(document),
    ]


def file_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """The printed files, each with its kind, channels and levels."""
    delivery, printed = document["delivery"], document["file"]
    depth = "32-bit float" if delivery["bit_depth"] == "32f" else f"{delivery['bit_depth']}-bit"
    yield (
        f"{counted(len(printed), 'file')}, {delivery['sample_rate'] / 1000:g} kHz {depth} "
        f"{delivery['file_format'].upper()}, {delivery['seconds']:.3f} s each:"
    )
    names = [print_name(cut(file["name"], _WIDEST), file["kind"]) for file in printed]
    width = max(map(columns, names), default=0)
    for name, file in zip(names, printed, strict=True):
        channels = "mono  " if file["channels"] == 1 else "stereo"
        yield f"  {padded(name, width)}  {channels}  {_levels(file)}  {file['file']}"


def _levels(file: Mapping[str, Any]) -> str:
    if "sha256" not in file:
        return f"{'not measured':29}"
    peak = f"peak {file['peak_dbfs']:6.2f} dBFS" if "peak_dbfs" in file else "silent"
    loudness = f"{file['integrated_lufs']:6.1f} LUFS" if "integrated_lufs" in file else ""
    return f"{peak:16}  {loudness:11}"


def _destination(document: Mapping[str, Any]) -> Iterator[str]:
    if "destination" in document:
        from stemtui.destinations.judgement import judgement_lines  # here, because few deliveries name one

        yield from judgement_lines(document)


def _proof(document: Mapping[str, Any]) -> Iterator[str]:
    proof = document["proof"]
    legs = [leg for leg in proof["leg"] if "holds" in leg or "because" in leg]
    if "not_made" in proof:
        yield f"No proof was made: {proof['not_made']}."
    yield from map(_leg, legs)
    yield from _formulas([leg for leg in proof["leg"] if leg not in legs])
    for fold in proof.get("mono_fold", ()):
        if "residual_rms_dbfs" in fold:
            yield f"  {fold['item']} is folded to mono; {fold['residual_rms_dbfs']} dBFS RMS of it are lost."
    complete, shipped = proof.get("complete", ()), proof.get("shipped", ())
    rest = any(file["item"] == REST for file in document["file"])
    if shipped and len(shipped) < len(complete) and not rest:
        stems = counted_stems(len(complete), proof["word"])
        is_one = len(shipped) == 1
        alone = "that one alone does not and is" if is_one else "the shipped ones alone do not and are"
        yield (
            f"{len(shipped)} of {stems} {'is' if is_one else 'are'} shipped: the complete set adds up to the "
            f"master mix, {alone} not meant to."
        )


def _leg(leg: Mapping[str, Any]) -> str:
    if leg.get("because") == NO_PRINT:
        return f"Not compared: {leg['says']}; {leg['because']} (session.reference)."
    if "because" in leg:
        return f"Not provable: {leg['says']}, because {leg['because']}."
    if leg["verdict"] != "within the bound":
        return f"Accepted: {leg['says']} leaves {_residual(leg)}; rounding explains {_bound(leg)}."
    if "residual_peak_dbfs" not in leg:
        return f"Proven: {leg['holds']}, bit for bit."
    return f"Proven: {leg['holds']} to {_residual(leg)} (bound {_bound(leg)})."


def _formulas(legs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What holds among the mixes and stems, in one line; none is ever accepted above its bound."""
    if not legs:
        return
    most = {key: max(leg.get(key, -math.inf) for leg in legs) for key in _RESIDUAL}
    exact = most["residual_peak_dbfs"] == -math.inf
    how = "bit for bit" if exact else f"each within its bound (at most {_residual(most)})"
    yield f"Proven, {how}: {few([leg['says'] for leg in legs], _NAMED)}."


def _residual(leg: Mapping[str, Any]) -> str:
    return f"{leg['residual_rms_dbfs']} dBFS RMS, {leg['residual_peak_dbfs']} peak"


def _bound(leg: Mapping[str, Any]) -> str:
    return f"{leg['bound_rms_dbfs']} RMS, {leg['bound_peak_dbfs']} peak"


def _left_out(document: Mapping[str, Any]) -> Iterator[str]:
    left = [f"{entry['name']} ({entry['reason']})" for entry in document["left_out"]]
    if left:
        yield f"Left out: {listed(left)}."


def _since(document: Mapping[str, Any]) -> Iterator[str]:
    """What changed since the delivery before, when there is one beside it."""
    if since := document.get("since"):
        version = f"version {since['version']}" if since["version"] else "the delivery before"
        yield f"What changed since {version}, in the folder {since['folder']!r}:"
        yield from (f"  {change}" for change in since["changes"])


def _warnings(document: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"Warning: {warning_words(warning)}" for warning in document["warnings"])


def warning_words(warning: str) -> str:
    """A warning without its place in the manifest: people are told the order's lines, by number."""
    return LINE.sub(r"Line \1 of the order: ", PLACE.sub("", warning))
