"""The plan of a render: all that the engine is told. Frozen and serialisable; no session is in it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cached_property
from typing import Any

from stemtui.audio.formats.bext import Bext
from stemtui.frozen import frozen
from stemtui.session import MixBus

TRACK, STEM, MIX = "track", "stem", "mix"


@frozen
class SourceFile:
    """A sound file that is read: where it is below the session's root, and its SHA-256 where that is known.

    `bits` is its word length, 0 where its samples are not integers. One that is `damaged`, and accepted so,
    is read as far as it goes.
    """

    file: str
    sha256: str
    frames: int
    samplerate: int
    channels: int
    bits: int
    damaged: bool = False


@frozen
class Segment:
    """`frames` of a source from `source_start` on, placed `start` frames after the start of the span.

    All in frames of the render's rate; what falls outside the span is not heard.
    """

    source: int
    source_start: int
    start: int
    frames: int


@frozen
class Treatment:
    """What happens to a track on its way: a gain for each channel of its bus (negative where its polarity is
    inverted), a delay in frames, and the latency and tail that it causes, in frames."""

    gains: tuple[float, ...]
    delay: int = 0
    latency: int = 0
    tail: int = 0


@frozen
class Feed:
    """A track on its way into a bus."""

    track: str
    bus: int
    segments: tuple[Segment, ...]
    treatment: Treatment


@frozen
class Bus:
    """A sum of tracks: a stem's own tracks before the stem's gain, or a track that is delivered as it is.

    A stem's sum has one channel where its left and right are alike: mono tracks, all in the centre.
    """

    item: str
    channels: int


@frozen
class Output:
    """A print: buses times their weights, in one file; or, without a file, a sum that only the proof needs.

    `rounding` says what quantising adds: "tpdf" (dithered, seeded with `seed`), "none" (rounded), "exact"
    (nothing, the samples are whole steps already). `root` marks the stems that make up the complete set.
    `curve` is the item of the mix whose level drives the mix bus here ("" where nothing does). `bext` is what
    a Broadcast WAV says of it. `kept` says that its file is there already, and that its samples are made for
    the proof alone. `digest` stands for everything that the file depends on.
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
    curve: str = ""
    bext: Bext | None = None
    kept: bool = False
    digest: str = ""


@frozen
class Equation:
    """Prints that add up to nothing but their rounding, each item times its factor."""

    name: str
    terms: tuple[tuple[str, float], ...]

    @property
    def factors(self) -> dict[str, float]:
        """Each item's factor."""
        return dict(self.terms)


@frozen
class Plan:
    """A whole render. `span_start` is the span's start in frames since midnight (0 when tracks are aligned at
    their starts); `reference` places the DAW's own print of the master mix, if there is one. `mix_bus` is
    there when it has dynamics: what has a curve is multiplied with it, and with `trim` behind it. `equations`
    are what the proof is to test among the prints."""

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
    mix_bus: MixBus | None = None
    trim: float = 1.0
    equations: tuple[Equation, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain values, for JSON."""
        return asdict(self)

    @property
    def tracks(self) -> tuple[int, ...]:
        """How many stretches of tracks feed each bus."""
        fed = [0] * len(self.buses)
        for feed in self.feeds:
            fed[feed.bus] += len(feed.segments)
        return tuple(fed)

    def is_alike(self, output: Output) -> bool:
        """Whether all channels of an output are alike up to its dither."""
        return all(self.buses[bus].channels == 1 for bus, _ in output.weights)

    def feeding(self, output: Output) -> tuple[Feed, ...]:
        """The feeds that are heard in an output."""
        return tuple(self.feeds[number] for number in self._numbers(output))

    def output(self, item: str) -> Output:
        """The output that prints an item."""
        return next(output for output in self.outputs if output.item == item)

    def heard_in(self, output: Output) -> tuple[str, ...]:
        """The files of the sources on which an output depends: those that drive its mix bus included."""
        keyed = (output, self.output(output.curve)) if output.curve else (output,)
        feeds = (feed for one in keyed for feed in self.feeding(one))
        heard = dict.fromkeys(segment.source for feed in feeds for segment in feed.segments)
        return tuple(self.sources[number].file for number in sorted(heard))

    def identified(self) -> "Plan":
        """The plan with each output's digest.

        A digest holds which sources an output depends on and not their content, which is compared by itself:
        hashing a session's sources takes as long as mixing them.
        """
        return replace(self, outputs=tuple(replace(o, digest=self._digest(o)) for o in self.outputs))

    def with_contents(self, sha256: Mapping[str, str]) -> "Plan":
        """The plan with the SHA-256 of its sources by file, where known."""
        sources = tuple(replace(source, sha256=sha256.get(source.file, "")) for source in self.sources)
        return replace(self, sources=sources)

    def _digest(self, output: Output) -> str:
        import hashlib  # here, because the engine needs neither
        import json

        form = [self.version, self.rate, self.frames, self.file_format, self.bit_depth]
        own: list[Any] = [output.kind, output.file, output.channels, output.rounding, output.seed]
        own += [output.bext and asdict(output.bext)]
        if output.curve and self.mix_bus:
            own += [asdict(self.mix_bus), self.trim, self._fed(self.output(output.curve))]
        return hashlib.sha256(json.dumps([form, own, self._fed(output)]).encode()).hexdigest()

    def _fed(self, output: Output) -> list[Any]:
        """All that an output's sum is made of."""
        weights, fed = dict(output.weights), []
        for number in self._numbers(output):
            heard, treatment = self._told[number]
            fed.append([heard, weights[self.feeds[number].bus], treatment])
        return fed

    def _numbers(self, output: Output) -> list[int]:
        """The numbers of the feeds that are heard in an output, in order."""
        return sorted(number for bus in {bus for bus, _ in output.weights} for number in self._by_bus[bus])

    @cached_property
    def _by_bus(self) -> list[list[int]]:
        """The numbers of the feeds of each bus."""
        found: list[list[int]] = [[] for _ in self.buses]
        for number, feed in enumerate(self.feeds):
            found[feed.bus].append(number)
        return found

    @cached_property
    def _told(self) -> list[tuple[list[Any], dict[str, Any]]]:
        """Each feed's segments and treatment as plain values."""
        return [
            ([self._heard(segment) for segment in feed.segments], asdict(feed.treatment))
            for feed in self.feeds
        ]

    def _heard(self, segment: Segment) -> list[str | int]:
        source = self.sources[segment.source]
        heard: list[str | int] = [source.file, segment.source_start, segment.start, segment.frames]
        return [*heard, "damaged"] if source.damaged else heard
