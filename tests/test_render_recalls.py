"""Another version beside the old one, and what changed since, in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.errors import StemtuiError
from stemtui.receipts import read_receipt
from stemtui.render.deliveries.delivery import render
from stemtui.render.receipts.since import changes_since
from stemtui.session import Session, assign, edit_stem, edit_tracks, recalled
from tests import small_sessions as small

ITEMS = ("stem.drums", "stem.bass")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    manifest.save(small.ordered(small.band(tmp_path), *ITEMS), tmp_path)
    assert main(["render", str(tmp_path)]) == 0
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def edited(song: Path, **changes: object) -> None:
    manifest.save(edit_tracks(manifest.load(song), ["kick"], **changes), song)


def test_a_version_stands_beside_the_old_one_and_says_what_changed(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(song / "delivery")
    edited(song, gain_db=-1.0)
    assert main(["render", str(song), "--version", "2"]) == 0
    out = capsys.readouterr().out
    assert "Since the delivery in delivery:" in out
    assert "  Drums STEM: kick -1 dB." in out
    assert "  Bass STEM unchanged, identical bytes." in out
    assert contents(song / "delivery") == before
    session = manifest.load(song)
    assert (session.version, session.delivery.folder) == ("2", "delivery_v2")
    since = (read_receipt(song / "delivery_v2") or {})["since"]
    assert since["folder"] == "delivery" and len(since["changes"]) == 2
    for paper in ("README.txt", "index.html"):
        said = (song / "delivery_v2" / paper).read_text(encoding="utf-8")
        assert "What changed since" in said and "Drums STEM: kick -1 dB." in said
        assert "What changed since" not in (song / "delivery" / paper).read_text(encoding="utf-8")
    assert main(["status", str(song)]) == 0
    assert main(["verify", str(song / "delivery_v2")]) == 0


def test_printing_a_version_again_compares_with_the_same_as_before(song: Path) -> None:
    edited(song, gain_db=-1.0)
    assert main(["render", str(song), "--version", "2"]) == 0
    first = contents(song / "delivery_v2")
    assert main(["render", str(song), "--version", "2", "--force"]) == 0
    assert contents(song / "delivery_v2") == first
    edited(song, gain_db=-3.0)
    assert main(["render", str(song)]) == 0
    assert (read_receipt(song / "delivery_v2") or {})["since"]["changes"][0] == "Drums STEM: kick -3 dB."


def test_the_third_version_follows_the_second(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in ("2", "3"):
        assert main(["render", str(song), "--version", version]) == 0
    assert manifest.load(song).delivery.folder == "delivery_v3"
    assert "Since version 2, in delivery_v2:" in capsys.readouterr().out


def test_a_version_that_is_refused_changes_nothing(song: Path) -> None:
    edited(song, file="audio/gone.wav")
    text = (song / "stemtui.toml").read_bytes()
    assert main(["render", str(song), "--version", "2"]) == 1
    assert (song / "stemtui.toml").read_bytes() == text
    assert not (song / "delivery_v2").exists()


def test_no_folder_can_be_named_for_it() -> None:
    assert recalled(Session(version="2"), "2") == Session(version="2")
    with pytest.raises(StemtuiError, match=r"'!!' is not a version"):
        recalled(Session(), "!!")


def since(root: Path, session: Session) -> list[str]:
    """What changed from the band as it is to a session, by two renders."""
    before = render(root, small.ordered(small.band(root), *ITEMS, "mix.master"), into=root / "a", hashed=True)
    return changes_since(render(root, session, into=root / "b", hashed=True).document, before.document)


def test_each_kind_of_change_is_said(tmp_path: Path) -> None:
    session = edit_stem(small.ordered(small.band(tmp_path), *ITEMS, "stem.guitars"), "bass", gain_db=-2.5)
    session = assign(edit_tracks(session, ["oh_l"], pan=-50.0), ["kick"], "guitars")
    assert since(tmp_path, session) == [
        "Drums STEM: kick went out and oh l pan -50, before -100.",
        "Bass STEM: the whole Bass -2.5 dB.",
        "Guitars STEM: new.",
        "Master MIX: no longer delivered.",
    ]


def test_another_print_under_the_same_name_is_named(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), *ITEMS, "mix.master")
    before = render(tmp_path, session, into=tmp_path / "a", hashed=True).document
    small.write(tmp_path / "audio/bass.wav", small.noise(77))
    after = render(tmp_path, session, into=tmp_path / "b", hashed=True).document
    assert changes_since(after, before) == [
        "Bass STEM: bass is another print.",
        "Master MIX: bass is another print.",
        "Drums STEM unchanged, identical bytes.",
    ]


def test_the_form_of_the_files(tmp_path: Path) -> None:
    session = small.delivered(small.ordered(small.band(tmp_path), "stem.bass"), bit_depth=16)
    assert since(tmp_path, replace(session, pan_law_db=-3.0))[0] == (
        "Bass STEM: pan law -3, before 0 and bit depth 16, before 24."
    )
