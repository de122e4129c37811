"""K-weighting by ITU-R BS.1770-4 annex 1, for any rate from 8 kHz: the energies of runs of weighted samples.

A filter that feeds back is run as matrix products: `length` frames at a time for what the inputs of a run do
to its outputs, and a short scan over the runs for what earlier runs do to later ones, which are four numbers
a channel. Samples may be 32-bit floats, with an error
of -120 dB; between hops states are 64-bit.
"""

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from stemtui.audio.machine.scratch import scratch
from stemtui.audio.meters.levels import Floats
from stemtui.frozen import frozen

Array = npt.NDArray[np.float64]

LOWEST_RATE = 8_000
"""In Hz; the pre-filter reaches past the upper end of anything much slower."""

_ORDER = 4
_LENGTHS = range(16, 65)
_BEST_LENGTH = 32  # shorter runs have more states than products can hide, longer ones more products
_FORGOTTEN = 1e-12
_DOUBLINGS = 20  # of the time after which no filter here remembers anything


@frozen
class Weighting:
    """A filter in state space, cut into hops of `runs` runs of `length` frames.

    For the inputs u and the state s of a run: output = u @ through + s @ ringing. What the runs of a hop
    leave behind, side by side, are its drives: the states before each of its runs = (state before the hop,
    drives) @ spread, and the state after it = state @ decay + drives @ gather. `decays` are those of 1, 2,
    4, ... hops, as far as the filter remembers.
    """

    length: int
    runs: int
    through: npt.NDArray[np.float32]
    ringing: npt.NDArray[np.float32]
    drive: npt.NDArray[np.float32]
    spread: npt.NDArray[np.float32]
    gather: Array
    decays: tuple[Array, ...]

    @property
    def hop(self) -> int:
        """Frames in a hop."""
        return self.length * self.runs

    @property
    def memory(self) -> int:
        """Hops whose energies depend on the state before the first of them; for all others it makes no bit of
        a difference."""
        return int(2 ** len(self.decays)) + 1

    def energies(self, samples: Floats, state: Array) -> tuple[Array, Array]:
        """Sums of the squares of weighted samples, shape (channels, hops), and the states after them.

        `samples` are whole hops and `state` has the shape (channels, 4).
        """
        weighted, state = self.run(samples, state)
        hops = weighted.reshape(len(weighted), -1, self.hop)
        return np.vecdot(hops, hops).astype(np.float64), state

    def run(self, samples: Floats, state: Array) -> tuple[Floats, Array]:
        """Weight whole hops of each channel; the output (scratch) and the state of each channel after it."""
        channels, frames = samples.shape
        runs = samples.reshape(-1, self.length)
        drives = (runs @ self.drive).reshape(channels, -1, self.runs * _ORDER)
        after = self._scan(drives @ self.gather, state)
        hops = np.empty((*drives.shape[:2], _ORDER + drives.shape[2]), samples.dtype)
        hops[:, 0, :_ORDER], hops[:, 1:, :_ORDER], hops[:, :, _ORDER:] = state, after[:, :-1], drives
        states = (hops.reshape(-1, hops.shape[2]) @ self.spread).reshape(-1, _ORDER)
        weighted, rung = (scratch(name, runs.shape, runs.dtype) for name in ("weighted", "rung"))
        np.matmul(runs, self.through, out=weighted)
        weighted += np.matmul(states, self.ringing, out=rung)
        return weighted.reshape(channels, frames), after[:, -1]

    def _scan(self, after: Array, state: Array) -> Array:
        """The state after each hop, from what each hop alone leaves and the state before the first.

        States add up over 1, 2, 4, ... hops.
        """
        after[:, 0] += state @ self.decays[0]
        reach = 1
        for decay in self.decays:
            if reach < after.shape[1]:
                after[:, reach:] += after[:, :-reach] @ decay
            reach *= 2
        return after


@cache
def k_weighting(samplerate: int) -> Weighting:
    """The pre-filter and the RLB filter in series, in hops of as near to 10 ms as frames allow."""
    a, b, c, d = _normal(_in_series(_biquad(*_shelf(samplerate)), _biquad(*_high_pass(samplerate))))
    length, runs = _cut(samplerate)
    powers = [np.eye(_ORDER)]
    for _ in range(length):
        powers.append(powers[-1] @ a)
    impulse = np.array([0.0, d, *((c @ power @ b).item() for power in powers[: length - 1])])
    later = np.subtract.outer(range(length), range(length)).T  # by how much an output is later than an input
    decay = powers[length].T
    memory = [np.linalg.matrix_power(decay, run) for run in range(runs + 1)]
    before = np.subtract.outer(range(runs), range(runs + 1)).T  # by how much a run is later than another
    spread = np.stack([np.zeros((_ORDER, _ORDER)), *memory])[np.maximum(before + 1, 0)].astype(np.float32)
    return Weighting(
        length,
        runs,
        through=impulse[np.maximum(later + 1, 0)].astype(np.float32),
        ringing=np.hstack([(c @ power).T for power in powers[:length]]).astype(np.float32),
        drive=np.vstack([(power @ b).T for power in reversed(powers[:length])]).astype(np.float32),
        spread=spread.swapaxes(1, 2).reshape((runs + 1) * _ORDER, runs * _ORDER),
        gather=np.vstack([memory[runs - 1 - run] for run in range(runs)]),
        decays=tuple(_doubled(memory[runs])),
    )


def _doubled(decay: Array) -> Iterator[Array]:
    """What is left of a state after 1, 2, 4, ... hops, until it is nothing."""
    while np.abs(decay).max() > _FORGOTTEN:
        yield decay
        decay = decay @ decay


def _cut(samplerate: int) -> tuple[int, int]:
    """The length of a run, and how many runs make the hop that is nearest to 10 ms."""
    frames = samplerate / 100
    length = min(_LENGTHS, key=lambda n: (abs(round(frames / n) * n - frames), abs(n - _BEST_LENGTH)))
    return length, round(frames / length)


_Biquad = tuple[Array, Array, Array, float]


def _in_series(first: _Biquad, second: _Biquad) -> _Biquad:
    (a1, b1, c1, d1), (a2, b2, c2, d2) = first, second
    a = np.block([[a1, np.zeros((2, 2))], [b2 @ c1, a2]])
    return a, np.vstack([b1, b2 * d1]), np.hstack([d2 * c1, c2]), d1 * d2


def _normal(filtered: _Biquad) -> _Biquad:
    """The same filter with states that white noise drives alike, so that 32-bit floats serve.

    As they are, states cancel each other at low frequencies, and 60 dB are lost.
    """
    a, b, c, d = filtered
    spread, power = b @ b.T, a
    for _ in range(_DOUBLINGS):
        spread, power = spread + power @ spread @ power.T, power @ power
    root = np.linalg.cholesky(spread)
    return np.linalg.solve(root, a @ root), np.linalg.solve(root, b), c @ root, d


def _biquad(b: tuple[float, float, float], a: tuple[float, float]) -> _Biquad:
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
