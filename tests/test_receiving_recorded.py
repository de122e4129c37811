"""What a delivery's own receipt knows of the files beside it, by what they hold."""

import shutil
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.cli import main
from tests import small_sessions as small
from tests.parcels import BACKING, BASS, LEAD, came, kinds, parcel, sound, words

SONG = Path(__file__).parent.parent / "sample_sessions" / "eight_oh_eight"


@pytest.fixture
def delivery(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """One print, whose kind no sum shows, and its receipt."""
    folder = tmp_path / "delivery"
    assert main(["render", str(SONG), "--into", str(folder), "--json"]) == 0
    capsys.readouterr()
    return folder


def verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `verify` says of a folder and the order: it does not hold."""
    assert main(["verify", str(folder), "--order", str(SONG / "stemtui.toml")]) == 1
    return " ".join(capsys.readouterr().out.split())


def test_a_print_under_another_name_is_what_the_receipt_says_that_it_was_made_as(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (print_,) = delivery.glob("*.wav")
    print_.rename(delivery / "kick final.wav")
    said = verified(delivery, capsys)
    assert "1 of 1 line met" in said and '"kick final.wav"' in said
    assert "it holds what was printed as" in said and "NOT what its receipt says" in said


def test_prints_that_were_put_into_a_folder_are_found_there(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (print_,) = delivery.glob("*.wav")
    (delivery / "tracks").mkdir()
    print_.rename(delivery / "tracks" / print_.name)
    said = verified(delivery, capsys)
    assert "1 of 1 line met" in said
    assert f"'tracks/{print_.name}' holds what was printed as '{print_.name}'." in said


def test_what_lacks_takes_nothing_from_what_is_known_of_the_others(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (delivery / "README.txt").write_text("changed", encoding="utf-8")
    assert "1 of 1 line met" in verified(delivery, capsys)


def test_an_edited_receipt_is_not_believed(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = delivery / "receipt.toml"
    edited = receipt.read_text(encoding="utf-8").replace('kind = "track"', 'kind = "stem"')
    receipt.write_text(edited, encoding="utf-8")
    assert "0 of 1 line met" in verified(delivery, capsys)


def test_another_file_under_the_name_of_a_print_is_not_what_that_was(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (print_,) = delivery.glob("*.wav")
    shutil.copy(print_, delivery / "other.wav")
    parcel(delivery, {print_.stem: sound(9, 1)})
    said = verified(delivery, capsys)
    assert '"other.wav"' in said and f'met: "{print_.name}"' not in said


def test_a_submix_of_tracks_meets_no_order_for_a_stem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = small.ordered(small.band(tmp_path, treatment="none"), "mix.master", "stem.drums", "stem.bass")
    manifest.save(session, tmp_path)
    assert main(["render", str(tmp_path), "--json"]) == 0
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "delivery"), "--order", str(tmp_path)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "nothing was mixed yet: they are submixes of tracks, and no stems" in said
    assert "1 of 3 lines met" in said and "STEMS:" not in said


def test_stems_of_parts_of_a_stem_are_not_called_tracks_for_being_named_after_drums(tmp_path: Path) -> None:
    kick, snare = sound(21), sound(22)
    stems = {"Drums_STEM": kick + snare, "Bass_STEM": BASS, "Lead Vocal_STEM": LEAD, "BGV_STEM": BACKING}
    parts = {"Drums - Kick_STEM": kick, "Drums - Snare_STEM": snare}
    master = {"Master_MIX": sum(stems.values())}
    received = came(tmp_path, stems | parts | master, "kick stem, snare stem")
    assert kinds(received)["Drums - Kick_STEM"] == kinds(received)["Drums - Snare_STEM"] == "?"
    assert "wrongly" not in words(received)
