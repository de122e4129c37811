"""Loudness on the signals of EBU Tech 3341 and 3342, and against ffmpeg's ebur128."""

import math
import re
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.meters.kweighting import k_weighting
from stemtui.audio.meters.loudness import Loudness, Weighing, channel_weights
from stemtui.audio.meters.meter import Meter
from stemtui.audio.meters.passages import passage_frames

RATES = pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
# long signals: at 96 kHz ffmpeg's gates and percentiles are agreed with below
TWO_RATES = pytest.mark.parametrize("rate", [44_100, 48_000])
Parts = list[tuple[float, float]]


def tone(*parts: tuple[float, float], rate: int = 48_000, channels: int = 2) -> np.ndarray:
    """A 1 kHz sine in parts of (peak in dBFS, seconds), the same in each channel."""
    levels = np.concatenate([np.full(round(seconds * rate), 10 ** (dbfs / 20)) for dbfs, seconds in parts])
    return np.tile(levels * np.sin(2 * np.pi * 1_000 * np.arange(len(levels)) / rate), (channels, 1))


def metered(samples: np.ndarray, rate: int = 48_000, block: int = 65_536) -> Meter:
    meter = Meter(rate, len(samples))
    for start in range(0, samples.shape[1], block):
        meter.add(samples[:, start : start + block])
    return meter


@TWO_RATES
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
def test_ebu_tech_3341_cases_1_to_5(parts: Parts, lufs: float, rate: int) -> None:
    meter = metered(tone(*parts, rate=rate), rate)
    assert meter.integrated_lufs == pytest.approx(lufs, abs=0.1)
    if len(parts) == 1:
        assert meter.max_momentary_lufs == pytest.approx(lufs, abs=0.1)
        assert meter.max_short_term_lufs == pytest.approx(lufs, abs=0.1)


@RATES
@pytest.mark.parametrize("order", [(0, 1, 2, 4, 5), (0, 1, 2, 3, 4, 5)])
def test_ebu_tech_3341_case_6_in_5_0_and_5_1(order: tuple[int, ...], rate: int) -> None:
    """The LFE channel is loud, and is not heard."""
    levels = np.array([-28.0, -28.0, -24.0, -3.0, -30.0, -30.0])[list(order)]
    samples = tone((0.0, 20), rate=rate, channels=len(order)) * 10 ** (levels[:, None] / 20)
    assert metered(samples, rate).integrated_lufs == pytest.approx(-23.0, abs=0.1)


@RATES
def test_ebu_tech_3341_case_9_is_steady_in_short_term(rate: int) -> None:
    samples = tone(*[(-20.0, 1.34), (-30.0, 1.66)] * 5, rate=rate)
    assert metered(samples, rate).max_short_term_lufs == pytest.approx(-23.0, abs=0.1)


@RATES
def test_ebu_tech_3341_case_12_is_steady_in_momentary(rate: int) -> None:
    samples = tone(*[(-20.0, 0.18), (-30.0, 0.22)] * 25, rate=rate)
    assert metered(samples, rate).max_momentary_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("before", [0.01, 0.03, 0.1, 0.13])
def test_a_burst_that_ends_with_the_file_is_heard_whole(before: float) -> None:
    """What is left behind the last column of 40 ms is a tenth of a gating block."""
    loud = metered(tone((-math.inf, before), (-23.0, 0.4)))
    assert loud.max_momentary_lufs == pytest.approx(-23.0, abs=0.05)
    longer = metered(tone((-math.inf, before), (-23.0, 3.0)))
    assert longer.max_short_term_lufs == pytest.approx(-23.0, abs=0.05)
    in_block = [0.4 - before + at for at in (0.0, 0.1) if at <= before]
    expected = -23.0 + 10 * math.log10(np.mean(in_block) / 0.4)
    assert loud.integrated_lufs == pytest.approx(expected, abs=0.05)


@RATES
@pytest.mark.parametrize("step", range(0, 20, 3))
def test_ebu_tech_3341_cases_10_and_11_a_burst_of_3_s_wherever_it_begins(step: int, rate: int) -> None:
    level = -38.0 + step
    for lufs in (-23.0, level):
        samples = tone((-math.inf, 0.15 * step), (lufs, 3.0), (-math.inf, 1.0), rate=rate)
        assert metered(samples, rate).max_short_term_lufs == pytest.approx(lufs, abs=0.1)


@RATES
@pytest.mark.parametrize("step", range(20))
def test_ebu_tech_3341_cases_13_and_14_a_burst_of_400_ms_wherever_it_begins(step: int, rate: int) -> None:
    level = -38.0 + step
    for lufs in (-23.0, level):
        samples = tone((-math.inf, 0.02 * step), (lufs, 0.4), (-math.inf, 1.0), rate=rate)
        assert metered(samples, rate).max_momentary_lufs == pytest.approx(lufs, abs=0.1)


