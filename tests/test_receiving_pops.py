"""A 2-pop or slate tone that is louder than the music in the files: it is said, and spoils nothing."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving.sounds.hearing import Asked, Grid, Heard, hear
from stemtui.receiving.sounds.pops import pops
from tests.parcels import MASTER, STEMS, came, kinds, parcel, said, words
from tests.small_sessions import Audio

_RATE = 48_000


def _led(samples: Audio, tone: float = 2_000 / _RATE, peak: float = 0.9, quiet: float = 0.02) -> Audio:
    """A sound that is turned down, and begins two seconds after a tone of 1 kHz of so many seconds."""
    frames = round(tone * _RATE)
    head = np.zeros((len(samples), _RATE // 2 + frames + 2 * _RATE))
    head[:, _RATE // 2 : _RATE // 2 + frames] = peak * np.sin(2.0 * np.pi * 1_000 / _RATE * np.arange(frames))
    music = np.rint(samples * 2**23 * quiet) / 2**23
    return np.concatenate((np.rint(head * 2**23) / 2**23, music), axis=1)


def _mix(*names: str) -> Audio:
    return np.asarray(sum(np.rint(STEMS[name] * 2**23 * 0.02) / 2**23 for name in names))


def _popped(tone: float = 2_000 / _RATE) -> dict[str, Audio]:
    files = {name: _led(samples, tone) for name, samples in STEMS.items()}
    for name, mix in (("Master Mix", _mix(*STEMS)), ("Instrumental", _mix("Drums", "Bass"))):
        files[name] = np.concatenate((_led(MASTER, tone)[:, : -mix.shape[1]], mix), axis=1)
    return files


@pytest.mark.parametrize(("tone", "what"), [(2_000 / _RATE, "2-pop"), (1.5, "slate tone")])
def test_a_tone_in_every_file_spoils_no_sum(tmp_path: Path, tone: float, what: str) -> None:
    one = came(tmp_path, _popped(tone))
    assert kinds(one) == dict.fromkeys(STEMS, "stem") | {"Master Mix": "mix", "Instrumental": "mix"}
    assert said(one) == [f"A {what} (1 kHz, at 0:00.500) is in all files: not compared there."]
    assert "Nothing is left, bit for bit." in words(one)
    assert one.ok


def test_files_without_the_tone_are_named(tmp_path: Path) -> None:
    files = _popped()
    files["Bass"] = files["Bass"].copy()
    files["Bass"][:, : 2 * _RATE] = 0.0
    one = came(tmp_path, files)
    assert "is in 5 of 6 files, and not in 'Bass.wav'" in words(one)
    assert one.ok


def test_a_missing_stem_is_found_behind_a_loud_tone(tmp_path: Path) -> None:
    files = _popped()
    del files["Lead Vocal"]
    one = came(tmp_path, files)
    assert "'Master Mix.wav' holds more than the files here" in words(one)


@pytest.mark.parametrize("hertz", [60.0, 440.0, 1_200.0])
def test_a_note_is_no_pop(tmp_path: Path, hertz: float) -> None:
    note = 0.5 * np.sin(2.0 * np.pi * hertz / _RATE * np.arange(2_400))
    line = np.concatenate((np.zeros(4_800), note, np.zeros(_RATE), note))[None]
    parcel(tmp_path, {"Lead": line})
    (one,) = hear([Asked(tmp_path / "Lead.wav", "Lead.wav")], Grid.over(line.shape[1]))
    assert isinstance(one, Heard)
    assert pops([one]) == {}


def test_a_mix_that_starts_with_its_music_is_placed_behind_the_tone_of_the_stems(tmp_path: Path) -> None:
    files = _popped(1.5)
    for mix in ("Master Mix", "Instrumental"):
        files[mix] = files[mix][:, 3 * _RATE :]
    one = came(tmp_path, files)
    assert kinds(one) == dict.fromkeys(STEMS, "stem") | {"Master Mix": "mix", "Instrumental": "mix"}
    assert "Nothing is left, bit for bit." in words(one)
    assert "A slate tone (1 kHz, at 0:00.500) is in 4 of 6 files, and not in" in words(one)
    assert any("144000 samples" in text for text in said(one))


def test_a_click_is_no_tone_before_the_music(tmp_path: Path) -> None:
    click = np.zeros((1, MASTER.shape[1]))
    for at in range(0, click.shape[1] - 24_000, 24_000):
        click[:, at : at + 480] = 0.5 * np.sin(2.0 * np.pi * 1_000 / _RATE * np.arange(480))
    one = came(tmp_path, STEMS | {"Master Mix": MASTER, "Click": np.rint(click * 2**23) / 2**23})
    assert not any("kHz" in text for text in said(one))
