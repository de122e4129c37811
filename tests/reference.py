"""What prints must sound like: whole arrays, summed the plain way, sharing nothing with the render.

Written from the definitions alone (pan laws, bounces, sub-stems, folds, placing); files are read with
soundfile and resampled by soxr in one go.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from stemtui.session import Mix, Session, Stem, Track

Audio = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Placed:
    """Samples of shape (channels, frames), the first of them at frame `start` of the render's clock."""

    start: int
    samples: Audio


class Reference:
    """Every print of a session in float64; `references` are BWF time references in samples, by track id."""

    def __init__(
        self, root: Path, session: Session, rate: int, references: dict[str, int] | None = None
    ) -> None:
        self.root, self.session, self.rate = root, session, rate
        self.references = references or {}
        everything = [self.source(t) for t in session.tracks if t.file and not t.left_out]
        heard = [h for t in session.tracks if t.file and not t.left_out for h in self.stations(t)]
        spans = [(p.start, p.start + p.samples.shape[1]) for p in [*everything, *heard]]
        self.start = 0 if session.align == "start" else min(placed.start for placed in everything)
        self.frames = max(end for _, end in spans) - self.start

    def print_of(self, item: str) -> Audio:
        """The samples of `stem.drums`, `mix.master`, `track.kick`, before quantising."""
        kind, key = item.split(".")
        trim = decibels(self.session.delivery.trim_db)
        if kind == "track":
            return self.on_span(self.source(self.session.track(key))) * trim
        trim *= decibels(self.session.mix_bus.gain_db)
        if kind == "mix":
            return self.mix(self.session.mix(key)) * trim
        stem = self.session.stem(key)
        sound = self.stem(stem) * trim
        above = stem.parent
        while above:
            sound = sound * decibels(self.session.stem(above).gain_db)
            above = self.session.stem(above).parent
        return sound.mean(axis=0, keepdims=True) if stem.channels == "mono" else sound

    def stem(self, stem: Stem, mix: Mix | None = None) -> Audio:
        """A stem with its sub-stems, in stereo, with its own gain; in a mix, only what that holds."""
        total = np.zeros((2, self.frames))
        if mix is None or self.is_in(stem, mix):
            for track in self.session.tracks:
                if track.stem == stem.id and not track.left_out:
                    total += self.on_span(self.treated(track, 2))
        for child in self.session.stems:
            if child.parent == stem.id:
                total += self.stem(child, mix)
        offset = dict(mix.offsets_db).get(stem.id, 0.0) if mix else 0.0
        return total * decibels(stem.gain_db) * decibels(offset)

    def mix(self, mix: Mix) -> Audio:
        """A mix: all root stems, without what it leaves out."""
        return sum(
            (self.stem(s, mix) for s in self.session.stems if not s.parent), np.zeros((2, self.frames))
        )

    def is_in(self, stem: Stem, mix: Mix) -> bool:
        """Whether a stem's own tracks are in a mix."""
        above = stem
        names = {above.id}
        while above.parent:
            above = self.session.stem(above.parent)
            names.add(above.id)
        if mix.only:
            return bool(names & set(mix.only))
        return not names & set(mix.without)

    def source(self, track: Track) -> Placed:
        """A track before any treatment: its file, or the sum of its treated members."""
        if track.file:
            samples, rate = soundfile.read(self.root / track.file, dtype="float64", always_2d=True)
            if rate != self.rate:
                wanted = math.floor(len(samples) * self.rate / rate + 0.5)
                samples = soxr.resample(samples, rate, self.rate, quality="VHQ")[:wanted]
                samples = np.pad(samples, ((0, wanted - len(samples)), (0, 0)))
            start = math.floor(self.references.get(track.id, 0) * self.rate / rate + 0.5)
            return Placed(start if self.session.align == "timecode" else 0, samples.T)
        members = [self.session.track(m) for m in track.bounce if not self.session.track(m).left_out]
        channels = 2 if any(m.pan or self.source(m).samples.shape[0] == 2 for m in members) else 1
        parts = [self.treated(member, channels) for member in members]
        first = min(part.start for part in parts)
        last = max(part.start + part.samples.shape[1] for part in parts)
        total = np.zeros((channels, last - first))
        for part in parts:
            total[:, part.start - first : part.start - first + part.samples.shape[1]] += part.samples
        return Placed(first, total)

    def treated(self, track: Track, channels: int) -> Placed:
        """A track with its gain, polarity, pan and delay, in mono or stereo."""
        source = self.source(track)
        samples = source.samples * decibels(track.gain_db)
        if track.invert:
            samples = -samples
        if channels == 2:
            samples = panned(samples, track.pan, self.session.law_db)
        delay = track.delay_samples or round(track.delay_ms / 1000 * self.rate)
        return Placed(source.start + delay, samples)

    def stations(self, track: Track) -> list[Placed]:
        """Where a file lies after its own delay, after its bounce's, and so on."""
        source, late, found = self.source(track), 0, []
        while True:
            late += track.delay_samples or round(track.delay_ms / 1000 * self.rate)
            found.append(Placed(source.start + late, source.samples))
            bounces = [t for t in self.session.tracks if track.id in t.bounce and not t.file]
            if not bounces:
                return found
            track = bounces[0]

    def on_span(self, placed: Placed) -> Audio:
        """What of some placed samples falls on the span."""
        total = np.zeros((placed.samples.shape[0], self.frames))
        begin = placed.start - self.start
        end = min(self.frames, begin + placed.samples.shape[1])
        if end > max(begin, 0):
            total[:, max(begin, 0) : end] = placed.samples[:, max(-begin, 0) : end - begin]
        return total


def decibels(db: float) -> float:
    """A gain in dB as a factor."""
    return math.pow(10.0, db / 20.0)


def panned(samples: Audio, pan: float, law_db: float) -> Audio:
    """Mono or stereo samples in stereo, by the formulas of the pan laws."""
    p = pan / 100.0
    if samples.shape[0] == 2 or law_db == 0:
        left, right = (1.0, 1.0 + p) if p < 0 else (1.0 - p, 1.0)
        return np.stack((samples[0] * left, samples[-1] * right))
    power = (math.cos((p + 1) * math.pi / 4), math.sin((p + 1) * math.pi / 4))
    linear = ((1 - p) / 2, (1 + p) / 2)
    mean = tuple(math.sqrt(max(a, 0.0) * b) for a, b in zip(power, linear, strict=True))
    left, right = {-3.0: power, -4.5: mean, -6.0: linear}[law_db]
    return np.stack((samples[0] * left, samples[0] * right))
