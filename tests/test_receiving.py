"""What lies in a folder that somebody sent: which files add up, what each most likely is, what is wrong."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stemtui.errors import StemtuiError
from stemtui.receiving import Received, from_message, receive
from stemtui.receiving.saying import lines
from stemtui.receiving.sums import AS_ONE, GAINED, LOOSE, MOVED, NEAR, PANNED, PART, SIDES
from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    FRAMES,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    RIGHT,
    SIX,
    STEMS,
    came,
    kinds,
    parcel,
    said,
    sound,
    states,
    whole,
)
from tests.small_sessions import Audio, write, write_bwf

RIGHT_KINDS = dict.fromkeys(STEMS, "stem") | {"Master Mix": "mix", "Instrumental": "mix"}


def tracks() -> dict[str, Audio]:
    """Eight mono tracks, two of each source."""
    names = ("Kick", "Snare", "Bass DI", "Bass Amp", "Lead Vocal 1", "Lead Vocal 2", "BGV 1", "BGV 2")
    return {name: sound(20 + at, 1) for at, name in enumerate(names)}


def panned(parts: dict[str, Audio]) -> Audio:
    """A mix of tracks with nothing but gain and pan."""
    sides = np.linspace(0.2, 0.9, len(parts))
    return whole(
        sum(
            np.stack([part[0] * side, part[0] * (1.1 - side)])
            for part, side in zip(parts.values(), sides, strict=True)
        )
    )


def late(samples: Audio, by: int) -> Audio:
    """The same, later."""
    return np.concatenate((np.zeros((len(samples), by)), samples[:, :-by]), axis=1)


def words(received: Received) -> str:
    """All that is said of a folder, in one line."""
    return " ".join(" ".join(lines(received)).split())


def limited(samples: Audio) -> Audio:
    """A mix through a bus whose gain follows the level, as a compressor's does."""
    power = np.convolve(np.square(samples).sum(axis=0), np.ones(4800) / 4800, "same")
    return whole(samples / np.sqrt(1.0 + power / 0.002))


def test_a_right_delivery_is_met_whatever_the_files_are_called(tmp_path: Path) -> None:
    renamed = {
        "MSS - FULL MIX v3": MASTER,
        "MSS - Instr v3": INSTRUMENTAL,
        "MSS - DRM": DRUMS,
        "MSS - Bass_48k24": BASS,
        "MSS - LdVox": LEAD,
        "MSS - BGVs": BACKING,
    }
    received = came(tmp_path, renamed, SIX)
    assert states(received) == ["met"] * 6
    assert received.ok and not received.problems
    one, left = next(
        pair for pair in zip(received.sums, received.lefts, strict=True) if len(pair[0].parts) == 4
    )
    assert one.manner == AS_ONE and one.gain == 1.0
    assert left.is_rounding and left.found.peak == 0.0


