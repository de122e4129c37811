"""The null test: the sum of stems minus a mix, from the files as they are; nothing is corrected."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from math import sqrt
from pathlib import Path

import numpy as np

from stemtui.audio.machine.open_files import allow_open_files
from stemtui.audio.meters.levels import peak
from stemtui.audio.samples.quantise import Samples
from stemtui.audio.samples.source import Source, open_source
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.render.proofs.proof import Bound, Rounded, bound
from stemtui.render.proofs.residuals import Residual

_BLOCK = 65_536
_MOST_BLOCKS = 24

_ALAC = {"ALAC_16": 16, "ALAC_20": 20, "ALAC_24": 24, "ALAC_32": 32}

ADDITIONS = 1000
"""More float64 additions than any null test of files makes."""


@frozen
class Placed:
    """A file in a null test: what it is called, and where its first frame lies."""

    name: str
    source: Source
    start: int = 0

    @property
    def end(self) -> int:
        """The frame behind its last."""
        return self.start + self.source.frames

    def heard(self, start: int, frames: int, channels: int) -> Samples:
        """Its samples from a frame on, shape (channels, frames): silence outside, mono alike in all."""
        block = self.source.read(start - self.start, frames)
        return block if len(block) == channels else np.broadcast_to(block, (channels, frames))


@frozen
class Difference:
    """What the sum of the stems minus the mix leaves; each signal's own peak, the mix's last; how many frames
    were compared, and what is left on average in each channel (DC)."""

    residual: Residual
    peaks: tuple[float, ...]
    frames: int
    mean: tuple[float, ...]

    def without_mean(self) -> Bound:
        """What would be left without the average, the peak at most."""
        left, power = self.residual.measured, float(np.mean(np.square(self.mean)))
        return Bound(left.peak - max(map(abs, self.mean)), sqrt(max(0.0, left.rms**2 - power)))


def opened(paths: Sequence[Path], starts: Sequence[int], files: ExitStack) -> tuple[Placed, ...]:
    """The files at their starts, called by their names, or by their paths where two have the same name.

    `files` closes them. Raises AudioFileError.
    """
    allow_open_files(len(paths))
    names = [path.name for path in paths]
    called = [str(path) if names.count(path.name) > 1 else path.name for path in paths]
    sources = [files.enter_context(open_source(path)) for path in paths]
    return tuple(Placed(*each) for each in zip(called, sources, starts, strict=True))


def difference(stems: Sequence[Placed], mix: Placed) -> Difference:
    """Subtract a mix from the sum of stems, block by block, wherever any of them sounds."""
    signals = (*stems, mix)
    channels = width(signals)
    residual, peaks, frames = Residual(), [0.0] * len(signals), 0
    total = np.zeros(channels)
    for start, length in _blocks(signals):
        left = np.zeros((channels, length))
        for number, signal in enumerate(signals):
            if signal.start < start + length and start < signal.end:
                heard = signal.heard(start, length, channels)
                peaks[number] = max(peaks[number], peak(heard))
                (np.subtract if signal is mix else np.add)(left, heard, out=left)
        residual.add(start, left)
        total += left.sum(axis=1)
        frames += length
    return Difference(residual, tuple(peaks), frames, tuple(total / max(1, frames)))


def rests(stems: Sequence[Placed], mix: Placed) -> Iterator[Samples]:
    """What the sum of stems minus a mix leaves where the mix lies, in some blocks of it."""
    channels = width((*stems, mix))
    blocks = range(mix.start, mix.end, _BLOCK)
    for start in blocks[:: -(-len(blocks) // _MOST_BLOCKS)]:
        left = -mix.heard(start, _BLOCK, channels)
        for one in stems:
            left = left + one.heard(start, _BLOCK, channels)
        yield left


def width(signals: Iterable[Placed]) -> int:
    """The channels of a sum of those."""
    return max(signal.source.channels for signal in signals)


def rounding_of(header: Header, own_peak: float) -> Rounded:
    """What rounding may have added to a file of which nobody knows how it was dithered: TPDF is allowed."""
    bits = header.bits or _ALAC.get(header.subtype)
    return Rounded("tpdf", bits, own_peak) if bits else Rounded("none", "32f", own_peak)


def allowed(signals: Sequence[Placed], found: Difference) -> Bound:
    """What rounding may leave of signals whose dither is unknown."""
    headers = [signal.source.header for signal in signals]
    rounded = [rounding_of(header, own) for header, own in zip(headers, found.peaks, strict=True)]
    return bound(rounded, found.frames, ADDITIONS)


def is_within(left: Bound, limit: Bound) -> bool:
    """Whether a residual is no more than a bound allows."""
    return left.peak <= limit.peak and left.rms <= limit.rms


def _blocks(signals: Iterable[Placed]) -> Iterator[tuple[int, int]]:
    """First frame and length of the blocks in which anything lies; long gaps between files are left out."""
    at: int | None = None
    for signal in sorted(signals, key=lambda signal: signal.start):
        at = signal.start if at is None else max(at, signal.start)
        while at < signal.end:
            length = min(_BLOCK, signal.end - at)
            yield at, length
            at += length
