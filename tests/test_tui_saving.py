"""Stories at 80x24 of saving, of two people at one session, and of leaving."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import lockfile, manifest
from stemtui.session import assign
from tests.driver import story


async def test_saving_keeps_comments_and_says_so(band: Path) -> None:
    place = band / manifest.NAME
    place.write_text(place.read_text().replace("[track.snare]", "# the good one\n[track.snare]"))
    async with story(band) as told:
        await told.press("2", "w")
        await told.see("Saved stemtui.toml.")
        await told.not_see("* unsaved")
    assert "# the good one\n[track.snare]" in place.read_text()
    assert tomllib.loads(place.read_text())["track"]["kick"]["stem"] == "bass"


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first look at the disk nobody looks before a save does."""
    monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 600.0)
    monkeypatch.setattr("stemtui.tui.keeping.lookout.SOON_SECONDS", 600.0)


@pytest.mark.usefixtures("unseen")
async def test_what_somebody_else_changed_is_merged_and_a_clash_is_said(band: Path) -> None:
    place = band / manifest.NAME
    async with story(band) as told:
        await told.wait_for(lambda: bool(told.app.desk_screen.desk.contents.known))
        theirs = manifest.load(place)
        manifest.save(replace(theirs, artist="Them"), place, theirs)
        await told.press("2", "w")
        await told.see("Saved stemtui.toml, with what others changed on disk.")
        place.write_text(
            place.read_text().replace('artist = "Them"', 'artist = "Us"').replace('"bass"', '"vocals"')
        )
        await told.press("k", "1", "w")
        await told.see("Not saved", "here on disk it was", "Kick, stem Drums Vocals Bass")
        await told.press("escape")
        await told.see("* unsaved")


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(
    ("key", "stem", "row"), [("k", "bass", "Kick 1 ch 0:00 Bass"), ("d", "vocals", "Kick 1 ch 0:00 Vocals")]
)
async def test_of_a_clash_the_user_keeps_one_side_and_loses_nothing_else(
    band: Path, key: str, stem: str, row: str
) -> None:
    place = band / manifest.NAME
    async with story(band) as told:
        await told.wait_for(lambda: bool(told.app.desk_screen.desk.contents.known))
        theirs = manifest.load(place)
        there = assign(assign(theirs, ["kick"], "vocals"), ["shaker"], "drums")
        manifest.save(there, place, theirs)
        await told.press("2", "2", "w")
        await told.see("Not saved", "Kick, stem", "k keep what is here d take what is on disk")
        await told.press(key)
        await told.see("Saved stemtui.toml, with what others changed on disk.")
        assert told.row("Kick") == row
    saved = manifest.load(place)
    assert [track.stem for track in saved.tracks] == [stem, "bass", "bass", "vocals", "drums"]


async def test_quitting_asks_about_unsaved_work(band: Path) -> None:
    async with story(band) as told:
        await told.press("2", "q")
        await told.see("Unsaved work", "Kick: Drums -> Bass")
        await told.press("escape")
        await told.not_see("Unsaved work")
        await told.press("q", "d")
        await told.pilot.pause()
    assert tomllib.loads((band / manifest.NAME).read_text())["track"]["kick"]["stem"] == "drums"


async def test_a_save_adds_new_tracks_to_the_lock_if_there_is_one(band: Path) -> None:
    lock = band / lockfile.NAME
    async with story(band) as told:
        await told.press("2", "w")
        await told.see("Saved stemtui.toml.")
    assert not lock.exists()
    lockfile.write_lock(band, {})
    async with story(band) as told:
        await told.press("1", "w")
        await told.see("Saved stemtui.toml.")
        while "kick" not in (lockfile.read_lock(band) or {}):
            await told.pilot.pause(0.02)
