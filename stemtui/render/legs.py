"""The proof's three legs for a render: their residuals against the bounds that its plan allows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from stemtui.audio.source import open_source
from stemtui.header import Header
from stemtui.render.engine import Measured
from stemtui.render.independent import Route
from stemtui.render.likeness import REACH, looks
from stemtui.render.plan import Plan
from stemtui.render.printing import Print
from stemtui.render.proof import Leg, Residual, Rounded, bound, leg
from stemtui.scan import track_path
from stemtui.session import Session, unassigned
from stemtui.text import few


def prove(
    session: Session,
    plan: Plan,
    measured: Measured,
    routes: Sequence[Route],
    root: Path,
    reference: Header | None,
) -> tuple[Leg, ...]:
    """The three legs: complete stems minus master, master minus all sources, master minus `reference`."""
    signals = _signals(plan, measured, reference)
    additions = len(plan.feeds) + len(plan.outputs)
    unprovable = dict(_unprovable(session, plan, routes, reference))
    legs = []
    for name, residual in measured.residuals.items():
        if name in unprovable:
            legs.append(Leg(name, unprovable[name]))
            continue
        limit = bound(signals[name], plan.frames, additions)
        found = leg(name, residual, limit, routes, root, plan.rate)
        if name == "reference" and not found.holds:
            found = replace(found, looks=_looks(session, plan, residual, root))
        legs.append(found)
    return tuple(legs)


def _looks(session: Session, plan: Plan, residual: Residual, root: Path) -> str:
    """How the DAW's own print differs from the master mix around the worst moment."""
    start, block = residual.worst_block
    frames, first = block.shape[1], start - (plan.reference.start if plan.reference else 0)
    with open_source(track_path(root, session.reference), plan.rate) as source:
        around = source.read(first - REACH, frames + 2 * REACH)
    around = np.broadcast_to(around, (2, around.shape[1]))
    return looks(block + around[:, REACH : REACH + frames], around)


def _signals(plan: Plan, measured: Measured, reference: Header | None) -> dict[str, list[Rounded]]:
    """The rounded signals that each leg compares."""
    roots = [one for one in measured.prints if one.output.root]
    master = next(one for one in measured.prints if one.output.master)
    return {
        "stems": [_rounded(plan, one) for one in [*roots, master]],
        "sources": [_rounded(plan, master)],
        "reference": [_rounded(plan, master), _referred(reference)],
    }


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
    elif forgotten := unassigned(session):
        names = few([track.label for track in forgotten], 3)
        are = "is in no stem and not" if len(forgotten) == 1 else "are in no stem and not"
        yield "sources", f"{names} {are} left out for a reason"
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
