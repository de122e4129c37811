"""The numbers behind sums: gains that are never negative, how sure they are, lags, and sketches."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving.sounds.fitting import MANY, errors, gains, least_left
from stemtui.receiving.sounds.hearing import BLOCK, MOST_CELLS, Asked, Grid, Heard, hear
from stemtui.receiving.sums.lags import placed
from tests.parcels import BASS, DRUMS, sound
from tests.small_sessions import write


@pytest.mark.parametrize(("seed", "number"), [*((seed, 9) for seed in range(20)), (20, 80), (21, 120)])
def test_gains_are_the_best_that_are_not_negative(seed: int, number: int) -> None:
    rng = np.random.default_rng(seed)
    files, target = rng.standard_normal((number, 4 * number + 4)), rng.standard_normal(4 * number + 4)
    found = gains(files @ files.T, files @ target, float(target @ target))
    slope = files @ (target - found @ files)
    # the conditions of Karush, Kuhn and Tucker: no gain that is used can be bettered, no other one helps
    assert (found >= 0).all()
    assert np.abs(slope[found > 0]).max(initial=0.0) < 1e-6
    assert slope[found == 0].max(initial=0.0) < 1e-5


def test_files_that_are_the_same_do_not_confuse_gains() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.standard_normal((2, 200))
    files, target = np.stack([one, other, one, one + other]), one + other
    found = gains(files @ files.T, files @ target, float(target @ target))
    assert np.allclose(found @ files, target, atol=1e-5)


def test_of_many_files_that_are_sums_of_others_the_fewest_are_taken() -> None:
    rng = np.random.default_rng(3)
    stems = rng.standard_normal((MANY, 400))
    half, files = stems[: MANY // 2].sum(axis=0), np.vstack([stems, stems[: MANY // 2].sum(axis=0)])
    target = half + stems[-1]
    found = gains(files @ files.T, files @ target, float(target @ target))
    assert np.flatnonzero(found > 0.5).tolist() == [MANY - 1, MANY]


def test_errors_are_those_that_repeated_measurements_have() -> None:
    rng = np.random.default_rng(2)
    files = rng.standard_normal((3, 2, 400)) * np.linspace(0.1, 2.0, 400)
    flat = files.reshape(3, -1)
    estimates, told = [], []
    for _ in range(400):
        rest = np.repeat(rng.standard_normal((1, 400)), 2, axis=0) * np.linspace(0.1, 2.0, 400)
        target = files.sum(axis=0) + rest
        own = np.linalg.solve(flat @ flat.T, flat @ target.reshape(-1))
        estimates.append(own)
        told.append(errors(files, flat @ flat.T, target - np.tensordot(own, files, 1)))
    assert np.mean(told, axis=0) == pytest.approx(np.std(estimates, axis=0), rel=0.1)


def test_what_all_files_together_must_leave_is_known_beforehand() -> None:
    rng = np.random.default_rng(3)
    files = rng.standard_normal((4, 300))
    files[3] = files[0] + files[1]
    left = least_left(files @ files.T)
    assert left[3] < 1e-6 and left[0] < 1e-6
    assert left[2] > 0.9


def heard(folder: Path, samples: np.ndarray, start: int = 0) -> Heard:
    write(folder / "a.wav", samples)
    (one,) = hear([Asked(folder / "a.wav", "a.wav", start)], Grid.over(200_000))
    assert isinstance(one, Heard)
    return one


def test_sketches_add_up_as_their_sounds_do(tmp_path: Path) -> None:
    parts = [heard(tmp_path, samples).sketch for samples in (DRUMS, BASS)]
    assert np.allclose(parts[0] + parts[1], heard(tmp_path, DRUMS + BASS).sketch, atol=1e-9)
    level = np.square(parts[0]).sum() / (DRUMS**2).sum()
    assert level == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("start", [0, 1, 37, 70_000, -37, -9_600])
def test_a_sketch_of_a_file_at_its_place_is_that_of_the_same_sound_there(tmp_path: Path, start: int) -> None:
    sounds = sound(5)
    if start < 0:
        placed_by_hand = heard(tmp_path, sounds[:, -start:]).sketch
    else:
        placed_by_hand = heard(tmp_path, np.concatenate((np.zeros((2, start)), sounds), axis=1)).sketch
    own = heard(tmp_path, sounds, start).sketch
    first = (
        Grid.over(sounds.shape[1]).before // 64
    )  # what is placed before the first frame is not in the file made by hand
    assert np.allclose(own[:, first:], placed_by_hand[:, first:], atol=1e-9)


@pytest.mark.parametrize("frames", [0, 1, 48_000, 12_000_000, 800_000_000])
def test_what_is_kept_of_a_file_does_not_grow_with_it(frames: int) -> None:
    grid = Grid.over(frames)
    assert grid.cell * grid.cells >= frames + 2 * BLOCK
    assert grid.cells <= MOST_CELLS + 19 * BLOCK // grid.cell


def test_lags_are_followed_from_file_to_file_and_most_files_are_on_time() -> None:
    # 0 is 239 late beside 2, 3 and 4, and as late as 1
    assert placed({(0, 1): 0, (0, 2): 239, (0, 3): 239, (0, 4): 239}, [0]) == {0: 239, 1: 239}
    assert placed({(0, 1): 0, (1, 2): -37, (0, 3): 0}, [0]) == {2: 37}
    assert placed({(1, 2): 5, (1, 3): 5, (1, 4): 5}, [0, 1]) == {1: 5}, "the loudest may have no lags"
    assert placed({}, [0]) == {}
