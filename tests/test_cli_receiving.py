"""`stemtui verify FOLDER --order ORDER`: the campaign's parcel, as the post mixer would have opened it."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from stemtui.cli import main
from tests.parcels import RIGHT, parcel

CAMPAIGN = Path(__file__).parent.parent / "sample_sessions" / "campaign"
ORDER = str(CAMPAIGN / "stemtui.toml")


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign's six files as stemtui prints them, with their receipt."""
    folder = tmp_path_factory.mktemp("campaign") / "delivery"
    assert main(["render", str(CAMPAIGN), "--into", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def six(delivery: Path, tmp_path: Path) -> Path:
    """The six files without their receipt, under another tool's names."""
    names = {
        "Master_MIX": "MSS full mix",
        "Instrumental_MIX": "MSS inst",
        "Lead Vocal_STEM": "MSS lead vox",
        "Backing Vocals_STEM": "MSS bgvs",
        "Drums_STEM": "MSS drums",
        "Bass_STEM": "MSS bass",
    }
    for name, renamed in names.items():
        shutil.copy(delivery / f"Mega Savings Song_{name}.wav", tmp_path / f"{renamed}.wav")
    return tmp_path


@pytest.fixture
def sent(delivery: Path, tmp_path: Path) -> Path:
    """What was sent instead: the two mixes, and 26 tracks."""
    for mix in delivery.glob("*_MIX.wav"):
        shutil.copy(mix, tmp_path)
    for file in sorted((CAMPAIGN / "audio").glob("*.flac")):
        samples, rate = soundfile.read(file)
        soundfile.write(tmp_path / f"{file.stem}.wav", samples, rate, subtype="PCM_24")
    return tmp_path


def left_as_they_are(folder: Path) -> float:
    """What the master mix is less the tracks at 0 dB, in dB of the master mix."""
    master, _ = soundfile.read(next(folder.glob("*Master_MIX.wav")))
    left = master.copy()
    for file in folder.glob("*.wav"):
        samples, _ = soundfile.read(file, always_2d=True)
        left -= 0.0 if file.name.endswith("_MIX.wav") else samples
    return float(10.0 * np.log10((left**2).sum() / (master**2).sum()))


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_two_mixes_and_26_tracks_do_not_meet_an_order_of_two_mixes_and_four_stems(
    sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(sent), "--order", ORDER]) == 1
    out = capsys.readouterr().out
    first, details = out.split("\n\nDetails\n")
    assert len(first.splitlines()) <= 25 and max(map(len, first.splitlines())) <= 80
    text = one_line(first)
    assert "28 sound files" in text and "the order is NOT met" in text and "2 of 6 lines met" in text
    for line, files in {
        "Lead Vocal STEM": "2 TRACKS: Lead Vocal and Lead Vocal Double",
        "Backing Vocal STEM": "12 TRACKS: Backing Vocal 1, Backing Vocal 2, Backing Vocal 3 and 9 more",
        "Drum STEM": "10 TRACKS: Kick, Snare, Hat and 7 more",
        "Bass STEM": "2 TRACKS: Bass Amp and Bass DI",
    }.items():
        assert f"{line} NOT MET: no STEM of it came, but {files}" in text
    assert "26 TRACKS: Kick," in text and "not as they are: made before the mix" in text
    assert "with a gain and a pan for each" in text
    said = re.search(r"As they are, at 0 dB, they leave (-[0-9.]+) dB", text)
    assert said and abs(float(said[1]) - left_as_they_are(sent)) < 0.5, "it is told from sketches"
    assert "is the sum of 12 files: Kick, Snare" in one_line(details), "the instrumental's own tracks"


def test_a_right_delivery_by_any_tool_is_met_with_its_residual(
    six: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(six), "--order", ORDER]) == 0
    text = one_line(capsys.readouterr().out)
    assert "6 of 6 lines met" in text and "No faults; the order is met." in text
    assert "is the sum of 4 files: bass, bgvs, drums and lead vox, at 0 dB. Left: -141.5 dBFS RMS" in text
    assert "rounding explains it" in text


