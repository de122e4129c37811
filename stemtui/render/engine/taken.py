"""What is taken down of a print as it is made: of all of it, or of a passage that is joined to the others."""

from typing import TYPE_CHECKING, Any

from stemtui.audio.meters.levels import Level, Levels
from stemtui.audio.meters.meter import Meter
from stemtui.audio.meters.passages import Passage, Passed
from stemtui.audio.samples.packed import Packed
from stemtui.audio.samples.quantise import Sounding
from stemtui.frozen import frozen

if TYPE_CHECKING:
    from stemtui.render.engine.parcels import Parcel

_NOTHING = Level(0.0, 0.0, 0)


@frozen
class Made:
    """A block of a print before it is kept: shape (channels, frames), or (1, frames) where all are alike.

    `written` is what the file will hold, and `unfolded` the same in both channels with what the mono fold
    took away put back: what the stem is worth in a sum. `peak` is that before quantising; of a fold, `folded`
    is what it keeps and `lost` what it takes from each channel.
    """

    written: Sounding
    unfolded: Sounding
    peak: float
    is_wide: bool
    folded: Level = _NOTHING
    lost: Level = _NOTHING
    clipped: int = 0
    packed: Packed | None = None

    @property
    def frames(self) -> int:
        """Its length."""
        return int(self.written.shape[1])


class Taken:
    """Levels of a print. `peak` is that before quantising, full scale being 1.0; of a fold to mono, `folded`
    has the levels of what it keeps and `fold` of what it takes from each channel; `is_wide` says whether left
    and right ever differ, and `clipped` counts samples beyond full scale. `meter` measures the file, if there
    is one to be measured.
    """

    def __init__(self, meter: Meter | Passage | None) -> None:
        self.meter = meter
        self.peak = 0.0
        self.folded, self.fold = Levels(), Levels()
        self.is_wide = False
        self.clipped = 0

    def keep(self, made: Made) -> None:
        """Take in the next block."""
        self.is_wide = self.is_wide or made.is_wide
        self.clipped += made.clipped
        self.peak = max(self.peak, made.peak)
        self.folded.take(made.folded)
        self.fold.take(made.lost)
        if self.meter:
            self.meter.add(made.written)

    @property
    def highest(self) -> float:
        """The highest true peak that is known of a passage; 0 where none is measured."""
        return self.meter.highest if isinstance(self.meter, Passage) else 0.0

    @property
    def parcel(self) -> "Parcel":
        """What was taken down of a passage."""
        passed = self.meter.passed().parcel if isinstance(self.meter, Passage) else ()
        return (self.peak, self.clipped, self.is_wide), self.folded.parcel, self.fold.parcel, passed

    def join(self, parcel: Any) -> None:
        """Take in the next passage."""
        (peak, clipped, is_wide), folded, fold, passed = parcel
        self.peak = max(self.peak, peak)
        self.clipped += int(clipped)
        self.is_wide = self.is_wide or bool(is_wide)
        self.folded.join(folded)
        self.fold.join(fold)
        if isinstance(self.meter, Meter):
            self.meter.join(Passed.of(passed))
