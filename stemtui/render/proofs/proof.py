"""The proof: what is left when sums that must be equal are subtracted, against a bound that is derived.

Quantising is the only thing that may differ. To a step q it adds at most q/2, or 1.5 q with TPDF dither (of
RMS q/2); to a 32-bit float half a unit in its last place. Nothing is added where samples are whole steps
already. Anything above the sum of these is a fault.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from stemtui.audio.levels import Level, dbfs
from stemtui.audio.quantise import BitDepth, Samples, Sounding, full_scale, step
from stemtui.audio.silence import is_blank
from stemtui.audio.source import open_source
from stemtui.frozen import frozen
from stemtui.render.plans.independent import Route
from stemtui.scan import track_path

_SIGMAS = 8.0
_EPSILON = 2.0**-52


@frozen
class Bound:
    """What a residual may be at most, full scale being 1.0."""

    peak: float
    rms: float


@frozen
class Rounded:
    """A signal of a leg: how it was rounded ("tpdf", "none", "exact"), to which word length, its own peak.

    It is taken times `factor`, and its rounding with it.
    """

    rounding: str
    bit_depth: BitDepth
    peak: float
    factor: float = 1.0

    @property
    def error(self) -> float:
        """The largest error that its rounding makes, times its factor."""
        if self.rounding == "exact":
            return 0.0
        if not isinstance(self.bit_depth, int):
            return abs(self.factor) * step(self.bit_depth, self.peak) / 2.0
        return abs(self.factor) * step(self.bit_depth) * (1.5 if self.rounding == "tpdf" else 0.5)


def bound(signals: Iterable[Rounded], frames: int, additions: int) -> Bound:
    """The bound on the residual of signals that add up to nothing but for their rounding.

    Dithered errors are independent of each other, so their RMS add as powers, with a margin of eight standard
    deviations of a measurement over so many frames; rounding without dither follows the signal and may add
    up. `additions` in float64 leave a little too, far below the last bit of a print.
    """
    signals = tuple(signals)
    headroom = additions * _EPSILON * max([1.0, *(abs(s.factor) * s.peak for s in signals)])
    dithered = [s.factor * step(s.bit_depth) / 2.0 for s in signals if s.rounding == "tpdf"]
    power = sum(rms**2 for rms in dithered) * (1.0 + _SIGMAS * math.sqrt(2.0 / max(1, frames)))
    coherent = sum(signal.error for signal in signals if signal.rounding != "tpdf")
    peak = sum(signal.error for signal in signals) + headroom
    return Bound(peak, min(peak, math.sqrt(power) + coherent + headroom))


@frozen
class Claim:
    """What a leg of the proof says: the difference that it takes, its statement, and that it fails.

    `{stems}` stands for the stems as the session calls and counts them.
    """

    difference: str
    holds: str
    fails: str


LEGS = {
    "stems": Claim(
        "the complete set of stems minus the master mix",
        "the complete set of {stems} adds up to the master mix",
        "the complete set of stems does not add up to the master mix",
    ),
    "sources": Claim(
        "the master mix minus all sources that were not left out",
        "the master mix is the sum of all sources that were not left out",
        "the master mix is not the sum of all sources that were not left out",
    ),
    "reference": Claim(
        "the master mix minus the DAW's own print",
        "the master mix is the DAW's own print",
        "the master mix is not the DAW's own print",
    ),
}
"""The legs of the proof, by name."""


@frozen
class Leg:
    """One leg of the proof: what it claims, the residual and its bound, or why there is none.

    `terms` are the prints that it adds up, each with its factor (none where it is about other signals).
    `worst` is the moment at which the residual is largest, and `time_of_day` the same where tracks have one;
    `suspect` is what resembles it most, `looks` how a print that should be the master mix differs from it and
    `length` by how much it is longer or shorter ("" within the bound, or unknown).
    """

    name: str
    claim: Claim
    not_provable: str = ""
    terms: tuple[tuple[str, float], ...] = ()
    residual: Bound = Bound(0.0, 0.0)
    limit: Bound = Bound(0.0, 0.0)
    worst_seconds: float = 0.0
    worst: str = ""
    time_of_day: str = ""
    suspect: str = ""
    looks: str = ""
    length: str = ""

    @property
    def holds(self) -> bool:
        """Whether the residual is within the bound; True where nothing can be proven."""
        residual, limit = self.residual, self.limit
        return bool(self.not_provable) or (residual.peak <= limit.peak and residual.rms <= limit.rms)


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
    """The track or stem that a residual resembles most around its worst moment, in words."""
    start, block = residual.worst_block
    best, likeness = "", 0.0
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


def words(level: float) -> str:
    """A residual in words: `-136.4 dBFS`, or `nothing at all` where it is zero."""
    return f"{dbfs(level):.1f} dBFS" if level > 0.0 else "nothing at all"


def timecode(frame: int, rate: int) -> str:
    """A frame at a rate in Hz as hours, minutes, seconds and thousandths: `0:01:02.345`."""
    seconds, thousandths = divmod((abs(frame) * 2000 + rate) // (2 * rate), 1000)
    sign, minutes = "-" if frame < 0 else "", seconds // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds % 60:02}.{thousandths:03}"