def test_one_document_for_scripts(six: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(six), "--order", "drum stem, bass stem in mono, piano stem", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["met"], document["problems"]) == (False, False, [])
    assert [line["state"] for line in document["order"]] == ["met", "met", "not met"]
    assert document["order"][0]["files"] == ["MSS drums.wav"]
    likely = {one["file"]: one["likely"] for one in document["files"]}
    assert likely["MSS full mix.wav"] == "mix" and likely["MSS bass.wav"] == "stem"
    full = next(one for one in document["sums"] if one["file"] == "MSS full mix.wav")
    assert full["rounding"] and full["manner"] == "as one" and len(full["parts"]) == 4
    assert full["left_rms_dbfs"] <= full["bound_rms_dbfs"]


def test_an_order_comes_by_standard_input_or_in_a_file(
    six: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"the master mix and the drum stem"), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["verify", str(six), "--order", "-"]) == 0
    assert "2 of 2 lines met" in capsys.readouterr().out
    (tmp_path / "mail.txt").write_text("the guitar stem please", encoding="utf-8")
    assert main(["verify", str(six), "--order", str(tmp_path / "mail.txt")]) == 1
    assert "no STEM of that name came" in one_line(capsys.readouterr().out)


def test_a_delivery_with_its_receipt_is_read_by_it_and_against_an_order_too(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(delivery)]) == 0
    assert "it is what its receipt says" in (out := capsys.readouterr().out) and "Details" not in out
    assert main(["verify", str(delivery), "--order", ORDER]) == 0
    out = capsys.readouterr().out
    assert "it is what its receipt says" in out and "6 of 6 lines met" in out
    assert main(["verify", str(delivery), "--order", "piano stem", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["verification"]["ok"] and not document["ok"]


def test_what_a_receipt_that_holds_says_of_a_file_is_believed_and_its_name_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song, folder = CAMPAIGN.parent / "eight_oh_eight", tmp_path / "delivery"
    order = ["--order", str(song / "stemtui.toml")]
    assert main(["render", str(song), "--into", str(folder), "--json"]) == 0
    capsys.readouterr()
    assert main(["verify", str(folder), *order]) == 0
    said = one_line(capsys.readouterr().out)
    assert "1 of 1 line met" in said
    assert "the receipt says how it was made" in said
    (folder / "receipt.toml").unlink()
    assert main(["verify", str(folder), *order]) == 1


def test_a_delivery_of_some_stems_is_not_asked_for_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song, folder = CAMPAIGN.parent / "commercial", tmp_path / "delivery"
    assert main(["render", str(song), "--into", str(folder), "--json"]) == 0
    capsys.readouterr()
    assert main(["verify", str(folder), "--order", str(song / "stemtui.toml")]) == 0
    assert "Ask what is missing" not in capsys.readouterr().out


def test_checksums_of_other_tools_are_compared(six: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("needs sha256sum")
    names = sorted(path.name for path in six.glob("*.wav"))
    sums = subprocess.run(["sha256sum", *names], cwd=six, capture_output=True, text=True, check=True).stdout
    (six / "SHA256SUMS").write_text(sums, encoding="utf-8")
    assert main(["verify", str(six)]) == 0
    assert "6 files as the checksums say (SHA256SUMS)" in capsys.readouterr().out
    (six / names[0]).unlink()
    assert main(["verify", str(six)]) == 1
    assert f"'{names[0]}' is missing: it is on 'SHA256SUMS'" in one_line(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("order", "error"),
    [
        ("nowhere.toml", "nowhere.toml"),
        ("hello there", "names nothing"),
        (str(CAMPAIGN / "audio" / "01 Kick.flac"), "is no text"),
    ],
)
def test_an_order_that_cannot_be_read_is_an_error_in_words(
    tmp_path: Path, order: str, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel(tmp_path, {"Drums": RIGHT["Drums"]})
    assert main(["verify", str(tmp_path), "--order", order]) == 1
    assert error in capsys.readouterr().err


def test_names_that_would_drive_a_terminal_are_shown_and_do_not_act(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel(tmp_path, RIGHT | {"Pad \x1b[31mred": RIGHT["Drums"] * 0})
    assert main(["verify", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\\x1b[31mred" in out


def test_prints_of_a_receipt_are_called_as_it_calls_them(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(delivery), "--order", ORDER]) == 0
    assert "2 MIXES: Instrumental MIX and Master MIX." in capsys.readouterr().out
