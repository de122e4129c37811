"""The engine: one pass over all sources makes every print. It knows the plan and nothing of a session."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Measured:
    """What one pass has measured: of every output, of every source by file, and the proof's residuals."""

    prints: tuple[Print, ...]
    edges: dict[str, tuple[float, float]]
    residuals: dict[str, Residual]


def run(plan: Plan, routes: Sequence[Route], root: Path, folder: Path, watch: Watch) -> Measured:
    """Print a plan into a folder.

    For each block of the span: read - every source once, in the plan's order; held - the block's buses, and
    of a source only what a delay still needs; written - every output's quantised block. The proof adds up
    what was written, and `routes` past the stems.
    """
    residuals = {name: Residual() for name in LEGS}
    with ExitStack() as files:
        strips = list(_strips(plan, routes, root, files))
        prints = tuple(files.enter_context(Print(plan, output, folder)) for output in plan.outputs)
        for start in range(0, plan.frames, BLOCK):
            watch.step(start, plan.frames, "Printing")
            frames = min(BLOCK, plan.frames - start)
            buses = [np.zeros((bus.channels, frames)) for bus in plan.buses]
            past_stems, reference = np.zeros((2, frames)), np.zeros((2, frames))
            for strip in strips:
                strip.play(start, frames, buses, past_stems, reference)
            for one in prints:
                one.add(start, frames, buses)
            master = next(one.written for one in prints if one.output.master)
            stems = sum((one.unfolded for one in prints if one.output.root), np.zeros((2, frames)))
            residuals["stems"].add(start, stems - master)
            residuals["sources"].add(start, master - past_stems)
            residuals["reference"].add(start, master - reference)
        watch.step(plan.frames, plan.frames, "Printing")
    edges = {strip.file: (strip.reel.head_peak, strip.reel.tail_peak) for strip in strips}
    return Measured(prints, edges, residuals)


@dataclass(frozen=True)
class _Strip:
    """A source and everywhere it goes: into buses, past the stems, or against the master mix."""

    file: str
    reel: Reel
    feeds: tuple[tuple[Feed, Segment], ...]
    routes: tuple[Route, ...]
    reference: Segment | None

    def play(
        self, start: int, frames: int, buses: list[Samples], past_stems: Samples, reference: Samples
    ) -> None:
        """Read the span's frames from `start` once, and add them wherever they go."""
        self.reel.advance(start, frames)
        for feed, segment in self.feeds:
            begins = segment.start + feed.treatment.delay
            heard = self.reel.at(begins - segment.source_start, start, frames)
            sounding = slice(max(0, begins - start), max(0, begins + segment.frames - start))
            for channel, gain in enumerate(feed.treatment.gains):
                buses[feed.bus][channel, sounding] += heard[channel % len(heard), sounding] * gain
        for route in self.routes:
            heard = self.reel.at(route.start, start, frames)
            past_stems[0] += heard[0] * route.left
            past_stems[1] += heard[-1] * route.right
        if self.reference:
            reference += self.reel.at(self.reference.start, start, frames)
        self.reel.rest(start, frames)


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
