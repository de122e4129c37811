"""A voice by formant synthesis: vocal folds, breath, hiss, a gliding vocal tract.

Everything that moves is a row of frames 2.5 ms apart, smoothed as slowly as lips and tongue are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from .phonemes import Step
from .signals import RATE, Audio, Dice, Spectrum, smoothed

HOP = 120
TOP = 11_500.0

Frames = TypeVar("Frames", Audio, Spectrum)


@dataclass(frozen=True)
class Singer:
    """What makes one throat different from another."""

    name: str
    tract: float = 1.0  # formants relative to an adult male's
    effort: float = 0.5  # 0 soft and breathy .. 1 belted
    vibrato: float = 0.30  # semitones either way
    rate: float = 5.6  # vibrato in Hz
    detune: float = 0.0  # semitones, always
    late: float = 0.0  # seconds behind the beat, always


@dataclass(frozen=True)
class Placed:
    """A step at its time."""

    step: Step
    start: float
    seconds: float


def spoken_or_sung(singer: Singer, steps: list[Placed], pitch: Audio, loudness: Audio) -> Audio:
    """The voice going through `steps`; `pitch` (Hz) and `loudness` (gain) have one value a frame."""
    count = len(pitch)
    tracks = _tracks(steps, count)
    formants = np.stack([smoothed(tracks[f"f{n}"], 22) for n in range(3)], axis=1) * singer.tract
    voice = smoothed(tracks["voice"], 9) * loudness
    breath = smoothed(tracks["breath"], 9) * loudness * (1.6 - 1.2 * singer.effort)
    hiss = smoothed(tracks["hiss"], 4) * loudness
    dice = Dice(f"{singer.name} noise")
    out = _harmonics(singer, pitch, formants, voice)
    out += 0.45 * _noise(dice, breath, lambda f: _tract(f, formants, singer))
    centre, width = tracks["hiss_hz"][:, None] * singer.tract**0.4, tracks["hiss_width"][:, None]
    out += 1.1 * _noise(dice, hiss, lambda f: np.exp(-(((f - centre) / width) ** 2)) + 0.04 * (f > centre))
    return out


def _tracks(steps: list[Placed], count: int) -> dict[str, Audio]:
    """Each quantity's value in each frame, silent between steps; formants hold through silences."""
    names = ("voice", "breath", "hiss", "hiss_hz", "hiss_width")
    tracks = {name: np.zeros(count) for name in (*names, "f0", "f1", "f2")}
    edge = 0
    for placed in steps:
        first, last = (round(time * RATE / HOP) for time in (placed.start, placed.start + placed.seconds))
        for name in names:
            tracks[name][first:last] = getattr(placed.step, name)
        for number, formant in enumerate(placed.step.formants):
            tracks[f"f{number}"][edge:] = formant
            tracks[f"f{number}"][first:] = formant
        edge = last
    tracks["hiss_width"] = np.maximum(tracks["hiss_width"], 500.0)
    return tracks


def _tract(frequency: Audio, formants: Audio, singer: Singer) -> Spectrum:
    """The vocal tract's response at (frames, bins): a cascade of resonances, the upper ones those of a tube.

    The exponential stands for the resonances above the last one, without which the treble would be lost.
    """
    out = np.ones(np.broadcast_shapes(frequency.shape, (len(formants), 1)), dtype=np.complex128)
    upper = [
        (3_550.0, 220.0),
        (4_450.0, 300.0),
        (5_500.0, 450.0),
        (6_500.0, 600.0),
        (7_500.0, 800.0),
        (8_600.0, 900.0),
    ]
    columns = [(formants[:, n : n + 1], width) for n, width in enumerate((75.0, 105.0, 170.0))]
    for centre, width in columns + [(np.array([[place * singer.tract]]), width) for place, width in upper]:
        out *= centre**2 / (centre**2 - frequency**2 + 1j * width * frequency)
    return out * np.exp(0.111 * (np.minimum(frequency, 7_800.0) / 1_000.0 / singer.tract) ** 2)


def _harmonics(singer: Singer, pitch: Audio, formants: Audio, gain: Audio) -> Audio:
    """The vocal folds' harmonics, each with the tract's gain and phase at its moving frequency."""
    ramp = np.arange(HOP) / HOP
    phase = np.concatenate([[0.0], np.cumsum(_between(pitch, ramp))[:-1]]) * (2 * np.pi / RATE)
    turn = np.exp(1j * phase)
    spin = turn.copy()
    out = np.zeros(len(turn))
    corner = 600.0 + 2_000.0 * singer.effort
    for order in range(1, int(TOP / pitch.min()) + 1):
        f = order * pitch
        source = 1.0 / (1.0 + 1j * order / (1.1 + singer.effort)) / np.sqrt(1.0 + (f / corner) ** 2)
        level = gain * source * np.clip((TOP - f) / 1_500.0, 0.0, 1.0)
        weight = level * _tract(f[:, None], formants, singer)[:, 0]
        out += (_between(weight, ramp) * spin).real
        spin *= turn
    return out


def _between(track: Frames, ramp: Audio) -> Frames:
    """A row of frames as samples, linear between frames."""
    steps = np.diff(track, append=track[-1:])
    return (track[:, None] + steps[:, None] * ramp).reshape(-1)


def _noise(dice: Dice, gain: Audio, response: Callable[[Audio], Audio | Spectrum]) -> Audio:
    """White noise through a filter that changes from frame to frame: overlapping windows."""
    count, width = len(gain), 4 * HOP
    white = dice.noise((count + 4) * HOP)
    size = 1_024
    bins = np.fft.rfftfreq(size, 1 / RATE)[None, :]
    windows = np.lib.stride_tricks.sliding_window_view(white, width)[::HOP][:count] * np.hanning(width)
    shape = np.abs(response(bins)) * gain[:, None] * (bins < TOP)
    pieces = np.fft.irfft(np.fft.rfft(windows, size) * shape, size)[:, : width + HOP * 2]
    out = np.zeros((count + 8) * HOP)
    for part in range(pieces.shape[1] // HOP):
        out[part * HOP : (part + count) * HOP] += pieces[:, part * HOP : (part + 1) * HOP].reshape(-1)
    return out[2 * HOP : (count + 2) * HOP]
