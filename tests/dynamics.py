"""Signals that drive a mix bus, the curve of a whole span, and a true-peak meter that shares no code."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from stemtui.audio.dynamics import GainCurve
from stemtui.session import MixBus

Stereo = npt.NDArray[np.float64]
RATE = 48_000


def curve(bus: MixBus, master: Stereo, blocks: Iterable[int] = (), rate: int = RATE) -> Stereo:
    """The gains over a whole span, block by block; what the blocks leave over is one more."""
    gains = GainCurve(bus, rate)
    heard = np.pad(master, ((0, 0), (0, gains.after)))
    found, start = [], 0
    for frames in [*blocks, master.shape[1]]:
        frames = min(frames, master.shape[1] - start)
        found.append(gains.gains(heard[:, start : start + frames + gains.after]))
        assert found[-1].shape == (frames,)
        start += frames
    return np.concatenate(found)


def true_peak_dbtp(signal: Stereo, factor: int = 8, taps: int = 32) -> float:
    """The highest level between samples too: `factor` times oversampled by a windowed sinc."""
    half = taps // 2
    padded = np.pad(signal, ((0, 0), (half, half)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, taps, axis=1)
    highest = float(np.abs(signal).max())
    for phase in range(1, factor):
        at = np.arange(1 - half, half + 1) - phase / factor
        kernel = np.sinc(at) * np.i0(4.55 * np.sqrt(1 - np.square(at / half).clip(max=1))) / np.i0(4.55)
        highest = max(highest, float(np.abs(windows @ (kernel / kernel.sum())).max()))
    return dbtp(highest)


def dbtp(level: float) -> float:
    return 20 * float(np.log10(level))


def both(signal: npt.NDArray[np.float64]) -> Stereo:
    return np.stack([signal, signal])


def sine(frequency: float, phase: float = 0.0, frames: int = RATE // 2) -> Stereo:
    """A sine at full scale, faded at both ends; the frequency is in cycles a sample, the phase in cycles."""
    fade = np.minimum(1, np.minimum(np.arange(frames), np.arange(frames)[::-1]) / 2400)
    return both(fade * np.sin(2 * np.pi * (frequency * np.arange(frames) + phase)))


def music(seconds: float = 3.0, seed: int = 0, rate: int = RATE) -> Stereo:
    """Chords that swell, a kick and a noisy snare, at full scale."""
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate)) / rate
    total = np.zeros((2, len(time)))
    for number in range(20):
        pitch, pan = 60 * 2 ** (random.random() * 6), random.random()
        tone = np.sin(2 * np.pi * pitch * time + 6 * random.random()) / (4 + number)
        tone *= 1 + np.sin(2 * np.pi * (0.2 + random.random()) * time) / 2
        total += tone * np.array([[pan], [1 - pan]])
    beat = np.mod(time, 0.5)
    total += 0.8 * np.sin(2 * np.pi * 55 * beat) * np.exp(-beat / 0.15)
    late = np.mod(time + 0.25, 0.5)
    total += 0.4 * random.standard_normal(total.shape) * np.exp(-late / 0.03)
    return total / np.abs(total).max()


def hot_signals() -> Iterator[tuple[str, Stereo]]:
    """What is hard on a true-peak limiter: the standards' signals, worst phases, edges, clicks, music."""
    for name, frequency, degrees in (
        ("15", 1 / 4, 0),
        ("16", 1 / 4, 45),
        ("17", 1 / 6, 60),
        ("18", 1 / 8, 67.5),
    ):
        yield f"EBU 3341 case {name}", sine(frequency, degrees / 360)
    burst = sine(1 / 4, 1 / 8) / 2
    burst[:, 12_000:12_008] *= 2.8
    yield "EBU 3341 case 19", burst
    for frequency in (1 / 3, 0.375, 0.4, 5 / 12, 0.4375, 0.45):
        for phase in (0.0, 0.125, 0.25):
            yield f"sine at {frequency:.4f}, {phase}", sine(frequency, phase, 9_600)
    time, random = np.arange(RATE), np.random.default_rng(1)
    yield "square", both(np.sign(np.sin(2 * np.pi * 441.3 * time / RATE + 0.1)))
    yield "low square", both(np.sign(np.sin(2 * np.pi * 55 * time / RATE + 0.1)))
    clicks = np.zeros((2, RATE))
    clicks[0, 5_000], clicks[1, 9_000], clicks[:, 12_000:12_002] = 1, -1, 1
    clicks[0, 15_000:15_008], clicks[1, 20_000:20_004] = [1, -1] * 4, [1, 1, -1, -1]
    yield "clicks", clicks
    yield (
        "clicks everywhere",
        np.where(random.random((2, RATE)) < 0.001, random.choice([-1.0, 1.0], (2, RATE)), 0),
    )
    yield "white noise", random.standard_normal((2, RATE)) / 4
    hits = np.exp(-np.mod(time, 2400) / 300) * random.random(20).repeat(2400)
    yield "drums", random.standard_normal((2, RATE)) * hits / 3
    yield "bursts", sine(0.4, 0.1, RATE) * (time // 700 % 2)
    yield "music", music()
