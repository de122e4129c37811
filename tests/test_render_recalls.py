"""Another version beside the old one, and what changed since, in words."""

import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import __version__, manifest
from stemtui.cli import main
from stemtui.errors import StemtuiError
from stemtui.receipts import read_receipt
from stemtui.render.deliveries.delivery import render
from stemtui.render.receipts.since import changes_since
from stemtui.session import MixBus, Session, assign, edit_mix, edit_stem, edit_tracks, recalled
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
    assert "What changed since the delivery before, in the folder 'delivery':" in out
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


def test_a_packed_version_is_the_new_one(song: Path) -> None:
    edited(song, gain_db=-1.0)
    assert main(["render", str(song), "--version", "2", "--zip"]) == 0
    with zipfile.ZipFile(song / "Song 2.zip") as archive:
        packed = {Path(name).name: archive.read(name) for name in archive.namelist()}
    assert packed == contents(song / "delivery_v2") != contents(song / "delivery")


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
    assert "What changed since version 2, in the folder 'delivery_v2':" in capsys.readouterr().out


def test_no_version_replaces_another_that_was_delivered(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for version, gain in (("2", -1.0), ("3", -2.0)):
        edited(song, gain_db=gain)
        assert main(["render", str(song), "--version", version]) == 0
    edited(song, gain_db=-6.0)
    before, text = contents(song / "delivery_v2"), (song / "stemtui.toml").read_bytes()
    assert main(["render", str(song), "--version", "2"]) == 1
    said = capsys.readouterr().err
    assert "'delivery_v2' holds version 2, as it was delivered." in said and "Choose another version" in said
    assert contents(song / "delivery_v2") == before and (song / "stemtui.toml").read_bytes() == text
    assert main(["render", str(song), "--version", "2", "--dry-run"]) == 1
    assert "'delivery_v2' holds version 2, as it was delivered." in capsys.readouterr().err
    # as it would be printed now, it is there already: a program killed before it noted that is made up for
    edited(song, gain_db=-1.0)
    assert main(["render", str(song), "--version", "2"]) == 0
    assert contents(song / "delivery_v2") == before and manifest.load(song).version == "2"
    edited(song, gain_db=-6.0)
    assert main(["render", str(song), "--version", "3", "--force"]) == 0
    assert manifest.load(song).version == "3"


def test_no_two_deliveries_are_called_one_version(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = manifest.load(song)
    manifest.save(replace(first, version="1"), song, first)
    for version in ((), ("--version", "2")):
        assert main(["render", str(song), *version]) == 0
    capsys.readouterr()
    assert main(["render", str(song), "--version", "1"]) == 1
    said = capsys.readouterr().err
    assert "'delivery' holds version 1, as it was delivered. Choose another version" in said
    assert not (song / "delivery_v1").exists() and manifest.load(song).version == "2"
    assert main(["render", str(song), "--version", "1", "--force"]) == 0


def test_a_version_that_is_refused_changes_nothing(song: Path) -> None:
    edited(song, file="audio/gone.wav")
    text = (song / "stemtui.toml").read_bytes()
    assert main(["render", str(song), "--version", "2"]) == 1
    assert (song / "stemtui.toml").read_bytes() == text
    assert not (song / "delivery_v2").exists()


def test_an_empty_version_is_refused_where_there_is_one(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", str(song), "--version", "2"]) == 0
    assert main(["render", str(song), "--version", ""]) == 1
    assert "'' is not a version: write one like 2" in capsys.readouterr().err


def test_no_folder_can_be_named_for_it() -> None:
    assert recalled(Session(version="2"), "2") == Session(version="2")
    with pytest.raises(StemtuiError, match=r"'!!' is not a version"):
        recalled(Session(), "!!")


BAND = (*ITEMS, "mix.no_gtr", "mix.master")


def since(root: Path, session: Session, was: Session | None = None) -> list[str]:
    """What changed from the band as it is to a session, by two renders."""
    was = was or small.ordered(small.band(root), *BAND)
    render(root, small.delivered(was, folder="a"))
    receipt = render(root, small.delivered(session, folder="b"), previous="a")
    return list(receipt.document["since"]["changes"])


def band(root: Path, **changes: object) -> Session:
    return small.ordered(small.band(root, **changes), *BAND)


EDITS: dict[str, tuple[Callable[[Session], Session], list[str]]] = {
    "a gain": (
        lambda s: edit_tracks(s, ["kick"], gain_db=-1.0),
        [
            "Drums STEM, No Guitars MIX and Master MIX: kick -1 dB.",
            "Bass STEM unchanged, identical bytes.",
        ],
    ),
    "pan, polarity and delay": (
        lambda s: edit_tracks(edit_tracks(s, ["kick"], pan=30.0), ["oh_l"], invert=True, delay_samples=12),
        [
            "Drums STEM, No Guitars MIX and Master MIX: kick pan 30 right, before centre; oh l polarity "
            "inverted, before normal; oh l delay 12 samples, before 0 samples; 12 samples longer.",
            "Bass STEM: 12 samples longer.",
        ],
    ),
    "a track left out": (
        lambda s: edit_tracks(s, ["oh_r"], left_out="broken cable"),
        [
            "Drums STEM, No Guitars MIX and Master MIX: oh r left out (broken cable).",
            "Bass STEM unchanged, identical bytes.",
        ],
    ),
    "a track in another stem": (
        lambda s: assign(s, ["kick"], "guitars"),
        [
            "Drums STEM and No Guitars MIX: kick went out, to Guitars.",
            "Bass STEM and Master MIX unchanged, identical bytes.",
        ],
    ),
    "another name": (
        lambda s: edit_stem(s, "bass", name="Low"),
        [
            "Low STEM: called Bass STEM before; the audio is identical.",
            "Drums STEM, No Guitars MIX and Master MIX unchanged, identical bytes.",
        ],
    ),
    "another title": (
        lambda s: replace(s, title="Air"),
        ['All 4 files: the song is called "Air", before "Song"; the audio is identical.'],
    ),
    "a stem's gain": (
        lambda s: edit_stem(s, "bass", gain_db=-2.5),
        [
            "Bass STEM: the whole stem -2.5 dB.",
            "No Guitars MIX and Master MIX: all of Bass -2.5 dB.",
            "Drums STEM unchanged, identical bytes.",
        ],
    ),
    "a mix's definition": (
        lambda s: edit_mix(s, "no_gtr", without=("guitars", "bass")),
        [
            "No Guitars MIX: now Master minus Bass and Guitars, before Master minus Guitars.",
            "Drums STEM, Bass STEM and Master MIX unchanged, identical bytes.",
        ],
    ),
    "a limiter": (
        lambda s: replace(s, mix_bus=MixBus(ceiling_dbtp=-20.0)),
        ["All 4 files: a limiter on the mix bus, ceiling -20 dBTP."],
    ),
    "the mix bus's gain": (
        lambda s: replace(s, mix_bus=MixBus(gain_db=-2.0)),
        ["All 4 files: mix bus gain -2 dB, before 0 dB."],
    ),
    "the form": (
        lambda s: small.delivered(s, bit_depth=16, trim_db=-1.0),
        ["All 4 files: 16-bit, before 24-bit; trim -1 dB, before 0 dB."],
    ),
    "lines of the order": (
        lambda s: small.ordered(s, "stem.guitars", "stem.drums"),
        [
            "Guitars STEM: new.",
            "Bass STEM, No Guitars MIX and Master MIX: no longer delivered.",
            "Drums STEM unchanged, identical bytes.",
        ],
    ),
    "nothing": (lambda s: s, ["All 4 files unchanged, identical bytes."]),
}


@pytest.mark.parametrize("what", EDITS)
def test_each_kind_of_change_is_said(tmp_path: Path, what: str) -> None:
    edit, said = EDITS[what]
    was = band(tmp_path)
    assert since(tmp_path, edit(was), was) == said


def test_another_print_under_the_same_name_is_named(tmp_path: Path) -> None:
    session = band(tmp_path)
    before = render(tmp_path, session, into=tmp_path / "a", hashed=True).document
    small.write(tmp_path / "audio/bass.wav", small.noise(77))
    after = render(tmp_path, session, into=tmp_path / "b", hashed=True).document
    assert changes_since(after, before) == [
        "Bass STEM, No Guitars MIX and Master MIX: bass is another print.",
        "Drums STEM unchanged, identical bytes.",
    ]


@pytest.mark.parametrize(
    ("hashed", "said"), [(True, "bass is another print"), (False, "the file of bass was written again")]
)
def test_a_file_that_was_written_again_is_named(tmp_path: Path, hashed: bool, said: str) -> None:
    session = band(tmp_path)
    for path in (tmp_path / "audio").iterdir():
        os.utime(path, (1, 1))
    render(tmp_path, session, hashed=hashed)
    small.write(tmp_path / "audio/bass.wav", small.noise(77))
    receipt = render(tmp_path, small.delivered(session, folder="b"), previous="delivery")
    assert receipt.document["since"]["changes"][0] == f"Bass STEM, No Guitars MIX and Master MIX: {said}."


def test_where_nothing_tells_why_nothing_is_guessed(tmp_path: Path) -> None:
    session = band(tmp_path)
    before = render(tmp_path, session, into=tmp_path / "a").document
    small.write(tmp_path / "audio/bass.wav", small.noise(77))
    after = render(tmp_path, session, into=tmp_path / "b").document
    assert changes_since(after, before)[0] == (
        "Bass STEM, No Guitars MIX and Master MIX: other audio, and the receipts do not tell why: a "
        "track may be another print."
    )


def test_another_stemtui_is_named(tmp_path: Path) -> None:
    session = band(tmp_path)
    before = render(tmp_path, session, into=tmp_path / "a").document
    after = render(tmp_path, small.delivered(session, bit_depth=16), into=tmp_path / "b").document
    older = {**before, "stemtui": {**before["stemtui"], "version": "0.0.1"}}
    assert changes_since(after, older) == [
        f"All 4 files: 16-bit, before 24-bit; printed by stemtui {__version__}, before 0.0.1."
    ]


def test_a_receipt_that_somebody_edited_is_not_compared(tmp_path: Path) -> None:
    session = band(tmp_path)
    render(tmp_path, session)
    path = tmp_path / "delivery/receipt.toml"
    path.write_text(path.read_text().replace('track = "kick"', 'gain_db = "loud"\ntrack = "kick"'))
    receipt = render(
        tmp_path,
        edit_tracks(small.delivered(session, folder="b"), ["kick"], gain_db=-1.0),
        previous="delivery",
    )
    assert "since" not in receipt.document
