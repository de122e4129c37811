"""Mixing: one block's buses, summed to one output after the other."""

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np

from stemtui.audio.samples.quantise import Sounding, Steps
from stemtui.audio.samples.silence import is_silence
from stemtui.render.engine.sums import MOST, Sum

_Buses = frozenset[int]


class Mixing:
    """The buses of one block, shape (channels, frames) each of so many tracks, and what was made of them.

    Most mixes are another one but for a stem or two. Whole steps add up to the same in any order: so of buses
    that hold these, only the difference is added to an earlier sum, or taken off it.
    """

    def __init__(self, buses: Sequence[Sounding], tracks: Sequence[int]) -> None:
        self._buses, self._tracks = buses, tracks
        self._made: dict[_Buses, Steps] = {}

    def of(self, weights: Sequence[tuple[int, float]]) -> Sounding:
        """The sum of buses times their weights, of which there is at least one. Nobody may change it."""
        weights = [one for one in weights if not is_silence(self._buses[one[0]])] or [(weights[0][0], 1.0)]
        if [weight for _, weight in weights] == [1.0]:
            return self._buses[weights[0][0]]
        whole = self._whole(bus for bus, weight in weights if weight == 1.0)
        if len(whole) == len(weights):
            return self._steps(whole)
        rows = self._rows(bus for bus, _ in weights)
        total = Sum(rows, self._frames)
        if whole:
            total.add(self._steps(whole), (1.0,) * rows, tracks=self._reach(whole))
        for bus, weight in weights:
            if bus not in whole:
                total.add(self._buses[bus], (weight,) * rows, tracks=self._tracks[bus])
        return total.total()

    def _whole(self, buses: Iterable[int]) -> _Buses:
        """Those of some buses that hold whole steps; none where their sum might not."""
        whole = frozenset(bus for bus in buses if self._buses[bus].dtype == np.int32)
        return whole if self._reach(whole) <= MOST else frozenset()

    def _steps(self, buses: _Buses) -> Steps:
        """The sum of such buses."""
        if buses not in self._made:
            rows = self._rows(buses)
            alike = [known for known in self._made if self._rows(known) == rows]
            nearest = min(alike, key=lambda known: len(known ^ buses), default=_Buses())
            is_near = len(nearest ^ buses) < len(buses)
            self._made[buses] = self._changed(nearest, buses) if is_near else self._added(buses)
        return self._made[buses]

    def _changed(self, before: _Buses, buses: _Buses) -> Steps:
        """The sum that was made of other buses as that of these; what does not fit on the way wraps back."""
        total = self._made[before]
        for bus in before ^ buses:
            total = (np.add if bus in buses else np.subtract)(total, self._buses[bus])
        return total

    def _added(self, buses: _Buses) -> Steps:
        rows = self._rows(buses)
        total = Sum(rows, self._frames)
        for bus in sorted(buses):
            total.add(self._buses[bus], (1.0,) * rows, tracks=self._tracks[bus])
        return cast(Steps, total.total())

    def _rows(self, buses: Iterable[int]) -> int:
        return max(len(self._buses[bus]) for bus in buses)

    def _reach(self, buses: _Buses) -> int:
        return sum(self._tracks[bus] for bus in buses)

    @property
    def _frames(self) -> int:
        return int(self._buses[0].shape[1])
