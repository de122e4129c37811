"""Stories at 80x24 of unsaved work that outlives a dropped line."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.session import Session, assign, delete_stem, edit_tracks
from stemtui.tui.recovery import Recovery
from tests.driver import story


async def kept_from(band: Path) -> Path:
    """Kick was put into Bass, and then the line dropped."""
    async with story(band) as told:
        await told.press("2")
        told.app.desk_screen.keep()
    return band / ".stemtui.toml.recover"


def by_a_colleague(band: Path, edit: Callable[[Session], Session]) -> None:
    """The manifest on disk is changed by somebody else."""
    manifest.save(edit(manifest.load(band)), band)


async def test_work_is_kept_when_the_line_drops_and_offered_again(band: Path) -> None:
    async with story(band) as told:
        await told.press("2")
        os.kill(os.getpid(), signal.SIGHUP)
        for _ in range(100):
            await told.pilot.pause(0.01)
            if (band / ".stemtui.toml.recover").exists():
                break
    assert (band / ".stemtui.toml.recover").exists()
    async with story(band) as told:
        await told.see("Unsaved work was kept")
        await told.press("y")
        await told.see("Unsaved work taken back", "* unsaved")
        assert told.row("Kick") == "> Kick 1 ch 0:00 Bass"
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert not (band / ".stemtui.toml.recover").exists()


async def test_work_taken_back_undoes_nothing_that_a_colleague_did_since(band: Path) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: edit_tracks(s, ["snare"], pan=30.0))
    async with story(band) as told:
        await told.press("y")
        await told.see("Unsaved work taken back")
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    saved = manifest.load(band)
    assert (saved.track("kick").stem, saved.track("snare").pan) == ("bass", 30.0)
    assert not list(band.glob(f"{kept.name}*"))


@pytest.mark.parametrize(("key", "stem"), [("k", "bass"), ("d", "vocals")])
async def test_work_taken_back_that_clashes_is_chosen_from(band: Path, key: str, stem: str) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: assign(s, ["kick"], "vocals"))
    async with story(band) as told:
        await told.press("y")
        await told.see("Not taken back", 'Kick, stem: it is "bass" here and "vocals" on disk')
        await told.press("escape")
        assert told.session == manifest.load(band)
    assert kept.exists()
    async with story(band) as told:
        await told.press("y", key)
        assert told.session.track("kick").stem == stem


async def test_work_that_no_longer_fits_what_is_on_disk_stays_kept(band: Path) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: delete_stem(s, "bass"))
    async with story(band) as told:
        await told.press("y")
        await told.see("The kept work, put together with what is on disk now", "track.kick.stem")
        await told.press("escape", "q")
    assert kept.exists()


async def test_only_a_clear_answer_lets_go_of_kept_work(band: Path) -> None:
    kept = await kept_from(band)
    before = kept.read_text()
    async with story(band) as told:
        await told.press("escape", "j", "3", "w")
        await told.see("Saved stemtui.toml.")
        await told.press("q")
    assert kept.read_text() == before
    async with story(band) as told:
        await told.press("escape", "2")
        told.app.desk_screen.keep()
        told.app.desk_screen.keep()
    assert kept.read_text() == before
    waiting = Recovery(band / manifest.NAME).waiting()
    assert len(waiting) == 2 and waiting[0] == kept
    second = waiting[1]
    async with story(band) as told:
        await told.press("n")
        assert not kept.exists()
        await told.see("Unsaved work was kept")
        await told.press("y", "q", "d")
    assert second.exists()


def test_keeping_what_cannot_be_written_ends_in_peace(tmp_path: Path) -> None:
    path = tmp_path / manifest.NAME
    Recovery(path).keep(Session(title="\udc80"), Session())
    assert not list(tmp_path.iterdir())
    Recovery(tmp_path / "nowhere" / manifest.NAME).keep(Session(title="Song"), Session())
