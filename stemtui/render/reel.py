"""A source on its way through a render: read once, from front to back, and heard at several offsets."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from stemtui.audio.levels import peak
from stemtui.audio.quantise import Samples
from stemtui.audio.source import open_source
from stemtui.errors import AudioFileError

EDGE_SECONDS = 0.1


class Reel:
    """One source at the render's rate.

    An offset is where the source's first frame lies in the span, in frames. Between blocks only those frames
    are held that a later offset still needs. `head_peak` and `tail_peak` are the peaks of what was read of
    the first and last 100 ms.
    """

    def __init__(self, path: Path, rate: int, claimed: int | None, offsets: Iterable[int]) -> None:
        """Open a source. Raises AudioFileError where it does not hold the frames that its header claims."""
        self._source = open_source(path, rate)
        self.frames = self._source.frames
        if claimed not in (None, self.frames):
            self._source.close()
            held = f"{path.name!r} holds {self.frames} frames at {rate} Hz"
            raise AudioFileError(f"{held} where its header says {claimed}: export it again.")
        self._latest, self._earliest = max(offsets := list(offsets)), min(offsets)
        self._edge = min(self.frames, round(EDGE_SECONDS * rate))
        self._held: Samples = np.zeros((self._source.channels, 0))
        self._first = -self._latest
        self.head_peak = self.tail_peak = 0.0

    def advance(self, start: int, frames: int) -> None:
        """Read what the span's frames from `start` need."""
        first, last = start - self._latest, start + frames - self._earliest
        kept = self._held[:, first - self._first :]
        at = first + kept.shape[1]
        fresh = self._source.read(at, last - at)
        self._watch_edges(fresh, at)
        self._held = np.concatenate((kept, fresh), axis=1) if kept.shape[1] else fresh
        self._first = first

    def at(self, offset: int, start: int, frames: int) -> Samples:
        """The span's frames from `start` with the source at an offset, shape (channels, frames)."""
        begin = start - offset - self._first
        return self._held[:, begin : begin + frames]

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    def _watch_edges(self, fresh: Samples, at: int) -> None:
        head = fresh[:, max(0, -at) : max(0, self._edge - at)]
        tail = fresh[:, max(0, self.frames - self._edge - at) : max(0, self.frames - at)]
        self.head_peak = max(self.head_peak, peak(head))
        self.tail_peak = max(self.tail_peak, peak(tail))
