"""Levels against signals whose levels are known."""

import math

import numpy as np
import pytest

from stemtui.audio.meters.levels import Levels
from stemtui.audio.samples.scales import dbfs


def levels(samples: np.ndarray, block: int = 4_096) -> Levels:
    taken = Levels()
    for start in range(0, samples.shape[1], block):
        taken.add(samples[:, start : start + block])
    return taken


def sine(amplitude: float, frames: int = 48_000) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * 997 * np.arange(frames) / 48_000)[None]


def test_a_full_scale_sine() -> None:
    taken = levels(sine(1.0))
    assert taken.peak_dbfs == pytest.approx(0, abs=0.001)
    assert taken.rms_dbfs == pytest.approx(-3.0103, abs=0.001)


def test_a_negative_peak_counts() -> None:
    assert levels(np.array([[0.1, -0.5, 0.2]])).peak == 0.5


def test_rms_is_the_mean_power_of_the_channels() -> None:
    assert levels(np.vstack([sine(1.0), sine(0.0)])).rms_dbfs == pytest.approx(-6.0206, abs=0.001)


def test_silence_and_nothing_have_no_level() -> None:
    for samples in (np.zeros((2, 100)), np.zeros((2, 0))):
        assert levels(samples).peak_dbfs == levels(samples).rms_dbfs == -math.inf


@pytest.mark.parametrize("block", [1, 100, 5_000])
def test_blocks_do_not_matter(block: int) -> None:
    samples = np.random.default_rng(6).uniform(-0.5, 0.5, (2, 5_000))
    assert levels(samples, block).peak == levels(samples).peak
    assert levels(samples, block).rms == pytest.approx(np.sqrt(np.mean(samples**2)), rel=1e-12)


def test_dbfs() -> None:
    assert dbfs(0.5) == pytest.approx(-6.0206, abs=1e-4)
    assert dbfs(0.0) == -math.inf
