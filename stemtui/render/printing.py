"""One print being made: a sum of buses, folded if it is mono, quantised, measured and written."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from stemtui.audio.levels import Level, Levels
from stemtui.audio.loudness import Loudness
from stemtui.audio.quantise import Dither, Samples, quantise, unit
from stemtui.audio.sink import Sink, open_sink
from stemtui.render.plan import Output, Plan

_PROOF_BITS = 31


class Print:
    """An output on its way to its file; one without a file is quantised for the proof alone.

    After the pass: `exact` are the levels before quantising, `levels` those of what was written, `fold` those
    of what folding to mono took away from each channel, `is_wide` whether left and right ever differ;
    `loudness` is that of the file, if there is one, and `clipped` counts samples beyond full scale.
    """

    def __init__(self, plan: Plan, output: Output, folder: Path) -> None:
        self.output = output
        self.exact, self.levels, self.fold = Levels(), Levels(), Levels()
        self.is_wide = False
        self.loudness = Loudness(plan.rate, output.channels)
        self.clipped = 0
        self.written: Samples = np.zeros((output.channels, 0))
        self.unfolded: Samples = self.written
        self._total: Samples = self.written
        self._plan = plan
        self._dither = Dither(output.seed) if output.rounding == "tpdf" else None
        self._sink: Sink | None = None
        self._files = ExitStack()
        if output.file:
            sink = open_sink(
                folder / output.file,
                plan.file_format,
                plan.bit_depth,
                channels=output.channels,
                samplerate=plan.rate,
                frames=plan.frames,
            )
            self._sink = self._files.enter_context(sink)

    def add(self, start: int, frames: int, buses: list[Samples]) -> None:
        """Print the span's frames from `start`.

        `written` is then what was written, as float64, and `unfolded` the same in both channels with what the
        mono fold took away put back: what the stem is worth in a sum.
        """
        self._total = total = self._sum(frames, buses)
        self.unfolded = self.written = self._quantised(_folded(total, self.output.channels), start)
        if len(total) > self.output.channels:
            lost = (total[:1] - total[1:]) / 2.0
            self.fold.add(lost)
            if self.fold.peak:
                self.unfolded = self.written + np.concatenate((lost, -lost))

    def meter(self) -> None:
        """Measure what `add` has printed."""
        self.is_wide = self.is_wide or not np.array_equal(self._total[:1], self._total[-1:])
        level = Level.of(self.written)
        self.levels.take(level)
        is_same = self.output.rounding == "exact" and not self.clipped
        self.exact.take(level if is_same and len(self._total) == len(self.written) else Level.of(self._total))
        if self._sink is not None:
            self.loudness.add(self.written)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def _sum(self, frames: int, buses: list[Samples]) -> Samples:
        channels = max([buses[bus].shape[0] for bus, _ in self.output.weights], default=2)
        if [weight for _, weight in self.output.weights] == [1.0]:
            return buses[self.output.weights[0][0]]
        total = np.zeros((channels, frames))
        for bus, weight in self.output.weights:
            total += buses[bus] if weight == 1.0 else buses[bus] * weight
        return total

    def _quantised(self, total: Samples, start: int) -> Samples:
        """Quantise and write. A sum for the proof alone has room above full scale: nobody hears it clip."""
        depth = self._plan.bit_depth
        if self._sink is not None:
            samples, clipped = quantise(total, depth, self._dither, start)
            self.clipped += clipped
            self._sink.write(samples)
            return unit(samples, depth)
        if not isinstance(depth, int):
            return unit(quantise(total, depth)[0], depth)
        room = 2.0 ** (_PROOF_BITS - depth)
        return unit(quantise(total / room, _PROOF_BITS, self._dither, start)[0], _PROOF_BITS) * room


def _folded(total: Samples, channels: int) -> Samples:
    return (total[:1] + total[1:]) / 2.0 if len(total) > channels else total
