"""What a leg that does not hold leaves, listened to: the files are read once more where it is worst."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from stemtui.audio.samples.quantise import Samples
from stemtui.audio.samples.source import open_source
from stemtui.places import track_path
from stemtui.render.engine.measured import Left
from stemtui.render.engine.parcels import unpacked
from stemtui.render.engine.strips import BLOCK
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Plan
from stemtui.render.proofs.likeness import ELSEWHERE, REACH_SECONDS, looks
from stemtui.render.proofs.residuals import Residual, mixed, suspect


def resembles(left: Left, routes: Sequence[Route], root: Path, rate: int) -> str:
    """The track or stem that is left, in words."""
    return suspect(_residual(left), routes, root, rate)


def with_outside(left: Left, reference: str, plan: Plan, root: Path) -> Left:
    """What the DAW's own print leaves, with what it has before and behind ours, which is silent there."""
    assert plan.reference
    residual = _residual(left)
    first, end = plan.reference.start, plan.reference.start + plan.reference.frames
    with open_source(track_path(root, reference), plan.rate) as source:
        for start, stop in ((first, min(0, end)), (max(first, plan.frames), end)):
            for at in range(start, stop, BLOCK):
                heard = source.read(at - first, min(BLOCK, stop - at))
                residual.add(at, np.broadcast_to(-heard, (2, heard.shape[1])))
    return Left.of(residual)


def reference_looks(left: Left, reference: str, plan: Plan, routes: Sequence[Route], root: Path) -> str:
    """How the DAW's own print differs from the master mix, in the block of the worst moment or elsewhere."""
    placed = plan.reference.start if plan.reference else 0
    with open_source(track_path(root, reference), plan.rate) as source:

        def printed(at: int, frames: int) -> Samples:
            return np.broadcast_to(source.read(at - placed, frames), (2, frames))

        def moments() -> Iterator[tuple[int, Samples]]:
            start, block = _residual(left).worst_block
            yield start, block + printed(start, block.shape[1])
            for at in (round(plan.frames * part) for part in ELSEWHERE):
                yield at, mixed(routes, root, plan.rate, at, min(BLOCK, plan.frames - at))

        return looks(moments(), printed, REACH_SECONDS * plan.rate)


def _residual(left: Left) -> Residual:
    residual = Residual()
    residual.join(unpacked(left.parcel))
    return residual
