"""Deliveries with a file for each channel: what is missing of a pair, or of a surround set."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving import receive
from stemtui.receiving.sounds.names import read
from stemtui.receiving.sounds.sides import channels, lone
from tests.parcels import FRAMES, RIGHT, came, kinds, ordered, parcel, said, sound, states, words


def _said(*files: str, whole: tuple[str, ...] = ()) -> list[str]:
    return [str(problem) for problem in lone(files, files, whole)]


@pytest.mark.parametrize(
    ("came", "missing", "asked"),
    [
        ("Drums.L.wav", "right", "Drums.R.wav"),
        ("Drums.R.wav", "left", "Drums.L.wav"),
        ("Stems/Drums.r.aif", "left", "Stems/Drums.l.aif"),
        ("Drums_L.wav", "right", "Drums_R.wav"),
        ("Drums_Right.wav", "left", "Drums_Left.wav"),
    ],
)
def test_a_side_without_the_other_is_named(came: str, missing: str, asked: str) -> None:
    (problem,) = lone([came], [came])
    assert problem.path == came
    assert problem.message == f"has no {missing} side here."
    assert repr(asked) in problem.remedy


def test_pairs_and_whole_sets_lack_nothing() -> None:
    pairs = ["Drums.L.wav", "Drums.R.wav", "Gtr_L.wav", "Gtr_R.wav", "OH L.wav", "OH R.wav"]
    surround = [f"Music.{channel}.wav" for channel in ("L", "C", "R", "Ls", "Rs", "LFE")]
    assert _said(*pairs, *surround, "Dialogue.C.wav", "Kick.wav") == []


def test_channels_that_are_missing_of_a_set_are_named() -> None:
    whole = [f"Music.{channel}.wav" for channel in ("L", "C", "R", "Ls", "Rs", "LFE")]
    (text,) = _said(*whole, "FX.L.wav", "FX.C.wav", "FX.R.wav", "FX.Ls.wav")
    assert "'FX' came as L, C, R and Ls, in a file each: Rs and LFE are not here" in text


def test_a_name_that_only_may_say_a_side_accuses_nobody() -> None:
    assert _said("Overhead L.wav", "Kick.wav") == []
    assert _said("Gtr_L.wav", whole=("Gtr_L.wav",)) == []
    assert _said("take_l.wav") == []
    (problem,) = lone(["Gtr_L.wav"], ["Gtr_L.wav"])
    assert problem.severity == "warning"
    (problem,) = lone(["Gtr_L.wav", "Oh_L.wav", "Oh_R.wav"], ["Gtr_L.wav", "Oh_L.wav", "Oh_R.wav"])
    assert problem.severity == "error"


def test_a_stereo_file_with_a_side_in_its_name_is_no_side() -> None:
    assert [*lone(["Gtr.L.wav"], [])] == []


def test_a_lone_side_is_a_fault_of_the_folder(tmp_path: Path) -> None:
    one = came(tmp_path, {"Drums.L": sound(1, 1), "Bass.L": sound(2, 1), "Bass.R": sound(3, 1)})
    assert any(
        "'Drums.L.wav' has no right side here" in text for text in words(one).split("What is wrong")[1:]
    )
    assert len([text for text in said(one) if "side here" in text]) == 1
    assert not one.ok


CHANNELS = ("L", "R", "C", "LFE", "Ls", "Rs")


def _post(folder: Path, form: str = "Show_{name}_5.1.{channel}") -> Path:
    """Dialogue in the centre alone, with nothing else there, music and effects, and their mix, in 5.1."""
    held = {"DX": "C", "MX": ("L", "R", "LFE", "Ls", "Rs"), "FX": ("L", "R", "Ls", "Rs")}
    nothing = np.zeros((1, FRAMES))
    files = {
        name: {
            channel: sound(100 * at + place, 1) if channel in own else nothing
            for place, channel in enumerate(CHANNELS)
        }
        for at, (name, own) in enumerate(held.items(), 1)
    }
    mix = {channel: sum((one[channel] for one in files.values()), nothing) for channel in CHANNELS}
    said = {
        form.format(name=name, channel=channel, number=CHANNELS.index(channel) + 1): one
        for name, channels in (files | {"Mix": mix}).items()
        for channel, one in channels.items()
    }
    return parcel(folder, said)


@pytest.mark.parametrize(
    "form",
    ["Show_{name}_5.1.{channel}", "Show {name}-A{number}", "Show-{name}-{channel}", "Show {name}_{number}"],
)
def test_a_surround_set_in_a_file_for_each_channel_is_one_stem_or_mix(tmp_path: Path, form: str) -> None:
    received = receive(_post(tmp_path, form), ordered("the mix, dialogue stem, music stem, effects stem"))
    assert received.ok and set(states(received)) == {"met"}, words(received)
    of = {name: {kind for file, kind in kinds(received).items() if name in file} for name in ("DX", "Mix")}
    assert of == {"DX": {"stem"}, "Mix": {"mix"}}, "silent channels, and one that is another's, included"
    text = " ".join(words(received).split())
    assert "1 MIX, in 6 files, one for each channel: Mix" in text
    assert "3 STEMS, each in 6 files, one for each channel: DX" in text
    assert "songs" not in text and "silence" not in text


def test_a_surround_set_meets_no_line_that_asks_for_stereo(tmp_path: Path) -> None:
    received = receive(_post(tmp_path), ordered("music stem in stereo"))
    assert states(received) == ["not met"]
    assert "L, LFE, Ls, R and Rs: stereo was asked for" in " ".join(words(received).split())


def test_the_same_in_stereo_and_in_surround_is_no_second_song(tmp_path: Path) -> None:
    wide = {name: sound(at, 6) for at, name in enumerate(("DX", "MX", "FX"), 70)}
    plain = {name: one[:2] for name, one in wide.items()}
    for folder, files in (("2.0", plain), ("5.1", wide)):
        parcel(tmp_path / folder, files | {"Mix": sum(files.values())})
    received = receive(tmp_path)
    assert received.ok and not any("songs" in one for one in said(received))


def test_pairs_without_a_mono_file_beside_them_are_one_song(tmp_path: Path) -> None:
    files = {name: sound(at) for at, name in enumerate(("Drums", "Bass", "Lead Vocal"), 80)}
    halves = {
        f"{name}.{side}": one[at : at + 1]
        for name, one in (files | {"Master": sum(files.values())}).items()
        for at, side in enumerate("LR")
    }
    assert said(came(tmp_path, halves)) == []


def test_channels_by_number_are_sides_where_every_file_has_one() -> None:
    files = ["Mix-A1.wav", "Mix-A2.wav", "Drums-A1.wav", "Drums-A2.wav", "Bass-A1.wav"]
    assert [(one.side, one.both, one.is_whole) for one in read(files)] == [
        ("left", "Mix", False),
        ("right", "Mix", False),
        ("left", "Drums", True),
        ("right", "Drums", True),
        ("", "", True),
    ]


@pytest.mark.parametrize(
    "files",
    [
        ["Choir A1.wav", "Choir A2.wav", "Choir S1.wav"],
        ["Vox A1.wav", "Gtr A1.wav"],
        ["Vox A1.wav", "Gtr A2.wav"],
        ["Kick 1.wav", "Kick 2.wav"],
        [f"S01T0{take}_{number}.wav" for take in (1, 2) for number in range(1, 9)],
        [f"S01T0{take}_CH{number}.wav" for take in (1, 2) for number in range(1, 9)],
        [f"{name} {number}.wav" for name in ("Vox", "Gtr") for number in (1, 2, 3)],
    ],
)
def test_numbers_that_may_be_of_voices_and_takes_are_no_channels(files: list[str]) -> None:
    assert channels(files) == {}


@pytest.mark.parametrize(
    ("order", "state"),
    [("5.1 mix", "met"), ("7.1 mix", "not met"), ("mix in stereo", "not met"), ("mix", "met")],
)
def test_a_mix_is_ordered_with_its_channels(tmp_path: Path, order: str, state: str) -> None:
    received = receive(_post(tmp_path / "split", "Show_{name}.{channel}"), ordered(order))
    assert states(received) == [state], words(received)
    wide = {name: sound(at, 6) for at, name in enumerate(("DX", "MX", "FX"), 70)}
    received = came(tmp_path / "whole", wide | {"Print": sum(wide.values())}, order)
    assert states(received) == [state], words(received)


def test_two_files_of_one_name_are_told_by_their_folders(tmp_path: Path) -> None:
    wide = {name: sound(at, 6) for at, name in enumerate(("DX", "MX", "FX"), 70)}
    for folder, files in (("2.0", {name: one[:2] for name, one in wide.items()}), ("5.1", wide)):
        parcel(tmp_path / folder, files | {"Mix": sum(files.values())})
    received = receive(tmp_path, ordered("5.1 mix, music stem"))
    assert [line.why for line in received.lines or ()] == [
        '"Mix.wav"',
        '"2.0/MX.wav" and "5.1/MX.wav"; 2 files answer to it',
    ]


def test_a_channel_may_be_spelled_out(tmp_path: Path) -> None:
    files = ["FX Left.wav", "FX Right.wav", "FX Centre.wav", "MX Left.wav", "MX Right.wav", "MX Center.wav"]
    assert {one.name for one in channels(files).values()} == {"L", "R", "C"}


def test_two_sides_that_are_alike_are_one_mono_file_and_no_copy(tmp_path: Path) -> None:
    halves = {
        f"{name}-{side}": np.broadcast_to(one, (2, FRAMES))[at : at + 1]
        for name, one in RIGHT.items()
        for at, side in enumerate("LR")
    }
    received = came(tmp_path, halves)
    assert received.ok
    (text,) = said(received)
    assert "holds the same samples as 'Bass-L.wav', the other side: both are one mono file." in text
    assert "4 STEMS, each in two files, left and right" in " ".join(words(received).split())


def test_the_sides_of_a_source_in_the_middle_are_each_their_own_part(tmp_path: Path) -> None:
    """Each side is nearly the other, and a trace of the rest is in both: that makes neither a sum."""
    middle, apart, drums, keys = sound(61, 1), sound(62), sound(63), sound(64)
    files = {}
    for at, side in enumerate("LR"):
        trace = 0.004 * apart[at : at + 1] + 0.001 * drums[at : at + 1]
        parts = {"Bass": middle + trace, "Drums": drums[at : at + 1], "Keys": keys[at : at + 1]}
        parts = {name: np.rint(one * 2**23) / 2**23 for name, one in parts.items()}
        files |= {f"{name}.{side}": one for name, one in parts.items()}
        files[f"Mix.{side}"] = sum(parts.values(), np.zeros_like(middle))
    received = came(tmp_path, files)
    assert received.ok, said(received)
    assert {name.partition(".")[0]: kind for name, kind in kinds(received).items()} == {
        **dict.fromkeys(("Bass", "Drums", "Keys"), "stem"),
        "Mix": "mix",
    }
    assert [len(one.parts) for one in received.sums if received.called[one.target].is_mix] == [3, 3]
