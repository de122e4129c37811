"""One print being made: a sum of buses, folded if it is mono, quantised, measured and written."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import numpy as np

from stemtui.audio.meters.levels import Level, loudest
from stemtui.audio.meters.meter import Meter
from stemtui.audio.samples.packed import Packed
from stemtui.audio.samples.quantise import Dither, Samples, Sounding, full_scale, quantise, sounding, unit
from stemtui.audio.samples.sink import Sink, open_sink
from stemtui.audio.samples.tape import Length, Tape
from stemtui.render.engine.measured import Printed
from stemtui.render.engine.mixing import Mixing
from stemtui.render.engine.taken import Made, Taken
from stemtui.render.plans.plan import Output, Plan

_PROOF_BITS = 31


class Print:
    """An output on its way to its file; one without a file is quantised for the proof alone.

    After the pass `taken` has its levels, and `meter` those of its file if one was written.
    """

    def __init__(self, plan: Plan, output: Output, folder: Path, metered: bool = True) -> None:
        self.output = output
        self._depth = plan.bit_depth
        is_alike = plan.is_alike(output)
        self._rows = 1 if is_alike and output.rounding != "tpdf" else output.channels
        self._is_folded = output.channels == 1 and not is_alike
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
        weights = [output.channels / self._rows] * self._rows
        self.meter = Meter(plan.rate, self._rows, weights)
        self.taken = Taken(self.meter if self._sink and metered else None)

    @property
    def is_written(self) -> bool:
        """Whether a file of it is written now: it has one, and what lies there is not kept."""
        return self._sink is not None

    @property
    def is_placed(self) -> bool:
        """Whether its blocks can be written in any order."""
        return self._sink is None or self._sink.is_placed

    @property
    def is_laid(self) -> bool:
        """Whether its blocks are placed on a tape: see `copy`."""
        return self._sink is not None and self._sink.tape is not None

    @property
    def length(self) -> Length:
        """The tape that it needs where its blocks cannot be written in any order."""
        assert self._sink
        return self._sink.length

    def use(self, tape: Tape | None) -> None:
        """Have its blocks placed on a tape; or in its file again."""
        if self._sink:
            self._sink.tape = tape

    def copy(self) -> None:
        """Write the file from its tape, in whatever process."""
        assert self._sink
        self._sink.copy()

    @property
    def printed(self) -> Printed:
        """What has become of it, once its file is closed."""
        taken, sha256 = self.taken, self._sink.sha256 if self._sink else ""
        levels = taken.peak, taken.clipped, taken.is_wide, taken.folded.rms, taken.fold.peak, taken.fold.rms
        return Printed(self.output, *levels, sha256, self.meter.figures if sha256 else None)

    def make(self, start: int, mixing: Mixing, gains: Samples) -> Made:
        """The span's frames from `start`, one for each of the mix bus's gains where they are used.

        Nothing is written yet, and blocks may be made in any order.
        """
        total = mixing.of(self.output.weights)[:, : len(gains)]
        if self.output.curve:
            total = full_scale(total) * gains
        if self._is_folded:
            return self._folded(full_scale(total), start)
        if len(total) < self._rows:
            total = cast(Sounding, np.broadcast_to(total, (self._rows, total.shape[1])))
        peak = loudest(total)
        written, clipped, packed = self._quantised(total, peak, start)
        is_wide = self.taken.is_wide or (len(total) > 1 and bool((total[0] != total[1]).any()))
        return Made(written, written, peak, is_wide, clipped=clipped, packed=packed)

    def keep(self, made: Made) -> None:
        """Write and measure the next block."""
        self.taken.keep(made)
        if self._sink is not None and made.packed is not None:
            self._sink.append(made.packed, made.frames)

    def apart(self, best: float = 0.0) -> Taken:
        """To measure a passage by itself; `best` is as `Passage` has it."""
        return Taken(self.meter.passage(best) if self.taken.meter else None)

    def place(self, made: Made, start: int, taken: Taken) -> None:
        """Write a block of such a passage where it belongs, and measure it."""
        taken.keep(made)
        self.taken.is_wide = self.taken.is_wide or made.is_wide
        if self._sink is not None and made.packed is not None:
            self._sink.place(made.packed, start)

    def join(self, parcel: Any) -> None:
        """Take in the levels of the next passage, which was measured apart."""
        self.taken.join(parcel)

    def placed(self, frames: int) -> None:
        """Take it that the next frames have been placed."""
        if self._sink is not None:
            self._sink.placed(frames)

    def finish(self) -> None:
        """Close the file."""
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def _folded(self, total: Samples, start: int) -> Made:
        """Both channels as one, be they alike in this block; what that takes away is put back for those who
        add stems up."""
        kept, lost = (total[:1] + total[-1:]) / 2.0, (total[:1] - total[-1:]) / 2.0
        folded, taken = Level.of(kept), Level.of(lost)
        written, clipped, packed = self._quantised(kept, folded.peak, start)
        if not taken.peak:
            return Made(written, written, folded.peak, False, folded, taken, clipped, packed)
        unfolded = full_scale(written) + np.concatenate((lost, -lost))
        return Made(written, unfolded, folded.peak, True, folded, taken, clipped, packed)

    def _quantised(self, exact: Sounding, peak: float, start: int) -> tuple[Sounding, int, Packed | None]:
        """The samples as written, how many were clipped, and the file's bytes.

        A sum for the proof alone has room above full scale: nobody hears it clip.
        """
        if self.output.file:
            quantised, clipped = quantise(exact, self._depth, self._dither, start, peak)
            packed = self._sink.packed(quantised) if self._sink else None
            # whole steps are what the file holds; of anything else the file alone says what it is
            is_same = self.output.rounding == "exact" and not clipped and exact.dtype == np.int32
            return exact if is_same else sounding(quantised, self._depth), clipped, packed
        if self.output.rounding == "exact":
            return exact, 0, None
        if not isinstance(self._depth, int):
            return unit(quantise(exact, self._depth)[0], self._depth), 0, None
        room = 2.0 ** (_PROOF_BITS - self._depth)
        steps, _ = quantise(full_scale(exact) / room, _PROOF_BITS, self._dither, start)
        return unit(steps, _PROOF_BITS) * room, 0, None
