"""The engine: one pass over all sources makes every print. It knows the plan and nothing of a session."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.audio.machine.forks import can_fork, cores
from stemtui.audio.machine.open_files import allow_open_files
from stemtui.audio.machine.system import keep_freed_memory
from stemtui.render.engine.laying import finish, on_tapes, stages, without_tapes
from stemtui.render.engine.measured import Left, Measured, Printed
from stemtui.render.engine.onepass import Block, Pass, cut
from stemtui.render.engine.printing import Print
from stemtui.render.engine.reel import Reel
from stemtui.render.engine.strips import BLOCK, opened
from stemtui.render.engine.workers import working
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.progress import Watch
from stemtui.render.proofs.limits import limits
from stemtui.render.proofs.residuals import Residual

if TYPE_CHECKING:
    from concurrent.futures import Future

    from stemtui.audio.dynamics import GainCurve
    from stemtui.render.engine.parcels import Parcel

MOST_JOBS = 8
"""Workers or threads at most: each holds a block of every bus, and more would only wait for the disk."""


def run(
    plan: Plan,
    routes: Sequence[Route],
    root: Path,
    folder: Path,
    watch: Watch,
    *,
    jobs: int = 0,
    metered: bool = True,
    finished: Callable[[Printed], None] = lambda _: None,
) -> Measured:
    """Print a plan into a folder, so many jobs at a time (0: one for each core); no byte depends on how many.

    Without `metered`, prints are only made and written. Each with a file is `finished` once that is whole.

    The span is cut into passages of some seconds, and these into blocks. Workers take the next passage each:
    a source that only decodes from front to back is on a tape by then, and FLAC is encoded from one. Threads
    take the next block each, where the mix bus has a memory, or there are no workers: blocks overtake each
    other nowhere that has a memory, but wait for their turn there. Read: every source's samples, once. Held:
    the block's buses, and the master mix past the stems; a source's own samples no longer than until they are
    in these. Written: each output's block, quantised, hashed and metered, and compared for the proof. Memory
    is that of `jobs` blocks, however long the session.
    """
    allow_open_files(len(plan.sources) + len(plan.outputs))
    jobs = jobs or min(cores(), MOST_JOBS)
    keep_freed_memory()
    with ExitStack() as files:
        curves = _curves(plan)
        ahead = max([curve.after for curve in curves.values()], default=0)
        strips = opened(plan, routes if metered else (), root, files, block=BLOCK, ahead=ahead)
        prints = (files.enter_context(Print(plan, output, folder, metered)) for output in plan.outputs)
        one_pass = Pass(plan, tuple(strips), tuple(prints), curves, ahead, metered)
        passages = cut(plan.frames, plan.rate, BLOCK)
        may_fork = min(jobs, len(passages)) > 1 and not curves and can_fork()
        reels = on_tapes(one_pass, folder, files) if may_fork else None
        watch = replace(watch, stages=stages(one_pass, reels or ()))
        if reels is None or not _by_workers(one_pass, reels, passages, jobs, watch):
            _by_threads(one_pass, passages, jobs, watch)
        one_pass.tell(watch)
        watch.step(plan.frames, plan.frames, "Printing")
        printed = []
        for one in finish(one_pass.prints, jobs, watch):
            printed.append(one)
            if one.output.file and not one.output.kept:
                finished(one)
    edges = {strip.file: strip.reel.edges for strip in one_pass.strips}
    return Measured(tuple(printed), edges, _left(plan, printed, one_pass.residuals))


def _by_threads(one_pass: Pass, passages: Sequence[Sequence[Block]], jobs: int, watch: Watch) -> None:
    """Carry one block after the other, so many threads at a time."""
    from concurrent.futures import ThreadPoolExecutor  # here, because most renders have workers

    with ThreadPoolExecutor(jobs) as pool:
        begun: deque[Future[None]] = deque()
        try:
            for number, block in enumerate(chain.from_iterable(passages)):
                one_pass.tell(watch)
                watch.step(block.start, one_pass.plan.frames, "Printing")
                begun.append(pool.submit(one_pass.carry, number, block))
                if len(begun) > jobs:
                    begun.popleft().result()
            while begun:
                begun.popleft().result()
        finally:
            one_pass.turns.fail()


def _by_workers(
    one_pass: Pass, reels: Sequence[Reel], passages: Sequence[Sequence[Block]], jobs: int, watch: Watch
) -> bool:
    """Join one passage after the other, which so many workers make once they have laid reels on tapes; False
    where the disk was full before these were.
    """

    def work(number: int) -> "Parcel":
        if number >= len(reels):
            return one_pass.apart(passages[number - len(reels)])
        reels[number].lay()
        return []

    with working(work, len(reels) + len(passages), jobs, watch.ask) as parcels:
        try:
            for number in range(len(reels)):
                watch.step(number, len(reels), "Decoding")
                next(parcels)
        except OSError:
            without_tapes(one_pass)
            return False
        from concurrent.futures import ThreadPoolExecutor  # here, where workers are busy already

        with ThreadPoolExecutor(jobs) as pool:
            for passage, parcel in zip(passages, parcels, strict=True):
                one_pass.join(parcel, sum(block.frames for block in passage), pool)
                one_pass.tell(watch)
                watch.step(passage[-1].start + passage[-1].frames, one_pass.plan.frames, "Printing")
    return True


def _left(plan: Plan, printed: Sequence[Printed], residuals: Mapping[str, Residual]) -> dict[str, Left]:
    """What the legs leave; of those that hold, nobody will want to know more."""
    limit = limits(plan, {one.output.item: one.peak for one in printed})
    return {
        name: Left.of(one, one.is_measured and not (name != "reference" and limit[name].allows(one.measured)))
        for name, one in residuals.items()
    }


def _curves(plan: Plan) -> dict[str, "GainCurve"]:
    """The gain curves of the mix bus, by the item that keys each."""
    if plan.mix_bus is None:
        return {}
    from stemtui.audio.dynamics import GainCurve  # here: most mix buses have none

    return {o.curve: GainCurve(plan.mix_bus, plan.rate) for o in plan.outputs if o.curve}