@TWO_RATES
@pytest.mark.parametrize(
    ("levels", "lu"),
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
)
def test_ebu_tech_3342_cases_1_to_4(levels: tuple[float, ...], lu: float, rate: int) -> None:
    samples = tone(*[(level, 20.0) for level in levels], rate=rate)
    assert metered(samples, rate).loudness_range_lu == pytest.approx(lu, abs=0.1)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 22_255, 44_056, 88_200, 176_400, 192_000])
def test_any_sample_rate(rate: int) -> None:
    meter = metered(tone((-23.0, 5), rate=rate), rate)
    assert meter.integrated_lufs == pytest.approx(-23.0, abs=0.1)
    assert meter.max_momentary_lufs == pytest.approx(-23.0, abs=0.1)
    assert meter.max_short_term_lufs == pytest.approx(-23.0, abs=0.1)


def test_full_scale_at_997_hz_in_one_channel() -> None:
    left = np.sin(2 * np.pi * 997 * np.arange(240_000) / 48_000)
    assert metered(np.vstack([left, np.zeros_like(left)])).integrated_lufs == pytest.approx(-3.01, abs=0.01)
    assert metered(left[None]).integrated_lufs == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize(
    ("channels", "weights"),
    [
        (1, "1"),
        (2, "1 1"),
        (3, "1 1 1"),
        (4, "1 1 1.41 1.41"),
        (5, "1 1 1 1.41 1.41"),
        (6, "1 1 1 0 1.41 1.41"),
        (7, "1 1 1 0 1 1.41 1.41"),
        (8, "1 1 1 0 1 1 1.41 1.41"),
        (12, " ".join("1" * 12)),
    ],
)
def test_each_channel_has_its_weight(channels: int, weights: str) -> None:
    expected = [float(weight) for weight in weights.split()]
    assert list(channel_weights(channels)) == expected
    for channel, weight in enumerate(expected):
        samples = np.zeros((channels, 48_000))
        samples[channel] = tone((-20.0, 1.0), channels=1)[0]
        lufs = -23.0 + 10 * math.log10(weight) if weight else -math.inf
        assert metered(samples).integrated_lufs == pytest.approx(lufs, abs=0.03)


def test_weights_can_be_given() -> None:
    meter = Meter(48_000, 2, weights=(0.0, 2.0))
    meter.add(tone((-20.0, 1.0)) * [[1.0], [0.5]])
    assert meter.integrated_lufs == pytest.approx(-26.0, abs=0.05)


def test_silence_and_what_is_shorter_than_a_window_have_no_loudness() -> None:
    for samples in (np.zeros((2, 240_000)), np.zeros((2, 0)), np.ones((2, 1)), tone((-20.0, 0.39))):
        meter = metered(samples)
        assert meter.integrated_lufs == meter.max_momentary_lufs == meter.max_short_term_lufs == -math.inf
        assert meter.loudness_range_lu is None
    quiet = metered(tone((-90.0, 4)))
    assert quiet.integrated_lufs == -math.inf
    assert quiet.loudness_range_lu is None
    assert quiet.max_short_term_lufs == pytest.approx(-90.0, abs=0.1)
    short = metered(tone((-20.0, 2.9)))
    assert short.max_momentary_lufs == pytest.approx(-20.0, abs=0.1)
    assert short.max_short_term_lufs == -math.inf
    assert short.loudness_range_lu is None


def test_silence_between_is_measured_as_silence() -> None:
    gap = np.zeros((2, 300_000))
    parts = [tone((-23.0, 3)), gap, tone((-30.0, 3))]
    together = metered(np.concatenate(parts, axis=1), block=10_000)
    apart = metered(np.concatenate([parts[0], gap + 1e-12, parts[2]], axis=1), block=10_000)
    assert together.integrated_lufs == pytest.approx(apart.integrated_lufs, abs=1e-5)
    assert together.loudness_range_lu == pytest.approx(apart.loudness_range_lu, abs=1e-5)


def test_silence_after_a_step_rings() -> None:
    samples = np.zeros((1, 48_000))
    samples[0, :4_800] = 0.5
    apart = metered(samples, block=4_800)
    assert apart.max_momentary_lufs == pytest.approx(metered(samples).max_momentary_lufs, abs=1e-6)


def test_what_is_far_beyond_full_scale_is_measured_too() -> None:
    for decibels in (300.0, 600.0):
        meter = metered(tone((decibels, 1.0)))
        assert meter.integrated_lufs == pytest.approx(decibels, abs=0.1)
        assert meter.figures.true_peak_dbtp == pytest.approx(decibels, abs=0.1)


