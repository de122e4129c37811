"""The plan of a render: all that the engine is told. Frozen and serialisable; no session is in it."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

TRACK, STEM, MIX = "track", "stem", "mix"


@dataclass(frozen=True)
class SourceFile:
    """A sound file that is read: where it is below the session's root, and what it was when fingerprinted.

    `bits` is its word length, 0 where its samples are not integers.
    """

    file: str
    sha256: str
    frames: int
    samplerate: int
    channels: int
    bits: int


@dataclass(frozen=True)
class Segment:
    """`frames` of a source from `source_start` on, placed `start` frames after the start of the span.

    All in frames of the render's rate; what falls outside the span is not heard.
    """

    source: int
    source_start: int
    start: int
    frames: int


@dataclass(frozen=True)
class Treatment:
    """What happens to a track on its way: a gain for each channel of its bus (negative where its polarity is
    inverted), a delay in frames, and the latency and tail that it causes, in frames."""

    gains: tuple[float, ...]
    delay: int = 0
    latency: int = 0
    tail: int = 0


@dataclass(frozen=True)
class Feed:
    """A track on its way into a bus."""

    track: str
    bus: int
    segments: tuple[Segment, ...]
    treatment: Treatment


@dataclass(frozen=True)
class Bus:
    """A sum of tracks: a stem's own tracks before the stem's gain, or a track that is delivered as it is."""

    item: str
    channels: int


@dataclass(frozen=True)
class Output:
    """A print: buses times their weights, in one file; or, without a file, a sum that only the proof needs.

    `rounding` says what quantising adds: "tpdf" (dithered, seeded with `seed`), "none" (rounded), "exact"
    (nothing, the samples are whole steps already). `root` marks the stems that make up the complete set.
    `digest` stands for everything that the samples depend on.
    """

    item: str
    kind: str
    name: str
    file: str
    channels: int
    weights: tuple[tuple[int, float], ...]
    rounding: str
    seed: int = 0
    root: bool = False
    master: bool = False
    digest: str = ""


@dataclass(frozen=True)
class Plan:
    """A whole render. `span_start` is the span's start in frames since midnight (0 when tracks are aligned at
    their starts); `reference` places the DAW's own print of the master mix, if there is one."""

    version: str
    rate: int
    span_start: int
    frames: int
    file_format: str
    bit_depth: int | str
    sources: tuple[SourceFile, ...]
    buses: tuple[Bus, ...]
    feeds: tuple[Feed, ...]
    outputs: tuple[Output, ...]
    reference: Segment | None = None

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain values, for JSON."""
        return asdict(self)

    def feeding(self, output: Output) -> tuple[Feed, ...]:
        """The feeds that are heard in an output."""
        heard = {bus for bus, _ in output.weights}
        return tuple(feed for feed in self.feeds if feed.bus in heard)

    def with_digests(self) -> "Plan":
        """The plan with each output's digest filled in."""
        outputs = tuple(replace(output, digest=self._digest(output)) for output in self.outputs)
        return replace(self, outputs=outputs)

    def _digest(self, output: Output) -> str:
        weights = dict(output.weights)
        feeds = [
            [[self._heard(segment) for segment in feed.segments], weights[feed.bus], asdict(feed.treatment)]
            for feed in self.feeding(output)
        ]
        form = [self.version, self.rate, self.frames, self.file_format, self.bit_depth]
        own = [output.kind, output.file, output.channels, output.rounding, output.seed]
        return hashlib.sha256(json.dumps([form, own, feeds]).encode()).hexdigest()

    def _heard(self, segment: Segment) -> list[str | int]:
        return [self.sources[segment.source].sha256, segment.source_start, segment.start, segment.frames]
