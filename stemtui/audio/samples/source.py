"""Samples in: any stretch of a sound file, at any rate, as float64 with full scale at 1.0.

`open_source(path, rate)` gives a Source; `read(start, frames)` gives shape (channels, frames), always exactly
the frames asked for, with zeros beyond either end. Integer samples come out as n / 2^(bits - 1), exactly.
Reading onwards is cheap; going back in a compressed or resampled file decodes it again from its start.
"""

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from stemtui.audio.samples.decode import Decoder
from stemtui.audio.samples.quantise import Samples, Sounding, full_scale
from stemtui.audio.samples.silence import is_silence, silence
from stemtui.header import Header
from stemtui.holes import Hole
from stemtui.text import counted

if TYPE_CHECKING:
    from stemtui.audio.samples.resample import Resampler
    from stemtui.audio.samples.tape import Tape

_BLOCK = 65_536


class Source:
    """A sound file opened for reading, at its own rate or resampled to `rate`.

    One that `is_placed` gives any stretch at the same cost, to several threads at once; any other does once
    it is on a tape.
    """

    def __init__(
        self,
        path: Path,
        rate: int = 0,
        *,
        whole: bool = False,
        damaged: bool = False,
        watched: bool = False,
    ) -> None:
        decoder = Decoder(path, whole, damaged=damaged, watched=watched)
        self.header: Header = decoder.header
        self._decoder = decoder
        is_own = rate in (0, self.header.samplerate)
        self._samples: Decoder | Resampler = decoder if is_own else _resampled(decoder, rate)
        self._tape: Tape | None = None
        self.is_whole = is_own and decoder.is_whole
        self.channels = self.header.channels
        self.samplerate = rate or self.header.samplerate
        self.frames = self._samples.frames

    @property
    def is_placed(self) -> bool:
        """Whether any frames can be read at any time, and by several threads at once."""
        return bool(self._tape) or self._samples.is_placed

    def use(self, tape: "Tape | None") -> None:
        """Read from a tape, on which somebody lays all frames; or again from the file."""
        self._tape = tape

    def lay(self) -> None:
        """Put all frames on the tape. Raises AudioFileError for damage, and OSError for a full disk."""
        assert self._tape
        for start in range(0, self.frames, _BLOCK):
            self._tape.lay(start, self._samples.take(start, min(_BLOCK, self.frames - start)))

    def read(self, start: int, frames: int) -> Samples:
        """The frames from `start`, shape (channels, frames). Raises AudioFileError for damage."""
        return full_scale(self.sounding(start, frames))

    def sounding(self, start: int, frames: int) -> Sounding:
        """The same as they come: whole steps of 24 bit where the source was opened for these and has them.

        They are the reader's own for as long as he holds them: no later read, of this source or another, puts
        anything else there.
        """
        first, last = max(start, 0), min(start + frames, self.frames)
        if first >= last:
            return silence(self.channels, frames)
        read = (self._tape or self._samples).take(first, last - first)
        if read.shape[1] == frames:
            return read
        if is_silence(read):
            return silence(self.channels, frames)
        block: Sounding = np.zeros((self.channels, frames), read.dtype)
        block[:, first - start : last - start] = read
        return block

    def whole_header(self) -> Header:
        """The header, with what reading all samples brings to light."""
        if not self.header.bits:
            for start in range(0, self.frames, _BLOCK):
                self.read(start, min(_BLOCK, self.frames - start))
        if not (silenced := self._decoder.silenced):
            return self.header
        what = f"{counted(silenced, 'sample')} no number, the first at frame {self._decoder.silenced_at}"
        return replace(self.header, problems=(*self.header.problems, f"{what}: silent"))

    def holes(self) -> tuple[Hole, ...]:
        """The holes that came to light, once all of it was read."""
        return self._decoder.holes()

    def close(self) -> None:
        """Close the file."""
        self._decoder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _resampled(decoder: Decoder, rate: int) -> "Resampler":
    from stemtui.audio.samples.resample import Resampler  # here: soxr is loaded only where it is needed

    return Resampler(decoder, rate)


def open_source(
    path: Path,
    rate: int = 0,
    *,
    whole: bool = False,
    damaged: bool = False,
    watched: bool = False,
) -> Source:
    """Open a sound file with its frames in `rate` (0: its own). Raises AudioFileError.

    With `whole`, `sounding` gives samples of 16 and 24 bit as whole steps of 24 bit, and holes come to light
    only where they are `watched` for. One that somebody has accepted as `damaged` is read as far as it surely
    goes, and samples that are no numbers are silent.
    """
    return Source(path, rate, whole=whole, damaged=damaged, watched=watched)


def whole_header(path: Path, damaged: bool = False) -> Header:
    """The header with the frames that decoding the whole file gives, and with all that is wrong with it.

    Raises AudioFileError; for a file that somebody has accepted as `damaged`, only where nothing can be read.
    """
    with Source(path, damaged=damaged) as source:
        return source.whole_header()
