"""The engine: one pass over all sources makes every print. It knows the plan and nothing of a session."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from stemtui.audio.quantise import Samples
from stemtui.render.independent import Route
from stemtui.render.plan import Feed, Plan, Segment
from stemtui.render.printing import Print
from stemtui.render.progress import Watch
from stemtui.render.proof import LEGS, Residual
from stemtui.render.reel import Reel
from stemtui.render.span import converted
from stemtui.scan import track_path

BLOCK = 65_536
"""Frames of a block. The grid is part of what makes prints the same everywhere."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Measured:
    """What one pass has measured: of every output, of every source by file, and the proof's residuals."""

    prints: tuple[Print, ...]
    edges: dict[str, tuple[float, float]]
    residuals: dict[str, Residual]


def run(plan: Plan, routes: Sequence[Route], root: Path, folder: Path, watch: Watch) -> Measured:
    """Print a plan into a folder, in a thread for each core; no byte depends on how many there are.

    For each block of the span: read - every source once; held - the block of every source (with what a delay
    still needs), sum and print; written - every output's quantised block. It is metered, and compared for the
    proof, while the next block is read. What is done side by side shares nothing, and every sum has an order
    of its own.
    """
    with ExitStack() as files:
        strips = list(_strips(plan, routes, root, files))
        prints = tuple(files.enter_context(Print(plan, output, folder)) for output in plan.outputs)
        buses = [_Bus(bus.channels, tuple(_arriving(strips, at))) for at, bus in enumerate(plan.buses)]
        adders: list[_Bus | _Side | _Referred]
        adders = [*buses, _Side(strips, 0), _Side(strips, 1), _Referred(strips)]
        proof = [_Comparison(name, prints) for name in LEGS if name != "reference" or plan.reference]
        pool = files.enter_context(ThreadPoolExecutor(_cores()))
        metered: list[Future[None]] = []
        for start in range(0, plan.frames, BLOCK):
            watch.step(start, plan.frames, "Printing")
            frames = min(BLOCK, plan.frames - start)
            _all(pool.submit(strip.reel.advance, start, frames) for strip in strips)
            sums = _all(pool.submit(one.block, start, frames) for one in adders)
            _all(metered)
            _all(pool.submit(one.add, start, frames, sums[: len(buses)]) for one in prints)
            metered = [pool.submit(one.add, start, *sums[len(buses) :]) for one in proof]
            metered += [pool.submit(one.meter) for one in prints]
        _all(metered)
        watch.step(plan.frames, plan.frames, "Printing")
    edges = {strip.file: (strip.reel.head_peak, strip.reel.tail_peak) for strip in strips}
    residuals = {name: Residual() for name in LEGS} | {one.name: one.residual for one in proof}
    return Measured(prints, edges, residuals)


def _all(begun: Iterable[Future[Result]]) -> list[Result]:
    """Wait for what was begun. Of several errors the first is raised, and what has not started is dropped."""
    waiting = list(begun)
    try:
        return [one.result() for one in waiting]
    except BaseException:
        for one in waiting:
            one.cancel()
        raise


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class _Strip:
    """A source and everywhere it goes: into buses, past the stems, or against the master mix."""

    file: str
    reel: Reel
    feeds: tuple[tuple[Feed, Segment], ...]
    routes: tuple[Route, ...]
    reference: Segment | None


@dataclass(frozen=True)
class _Bus:
    """A sum of tracks, in the order of the strips."""

    channels: int
    arriving: tuple[tuple[Reel, Feed, Segment], ...]

    def block(self, start: int, frames: int) -> Samples:
        """The sum over the span's frames from `start`."""
        total = np.zeros((self.channels, frames))
        for reel, feed, segment in self.arriving:
            begins = segment.start + feed.treatment.delay
            heard = reel.at(begins - segment.source_start, start, frames)
            sounding = slice(max(0, begins - start), max(0, begins + segment.frames - start))
            for channel, gain in enumerate(feed.treatment.gains):
                part = heard[channel % len(heard), sounding]
                if gain != 0.0:
                    total[channel, sounding] += part if gain == 1.0 else part * gain
        return total


def _arriving(strips: Sequence[_Strip], bus: int) -> Iterator[tuple[Reel, Feed, Segment]]:
    for strip in strips:
        yield from ((strip.reel, feed, segment) for feed, segment in strip.feeds if feed.bus == bus)


@dataclass(frozen=True)
class _Side:
    """The left (0) or right (1) side of the master mix, summed past the stems; mono is alike in both."""

    strips: Sequence[_Strip]
    number: int

    def block(self, start: int, frames: int) -> Samples:
        """The sum over the span's frames from `start`."""
        total = np.zeros((1, frames))
        for strip in self.strips:
            for route in strip.routes:
                heard = strip.reel.at(route.start, start, frames)[-self.number]
                gain = (route.left, route.right)[self.number]
                total += heard if gain == 1.0 else heard * gain
        return total


@dataclass(frozen=True)
class _Referred:
    """The DAW's own print, if there is one."""

    strips: Sequence[_Strip]

    def block(self, start: int, frames: int) -> Samples:
        """Its samples over the span's frames from `start`; zeros where there is none."""
        for strip in self.strips:
            if strip.reference:
                return strip.reel.at(strip.reference.start, start, frames).copy()
        return np.zeros((1, 1))


class _Comparison:
    """One leg of the proof, measured as the prints are made."""

    def __init__(self, name: str, prints: Sequence[Print]) -> None:
        self.name = name
        self.residual = Residual()
        self._master = next(one for one in prints if one.output.master)
        self._stems = [one for one in prints if one.output.root]

    def add(self, start: int, left: Samples, right: Samples, reference: Samples) -> None:
        """Compare what was printed from `start` on with what came past the stems, or with the reference."""
        master = self._master.written
        if self.name == "stems":
            stems = sum((one.unfolded for one in self._stems), np.zeros_like(master))
            self.residual.add(start, stems - master)
        elif self.name == "sources":
            self.residual.add(start, master - np.concatenate((left, right)))
        else:
            self.residual.add(start, master - reference)


def _strips(plan: Plan, routes: Sequence[Route], root: Path, files: ExitStack) -> Iterator[_Strip]:
    """Every source opened: the plan's, and any that only the second opinion hears."""
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
        offsets = [
            segment.start - segment.source_start + feed.treatment.delay for feed, segment in feeds[file]
        ]
        offsets += [route.start for route in own[file]]
        if reference:
            offsets.append(reference.start)
        reel = Reel(track_path(root, file), plan.rate, claimed.get(file), offsets)
        files.callback(reel.close)
        yield _Strip(file, reel, tuple(feeds[file]), tuple(own[file]), reference)
