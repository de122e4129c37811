"""The proof on the page: one sentence, its figures behind it."""

from collections.abc import Iterator, Mapping
from typing import Any

from stemtui.receipts import tables
from stemtui.render.papers import facts
from stemtui.render.papers.markup import Markup, element, name, typeset
from stemtui.render.papers.proven import proven
from stemtui.render.receipts.summary import NO_PRINT
from stemtui.text import sentence

Table = Mapping[str, Any]

_HEADS = (
    "What was compared",
    "Left, RMS",
    "Left, peak",
    "Rounding allows, RMS",
    "Rounding allows, peak",
    "Verdict",
)
_FIGURES = ("residual_rms_dbfs", "residual_peak_dbfs", "bound_rms_dbfs", "bound_peak_dbfs")


def proof(receipt: Table) -> Iterator[Markup]:
    """The proof of a delivery."""
    yield element("p", typeset(proven(receipt)), class_="proven")
    legs = tables(dict(receipt["proof"]), "leg")
    if not legs or facts.are_tracks(receipt):
        return
    kinds = [None, *["number"] * len(_FIGURES), None]
    heads = (element("th", head, scope="col", class_=kind) for head, kind in zip(_HEADS, kinds, strict=True))
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *map(_leg, legs)))
    how = (
        "Levels are in dBFS. Each comparison subtracts what was written, sample by sample; what may be left "
        "is computed from the word length and the dither of the files, and is no fixed figure."
    )
    yield element(
        "details",
        element("summary", "The figures"),
        element("p", how),
        element(
            "div", table, class_="scroll", tabindex=0, role="group", aria_label="The figures of the proof"
        ),
    )


def _leg(leg: Table) -> Markup:
    """A comparison; each cell knows the head of its column, for pages too narrow for columns."""
    what = element("th", name(sentence(leg["says"])), scope="row")
    verdict = element("td", leg.get("verdict", ""), data_head=_HEADS[-1])
    if "because" in leg:
        said = "Not compared" if leg["because"] == NO_PRINT else "Not provable"
        return element("tr", what, element("td", f"{said}: {leg['because']}.", colspan=len(_HEADS) - 1))
    if "residual_peak_dbfs" not in leg:
        same = element("td", "nothing at all", colspan=2, data_head="Left")
        return element("tr", what, same, *_cells(leg, _FIGURES[2:]), verdict)
    return element("tr", what, *_cells(leg, _FIGURES), verdict)


def _cells(leg: Table, keys: tuple[str, ...]) -> Iterator[Markup]:
    heads = dict(zip(_FIGURES, _HEADS[1:], strict=False))
    for key in keys:
        said = typeset(f"{leg[key]:.1f}") if key in leg else "nothing"
        yield element("td", said, class_="number", data_head=heads[key])
