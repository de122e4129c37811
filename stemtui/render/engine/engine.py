"""The engine: one pass over all sources makes every print. It knows the plan and nothing of a session."""

import math
import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stemtui.audio.quantise import Samples, Sounding, full_scale
from stemtui.audio.system import keep_freed_memory
from stemtui.render.engine.printing import Print, weighted
from stemtui.render.engine.reel import Reel
from stemtui.render.engine.strips import BLOCK, Strip, Sums, opened
from stemtui.render.engine.sums import Sum
from stemtui.render.engine.turns import Turns
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.progress import Heard, Watch
from stemtui.render.proofs.proof import LEGS, Residual

if TYPE_CHECKING:
    from stemtui.audio.dynamics import GainCurve

MOST_JOBS = 8
"""Threads at most: each holds one block of every bus, and more of them would only wait for the disk."""


@dataclass(frozen=True)
class Measured:
    """What one pass has measured: of every output, of every source by file, and the proof's residuals."""

    prints: tuple[Print, ...]
    edges: dict[str, tuple[float, float]]
    sha256: dict[str, str]
    residuals: dict[str, Residual]


def run(
    plan: Plan,
    routes: Sequence[Route],
    root: Path,
    folder: Path,
    watch: Watch,
    *,
    jobs: int = 0,
    hashed: bool = False,
    metered: bool = True,
    finished: Callable[[Print], None] = lambda _: None,
) -> Measured:
    """Print a plan into a folder with so many threads (0: one for each core); no byte depends on how many.

    With `hashed`, the sources are hashed in passing; without `metered`, prints are only made and written.
    Each print is handed to `finished` as soon as it is whole.

    Each thread takes the next block of the span and carries it all the way. Read: every source's samples,
    once. Held: the block's buses, and the master mix past the stems; a source's own samples no longer than
    until they are in these. Written: each output's block, quantised, hashed and metered, and compared for the
    proof. Blocks overtake each other nowhere that has a memory (a decoder, a file, a filter, a sum of
    powers): there each waits for its turn. Memory is that of `jobs` blocks, however long the session.
    """
    jobs = jobs or min(_cores(), MOST_JOBS)
    keep_freed_memory()
    with ExitStack() as files:
        curves = _curves(plan)
        ahead = max([curve.after for curve in curves.values()], default=0)
        strips = opened(plan, routes if metered else (), root, files, block=BLOCK, ahead=ahead, hashed=hashed)
        prints = (files.enter_context(Print(plan, output, folder, metered)) for output in plan.outputs)
        one_pass = _Pass(plan, tuple(strips), tuple(prints), curves, ahead, metered)
        pool = files.enter_context(ThreadPoolExecutor(jobs))
        files.callback(one_pass.turns.fail)
        begun: deque[Future[None]] = deque()
        for number, start in enumerate(range(0, plan.frames, BLOCK)):
            one_pass.tell(watch)
            watch.step(start, plan.frames, "Printing")
            begun.append(pool.submit(one_pass.carry, number, start, min(BLOCK, plan.frames - start)))
            if len(begun) > jobs:
                begun.popleft().result()
        while begun:
            begun.popleft().result()
        one_pass.tell(watch)
        watch.step(plan.frames, plan.frames, "Printing")
        for one in one_pass.prints:
            one.finish()
            if one.is_written:
                finished(one)
        heard = {strip.file: strip.reel for strip in one_pass.strips}
        digests = pool.map(Reel.sha256, heard.values()) if hashed else ()
        sha256 = dict(zip(heard, digests, strict=False))
    edges = {file: (reel.head_peak, reel.tail_peak) for file, reel in heard.items()}
    return Measured(one_pass.prints, edges, sha256, one_pass.residuals)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Pass:
    """Everything that is open during a pass, and the way of one block through it."""

    def __init__(
        self,
        plan: Plan,
        strips: tuple[Strip, ...],
        prints: tuple[Print, ...],
        curves: Mapping[str, "GainCurve"],
        ahead: int,
        proven: bool,
    ) -> None:
        self.strips, self.prints = strips, prints
        self.turns = Turns()
        names = dict.fromkeys([*LEGS, *(equation.name for equation in plan.equations)])
        self.residuals = {name: Residual() for name in names}
        self._plan, self._curves, self._ahead = plan, curves, ahead
        self._is_proven = proven
        self._heard = sum(len(strip.routes) for strip in strips) + 1
        self._equations = plan.equations if proven else ()
        self._master = next(one for one in prints if one.output.master)

    def tell(self, watch: Watch) -> None:
        """Pass on what has been heard of the prints that get a file."""
        for one in self.prints:
            if one.is_written:
                watch.tell(Heard(one.output.item, one.peak, one.clipped))

    def carry(self, number: int, start: int, frames: int) -> None:
        """Take a block of the span from the sources to the prints."""
        try:
            sums = self._read(number, start, frames)
            buses = [one.total() for one in sums.buses]
            gains = self._gains(number, buses, frames)
            left: dict[str, Sounding] = {}
            equations = {equation.name: Sum(2, frames) for equation in self._equations}
            for one in self.prints:
                made = one.make(start, buses, gains[one.output.curve])
                with self.turns.at(one, number):
                    one.keep(made)
                for equation in self._equations:
                    if factor := equation.factors.get(one.output.item):
                        reaches = math.ceil(made.peak) or 1
                        equations[equation.name].add(made.unfolded, (factor, factor), tracks=reaches)
                if one is self._master and self._is_proven:
                    left = self._against(made.written, sums, gains[one.output.curve])
            left |= {name: equation.total() for name, equation in equations.items()}
            with self.turns.at("proof", number):
                for name, block in left.items():
                    self.residuals[name].add(start, block)
        except BaseException:  # whatever it is, blocks that wait for this one must not wait for ever
            self.turns.fail(number)
            raise

    def _gains(self, number: int, buses: Sequence[Sounding], frames: int) -> dict[str, Samples]:
        """What the mix bus does in each frame of the block, by the item that keys it; 1.0 where none does."""
        gains = {"": np.ones(frames)}
        for item, curve in self._curves.items():
            keying = full_scale(weighted(self._plan.output(item).weights, buses, self._plan.tracks))
            with self.turns.at(curve, number):
                gains[item] = curve.gains(np.broadcast_to(keying, (2, keying.shape[1]))) * self._plan.trim
        return gains

    def _read(self, number: int, start: int, frames: int) -> Sums:
        reached = frames + self._ahead
        buses = tuple(Sum(bus.channels, reached) for bus in self._plan.buses)
        sums = Sums(buses, Sum(2, reached), Sum(2, reached))
        for strip in self.strips:
            with nullcontext() if strip.reel.is_placed else self.turns.at(strip.reel, number):
                heard = strip.reel.read(start, frames)
            strip.pour(heard, sums)
        return sums

    def _against(self, master: Sounding, sums: Sums, gains: Samples) -> dict[str, Sounding]:
        """What the master mix leaves of all sources, and of the DAW's own print."""
        past = sums.past.total()[:, : len(gains)]
        left = {"sources": self._less(master, full_scale(past) * gains if self._curves else past)}
        if self._plan.reference:
            left["reference"] = self._less(master, sums.reference.total()[:, : len(gains)])
        return left

    def _less(self, one: Sounding, other: Sounding) -> Sounding:
        difference = Sum(2, one.shape[1])
        difference.add(one, (1.0, 1.0))
        difference.add(other, (-1.0, -1.0), tracks=self._heard)
        return difference.total()


def _curves(plan: Plan) -> dict[str, "GainCurve"]:
    """The gain curves of the mix bus, by the item that keys each."""
    if plan.mix_bus is None:
        return {}
    from stemtui.audio.dynamics import GainCurve  # here: most mix buses have none

    return {o.curve: GainCurve(plan.mix_bus, plan.rate) for o in plan.outputs if o.curve}
