"""Word lengths: exact where exact is possible, clipping counted, dither that no block size can change."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemtui.audio.samples.quantise import Dither, full_scale, quantise, sounding, unit
from stemtui.audio.samples.scales import step


@pytest.mark.parametrize("bits", [16, 24])
def test_what_is_on_a_step_stays_exactly(bits: int) -> None:
    top = 2 ** (bits - 1)
    steps = np.random.default_rng(1).integers(-top, top, (2, 5_000)).astype(np.int32)
    steps[:, :2] = [[-top, top - 1], [0, -1]]
    quantised, clipped = quantise(unit(steps, bits), bits)
    assert clipped == 0
    assert np.array_equal(quantised, steps)


@pytest.mark.parametrize("bits", [16, 24])
def test_rounding_is_to_the_nearest_step_without_an_offset(bits: int) -> None:
    samples = np.random.default_rng(2).uniform(-0.9, 0.9, (2, 200_000))
    error = (unit(quantise(samples, bits)[0], bits) - samples) / step(bits)
    assert np.abs(error).max() <= 0.5
    assert abs(error.mean()) < 0.005


@pytest.mark.parametrize(
    ("samples", "steps", "clipped"),
    [
        ([0.99999, -1.0], [32_767, -32_768], 1),
        ([32_767 / 32_768, -1.0], [32_767, -32_768], 0),
        ([1.0, 1.5, -1.5, -1.00001], [32_767, 32_767, -32_768, -32_768], 3),
        ([32_767.49 / 32_768, -32_768.49 / 32_768], [32_767, -32_768], 0),
    ],
)
def test_what_does_not_fit_is_clipped_and_counted(
    samples: list[float], steps: list[int], clipped: int
) -> None:
    quantised, count = quantise(np.array([samples]), 16)
    assert (quantised.tolist(), count) == ([steps], clipped)


def test_a_float_print_neither_clips_nor_dithers() -> None:
    samples = np.array([[3.0, -7.5, 0.1]])
    quantised, clipped = quantise(samples, "32f", Dither(1))
    assert quantised.dtype == np.float32 and clipped == 0
    assert np.array_equal(quantised, samples.astype(np.float32))
    assert np.array_equal(unit(quantised, "32f"), samples.astype(np.float32).astype(np.float64))


def test_quantising_leaves_its_input_alone() -> None:
    samples = np.array([[0.1, 2.0, -3.0]])
    quantise(samples, 16, Dither(1))
    assert samples.tolist() == [[0.1, 2.0, -3.0]]


def test_steps() -> None:
    assert (step(16), step(24)) == (2.0**-15, 2.0**-23)
    assert step("32f") == 2.0**-23
    assert step("32f", 0.75) == step("32f", 0.5) == 2.0**-24


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**64 - 1),
    start=st.integers(0, 2**40),
    cuts=st.lists(st.integers(0, 400), max_size=8),
)
def test_dither_is_the_same_in_any_blocks(seed: int, start: int, cuts: list[int]) -> None:
    dither = Dither(seed)
    whole = dither.noise(start, 400, 2)
    edges = [0, *sorted(cuts), 400]
    parts = [dither.noise(start + a, b - a, 2) for a, b in pairwise(edges)]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_a_channel_has_the_same_dither_in_a_wider_file() -> None:
    assert np.array_equal(Dither(5).noise(0, 100, 1)[0], Dither(5).noise(0, 100, 2)[0])


def test_dither_never_changes_from_one_version_to_the_next() -> None:
    steps = Dither(2026).noise(6, 3, 2) * 2**16
    assert steps.tolist() == [[-3283.0, -42034.0, -24494.0], [-1985.0, 27619.0, 8396.0]]


def test_dither_is_triangular_over_one_step_to_either_side() -> None:
    noise = Dither(11).noise(0, 1_000_000, 1)[0]
    assert -1 < noise.min() < -0.99 and 0.99 < noise.max() < 1
    assert abs(noise.mean()) < 0.002
    assert noise.std() == pytest.approx(1 / np.sqrt(6), rel=0.005)
    counts, _ = np.histogram(noise, bins=8, range=(-1, 1))
    assert counts / 1_000_000 == pytest.approx(np.array([1, 3, 5, 7, 7, 5, 3, 1]) / 32, abs=0.002)


def test_dithers_of_channels_outputs_and_frames_are_independent() -> None:
    noises = np.vstack(
        [Dither(1).noise(0, 200_000, 2), Dither(2).noise(0, 200_000, 2), Dither(1).noise(1, 200_000, 2)]
    )
    correlations = np.corrcoef(noises) - np.eye(6)
    assert np.abs(correlations).max() < 0.01


@pytest.mark.parametrize("level", [0.0, 0.25, 0.5, 0.8])
def test_dither_makes_the_error_independent_of_the_signal(level: float) -> None:
    samples = np.full((1, 400_000), level * step(16))
    error = unit(quantise(samples, 16, Dither(3))[0], 16) / step(16) - level
    assert abs(error.mean()) < 0.005
    assert error.std() == pytest.approx(0.5, rel=0.01)
    assert np.abs(error).max() <= 1.5


@pytest.mark.parametrize("block", [1, 7, 100, 4_096])
def test_a_dithered_print_is_the_same_in_any_blocks(block: int) -> None:
    samples = np.random.default_rng(4).uniform(-1, 1, (2, 3_000))
    whole, clipped = quantise(samples, 24, Dither(9), start=123)
    parts = [
        quantise(samples[:, at : at + block], 24, Dither(9), start=123 + at) for at in range(0, 3_000, block)
    ]
    assert np.array_equal(np.concatenate([part for part, _ in parts], axis=1), whole)
    assert sum(count for _, count in parts) == clipped


@pytest.mark.parametrize("bits", [16, 24])
@pytest.mark.parametrize("dither", [None, Dither(5)])
def test_a_print_is_worth_as_much_in_whole_steps_as_in_full_scale(bits: int, dither: Dither | None) -> None:
    quantised, _ = quantise(np.random.default_rng(3).uniform(-1.2, 1.2, (2, 500)), bits, dither)
    assert quantised.dtype == sounding(quantised, bits).dtype == np.int32
    assert np.array_equal(full_scale(sounding(quantised, bits)), unit(quantised, bits))
    floats, _ = quantise(np.array([[0.1, -1.7]]), "32f")
    assert np.array_equal(sounding(floats, "32f"), unit(floats, "32f"))
