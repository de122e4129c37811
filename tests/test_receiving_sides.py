"""Deliveries with a file for each channel: what is missing of a pair, or of a surround set."""

from pathlib import Path

import pytest

from stemtui.receiving.sides import lone
from tests.parcels import came, said, sound, words


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
