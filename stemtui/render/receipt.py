"""The receipt of a delivery: what was printed, from what, with which gains, and the proof."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from stemtui import __version__
from stemtui.audio.levels import dbfs
from stemtui.audio.meter import Meter
from stemtui.errors import Problem
from stemtui.naming import kind_word
from stemtui.order import waivers
from stemtui.receipts import MARKER, RECEIPT
from stemtui.render.described import Table, described, said
from stemtui.render.engine import Measured
from stemtui.render.plan import MIX, STEM, Plan
from stemtui.render.printing import Print
from stemtui.render.proof import LEGS, Leg
from stemtui.render.summary import summary
from stemtui.session import OrderLine, Session, formula, split_item, unassigned

FORMAT = 1
WITHIN = "within the bound"
_NOTHING = 2.0**-43
"""What float64 leaves of a fold that loses nothing, full scale being 1.0."""


@dataclass(frozen=True)
class Receipt:
    """A delivery's receipt; `document` holds plain values.

    Levels are rounded to 0.01 dB and loudness to 0.1 LU: another machine may differ by one digit, which
    `verify` allows.
    """

    document: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """What `receipt.toml` and `--json` hold."""
        return dict(self.document)

    def summary(self) -> list[str]:
        """The receipt in words: files, proof, what was left out, warnings."""
        return summary(self.document)

    def write(self, folder: Path) -> None:
        """Write `receipt.toml` into a folder."""
        with (folder / RECEIPT).open("wb") as file:
            tomli_w.dump(self.document, file, multiline_strings=False)


def make_receipt(
    session: Session,
    plan: Plan,
    measured: Measured,
    legs: Sequence[Leg],
    warnings: Sequence[Problem],
) -> Receipt:
    """The receipt of a finished pass; the plan is identified by its sources' digests."""
    printed = [one for one in measured.prints if one.output.file]
    waived = waivers(session)
    tables = described(session, plan)
    document = {
        MARKER: {"version": __version__, "receipt": FORMAT},
        "warnings": [str(warning) for warning in warnings],
        "session": tables["session"],
        "delivery": tables["delivery"],
        "file": [_file(session, plan, one, waived) for one in printed],
        "order": [_line(line, plan) for line in session.order],
        **{key: tables[key] for key in ("track", "stem", "left_out", "source")},
        "proof": _proof(session, plan, measured, legs),
    }
    return Receipt(document)


def _file(session: Session, plan: Plan, one: Print, waived: Mapping[str, str]) -> Table:
    output = plan.output(one.output.item)
    kind, key = split_item(output.item)
    return said(
        item=output.item,
        kind=output.kind,
        name=output.name,
        file=output.file,
        channels=output.channels,
        frames=plan.frames,
        sha256=one.sha256,
        **levels_said(one.meter),
        rounding=output.rounding,
        mix_bus_keyed_by=output.curve,
        formula=formula(session, session.mix(key)) if kind == MIX else None,
        fed_by=list(dict.fromkeys(feed.track for feed in plan.feeding(output))),
        waive=waived.get(output.item, ""),
        digest=output.digest,
    )


def levels_said(meter: Meter) -> Table:
    """The levels of a file as a receipt says them."""
    figures = meter.figures
    return said(
        peak_dbfs=_rounded(figures.sample_peak_dbfs, 2),
        true_peak_dbtp=_rounded(figures.true_peak_dbtp, 2),
        rms_dbfs=level(dbfs(meter.rms), 2),
        integrated_lufs=_rounded(figures.integrated_lufs, 1),
        loudness_range_lu=_rounded(figures.loudness_range_lu, 1),
        max_momentary_lufs=_rounded(figures.max_momentary_lufs, 1),
        max_short_term_lufs=_rounded(figures.max_short_term_lufs, 1),
    )


def _rounded(figure: float | None, digits: int) -> float | None:
    return None if figure is None else round(figure, digits) + 0.0


def level(decibels: float, digits: int) -> float | None:
    """A level rounded to so many digits; None for silence."""
    return round(decibels, digits) + 0.0 if math.isfinite(decibels) else None


def _line(line: OrderLine, plan: Plan) -> Table:
    met = next((output.file for output in plan.outputs if output.item == line.deliver), "")
    return said(
        asked=line.asked,
        kind=line.kind,
        deliver=line.deliver,
        channels=line.channels,
        waive=line.waive.strip(),
        file=met,
    )


def _proof(session: Session, plan: Plan, measured: Measured, legs: Sequence[Leg]) -> Table:
    complete = [output for output in plan.outputs if output.root]
    folds = [one for one in measured.prints if one.output.root and one.fold.peak > _NOTHING]
    return said(
        complete=[output.item for output in complete],
        shipped=[output.item for output in complete if output.file],
        master=next(output.file for output in plan.outputs if output.master) or None,
        mono_fold=[
            said(item=one.output.item, residual_rms_dbfs=level(dbfs(one.fold.rms), 1)) for one in folds
        ],
        word=kind_word(session, STEM + "."),
        in_no_stem=[track.label for track in unassigned(session)],
        leg=[_leg(found, plan) for found in legs],
    )


def _leg(found: Leg, plan: Plan) -> Table:
    says = LEGS[found.name].difference
    if found.not_provable:
        return said(leg=found.name, says=says, verdict="not provable", because=found.not_provable)
    return said(
        leg=found.name,
        says=says,
        verdict=WITHIN if found.holds else "above the bound, accepted",
        residual_rms_dbfs=level(dbfs(found.residual.rms), 1),
        residual_peak_dbfs=level(dbfs(found.residual.peak), 1),
        bound_rms_dbfs=level(dbfs(found.limit.rms), 1),
        bound_peak_dbfs=level(dbfs(found.limit.peak), 1),
        worst_at_seconds=round(found.worst / plan.rate, 3) if found.residual.peak else None,
        resembles=found.suspect if not found.looks else None,
        reference_looks=found.looks,
    )
