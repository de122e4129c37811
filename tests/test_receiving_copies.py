"""Files that are another one here once more: as MP3, or with dither on each side."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from stemtui.receiving import receive
from tests.parcels import FRAMES, RIGHT, deep, ordered, parcel, said, states, whole, words
from tests.small_sessions import Audio

_MIX = whole(deep(60, 2, 0.2) + deep(61, 2, 0.2))
_SET = {"Drums": whole(_MIX - deep(61, 2, 0.2)), "Bass": deep(61, 2, 0.2), "Master": _MIX}


def _as_mp3(path: Path, samples: Audio, late: int = 0) -> None:
    soundfile.write(path, np.pad(samples, ((0, 0), (late, 0))).T, 48_000, format="MP3")


def test_an_mp3_beside_its_mix_is_that_mix_again_and_no_fault(tmp_path: Path) -> None:
    parcel(tmp_path, _SET)
    _as_mp3(tmp_path / "A Master ref.mp3", _MIX)
    received = receive(tmp_path, ordered("master mix, drum stem, bass stem; 24/48 wavs"))
    assert received.ok and set(states(received)) == {"met"}, said(received)
    (text,) = said(received)
    assert text.startswith("A Master ref.mp3: is 'Master.wav' again as MP3; ")
    assert '"Master" is the sum of 2 files: Bass and Drums, at 0 dB' in words(received)


def test_that_an_mp3_came_late_out_of_its_codec_is_no_fault(tmp_path: Path) -> None:
    parcel(tmp_path, _SET)
    _as_mp3(tmp_path / "Master.mp3", _MIX, 1105)
    received = receive(tmp_path)
    assert received.ok, said(received)
    assert any("again as MP3" in one and "1105 samples late" in one for one in said(received))


def test_an_mp3_that_is_called_another_mix_is_a_fault(tmp_path: Path) -> None:
    parcel(tmp_path, _SET)
    _as_mp3(tmp_path / "Instrumental.mp3", _MIX)
    assert not receive(tmp_path).ok


def test_an_mp3_in_the_place_of_a_file_is_not_the_form_that_was_ordered(tmp_path: Path) -> None:
    parcel(tmp_path, {name: one for name, one in _SET.items() if name != "Master"})
    _as_mp3(tmp_path / "Master.mp3", _MIX)
    faults = [str(one) for one in receive(tmp_path, ordered("master mix, 24/48 wavs")).faults]
    assert faults == ["'Master.mp3' is 48 kHz MP3, and 48 kHz 24-bit was ordered. Ask for that form."]


@pytest.mark.parametrize(("apart", "state"), [(1, "met"), (3, "met"), (40, "not met")])
def test_a_mono_stem_with_dither_on_each_side_is_mono(tmp_path: Path, apart: int, state: str) -> None:
    """16-bit dither of two sides differs by less than three steps, whatever they hold."""
    bass = np.rint(RIGHT["Bass"] * 32768)
    differs = np.random.default_rng(5).integers(-apart, apart + 1, (1, FRAMES))
    files = RIGHT | {"Bass": np.concatenate((bass, bass + differs)) / 32768}
    parcel(tmp_path, files, subtype="PCM_16")
    received = receive(tmp_path, ordered("bass stem in mono"))
    assert states(received) == [state], words(received)
    assert ("both channels alike but for rounding" in words(received)) == (state == "met")


def test_the_original_of_copies_is_in_the_longest_words_and_under_the_plainest_name(tmp_path: Path) -> None:
    parcel(tmp_path, _SET | {"Bass copy": _SET["Bass"], "Drums (1)": _SET["Drums"]})
    parcel(tmp_path, {"Master 16": _MIX}, subtype="PCM_16")
    received = receive(tmp_path)
    assert received.ok, said(received)
    assert '"Master" is the sum of 2 files: Bass and Drums, at 0 dB' in words(received)
    assert "2 STEMS: Bass and Drums; 2 more are copies." in words(received)


def test_two_files_of_one_name_but_for_the_ending_say_one_thing(tmp_path: Path) -> None:
    parcel(tmp_path, _SET)
    soundfile.write(tmp_path / "Master.aiff", _MIX.T, 48_000, subtype="PCM_24")
    soundfile.write(tmp_path / "Master 16.wav", _MIX.T, 48_000, subtype="PCM_16")
    assert receive(tmp_path).ok


def test_a_version_of_the_mix_at_another_rate_is_that_and_no_fault(tmp_path: Path) -> None:
    parcel(tmp_path, _SET)
    resampled = soxr.resample(_MIX.T, 48_000, 44_100, "VHQ")
    soundfile.write(tmp_path / "Master 44.1k 16bit.wav", resampled, 44_100, subtype="PCM_16")
    received = receive(tmp_path)
    assert received.ok, said(received)
    (text,) = said(received)
    assert "is 'Master.wav' again at 44.1 kHz, 16-bit;" in text
