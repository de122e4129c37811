"""Word lengths: from float64 samples to the steps of a print, and back. Full scale is 1.0 throughout."""

import math
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.scales import BitDepth, step
from stemtui.frozen import frozen

STEP = 2.0**-23
"""A step of 24 bit, full scale being 1.0."""

Samples = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int32]
Sounding = Steps | Samples
"""Samples, shape (channels, frames): whole steps of 24 bit, or with full scale at 1.0."""

Quantised = Steps | npt.NDArray[np.float32]
"""Whole steps of an integer print; or the samples of a 32-bit float print."""
_WHOLE = 24  # bits of the steps that soundings have
_CLEAR = 4  # steps: dither and rounding add less
_FRAMES_PER_COUNT = 8  # Philox 4x64 yields four words a count, and a word dithers two frames


@frozen
class Dither:
    """TPDF dither, a function of seed, channel and absolute frame alone, so that blocks never matter.

    Each value is the difference of two 16-bit uniform numbers: triangular over -1..1 steps, with a mean of 0
    and an RMS of 0.41 steps, which leaves quantisation noise of 0.5 steps RMS whatever the signal.
    """

    seed: int

    def noise(self, start: int, frames: int, channels: int) -> Samples:
        """Dither in steps for frames from `start`, shape (channels, frames)."""
        noise = np.empty((channels, frames))
        for channel, row in enumerate(noise):
            np.multiply(self._channel(start, frames, channel), 2.0**-16, out=row)
        return noise

    def _channel(self, start: int, frames: int, channel: int) -> Steps:
        generator = np.random.Philox(key=np.array([self.seed % 2**64, channel], dtype=np.uint64))
        count, skipped = divmod(start, _FRAMES_PER_COUNT)
        # the whole range of a word is the generator's raw output; random_raw itself would hold Python's lock
        words = np.random.Generator(generator.advance(count)).integers(
            0, 2**64 - 1, (skipped + frames + 1) // 2, np.uint64, endpoint=True
        )
        pairs = words.astype("<u8", copy=False).view("<u4")[skipped : skipped + frames]
        difference: Steps = (pairs & 0xFFFF).view(np.int32) - (pairs >> 16).view(np.int32)
        return difference


def full_scale(sounding: Sounding) -> Samples:
    """Samples with full scale at 1.0."""
    return np.multiply(sounding, STEP) if sounding.dtype == np.int32 else cast(Samples, sounding)


def joined(held: npt.NDArray[Any], fresh: npt.NDArray[Any]) -> Sounding:
    """Two stretches as one, in whole steps where both are; the second as it is where the first is empty."""
    if not held.shape[1]:
        return cast(Sounding, fresh)
    if held.dtype != fresh.dtype:
        held, fresh = full_scale(held), full_scale(fresh)
    return cast(Sounding, np.concatenate((held, fresh), axis=1))


def quantise(
    sounding: Sounding,
    bit_depth: BitDepth,
    dither: Dither | None = None,
    start: int = 0,
    peak: float = math.inf,
) -> tuple[Quantised, int]:
    """Samples in whole steps of 16 or 24 bit (or as float32 for "32f"), and how many were clipped.

    `sounding` has the shape (channels, frames) and `start` is the absolute index of its first frame, which
    the dither needs. Rounds to nearest; a float print takes no dither and clips nothing. What has a `peak`
    well under full scale is not looked through for samples to clip.
    """
    if sounding.dtype == np.int32 and bit_depth == _WHOLE and dither is None:
        return cast(tuple[Steps, int], _within(sounding, 2 ** (_WHOLE - 1), peak))
    samples = full_scale(sounding)
    if not isinstance(bit_depth, int):
        return samples.astype(np.float32) + np.float32(0.0), 0  # one zero, whatever sign a sum has left it
    most = 2 ** (bit_depth - 1)
    steps = samples * float(most)
    if dither:
        steps += dither.noise(start, samples.shape[1], samples.shape[0])
    np.rint(steps, out=steps)
    within, clipped = _within(steps, most, peak)
    return within.astype(np.int32), clipped


def unit(quantised: Quantised, bit_depth: BitDepth) -> Samples:
    """Quantised samples as float64 again, exactly."""
    if isinstance(bit_depth, int):
        return np.multiply(quantised, step(bit_depth), dtype=np.float64)
    return quantised.astype(np.float64)


def sounding(quantised: Quantised, bit_depth: BitDepth) -> Sounding:
    """The same as `unit`, in whole steps of 24 bit where the print has whole steps."""
    if quantised.dtype != np.int32 or not isinstance(bit_depth, int):
        return unit(quantised, bit_depth)
    return cast(Steps, quantised) << (_WHOLE - bit_depth) if bit_depth < _WHOLE else cast(Steps, quantised)


def _within(steps: Sounding, most: int, peak: float) -> tuple[Sounding, int]:
    """Steps clipped to -most..most-1, and how many were beyond; `peak` is theirs in full scale."""
    if peak * most <= most - _CLEAR or not (clipped := _count_outside(steps, -most, most - 1)):
        return steps, 0
    return cast(Sounding, np.clip(steps, -most, most - 1)), clipped


def _count_outside(steps: Sounding, low: int, high: int) -> int:
    if not steps.size or (steps.min() >= low and steps.max() <= high):
        return 0
    return int(np.count_nonzero((steps < low) | (steps > high)))
