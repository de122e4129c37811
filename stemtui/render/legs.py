"""The proof's three legs for a render: their residuals against the bounds that its plan allows."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from stemtui.header import Header
from stemtui.render.engine import Measured
from stemtui.render.independent import Route
from stemtui.render.plan import Plan
from stemtui.render.printing import Print
from stemtui.render.proof import Leg, Rounded, bound, leg
from stemtui.session import Session


def prove(
    session: Session,
    plan: Plan,
    measured: Measured,
    routes: Sequence[Route],
    root: Path,
    reference: Header | None,
) -> tuple[Leg, ...]:
    """The three legs: complete stems minus master, master minus all sources, master minus `reference`."""
    roots = [one for one in measured.prints if one.output.root]
    master = next(one for one in measured.prints if one.output.master)
    signals: dict[str, list[Rounded]] = {
        "stems": [_rounded(plan, one) for one in [*roots, master]],
        "sources": [_rounded(plan, master)],
        "reference": [_rounded(plan, master), _referred(reference)],
    }
    additions = len(plan.feeds) + len(plan.outputs)
    unprovable = dict(_unprovable(session, plan, routes, reference))
    return tuple(
        Leg(name, unprovable[name])
        if name in unprovable
        else leg(name, residual, bound(signals[name], plan.frames, additions), routes, root, plan.rate)
        for name, residual in measured.residuals.items()
    )


def _rounded(plan: Plan, one: Print) -> Rounded:
    return Rounded(one.output.rounding, plan.bit_depth, one.levels.peak)


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
    if not session.reference:
        yield "reference", "the session names no print of the DAW's own (session.reference)"
    elif not routes:
        yield "reference", "no track feeds a stem"
    elif reference and plan.reference is None:
        yield (
            "reference",
            f"{session.reference!r} is at {reference.samplerate / 1000:g} kHz with "
            f"{reference.channels} channels, and the prints are at {plan.rate / 1000:g} kHz",
        )
