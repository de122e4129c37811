"""The proof of a delivery, in a sentence or two."""

from collections.abc import Iterator, Mapping
from typing import Any

from stemtui.naming import counted_stems
from stemtui.receipts import tables
from stemtui.render.papers.facts import are_tracks
from stemtui.render.receipts.receipt import WITHIN
from stemtui.session import REST
from stemtui.text import sentence

Table = Mapping[str, Any]


def proven(receipt: Table) -> str:
    """What was proven of the files, and what could not be."""
    return " ".join(_said(receipt))


def is_proven(receipt: Table) -> bool:
    """Whether the complete set of stems adds up to the master mix."""
    return _leg(receipt, "stems").get("verdict") == WITHIN


def _said(receipt: Table) -> Iterator[str]:
    proof = receipt["proof"]
    if "not_made" in proof:
        yield f"Nothing was measured or proven: {proof['not_made']}."
    elif are_tracks(receipt):
        yield "Each track stands for itself: there is nothing here that has to add up."
    else:
        yield _stems(receipt)
        yield from _reference(_leg(receipt, "reference"))


def _stems(receipt: Table) -> str:
    """Whether all stems, shipped or not, are the master mix."""
    leg = _leg(receipt, "stems")
    if "because" in leg:
        return f"Not provable: {leg['because']}."
    if not leg:
        return "There was nothing to prove."
    who = _complete(receipt)
    if leg["verdict"] != WITHIN:
        return f"{sentence(who)} leave {leg['residual_rms_dbfs']} dBFS RMS of the master mix: accepted."
    is_here = any(file["file"] == receipt["proof"].get("master") for file in tables(dict(receipt), "file"))
    sums = f"{who} add up to the master mix{'' if is_here else ', which is not here'}"
    if "residual_peak_dbfs" not in leg:
        return f"Proven on the samples as written: {sums}, bit for bit."
    return (
        f"Proven on the samples as written: {sums}. What is left, {leg['residual_rms_dbfs']} dBFS RMS, is "
        "what rounding leaves, and nothing else."
    )


def _complete(receipt: Table) -> str:
    """`the 4 stems`, and how many of them are here where not all are."""
    proof = receipt["proof"]
    complete, shipped = proof.get("complete", ()), proof.get("shipped", ())
    stems = counted_stems(len(complete), proof["word"])
    if len(shipped) == len(complete):
        return f"the {stems}"
    rest = any(file["item"] == REST for file in tables(dict(receipt), "file"))
    here = len(shipped) or "none"
    return f"the {stems} of the song, {here} of them here{' and the others in one file' if rest else ''},"


def _reference(leg: Table) -> Iterator[str]:
    """Whether the master mix is what the DAW printed, where that print is known."""
    if "because" in leg or not leg:
        return
    if leg["verdict"] != WITHIN:
        yield f"The DAW's own print of the mix differs by {leg['residual_rms_dbfs']} dBFS RMS: accepted."
    elif "residual_peak_dbfs" not in leg:
        yield "The master mix is the DAW's own print, bit for bit."
    else:
        yield f"The master mix is the DAW's own print, to {leg['residual_rms_dbfs']} dBFS RMS."


def _leg(receipt: Table, name: str) -> Table:
    found = tables(dict(receipt["proof"]), "leg")
    return next((leg for leg in found if leg.get("leg") == name), {})
