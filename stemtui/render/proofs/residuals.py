"""Residuals: what is left of a leg, taken in block by block, and what it resembles."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from stemtui.audio.meters.levels import Level
from stemtui.audio.samples.quantise import Samples, Sounding, full_scale
from stemtui.audio.samples.silence import is_blank
from stemtui.audio.samples.source import open_source
from stemtui.places import track_path
from stemtui.render.plans.independent import Route
from stemtui.render.proofs.likeness import LEAST_ALIKE
from stemtui.render.proofs.proof import Bound


class Residual:
    """What is left of a leg, block by block; the block that holds the worst moment is kept.

    `known` is the peak of what was taken in elsewhere of frames before these: no block is kept that does not
    pass it.
    """

    def __init__(self, known: float = 0.0) -> None:
        self.peak = 0.0
        self._known = known
        self.worst = 0
        self.worst_block: tuple[int, Samples] = (0, np.zeros((2, 0)))
        self._energies: list[float] = []
        self._samples = 0

    def add(self, start: int, left: Sounding) -> None:
        """Take in the frames from `start`, shape (channels, frames), or one row where all are alike."""
        rows = max(2, len(left))
        self._samples += rows * left.shape[1]
        if left.dtype == np.int32 and is_blank(left.reshape(-1).view(np.uint32)):
            return
        level = Level.of(full_scale(left))
        self._energies.append(level.energy * rows / len(left))
        if level.peak > self.peak:
            block = np.broadcast_to(full_scale(left), (rows, left.shape[1]))
            self.peak = level.peak
            if level.peak > self._known:
                self.worst_block = start, block
            self.worst = start + int(np.abs(block).max(axis=0).argmax())

    @property
    def parcel(self) -> tuple[Any, ...]:
        """All that was taken in: see `join`."""
        start, block = self.worst_block
        return (self.peak, self.worst, start, self._samples, *self._energies), (block,)

    def join(self, parcel: tuple[Any, ...]) -> None:
        """Take in what others have taken in of the frames that follow."""
        (peak, worst, start, samples, *energies), (block,) = parcel
        if peak > self.peak:
            self.peak, self.worst, self.worst_block = peak, int(worst), (int(start), block)
        self._samples += int(samples)
        self._energies += energies

    @property
    def is_measured(self) -> bool:
        """Whether there was anything to measure."""
        return self._samples > 0

    @property
    def measured(self) -> Bound:
        """Peak and RMS so far."""
        return Bound(
            self.peak, math.sqrt(math.fsum(self._energies) / self._samples) if self._samples else 0.0
        )


def suspect(residual: Residual, routes: Sequence[Route], root: Path, rate: int) -> str:
    """The track or stem that a residual resembles most around its worst moment, in words; "" for none."""
    start, block = residual.worst_block
    best, likeness = "", LEAST_ALIKE
    stems: dict[str, Samples] = {}
    for route in routes:
        heard = _heard(route, root, rate, start, block.shape[1])
        stems[route.stem] = stems.get(route.stem, 0.0) + heard
        if (same := _likeness(block, heard)) > likeness:
            best, likeness = f"the track {route.track!r}", same
    for name, heard in stems.items():
        # a stem of one track is that track: name the stem only where it fits better
        if (same := _likeness(block, heard)) > likeness + 1e-9:
            best, likeness = f"the stem {name!r}", same
    return f"{best} ({likeness:.0%} alike)" if best else ""


def mixed(routes: Iterable[Route], root: Path, rate: int, start: int, frames: int) -> Samples:
    """The master mix from a frame on, shape (2, frames), past the stems and before dynamics."""
    total = np.zeros((2, frames))
    for route in routes:
        total += _heard(route, root, rate, start, frames)
    return total


def _heard(route: Route, root: Path, rate: int, start: int, frames: int) -> Samples:
    """What a route brings to the master mix from a frame on, shape (2, frames)."""
    with open_source(track_path(root, route.file), rate, damaged=route.damaged) as source:
        heard: Samples = source.read(start - route.start, frames) * np.array([[route.left], [route.right]])
        return heard


def _likeness(one: Samples, other: Samples) -> float:
    power = float(np.square(one).sum()) * float(np.square(other).sum())
    return abs(float((one * other).sum())) / math.sqrt(power) if power > 0.0 else 0.0
