"""The legs of a render's proof: their residuals against the bounds that its plan allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stemtui.header import Header
from stemtui.render.engine.measured import Left, Measured
from stemtui.render.plans.equations import sides, unproven
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Equation, Plan
from stemtui.render.proofs.limits import limits
from stemtui.render.proofs.proof import LEGS, Bound, Claim, Leg, timecode
from stemtui.render.receipts.summary import NO_PRINT
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
    limit = limits(plan, {one.output.item: one.peak for one in measured.prints})
    equations = {equation.name: equation for equation in plan.equations}
    unprovable = dict(_unprovable(session, plan, routes, reference))
    legs = []
    for name, left in measured.left.items():
        claimed = _claimed(name, equations, plan)
        if name in unprovable or not left.is_measured:
            legs.append(replace(claimed, not_provable=unprovable.get(name, "nothing was measured")))
            continue
        whole = _with_outside(left, session, plan, root) if name == "reference" else left
        found = _judged(claimed, whole, limit[name], plan, session.align == "timecode")
        if not found.holds:
            from stemtui.render.receipts import differing  # here, because what holds needs no numpy

            found = replace(found, suspect=differing.resembles(whole, routes, root, plan.rate))
            if name == "reference":
                how = differing.reference_looks(left, session.reference, plan, routes, root)
                found = replace(found, looks=how, length=_length(plan))
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


def _judged(claimed: Leg, left: Left, limit: Bound, plan: Plan, has_time_of_day: bool) -> Leg:
    """A leg with what it leaves, its bound and its worst moment."""
    found = replace(claimed, residual=left.measured, limit=limit)
    if not left.measured.peak:
        return found
    at, rate = left.worst, plan.rate
    day = timecode((plan.span_start + at) % (_DAY * rate), rate) if has_time_of_day else ""
    return replace(found, worst_seconds=at / rate, worst=timecode(at, rate), time_of_day=day)


def _with_outside(left: Left, session: Session, plan: Plan, root: Path) -> Left:
    """What the DAW's own print leaves, with what it has before and behind ours."""
    referred = plan.reference
    if referred is None or (referred.start >= 0 and referred.start + referred.frames <= plan.frames):
        return left
    from stemtui.render.receipts.differing import with_outside

    return with_outside(left, session.reference, plan, root)


def _length(plan: Plan) -> str:
    """By how much the DAW's own print is longer or shorter than ours."""
    frames = plan.reference.frames if plan.reference else 0
    more = frames - plan.frames if frames else 0
    return f"{counted(abs(more), 'sample')} {'longer' if more > 0 else 'shorter'} than ours" if more else ""


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
