"""Loudness by ITU-R BS.1770-4, EBU Tech 3341 and 3342, block by block.

`Loudness(48000, channels=2)`, `add(block)` with shape (channels, frames), then integrated loudness, loudness
range and the maxima of momentary and short-term loudness.
"""

import math
from collections.abc import Sequence

import numpy as np

from stemtui.audio.kweighting import LOWEST_RATE, Array, k_weighting
from stemtui.audio.levels import Floats

_OFFSET = -0.691  # dB; BS.1770-4 equation 2
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0  # for integrated loudness
_RANGE_GATE = -20.0
_RANGE = (0.10, 0.95)
_STEP = 10  # hops of 10 ms: gating blocks and the windows of the range are 100 ms apart
_MOMENTARY = 40
_SHORT_TERM = 300
_SILENT = 1e-15  # what the filter may still hold when silence need not be weighted
_AT_ONCE = 256  # hops over all channels: few enough for a core's cache

_SURROUND = 1.41
_WEIGHTS: dict[int, tuple[float, ...]] = {
    4: (1.0, 1.0, _SURROUND, _SURROUND),  # L R Ls Rs
    5: (1.0, 1.0, 1.0, _SURROUND, _SURROUND),  # L R C Ls Rs
    6: (1.0, 1.0, 1.0, 0.0, _SURROUND, _SURROUND),  # L R C LFE Ls Rs
    7: (1.0, 1.0, 1.0, 0.0, 1.0, _SURROUND, _SURROUND),  # L R C LFE Cs Ls Rs
    8: (1.0, 1.0, 1.0, 0.0, 1.0, 1.0, _SURROUND, _SURROUND),  # L R C LFE Lrs Rrs Ls Rs
}


def channel_weights(channels: int) -> tuple[float, ...]:
    """What each channel counts in loudness, channels being in the order of WAVE_FORMAT_EXTENSIBLE.

    Loudspeakers 60 to 120 degrees off the front count 1.41 and the LFE channel nothing (BS.1770-4 tables 3
    and 4), so in 7.1 the sides count more than the rear. One, two, three (L R C) and more than eight channels
    count 1.0 each; a mono file counts once (-20 dBFS of 997 Hz is -23 LUFS).
    """
    return _WEIGHTS.get(channels, (1.0,) * channels)


class Loudness:
    """A meter of loudness that holds one number for each 10 ms: 3 MB for an hour.

    `weights` are those of the channels, by default `channel_weights`. Below 8 kHz, where K-weighting is not
    defined, nothing is measured. Levels are in LUFS, -inf where there is nothing to measure.
    """

    def __init__(self, samplerate: int, channels: int, weights: Sequence[float] | None = None) -> None:
        given = np.array(channel_weights(channels) if weights is None else weights, dtype=np.float64)
        self._heard = np.flatnonzero(given)
        self._weights = given[self._heard]
        self._weighting = k_weighting(samplerate) if samplerate >= LOWEST_RATE else None
        self.hop = self._weighting.hop if self._weighting else 1
        self._piece = max(1, _AT_ONCE // channels) * self.hop
        self._state = np.zeros((len(self._heard), 4))
        self._waiting: Floats = np.zeros((channels, 0), np.float32)
        self._energies: list[Array] = [np.zeros(0)]

    def add(self, block: Floats) -> None:
        """Take in the next frames, shape (channels, frames).

        They are weighted in pieces of one size: other products are not the same to the last bit.
        """
        if self._weighting is None:
            return
        size = self._piece
        if self._waiting.shape[1]:
            missing = size - self._waiting.shape[1]
            self._waiting = np.concatenate((self._waiting, block[:, :missing]), axis=1)
            block = block[:, missing:]
            if self._waiting.shape[1] < size:
                return
            self._weigh(self._waiting)
        whole = block.shape[1] // size * size
        for start in range(0, whole, size):
            self._weigh(block[:, start : start + size])
        self._waiting = block[:, whole:].copy()

    @property
    def integrated_lufs(self) -> float:
        """Loudness of gating blocks of 400 ms that overlap by 75 % (BS.1770-4 equations 3 to 7)."""
        loud = _gated(self._powers(_MOMENTARY)[::_STEP], _RELATIVE_GATE)
        return _lufs(loud.mean()) if loud.size else -math.inf

    @property
    def loudness_range_lu(self) -> float | None:
        """Loudness range in LU (Tech 3342): from the quieter to the louder 3 seconds; None for none."""
        heard = np.sort(_gated(self._powers(_SHORT_TERM)[::_STEP], _RANGE_GATE))
        if not heard.size:
            return None
        low, high = (heard[math.floor((len(heard) - 1) * part + 0.5)] for part in _RANGE)
        return _lufs(high) - _lufs(low)

    @property
    def max_momentary_lufs(self) -> float:
        """The largest loudness of 400 ms, measured every 10 ms."""
        return _lufs(self._powers(_MOMENTARY).max(initial=0.0))

    @property
    def max_short_term_lufs(self) -> float:
        """The largest loudness of 3 s, measured every 10 ms."""
        return _lufs(self._powers(_SHORT_TERM).max(initial=0.0))

    def _weigh(self, block: Floats) -> None:
        energies, self._state = self._weighted(block)
        self._energies.append(energies)

    def _weighted(self, block: Floats) -> tuple[Array, Array]:
        """The energy of each hop of whole hops, over the channels that are heard; the filter's state then."""
        hops = block.shape[1] // self.hop
        if not hops or self._weighting is None:
            return np.zeros(0), self._state
        if np.abs(self._state).max(initial=0.0) < _SILENT and not block.any():
            return np.zeros(hops), self._state
        heard = block if len(self._heard) == len(block) else block[self._heard]
        energies, state = self._weighting.energies(heard, self._state)
        return self._weights @ energies, state

    def _powers(self, hops: int) -> Array:
        """Mean power of every stretch of so many hops, each a hop later; none if there are fewer."""
        waiting = self._waiting[:, : self._waiting.shape[1] // self.hop * self.hop]
        energies = np.concatenate((*self._energies, self._weighted(waiting)[0]))
        sums = np.concatenate(([0.0], np.cumsum(energies)))
        return np.asarray((sums[hops:] - sums[:-hops]) / (hops * self.hop))


def _gated(powers: Array, relative_gate: float) -> Array:
    """Powers above the absolute gate, and above one in dB relative to the mean of those."""
    heard = powers[powers > _power(_ABSOLUTE_GATE)]
    return heard[heard > heard.mean() * 10 ** (relative_gate / 10)] if heard.size else heard


def _lufs(power: float) -> float:
    return _OFFSET + 10 * math.log10(power) if power > 0.0 else -math.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))