def test_stems_of_16_bit_with_dither_add_up_within_their_bound(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    for name, samples in RIGHT.items():
        dither = rng.uniform(-0.5, 0.5, (2, *samples.shape)).sum(axis=0)
        write(tmp_path / f"{name}.wav", np.rint(samples * 2**15 + dither) / 2**15, subtype="PCM_16")
    received = receive(tmp_path, from_message(SIX))
    assert received.ok and kinds(received) == RIGHT_KINDS
    for left in received.lefts:
        assert left.is_rounding and -92.0 < left.rms_dbfs < -85.0


def test_tracks_that_add_up_only_with_pans_are_tracks(tmp_path: Path) -> None:
    parts = tracks()
    received = came(tmp_path, parts | {"Master": panned(parts)}, SIX)
    assert kinds(received) == dict.fromkeys(parts, "track") | {"Master": "mix"}
    assert states(received) == ["met", *["not met"] * 5]
    (one,) = received.sums
    assert one.manner == PANNED and len(one.parts) == 8
    assert received.lefts[0].is_rounding
    assert one.flat_db > -6.0
    text = " ".join(" ".join(lines(received)).split())
    assert "drum stem NOT MET: no STEM of it came, but 2 TRACKS: Kick and Snare" in text
    assert "8 TRACKS" in text and "made before the mix" in text


def test_tracks_that_were_treated_in_the_mix_do_not_add_up_to_it(tmp_path: Path) -> None:
    parts = tracks()
    wet = sum(
        np.stack([part[0], part[0]]) + 0.8 * late(part.repeat(2, 0), 997 + 37 * at)
        for at, part in enumerate(parts.values())
    )
    received = came(tmp_path, parts | {"Master": whole(wet * 0.5)})
    assert kinds(received) == dict.fromkeys(parts, "track") | {"Master": "mix"}
    (one,) = received.sums
    assert one.manner == LOOSE and -6.0 < one.free_db < -2.0
    assert 'No set of these files adds up to "Master"' in " ".join(" ".join(lines(received)).split())


def test_names_alone_tell_nothing(tmp_path: Path) -> None:
    unlike = {name: sound(50 + at) for at, name in enumerate(RIGHT)}
    received = came(tmp_path, unlike, SIX)
    assert set(kinds(received).values()) == {"?"}
    assert states(received) == ["cannot tell"] * 6
    assert not received.ok and not received.sums


def test_sums_are_found_under_names_that_say_nothing(tmp_path: Path) -> None:
    files = {f"Audio {at}": samples for at, samples in enumerate(STEMS.values(), 1)} | {"Audio 5": MASTER}
    received = came(tmp_path, files, "master mix")
    assert kinds(received) == dict.fromkeys(list(files)[:4], "stem") | {"Audio 5": "mix"}
    assert received.ok


def test_tracks_in_stems_in_mixes_are_told_apart(tmp_path: Path) -> None:
    kit = {"Tracks/Kick": sound(30), "Tracks/Snare": sound(31), "Tracks/Hat": sound(32)}
    drums = sum(kit.values())
    files = kit | {"Stems/Drums": drums, "Stems/Bass": BASS, "Mixes/Master": drums + BASS}
    received = came(tmp_path, files)
    assert kinds(received) == dict.fromkeys(kit, "track") | {
        "Stems/Drums": "stem",
        "Stems/Bass": "stem",
        "Mixes/Master": "mix",
    }
    told = {tuple(sorted(received.called[at].label for at in one.members)) for one in received.sums}
    assert ("Bass", "Drums") in told and ("Hat", "Kick", "Snare") in told


def test_a_mix_through_a_bus_compressor_is_said_to_be_treated_as_a_whole(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master": limited(MASTER)}, "master mix, drum stem")
    (one,) = received.sums
    (left,) = received.lefts
    assert one.manner == NEAR and one.is_moved
    assert -22.0 < left.relative_db < -16.0 and left.moving_db < -35.0
    assert kinds(received) == dict.fromkeys(STEMS, "stem") | {"Master": "mix"}
    assert received.ok, "a treated mix is no fault"
    text = " ".join(" ".join(lines(received)).split())
    assert f"they leave {left.relative_db:.1f} dB of it, and with one gain that follows time" in text
    assert "limiter or compressor on the mix bus" in text


def test_an_instrumental_through_the_same_bus_is_told_too(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master": limited(MASTER), "Instrumental": limited(INSTRUMENTAL)}, SIX)
    assert kinds(received) == dict.fromkeys(STEMS, "stem") | {"Master": "mix", "Instrumental": "mix"}
    assert [len(one.parts) for one in received.sums] == [2, 4] and received.ok


def test_a_missing_stem_is_missed(tmp_path: Path) -> None:
    files = {name: samples for name, samples in RIGHT.items() if name != "Lead Vocal"}
    received = came(tmp_path, files, SIX)
    assert states(received) == ["met", "met", "not met", "met", "met", "met"]
    one = next(one for one in received.sums if received.called[one.target].role == "master")
    assert one.manner == PART and len(one.parts) == 3
    share = 10 * np.log10(np.square(LEAD).sum() / np.square(MASTER).sum())
    assert one.left_db == pytest.approx(share, abs=0.1)
    assert any("holds more than the files here" in text for text in said(received))


def test_a_mix_that_was_turned_down_is_the_sum_at_that_gain(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master": whole(MASTER * 10 ** (-1 / 20))})
    (one,) = received.sums
    assert one.manner == AS_ONE and 20 * np.log10(one.gain) == pytest.approx(-1.0, abs=0.01)
    assert received.lefts[0].is_rounding


def test_a_mix_with_one_stem_moved_is_told_by_how_much(tmp_path: Path) -> None:
    up = whole(MASTER + LEAD * (10 ** (1 / 20) - 1))
    received = came(tmp_path, STEMS | {"Master": MASTER, "Vocal Up": up})
    assert {one.manner for one in received.sums} == {AS_ONE, MOVED}
    assert kinds(received)["Vocal Up"] == "mix" and kinds(received)["Lead Vocal"] == "stem"
    assert 'at 0 dB but for "Lead Vocal" at +1.00 dB' in " ".join(" ".join(lines(received)).split())


@pytest.mark.parametrize("by", [1, 37, 2400])
def test_a_late_stem_is_found_and_by_how_much(tmp_path: Path, by: int) -> None:
    received = came(tmp_path, RIGHT | {"Lead Vocal": late(LEAD, by)}, SIX)
    assert [(received.heard[at].file, frames) for at, frames in received.late.items()] == [
        ("Lead Vocal.wav", by)
    ]
    assert states(received) == ["met"] * 6
    assert len(received.faults) == 1 and f"{by} sample" in str(received.faults[0])
    assert all(one.manner == AS_ONE for one in received.sums)


def test_mixes_that_came_late_out_of_a_plug_in_are_late_and_not_the_stems(tmp_path: Path) -> None:
    files = RIGHT | {"Master Mix": late(MASTER, 239), "Instrumental": late(INSTRUMENTAL, 239)}
    received = came(tmp_path, files)
    assert {received.called[at].label: by for at, by in received.late.items()} == {
        "Master Mix": 239,
        "Instrumental": 239,
    }


def test_a_treated_mix_that_is_late_is_heard_to_be_a_mix(tmp_path: Path) -> None:
    parts = tracks()
    total = sum(np.concatenate((part, part)) for part in parts.values())
    wet = whole(0.5 * total + 0.3 * late(total, 997))
    received = came(tmp_path, parts | {"Master": late(wet, 239)})
    assert kinds(received) == dict.fromkeys(parts, "track") | {"Master": "mix"}
    assert {received.heard[at].file: by for at, by in received.late.items()} == {"Master.wav": 239}


def test_an_inverted_stem_is_named(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"Bass": -BASS}, SIX)
    assert states(received) == ["met"] * 6
    (fault,) = received.faults
    assert fault.path == "Bass.wav" and "inverted in polarity" in fault.message


def test_an_instrumental_with_the_lead_vocal_in_it_is_none(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"Instrumental": INSTRUMENTAL + LEAD}, SIX)
    assert states(received)[1] == "not met" and '"Lead Vocal"' in (received.lines or ())[1].why
    received = came(tmp_path / "copy", RIGHT | {"Instrumental": MASTER}, SIX)
    assert states(received)[1] == "not met"
    assert any("holds the same samples as" in text and "two things" in text for text in said(received))


def test_a_channel_a_fold_and_a_copy_are_recognised(tmp_path: Path) -> None:
    files = RIGHT | {
        "Drums L": DRUMS[:1],
        "Drums mono": whole(DRUMS.mean(axis=0, keepdims=True)),
        "Spare": LEAD,
    }
    received = came(tmp_path, files)
    found = {
        (received.called[one.one].label, one.what, received.called[one.other].label)
        for one in received.related
    }
    assert found == {
        ("Drums L", "left", "Drums"),
        ("Drums mono", "fold", "Drums"),
        ("Spare", "copy", "Lead Vocal"),
    }
    assert kinds(received)["Drums L"] == "?" and kinds(received)["Spare"] == "stem"


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"Drums": DRUMS * 0}, "'Drums.wav' holds nothing but silence"),
        ({"Drums": DRUMS[:, :-441]}, "'Drums.wav' is 441 samples (0:00.009) shorter than the others"),
        ({"Drums": np.clip(DRUMS * 40, -1, 1)}, "Drums.wav: is clipped"),
        ({"Lead Vocal": DRUMS}, "'Drums.wav'. Their names say two things"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, files: dict[str, Audio], fault: str) -> None:
    received = came(tmp_path, STEMS | files)
    assert any(fault in str(problem) for problem in received.faults), said(received)
    assert not received.ok


