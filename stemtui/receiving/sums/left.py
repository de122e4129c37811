"""What a sum leaves of its file, and what explains it: rounding, cutting, or a gain that follows time."""

from stemtui.audio.samples.scales import dbfs
from stemtui.frozen import frozen
from stemtui.render.proofs.proof import Bound

ONE_GAIN_DB = -55.0
_LOCAL = 10
_NO_MIDDLE_DB = -40.0
_FAR_DB, _NEARLY_ALL, _CONSTANT = 20.0, 0.9, 0.98


@frozen
class Left:
    """What a sum leaves of its file: RMS and peak with full scale at 1.0, where the peak lies (in frames from
    the file's start), the level relative to the file in dB, what rounding explains, and the first part's
    gain.

    `where` is the stretch that holds all but a hundredth of it, from frame to frame, in `frames` of the file.
    `middle_db` is the level of what both channels share of it, relative to all of it. `moving_db` is the
    relative level with one gain that follows time, and `gains_db` the lowest and highest of those gains where
    the file is loud. `floor_db` is what any one gain must leave, however fast it moves: what is left with a
    gain for each short stretch falls with the square of its length, but for that. Where these are
    `by_sides`, left and right have a gain each, and only so is all of it explained. `at_peaks` is how much
    of it lies where the file is at its loudest, `offset` what is left on average (DC). It `is_shaped` where
    all of it is noise-shaped dither.
    """

    found: Bound
    worst: int
    relative_db: float
    limit: Bound
    moving_db: float
    floor_db: float
    by_sides: bool
    gains_db: tuple[float, float]
    gain: float
    middle_db: float
    where: tuple[int, int]
    frames: int
    at_peaks: float
    offset: float = 0.0
    is_shaped: bool = False

    @property
    def is_explained(self) -> bool:
        """Whether the word length explains all that is left, by rounding, dither or cutting."""
        return self.is_rounding or self.is_cut or self.is_shaped

    @property
    def is_local(self) -> bool:
        """Whether nearly all of it lies in one short stretch of the file, as an edit or a dropout does."""
        return not self.is_explained and _LOCAL * (self.where[1] - self.where[0]) <= self.frames

    @property
    def is_one_gain(self) -> bool:
        """Whether one gain that follows time explains all of it, as what treats a sum as a whole leaves."""
        return self.floor_db <= ONE_GAIN_DB

    @property
    def is_limited(self) -> bool:
        """Whether one gain explains all of it, far better than none, and it lies where the file is at its
        loudest: a limiter leaves that."""
        is_far_less = self.floor_db <= min(ONE_GAIN_DB, self.relative_db - _FAR_DB)
        return not self.is_explained and is_far_less and self.at_peaks >= _NEARLY_ALL

    @property
    def is_offset(self) -> bool:
        """Whether nearly all of it is a constant offset (DC)."""
        return not self.is_explained and self.offset**2 >= _CONSTANT * self.found.rms**2

    @property
    def is_rounding(self) -> bool:
        """Whether rounding explains all that is left."""
        return self.found.peak <= self.limit.peak and self.found.rms <= self.limit.rms

    @property
    def is_side(self) -> bool:
        """Whether what is left is the difference of left and right, and nothing that both share."""
        return self.middle_db < _NO_MIDDLE_DB and not self.is_rounding

    @property
    def is_cut(self) -> bool:
        """Whether so little is left, though more than rounding leaves, as files leave that were cut short."""
        return self.found.peak <= self.limit.peak and not self.is_rounding

    @property
    def rms_dbfs(self) -> float:
        """RMS of what is left."""
        return dbfs(self.found.rms)
