"""What is wrong with files that somebody sent: late, inverted, alike, silent, clipped, of another form."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving import from_message, receive
from stemtui.receiving.sums.sums import AS_ONE, PART
from tests.parcels import (
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
    late,
    parcel,
    said,
    sound,
    states,
    tracks,
    whole,
    words,
)
from tests.small_sessions import Audio, write, write_bwf


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
        ({"Drums": DRUMS[:, :-441]}, "'Drums.wav' is 441 samples (9.19 ms) shorter than the others"),
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
    write(tmp_path / "Keys.wav", sound(7, frames=FRAMES // 2), rate=44100)
    write(tmp_path / "Pad.wav", sound(8), subtype="PCM_16")
    text = said(receive(tmp_path))
    assert any("'Keys.wav' is at 44.1 kHz; the others at 48 kHz" in one for one in text)
    assert any("'Pad.wav' is 16-bit; the others 24-bit" in one for one in text)


def test_files_are_placed_by_their_time_references(tmp_path: Path) -> None:
    low = {name: np.rint(samples * 2**15) / 2**15 for name, samples in STEMS.items()}
    total = sum(low.values())
    for name, samples in (low | {"Master": total}).items():
        start = 480 if name == "Drums" else 0
        write_bwf(tmp_path / f"{name}.wav", samples[:, start:], 48000 * 3600 + start)
    received = receive(tmp_path)
    assert any("'Drums.wav' starts 480 samples (10 ms) later" in text for text in said(received))
    (one,) = received.sums
    assert one.manner in (AS_ONE, PART) and len(one.parts) == 4


def test_a_damaged_file_among_others_is_a_fault_and_the_rest_is_judged(tmp_path: Path) -> None:
    parcel(tmp_path, {"Keys": sound(90)} | RIGHT)
    data = (tmp_path / "Keys.wav").read_bytes()
    (tmp_path / "Keys.wav").write_bytes(data[:FRAMES])
    received = receive(tmp_path, from_message(SIX))
    assert received.is_met and not received.ok
    assert ["'Keys.wav'" in str(fault) for fault in received.faults] == [True]


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


def test_files_without_faults_that_do_not_add_up_are_not_called_faultless(tmp_path: Path) -> None:
    left = {name: samples for name, samples in RIGHT.items() if name != "Lead Vocal"}
    less = came(tmp_path / "less", left)
    assert '1 fault; no set of them adds up to "Master Mix".' in words(less) and not less.ok
    assert "No faults." in words(came(tmp_path / "all", RIGHT))


def test_what_is_wrong_with_several_files_alike_is_said_once(tmp_path: Path) -> None:
    loud = {name: np.clip(one * 40, -1, 1) for name, one in STEMS.items()}
    (text,) = (one for one in said(came(tmp_path, loud)) if "clipped" in one)
    assert text.startswith("'Backing Vocals.wav', 'Bass.wav', 'Drums.wav' and 'Lead Vocal.wav' are clipped: ")
    assert text.endswith("the first at 0:00.050 in 'Drums.wav'.")


def test_a_damaged_file_is_named_where_it_is_missed(tmp_path: Path) -> None:
    folder = parcel(tmp_path, STEMS | {"Master Mix": MASTER})
    torn = folder / "Drums.wav"
    torn.write_bytes(torn.read_bytes()[:200_000])
    received = receive(folder, from_message("master mix, drum stem, bass stem"))
    assert (received.lines or ())[1].state == "cannot tell"
    assert (received.lines or ())[1].why == '"Drums.wav" came, and could not be listened to'
    text = "It may be 'Drums.wav', which could not be listened to"
    assert any(text in str(one) for one in receive(folder).problems)
