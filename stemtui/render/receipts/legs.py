"""The legs of a render's proof: their residuals against the bounds that its plan allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from stemtui.audio.quantise import Samples
from stemtui.audio.source import open_source
from stemtui.header import Header
from stemtui.render.engine.engine import Measured
from stemtui.render.engine.printing import Print
from stemtui.render.engine.strips import BLOCK
from stemtui.render.plans.equations import sides, unproven
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Equation, Plan
from stemtui.render.proofs.likeness import ELSEWHERE, REACH_SECONDS, looks
from stemtui.render.proofs.proof import (
    LEGS,
    Bound,
    Claim,
    Leg,
    Residual,
    Rounded,
    bound,
    mixed,
    suspect,
    timecode,
)
from stemtui.render.receipts.summary import NO_PRINT
from stemtui.scan import track_path
from stemtui.session import Session, unassigned
from stemtui.text import counted, few

_DAY = 24 * 60 * 60


def prove(
    session: Session,
    plan: Plan,
    measured: Measured,
    routes: Sequence[Route],
    root: Path,
    reference: Header | None,
) -> tuple[Leg, ...]:
    """The three legs (complete stems minus master, master minus all sources, master minus `reference`), and
    each mix against its formula."""
    signals = _signals(plan, measured, reference)
    equations = {equation.name: equation for equation in plan.equations}
    unprovable = dict(_unprovable(session, plan, routes, reference))
    legs = []
    for name, residual in measured.residuals.items():
        claimed = _claimed(name, equations, plan)
        if name in unprovable or not residual.is_measured:
            legs.append(replace(claimed, not_provable=unprovable.get(name, "nothing was measured")))
            continue
        heard = residual.worst_block
        if name == "reference":
            _add_outside(session, plan, residual, root)
        limit = bound(signals[name], plan.frames, len(plan.feeds) + len(plan.outputs))
        found = _judged(claimed, residual, limit, plan, session.align == "timecode")
        if not found.holds:
            found = replace(found, suspect=suspect(residual, routes, root, plan.rate))
            if name == "reference":
                found = replace(found, looks=_looks(session, plan, heard, routes, root), length=_length(plan))
        legs.append(found)
    others = (Leg(item, Claim(says, says, ""), because) for item, says, because in unproven(plan, session))
    return (*legs, *others)


def _claimed(name: str, equations: Mapping[str, Equation], plan: Plan) -> Leg:
    """What a leg claims, before it is judged."""
    terms = equations[name].terms if name in equations else ()
    if name in LEGS:
        return Leg(name, LEGS[name], terms=terms)
    left, right = sides(equations[name], plan)
    holds = f"{left} = {right}"
    return Leg(name, Claim(holds, holds, f"{left} is not {right}"), terms=terms)


def _judged(claimed: Leg, residual: Residual, limit: Bound, plan: Plan, has_time_of_day: bool) -> Leg:
    """A leg with its residual, its bound and its worst moment."""
    found = replace(claimed, residual=residual.measured, limit=limit)
    if not residual.peak:
        return found
    at, rate = residual.worst, plan.rate
    day = timecode((plan.span_start + at) % (_DAY * rate), rate) if has_time_of_day else ""
    return replace(found, worst_seconds=at / rate, worst=timecode(at, rate), time_of_day=day)


def _looks(
    session: Session, plan: Plan, left: tuple[int, Samples], routes: Sequence[Route], root: Path
) -> str:
    """How the DAW's own print differs from the master mix, in the block of the worst moment or elsewhere."""
    placed = plan.reference.start if plan.reference else 0
    with open_source(track_path(root, session.reference), plan.rate) as source:

        def printed(at: int, frames: int) -> Samples:
            return np.broadcast_to(source.read(at - placed, frames), (2, frames))

        def moments() -> Iterator[tuple[int, Samples]]:
            start, block = left
            yield start, block + printed(start, block.shape[1])
            for at in (round(plan.frames * part) for part in ELSEWHERE):
                yield at, mixed(routes, root, plan.rate, at, min(BLOCK, plan.frames - at))

        return looks(moments(), printed, REACH_SECONDS * plan.rate)


def _length(plan: Plan) -> str:
    """By how much the DAW's own print is longer or shorter than ours."""
    frames = plan.reference.frames if plan.reference else 0
    more = frames - plan.frames if frames else 0
    return f"{counted(abs(more), 'sample')} {'longer' if more > 0 else 'shorter'} than ours" if more else ""


def _add_outside(session: Session, plan: Plan, residual: Residual, root: Path) -> None:
    """Take what the DAW's own print has before and behind ours into a residual: ours is silent there."""
    if plan.reference is None:
        return
    first, end = plan.reference.start, plan.reference.start + plan.reference.frames
    with open_source(track_path(root, session.reference), plan.rate) as source:
        for start, stop in ((first, min(0, end)), (max(first, plan.frames), end)):
            for at in range(start, stop, BLOCK):
                heard = source.read(at - first, min(BLOCK, stop - at))
                residual.add(at, np.broadcast_to(-heard, (2, heard.shape[1])))


def _signals(plan: Plan, measured: Measured, reference: Header | None) -> dict[str, list[Rounded]]:
    """The rounded signals that each leg compares."""
    prints = {one.output.item: one for one in measured.prints}
    master = next(one for one in measured.prints if one.output.master)
    return {
        "sources": [_rounded(plan, master)],
        "reference": [_rounded(plan, master), _referred(reference)],
        **{
            equation.name: [_rounded(plan, prints[item], factor) for item, factor in equation.terms]
            for equation in plan.equations
        },
    }


def _rounded(plan: Plan, one: Print, factor: float = 1.0) -> Rounded:
    return Rounded(one.output.rounding, plan.bit_depth, one.taken.peak, factor)


def _referred(reference: Header | None) -> Rounded:
    """The DAW's own print: nobody knows how it was dithered, so it is allowed TPDF at its word length."""
    depth = reference.bits if reference and reference.bits else "32f"
    return Rounded("tpdf" if isinstance(depth, int) else "none", depth, 1.0)


def _unprovable(
    session: Session, plan: Plan, routes: Sequence[Route], reference: Header | None
) -> Iterator[tuple[str, str]]:
    if not routes:
        yield "stems", "no track feeds a stem"
        yield "sources", "no track feeds a stem"
    elif forgotten := unassigned(session):
        names = few([track.label for track in forgotten], 3)
        are = "is in no stem and not" if len(forgotten) == 1 else "are in no stem and not"
        yield "sources", f"{names} {are} left out for a reason"
    if not session.reference:
        yield "reference", NO_PRINT
    elif not routes:
        yield "reference", "no track feeds a stem"
    elif reference and plan.reference is None:
        yield (
            "reference",
            f"{session.reference!r} is at {reference.samplerate / 1000:g} kHz with "
            f"{reference.channels} channels, and the prints are at {plan.rate / 1000:g} kHz",
        )
