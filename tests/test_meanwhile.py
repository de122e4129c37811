"""What others put in the way between a look and a write: nothing of theirs is replaced, followed or lost."""

import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import lockfile, manifest, scan
from stemtui.audio.samples.identity import Identity
from stemtui.cli import main
from stemtui.destinations.finding import PROFILES
from stemtui.errors import ManifestError, Refused, StemtuiError
from stemtui.manifest import saving
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.packing import pack
from stemtui.render.deliveries.publish import published, recover
from stemtui.render.plans.progress import Watch
from stemtui.session import Session, Track
from tests import small_sessions as small
from tests.crashes import cut


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def notes(delivery: Path, outside: Path) -> None:
    """A file of the user's beside the prints."""
    (delivery / "notes.txt").write_text("call them")


def folder(delivery: Path, outside: Path) -> None:
    """A folder of the user's in the delivery's place."""
    delivery.rename(outside / "moved")
    (delivery / "years").mkdir(parents=True)
    (delivery / "years/thesis.txt").write_text("of work")


def link(delivery: Path, outside: Path) -> None:
    """A link to a folder of the user's."""
    delivery.rename(outside / "moved")
    (outside / "thesis.txt").write_text("of work")
    delivery.symlink_to(outside)


def file(delivery: Path, outside: Path) -> None:
    """A file of the user's."""
    delivery.rename(outside / "moved")
    delivery.write_text("mine")


@pytest.mark.parametrize("come", [notes, folder, link, file])
def test_what_comes_into_a_deliverys_place_while_it_is_printed_stays(
    tmp_path: Path, come: Callable[[Path, Path], None]
) -> None:
    root, outside = tmp_path / "song", tmp_path / "outside"
    outside.mkdir()
    session = small.ordered(small.band(root), "mix.master")
    render(root, session)
    after = dict[str, bytes]()

    def news(said: object) -> None:
        if not after:
            come(root / "delivery", outside)
            after.update(everything(tmp_path))

    with pytest.raises(
        Refused, match=r"which stemtui did not write|is not a folder|stemtui did not write it"
    ):
        render(root, session, force=True, news=news)
    assert everything(tmp_path) == after
    assert sorted(os.listdir(root)) == ["audio", "delivery"]
    recover(root / "delivery")
    assert everything(tmp_path) == after


def test_a_folder_on_the_way_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    for name in ("song", "elsewhere"):
        (tmp_path / name).mkdir()
    with (
        pytest.raises(Refused, match="has become a link"),
        published(tmp_path / "song/out/to/them") as made,
    ):
        (made / "print.wav").write_bytes(b"new")
        (tmp_path / "song/out").symlink_to(tmp_path / "elsewhere")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["elsewhere", "out", "song"]


