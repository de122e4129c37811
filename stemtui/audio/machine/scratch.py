"""Arrays that are used again and again: one of half a megabyte costs more to get than to fill."""

import math
import threading
from typing import Any

import numpy as np
import numpy.typing as npt


class _Kept(threading.local):
    """Each thread's own arrays, so that threads need not wait for one another."""

    def __init__(self) -> None:
        self.arrays: dict[tuple[str, npt.DTypeLike], npt.NDArray[Any]] = {}


_kept = _Kept()


def scratch(name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """A contiguous array with anything in it, good until this thread asks for that name again."""
    size = math.prod(shape)
    array = _kept.arrays.get((name, dtype))
    if array is None or array.size < size:
        array = _kept.arrays[name, dtype] = np.empty(size, dtype)
    return array[:size].reshape(shape)
