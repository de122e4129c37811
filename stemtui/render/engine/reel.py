"""A source on its way through a render: read once, from front to back, and heard at several offsets."""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from stemtui.audio.meters.levels import peak
from stemtui.audio.samples.quantise import Sounding, full_scale, joined
from stemtui.audio.samples.source import open_source
from stemtui.audio.samples.tape import Length, Tape
from stemtui.errors import AudioFileError

EDGE_SECONDS = 0.1


class Stretch(NamedTuple):
    """What a reel gives for one block of the span, which begins at `start` and has so many frames.

    `first` is the source's frame at which `samples` begin. These are never written to again: sums hold on to
    them until they have something to add.
    """

    samples: Sounding
    first: int
    start: int
    frames: int

    @classmethod
    def of(cls, samples: Sounding, first: int, start: int, frames: int) -> "Stretch":
        """A stretch whose samples cannot be written to any more."""
        samples.flags.writeable = False
        return cls(samples, first, start, frames)

    def at(self, offset: int) -> Sounding:
        """The block with the source's first frame at an offset in the span, shape (channels, frames)."""
        begin = self.start - offset - self.first
        return self.samples[:, begin : begin + self.frames]


class Reel:
    """One source at the render's rate, read for one block of the span after the other.

    An offset is where the source's first frame lies in the span, in frames. `edges` are the peaks of what was
    read of the first and last 100 ms. One that `is_placed` may be read by several threads, in any order; of
    others only frames that a later offset still needs are held between blocks.
    """

    def __init__(
        self,
        path: Path,
        rate: int,
        claimed: int | None,
        offsets: Iterable[int],
        *,
        ahead: int = 0,
        damaged: bool = False,
    ) -> None:
        """Open a source, to be read so many frames ahead, accepted as damaged or not.

        Raises AudioFileError where it does not hold the frames that its header claims.
        """
        self._source = open_source(path, rate, whole=True, damaged=damaged)
        self.frames = self._source.frames
        if claimed not in (None, self.frames):
            self._source.close()
            held = f"{path.name!r} holds {self.frames} frames at {rate} Hz"
            raise AudioFileError(f"{held} where its header says {claimed}: export it again.")
        self._latest, self._earliest = max(offsets := list(offsets)), min(offsets)
        self._ahead = ahead
        self._watching = Lock()
        self._edge = min(self.frames, round(EDGE_SECONDS * rate))
        self._held: Sounding | None = None
        self.edges = (0.0, 0.0)

    @property
    def is_placed(self) -> bool:
        """Whether any frames can be read at any time, and by several threads at once."""
        return self._source.is_placed

    @property
    def length(self) -> Length:
        """The tape that it needs where it is not placed."""
        return Length(self._source.channels, self.frames, self._source.is_whole)

    def use(self, tape: Tape | None) -> None:
        """Read it from a tape, on which somebody lays it; or again from its file."""
        self._source.use(tape)

    def lay(self) -> None:
        """Put all of it on its tape. Raises AudioFileError, and OSError where there is no room."""
        self._source.lay()

    def read(self, start: int, frames: int) -> Stretch:
        """Read what the span's frames from `start` on need: at first those from 0, then those that follow.

        The stretch is longer by what was asked for ahead, which the next one holds again.
        """
        first, last = start - self._latest, start + frames + self._ahead - self._earliest
        if self.is_placed:
            samples = self._source.sounding(first, last - first)
            self._watch_edges(samples, first)
            return Stretch.of(samples, first, start, frames + self._ahead)
        at = first + (self._held.shape[1] if self._held is not None else 0)
        samples = self._source.sounding(at, last - at)
        self._watch_edges(samples, at)
        if self._held is not None:
            samples = joined(self._held, samples)
        if last - first > frames:
            self._held = samples[:, frames:].copy()
        return Stretch.of(samples, first, start, frames + self._ahead)

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    def watched(self, head: float, tail: float) -> None:
        """Take in the peaks of what somebody has read of its first and last 100 ms."""
        with self._watching:
            self.edges = (max(self.edges[0], head), max(self.edges[1], tail))

    def _watch_edges(self, fresh: Sounding, at: int) -> None:
        if at >= self._edge and at + fresh.shape[1] <= self.frames - self._edge:
            return
        head = fresh[:, max(0, -at) : max(0, self._edge - at)]
        tail = fresh[:, max(0, self.frames - self._edge - at) : max(0, self.frames - at)]
        self.watched(peak(full_scale(head)), peak(full_scale(tail)))
