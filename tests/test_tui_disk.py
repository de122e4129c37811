"""Stories at 80x24 of a manifest that somebody else changes while it is open."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from stemtui import manifest
from stemtui.session import Session, assign, delete_stem, edit_stem, edit_tracks
from tests.driver import Story, story, write_tracks


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the disk that follow each other fast."""
    monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 0.05)
    monkeypatch.setattr("stemtui.tui.keeping.lookout.SOON_SECONDS", 0.02)


def by_a_colleague(band: Path, edit: Callable[[Session], Session]) -> None:
    manifest.save(edit(manifest.load(band)), band)


async def looked(told: Story) -> None:
    """Wait until the disk has been looked at once."""
    await told.wait_for(lambda: bool(told.app.desk_screen.desk.contents.known))


async def test_what_others_change_on_disk_is_merged_and_u_undoes_it(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        await told.press("2")
        by_a_colleague(band, lambda s: edit_tracks(s, ["snare", "vox"], pan=30.0))
        await told.see("2 tracks changed on disk: merged; u undoes.", "* unsaved")
        assert [told.session.track(key).pan for key in ("kick", "snare", "vox")] == [0.0, 30.0, 30.0]
        assert told.session.track("kick").stem == "bass"
        await told.press("u")
        await told.see("Undone: what others changed on disk")
        assert told.session.track("snare").pan == 0.0
        await told.press("U", "w")
        await told.see("Saved stemtui.toml.")
    saved = manifest.load(band)
    assert (saved.track("kick").stem, saved.track("vox").pan) == ("bass", 30.0)


async def test_where_nothing_is_unsaved_the_one_change_is_told_and_taken(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        by_a_colleague(band, lambda s: assign(s, ["shaker"], "drums"))
        await told.see("on disk: merged; u undoes.", "Shaker 1 ch 0:00 Drums")
        await told.not_see("* unsaved")
        await told.press("u")
        await told.see("* unsaved")
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert manifest.load(band).track("shaker").stem == ""


async def test_a_clash_is_shown_side_by_side_when_it_is_noticed(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        await told.press("2")
        by_a_colleague(band, lambda s: edit_stem(assign(s, ["kick"], "vocals"), "drums", gain_db=-3.0))
        await told.see("here on disk it was", "Kick, stem Bass Vocals Drums")
        await told.see("Changed on disk", "k keep what is here d take what is on disk")
        await told.press("d")
        await told.see("Kick 1 ch Vocals", "changed on disk: merged; u undoes.")
        await told.not_see("* unsaved")
        assert told.session == manifest.load(band)


async def test_clashes_are_settled_one_by_one_too(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        await told.press("2", "2")
        by_a_colleague(band, lambda s: assign(s, ["kick", "snare"], "vocals"))
        await told.see("Changed on disk", "Kick, stem", "Snare, stem", "o one by one")
        await told.press("o")
        await told.see("Changed on disk: 1 of 2", "Kick, stem")
        await told.press("k")
        await told.see("Changed on disk: 2 of 2", "Snare, stem")
        await told.press("escape")
        await told.press("w", "o", "k", "d")
        await told.see("Saved stemtui.toml")
    saved = manifest.load(band)
    assert (saved.track("kick").stem, saved.track("snare").stem) == ("bass", "vocals")


async def test_a_clash_that_is_left_open_is_asked_about_when_saving(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        await told.press("2")
        by_a_colleague(band, lambda s: assign(s, ["kick"], "vocals"))
        await told.see("Changed on disk")
        await told.press("escape")
        assert told.session.track("kick").stem == "bass"
        await told.press("w")
        await told.see("Not saved", "Kick, stem")
        await told.press("k")
        await told.see("Saved stemtui.toml")
    assert manifest.load(band).track("kick").stem == "bass"


async def test_a_manifest_that_is_broken_on_disk_is_told_and_not_taken(band: Path) -> None:
    place = band / manifest.NAME
    whole = place.read_text()
    async with story(band) as told:
        await looked(told)
        before = told.session
        place.write_text(whole.replace("[track.kick]", "<<<<<<< mine\n[track.kick]"))
        await told.see("stemtui.toml was changed on disk and is not right")
        assert told.session == before
        place.write_text(whole.replace('title = "Band"', 'title = "Group"'))
        await told.see("Group", "on disk: merged; u undoes.")


async def test_what_does_not_go_together_with_what_is_here_is_told(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        await told.press("2")
        by_a_colleague(band, lambda s: delete_stem(s, "bass"))
        await told.see("put together with what is on disk now", "track.kick.stem")
        await told.press("escape")
        assert told.session.track("kick").stem == "bass"


async def test_a_manifest_that_is_gone_is_unsaved_work(band: Path) -> None:
    place = band / manifest.NAME
    async with story(band) as told:
        await looked(told)
        place.unlink()
        await told.see("stemtui.toml is not on the disk any more: w writes it again.", "* unsaved")
        await told.press("q")
        await told.see("Unsaved work", "its manifest is gone")
        await told.press("s")
    assert [track.id for track in manifest.load(place).tracks] == ["kick", "snare", "bass", "vox", "shaker"]


async def test_a_manifest_that_somebody_else_makes_first_is_not_written_over(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    async with story(folder) as told:
        await told.press("n")
        await told.type("Mine")
        await told.press("enter")
        theirs = replace(Session(title="Song"), artist="Them", tracks=told.session.tracks)
        manifest.save(theirs, folder / manifest.NAME)
        await told.see("on disk: merged; u undoes.", "Mine")
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    saved = manifest.load(folder)
    assert (saved.artist, [stem.name for stem in saved.stems]) == ("Them", ["Mine"])


async def test_the_disk_is_looked_at_when_the_terminal_is(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 600.0)
    monkeypatch.setattr("stemtui.tui.keeping.lookout.SOON_SECONDS", 600.0)
    async with story(band) as told:
        await looked(told)
        by_a_colleague(band, lambda s: edit_tracks(s, ["snare"], pan=30.0))
        await asyncio.sleep(0.1)  # a file younger than the clock's tick may be half written
        await told.not_see("on disk")
        told.app.post_message(events.AppFocus())
        await told.see("on disk: merged; u undoes.")


async def test_nothing_is_said_of_what_was_saved_here(band: Path) -> None:
    async with story(band) as told:
        await looked(told)
        for key in "2", "3", "1":
            await told.press("g", key, "w")
            await told.see("Saved stemtui.toml.")
        stamp = told.app.desk_screen.lookout.file
        await told.wait_for(lambda: stamp.is_settled and stamp.stamp == stamp.last)
        await told.pilot.pause(0.2)
        await told.see("Saved stemtui.toml.")
        assert [what for what, _ in told.app.desk_screen.desk.history.past][-1].startswith("Kick: ")
