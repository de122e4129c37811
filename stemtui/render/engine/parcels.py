"""Parcels: what was measured, as bytes for another process. They hold numbers and arrays of numbers alone, so
that whatever is unpacked, nothing is ever run.
"""

import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

Parcel = float | np.ndarray[Any, Any] | Sequence["Parcel"]
"""Sequences of numbers, of arrays of 32- or 64-bit floats, and of sequences of these."""

_NUMBERS, _SEQUENCE = b"n", b"s"
_ARRAYS: dict[bytes, np.dtype[Any]] = {b"f": np.dtype("<f4"), b"d": np.dtype("<f8")}
_KINDS = {dtype: kind for kind, dtype in _ARRAYS.items()}
_HEAD = struct.Struct("<cq")  # the kind, and how many there are of it


def packed(parcel: Parcel) -> bytes:
    """A parcel as bytes; integers as the floats that they are."""
    if isinstance(parcel, np.ndarray):
        return _head(_KINDS[parcel.dtype], parcel.ndim) + packed(parcel.shape) + parcel.tobytes()
    assert isinstance(parcel, Sequence)
    if all(isinstance(one, int | float) for one in parcel):
        return _head(_NUMBERS, len(parcel)) + struct.pack(f"<{len(parcel)}d", *parcel)
    return _head(_SEQUENCE, len(parcel)) + b"".join(map(packed, parcel))


def unpacked(data: bytes) -> Any:
    """The parcel, its sequences as tuples."""
    return _Reader(data).parcel()


def _head(kind: bytes, count: int) -> bytes:
    return _HEAD.pack(kind, count)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = memoryview(data), 0

    def parcel(self) -> Any:
        kind, count = _HEAD.unpack(self._taken(_HEAD.size))
        if kind == _NUMBERS:
            return struct.unpack(f"<{count}d", self._taken(8 * count))
        if kind == _SEQUENCE:
            return tuple(self.parcel() for _ in range(count))
        shape = [int(size) for size in self.parcel()]
        dtype = _ARRAYS[kind]
        return np.frombuffer(self._taken(math.prod(shape) * dtype.itemsize), dtype).reshape(shape)

    def _taken(self, size: int) -> memoryview:
        self._at += size
        return self._data[self._at - size : self._at]