def test_an_archive_that_comes_while_another_is_packed_stays(tmp_path: Path) -> None:
    receipt = render(tmp_path, small.ordered(small.band(tmp_path), "mix.master")).as_dict()
    theirs = tmp_path / "Song.zip"

    def come() -> bool:
        theirs.write_bytes(b"mine")
        return False

    with pytest.raises(Refused, match=r"'Song\.zip' is there already, and stemtui did not write it"):
        pack(tmp_path / "delivery", receipt, Watch(cancelled=come))
    assert theirs.read_bytes() == b"mine" and sorted(os.listdir(tmp_path)) == [
        "Song.zip",
        "audio",
        "delivery",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("what", ["pipe", "link"])
def test_neither_a_pipe_nor_a_link_is_an_archive_of_ours(tmp_path: Path, what: str) -> None:
    receipt = render(tmp_path, small.ordered(small.band(tmp_path), "mix.master")).as_dict()
    if what == "pipe":
        os.mkfifo(tmp_path / "Song.zip")
    else:
        ours = pack(tmp_path / "delivery", receipt, Watch()).rename(tmp_path / "kept.zip")
        (tmp_path / "Song.zip").symlink_to(ours)
    with pytest.raises(Refused, match="stemtui did not write it"):
        pack(tmp_path / "delivery", receipt, Watch())
    assert what == "pipe" or zipfile.ZipFile(tmp_path / "kept.zip").testzip() is None


def test_an_archive_whose_names_are_no_text_is_anothers(tmp_path: Path) -> None:
    receipt = render(tmp_path, small.ordered(small.band(tmp_path), "mix.master")).as_dict()
    theirs = tmp_path / "Song.zip"
    with zipfile.ZipFile(theirs, "w") as archive:
        archive.writestr("Caf\u00e9.wav", b"")
    theirs.write_bytes(theirs.read_bytes().replace("\u00e9".encode(), b"\xff\xff"))
    with pytest.raises(Refused, match="stemtui did not write it"):
        pack(tmp_path / "delivery", receipt, Watch())


def others_save(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], times: int = 1) -> None:
    """Let somebody else do something between the reading of a manifest and its replacing."""
    way, left = saving.in_place, [times]

    def late(*arguments: object) -> str:
        if left[0]:
            left[0] -= 1
            act()
        return way(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(saving, "in_place", late)


def test_an_editor_that_saves_in_the_middle_of_a_save_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = manifest.save(Session(title="Song", artist="A"), tmp_path)
    path = tmp_path / "stemtui.toml"

    def edit() -> None:
        path.write_text(path.read_text().replace('"A"', '"theirs"') + "# a comment of theirs\n")

    others_save(monkeypatch, edit)
    saved = manifest.save(replace(base, title="Ours"), tmp_path, base)
    assert (saved.title, saved.artist) == ("Ours", "theirs")
    assert manifest.load(tmp_path) == saved and "# a comment of theirs" in path.read_text()
    assert os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_manifest_that_somebody_else_never_stops_saving_is_left_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = manifest.save(Session(title="Song"), tmp_path)
    path = tmp_path / "stemtui.toml"
    others_save(monkeypatch, lambda: path.write_text(path.read_text() + "# again\n"), times=99)
    with pytest.raises(ManifestError, match="another program is saving it just now"):
        manifest.save(replace(base, title="Ours"), tmp_path, base)
    assert manifest.load(tmp_path) == base and os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_manifest_that_comes_while_a_new_one_is_written_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove, text = saving._prove, 'format = 1\n\n[session]\ntitle = "Theirs"\n'

    def late(*arguments: object) -> None:
        prove(*arguments)  # type: ignore[arg-type]
        (tmp_path / "stemtui.toml").write_text(text)

    monkeypatch.setattr(saving, "_prove", late)
    with pytest.raises(ManifestError, match="was changed too, in the same places"):
        manifest.save(Session(title="Ours"), tmp_path, Session())
    assert (tmp_path / "stemtui.toml").read_text() == text


@pytest.mark.parametrize("like", [False, True])
def test_init_replaces_no_manifest_that_came_since_it_looked(
    tmp_path: Path, like: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "new"
    small.band(root)
    manifest.save(small.band(tmp_path / "old"), tmp_path / "old")
    theirs = Session(title="Theirs", artist="somebody")
    found = scan.new_session

    def made(*arguments: object) -> Session:
        manifest.save(theirs, root)
        return found(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scan, "new_session", made)
    assert main(["init", str(root), *(["--like", str(tmp_path / "old")] if like else [])]) == 1
    assert "was changed too" in capsys.readouterr().err
    assert manifest.load(root) == theirs


def test_a_lock_keeps_what_was_locked_while_the_audio_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("kick", "bass")):
        small.write(tmp_path / f"{name}.wav", small.noise(number))
    kick, bass = Track("kick", "kick.wav"), Track("bass", "bass.wav")
    lockfile.lock_all(tmp_path, Session(tracks=(kick,)))
    theirs = Identity(1, 48_000, "a" * 64)
    read = lockfile.identities

    def late(root: Path, session: Session) -> object:
        lockfile.write_lock(root, {"kick": theirs})
        return read(root, session)

    monkeypatch.setattr(lockfile, "identities", late)
    lockfile.add_new(tmp_path, Session(tracks=(kick, bass)))
    after = lockfile.read_lock(tmp_path) or {}
    assert after["kick"] == theirs and set(after) == {"kick", "bass"}


def test_a_lock_is_not_written_while_another_program_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.write(tmp_path / "kick.wav", small.noise(1))
    monkeypatch.setattr(lockfile, "_PATIENCE", 0.01)
    with lockfile.alone(tmp_path, 1), pytest.raises(StemtuiError, match="another stemtui is saving just now"):
        lockfile.lock_all(tmp_path, Session(tracks=(Track("kick", "kick.wav"),)))
    assert os.listdir(tmp_path) == ["kick.wav"]


def test_a_destination_that_is_brought_along_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    text = 'name = "Radio"\n# what they say\n' * 100
    (tmp_path / "old/radio.toml").write_text(text)
    assert cut(lambda: PROFILES.bring("radio.toml", tmp_path / "old", tmp_path / "new"), 100) < 0
    assert not (tmp_path / "new/radio.toml").exists()
    assert PROFILES.bring("radio.toml", tmp_path / "old", tmp_path / "new")
    assert everything(tmp_path / "new") == {"radio.toml": text.encode()}
