"""The engine: one pass over all sources makes every print. It knows the plan and nothing of a session."""

import math
import os
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stemtui.audio.quantise import Samples, Sounding, full_scale
from stemtui.audio.system import keep_freed_memory
from stemtui.render.engine.printing import Print, weighted
from stemtui.render.engine.reel import Reel, Stretch
from stemtui.render.engine.sums import Sum
from stemtui.render.engine.turns import Turns
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Feed, Plan, Segment
from stemtui.render.plans.progress import Heard, Watch
from stemtui.render.plans.span import converted
from stemtui.render.proofs.proof import LEGS, Residual
from stemtui.scan import track_path

if TYPE_CHECKING:
    from stemtui.audio.dynamics import GainCurve

BLOCK = 131_072
"""Frames of a block: threads overlap well only when a step takes numpy far longer than Python between two."""

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
    with ExitStack() as opened:
        curves = _curves(plan)
        ahead = max([curve.after for curve in curves.values()], default=0)
        strips = _strips(plan, routes if metered else (), root, opened, ahead, hashed)
        prints = (opened.enter_context(Print(plan, output, folder, metered)) for output in plan.outputs)
        one_pass = _Pass(plan, tuple(strips), tuple(prints), curves, ahead, metered)
        pool = opened.enter_context(ThreadPoolExecutor(jobs))
        opened.callback(one_pass.turns.fail)
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


@dataclass(frozen=True)
class _Sums:
    """What one block of all sources adds up to: every bus, the master mix past the stems, the DAW's print."""

    buses: tuple[Sum, ...]
    past: Sum
    reference: Sum


@dataclass(frozen=True)
class _Strip:
    """A source and everywhere it goes: into buses, past the stems, or against the master mix."""

    file: str
    reel: Reel
    feeds: tuple[tuple[Feed, Segment], ...]
    routes: tuple[Route, ...]
    reference: Segment | None

    def pour(self, heard: Stretch, sums: _Sums) -> None:
        """Add a block to all sums that it belongs to."""
        for feed, segment in self.feeds:
            begins = segment.start + feed.treatment.delay
            first, last = (max(0, at - heard.start) for at in (begins, begins + segment.frames))
            sounding = heard.at(begins - segment.source_start)[:, first:last]
            sums.buses[feed.bus].add(sounding, feed.treatment.gains, first)
        for route in self.routes:
            sums.past.add(heard.at(route.start), (route.left, route.right))
        if self.reference:
            sums.reference.add(heard.at(self.reference.start), (1.0, 1.0))


class _Pass:
    """Everything that is open during a pass, and the way of one block through it."""

    def __init__(
        self,
        plan: Plan,
        strips: tuple[_Strip, ...],
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
        except BaseException:
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

    def _read(self, number: int, start: int, frames: int) -> _Sums:
        reached = frames + self._ahead
        buses = tuple(Sum(bus.channels, reached) for bus in self._plan.buses)
        sums = _Sums(buses, Sum(2, reached), Sum(2, reached))
        for strip in self.strips:
            with nullcontext() if strip.reel.is_placed else self.turns.at(strip.reel, number):
                heard = strip.reel.read(start, frames)
            strip.pour(heard, sums)
        return sums

    def _against(self, master: Sounding, sums: _Sums, gains: Samples) -> dict[str, Sounding]:
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


def _strips(
    plan: Plan, routes: Sequence[Route], root: Path, files: ExitStack, ahead: int, hashed: bool
) -> Iterator[_Strip]:
    """Every source opened: the plan's, and any that only the second opinion hears.

    One that is heard at offsets far apart is opened for each, so that no more than a block of it is held.
    """
    feeds: dict[str, list[tuple[Feed, Segment]]] = defaultdict(list)
    own: dict[str, list[Route]] = defaultdict(list)
    for feed in plan.feeds:
        for segment in feed.segments:
            feeds[plan.sources[segment.source].file].append((feed, segment))
    for route in routes:
        own[route.file].append(route)
    claimed = {s.file: converted(s.frames, s.samplerate, plan.rate) for s in plan.sources}
    referred = plan.sources[plan.reference.source].file if plan.reference else ""
    for file in dict.fromkeys([*claimed, *own]):
        reference = plan.reference if file == referred else None
        places = [_offset(feed, segment) for feed, segment in feeds[file]]
        places += [route.start for route in own[file]]
        if reference:
            places.append(reference.start)
        for near in _near(places):
            reel = Reel(
                track_path(root, file), plan.rate, claimed.get(file), near, ahead=ahead, hashed=hashed
            )
            files.callback(reel.close)
            yield _Strip(
                file,
                reel,
                tuple((feed, segment) for feed, segment in feeds[file] if _offset(feed, segment) in near),
                tuple(route for route in own[file] if route.start in near),
                reference if reference and reference.start in near else None,
            )


def _offset(feed: Feed, segment: Segment) -> int:
    """Where the source's first frame lies in the span when it is heard so."""
    return segment.start - segment.source_start + feed.treatment.delay


def _near(offsets: Collection[int]) -> list[set[int]]:
    """Offsets in groups that span no more than a block."""
    groups: list[set[int]] = []
    for offset in sorted(set(offsets)):
        if groups and offset - min(groups[-1]) <= BLOCK:
            groups[-1].add(offset)
        else:
            groups.append({offset})
    return groups
