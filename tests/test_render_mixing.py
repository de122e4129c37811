"""Mixing: whatever was summed before, a sum is the same, and whole steps where all in it is."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemtui.audio.samples.quantise import STEP, full_scale
from stemtui.audio.samples.silence import is_silence, silence
from stemtui.render.engine.mixing import Mixing

FRAMES = 4
Bus = npt.NDArray[Any]


@st.composite
def buses(draw: st.DrawFn) -> tuple[Bus, int]:
    """A bus that so many tracks of 24 bit feed."""
    tracks, rows = draw(st.sampled_from([1, 2, 60, 130, 254])), draw(st.integers(1, 2))
    if draw(st.integers(0, 4)) == 0:
        return silence(1, FRAMES), tracks
    reach = tracks * 2**23
    steps = draw(st.lists(st.integers(-reach, reach - 1), min_size=rows * FRAMES, max_size=rows * FRAMES))
    bus = np.array(steps, np.int32).reshape(rows, FRAMES)
    bus.flags.writeable = False
    return bus if draw(st.integers(0, 4)) else full_scale(bus), tracks


@settings(max_examples=400, deadline=None)
@given(st.lists(buses(), min_size=1, max_size=6), st.data())
def test_an_output_is_what_float64_makes_of_its_buses_whatever_was_made_before(
    made: list[tuple[Bus, int]], data: st.DataObject
) -> None:
    mixing = Mixing([bus for bus, _ in made], [tracks for _, tracks in made])
    gains = st.sampled_from([1.0, 1.0, 1.0, 0.5, -1.0])
    for _ in range(6):
        members = data.draw(st.sets(st.integers(0, len(made) - 1), min_size=1))
        weights = [(bus, data.draw(gains)) for bus in sorted(members)]
        expected = np.zeros((2, FRAMES))
        for bus, weight in weights:
            expected += full_scale(made[bus][0]) * weight
        found = mixing.of(weights)
        assert len(found) == max(len(made[bus][0]) for bus, _ in weights)
        assert np.array_equal(np.broadcast_to(full_scale(found), (2, FRAMES)), expected)


def test_mixes_that_differ_by_a_stem_are_whole_steps_and_one_row_where_all_is() -> None:
    mixing = Mixing([np.full((1, FRAMES), 2**number, np.int32) for number in range(6)], [40] * 6)
    for without in (6, 3, 0, 5):
        found = mixing.of([(bus, 1.0) for bus in range(6) if bus != without])
        assert found.dtype == np.int32 and found.shape == (1, FRAMES)
        assert found[0, 0] == 63 - (2**without if without < 6 else 0)


@pytest.mark.parametrize("sample", [-(2**23), 2**23 - 1])
def test_a_sum_that_would_not_fit_on_the_way_does_at_the_end(sample: int) -> None:
    mixing = Mixing([np.full((1, FRAMES), 120 * sample, np.int32) for _ in range(4)], [120] * 4)
    assert mixing.of([(0, 1.0), (1, 1.0)])[0, 0] == 240 * sample
    assert mixing.of([(2, 1.0), (1, 1.0)])[0, 0] == 240 * sample
    assert full_scale(mixing.of([(bus, 1.0) for bus in range(4)]))[0, 0] == 480 * sample * STEP


def test_a_mix_of_silence_is_silence() -> None:
    mixing = Mixing([silence(1, FRAMES)] * 3, [1] * 3)
    assert is_silence(mixing.of([(0, 0.5), (2, 1.0)]))
