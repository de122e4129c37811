"""What is wrong with a folder is said once, where it lies, and what is not wrong is not called so."""

from pathlib import Path

import numpy as np

from stemtui.receiving import receive
from tests.parcels import (
    BACKING,
    DRUMS,
    FRAMES,
    LEAD,
    MASTER,
    MIXES,
    RIGHT,
    SIX,
    STEMS,
    came,
    kinds,
    late,
    ordered,
    parcel,
    said,
    states,
    tracks,
    whole,
    words,
)
from tests.small_sessions import write, write_bwf


def test_a_copy_under_another_name_meets_no_line(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"Keys": DRUMS}, "master mix, keys stem, bass stem, drum stem")
    assert states(received) == ["met", "cannot tell", "met", "cannot tell"]
    assert [line.why for line in received.lines or ()][1] == '"Keys.wav": the same as "Drums.wav"'


def test_a_mix_that_another_is_a_copy_of_meets_its_line(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master Mix": MASTER, "Instrumental": MASTER}, "master, instrumental")
    assert states(received) == ["met", "not met"]


def test_a_stem_that_lost_a_side_is_named(tmp_path: Path) -> None:
    one_sided = np.vstack([LEAD[0], LEAD[1] * 0.0])
    faults = [str(one) for one in came(tmp_path / "lost", RIGHT | {"Lead Vocal": one_sided}).faults]
    assert any(one.startswith("Lead Vocal.wav: is silent on the right") for one in faults)
    meant = STEMS | {"Lead Vocal": one_sided, "Master Mix": MASTER - LEAD + one_sided}
    assert not came(tmp_path / "meant", meant).problems


def test_a_silent_file_is_no_fault_where_the_mix_is_whole_without_it(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"A-Reverb": DRUMS * 0.0})
    assert received.ok and any("holds nothing but silence" in one for one in said(received))


def test_an_inverted_stem_beside_a_late_one_is_found_where_its_mix_is_held_by_another(tmp_path: Path) -> None:
    files = {name: np.pad(one, ((0, 0), (0, 24_000))) for name, one in (STEMS | MIXES).items()}
    wrong = {"Drums": -files["Drums"], "Bass": late(files["Bass"], 480)}
    faults = [str(one) for one in came(tmp_path, files | wrong).faults]
    assert len(faults) == 2
    assert any(one.startswith("Drums.wav: is inverted in polarity") for one in faults)
    assert any("'Bass.wav' is 480 samples (10 ms) late" in one for one in faults)


def test_a_head_that_was_cut_is_said_once(tmp_path: Path) -> None:
    lead = np.hstack([np.zeros((2, 30_000)), LEAD[:, 30_000:]])
    cut = STEMS | {"Master Mix": MASTER - LEAD + lead, "Lead Vocal": lead[:, 30_000:]}
    (fault,) = came(tmp_path / "cut", cut).faults
    assert "'Lead Vocal.wav' is 30000 samples (625 ms) early" in str(fault)
    longer = STEMS | {"Master Mix": np.hstack([np.zeros((2, 96_000)), MASTER])}
    (fault,) = came(tmp_path / "count-in", longer).faults
    assert "96000 samples (0:02.000) late" in str(fault)


def test_files_that_add_up_at_their_time_references_are_no_fault(tmp_path: Path) -> None:
    low = {name: np.rint(samples * 2**15) / 2**15 for name, samples in STEMS.items()}
    total = sum(low.values())
    for name, samples in (low | {"Master": total}).items():
        start = 2400 if name == "Drums" else 0
        write_bwf(tmp_path / f"{name}.wav", samples[:, start:], 48000 * 3600 + start)
    received = receive(tmp_path)
    assert received.ok
    (problem,) = said(received)
    assert "'Drums.wav' starts 2400 samples (50 ms) later" in problem


def test_a_wrong_rate_in_a_header_is_said_once(tmp_path: Path) -> None:
    parcel(tmp_path, {name: one for name, one in RIGHT.items() if name != "Lead Vocal"})
    write(tmp_path / "Lead Vocal.wav", LEAD, rate=44_100)
    (fault,) = receive(tmp_path).faults
    assert "the header seems to name the wrong rate" in str(fault)


def test_stems_that_hold_others_beside_them_are_told(tmp_path: Path) -> None:
    (problem,) = came(tmp_path / "stems", RIGHT | {"All Vocals": whole(LEAD + BACKING)}).problems
    assert "is the sum of 'Backing Vocals.wav' and 'Lead Vocal.wav': played together" in str(problem)
    drums = {name: one for name, one in tracks().items() if name in ("Kick", "Snare")}
    pieces = drums | STEMS | {"Drums": whole(sum(drums.values()))}
    master = whole(sum(one for name, one in pieces.items() if name not in drums))
    assert not came(tmp_path / "tracks", pieces | {"Master Mix": master}).problems


