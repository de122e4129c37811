"""True peak on the signals of EBU Tech 3341, on sines at their worst, and with nothing left out."""

import math

import numpy as np
import pytest

from stemtui.audio.meters.meter import Meter
from stemtui.audio.meters.truepeak import REACH, _largest, _matrix, _taps, highest, may_raise
from stemtui.audio.samples.scales import dbfs

RATES = pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])

INTERPOLATED = "stemtui.audio.meters.truepeak._interpolated"


def metered(samples: np.ndarray, rate: int = 48_000, block: int = 65_536) -> Meter:
    meter = Meter(rate, len(samples))
    for start in range(0, samples.shape[1], block):
        meter.add(samples[:, start : start + block])
    return meter


def true_peak_dbtp(samples: np.ndarray, rate: int = 48_000) -> float:
    return dbfs(metered(np.atleast_2d(samples), rate).true_peak)


def faded(samples: np.ndarray) -> np.ndarray:
    """Samples without a beginning or an end that would ring."""
    ends = np.hanning(2 * (len(samples) // 4))
    envelope = np.ones(len(samples))
    envelope[: len(ends) // 2], envelope[-len(ends) // 2 :] = ends[: len(ends) // 2], ends[len(ends) // 2 :]
    return samples * envelope


@RATES
@pytest.mark.parametrize(
    ("frequency", "degrees", "amplitude", "dbtp"),
    [
        (1 / 4, 0, 0.5, -6),
        (1 / 4, 45, 0.5, -6),
        (1 / 6, 60, 0.5, -6),
        (1 / 8, 67.5, 0.5, -6),
        (1 / 4, 45, 1.41, 3),
    ],
)
def test_ebu_tech_3341_cases_15_to_19(
    frequency: float, degrees: float, amplitude: float, dbtp: float, rate: int
) -> None:
    phases = 2 * np.pi * frequency * np.arange(rate) + math.radians(degrees)
    assert -0.4 <= true_peak_dbtp(faded(amplitude * np.sin(phases)), rate) - dbtp <= 0.2


@RATES
@pytest.mark.parametrize("offset", range(4))
def test_ebu_tech_3341_cases_20_to_23_a_peak_at_each_quarter_of_a_sample(offset: int, rate: int) -> None:
    """A burst whose largest value is 1.0, taken down from four times the rate at each of four offsets."""
    times = np.arange(4 * rate // 10) - 4 * (rate // 20) - 2
    burst = np.cos(2 * np.pi * times / 4 / 6) * np.exp(-((times / 4 / 40) ** 2))
    assert -0.4 <= true_peak_dbtp(burst[offset::4], rate) <= 0.2


def worst(frequency: float, position: float) -> float:
    """What is measured of a sine with a peak of 1.0 at `position` between two samples, in dBTP."""
    times = np.arange(-600, 600) - position
    return true_peak_dbtp(np.cos(2 * np.pi * frequency * times) * np.exp(-((times / 30) ** 2)))


@pytest.mark.parametrize(
    "frequency", [0.01, 0.1, 0.2, 0.25, 1 / 3, 3 / 8, 0.4, 5 / 12, 3 / 7, 7 / 16, 4 / 9, 0.45]
)
def test_a_sine_is_within_a_tenth_of_a_db_wherever_its_peak_lies(frequency: float) -> None:
    assert max(abs(worst(frequency, position / 48)) for position in range(48)) < 0.1


@pytest.mark.parametrize("frequency", [0.46, 0.48, 0.49, 0.5])
def test_the_top_of_the_band_is_not_read_too_high(frequency: float) -> None:
    assert max(worst(frequency, position / 8) for position in range(8)) < 0.2


def computed_in_full(samples: np.ndarray) -> float:
    """Every value between the samples and around them, none left out, as sums of 64-bit floats."""
    padded = np.pad(samples.astype(np.float32).astype(np.float64), ((0, 0), (40, 40)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 32, axis=1)
    return max(float(np.abs(windows @ _taps().T).max()), float(np.abs(padded).max()))


def music(seconds: int = 4) -> np.ndarray:
    """Decaying notes with noisy attacks, in two channels."""
    random, frames = np.random.default_rng(7), seconds * 48_000
    time, samples = np.arange(24_000) / 48_000, np.zeros((2, frames))
    for start in range(0, frames - 24_000, 6_000):
        pitch = 55 * 2 ** (random.integers(0, 48) / 12)
        note = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 6))
        attack = random.uniform(-0.5, 0.5, 24_000) * np.exp(-60 * time)
        samples[:, start : start + 24_000] += (
            (note + attack) * np.exp(-8 * time) * random.uniform(0, 1, (2, 1))
        )
    return samples / np.abs(samples).max() * 0.7


def signals() -> dict[str, np.ndarray]:
    random = np.random.default_rng(8)
    clicks = np.zeros((2, 100_000))
    clicks[random.integers(0, 2, 40), random.integers(0, 100_000, 40)] = random.uniform(-1, 1, 40)
    return {
        "music": music(),
        "limited music": np.tanh(music() * 4),
        "clipped music": np.clip(music() * 4, -0.9, 0.9),
        "noise": random.uniform(-1, 1, (2, 70_000)),
        "soft noise": random.standard_normal((3, 70_000)) * 0.1,
        "clicks": clicks,
        "a click at the start": np.eye(1, 5_000),
        "a click at the end": np.eye(1, 5_000, 4_999),
        "one sample": np.full((1, 1), -0.25),
        "alternating samples": np.resize([1.0, -1.0, -1.0, 1.0], (1, 3_001)),
        "silence": np.zeros((2, 70_000)),
        "very loud": random.standard_normal((1, 5_000)) * 1e30,
        "very soft": random.standard_normal((1, 5_000)) * 1e-30,
    }


@pytest.mark.parametrize("name", signals())
def test_what_is_skipped_could_not_have_raised_the_peak(name: str) -> None:
    samples = signals()[name]
    for block in (65_536, 3_000):
        meter = metered(samples, block=block)
        assert meter.true_peak == pytest.approx(computed_in_full(samples), rel=2e-6)
        assert meter.sample_peak == float(np.abs(samples.astype(np.float32)).max())


@pytest.mark.parametrize("place", range(20, 40))
def test_signals_made_to_peak_between_samples_are_not_skipped(place: int) -> None:
    """One in which each sample has its tap's sign, so that no other has a higher value there."""
    samples = np.zeros((1, 700), np.float32)
    samples[0, place : place + 32] = np.sign(_taps()[5])
    full = computed_in_full(samples)
    assert full == pytest.approx(np.abs(_taps()).sum(axis=1).max(), rel=1e-6)
    for best in (0.99 * full, 0.8 * full):
        assert highest(samples, best) == pytest.approx(full, rel=1e-6)


def test_no_value_between_samples_is_above_what_its_row_is_held_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise that is loud and quiet by turns, so that loud samples ring far into quiet ones."""
    random, rows = np.random.default_rng(9), []
    loud = np.repeat(random.choice([0.001, 0.01, 1.0], (2, 2_500)), 8, axis=1)
    samples = (random.choice([-1.0, 1.0], loud.shape) * loud).astype(np.float32)
    monkeypatch.setattr(
        "stemtui.audio.meters.truepeak._interpolated", lambda *all_of: rows.append(all_of) or 0.0
    )
    highest(samples, 0.0)
    [(windows, where, bounds, _)] = rows
    assert len(bounds) > 2_000
    values = windows[where].astype(np.float64) @ _matrix()
    assert (np.abs(values).max(axis=1) <= bounds).all()


def test_most_of_music_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = []
    limited = np.tanh(music() * 4).astype(np.float32)
    best = highest(limited, 0.0)
    monkeypatch.setattr(
        "stemtui.audio.meters.truepeak._interpolated", lambda *a: rows.append(len(a[2])) or a[3]
    )
    highest(limited, best)
    assert sum(rows) < limited.size / 16 / 20
    assert not may_raise(best / 4, best)


@pytest.mark.parametrize("block", [1, 17, 480, 10**9])
def test_blocks_do_not_matter(block: int) -> None:
    samples = music(1)[:, : 2_000 if block == 1 else None]
    assert metered(samples, block=block).true_peak == pytest.approx(metered(samples).true_peak, rel=1e-6)


@pytest.mark.parametrize("place", [0, 1, 511, 512, 513, 2_000, 65_535, 65_536, 69_999])
def test_a_peak_is_found_wherever_it_lies(place: int) -> None:
    """Two samples of the same sign have a higher value between them, across seams and at the ends too."""
    samples = np.zeros((2, 70_001))
    samples[1, place : place + 2] = 0.5
    assert metered(samples).true_peak == pytest.approx(
        computed_in_full(samples[:, max(0, place - 99) : place + 99])
    )
    assert metered(samples).true_peak > 0.6


@pytest.mark.parametrize("place", [30, 419, 420, 441, 479, 480, 481, 491_039, 491_519, 491_521, 499_000])
@pytest.mark.parametrize("rate", [100, 1_000, 3_800, 8_000, 44_100, 96_000, 192_000])
def test_the_rate_is_nothing_to_a_peak(rate: int, place: int) -> None:
    """To the last bit, though what is looked at by itself is as long as a hop of the rate."""
    samples = np.zeros((1, 500_000), np.float32)
    samples[0, place : place + 2] = 0.5
    assert metered(samples, rate).true_peak == metered(samples).true_peak > 0.6


def test_peaks_may_be_asked_for_at_any_time() -> None:
    meter, samples = Meter(48_000, 2), music(1)
    for start in range(0, samples.shape[1], 5_000):
        meter.add(samples[:, start : start + 5_000])
        assert meter.true_peak == pytest.approx(computed_in_full(samples[:, : start + 5_000]), rel=2e-6)


def test_rms_and_figures() -> None:
    sine = np.sin(2 * np.pi * 1_000 * np.arange(96_000) / 48_000)
    meter = metered(np.vstack([sine, 0 * sine]))
    assert dbfs(meter.rms) == pytest.approx(-6.0206, abs=0.001)
    assert meter.figures.sample_peak_dbfs == pytest.approx(0.0, abs=1e-6)
    assert metered(np.zeros((2, 0))).rms == 0.0


@pytest.mark.parametrize("frames", [0, 1, 40, 500_000])
def test_silence_has_no_levels_and_nothing_that_is_no_number(frames: int) -> None:
    figures = metered(np.zeros((2, frames))).figures
    assert {**vars(figures), "outline": None} == dict.fromkeys(vars(figures))


def test_less_than_a_stretch_waits_for_more() -> None:
    assert highest(np.ones((1, REACH - 1), np.float32), 0.0) == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_a_peak_is_the_same_whatever_is_looked_at_with_it(seed: int) -> None:
    """To the last bit, though a product rounds by where in it something lies."""
    near = np.random.default_rng(seed).standard_normal((128, len(_matrix()))).astype(np.float32)
    values = {_largest(np.roll(near, places, axis=0), 0.0) for places in range(12)}
    assert len(values) == 1
