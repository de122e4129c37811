"""Samples as a file holds them: interleaved, in the order of its bytes, three to a sample of 24 bit.

For these, numpy stores words that are longer than what they hold, in order: each overwrites the spare bytes
of the one before. A word holds one sample, or a frame of two channels: twice as much at the same cost.
"""

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.quantise import Quantised

Packed = npt.NDArray[np.generic]
"""Samples as a file holds them, in the order of its bytes."""

_BITS = 24


def packed(samples: Quantised, channels: int, kind: str) -> Packed:
    """Samples, shape (channels, frames) or (1, frames) where all channels are alike, as the bytes of a file.

    `kind` is what its samples are: "<i3" has 24 bit, low byte first.
    """
    order, size = kind[0], kind[1:]
    if size != "i3":
        return interleaved(samples, channels).astype(kind, copy=False)
    steps = samples.astype(np.int32, copy=False)
    return _pairs(steps, order) if channels == 2 else _singles(interleaved(steps, channels), order)


def interleaved(samples: Quantised, channels: int) -> Packed:
    """Samples as (frames, channels), whole steps as integers."""
    dtype = np.float32 if samples.dtype == np.float32 else np.int32
    frames = np.empty((samples.shape[1], channels), dtype)
    for channel in range(channels):  # several times as fast as copying `.T`
        np.copyto(frames[:, channel], samples[channel % len(samples)], casting="unsafe")
    return frames


def _singles(frames: Packed, order: str) -> Packed:
    """Each sample in a word of four bytes."""
    steps = frames.reshape(-1)
    return _stored(steps if order == "<" else np.left_shift(steps, 8), f"{order}i4", 3)


def _pairs(steps: Quantised, order: str) -> Packed:
    """Each frame of two channels in a word of eight bytes."""
    low, high = (steps[0], steps[-1]) if order == "<" else (steps[-1], steps[0])
    pairs = np.bitwise_and(low, (1 << _BITS) - 1).astype(np.int64)
    if len(steps) == 1:
        pairs *= 1 + (1 << _BITS)
    else:
        pairs |= np.left_shift(high, _BITS, dtype=np.int64)
    return _stored(pairs if order == "<" else np.left_shift(pairs, 16), f"{order}i8", 6)


def _stored(words: Packed, kind: str, apart: int) -> Packed:
    """Words so many bytes apart, of which each keeps the first."""
    held = words.size * apart
    room = np.empty(held + words.itemsize - apart, np.uint8)
    np.ndarray(words.size, kind, room, 0, apart)[:] = words
    return room[:held]
