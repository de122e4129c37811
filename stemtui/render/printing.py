"""One print being made: a sum of buses, folded if it is mono, quantised, measured and written."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from stemtui.audio.levels import Level, Levels
from stemtui.audio.meter import Meter
from stemtui.audio.quantise import Dither, Samples, quantise, unit
from stemtui.audio.sink import Packed, Sink, open_sink
from stemtui.render.plan import Output, Plan
from stemtui.render.sums import Sum

_PROOF_BITS = 31
_NOTHING = Level(0.0, 0.0, 0)


@dataclass(frozen=True)
class Made:
    """A block of a print before it is kept, full scale being 1.0: shape (channels, frames), or (1, frames)
    where all channels are alike.

    `written` is what the file will hold, and `unfolded` the same in both channels with what the mono fold
    took away put back: what the stem is worth in a sum. `exact` is measured before quantising, `lost` is what
    folding took from each channel.
    """

    written: Samples
    unfolded: Samples
    exact: Level
    lost: Level
    is_wide: bool
    clipped: int = 0
    packed: Packed | None = None


class Print:
    """An output on its way to its file; one without a file is quantised for the proof alone.

    After the pass: `exact` are the levels before quantising, `fold` those of what folding to mono took away
    from each channel, `is_wide` whether left and right ever differ; `meter` has measured the file, if one was
    written, `clipped` counts samples beyond full scale, and `sha256` is the file's once it is closed.
    """

    def __init__(self, plan: Plan, output: Output, folder: Path, metered: bool = True) -> None:
        self.output = output
        self.exact, self.fold = Levels(), Levels()
        self.is_wide = False
        self.clipped = 0
        self._depth = plan.bit_depth
        self._rows = 1 if plan.is_alike(output) and output.rounding != "tpdf" else output.channels
        self.meter = Meter(plan.rate, self._rows, [output.channels / self._rows] * self._rows)
        self._is_metered = metered
        self._dither = Dither(output.seed) if output.rounding == "tpdf" else None
        self._sink: Sink | None = None
        self._files = ExitStack()
        if output.file and not output.kept:
            sink = open_sink(
                folder / output.file,
                plan.file_format,
                plan.bit_depth,
                channels=output.channels,
                samplerate=plan.rate,
                frames=plan.frames,
                bext=output.bext,
                hashed=metered,
            )
            self._sink = self._files.enter_context(sink)

    @property
    def levels(self) -> Levels:
        """The levels of what is written, within a step."""
        return self.exact

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, once it is closed."""
        return self._sink.sha256 if self._sink else ""

    def make(self, start: int, buses: Sequence[Samples], gains: Samples) -> Made:
        """The span's frames from `start`, one for each of the mix bus's gains where they are used.

        Nothing is written yet, and blocks may be made in any order.
        """
        total = weighted(self.output.weights, buses)[:, : len(gains)]
        if self.output.curve:
            total = total * gains
        if len(total) > self.output.channels:
            return self._rounded((total[:1] + total[1:]) / 2.0, (total[:1] - total[1:]) / 2.0, start)
        if len(total) < self._rows:
            total = np.repeat(total, self._rows, axis=0)
        return self._rounded(total, None, start)

    def keep(self, made: Made) -> None:
        """Write and measure the next block."""
        self.is_wide = self.is_wide or made.is_wide
        self.clipped += made.clipped
        self.exact.take(made.exact)
        self.fold.take(made.lost)
        if self._sink is not None and made.packed is not None:
            self._sink.append(made.packed, made.written.shape[1])
            if self._is_metered:
                self.meter.add(made.written)

    def finish(self) -> None:
        """Close the file, and wait until the disk has it."""
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def _rounded(self, exact: Samples, lost: Samples | None, start: int) -> Made:
        """The block after rounding, and what was lost by folding put back for those who add stems up."""
        level = Level.of(exact)
        written, clipped, packed = self._quantised(exact, level.peak, start)
        unfolded, taken = written, _NOTHING
        if lost is not None and (taken := Level.of(lost)).peak:
            unfolded = written + np.concatenate((lost, -lost))
        is_wide = taken.peak > 0.0 or self.is_wide or (len(exact) > 1 and bool(np.any(exact[0] != exact[1])))
        return Made(written, unfolded, level, taken, is_wide, clipped, packed)

    def _quantised(self, exact: Samples, peak: float, start: int) -> tuple[Samples, int, Packed | None]:
        """The samples as written, how many were clipped, and the file's bytes.

        A sum for the proof alone has room above full scale: nobody hears it clip.
        """
        if self.output.file:
            steps, clipped = quantise(exact, self._depth, self._dither, start, peak)
            is_same = self.output.rounding == "exact" and not clipped
            packed = self._sink.packed(steps) if self._sink else None
            return exact if is_same else unit(steps, self._depth), clipped, packed
        if not isinstance(self._depth, int):
            return unit(quantise(exact, self._depth)[0], self._depth), 0, None
        room = 2.0 ** (_PROOF_BITS - self._depth)
        steps, _ = quantise(exact / room, _PROOF_BITS, self._dither, start)
        return unit(steps, _PROOF_BITS) * room, 0, None


def weighted(weights: Sequence[tuple[int, float]], buses: Sequence[Samples]) -> Samples:
    """The sum of buses times their weights; there is at least one bus."""
    if [weight for _, weight in weights] == [1.0]:
        return buses[weights[0][0]]
    rows = max([len(buses[bus]) for bus, _ in weights], default=1)
    total = Sum(rows, buses[0].shape[1])
    for bus, weight in weights:
        total.add(buses[bus], (weight,) * rows)
    return total.total()
