"""Mixes that what came does not add up to: what is said of them, and what `verify` exits with."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving import receive
from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    FRAMES,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    MIXES,
    RIGHT,
    SIX,
    STEMS,
    came,
    dropped,
    kinds,
    late,
    limited,
    panned,
    parcel,
    said,
    sound,
    tracks,
    whole,
    words,
)
from tests.small_sessions import Audio, write

SWAPPED, RIGHT_TURNED = LEAD[::-1], LEAD * np.array([[1.0], [-1.0]])


@pytest.mark.parametrize(
    ("file", "samples", "fault"),
    [
        ("Lead Vocal", SWAPPED, "Lead Vocal.wav: has left and right swapped"),
        ("Lead Vocal", RIGHT_TURNED, "Lead Vocal.wav: is inverted in polarity on the right"),
        ("Lead Vocal", -RIGHT_TURNED, "Lead Vocal.wav: is inverted in polarity on the left"),
        ("Master Mix", MASTER[::-1], "Master Mix.wav: has left and right swapped"),
        ("Master Mix", -MASTER, "Master Mix.wav: is inverted in polarity"),
    ],
)
def test_sides_that_are_not_as_they_are_in_the_mix_are_named(
    tmp_path: Path, file: str, samples: Audio, fault: str
) -> None:
    received = came(tmp_path, STEMS | {"Master Mix": MASTER} | {file: samples})
    (problem,) = received.problems
    assert str(problem).startswith(fault) and "only when that is undone does it fit the others" in str(
        problem
    )
    assert not received.ok
    assert received.lefts[0].found.peak == 0.0, "and then nothing is left"


def test_an_inverted_stem_beside_a_late_one_is_named_too(tmp_path: Path) -> None:
    wrong = {"Drums": -DRUMS, "Lead Vocal": late(LEAD, 480)}
    faults = [str(one) for one in came(tmp_path, RIGHT | wrong).faults]
    assert any(one.startswith("Drums.wav: is inverted in polarity") for one in faults)
    assert any("'Lead Vocal.wav' is 480 samples (10 ms) late" in one for one in faults)


@pytest.mark.parametrize("by", [1, 480, 12_000])
def test_a_late_stem_is_found_where_its_mix_is_held_by_another(tmp_path: Path, by: int) -> None:
    files = {name: np.pad(one, ((0, 0), (0, 24_000))) for name, one in (STEMS | MIXES).items()}
    received = came(tmp_path, files | {"Drums": late(files["Drums"], by)})
    assert {received.called[at].label: late for at, late in received.late.items()} == {"Drums": by}


def test_heads_that_were_cut_are_told_from_tails_that_were(tmp_path: Path) -> None:
    heads = came(tmp_path / "heads", RIGHT | {"Lead Vocal": LEAD[:, 30_000:]})
    assert any("'Lead Vocal.wav' is 30000 samples (625 ms) early" in one for one in said(heads))
    tails = came(tmp_path / "tails", RIGHT | {"Lead Vocal": LEAD[:, :-2400]})
    assert not tails.late and any("shorter than the others" in one for one in said(tails))


def test_a_count_in_before_the_mix_is_found(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master Mix": np.hstack([np.zeros((2, 96_000)), MASTER])})
    assert {received.called[at].label: late for at, late in received.late.items()} == {"Master Mix": 96_000}


@pytest.mark.parametrize(("db", "how"), [(-3.0, "3.00 dB too quiet"), (12.0, "12.00 dB too loud")])
def test_a_stem_at_another_level_than_in_every_mix_is_a_fault(tmp_path: Path, db: float, how: str) -> None:
    received = came(tmp_path, RIGHT | {"Bass": whole(BASS * 10 ** (db / 20))})
    (fault,) = received.faults
    assert fault.path == "Bass.wav" and how in fault.message
    assert ("pan law" in fault.message) == (db == -3.0)


def test_a_mix_with_one_stem_moved_beside_the_master_is_no_fault(tmp_path: Path) -> None:
    up = whole(MASTER + LEAD * (10 ** (1 / 20) - 1))
    assert came(tmp_path, STEMS | MIXES | {"Vocal Up Mix": up}).ok


def test_most_of_a_mix_may_be_moved_beside_the_master(tmp_path: Path) -> None:
    """Two of its three parts are up: the third, as it is in the master, is not too loud."""
    files = {"Lead Vocal": LEAD, "Backing Vocals": BACKING, "Instrumental Mix": INSTRUMENTAL}
    up = whole(INSTRUMENTAL + (LEAD + BACKING) * 10 ** (1 / 20))
    received = came(tmp_path, files | {"Master Mix": MASTER, "Vocal Up Mix": up})
    assert not [one for one in said(received) if "too loud" in one or "too quiet" in one]


def test_stems_that_were_each_normalised_are_a_fault(tmp_path: Path) -> None:
    loud = {name: samples * (0.9 / np.abs(samples).max()) for name, samples in STEMS.items()}
    (fault,) = came(tmp_path, loud | {"Master Mix": MASTER}).faults
    assert "only at a gain for each" in fault.message


def test_two_normalised_stems_at_one_gain_in_a_mix_of_fewer_are_so_by_chance(tmp_path: Path) -> None:
    parts = {
        name: sound(90 + at, peak=peak)
        for at, (name, peak) in enumerate(
            {"Drums": 0.1, "Bass": 0.1, "Keys": 0.04, "Guitars": 0.02, "Lead Vocal": 0.07}.items()
        )
    }
    instrumental = sum(one for name, one in parts.items() if "Vocal" not in name)
    mixes = {"Master": sum(parts.values()), "Instrumental": instrumental}
    each = {name: whole(one * 0.9 / np.abs(one).max()) for name, one in parts.items()}
    received = came(tmp_path, each | {name: whole(one * 0.5) for name, one in mixes.items()})
    (fault,) = received.faults
    assert "each peaks at -0.9 dBFS: they were normalised one by one." in fault.message
    assert {kind for file, kind in kinds(received).items() if file in parts} == {"?"}


def test_a_dropout_is_told_by_its_place(tmp_path: Path) -> None:
    torn = dropped(LEAD, 2400)
    first = int((torn != LEAD).any(axis=0).argmax())
    received = came(tmp_path, STEMS | {"Master Mix": MASTER, "Lead Vocal": torn})
    (fault,) = received.faults
    assert fault.path == "Master Mix.wav" and "nearly all of it from 0:0" in fault.message
    assert received.lefts[0].where == pytest.approx((first, first + 2400), abs=512)
    assert '"Lead Vocal" is silent in it (within 0:0' in words(received)


@pytest.mark.parametrize(
    ("files", "is_ok"),
    [
        (RIGHT, True),
        (STEMS | {"Master Mix": limited(MASTER), "Instrumental": limited(INSTRUMENTAL)}, True),
        (tracks() | {"Master Mix": panned(tracks())}, True),
        ({"Master Mix": MASTER, "Instrumental": INSTRUMENTAL, "A Cappella": LEAD + BACKING}, True),
        ({"Master Mix": MASTER, "TV Mix": MASTER - LEAD}, True),
        (STEMS, True),
        ({name: one for name, one in RIGHT.items() if name != "Bass"}, False),
        (STEMS | {"Master Mix": sound(99)}, False),
        (STEMS | {"Master Mix": whole(np.tanh(MASTER * 12) / 12)}, False),
    ],
)
def test_without_an_order_a_folder_is_right_if_what_is_called_a_mix_is_one(
    tmp_path: Path, files: dict[str, Audio], is_ok: bool
) -> None:
    received = came(tmp_path, files)
    assert received.ok == is_ok, said(received)


def test_with_an_order_that_is_met_the_rest_of_the_song_may_stay_away(tmp_path: Path) -> None:
    files = {name: one for name, one in RIGHT.items() if name != "Backing Vocals"}
    assert came(tmp_path, files, SIX.replace("bgv stem, ", "")).ok


def test_mixes_that_add_up_are_not_said_to_be_sums_of_nothing(tmp_path: Path) -> None:
    three = {"Master Mix": MASTER, "Instrumental": INSTRUMENTAL, "A Cappella": LEAD + BACKING}
    assert "No set of these files" not in words(came(tmp_path, three))


def test_a_mix_at_another_rate_is_resampled_and_compared(tmp_path: Path) -> None:
    import soxr

    deep = {name: low(samples) for name, samples in STEMS.items()}
    parcel(tmp_path, deep)
    other = soxr.resample(sum(deep.values()).T, 48_000, 44_100, quality="VHQ").T
    write(tmp_path / "Master Mix.wav", other, rate=44_100)
    received = receive(tmp_path)
    assert kinds(received)["Master Mix"] == "mix" and kinds(received)["Drums"] == "stem"
    (left,) = received.lefts
    assert left.relative_db < -60.0
    (fault,) = received.faults
    assert "'Master Mix.wav' is at 44.1 kHz; the others at 48 kHz. Resampled here" in str(fault)
    assert "resampled to be compared, which is the usual reason" in words(received)


def low(samples: Audio) -> Audio:
    """A sound without what lies above 15 kHz."""
    spectrum = np.fft.rfft(samples)
    spectrum[:, FRAMES * 15 // 48 :] = 0.0
    return whole(np.fft.irfft(spectrum, FRAMES))


def test_a_file_whose_header_names_a_wrong_rate_is_read_at_the_right_one(tmp_path: Path) -> None:
    parcel(tmp_path, {name: one for name, one in RIGHT.items() if name != "Lead Vocal"})
    write(tmp_path / "Lead Vocal.wav", LEAD, rate=44_100)
    received = receive(tmp_path)
    assert all(left.found.peak == 0.0 for left in received.lefts) and len(received.lefts) == 2


def test_the_two_sides_of_a_nearly_mono_stem_are_no_copies(tmp_path: Path) -> None:
    left = sound(60, 1)
    both = {"Keys.L": left, "Keys.R": whole(left * 0.99 + sound(61, 1) * 1e-3)}
    stereo = np.vstack([both["Keys.L"], both["Keys.R"]])
    received = came(tmp_path, STEMS | both | {"Master Mix": MASTER + stereo})
    assert not received.related and not received.problems
    assert received.lefts[0].is_rounding and len(received.sums[0].parts) == 6


def test_a_copy_in_another_folder_is_one_thing(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"Reference/Master Mix": MASTER})
    assert received.ok and any("holds the same samples as" in one for one in said(received))


def test_floats_over_full_scale_are_not_called_clipped(tmp_path: Path) -> None:
    parcel(tmp_path, {name: one * 20.0 for name, one in RIGHT.items()}, subtype="FLOAT")
    text = said(receive(tmp_path))
    assert any("go over full scale, the loudest to +" in one for one in text)
    assert not any("clipped" in one for one in text)


def test_files_that_are_called_what_they_are_not_are_counted(tmp_path: Path) -> None:
    called = {f"{name} STEM": one for name, one in tracks().items()}
    text = words(came(tmp_path, called | {"Master Mix": panned(tracks())}))
    assert "8 are called STEM, wrongly." in text
    assert "wrongly" not in words(came(tmp_path / "right", RIGHT))


def test_an_edited_mix_beside_the_master_is_told_by_its_place_and_is_no_fault(tmp_path: Path) -> None:
    clean = LEAD.copy()
    clean[:, 48_000:52_800] = 0.0
    received = came(tmp_path, STEMS | MIXES | {"Clean Mix": DRUMS + BASS + BACKING + clean})
    assert received.ok and any("nearly all of it from 0:0" in one for one in said(received))


def test_files_that_were_not_compared_are_counted_at_once(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"5.1 Mix": np.vstack([MASTER] * 3)})
    assert "No faults; 1 file compared with no other." in words(received)


def test_mixes_that_came_early_are_told_as_a_whole(tmp_path: Path) -> None:
    late_stems = {name: late(one, 1024) for name, one in STEMS.items()}
    received = came(tmp_path, late_stems | MIXES)
    found = {received.called[at].label: by for at, by in received.late.items()}
    assert found == {"Master Mix": -1024, "Instrumental": -1024}


def test_a_long_fade_is_not_called_a_compressor(tmp_path: Path) -> None:
    curve = np.ones(FRAMES)
    curve[FRAMES // 2 :] = np.linspace(1.0, 0.2, FRAMES // 2)
    text = words(came(tmp_path, STEMS | {"Master Mix": whole(MASTER * curve)}))
    assert "a fade of the whole is the usual reason" in text and "compressor" not in text


def notes(seed: int) -> Audio:
    """A stem with faint notes that others of these have too: what is left of a mix pulls at it."""
    tones = np.sin(2 * np.pi * np.outer([220.0, 277.2, 329.6], np.arange(FRAMES) / 48_000)).sum(axis=0)
    swell = np.repeat(np.random.default_rng(seed).uniform(0.5, 1.0, FRAMES // 2400), 2400)
    return whole(0.003 * tones * swell + sound(seed, peak=0.03))


def test_where_a_loud_stem_is_missing_what_is_there_for_sure_is_told(tmp_path: Path) -> None:
    piano, guitars = notes(21), notes(22)
    files = {"Drums": DRUMS, "Bass": BASS, "Piano": piano, "Faint": whole(LEAD * 0.001)}
    received = came(tmp_path, files | {"Master Mix": DRUMS + BASS + piano + guitars})
    (fault,) = received.faults
    assert "holds more than the files that are in it for sure" in str(fault)
    assert "It may be 'Piano.wav', moved or changed, or else is missing" in str(fault)
    assert {name for name, kind in kinds(received).items() if kind == "stem"} == {"Drums", "Bass"}


def test_a_stem_that_begins_with_its_first_sound_is_placed_far_into_the_song(tmp_path: Path) -> None:
    """It sings from the sixth second to the eighth, and all before and behind was cut off."""
    frames, cut, end = 9 * 48_000, 6 * 48_000, 8 * 48_000
    drums, bass, choir = (sound(seed, frames=frames) for seed in (110, 111, 112))
    choir[:, :cut] = choir[:, end:] = 0.0
    files = {"Drums": drums, "Bass": bass, "Choir": choir[:, cut:end]}
    received = came(tmp_path, files | {"Master Mix": drums + bass + choir})
    assert {received.called[at].label: by for at, by in received.late.items()} == {"Choir": -cut}
    assert any("'Choir.wav' is 288000 samples (0:06.000) early" in one for one in said(received))


def test_what_a_limiter_did_to_a_mix_of_tracks_is_no_fault_of_these(tmp_path: Path) -> None:
    mix = panned(tracks())
    most = 0.85 * np.abs(mix).max()
    received = came(tmp_path, tracks() | {"Song Mix": whole(np.clip(mix, -most, most))})
    assert set(kinds(received).values()) == {"track", "mix"} and received.ok, words(received)
    assert not received.lefts[0].is_explained and "more than rounding explains" in words(received)


@pytest.mark.parametrize(
    ("gain", "why"), [(2.0, "It may be in the mix twice."), (10 ** (-3 / 20), "under a pan law"), (0.8, "")]
)
def test_what_a_level_that_is_off_may_come_from_is_said(tmp_path: Path, gain: float, why: str) -> None:
    mix = {"Master Mix": whole(MASTER + (gain - 1.0) * BASS)}
    (fault,) = came(tmp_path, STEMS | mix).faults
    assert "only at" in fault.message
    said_why = [text for text in ("It may be in the mix twice.", "under a pan law") if text in fault.message]
    assert said_why == [why] * bool(why)


def test_a_mastered_mix_is_not_the_master_mix(tmp_path: Path) -> None:
    spectrum = np.fft.rfft(limited(MASTER * 4.0))
    bright = whole(np.fft.irfft(spectrum * np.linspace(1.0, 2.0, spectrum.shape[1]), FRAMES))
    order = "master mix, drum stem, bass stem, lead vocal stem, bgv stem"
    alone = came(tmp_path / "alone", STEMS | {"Song Mastered": bright}, order)
    assert (alone.lines or ())[0].state == "cannot tell"
    assert "ask for the mix before that" in words(alone)
    beside = came(tmp_path / "beside", STEMS | {"Song Mastered": bright, "Song Mix": MASTER}, order)
    assert beside.ok and (beside.lines or ())[0].why == '"Song Mix.wav"'
    asked = came(tmp_path / "asked", STEMS | {"Song Mastered": bright}, "the mastered mix")
    assert asked.is_met


def test_stems_that_went_through_the_mix_bus_one_by_one_are_told(tmp_path: Path) -> None:
    def pressed(samples: Audio) -> Audio:
        power = np.convolve(np.square(samples).sum(axis=0), np.ones(9600) / 9600, "same")
        return whole(samples / np.sqrt(1.0 + power / 0.00005))

    each = {name: pressed(one) for name, one in STEMS.items()}
    received = came(tmp_path / "each", each | {"Master Mix": pressed(MASTER)})
    assert received.sums[0].is_ridden and not received.ok
    (fault,) = received.faults
    assert "gone through a compressor or limiter alone" in str(fault) and "mix bus off" in str(fault)
    assert "With a gain for each that follows time it is -" in words(received)
    blurred = whole(sum(one + 0.7 * np.roll(one, 31 + 9 * at) for at, one in enumerate(STEMS.values())))
    other = came(tmp_path / "other", STEMS | {"Master Mix": blurred})
    assert not any(one.is_ridden for one in other.sums)


def test_a_constant_offset_is_told_as_that(tmp_path: Path) -> None:
    (fault,) = came(tmp_path, STEMS | {"Master Mix": whole(MASTER + 0.001)}).faults
    assert "nearly all of it a constant offset of -60.0 dBFS (DC)" in fault.message