def test_mixes_among_mixes_are_mixes_and_told_at_unity(tmp_path: Path) -> None:
    lead = LEAD * 10 ** (1 / 20)
    files = {
        "Vocal Up Mix": whole(MASTER - LEAD + lead),
        "TV Mix": MASTER - LEAD,
        "A Cappella Mix": LEAD + BACKING,
    }
    received = came(tmp_path, MIXES | files)
    assert received.ok and set(kinds(received).values()) == {"mix"}
    (one,) = (one for one in received.sums if received.called[one.target].label == "Master")
    assert {received.called[at].label for at in one.members} == {"Instrumental", "A Cappella"}


def test_a_file_beside_a_folder_is_called_without_a_slash(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master Mix": MASTER, "Reference/Master Mix": MASTER})
    labels = {one.file: one.label for one in received.called}
    assert labels["Master Mix.wav"] == "Master Mix"
    assert labels["Reference/Master Mix.wav"] == "Reference/Master Mix"


def test_files_of_several_lengths_are_said_in_one_sentence(tmp_path: Path) -> None:
    cut = {name: one[:, : FRAMES - 480 * at] for at, (name, one) in enumerate(STEMS.items())}
    (fault,) = came(tmp_path, cut | MIXES).faults
    assert str(fault).startswith(
        "'Backing Vocals.wav', 'Lead Vocal.wav' and 'Bass.wav' are 10 ms to 30 ms shorter than the others."
    )


def test_a_time_reference_that_is_wrong_is_told_where_all_add_up_from_one_start(tmp_path: Path) -> None:
    low = {name: np.rint(samples * 2**15) / 2**15 for name, samples in STEMS.items()}
    for name, samples in (low | {"Master": sum(low.values())}).items():
        write_bwf(tmp_path / f"{name}.wav", samples, 0 if name == "Drums" else 48000 * 3600)
    (fault,) = receive(tmp_path).faults
    assert "earlier than the others, by BWF time references; from one start they add up." in str(fault)
    assert "Place all at one start, by no time reference" in fault.remedy


def test_regions_that_add_up_where_their_time_references_say_may_end_anywhere(tmp_path: Path) -> None:
    low = {name: np.rint(samples * 2**15) / 2**15 for name, samples in STEMS.items()}
    for at, (name, samples) in enumerate((low | {"Master": sum(low.values())}).items()):
        cut = samples[:, 480 * (at < 2) : FRAMES - 240 * (at < 3)]
        write_bwf(tmp_path / f"{name}.wav", cut, 48000 * 3600 + 480 * (at < 2))
    received = receive(tmp_path)
    assert received.ok, said(received)


def test_a_file_without_a_frame_is_said_once(tmp_path: Path) -> None:
    parcel(tmp_path, RIGHT | {"FX": np.zeros((2, 0))})
    (fault,) = receive(tmp_path).faults
    assert str(fault) == "FX.wav: holds no sound: it has 0 frames. Ask for it again."


def test_what_is_not_opened_was_not_looked_at_and_is_no_fault_of_the_rest(tmp_path: Path) -> None:
    parcel(tmp_path, RIGHT)
    (tmp_path / "Master Mix.m4a").write_bytes(b"\0\0\0\x20ftypM4A ")
    received = receive(tmp_path, ordered(SIX))
    assert received.ok and received.as_dict()["unopened"] == ["Master Mix.m4a"]
    assert "No faults; 1 file not looked at; the order is met." in " ".join(words(received).split())


def test_where_only_a_mix_that_is_not_opened_could_tell_it_is_named(tmp_path: Path) -> None:
    parcel(tmp_path, STEMS)
    (tmp_path / "Master.m4a").write_bytes(b"\0\0\0\x20ftypM4A ")
    assert "ask for the mix, or convert 'Master.m4a'" in " ".join(words(receive(tmp_path)).split())


def test_of_a_file_that_is_alone_nothing_is_said_of_others(tmp_path: Path) -> None:
    text = " ".join(words(came(tmp_path, {"Song STEMS": MASTER})).split())
    assert "It is the only one here: mix, stem or track, nothing shows which: ask for the mix." in text


def test_files_that_are_late_by_many_times_are_said_at_once_and_each_by_its_own(tmp_path: Path) -> None:
    files = {name: late(one, 100 * (1 + at)) for at, (name, one) in enumerate(STEMS.items())}
    received = came(tmp_path, files | MIXES)
    assert len(received.late) == 4, received.late
    (fault,) = received.faults
    assert "late (see each below): only when that is made good do they fit together." in fault.message
    text = words(received)
    assert all(f"{name}.wav, {100 * (1 + at)} samples" in text for at, name in enumerate(files))
