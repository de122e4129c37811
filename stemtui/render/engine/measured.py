"""What one pass has measured, in numbers alone: it can be handed to another process, and needs no samples."""

from typing import TYPE_CHECKING

from stemtui.audio.meters.figures import Figures
from stemtui.frozen import frozen
from stemtui.render.plans.plan import Output
from stemtui.render.proofs.proof import Bound

if TYPE_CHECKING:
    from stemtui.render.proofs.residuals import Residual


@frozen
class Printed:
    """An output as it was printed, full scale being 1.0: its peak before quantising, how many samples
    clipped, and whether left and right ever differ. Of a fold to mono, the RMS of what was kept, and the peak
    and RMS of what was lost. `sha256` and `figures` are its file's, where one was written and measured."""

    output: Output
    peak: float
    clipped: int
    is_wide: bool
    kept_rms: float
    lost_peak: float
    lost_rms: float
    sha256: str = ""
    figures: Figures | None = None


@frozen
class Left:
    """What a leg of the proof leaves: its peak and RMS, and the frame of its worst moment. `parcel` has all
    that was taken in, for `Residual.join`; it is there where somebody may want to know what is left."""

    measured: Bound
    worst: int
    is_measured: bool
    parcel: bytes = b""

    @classmethod
    def of(cls, residual: "Residual", with_parcel: bool = True) -> "Left":
        """What a residual is by now."""
        from stemtui.render.engine.parcels import packed  # here, because numbers alone need no numpy

        parcel = packed(residual.parcel) if with_parcel else b""
        return cls(residual.measured, residual.worst, residual.is_measured, parcel)


@frozen
class Measured:
    """What one pass has measured: of each output, of each source by file, and what the proof's legs leave."""

    prints: tuple[Printed, ...]
    edges: dict[str, tuple[float, float]]
    left: dict[str, Left]
