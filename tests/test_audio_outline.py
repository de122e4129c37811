"""Outlines: a print's peaks and RMS over time, from samples that pass by once, in any blocks."""

import tracemalloc

import numpy as np
import pytest

from stemtui.audio.meters.figures import read_outline
from stemtui.audio.meters.meter import Meter
from stemtui.audio.meters.outline import Columns, Outline

RATE = 48000


def song(frames: int, channels: int = 2, seed: int = 1) -> np.ndarray:
    """Noise that swells and ends, shape (channels, frames)."""
    noise = np.random.default_rng(seed).uniform(-1, 1, (channels, frames))
    return (noise * np.sin(np.linspace(0, np.pi, frames))).astype(np.float32)


def outlined(samples: np.ndarray, blocks: list[int], rate: int = RATE) -> str:
    """The outline of samples that come in blocks of these sizes, over and over."""
    meter, at, turn = Meter(rate, len(samples)), 0, 0
    while at < samples.shape[1]:
        meter.add(samples[:, at : at + blocks[turn % len(blocks)]])
        at, turn = at + blocks[turn % len(blocks)], turn + 1
    return meter.outline


def plainly(samples: np.ndarray, columns: int, width: int) -> tuple[list[float], list[float]]:
    """Peaks and RMS of columns of so many frames, the last one shorter, the slow and plain way."""
    cut = [samples[:, at * width : (at + 1) * width].astype(np.float64) for at in range(columns)]
    return [float(np.abs(one).max()) for one in cut], [float(np.sqrt(np.mean(one**2))) for one in cut]


@pytest.mark.parametrize(
    "frames", [1, 1919, 1920, 1921, RATE, 399 * 1920, 400 * 1920, 400 * 1920 + 7, 999_999]
)
def test_a_column_holds_the_highest_magnitude_and_the_rms_of_its_frames(frames: int) -> None:
    samples = song(frames)
    peaks, powers = read_outline(outlined(samples, [frames]))
    width = 1920 if frames < 400 * 1920 else 3840
    assert len(peaks) == -(-frames // width)
    for found, expected in zip((peaks, powers), plainly(samples, len(peaks), width), strict=True):
        assert np.abs(np.sqrt(found) - np.sqrt(expected)).max() <= 0.5 / 63 + 1e-6


def test_not_a_digit_depends_on_how_the_frames_come() -> None:
    """Over two foldings, at a rate where a column is 320 frames."""
    samples, rate = song(283_334), 8_000
    together = outlined(samples, [65_536], rate)
    for blocks in ([320], [321, 3, 11_667], [131_072], [800, 1, 1]):
        assert outlined(samples, blocks, rate) == together


def test_channels_count_alike_and_whole_steps_are_what_they_are_in_full_scale() -> None:
    steps = (song(100_000) * 2**23).astype(np.int32)
    assert outlined(steps, [131_072]) == outlined(steps * np.float32(2.0**-23), [131_072])
    left = np.concatenate((song(100_000, 1), np.zeros((1, 100_000), np.float32)))
    assert outlined(left, [65_536]) == outlined(left[::-1], [65_536])


def test_nothing_has_no_outline_and_silence_has_an_empty_one() -> None:
    assert Meter(RATE, 2).outline == ""
    assert read_outline(outlined(np.zeros((2, 10_000), np.float32), [10_000])) == ([0.0] * 6, [0.0] * 6)


def test_what_is_beyond_full_scale_fills_the_picture() -> None:
    assert set(outlined(np.full((1, 5_000), 1e18, np.float32), [5_000])) == {"/", " "}


def test_a_day_of_sound_takes_next_to_no_memory() -> None:
    minute = np.ones((1, 60_000), np.float32)
    outline = Outline(40)
    tracemalloc.start()
    for _ in range(60 * 24):
        outline.take(Columns.of(minute, 40).cells)
    peaks, _ = read_outline(outline.drawn(np.zeros((1, 0), np.float32)))
    assert 200 <= len(peaks) <= 400
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used < 150_000, "its columns of 40 ms would be 35 MB"


@pytest.mark.parametrize("word", ["AB", "AB A", "A? A?"])
def test_what_is_no_outline_is_refused(word: str) -> None:
    with pytest.raises(ValueError):
        read_outline(word)
