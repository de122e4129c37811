"""Names that the sums of a folder show to be wrong as a set, and names that records show exactly."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving import from_message, receive
from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    MIXES,
    RIGHT,
    SIX,
    STEMS,
    came,
    kinds,
    limited,
    panned,
    parcel,
    said,
    sound,
    states,
    tracks,
    whole,
    words,
)

NAMES = list(STEMS)
ROTATED = dict(zip(NAMES, [*list(STEMS.values())[1:], STEMS[NAMES[0]]], strict=True)) | MIXES


def test_names_rotated_by_one_are_an_error_and_meet_no_line(tmp_path: Path) -> None:
    received = came(tmp_path, ROTATED, SIX)
    assert (
        "'Instrumental.wav' holds 'Backing Vocals.wav' and leaves out 'Bass.wav': at least 2 names of files "
        "are wrong, or it is no Instrumental. Listen to each before you use them, and ask."
    ) in " ".join(words(received).split())
    assert len(received.faults) == 1 and not received.ok
    assert "met" not in states(received)[2:], "no stem is what it is called"


def test_an_a_cappella_shows_it_too(tmp_path: Path) -> None:
    swapped = {"Drums": LEAD, "Bass": BASS, "Lead Vocal": DRUMS, "Backing Vocals": BACKING}
    received = came(tmp_path, swapped | {"Master": MASTER, "A Cappella": LEAD + BACKING})
    assert any(
        "A Cappella.wav: holds 'Drums.wav' and leaves out 'Lead Vocal.wav'" in one for one in said(received)
    )


@pytest.mark.parametrize(
    "files",
    [
        RIGHT,
        STEMS | {"Master": MASTER, "Instrumental": INSTRUMENTAL + BACKING},
        STEMS | {"Master": MASTER, "Instrumental": INSTRUMENTAL + LEAD},
        {"Drums": DRUMS, "Bass": BASS, "Lead Vocal": LEAD, "Vox FX": BACKING} | MIXES,
    ],
)
def test_what_a_mix_may_leave_out_or_keep_accuses_no_set_of_names(
    tmp_path: Path, files: dict[str, object]
) -> None:
    assert not any("names of files" in one for one in said(came(tmp_path, files)))


def test_checksums_name_each_file_that_lies_under_the_name_of_another(tmp_path: Path) -> None:
    parcel(tmp_path, RIGHT)
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(tmp_path.iterdir())
    ]
    parcel(tmp_path, ROTATED)
    (tmp_path / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    received = receive(tmp_path, from_message(SIX))
    assert "Drums.wav: holds what 'SHA256SUMS' lists as 'Bass.wav'. Name it so." in said(received)
    assert "Backing Vocals.wav: holds what 'SHA256SUMS' lists as 'Drums.wav'. Name it so." in said(received)


def test_a_main_mix_without_vocals_is_an_instrumental(tmp_path: Path) -> None:
    files = STEMS | {"Song - Main Mixdown": MASTER, "Song - Main Mixdown (no vox)": INSTRUMENTAL}
    received = came(tmp_path, files, SIX)
    assert states(received)[:2] == ["met", "met"]
    assert [len(line.files) for line in (received.lines or ())[:2]] == [1, 1]


def test_a_bounce_of_all_stems_is_the_master_and_one_with_the_vocal_raised_is_not(tmp_path: Path) -> None:
    files = STEMS | {"Song - Bounce": MASTER, "Song Vox Up": whole(MASTER + 0.122 * LEAD)}
    received = came(tmp_path, files, "master mix")
    line = (received.lines or ())[0]
    assert line.state == "met" and line.why == '"Song - Bounce.wav"'


def test_one_file_named_like_a_piece_among_stems_is_what_the_sum_says(tmp_path: Path) -> None:
    files = {"Drums": DRUMS, "Bass": BASS, "Lead Vocal": LEAD, "Organ": BACKING, "Mix": MASTER}
    assert kinds(came(tmp_path, files))["Organ"] == "stem"


def test_the_parts_of_a_large_sum_are_named_in_few_words_and_in_full_as_json(tmp_path: Path) -> None:
    parts = {f"Part {at:02}": sound(100 + at, peak=0.01) for at in range(30)}
    received = came(tmp_path, parts | {"Mix": whole(sum(parts.values()))})
    details = words(received).partition("Details")[2].partition("bit for bit")[0]
    assert "18 more" in details and "Part 29" not in details
    assert len(received.as_dict()["sums"][0]["parts"]) == 30


def test_the_sum_that_is_told_first_is_of_a_mix_that_nothing_was_done_to(tmp_path: Path) -> None:
    files = STEMS | {"Main Mastered": limited(MASTER), "Main Mix": MASTER}
    first = words(came(tmp_path, files)).partition("Details")[0]
    assert '"Main Mix" is the sum of 4 files' in first


def test_a_stem_that_may_be_but_a_part_of_what_was_asked_for_is_left_open(tmp_path: Path) -> None:
    files = {"Beat": DRUMS, "Bass": BASS, "Lead Vocal": LEAD, "Choir": BACKING, "Mix": MASTER}
    lines = came(tmp_path, files, "drum stem, master mix").lines or ()
    assert lines[0].state == "cannot tell"
    assert lines[0].why == '"Beat.wav": a STEM, and nothing shows that it is all of it'


def test_a_mix_with_one_source_moved_is_named_rightly_for_that_source(tmp_path: Path) -> None:
    louder = whole(MASTER + 0.122 * BASS)
    received = came(tmp_path, RIGHT | {"Bass Up 1dB": louder}, SIX)
    assert received.ok and kinds(received)["Bass Up 1dB"] == "mix", said(received)


def test_master_beside_a_source_is_the_name_of_that_stem(tmp_path: Path) -> None:
    files = {"Lead Vocal_MASTER" if name == "Lead Vocal" else name: one for name, one in RIGHT.items()}
    received = came(tmp_path, files, SIX)
    assert received.ok, said(received)


def test_stems_whose_names_say_nothing_may_be_what_was_asked_for(tmp_path: Path) -> None:
    files = {"Audio 07" if name == "Drums" else name: one for name, one in RIGHT.items()}
    received = came(tmp_path, files, SIX)
    assert states(received) == ["met", "met", "met", "met", "cannot tell", "met"]
    text = 'none is named so; "Audio 07.wav" is a STEM, and its name does not say of what'
    assert text in " ".join(words(received).split())


def test_tracks_that_are_called_stems_are_a_fault(tmp_path: Path) -> None:
    called = {f"{name} STEM": one for name, one in tracks().items()}
    (fault,) = came(tmp_path, called | {"Song Mix": panned(tracks())}).faults
    assert "and 5 more are called STEM, and are TRACKS by how the mix holds them." in str(fault)
    assert came(tmp_path / "right", tracks() | {"Song Mix": panned(tracks())}).ok


def test_what_is_named_like_the_master_and_leaves_out_what_another_mix_holds_is_none(tmp_path: Path) -> None:
    files = STEMS | {"Master": INSTRUMENTAL, "Bounce 5": MASTER}
    received = came(tmp_path, files, SIX)
    assert [line.why for line in (received.lines or ())[:2]] == [
        '"Bounce 5.wav"',
        '"Master.wav": not called so, but by what it holds, it may be it',
    ]
    assert states(received) == ["met", "cannot tell", *["met"] * 4]
    (fault,) = received.faults
    assert "is named like the master mix, and leaves out 'Backing Vocals.wav' and 'Lead Vocal.wav'" in str(
        fault
    )
    alone = came(tmp_path, files, "master mix, drum stem")
    assert not alone.ok, "somebody would take 'Master.wav' for it"


def test_a_click_in_another_mix_makes_no_master_less(tmp_path: Path) -> None:
    click = sound(81, 1)
    received = came(tmp_path, RIGHT | {"Click": click, "Mix with Click": whole(MASTER + click)}, SIX)
    assert received.ok, said(received)


def test_a_tv_mix_is_another_version_and_need_be_no_sum_of_mixes(tmp_path: Path) -> None:
    loud = np.repeat([1.0, 1.0, 0.0, 0.0], LEAD.shape[1] // 4)
    lead, backing = whole(LEAD * loud), whole(sound(4) * (1.0 - loud))
    music, vocals = INSTRUMENTAL, whole(lead + backing)
    files = {"Song Inst": music, "Song Acapella": vocals, "Song Main": music + vocals}
    received = came(tmp_path, files | {"Song TV": music + backing}, "master mix, TV mix")
    assert received.ok and not received.problems, said(received)
    up = came(tmp_path / "up", files | {"Song Vox Up": music + vocals + whole(0.122 * lead)}, "master mix")
    assert (up.lines or ())[0].why == '"Song Main.wav"'


def test_a_mix_without_drums_that_holds_what_is_called_drums_shows_wrong_names(tmp_path: Path) -> None:
    swapped = STEMS | {"Drums": BASS, "Bass": DRUMS, "Master": MASTER, "No Drums Mix": MASTER - DRUMS}
    received = came(tmp_path, swapped, "mix without drums")
    wrong = "at least 2 names of files are wrong, or it is no mix without drums."
    assert f"'No Drums Mix.wav' holds 'Drums.wav' and leaves out 'Bass.wav': {wrong}" in words(received)
    assert states(received) == ["not met"]
    right = came(tmp_path, STEMS | {"Master": MASTER, "No Drums Mix": MASTER - DRUMS}, "mix without drums")
    assert right.ok and (right.lines or ())[0].why == '"No Drums Mix.wav"', said(right)
    minus = STEMS | {"Master minus Bass": MASTER - BASS, "Song Mix": MASTER}
    received = came(tmp_path / "minus", minus, "master mix, mix minus bass")
    assert received.ok and [line.why for line in received.lines or ()] == [
        '"Song Mix.wav"',
        '"Master minus Bass.wav"',
    ]


def test_a_sum_of_one_group_under_a_name_that_says_none_may_be_its_stem(tmp_path: Path) -> None:
    voices = {"Vox Lead": LEAD, "Vox Echo": sound(90)}
    group = {"Group LD": whole(LEAD + voices["Vox Echo"])}
    files = {"Drums": DRUMS, "Bass": BASS, "Mix": whole(DRUMS + BASS + group["Group LD"])} | voices | group
    received = came(tmp_path, files, "lead vocal stem")
    assert kinds(received)["Group LD"] == "stem"
    (line,) = received.lines or ()
    assert line.state == "cannot tell"
    assert line.why == '"Group LD.wav": not called so, but by what it holds, it may be it'
