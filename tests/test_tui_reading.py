"""Stories at 80x24 of folders and files: read behind the screen, slow, missing, unreadable."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stemtui import manifest, scan
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.glossary import searching
from stemtui.header import Header
from stemtui.session import Session, Stem, Track
from stemtui.tui.app import StemtuiApp
from stemtui.tui.opening import open_desk
from stemtui.tui.panes.lists import TrackList
from tests.driver import PATIENCE, Story, story, write_tracks


def held_back(monkeypatch: pytest.MonkeyPatch, name: str) -> threading.Event:
    """What lets a function of `scan` go on, which waits for it as on a slow disk."""
    waiting, real = threading.Event(), getattr(scan, name)
    monkeypatch.setattr(scan, name, lambda *asked: waiting.wait(PATIENCE) and real(*asked))
    return waiting


async def reading_with_a_stem_made(folder: Path, monkeypatch: pytest.MonkeyPatch, *keys: str) -> Story:
    """What is there once a folder is read, during which a stem was made and then `keys` pressed."""
    waiting = held_back(monkeypatch, "scan")
    app = StemtuiApp(*open_desk(folder))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await told.see("reading ...")
        await told.press("n")
        await told.type("Drums")
        await told.press("enter")
        await told.see("1 Drums")
        waiting.set()
        await told.not_see("reading ...")
        await told.see("1 Drums", "Kick", "* unsaved")
        await told.press(*keys)
    return told


async def test_a_stem_made_while_the_folder_is_read_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    told = await reading_with_a_stem_made(folder, monkeypatch, "1", "w")
    assert told.app.desk_screen.desk.proposals["snare"].stem == "drums"
    assert [(track.id, track.stem) for track in manifest.load(folder).tracks] == [
        ("kick", "drums"),
        ("snare", ""),
    ]


async def test_an_edit_made_while_the_folder_is_read_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    told = await reading_with_a_stem_made(folder, monkeypatch, "u", "u")
    assert (told.session.stems, told.session.tracks) == ((), ())
    assert len(told.app.desk_screen.desk.history.future) == 2


async def test_tracks_are_sorted_while_a_slow_disk_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare", "Bass"))
    tracks = tuple(Track(name.lower(), f"{name}.wav") for name in ("Kick", "Snare", "Bass"))
    manifest.save(Session(title="Song", stems=(Stem("drums", "Drums"),), tracks=tracks), folder)
    waiting = held_back(monkeypatch, "headers")
    app = StemtuiApp(*open_desk(folder))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await told.see("reading ...", "Kick is a TRACK")
        await told.press("1", "1")
        await told.see("reading ...", "Bass is a TRACK", "1 without a stem")
        waiting.set()
        await told.not_see("reading ...")
        await told.see("Bass is a TRACK", "1 ch", "1 without a stem")
    assert [track.stem for track in told.session.tracks] == ["drums", "drums", ""]


async def test_a_key_before_there_are_tracks_is_answered_with_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick",))
    waiting = held_back(monkeypatch, "scan")
    app = StemtuiApp(*open_desk(folder))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await told.see("reading ...")
        for key in ("space", "w", "N", "Y"):
            await told.press(key)
            await told.see("The folder is still being read.")
            await told.press("u")
            await told.see("There is nothing to undo.")
            await told.not_see("The folder is still being read.")
        waiting.set()
        await told.not_see("reading ...")


async def test_kept_work_is_offered_once_the_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    async with story(folder) as told:
        await told.press("enter")
        await told.type("Drums")
        await told.press("enter")
        told.app.desk_screen.keep()
    write_tracks(folder, ("Tambourine",))
    told = await reading_with_a_stem_made(folder, monkeypatch, "y", "k", "k")
    stems = {track.id: track.stem for track in told.session.tracks}
    assert stems == {"kick": "drums", "snare": "", "tambourine": ""}


async def test_nothing_is_cut_in_what_is_said_before_there_are_tracks(tmp_path: Path) -> None:
    (tmp_path / "Nothing").mkdir()
    async with story(tmp_path / "Nothing") as told:
        await told.see("There are no sound files here.", "stemtui FOLDER")
        await told.see("A TRACK is a file made while recording, before the mix.")
        await told.see("A STEM is a submix of tracks as they are treated in the mix.")
        await told.see("A MIX is everything in one stereo file.")


async def test_what_is_no_track_is_named_and_not_passed_over(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick",))
    (folder / "Vox.m4a").write_bytes(b"")
    async with story(folder) as told:
        await told.see("1 thing here is not for a track: ! says why.")
        await told.press("exclamation_mark")
        await told.see("Not for a track: Vox.m4a: unsupported")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
async def test_what_no_manifest_can_name_is_told_beside_a_manifest_too(band: Path) -> None:
    os.rename(write_tracks(band, ("Pad",)) / "Pad.wav", os.fsencode(band) + b"/Pad\xe9.wav")
    async with story(band) as told:
        await told.see("1 thing here is not for a track: ! says why.")
        await told.press("N")
        await told.see("Every track has its file; ! says what else lies here")
        await told.press("exclamation_mark")
        await told.see("Not for a track: Pad\\udce9.wav: its name is not valid UTF-8")


@pytest.mark.parametrize("error", [StemtuiError("The share is gone."), RuntimeError("odd")])
async def test_a_folder_that_cannot_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(folder: Path) -> tuple[scan.Found, ...]:
        raise error

    monkeypatch.setattr(scan, "scan", broken)
    async with story(write_tracks(tmp_path / "Song", ("Kick",))) as told:
        await told.see("The sound files could not be read", str(error), "The folder could not be read")
        await told.not_see("Reading the folder")


async def test_a_slow_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, real = threading.Event(), scan.scan

    def slow(folder: Path) -> tuple[scan.Found, ...]:
        waiting.wait(PATIENCE)
        return real(folder)

    monkeypatch.setattr(scan, "scan", slow)
    monkeypatch.setattr("stemtui.tui.screen.SLOW_SECONDS", 0.05)
    app = StemtuiApp(*open_desk(write_tracks(tmp_path / "Song", ("Kick",))))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await told.see("Reading the folder ... The disk is slow.", "reading from a slow disk")
        waiting.set()
        await told.see("Kick", "1 track")
        await told.not_see("slow disk")


async def test_a_missing_file_is_marked_and_explained(band: Path) -> None:
    (band / "Kick.wav").unlink()
    async with story(band) as told:
        assert told.row("Kick") == "> !Kick missing Drums"
        await told.see("Kick.wav")


def test_nothing_before_the_first_paint_imports_numpy_or_the_render(band: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from stemtui.tui.opening import StemtuiApp, open_desk;"
        f"StemtuiApp(*open_desk(Path({str(band)!r})));"
        "late = ('numpy', 'soundfile', 'soxr', 'tomlkit', 'stemtui.render.deliveries.delivery');"
        "print([name for name in late if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


async def test_the_first_paint_does_not_wait_for_the_disk(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = StemtuiApp(*open_desk(band))
    painted: list[bool] = []

    def headers(root: Path, session: Session) -> dict[str, Header | AudioFileError]:
        painted.append(bool(app.desk_screen.query_one(TrackList).drawn))
        return {}

    monkeypatch.setattr(scan, "headers", headers)
    async with app.run_test(size=(80, 24)) as pilot:
        await Story(app, pilot).read()
    assert painted == [True]


async def test_what_clients_say_is_read_before_a_letter_of_the_glossary_is_typed(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    with monkeypatch.context() as patched:
        patched.setattr(searching, "client_words", lambda: begun.set() or ())
        for known in (searching.learnt, searching.search):
            known.cache_clear()
        async with story(band) as told:
            await told.press("i")
            await told.see("a word, a synonym or a question")
            await told.wait_for(begun.is_set)
            await told.type("bounce")
            await told.see("> Bounce")
    for known in (searching.learnt, searching.search):
        known.cache_clear()
