"""The proof: what is left when sums that must be equal are subtracted, against a bound that is derived.

Quantising is the only thing that may differ. To a step q it adds at most q/2, or 1.5 q with TPDF dither (of
RMS q/2); to a 32-bit float half a unit in its last place. Nothing is added where samples are whole steps
already. Anything above the sum of these is a fault.
"""

import math
from collections.abc import Iterable

from stemtui.audio.samples.scales import BitDepth, dbfs, step
from stemtui.frozen import frozen

_SIGMAS = 8.0
_EPSILON = 2.0**-52


@frozen
class Bound:
    """What a residual may be at most, full scale being 1.0."""

    peak: float
    rms: float

    def allows(self, residual: "Bound") -> bool:
        """Whether a residual, by its peak and RMS, is within."""
        return residual.peak <= self.peak and residual.rms <= self.rms


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
        return bool(self.not_provable) or self.limit.allows(self.residual)


def words(level: float) -> str:
    """A residual in words: `-136.4 dBFS`, or `nothing at all` where it is zero."""
    return f"{dbfs(level):.1f} dBFS" if level > 0.0 else "nothing at all"


def timecode(frame: int, rate: int) -> str:
    """A frame at a rate in Hz as hours, minutes, seconds and thousandths: `0:01:02.345`."""
    seconds, thousandths = divmod((abs(frame) * 2000 + rate) // (2 * rate), 1000)
    sign, minutes = "-" if frame < 0 else "", seconds // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds % 60:02}.{thousandths:03}"
