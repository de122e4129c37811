"""A folder that somebody sent: whether it meets the order, and what is not looked at."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stemtui.errors import StemtuiError
from stemtui.receiving import from_message, receive
from stemtui.receiving.findings.saying import lines
from stemtui.receiving.sums.sums import AS_ONE
from stemtui.render.deliveries.delivery import render
from tests import small_sessions as small
from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    RIGHT,
    SIX,
    STEMS,
    came,
    dropped,
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
from tests.small_sessions import write


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


def test_of_two_mixes_of_the_same_stems_the_one_that_holds_them_as_they_are_is_named(tmp_path: Path) -> None:
    files = RIGHT | {"Lead Vocal Up Mix": whole(MASTER + 0.122 * LEAD)}
    received = came(tmp_path, files, "master mix, all stems")
    assert states(received) == ["met", "met"]
    assert '"Master Mix" is the sum of 4 STEMS' in words(received)
    assert 'As they are, they are part of "Master Mix"' in words(received)


def test_names_alone_tell_nothing(tmp_path: Path) -> None:
    unlike = {name: sound(50 + at) for at, name in enumerate(RIGHT)}
    received = came(tmp_path, unlike, SIX)
    assert set(kinds(received).values()) == {"?"}
    assert states(received) == ["cannot tell"] * 6
    assert not received.ok and not received.sums


def test_an_instrumental_with_the_lead_vocal_in_it_is_none(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"Instrumental": INSTRUMENTAL + LEAD}, SIX)
    assert states(received)[1] == "not met" and '"Lead Vocal"' in (received.lines or ())[1].why
    received = came(tmp_path / "copy", RIGHT | {"Instrumental": MASTER}, SIX)
    assert states(received)[1] == "not met"
    assert any("holds the same samples as" in text and "two things" in text for text in said(received))


def test_two_songs_in_one_folder_are_told_apart(tmp_path: Path) -> None:
    second = {"B/Drums": sound(70, frames=70_000), "B/Keys": sound(71, frames=70_000)}
    second |= {"B/Mix": second["B/Drums"] + second["B/Keys"]}
    first = {f"A/{name}": samples for name, samples in STEMS.items()} | {"A/Mix": MASTER}
    received = came(tmp_path, first | second)
    assert any("seem to be 2 songs, of 5 and 3 files" in text for text in said(received))
    assert not received.faults, "their lengths differ for a reason"
    text = " ".join(words(received).split())
    assert (
        "Song 1, 5 files 1 MIX: A/Mix. 4 STEMS: " in text and "Song 2, 3 files 1 MIX: B/Mix. 2 STEMS" in text
    )


def test_an_order_is_held_against_each_song_and_not_against_both_at_once(tmp_path: Path) -> None:
    second = {"B/Drums": sound(70), "B/Keys": sound(71)}
    second |= {"B/Mix": second["B/Drums"] + second["B/Keys"], "B/Copy of Keys": second["B/Keys"]}
    first = {f"A/{name}": samples for name, samples in RIGHT.items()}
    received = came(tmp_path, first | second, f"{SIX}, keys stem")
    assert [line.state for line in received.lines or ()] == [*["met"] * 6, "not met"]
    text = " ".join(words(received).split())
    assert "The order: 6 of 7 lines met by song 1" in text
    assert re.search(r'no STEM of that name came, but [^;]*"Keys" of another song', text), text


def test_a_stem_beside_what_it_is_made_of_is_no_song_without_a_mix(tmp_path: Path) -> None:
    kit = {"Kick": sound(72), "Snare": sound(73), "Hat": sound(74)}
    received = came(
        tmp_path, RIGHT | {"Kit/Drum Stem 2": sum(kit.values())} | {f"Kit/{n}": x for n, x in kit.items()}
    )
    assert not any("songs" in text for text in said(received))


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


def test_what_is_found_is_the_same_again(tmp_path: Path) -> None:
    first = came(tmp_path, RIGHT, SIX)
    assert receive(tmp_path, from_message(SIX)).as_dict() == first.as_dict()


def test_a_file_of_six_channels_is_judged_by_nothing(tmp_path: Path) -> None:
    parcel(tmp_path, STEMS | {"Music 5.1 Mix": np.vstack([MASTER] * 3)})
    received = receive(tmp_path)
    assert set(kinds(received).values()) == {"?"}
    text = words(received)
    assert "It was compared with no other file here (see below), so nothing shows what it is." in text
    assert "No set of these files adds up" not in text
    assert 'nothing shows what any of them is: "Music 5.1 Mix" could not be compared' in text
    assert "6 ch" in text and "no other file has 6 channels" in text


def test_a_delivery_beside_the_files_is_no_fault_of_theirs(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    (one,) = (one for one in receive(tmp_path).problems if "delivery" in str(one))
    assert (
        str(one)
        == "'delivery' is a delivery of its own, and nothing in it was looked at. Verify it by itself."
    )
    assert one.severity == "warning"


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


def test_what_is_wrong_is_said_once_as_far_as_a_screen_has_room_and_then_in_details(tmp_path: Path) -> None:
    files = RIGHT | {f"Silent {number}": DRUMS * 0.0 for number in range(9)}
    files |= {f"{name} {number}": one for number in range(2, 6) for name, one in STEMS.items()}
    received = came(tmp_path, files, SIX)
    text = lines(received)
    assert len(received.problems) > 9
    assert text.index("Details") <= 40, "without most of what is wrong"
    joined = " ".join(" ".join(text).split())
    assert "more, below" in joined
    assert all(joined.count(problem.message) == 1 for problem in received.problems if not problem.path)
    begun = [line for line in text if line.startswith(("  error  ", "  warning"))]
    assert len(begun) == len(received.problems)


def test_why_a_mix_is_no_sum_is_said_once_on_the_first_screen(tmp_path: Path) -> None:
    mix = whole(limited(MASTER * 4.0) + 0.1 * sound(99))
    received = came(tmp_path, STEMS | {"Master Mix": mix})
    first = " ".join(" ".join(lines(received)[: lines(received).index("Details")]).split())
    assert received.sums[0].is_moved and first.count("does not explain all of it") == 1
    assert "one each, or more was done to the mix" in first and "but not quite" not in first


def test_an_instrumental_and_an_a_cappella_are_of_one_song(tmp_path: Path) -> None:
    files = STEMS | {"Instrumental": INSTRUMENTAL, "A Cappella": LEAD + BACKING}
    received = came(tmp_path, files, "instrumental, a cappella, drum stem, lead vocal stem")
    assert received.ok and not received.problems, said(received)


def test_of_two_versions_the_one_that_is_the_sum_to_rounding_is_named(tmp_path: Path) -> None:
    clean = whole(MASTER - 0.1 * (LEAD - dropped(LEAD, 480)))
    received = came(tmp_path, STEMS | {"A Mix (Clean)": clean, "Mix (Explicit)": MASTER})
    assert 'As they are, they are part of "Mix (Explicit)"' in words(received)
