"""Passages: what is measured piece by piece and joined is what is measured in one go, to the last bit."""

import numpy as np
import pytest

from stemtui.audio.meters import passages
from stemtui.audio.meters.meter import Meter
from stemtui.audio.meters.passages import Passed, passage_frames
from stemtui.audio.meters.truepeak import REACH
from stemtui.audio.samples.silence import is_silence, silence


def music(frames: int, channels: int = 2, seed: int = 1) -> np.ndarray:
    """Noise whose level changes, with silence within, shape (channels, frames)."""
    random = np.random.default_rng(seed)
    samples = random.uniform(-1, 1, (channels, frames)) * np.abs(np.sin(np.arange(frames) / 9_000))
    samples[:, frames // 3 : frames // 2] = 0.0
    return (samples * 2**22).astype(np.int32)


def measured(meter: Meter) -> tuple[object, ...]:
    return meter.figures, meter.rms, meter.outline


def at_once(samples: np.ndarray, rate: int, block: int) -> Meter:
    meter = Meter(rate, len(samples))
    for start in range(0, samples.shape[1], block):
        meter.add(samples[:, start : start + block])
    return meter


@pytest.mark.parametrize("rate", [4_000, 8_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("hops", [4, 8, 256])
@pytest.mark.parametrize("frames", [1, REACH - 1, 1_919, 48_000, 125_001])
def test_passages_that_are_joined_are_one_measurement(
    rate: int, hops: int, frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passages, "HOPS", hops)
    samples, length = music(frames), passage_frames(rate)
    whole, joined, best = Meter(rate, 2), Meter(rate, 2), 0.0
    for start in range(0, frames, length):
        passage = joined.passage(best)
        for at in range(start, min(start + length, frames), 1_000):
            block = samples[:, at : min(at + 1_000, start + length)]
            passage.add(block)
            whole.add(block)
        best = passage.highest
        joined.join(Passed.of(passage.passed().parcel))
    assert measured(joined) == measured(whole)


@pytest.mark.parametrize("hops", [4, 64])
def test_where_passages_end_hardly_matters(hops: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same samples in one passage, and in many: only the rounding of 32-bit floats differs."""
    samples = music(200_000)
    whole = at_once(samples, 48_000, 4_096).figures
    monkeypatch.setattr(passages, "HOPS", hops)
    parts = at_once(samples, 48_000, 4_096).figures
    assert parts.sample_peak_dbfs == whole.sample_peak_dbfs
    for one, other in zip(vars(parts).values(), vars(whole).values(), strict=True):
        assert one == pytest.approx(other, abs=1e-5)


def test_a_peak_between_two_passages_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "HOPS", 4)
    length = passage_frames(48_000)
    samples = np.zeros((1, 2 * length))
    samples[0, length - 1 : length + 1] = 0.5  # between two such samples a band-limited signal is higher
    meter = at_once(samples, 48_000, length)
    assert meter.true_peak > 0.6
    assert meter.true_peak == pytest.approx(
        at_once(np.roll(samples, 300), 48_000, length).true_peak, abs=1e-6
    )


def test_silence_is_seen_for_what_it_is() -> None:
    nothing = silence(2, 1_000)
    assert nothing.shape == (2, 1_000) and not nothing.any() and is_silence(nothing)
    assert is_silence(nothing[:, 10:20]) and is_silence(nothing[:1])
    assert not is_silence(np.zeros((2, 1_000), np.int32))
    with pytest.raises(ValueError):
        nothing[0, 0] = 1