def test_a_copy_at_another_gain_is_not_called_the_same(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Drums quiet": whole(DRUMS * 0.5)})
    (text,) = (text for text in said(received) if "again" in text)
    assert "'Drums.wav' again at a gain of 0.500, but for rounding" in text


def test_forms_and_starts_that_differ_are_said(tmp_path: Path) -> None:
    parcel(tmp_path, {"Drums": DRUMS, "Bass": BASS})
    write(tmp_path / "Keys.wav", sound(7), rate=44100)
    write(tmp_path / "Pad.wav", sound(8), subtype="PCM_16")
    text = said(receive(tmp_path))
    assert any("'Keys.wav' is at 44.1 kHz; the others at 48 kHz" in one for one in text)
    assert any("'Pad.wav' is of 16-bit; the others of 24-bit" in one for one in text)


def test_files_are_placed_by_their_time_references(tmp_path: Path) -> None:
    low = {name: np.rint(samples * 2**15) / 2**15 for name, samples in STEMS.items()}
    total = sum(low.values())
    for name, samples in (low | {"Master": total}).items():
        start = 480 if name == "Drums" else 0
        write_bwf(tmp_path / f"{name}.wav", samples[:, start:], 48000 * 3600 + start)
    received = receive(tmp_path)
    assert any("'Drums.wav' starts 480 samples (0:00.010) later" in text for text in said(received))
    (one,) = received.sums
    assert one.manner in (AS_ONE, PART) and len(one.parts) == 4


def test_two_songs_in_one_folder_are_told_apart(tmp_path: Path) -> None:
    second = {"B/Drums": sound(70, frames=70_000), "B/Keys": sound(71, frames=70_000)}
    second |= {"B/Mix": second["B/Drums"] + second["B/Keys"]}
    first = {f"A/{name}": samples for name, samples in STEMS.items()} | {"A/Mix": MASTER}
    received = came(tmp_path, first | second)
    assert any("seem to be 2 songs, of 5 and 3 files" in text for text in said(received))
    assert not received.faults, "their lengths differ for a reason"


def silent_mail(folder: Path) -> None:
    (folder / "notes.txt").write_text("no sound here", encoding="utf-8")


def torn(folder: Path) -> None:
    write(folder / "Drums.wav", DRUMS)
    data = (folder / "Drums.wav").read_bytes()
    (folder / "Drums.wav").write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (silent_mail, "There is no sound file"),
        (lambda folder: (folder / "Bass.wav").write_bytes(b""), "is empty"),
        (torn, "truncated"),
    ],
)
def test_a_folder_without_sound_is_refused_in_words(
    tmp_path: Path, make: Callable[[Path], object], error: str
) -> None:
    make(tmp_path)
    with pytest.raises(StemtuiError, match=error):
        receive(tmp_path)


