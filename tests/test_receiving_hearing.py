"""What is kept of a sound file that was heard: a sketch that is as loud as the sound, at any pitch."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving.sounds.hearing import AS_IS, INVERTED, SIDES, Asked, Grid, Heard, hear
from stemtui.receiving.sounds.names import read
from stemtui.receiving.sums.placing import in_place
from stemtui.receiving.sums.tallies import _with_gain
from tests.parcels import FRAMES, MASTER, STEMS, parcel, sound, whole


@pytest.mark.parametrize("tone", [55.0, 110.0, 220.0, 440.0, 880.0, 1760.0, 3520.0, 7040.0])
def test_a_sketch_is_as_loud_as_the_sound_is_at_any_pitch(tmp_path: Path, tone: float) -> None:
    frames = 48_000 * 8
    sine = whole(0.5 * np.sin(2.0 * np.pi * tone / 48_000 * np.arange(frames))[None])
    parcel(tmp_path, {"Tone": sine})
    (one,) = hear([Asked(tmp_path / "Tone.wav", "Tone.wav")], Grid.over(frames))
    assert isinstance(one, Heard)
    assert 10.0 * np.log10(np.square(one.sketch[0]).sum() / one.energy) == pytest.approx(0.0, abs=0.7)


def test_sides_are_taken_in_the_way_that_was_named_last(tmp_path: Path) -> None:
    parcel(tmp_path, {"Keys": sound(1)})
    (one,) = hear([Asked(tmp_path / "Keys.wav", "Keys.wav")], Grid.over(FRAMES))
    assert isinstance(one, Heard)
    for first in SIDES:
        for second in SIDES:
            twice = one.turned(first).turned(second)
            assert twice.asked.sides == second
            assert np.allclose(twice.sketch, one.turned(second).sketch)


def test_a_file_that_adds_up_as_it_comes_is_not_left_turned(tmp_path: Path) -> None:
    parcel(tmp_path, STEMS | {"Master Mix": MASTER})
    names = [*STEMS, "Master Mix"]
    ways = [INVERTED if name == "Drums" else AS_IS for name in names]
    grid = Grid.over(FRAMES)
    asked = [Asked(tmp_path / f"{name}.wav", name, sides=way) for name, way in zip(names, ways, strict=True)]
    heard = tuple(one for one in hear(asked, grid) if isinstance(one, Heard))
    added, _ = in_place(heard, grid, read([one.file for one in heard]))
    assert {one.asked.sides for one in added.heard} == {AS_IS}
    assert [one.inverted for one in added.sums] == [()]


@pytest.mark.parametrize(("each_db", "are_apart"), [(-57.0, False), (-80.0, True)])
def test_sides_were_treated_apart_only_where_a_gain_for_each_leaves_far_less(
    each_db: float, are_apart: bool
) -> None:
    steady = [[10.0 ** (db / 10.0)] * 3 for db in (-51.5, each_db)]
    assert _with_gain(np.array(steady), 1.0)[2] is are_apart
