"""Silence that costs nothing: samples that are all one zero in memory, which nobody need read or add."""

from typing import Any

import numpy as np
import numpy.typing as npt

from stemtui.audio.samples.quantise import Sounding

_ZERO = bytes(4)
_HEAD = 64


def silence(channels: int, frames: int) -> Sounding:
    """So many frames of silence, in whole steps. They cannot be written to."""
    return np.ndarray((channels, frames), np.int32, _ZERO, strides=(0, 0))


def is_silence(samples: npt.NDArray[Any]) -> bool:
    """Whether samples are silence, or a part of it; others may be zeros all the same."""
    return not any(samples.strides)


def is_blank(raw: npt.NDArray[np.unsignedinteger[Any]]) -> bool:
    """Whether bytes, or words, are all zero; those of sound are mostly told by the first of them."""
    return not (any(raw[:_HEAD].data) or raw.max(initial=0))
