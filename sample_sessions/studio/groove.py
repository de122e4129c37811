"""Bars and beats as seconds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Groove:
    """Four beats to the bar; `swing` is where in its beat the second eighth falls (0.667: shuffle)."""

    bpm: float
    swing: float = 0.5
    lead_in: float = 0.12

    @property
    def beat(self) -> float:
        """A beat's length in seconds."""
        return 60.0 / self.bpm

    def at(self, bar: int, beat: float) -> float:
        """Seconds to a beat (1 to 4.99) of a bar (from 1)."""
        whole, part = divmod(beat - 1.0, 1.0)
        bent = part * 2.0 * self.swing if part <= 0.5 else 1.0 - (1.0 - part) * 2.0 * (1.0 - self.swing)
        return self.lead_in + ((bar - 1) * 4 + whole + bent) * self.beat
