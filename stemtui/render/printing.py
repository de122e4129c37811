"""One print being made: a sum of buses, folded if it is mono, quantised, measured and written."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from stemtui.audio.levels import Levels
from stemtui.audio.loudness import Loudness
from stemtui.audio.quantise import Dither, Samples, quantise, unit
from stemtui.audio.sink import Sink, open_sink
from stemtui.render.plan import Output, Plan

_PROOF_BITS = 31


class Print:
    """An output on its way to its file; one without a file is quantised for the proof alone.

    After the pass: `exact` are the levels before quantising, `levels` those of what was written, `fold` those
    of what folding to mono took away from each channel, `difference` those of left minus right; `loudness` is
    that of the file, if there is one, and `clipped` counts samples beyond full scale.
    """

    def __init__(self, plan: Plan, output: Output, folder: Path) -> None:
        self.output = output
        self.exact, self.levels, self.fold, self.difference = Levels(), Levels(), Levels(), Levels()
        self.loudness = Loudness(plan.rate, output.channels)
        self.clipped = 0
        self.written: Samples = np.zeros((output.channels, 0))
        self.unfolded: Samples = self.written
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
        total = self._sum(frames, buses)
        self.exact.add(total)
        lost = np.zeros((1, total.shape[1]))
        if total.shape[0] == 2:
            self.difference.add(total[:1] - total[1:])
        if total.shape[0] == 2 and self.output.channels == 1:
            lost, total = (total[:1] - total[1:]) / 2.0, (total[:1] + total[1:]) / 2.0
            self.fold.add(lost)
        self.written = self._quantised(total, start)
        self.levels.add(self.written)
        if self._sink is not None:
            self.loudness.add(self.written)
        self.unfolded = self.written + np.concatenate((lost, -lost)) if self.fold.peak else self.written

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def _sum(self, frames: int, buses: list[Samples]) -> Samples:
        channels = max([buses[bus].shape[0] for bus, _ in self.output.weights], default=2)
        total = np.zeros((channels, frames))
        for bus, weight in self.output.weights:
            total += buses[bus] * weight
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
