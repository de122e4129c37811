"""How the limiter sees peaks between samples: close enough, and nothing skipped that matters."""

import numpy as np
import pytest

from stemtui.audio.dynamics.peaks import BEND, EIGHTHS, HALVES, QUARTERS, REACH, Peaks, between
from tests.dynamics import dbtp, hot_signals, sine

CELL = 32


def cells(signal: np.ndarray) -> np.ndarray:
    return signal[:, : signal.shape[1] // CELL * CELL].reshape(2, -1, CELL)


@pytest.mark.parametrize("frequency", [0.001, 0.1, 0.25, 0.3, 0.35, 0.4, 0.43, 0.45])
def test_the_peak_of_a_sine_is_found_in_any_phase(frequency: float) -> None:
    for phase in np.linspace(0, 0.5, 17):
        steady = cells(sine(frequency, phase))[:, 100:400]
        highest = max(Peaks(0.0, CELL).push(steady)[2:])
        assert -0.2 <= dbtp(highest) <= 0.07


@pytest.mark.parametrize("weights", [HALVES, QUARTERS, EIGHTHS])
def test_a_straight_line_stays_one(weights: tuple[float, ...]) -> None:
    assert sum(weights) == pytest.approx(0.5, abs=2e-6)


def test_the_bend_bounds_how_far_a_point_is_from_its_line() -> None:
    """Every signal is a line through two samples plus bends: each bend's worth, added up, is the bound."""
    at = np.arange(2 * REACH + 1) - REACH
    bends = []
    for corner in range(1 - REACH, REACH):
        bent = np.maximum(0, at - corner).astype(np.float64)
        bends.append(bent - bent[REACH] - (bent[REACH + 1] - bent[REACH]) * at)
    worth = between(np.array(bends, dtype=np.float32).T.copy())
    assert 0.5 < worth.sum() <= BEND


@pytest.mark.parametrize("threshold", [0.2, 0.6, 0.95])
def test_skipping_what_cannot_matter_changes_nothing_that_does(threshold: float) -> None:
    for name, signal in hot_signals():
        exact, quick = (Peaks(limit, CELL).push(cells(signal)) for limit in (0.0, threshold))
        is_high = exact > threshold
        assert np.array_equal(quick[is_high], exact[is_high]), name
        assert (quick[~is_high] <= threshold).all(), name


def test_a_level_is_that_of_the_cell_before() -> None:
    click = np.zeros((2, 10, CELL))
    click[1, 4, 7] = -0.5
    levels = Peaks(0.0, CELL).push(click)
    assert levels[5] == pytest.approx(0.5) and levels[4] < 0.1 and levels[6] < 0.1