@pytest.mark.parametrize("rate", [11_025, 44_100, 48_000])
@pytest.mark.parametrize("block", [1, 479, 1_000, 4_799, 100_000, 10**9])
def test_blocks_do_not_matter(rate: int, block: int) -> None:
    random = np.random.default_rng(1)
    samples = random.uniform(-0.3, 0.3, (2, 1_300 if block == 1 else 4 * rate))
    samples *= np.linspace(0.1, 1, samples.shape[1])
    weighing, one, other = Weighing(rate, 2), Loudness(rate, 2), metered(samples, rate)
    for start in range(0, samples.shape[1], block):
        weighing.add(samples[:, start : start + block])
    one.join(weighing.weighed())
    for figure in ("integrated_lufs", "max_momentary_lufs", "max_short_term_lufs", "loudness_range_lu"):
        assert getattr(metered(samples, rate, block), figure) == pytest.approx(
            getattr(other, figure), abs=1e-6
        )
        assert getattr(one, figure) == pytest.approx(getattr(other, figure), abs=1e-5)


def test_levels_may_be_asked_for_at_any_time() -> None:
    samples = tone((-23.0, 4), (-10.0, 4))
    meter = Meter(48_000, 2)
    for start in range(0, samples.shape[1], 50_000):
        assert meter.figures.max_momentary_lufs != 0.0
        meter.add(samples[:, start : start + 50_000])
    assert meter.figures == metered(samples, block=50_000).figures


def test_an_hour_more_is_held_in_less_than_half_a_megabyte_whether_levels_are_asked_for_or_not() -> None:
    """One number for each 100 ms, and the arrays that hold them. Ten times as many would be 3 MB."""
    rate = 8_000
    meter = Meter(rate, 1)
    passage = meter.passage()
    passage.add(np.random.default_rng(5).uniform(-0.3, 0.3, (1, passage_frames(rate))).astype(np.float32))
    passed, held = passage.passed(), []
    tracemalloc.start()
    for _ in range(2):
        for _ in range(3_600 * rate // passage_frames(rate)):
            meter.join(passed)
        assert math.isfinite(meter.integrated_lufs)
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert held[1] - held[0] < 500_000


@pytest.mark.parametrize("kind", ["noise", "bass on an offset", "an offset"])
def test_the_filter_is_the_standards_table_run_sample_by_sample(kind: str) -> None:
    time = np.arange(9_600) / 48_000
    samples = {
        "noise": np.random.default_rng(2).uniform(-1, 1, 9_600),
        "bass on an offset": 0.5 + 0.4 * np.sin(2 * np.pi * 45 * time),
        "an offset": np.full(9_600, 0.9),
    }[kind].astype(np.float32)
    expected = samples.astype(np.float64)
    for b, a in [
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    ]:
        expected = direct(expected, b, a)
    weighted, _ = k_weighting(48_000).run(samples[None], np.zeros((1, 4)))
    assert np.abs(weighted[0] - expected).max() < 10 ** (-115 / 20)


def direct(samples: np.ndarray, b: tuple[float, float, float], a: tuple[float, float]) -> np.ndarray:
    """A biquad by its difference equation."""
    padded, output = np.concatenate(([0.0, 0.0], samples)), np.zeros(len(samples) + 2)
    for n in range(2, len(padded)):
        output[n] = b[0] * padded[n] + b[1] * padded[n - 1] + b[2] * padded[n - 2]
        output[n] -= a[0] * output[n - 1] + a[1] * output[n - 2]
    return output[2:]


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_ffmpeg_agrees_on_something_like_music(tmp_path: Path, rate: int, channels: int) -> None:
    random = np.random.default_rng(3)
    swell = np.abs(np.sin(np.linspace(0, 9, 12 * rate))) ** 3
    samples = np.cumsum(random.standard_normal((channels, 12 * rate)), axis=1)
    samples = (samples - np.roll(samples, 40, axis=1)) * swell / 60
    soundfile.write(tmp_path / "x.wav", samples.T, rate, subtype="FLOAT")
    command = ["ffmpeg", "-hide_banner", "-i", tmp_path / "x.wav", "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    [integrated] = re.findall(r"I:\s+(-?[\d.]+) LUFS", said.split("Summary:")[1])
    [lra] = re.findall(r"LRA:\s+([\d.]+) LU", said.split("Summary:")[1])
    meter = metered(samples, rate)
    assert meter.integrated_lufs == pytest.approx(float(integrated), abs=0.06)
    # a window apart: ffmpeg takes its percentiles from a histogram
    assert meter.loudness_range_lu == pytest.approx(float(lra), abs=0.3)


@pytest.mark.parametrize("rate", [1, 100, 3_000, 7_999])
def test_rates_too_low_for_the_filter_have_no_loudness(rate: int) -> None:
    samples = np.random.default_rng(4).uniform(-0.5, 0.5, (2, 5 * rate))
    meter = metered(samples, rate)
    assert meter.integrated_lufs == -math.inf
    assert meter.sample_peak == np.abs(samples.astype(np.float32)).max()
    assert meter.true_peak >= meter.sample_peak
