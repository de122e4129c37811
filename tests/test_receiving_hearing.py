"""What is kept of a sound file that was heard: a sketch that is as loud as the sound, at any pitch."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving.hearing import Asked, Grid, Heard, hear
from tests.parcels import parcel, whole


@pytest.mark.parametrize("tone", [55.0, 110.0, 220.0, 440.0, 880.0, 1760.0, 3520.0, 7040.0])
def test_a_sketch_is_as_loud_as_the_sound_is_at_any_pitch(tmp_path: Path, tone: float) -> None:
    frames = 48_000 * 8
    sine = whole(0.5 * np.sin(2.0 * np.pi * tone / 48_000 * np.arange(frames))[None])
    parcel(tmp_path, {"Tone": sine})
    (one,) = hear([Asked(tmp_path / "Tone.wav", "Tone.wav")], Grid.over(frames))
    assert isinstance(one, Heard)
    assert 10.0 * np.log10(np.square(one.sketch[0]).sum() / one.energy) == pytest.approx(0.0, abs=0.7)
