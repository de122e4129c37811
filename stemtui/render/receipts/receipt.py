"""The receipt of a delivery: what was printed, from what, with which gains, and the proof."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from stemtui import __version__
from stemtui.audio.meters.figures import Figures as Measures
from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem
from stemtui.naming import counted_stems
from stemtui.receipts import MARKER
from stemtui.render.engine.measured import Measured, Printed
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.preparing import Job
from stemtui.render.proofs.proof import Leg
from stemtui.render.receipts.described import Figures, Table, account, described, said
from stemtui.render.receipts.summary import warning_words
from stemtui.render.receipts.written import Receipt

__all__ = ["WITHIN", "Receipt", "figures_in", "figures_of", "level", "levels_said", "make_receipt"]

FORMAT = 1
WITHIN = "within the bound"
_FIGURES = (
    "measured",
    "sha256",
    "peak_dbfs",
    "true_peak_dbtp",
    "rms_dbfs",
    "integrated_lufs",
    "loudness_range_lu",
    "max_momentary_lufs",
    "max_short_term_lufs",
    "waveform",
)
_NOTHING = 2.0**-43
"""What float64 leaves of a fold that loses nothing, full scale being 1.0."""


def make_receipt(
    job: Job,
    plan: Plan,
    measured: Measured,
    legs: Sequence[Leg] | None,
    found: Sequence[Problem],
    kept: Figures,
) -> Receipt:
    """The receipt of a finished pass over a job's plan, which has its sources' digests by now.

    `kept` are the figures of prints that were measured before; `legs` is None where no proof was made.
    """
    session, warnings = job.session, [*job.warnings, *found]
    fresh = {one.output.item: figures_of(one) for one in measured.prints if one.output.file}
    tables = described(session, plan, {**fresh, **kept})
    proof = said(**tables.pop("proof"), **_made(measured, legs))
    stems = counted_stems(len(proof.get("complete", ())), proof["word"])
    document = {
        MARKER: {
            "version": __version__,
            "receipt": FORMAT,
            "account": account(session, plan, job.warnings, job.profile),
        },
        "warnings": [str(warning) for warning in warnings],
        "remarks": list(dict.fromkeys(map(_remark, warnings))),
        **tables,
        **_destination(job, tables),
        "proof": proof | {"leg": [_leg(leg, stems) for leg in legs or ()]},
    }
    return Receipt(document, tuple(item for item in fresh if item not in kept))


def _remark(warning: Problem) -> str:
    """A warning for whoever receives the files, without what whoever prints them could do about it."""
    return warning_words(str(replace(warning, remedy="")))


def _destination(job: Job, tables: Mapping[str, Any]) -> Table:
    """What the destination says of the mixes, where one is named."""
    if job.profile is None:
        return {}
    from stemtui.destinations.judgement import judgement  # here, because few deliveries name one

    return {"destination": judgement(job.profile, tables["delivery"], tables["file"])}


def figures_in(entry: Mapping[str, Any]) -> Table:
    """What was measured of a print, as a receipt's entry has it."""
    return {key: value for key, value in entry.items() if key in _FIGURES}


def figures_of(one: Printed) -> Table:
    """What was measured of a print, as a receipt's entry will have it."""
    return {"sha256": one.sha256, **levels_said(one.figures)} if one.figures else {"measured": False}


def levels_said(figures: Measures) -> Table:
    """The levels of a file as a receipt says them."""
    return said(
        peak_dbfs=_rounded(figures.sample_peak_dbfs, 2),
        true_peak_dbtp=_rounded(figures.true_peak_dbtp, 2),
        rms_dbfs=_rounded(figures.rms_dbfs, 2),
        integrated_lufs=_rounded(figures.integrated_lufs, 2),
        loudness_range_lu=_rounded(figures.loudness_range_lu, 1),
        max_momentary_lufs=_rounded(figures.max_momentary_lufs, 2),
        max_short_term_lufs=_rounded(figures.max_short_term_lufs, 2),
        waveform=figures.outline,
    )


def _rounded(figure: float | None, digits: int) -> float | None:
    return None if figure is None else round(figure, digits) + 0.0


def level(decibels: float, digits: int) -> float | None:
    """A level rounded to so many digits; None for silence."""
    return round(decibels, digits) + 0.0 if math.isfinite(decibels) else None


def _made(measured: Measured, legs: Sequence[Leg] | None) -> Table:
    """What a proof says beside its legs."""
    folds = [one for one in measured.prints if one.output.root and one.lost_peak > _NOTHING]
    rows = [said(item=one.output.item, residual_rms_dbfs=level(dbfs(one.lost_rms), 1)) for one in folds]
    return {"mono_fold": rows, "not_made": "" if legs is not None else "printed without meters"}


def _leg(found: Leg, stems: str) -> Table:
    holds = found.claim.holds if found.claim.holds != found.claim.difference else ""
    what = {"leg": found.name, "says": found.claim.difference, "holds": holds.replace("{stems}", stems)}
    if found.not_provable:
        return said(**what, verdict="not provable", because=found.not_provable)
    return said(
        **what,
        verdict=WITHIN if found.holds else "above the bound, accepted",
        residual_rms_dbfs=level(dbfs(found.residual.rms), 1),
        residual_peak_dbfs=level(dbfs(found.residual.peak), 1),
        bound_rms_dbfs=level(dbfs(found.limit.rms), 1),
        bound_peak_dbfs=level(dbfs(found.limit.peak), 1),
        worst_at=found.worst,
        worst_at_seconds=round(found.worst_seconds, 3) if found.worst else None,
        worst_at_time_of_day=found.time_of_day,
        resembles=found.suspect if not found.looks else None,
        reference_looks=found.looks,
        reference_is=found.length,
        terms=dict(found.terms),
    )
