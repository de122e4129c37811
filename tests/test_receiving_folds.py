"""Mono mixes beside stereo stems, limiters whose sides act apart, and two faults in one folder of tracks."""

from pathlib import Path

import numpy as np
import pytest

from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    STEMS,
    came,
    kinds,
    late,
    panned,
    said,
    tracks,
    whole,
    words,
)
from tests.small_sessions import Audio


def mono(samples: Audio) -> Audio:
    return whole(samples.mean(axis=0, keepdims=True))


@pytest.mark.parametrize(("gain", "at"), [(1.0, "at 0 dB"), (0.5**-0.5, "at +3.01 dB")])
def test_a_mono_mix_is_compared_with_the_fold_of_stereo_stems(tmp_path: Path, gain: float, at: str) -> None:
    received = came(tmp_path, STEMS | {"Mono Mix": mono(MASTER * gain)})
    assert not said(received)
    assert kinds(received) == dict.fromkeys(STEMS, "stem") | {"Mono Mix": "mix"}
    assert f"folded to mono, {at}" in words(received)
    assert received.as_dict()["sums"][0]["folded"]
    assert received.lefts[0].is_rounding


def test_a_mono_mix_that_holds_more_than_the_folded_stems_says_so(tmp_path: Path) -> None:
    received = came(tmp_path, {"Drums": DRUMS, "Bass": BASS, "Lead Vocal": LEAD, "Mono Mix": mono(MASTER)})
    assert "folded to mono, at 0 dB, and more" in words(received)
    assert not received.ok


def test_a_limiter_whose_sides_act_apart_treats_the_sum_as_a_whole(tmp_path: Path) -> None:
    power = np.stack([np.convolve(np.square(side), np.ones(4800) / 4800, "same") for side in MASTER])
    mix = whole(MASTER / np.sqrt(1.0 + power / 0.001))
    received = came(tmp_path, STEMS | {"Master Mix": mix})
    assert received.ok and received.lefts[0].by_sides
    assert "with one gain for each side that follows time" in words(received)


def test_gains_of_sides_that_act_apart_are_told_of_each_side(tmp_path: Path) -> None:
    falling = np.linspace(1.0, 0.7, MASTER.shape[1])
    received = came(tmp_path, STEMS | {"Master Mix": whole(MASTER * np.stack([falling, falling[::-1]]))})
    (left,) = received.lefts
    assert left.by_sides
    low, high = left.gains_db
    assert 2.0 < high - low < -20 * np.log10(0.7)


def test_a_late_stem_is_found_beside_a_short_one_and_the_tracks_of_a_third(tmp_path: Path) -> None:
    parts = dict([*tracks().items()][:3])
    drums, instrumental = panned(parts), panned(parts) + INSTRUMENTAL - DRUMS + LEAD + BACKING
    short = {"Keys STEM": BACKING[:, :-9_600], "Pad STEM": late(LEAD, 96)}
    received = came(
        tmp_path, parts | short | {"Drums STEM": drums, "Bass STEM": BASS, "Instrumental": instrumental}
    )
    text = said(received)
    assert any("'Pad STEM.wav' is 96 samples" in one for one in text)
    assert any("'Keys STEM.wav' is 9600 samples" in one for one in text)
    assert not any("songs" in one for one in text)


def test_a_file_that_is_part_of_nothing_may_be_what_a_mix_holds_more(tmp_path: Path) -> None:
    changed = whole(LEAD * np.linspace(1.0, -1.0, LEAD.shape[1]))
    text = said(came(tmp_path, STEMS | {"Lead Vocal": changed, "Master Mix": MASTER}))
    assert any("It may be 'Lead Vocal.wav', moved or changed" in one for one in text)


def test_a_two_pop_that_is_in_each_file_is_told_by_its_place(tmp_path: Path) -> None:
    pop = np.zeros((1, 9_600))
    pop[0, 2_400:4_000] = 0.03 * np.sin(np.arange(1_600) * 0.13)
    files = {name: np.hstack([np.repeat(pop, len(one), axis=0), one]) for name, one in STEMS.items()}
    received = came(tmp_path, files | {"Master Mix": np.hstack([np.repeat(pop, 2, axis=0), MASTER])})
    text = words(received)
    assert "at 0 dB they leave" in text and "a 2-pop that is in each file adds up so" in text
    assert "compressor" not in text


def test_a_stereo_file_among_surround_files_is_compared_with_nothing(tmp_path: Path) -> None:
    wide = {name: np.vstack([one] * (6 // len(one))) for name, one in STEMS.items()}
    received = came(tmp_path, wide | {"Master Mix": sum(wide.values()), "LtRt": MASTER})
    assert any("was compared with nothing: no other file has one or two" in one for one in said(received))


def test_two_sides_with_the_same_samples_are_one_stem(tmp_path: Path) -> None:
    sides = {
        f"{name}.{side}": one[at : at + 1]
        for name, one in STEMS.items()
        if len(one) == 2
        for at, side in enumerate("LR")
    }
    mixes = {"Mix.L": MASTER[:1], "Mix.R": MASTER[1:]}
    received = came(tmp_path, sides | {"Bass.L": BASS, "Bass.R": BASS} | mixes)
    assert received.ok and any("holds the same samples as 'Bass.L.wav'" in one for one in said(received))
    assert set(kinds(received).values()) == {"mix", "stem"}


def test_all_the_stems_are_not_met_by_a_file_that_may_be_a_track(tmp_path: Path) -> None:
    pianos = {"Piano 1": BASS, "Piano 2": LEAD, "Piano 3": BACKING}
    files = {"Drums": DRUMS, **pianos, "Master Mix": MASTER}
    (line,) = came(tmp_path, files, "all the stems").lines or ()
    assert line.state == "cannot tell" and '"Master Mix" is the sum of them and Piano 1' in line.why


def test_the_word_stem_before_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    names = {f"Song_STEM_{name}_48k24b": one for name, one in STEMS.items()}
    received = came(tmp_path, names | {"Song_MIX_48k24b": MASTER}, "lead vocal stem, drum stem")
    assert received.ok
