"""Integrated loudness by ITU-R BS.1770-4, block by block as a print is made.

`Loudness(48000, channels=2)`, `add(block)` with shape (channels, frames), then `integrated_lufs`. Mono and
stereo have a weight of 1.0 in each channel; a mono file counts once (-20 dBFS of 997 Hz is -23 LUFS).
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from stemtui.audio.quantise import Samples

Array = npt.NDArray[np.float64]

_OFFSET = -0.691  # dB; BS.1770-4 equation 2
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_HOPS_A_BLOCK = 4  # gating blocks of 400 ms, overlapping by 75 %
_LONGEST_RUN = 64
_LOWEST_RATE = 8_000  # the pre-filter reaches past the upper end of anything much slower


class Loudness:
    """A meter of integrated loudness, gated; it holds one number for each 100 ms.

    Below 8 kHz, where K-weighting is not defined, nothing is measured.
    """

    def __init__(self, samplerate: int, channels: int) -> None:
        self._filter = _k_weighting(samplerate) if samplerate >= _LOWEST_RATE else None
        self._hop = round(samplerate / 10)
        self._waiting: Samples = np.zeros((channels, 0))
        self._state = np.zeros((channels, 4))
        self._energies: list[Array] = []

    def add(self, block: Samples) -> None:
        """Take in the next frames, shape (channels, frames)."""
        if self._filter is None:
            return
        waiting = np.concatenate((self._waiting, block), axis=1)
        whole = waiting.shape[1] // self._hop * self._hop
        self._waiting = waiting[:, whole:]
        if whole:
            weighted, self._state = self._filter.run(waiting[:, :whole], self._state)
            self._energies.append(np.square(weighted).reshape(-1, whole // self._hop, self._hop).sum((0, 2)))

    @property
    def integrated_lufs(self) -> float:
        """Integrated loudness in LUFS; -inf where nothing passes the gate, as in less than 400 ms."""
        hops = np.concatenate(self._energies) if self._energies else np.zeros(0)
        if len(hops) < _HOPS_A_BLOCK:
            return -math.inf
        windows = np.lib.stride_tricks.sliding_window_view(hops, _HOPS_A_BLOCK)
        power = windows.sum(axis=1) / (_HOPS_A_BLOCK * self._hop)
        gated = power[power > _power(_ABSOLUTE_GATE)]
        if not gated.size:
            return -math.inf
        loud = gated[gated > _power(_lufs(gated.mean()) + _RELATIVE_GATE)]
        return _lufs(loud.mean())


@dataclass(frozen=True)
class _Filter:
    """A linear filter in state space, run over `length` frames at a time by matrix products.

    For inputs u and state s of a run: output = u @ through + s @ ringing; next state = s @ decay + u @ drive.
    """

    length: int
    through: Array
    ringing: Array
    drive: Array
    decay: Array

    def run(self, samples: Samples, state: Array) -> tuple[Samples, Array]:
        """Filter whole runs of each channel; the output and the state of each channel after it."""
        channels, frames = samples.shape
        runs = samples.reshape(channels, frames // self.length, self.length)
        after = runs @ self.drive
        after[:, 0] += state @ self.decay
        reach, decay = 1, self.decay
        while reach < after.shape[1]:  # states add up over 1, 2, 4, ... runs: a scan without a loop over runs
            after[:, reach:] += after[:, :-reach].copy() @ decay
            reach, decay = 2 * reach, decay @ decay
        before = np.concatenate((state[:, None], after[:, :-1]), axis=1)
        return (runs @ self.through + before @ self.ringing).reshape(channels, frames), after[:, -1]


@cache
def _k_weighting(samplerate: int) -> _Filter:
    """The pre-filter and the RLB filter of BS.1770-4 annex 1 for any rate, in series."""
    first, second = _biquad(*_shelf(samplerate)), _biquad(*_high_pass(samplerate))
    (a1, b1, c1, d1), (a2, b2, c2, d2) = first, second
    a = np.block([[a1, np.zeros((2, 2))], [b2 @ c1, a2]])
    b, c, d = np.vstack([b1, b2 * d1]), np.hstack([d2 * c1, c2]), d1 * d2
    hop = round(samplerate / 10)
    length = max(run for run in range(1, _LONGEST_RUN + 1) if hop % run == 0)
    powers = [np.eye(4)]
    for _ in range(length):
        powers.append(powers[-1] @ a)
    impulse = [d, *((c @ power @ b).item() for power in powers[: length - 1])]
    through = np.array([[impulse[n - m] if n >= m else 0.0 for n in range(length)] for m in range(length)])
    ringing = np.hstack([(c @ power).T for power in powers[:length]])
    drive = np.vstack([(power @ b).T for power in reversed(powers[:length])])
    return _Filter(length, through, ringing, drive, powers[length].T)


def _biquad(b: tuple[float, float, float], a: tuple[float, float]) -> tuple[Array, Array, Array, float]:
    """State space (transposed direct form II) of b0 + b1/z + b2/z^2 over 1 + a1/z + a2/z^2."""
    return (
        np.array([[-a[0], 1.0], [-a[1], 0.0]]),
        np.array([[b[1] - a[0] * b[0]], [b[2] - a[1] * b[0]]]),
        np.array([[1.0, 0.0]]),
        b[0],
    )


def _shelf(samplerate: int) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Stage 1. The analogue filter behind the table for 48 kHz, found by B. De Man and used by libebur128."""
    k, q = math.tan(math.pi * 1681.974450955533 / samplerate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    b = (high + middle * k / q + k * k, 2 * (k * k - high), high - middle * k / q + k * k)
    return (b[0] / a0, b[1] / a0, b[2] / a0), (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


def _high_pass(samplerate: int) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Stage 2, likewise."""
    k, q = math.tan(math.pi * 38.13547087602444 / samplerate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


def _lufs(power: float) -> float:
    return _OFFSET + 10 * math.log10(power)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))
