"""One pass: everything that is open while all prints are made, and the way of one block through it."""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stemtui.audio.meters.passages import passage_frames
from stemtui.audio.samples.quantise import Samples, Sounding, full_scale
from stemtui.frozen import frozen
from stemtui.render.engine.mixing import Mixing
from stemtui.render.engine.printing import Print
from stemtui.render.engine.strips import Strip, Sums
from stemtui.render.engine.sums import Sum
from stemtui.render.engine.taken import Taken
from stemtui.render.engine.turns import Turns
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.progress import Heard, Watch
from stemtui.render.proofs.proof import LEGS
from stemtui.render.proofs.residuals import Residual

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from stemtui.audio.dynamics import GainCurve
    from stemtui.render.engine.parcels import Parcel


class Block(NamedTuple):
    """Frames of the span, from one on."""

    start: int
    frames: int


def cut(frames: int, rate: int, size: int) -> list[tuple[Block, ...]]:
    """A span in passages that are measured by themselves, and these in blocks of about so many frames."""
    passage = passage_frames(rate)
    each = math.ceil(passage / max(1, round(passage / size)))
    ends = ((start, min(start + passage, frames)) for start in range(0, frames, passage))
    return [tuple(Block(at, min(each, end - at)) for at in range(start, end, each)) for start, end in ends]


@frozen
class _Apart:
    """What is measured of a passage by itself: of each print, and of what the proof leaves."""

    taken: tuple[Taken, ...]
    residuals: Mapping[str, Residual]


class Pass:
    """Everything that is open during a pass; `proven` says whether anything is measured and proven."""

    def __init__(
        self,
        plan: Plan,
        strips: tuple[Strip, ...],
        prints: tuple[Print, ...],
        curves: Mapping[str, "GainCurve"],
        ahead: int,
        proven: bool,
    ) -> None:
        self.plan, self.strips, self.prints = plan, strips, prints
        self.turns = Turns()
        self.residuals = self._fresh_residuals()
        self._curves, self._ahead = curves, ahead
        self._is_proven = proven
        self._heard = sum(len(strip.routes) for strip in strips) + 1
        self._equations = plan.equations if proven else ()
        self._master = next(one for one in prints if one.output.master)
        self._best = [0.0 for _ in prints]
        self._worst = dict.fromkeys(self.residuals, 0.0)

    def tell(self, watch: Watch) -> None:
        """Pass on what has been heard of the prints that get a file."""
        for one in self.prints:
            if one.is_written:
                watch.tell(Heard(one.output.item, one.taken.peak, one.taken.clipped))

    def apart(self, passage: Sequence[Block]) -> "Parcel":
        """Print a passage where it belongs, and what was measured of it: see `join`."""
        self.turns = Turns()
        taken = tuple(one.apart(best) for one, best in zip(self.prints, self._best, strict=True))
        apart = _Apart(taken, {name: Residual(known) for name, known in self._worst.items()})
        for number, block in enumerate(passage):
            self.carry(number, block, apart)
        self._best = [max(best, one.highest) for best, one in zip(self._best, taken, strict=True)]
        self._worst = {name: max(self._worst[name], one.peak) for name, one in apart.residuals.items()}
        return (
            [one.parcel for one in taken],
            [one.parcel for one in apart.residuals.values()],
            [strip.reel.edges for strip in self.strips],
        )

    def join(self, parcel: Any, frames: int, pool: "Executor") -> None:
        """Take in the next passage, of so many frames, that was printed apart; a pool's threads read it back
        for the prints' hashes."""
        taken, residuals, edges = parcel
        placed = pool.map(lambda one: one.placed(frames), self.prints)
        for one, its in zip(self.prints, taken, strict=True):
            one.join(its)
        for residual, left in zip(self.residuals.values(), residuals, strict=True):
            residual.join(left)
        for strip, peaks in zip(self.strips, edges, strict=True):
            strip.reel.watched(*peaks)
        deque(placed, 0)

    def carry(self, number: int, block: Block, apart: _Apart | None = None) -> None:
        """Take a block of the span from the sources to the prints; one of a passage that is measured apart
        need not be the next."""
        residuals = apart.residuals if apart else self.residuals
        start, frames = block
        try:
            sums = self._read(number, start, frames)
            mixing = Mixing([one.total() for one in sums.buses], self.plan.tracks)
            gains = self._gains(number, mixing, frames)
            left: dict[str, Sounding] = {}
            equations = {equation.name: Sum(2, frames) for equation in self._equations}
            for index, one in enumerate(self.prints):
                made = one.make(start, mixing, gains[one.output.curve])
                with self.turns.at(one, number):
                    if apart:
                        one.place(made, start, apart.taken[index])
                    else:
                        one.keep(made)
                for equation in self._equations:
                    if factor := equation.factors.get(one.output.item):
                        reaches = math.ceil(made.peak) or 1
                        equations[equation.name].add(made.unfolded, (factor, factor), tracks=reaches)
                if one is self._master and self._is_proven:
                    left = self._against(made.written, sums, gains[one.output.curve])
            left |= {name: equation.total() for name, equation in equations.items()}
            with self.turns.at("proof", number):
                for name, samples in left.items():
                    residuals[name].add(start, samples)
        except BaseException:  # whatever it is, blocks that wait for this one must not wait for ever
            self.turns.fail(number)
            raise

    def _fresh_residuals(self) -> dict[str, Residual]:
        names = dict.fromkeys([*LEGS, *(equation.name for equation in self.plan.equations)])
        return {name: Residual() for name in names}

    def _gains(self, number: int, mixing: Mixing, frames: int) -> dict[str, Samples]:
        """What the mix bus does in each frame of the block, by the item that keys it; 1.0 where none does."""
        gains = {"": np.ones(frames)}
        for item, curve in self._curves.items():
            keying = full_scale(mixing.of(self.plan.output(item).weights))
            with self.turns.at(curve, number):
                gains[item] = curve.gains(np.broadcast_to(keying, (2, keying.shape[1]))) * self.plan.trim
        return gains

    def _read(self, number: int, start: int, frames: int) -> Sums:
        reached = frames + self._ahead
        buses = tuple(Sum(bus.channels, reached) for bus in self.plan.buses)
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
        if self.plan.reference:
            left["reference"] = self._less(master, sums.reference.total()[:, : len(gains)])
        return left

    def _less(self, one: Sounding, other: Sounding) -> Sounding:
        difference = Sum(2, one.shape[1])
        difference.add(one, (1.0, 1.0))
        difference.add(other, (-1.0, -1.0), tracks=self._heard)
        return difference.total()
