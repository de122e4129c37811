"""Stories at 80x24 of files that come, go, move and change while a session is open, or before."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.cli import main
from stemtui.folders import Folder
from stemtui.header import Header
from stemtui.session import edit_tracks
from tests.driver import Story, story, write_tracks


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the disk that follow each other fast."""
    monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 0.05)
    monkeypatch.setattr("stemtui.tui.keeping.lookout.SOON_SECONDS", 0.02)


async def looked(told: Story) -> None:
    """Wait until the folder has been looked at once."""
    await told.wait_for(lambda: bool(told.app.desk_screen.desk.contents.known))


async def test_a_file_that_went_is_marked_in_words_and_what_to_press_is_said(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        (band / "Kick.wav").unlink()
        await told.see("Kick.wav is not there: N shows.", "N: 1 missing")
        assert told.row("> !Kick") == "> !Kick missing Drums"
        await told.see("Its file is MISSING: Kick.wav", "F gives it another file, L leaves it out.")
        write_tracks(band, ("Kick",))
        await told.see("Kick.wav is there again.")
        await told.not_see("1 missing", "!Kick")
        assert told.row("Kick") == "> Kick 1 ch 0:00 Drums"


async def test_in_a_narrow_window_a_row_says_missing_too(band: Path) -> None:
    (band / "Snare.wav").unlink()
    session = manifest.load(band)
    manifest.save(edit_tracks(session, ["snare"], name="Snare, the top one of two mics"), band)
    async with story(band, size=(40, 24)) as told:
        await told.see("N: 1 missing")
        assert told.row("!Snare").endswith("missing")


async def test_what_came_and_went_is_looked_for_when_it_is_asked_for(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(band) as told:
        await looked(told)
        monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 600.0)
        told.app.desk_screen.lookout.wake()
        await told.press("N")
        await told.see("Every track has its file, and every sound file here is a track.")
        (band / "Vox.wav").unlink()
        soundfile.write(band / "New.wav", np.zeros(480), 48000)
        await told.press("N")
        await told.see("Files that came or went", "Vox Vox.wav", "New.wav (1 ch, 0:00)")


async def test_files_that_were_moved_are_relinked_by_one_key_and_all_else_stays(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        before = told.session
        (band / "takes").mkdir()
        (band / "Kick.wav").rename(band / "takes" / "Kick.wav")
        (band / "Vox.wav").rename(band / "takes" / "Lead 7.wav")
        await told.see("2 files are not there, 2 may have moved", "N: 2 missing")
        await told.press("N")
        await told.see("Kick takes/Kick.wav (the same file)", "Vox takes/Lead 7.wav (the same file)")
        await told.press("r")
        await told.see("2 tracks relinked", "* unsaved")
        await told.not_see("missing")
        kick, vox = told.session.track("kick"), told.session.track("vox")
        assert (kick.file, vox.file) == ("takes/Kick.wav", "takes/Lead 7.wav")
        assert (vox.label, vox.stem, kick.stem) == ("Vox", "vocals", "drums")
        assert told.row("Vox") == "Vox 1 ch 0:00 Vocals"
        await told.press("u")
        await told.see("Undone: 2 tracks relinked", "N: 2 missing")
        assert told.session == before


async def test_a_file_moved_between_two_starts_is_known_by_more_than_its_name(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
    (band / "Kick.wav").rename(band / "Bass Drum.wav")
    async with story(band) as told:
        await told.see("Kick.wav is not there, 1 may have moved: N shows.")
        await told.press("j", "k")
        await told.see("Its file may be Bass Drum.wav now (the same file): N relinks it")
        await told.press("N", "r")
        await told.see("Kick: its file is Bass Drum.wav now")


async def test_new_files_become_tracks_with_suggestions(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        write_tracks(band / "later", ("Hi Hat", "Organ"))
        await told.see("2 files here are no track: N shows.", "N: 2 new")
        await told.press("N")
        await told.see("later/Hi Hat.wav (1 ch, 0:00)", "a add 2 files")
        await told.press("a")
        await told.see("2 tracks added", "Drums?")
        await told.not_see("N: 2 new")
        assert [track.file for track in told.session.tracks[5:]] == ["later/Hi Hat.wav", "later/Organ.wav"]
        await told.press("y")
        assert told.session.track("hi_hat").stem == "drums"
        await told.press("u", "u")
        await told.see("N: 2 new")


async def test_new_files_that_nobody_wants_are_left_out_with_a_reason(band: Path) -> None:
    write_tracks(band, ("Talkback",))
    async with story(band) as told:
        await told.see("1 file here is no track: N shows.")
        await told.press("N", "l")
        await told.type("chatter")
        await told.press("enter", "w")
        await told.see("Saved stemtui.toml.")
    assert manifest.load(band).track("talkback").left_out == "chatter"
    async with story(band) as told:
        await looked(told)
        await told.not_see("N:")


async def test_where_no_file_is_left_for_a_track_that_is_said(band: Path) -> None:
    async with story(band) as told:
        await told.press("F")
        await told.see("Every sound file here is a track already: type the path of another one.")


async def test_a_track_is_given_another_file_by_its_path(band: Path) -> None:
    write_tracks(band / ".hidden", ("Kick v2",))
    (band / "Kick.wav").unlink()
    async with story(band) as told:
        await told.press("F")
        await told.type("nowhere.wav")
        await told.press("enter")
        await told.see("'nowhere.wav' is not there")
        await told.press("escape", "F")
        await told.type("Snare.wav")
        await told.press("enter")
        await told.see("'Snare.wav' is the file of 'Snare' already")
        await told.press("escape", "F")
        await told.type(str(band / ".hidden" / "Kick v2.wav"))
        await told.press("enter")
        await told.see("Kick: its file is .hidden/Kick v2.wav now")
        assert told.row("Kick") == "> Kick 1 ch 0:00 Drums"
    assert told.session.track("kick").name == "Kick"


async def test_a_sound_that_changed_under_its_name_is_read_again(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        await told.see("peak -34.0")
        soundfile.write(band / "Kick.wav", 0.5 * np.ones((48000 * 3, 2)), 48000, subtype="PCM_24")
        await told.see("Kick.wav is changed on disk, and read again.", "peak -6.0")
        assert told.row("Kick") == "> Kick 2 ch 0:03 Drums"


async def test_what_moved_is_told_apart_from_what_is_new(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        (band / "Kick.wav").rename(band / "Kick take 2.wav")
        await told.see("Kick.wav is not there, 1 may have moved: N shows.")
        write_tracks(band, ("Organ",))
        await told.see("1 file here is no track: N shows.", "N: 1 missing, 1 new")
        await told.press("N")
        await told.see("r relink 1 track a add 1 file b both")
        await told.press("b")
        await told.see("1 track added")
        assert [track.file for track in told.session.tracks][::5] == ["Kick take 2.wav", "Organ.wav"]


async def test_prints_of_ones_own_and_the_reference_are_no_new_files(band: Path) -> None:
    from dataclasses import replace

    session = manifest.load(band)
    manifest.save(replace(session, reference="DAW mix.wav"), band)
    write_tracks(band, ("DAW mix",))
    write_tracks(band / "delivery", ("Old print",))
    os.link(band / "Kick.wav", band / "Kick link.wav")
    async with story(band) as told:
        await looked(told)
        assert told.app.desk_screen.desk.strays == ()
        await told.press("N")
        await told.see("Every track has its file, and every sound file here is a track.")


def test_a_file_that_is_still_being_written_is_waited_for(band: Path) -> None:
    session, folder = manifest.load(band), Folder(band, {})
    folder.look(session)
    growing, ahead = band / "Growing.wav", time.time() + 3600  # by another clock, as on a network disk
    for size in range(1, 4):
        growing.write_bytes(b"RIFF" * size)
        os.utime(growing, (ahead + size,) * 2)
        assert folder.look(session).strays(session.files) == () and not folder.is_settled
    assert folder.look(session).strays(session.files) == ("Growing.wav",) and folder.is_settled
    write_tracks(band, ("Growing",))
    os.utime(growing, (ahead + 9,) * 2)
    assert "Growing.wav" in folder.look(session).known and not folder.is_settled
    header = folder.look(session).known["Growing.wav"]
    assert isinstance(header, Header) and header.frames == 4800


def test_a_share_that_is_away_takes_no_file_with_it(band: Path) -> None:
    session, folder = manifest.load(band), Folder(band, {})
    before = folder.look(session)
    band.rename(band.with_name("away"))
    assert folder.look(session) is before
    band.with_name("away").rename(band)
    assert folder.look(session) is before


def test_check_names_files_that_are_no_track_and_goes_on(
    band: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tracks(band, ("Talkback",))
    code = main(["check", str(band)])
    said = capsys.readouterr().out
    assert '"Talkback.wav" is in the session\'s folder and no track.' in said
    (band / "Talkback.wav").unlink()
    assert main(["check", str(band)]) == code
    assert "Talkback" not in capsys.readouterr().out