def test_a_damaged_file_among_others_is_a_fault_and_the_rest_is_judged(tmp_path: Path) -> None:
    parcel(tmp_path, {"Keys": sound(90)} | RIGHT)
    data = (tmp_path / "Keys.wav").read_bytes()
    (tmp_path / "Keys.wav").write_bytes(data[:FRAMES])
    received = receive(tmp_path, from_message(SIX))
    assert received.is_met and not received.ok
    assert ["'Keys.wav'" in str(fault) for fault in received.faults] == [True]


def test_what_is_found_is_the_same_again(tmp_path: Path) -> None:
    first = came(tmp_path, RIGHT, SIX)
    assert receive(tmp_path, from_message(SIX)).as_dict() == first.as_dict()


def test_a_file_at_another_rate_or_of_six_channels_is_judged_by_nothing(tmp_path: Path) -> None:
    parcel(tmp_path, STEMS | {"Music 5.1 Mix": np.vstack([MASTER] * 3)})
    write(tmp_path / "Master Mix.wav", MASTER, rate=44_100)
    received = receive(tmp_path)
    assert set(kinds(received).values()) == {"?"}
    text = words(received)
    assert "They were compared with no other file here (see below), so nothing shows what they are." in text
    assert "No set of these files adds up" not in text
    assert 'nothing shows what any of them is: "Master Mix" and "Music 5.1 Mix" could not be compared' in text
    assert "6 ch" in text and "more than two channels" in text


def test_the_left_and_right_file_of_a_stem_are_that_stem(tmp_path: Path) -> None:
    stereo = {name: samples for name, samples in STEMS.items() if len(samples) == 2}
    files = {
        f"{name}_{side}": samples[[at]] for name, samples in stereo.items() for at, side in enumerate("LR")
    }
    order = "drum stem in stereo, lead vocal stem in mono"
    received = came(tmp_path, files | {"Bass": BASS, "Master Mix": MASTER}, order)
    assert [one.manner for one in received.sums] == [SIDES]
    assert set(kinds(received).values()) == {"stem", "mix"}
    first, second = received.lines or ()
    assert (first.state, second.state) == ("met", "not met")
    assert first.why.endswith("left and right in a file each") and "mono was asked for" in second.why
    assert "left files on the left and right files on the right. Nothing is left" in words(received)


