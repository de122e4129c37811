"""Loudness by ITU-R BS.1770-4, EBU Tech 3341 and 3342.

`Weighing(48000, channels=2)`, `add(block)` with shape (channels, frames), weighs a stretch by itself.
`Loudness` joins stretches: integrated loudness, loudness range and the maxima of momentary and short-term
loudness.
"""

import math
from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

import numpy as np

from stemtui.audio.meters.kweighting import LOWEST_RATE, Array, k_weighting
from stemtui.audio.meters.levels import Floats

_OFFSET = -0.691  # dB; BS.1770-4 equation 2
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0  # for integrated loudness
_RANGE_GATE = -20.0
_RANGE = (0.10, 0.95)
_HOPS_A_SECOND = 100
_STEP = 10  # hops of 10 ms: gating blocks and the windows of the range are 100 ms apart
_MOMENTARY = 40
_SHORT_TERM = 300
_STATES = 4  # of the filter, a channel
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


def hop_frames(samplerate: int) -> int:
    """Frames in a hop: as near to 10 ms as weighting allows."""
    return k_weighting(samplerate).hop if samplerate >= LOWEST_RATE else max(1, samplerate // _HOPS_A_SECOND)


class Weighed(NamedTuple):
    """What weighting a stretch by itself gives, as if there were silence before it.

    `energies` are those of its hops over the channels that are heard. What comes before it is heard in the
    first of them: `opening` is their samples, shape (channels, frames). `state` is the filter's at the end.
    """

    energies: Array
    opening: Floats
    state: Array


class Weighing:
    """K-weighting of a stretch: `add` its frames, then ask what was `weighed`.

    `weights` are those of the channels, by default `channel_weights`. Below 8 kHz, where K-weighting is not
    defined, nothing is.
    """

    def __init__(self, samplerate: int, channels: int, weights: Sequence[float] | None = None) -> None:
        given = np.array(channel_weights(channels) if weights is None else weights, dtype=np.float64)
        self._heard = np.flatnonzero(given)
        self._weights = given[self._heard]
        self._weighting = k_weighting(samplerate) if samplerate >= LOWEST_RATE else None
        self.hop = hop_frames(samplerate)
        self._piece = max(1, _AT_ONCE // channels) * self.hop
        self._state = np.zeros((len(self._heard), _STATES))
        self._waiting: Floats = np.zeros((channels, 0), np.float32)
        self._opening = self._waiting
        self._energies: list[Array] = [np.zeros(0)]

    def add(self, block: Floats) -> None:
        """Take in the next frames, shape (channels, frames).

        They are weighted in pieces of one size: other products are not the same to the last bit.
        """
        if self._weighting is None:
            return
        if (missing := self._weighting.memory * self.hop - self._opening.shape[1]) > 0:
            self._opening = np.concatenate((self._opening, block[:, :missing]), axis=1)
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

    def weighed(self, rest: Floats | None = None) -> Weighed:
        """What was weighed so far, with a rest behind it that is not added, but for what is left of a hop."""
        if rest is not None and rest.shape[1]:
            ended = copy(self)
            ended._energies = [*self._energies]
            ended.add(rest)
            return ended.weighed()
        energies, state = self._weighted(self._waiting[:, : self._whole(self._waiting)], self._state)
        opening = self._opening[:, : self._whole(self._opening)]
        return Weighed(np.concatenate((*self._energies, energies)), opening, state)

    def after(self, state: Array, opening: Floats) -> tuple[Array, Array]:
        """The energies of an opening after a state of the filter, and its state then."""
        return self._weighted(opening, state)

    def _whole(self, samples: Floats) -> int:
        return int(samples.shape[1] // self.hop * self.hop)

    def _weigh(self, block: Floats) -> None:
        energies, self._state = self._weighted(block, self._state)
        self._energies.append(energies)

    def _weighted(self, block: Floats, state: Array) -> tuple[Array, Array]:
        """The energy of each hop of whole hops, over the channels that are heard; the filter's state then."""
        hops = block.shape[1] // self.hop
        if not hops or self._weighting is None:
            return np.zeros(0), state
        if np.abs(state).max(initial=0.0) < _SILENT and not block.any():
            return np.zeros(hops), state
        heard = block if len(self._heard) == len(block) else block[self._heard]
        energies, state = self._weighting.energies(heard, state)
        return self._weights @ energies, state


class Loudness:
    """A meter of loudness that holds one number for each 100 ms: a third of a megabyte for an hour.

    It is given one stretch after the other, each weighed by itself. Levels are in LUFS, -inf where there is
    nothing to measure.
    """

    def __init__(self, samplerate: int, channels: int, weights: Sequence[float] | None = None) -> None:
        self._weighing = Weighing(samplerate, channels, weights)
        self._state: Array | None = None
        self._hops = 0
        self._late: Array = np.zeros(1)  # energies up to each of the last hops, from the first on
        self._steps = [self._late]  # the same up to every tenth hop
        self._momentary = self._short_term = 0.0

    def join(self, weighed: Weighed) -> None:
        """Take in the next stretch: whole hops, but for the last."""
        energies, state = weighed.energies, weighed.state
        if self._state is not None:
            begun, ended = self._weighing.after(self._state, weighed.opening)
            state = state if len(begun) < len(energies) else ended
            energies = np.concatenate((begun, energies[len(begun) :]))
        self._state = state
        self._take(energies)

    @property
    def integrated_lufs(self) -> float:
        """Loudness of gating blocks of 400 ms that overlap by 75 % (BS.1770-4 equations 3 to 7)."""
        loud = _gated(self._powers(_MOMENTARY), _RELATIVE_GATE)
        return _lufs(loud.mean()) if loud.size else -math.inf

    @property
    def loudness_range_lu(self) -> float | None:
        """Loudness range in LU (Tech 3342): from the quieter to the louder 3 seconds; None for none."""
        heard = np.sort(_gated(self._powers(_SHORT_TERM), _RANGE_GATE))
        if not heard.size:
            return None
        low, high = (heard[math.floor((len(heard) - 1) * part + 0.5)] for part in _RANGE)
        return _lufs(high) - _lufs(low)

    @property
    def max_momentary_lufs(self) -> float:
        """The largest loudness of 400 ms, measured every 10 ms."""
        return _lufs(self._momentary / (_MOMENTARY * self._weighing.hop))

    @property
    def max_short_term_lufs(self) -> float:
        """The largest loudness of 3 s, measured every 10 ms."""
        return _lufs(self._short_term / (_SHORT_TERM * self._weighing.hop))

    def _take(self, energies: Array) -> None:
        """Take in the energies of the next hops."""
        fresh = np.cumsum(np.concatenate((self._late[-1:], energies)))[1:]
        sums = np.concatenate((self._late, fresh))
        self._momentary = _within(sums, _MOMENTARY).max(initial=self._momentary)
        self._short_term = _within(sums, _SHORT_TERM).max(initial=self._short_term)
        self._steps.append(fresh[-(self._hops + 1) % _STEP :: _STEP].copy())  # a view would hold all
        self._late = sums[-_SHORT_TERM:].copy()
        self._hops += len(energies)

    def _powers(self, hops: int) -> Array:
        """Mean power of every stretch of so many hops, each a step later; none if there are fewer."""
        energies = _within(np.concatenate(self._steps), hops // _STEP)
        return np.asarray(energies / (hops * self._weighing.hop))


def _within(sums: Array, stretch: int) -> Array:
    """The energy of every stretch of so many, of sums from the first on."""
    return np.asarray(sums[stretch:] - sums[:-stretch])


def _gated(powers: Array, relative_gate: float) -> Array:
    """Powers above the absolute gate, and above one in dB relative to the mean of those."""
    heard = powers[powers > _power(_ABSOLUTE_GATE)]
    return heard[heard > heard.mean() * 10 ** (relative_gate / 10)] if heard.size else heard


def _lufs(power: float) -> float:
    return _OFFSET + 10 * math.log10(power) if power > 0.0 else -math.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))
