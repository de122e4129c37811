"""The manifest on a disk: replaced whole or not at all, with its mode, or refused in words."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.errors import ManifestError
from stemtui.manifest import disk
from stemtui.session import assign, edit_tracks
from tests.manifests import FRESH, SONG, written


def test_what_cannot_be_read_back_is_not_saved(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH)
    broken = [
        (edit_tracks(SONG, ["kick"], gain_db=float("nan")), "nan is out of range"),
        (edit_tracks(SONG, ["kick"], stem="gone"), 'there is no stem "gone"'),
        (edit_tracks(SONG, ["kick"], file="../x.wav"), "leads out of the session's folder"),
        (edit_tracks(SONG, ["kick"], note="\udcff"), "is not valid Unicode"),
        (replace(SONG, tracks=(*SONG.tracks, SONG.tracks[0])), "was not saved"),
    ]
    for session, message in broken:
        for target in (path, tmp_path / "new.toml"):
            with pytest.raises(ManifestError, match=message):
                manifest.save(session, target)
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_manifest_that_was_broken_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH + "\ngain_db = oops")
    with pytest.raises(ManifestError, match="oops"):
        manifest.save(SONG, path, base=SONG)
    assert path.read_text().endswith("oops")


def test_mode_and_symbolic_link_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "song.toml"
    real.parent.mkdir()
    real.write_text(FRESH)
    real.chmod(0o640)
    link = tmp_path / "stemtui.toml"
    link.symlink_to(real)
    manifest.save(assign(SONG, ["kick"], "bass"), tmp_path, base=SONG)
    assert link.is_symlink()
    assert manifest.load(real).track("kick").stem == "bass"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert os.listdir(real.parent) == ["song.toml"]


def test_a_new_manifest_has_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    manifest.save(SONG, tmp_path)
    assert (tmp_path / "stemtui.toml").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("step", ["chmod", "fsync", "replace"])
def test_a_failing_disk_leaves_the_old_manifest(tmp_path: Path, monkeypatch, step: str) -> None:
    path = written(tmp_path, FRESH)

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(ManifestError, match="No space left on device"):
        manifest.save(assign(SONG, ["kick"], "bass"), path, base=SONG)
    monkeypatch.undo()
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everything")
def test_a_write_protected_manifest_or_folder(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH)
    for protected, mode in ((path, 0o444), (tmp_path, 0o555)):
        protected.chmod(mode)
        with pytest.raises(ManifestError, match=r"write-protected|Permission denied"):
            manifest.save(assign(SONG, ["kick"], "bass"), path, base=SONG)
        protected.chmod(0o755)
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_manifest_that_is_write_protected_is_not_replaced_though_its_folder_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, FRESH)
    monkeypatch.setattr(os, "access", lambda where, how: not (where == path and how == os.W_OK))
    with pytest.raises(ManifestError, match="it is write-protected"):
        manifest.save(assign(SONG, ["kick"], "bass"), path, base=SONG)
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


@pytest.mark.parametrize(("at", "said"), [(1_023, "it is no text"), (1_024, "line 2")])
def test_a_zero_at_the_beginning_is_of_no_text_and_a_later_one_a_slip(
    tmp_path: Path, at: int, said: str
) -> None:
    text = f"format = 1\n#{'x' * 2_000}"
    path = written(tmp_path, f"{text[:at]}\0{text[at:]}")
    with pytest.raises(ManifestError, match=said):
        manifest.load(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be written"):
        manifest.save(SONG, tmp_path / "nowhere" / "stemtui.toml")


def test_locate() -> None:
    assert manifest.locate(Path(__file__).parent) == Path(__file__).parent / "stemtui.toml"
    assert manifest.locate(Path("song/other.toml")) == Path("song/other.toml")


@pytest.mark.parametrize(
    ("was", "there", "is_written"),
    [
        (None, "anything", True),
        (None, None, True),
        ("old", "old", True),
        ("old", "other", False),
        ("old", None, False),
        ("", None, True),
        ("", "other", False),
        ("", "", False),
    ],
)
def test_what_came_meanwhile_stays(
    tmp_path: Path, was: str | None, there: str | None, is_written: bool
) -> None:
    """A text is written in the place of what it was made from, and of nothing else."""
    path = tmp_path / "stemtui.toml"
    if there is not None:
        path.write_text(there)
    try:
        disk.write_text(path, "new", was)
    except disk.Meanwhile:
        assert not is_written
        assert (path.read_text() if path.exists() else None) == there
    else:
        assert is_written and path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] in (["stemtui.toml"], [])


def test_a_manifest_may_have_four_megabytes_and_not_a_byte_more(tmp_path: Path) -> None:
    path = tmp_path / "stemtui.toml"
    path.write_bytes(b"#" * disk.LARGEST)
    assert len(disk.read_text(path)) == disk.LARGEST
    path.write_bytes(b"#" * (disk.LARGEST + 1))
    with pytest.raises(ManifestError, match="it is larger than 4 MB"):
        disk.read_text(path)


def test_what_cannot_be_read_is_like_nothing_that_was(tmp_path: Path) -> None:
    assert disk.digest(tmp_path / "gone") == disk.digest(tmp_path) == disk.digest(Path("a\0b")) == ""