def test_stems_that_were_each_normalised_are_not_called_tracks(tmp_path: Path) -> None:
    loud = {name: samples * (0.9 / np.abs(samples).max()) for name, samples in STEMS.items()}
    received = came(tmp_path, loud | {"Master Mix": MASTER}, "drum stem, bass stem")
    assert [one.manner for one in received.sums] == [GAINED]
    assert kinds(received) == dict.fromkeys(STEMS, "?") | {"Master Mix": "mix"}
    assert states(received) == ["cannot tell"] * 2
    text = words(received)
    assert "Drums at -19" in text and "normalised, say" in text and "as they are: made before" not in text


def test_names_that_lie_are_told_by_what_adds_up(tmp_path: Path) -> None:
    true = {"Drum Stem": DRUMS, "Bass Stem": BASS, "BGV Stem": BACKING}
    order = "master mix, keys stem, drum stem"
    received = came(tmp_path, true | {"Keys Stem": MASTER, "Master Mix": LEAD}, order)
    assert kinds(received)["Keys Stem"] == "mix" and kinds(received)["Master Mix"] == "stem"
    assert states(received) == ["not met", "not met", "cannot tell"], "no name is to be trusted then"
    faults = said(received)
    assert any("Keys Stem.wav: is named for one source, and is the sum of" in one for one in faults)
    assert any("Master Mix.wav: is named like the master mix, and is part of" in one for one in faults)


def test_a_fade_is_not_called_a_compressor(tmp_path: Path) -> None:
    curve = np.ones(FRAMES)
    curve[-FRAMES // 10 :] = np.linspace(1.0, 0.0, FRAMES // 10)
    text = words(came(tmp_path, STEMS | {"Master Mix": whole(MASTER * curve)}))
    assert "a fade of the whole is the usual reason" in text and "compressor" not in text


def test_a_stereo_stem_that_came_folded_to_mono_is_suspected(tmp_path: Path) -> None:
    mono = whole(BACKING.mean(axis=0, keepdims=True))
    text = words(came(tmp_path, STEMS | {"Backing Vocals": mono, "Master Mix": MASTER}))
    assert "the difference of left and right alone, as where" in text and '"Backing Vocals"' in text
    without = {name: samples for name, samples in STEMS.items() if name != "Backing Vocals"}
    text = words(came(tmp_path / "other", without | {"Master Mix": MASTER}))
    assert "holds more than the files here" in text and "difference of left and right" not in text


def test_what_is_packed_was_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "Stems.ZIP").write_bytes(b"PK")
    with pytest.raises(
        StemtuiError, match=r"'Stems\.ZIP' is packed, and nothing in it was looked at\. Unpack it"
    ):
        receive(tmp_path)
    with pytest.raises(StemtuiError, match="is not a folder: unpack it, and name the folder that comes out"):
        receive(tmp_path / "Stems.ZIP")
    received = came(tmp_path, RIGHT)
    assert any("is packed" in one for one in said(received)) and received.ok


@pytest.mark.parametrize(
    ("gone", "order", "expected"),
    [
        ((), "all the stems", ["met"]),
        ((), "stems and the master mix", ["met", "met"]),
        ((), "drum stem, bass stem, and the rest of the stems", ["met"] * 3),
        (("Bass", "Instrumental"), "all the stems", ["not met"]),
        (("Bass", "Instrumental"), "drum stem and the rest of the stems", ["met", "not met"]),
        (("Master Mix", "Instrumental"), "all the stems", ["cannot tell"]),
    ],
)
def test_all_stems_are_those_that_the_mix_is_the_sum_of(
    tmp_path: Path, gone: tuple[str, ...], order: str, expected: list[str]
) -> None:
    files = {name: samples for name, samples in RIGHT.items() if name not in gone}
    assert states(came(tmp_path, files, order)) == expected


def test_tracks_are_no_answer_to_all_stems(tmp_path: Path) -> None:
    (line,) = came(tmp_path, tracks() | {"Master Mix": panned(tracks())}, "all the stems").lines or ()
    assert line.state == "not met" and "but 8 TRACKS: " in line.why


@pytest.mark.parametrize(
    ("order", "fault"),
    [
        ("master mix, 24/48 please", ""),
        ("master mix", ""),
        ("master mix, 44.1 kHz 16 bit please", "are 48 kHz 24-bit, and 44.1 kHz 16-bit was ordered."),
        ("master mix as 32 bit float", "are 48 kHz 24-bit, and 32-bit float was ordered."),
    ],
)
def test_the_form_that_was_ordered_is_compared(tmp_path: Path, order: str, fault: str) -> None:
    faults = [str(one) for one in came(tmp_path, RIGHT, order).faults]
    assert len(faults) == bool(fault) and all(fault in one for one in faults)
