"""Sums: integers where they can be, and the same number whichever way it was added."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemtui.audio.samples.quantise import STEP, full_scale
from stemtui.render.engine.sums import Sum

FRAMES = 8
LOWEST, HIGHEST = -(2**23), 2**23 - 1

gains = st.sampled_from([0.0, 1.0, -1.0, 0.5, -0.25])


@st.composite
def parts(draw: st.DrawFn) -> tuple[npt.NDArray[Any], tuple[float, ...], int]:
    """Samples of one or two channels, whole steps or not, with gains and a place in the block."""
    rows, frames = draw(st.integers(1, 2)), draw(st.sampled_from([3, FRAMES]))
    steps = draw(st.lists(st.integers(LOWEST, HIGHEST), min_size=rows * frames, max_size=rows * frames))
    sounding = np.array(steps, np.int32).reshape(rows, frames)
    left, right = draw(gains), draw(gains)
    first = draw(st.integers(0, FRAMES - frames))
    return sounding if draw(st.booleans()) else full_scale(sounding), (left, right), first


@settings(max_examples=300, deadline=None)
@given(st.lists(parts(), max_size=12))
def test_a_sum_is_what_float64_makes_of_it(
    added: list[tuple[npt.NDArray[Any], tuple[float, ...], int]],
) -> None:
    found, expected = Sum(2, FRAMES), np.zeros((2, FRAMES))
    for sounding, factors, first in added:
        found.add(sounding, factors, first)
        for channel, gain in enumerate(factors):
            samples = full_scale(sounding)[channel % len(sounding)]
            expected[channel, first : first + sounding.shape[1]] += samples * gain
    assert np.array_equal(np.broadcast_to(full_scale(found.total()), (2, FRAMES)), expected)


@pytest.mark.parametrize("sample", [LOWEST, HIGHEST])
@pytest.mark.parametrize("sides", [(1.0, 1.0), (1.0, -1.0)])
def test_any_number_of_tracks_at_full_scale_adds_up(sample: int, sides: tuple[float, float]) -> None:
    track = np.full((1, FRAMES), sample, np.int32)
    total = Sum(2, FRAMES)
    for _ in range(1_000):
        total.add(track, sides)
    expected = np.outer(sides, np.full(FRAMES, 1_000 * sample * STEP))
    assert np.array_equal(np.broadcast_to(full_scale(total.total()), (2, FRAMES)), expected)


def test_sums_of_sums_do_not_overflow_either() -> None:
    whole = Sum(1, FRAMES)
    for _ in range(200):
        whole.add(np.full((1, FRAMES), LOWEST, np.int32), (1.0,))
    stem = whole.total()
    assert stem.dtype == np.int32
    mix = Sum(2, FRAMES)
    for _ in range(3):
        mix.add(stem, (1.0, 1.0), tracks=200)
    assert np.array_equal(full_scale(mix.total())[0], np.full(FRAMES, -600.0))


def test_what_is_alike_stays_one_row_of_whole_steps() -> None:
    total = Sum(2, FRAMES)
    total.add(np.ones((1, FRAMES), np.int32), (1.0, 1.0))
    assert total.total().shape == (1, FRAMES) and total.total().dtype == np.int32
    total.add(np.ones((2, FRAMES), np.int32), (1.0, 1.0))
    assert total.total().shape == (2, FRAMES)


@settings(max_examples=300, deadline=None)
@given(st.lists(parts(), max_size=6))
def test_a_sum_writes_to_nothing_that_is_added_and_its_total_is_its_own(
    added: list[tuple[npt.NDArray[Any], tuple[float, ...], int]],
) -> None:
    found = Sum(2, FRAMES)
    for sounding, factors, first in added:
        before = sounding.copy()
        sounding.flags.writeable = False  # as a reel gives it
        found.add(sounding, factors, first)
        assert np.array_equal(sounding, before)
    total = found.total()
    kept = total.copy()
    for sounding, _, _ in added:
        sounding.flags.writeable = True
        sounding[:] = 77
    assert np.array_equal(total, kept)


def test_as_many_tracks_as_fit_are_whole_steps_whatever_their_channels() -> None:
    total = Sum(2, FRAMES)
    for number in range(255):
        total.add(np.full((1 + number % 2, FRAMES), LOWEST, np.int32), (1.0, 1.0))
    added = total.total()
    assert added.dtype == np.int32 and (added == 255 * LOWEST).all()
