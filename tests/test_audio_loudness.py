"""Integrated loudness on the signals of EBU Tech 3341 and against ffmpeg's ebur128."""

import math
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.loudness import Loudness, _k_weighting


def tone(*parts: tuple[float, float], rate: int = 48_000, channels: int = 2) -> np.ndarray:
    """A 1 kHz sine in parts of (peak in dBFS, seconds), the same in each channel."""
    levels = np.concatenate([np.full(round(seconds * rate), 10 ** (dbfs / 20)) for dbfs, seconds in parts])
    return np.tile(levels * np.sin(2 * np.pi * 1_000 * np.arange(len(levels)) / rate), (channels, 1))


def measured(samples: np.ndarray, rate: int = 48_000, block: int = 65_536) -> float:
    meter = Loudness(rate, len(samples))
    for start in range(0, samples.shape[1], block):
        meter.add(samples[:, start : start + block])
    return meter.integrated_lufs


@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        ([(-23.0, 20)], -23.0),
        ([(-33.0, 20)], -33.0),
        ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
        ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
        ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
    ],
)
def test_ebu_tech_3341_cases_1_to_5(parts: list[tuple[float, float]], lufs: float) -> None:
    assert measured(tone(*parts)) == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 88_200, 96_000, 176_400, 192_000])
def test_any_sample_rate(rate: int) -> None:
    assert measured(tone((-23.0, 5), rate=rate), rate) == pytest.approx(-23.0, abs=0.1)


def test_full_scale_at_997_hz_in_one_channel() -> None:
    left = np.sin(2 * np.pi * 997 * np.arange(240_000) / 48_000)
    assert measured(np.vstack([left, np.zeros_like(left)])) == pytest.approx(-3.01, abs=0.01)
    assert measured(left[None]) == pytest.approx(-3.01, abs=0.01)


def test_silence_and_what_is_shorter_than_a_gating_block_have_no_loudness() -> None:
    for samples in (np.zeros((2, 96_000)), np.zeros((2, 0)), tone((-20.0, 0.39)), tone((-90.0, 3))):
        assert measured(samples) == -math.inf


@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("block", [1_000, 4_799, 100_000])
def test_blocks_do_not_matter(rate: int, block: int) -> None:
    samples = np.random.default_rng(1).uniform(-0.3, 0.3, (2, 3 * rate))
    assert measured(samples, rate, block) == pytest.approx(measured(samples, rate), abs=1e-9)


def test_the_filter_is_the_standards_table_run_sample_by_sample() -> None:
    samples = np.random.default_rng(2).uniform(-1, 1, (1, 9_600))
    expected = samples[0]
    for b, a in [
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    ]:
        expected = direct(expected, b, a)
    filtered, _ = _k_weighting(48_000).run(samples, np.zeros((1, 4)))
    assert np.abs(filtered[0] - expected).max() < 1e-9


def direct(samples: np.ndarray, b: tuple[float, float, float], a: tuple[float, float]) -> np.ndarray:
    """A biquad by its difference equation."""
    padded, output = np.concatenate(([0.0, 0.0], samples)), np.zeros(len(samples) + 2)
    for n in range(2, len(padded)):
        output[n] = b[0] * padded[n] + b[1] * padded[n - 1] + b[2] * padded[n - 2]
        output[n] -= a[0] * output[n - 1] + a[1] * output[n - 2]
    return output[2:]


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_ffmpeg_agrees_on_something_like_music(tmp_path: Path, rate: int, channels: int) -> None:
    random = np.random.default_rng(3)
    swell = np.abs(np.sin(np.linspace(0, 9, 12 * rate))) ** 3
    samples = np.cumsum(random.standard_normal((channels, 12 * rate)), axis=1)
    samples = (samples - np.roll(samples, 40, axis=1)) * swell / 60
    soundfile.write(tmp_path / "x.wav", samples.T, rate, subtype="FLOAT")
    command = ["ffmpeg", "-hide_banner", "-i", tmp_path / "x.wav", "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    [integrated] = re.findall(r"I:\s+(-?[\d.]+) LUFS", said.split("Summary:")[1])
    assert measured(samples, rate) == pytest.approx(float(integrated), abs=0.06)


@pytest.mark.parametrize("rate", [1, 100, 3_000, 7_999])
def test_rates_too_low_for_the_filter_have_no_loudness(rate: int) -> None:
    assert measured(np.random.default_rng(4).uniform(-0.5, 0.5, (2, 5 * rate)), rate) == -math.inf
