"""The mix bus compressor: its curve, its times, and nothing where nothing is to be done."""

from itertools import pairwise

import numpy as np
import pytest

from stemtui.session import Compressor, MixBus
from tests.dynamics import RATE, both, curve, dbtp, sine


def gains(settings: Compressor, signal: np.ndarray) -> np.ndarray:
    return curve(MixBus(compressor=settings), signal)


def tone(level_db: float, seconds: float = 1.0) -> np.ndarray:
    time = np.arange(int(seconds * RATE))
    return both(10 ** (level_db / 20) * np.sin(2 * np.pi * time * 1_000 / RATE))


@pytest.mark.parametrize(
    ("level_db", "knee_db", "reduction_db"),
    [(-6.0, 0.0, 9.0), (-18.0, 0.0, 0.0), (-24.0, 0.0, 0.0), (-6.0, 6.0, 9.0), (-18.0, 8.0, 0.75)],
)
def test_a_steady_level_is_reduced_by_the_ratio(level_db: float, knee_db: float, reduction_db: float) -> None:
    """4:1 above -18 dBFS; a knee of 8 dB takes a sixteenth of it, times 3/4, off at the threshold."""
    settled = gains(Compressor(-18.0, 4.0, knee_db=knee_db), tone(level_db))[RATE // 2 :]
    assert dbtp(settled.min()) == pytest.approx(-reduction_db, abs=0.05)
    assert dbtp(settled.max()) == pytest.approx(-reduction_db, abs=0.05)


def test_a_higher_level_never_comes_out_lower() -> None:
    soft = Compressor(-20.0, 10.0, knee_db=12.0)
    levels = [-40 + step / 2 for step in range(80)]
    out = [level + dbtp(gains(soft, tone(level, 0.3))[-1]) for level in levels]
    assert all(before < after + 0.01 for before, after in pairwise(out))


def test_below_the_knee_nothing_is_done_to_the_bit() -> None:
    quiet = Compressor(-18.0, 4.0, knee_db=6.0)
    assert np.array_equal(gains(quiet, tone(-21.1)), np.ones(RATE))
    assert np.array_equal(
        gains(Compressor(-18.0, 4.0, makeup_db=6.0), tone(-60)), np.full(RATE, 10 ** (6 / 20))
    )


def test_attack_and_release_are_time_constants() -> None:
    """After its time constant a change is done to 63 %, in decibels."""
    step = np.concatenate((tone(-60.0), tone(-6.0), tone(-60.0)), axis=1)
    curve_db = 20 * np.log10(
        gains(Compressor(-18.0, 4.0, attack_ms=20.0, release_ms=200.0, knee_db=0.0), step)
    )
    assert curve_db[RATE - 64] == 0.0
    assert curve_db[RATE + 20 * RATE // 1000] == pytest.approx(-9.0 * 0.632, abs=0.3)
    assert curve_db[2 * RATE - 100] == pytest.approx(-9.0, abs=0.05)
    assert curve_db[2 * RATE + 200 * RATE // 1000] == pytest.approx(-9.0 * 0.368, abs=0.1)


def test_a_reduction_dies_away_for_good() -> None:
    burst = np.concatenate((tone(-6.0, 0.2), tone(-60.0, 2.0)), axis=1)
    found = gains(Compressor(-18.0, 4.0, release_ms=50.0), burst)
    assert found.min() < 0.5
    assert np.array_equal(found[-RATE:], np.ones(RATE))


def test_its_gain_has_no_steps() -> None:
    sudden = np.concatenate((tone(-60.0), tone(0.0)), axis=1)
    found = gains(Compressor(-40.0, 20.0, attack_ms=0.0), sudden)
    assert found.min() < 0.02
    assert np.abs(np.diff(found)).max() <= 1 / 32


def test_either_channel_moves_both() -> None:
    one = sine(0.02)
    one[0] = 0.0
    settings = Compressor(-18.0, 4.0)
    assert np.array_equal(gains(settings, one), gains(settings, one[::-1]))
    assert gains(settings, one).min() < 0.4
