"""Stories at 80x24 of unsaved work that outlives its screen: kept while it is done, offered again."""

import errno
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from stemtui import manifest
from stemtui.locks import locked
from stemtui.session import Session, Track, assign, delete_stem, edit_tracks
from stemtui.tui.keeping.keeping import REST_SECONDS
from stemtui.tui.keeping.kept import packed, spoken, unpacked
from stemtui.tui.keeping.recovery import Recovery
from tests.driver import PATIENCE, Story, pressed, story


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
        await there(told, band / ".stemtui.toml.recover")
    async with story(band) as told:
        await told.see("Unsaved work was kept")
        await told.press("y")
        await told.see("Unsaved work taken back", "* unsaved")
        assert told.row("Kick") == "> Kick 1 ch 0:00 Bass"
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert not (band / ".stemtui.toml.recover").exists()


async def test_keys_that_waited_for_a_save_when_the_line_dropped_are_kept_too(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving, goes_on, save = Event(), Event(), manifest.save

    def slow(*given: Any) -> Session:
        saving.set()
        goes_on.wait(PATIENCE)
        return save(*given)

    async with story(band) as told:
        await told.press("3")
        monkeypatch.setattr(manifest, "save", slow)
        for key in ("w", "2"):
            told.app.post_message(pressed(key))
        await told.wait_for(saving.is_set)
        os.kill(os.getpid(), signal.SIGHUP)
        await there(told, band / ".stemtui.toml.recover")
        goes_on.set()
        await told.wait_for(lambda: told.app.return_value == 1)
    assert manifest.load(band).track("kick").stem == "vocals"
    (kept,) = Recovery(band / manifest.NAME).waiting()
    assert [track.stem for track in unpacked(kept.read_text(), "it").session.tracks[:2]] == ["vocals", "bass"]


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
        await told.see("Not taken back", "Kick, stem Bass Vocals Drums")
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


async def there(told: Story, path: Path, is_there: bool = True) -> None:
    """Wait for a file to come, or to go."""
    await told.wait_for(lambda: path.exists() == is_there)


async def test_work_is_kept_without_a_save_and_forgotten_once_nothing_is_unsaved(band: Path) -> None:
    kept = band / ".stemtui.toml.recover"
    assert REST_SECONDS < 1.0
    async with story(band) as told:
        await told.press("2")
        await there(told, kept)
        assert manifest.load(kept) == told.session
        await told.press("u")
        await there(told, kept, is_there=False)
        await told.press("3")
        await there(told, kept)
        await told.press("w")
        await there(told, kept, is_there=False)
    assert not list(band.glob(".*"))


async def test_nothing_is_written_while_nothing_changes(band: Path) -> None:
    kept = band / ".stemtui.toml.recover"
    async with story(band) as told:
        await told.press("2")
        await there(told, kept)
        before = kept.stat()
        await told.press("j", "k", "tab", "tab")
        await told.pilot.pause(0.6)
        assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        await told.press("q", "d")
    assert not list(band.glob(".*"))


async def test_two_screens_on_one_session_keep_their_work_apart(band: Path) -> None:
    first, second = band / ".stemtui.toml.recover", band / ".stemtui.toml.recover2"
    async with story(band) as one:
        await one.press("2")
        await there(one, first)
        async with story(band) as two:
            await two.not_see("Unsaved work was kept")
            await two.press("j", "3")
            await there(two, second)
            assert manifest.load(first).track("kick").stem == "bass"
            assert manifest.load(second).track("snare").stem == "vocals"
            await two.press("q", "d")
        assert first.exists() and not second.exists()
        one.app.desk_screen.keep()
    async with story(band) as told:
        await told.see("Unsaved work was kept", "Kick moved from Drums to Bass")


async def test_work_taken_back_and_killed_again_is_offered_once(band: Path) -> None:
    await kept_from(band)
    async with story(band) as told:
        await told.press("y", "j", "3")
        told.app.desk_screen.keep()
    assert len(list(band.glob(".*recover*"))) == 2
    async with story(band) as told:
        await told.see("Kick moved from Drums to Bass", "Snare moved from Drums to Vocals")
        await told.press("y")
        await told.not_see("Unsaved work was kept")
        assert [told.session.track(key).stem for key in ("kick", "snare")] == ["bass", "vocals"]
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert not list(band.glob(".*"))


async def test_work_that_was_saved_before_the_end_is_not_offered(band: Path) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: assign(s, ["kick"], "bass"))
    async with story(band) as told:
        await there(told, kept, is_there=False)
        await told.not_see("Unsaved work was kept")


async def test_a_full_disk_is_told_and_the_work_stays(band: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = (band / manifest.NAME).read_bytes()
    async with story(band) as told:
        with monkeypatch.context() as disk:
            disk.setattr(os, "fsync", full)
            await told.press("2")
            await told.see("Unsaved work cannot be kept: No space left on device.")
            await told.press("w")
            await told.see("Not saved", "No space left on device.", "Make room")
            await told.press("escape")
            await told.see("* unsaved")
            assert (band / manifest.NAME).read_bytes() == before
            assert sorted(path.name for path in band.glob(".*")) == []
        await told.see("Unsaved work is kept again.")
        assert (band / ".stemtui.toml.recover").exists()
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert manifest.load(band).track("kick").stem == "bass"


@pytest.fixture
def full(band: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """The band's disk takes nothing, or again something, and so does one that is named so; others go on."""
    replace_file = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).parent == band or "full" in Path(target).parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace_file(source, target)

    return lambda is_full: monkeypatch.setattr(os, "replace", full if is_full else replace_file)


async def test_what_a_full_disk_does_not_take_is_kept_elsewhere(
    band: Path, full: Callable[[bool], None]
) -> None:
    async with story(band) as told:
        await told.press("2")
        await there(told, band / ".stemtui.toml.recover")
        full(True)
        await told.press("3")
        await told.see("No space left on device. Unsaved work is kept in ")
        assert not list(band.glob(".*recover*"))
        os.kill(os.getpid(), signal.SIGHUP)
        while told.app.is_running:
            await told.pilot.pause(0.01)
    assert not list(band.glob(".*recover*"))
    assert manifest.load(band).track("kick").stem == "drums"
    full(False)
    async with story(band) as told:
        await told.see("Kick moved from Drums to Bass", "Snare moved from Drums to Vocals")
        await told.press("y", "w")
        await told.see("Saved stemtui.toml.")
    assert not Recovery(band / manifest.NAME).waiting()


@pytest.mark.parametrize("is_there", [True, False])
def test_what_no_disk_takes_is_kept_in_memory(
    band: Path, tmp_path: Path, full: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "full/cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "memory") if is_there else "")
    session = manifest.load(band)
    edited = edit_tracks(session, ["kick"], gain_db=1.0)
    full(True)
    first = Recovery(band / manifest.NAME)
    said = first.keep(edited, session)
    first.release()  # as when its process is gone
    assert said.startswith("No space left on device." if is_there else "Unsaved work cannot be kept:")
    second = Recovery(band / manifest.NAME)
    assert [second.take(place).session for place in second.waiting()] == [edited] * is_there
    assert not is_there or (tmp_path / "memory/stemtui").stat().st_mode & 0o777 == 0o700
    second.sweep()
    assert len(second.waiting()) == is_there


def test_what_was_kept_elsewhere_is_known_by_name_in_what_holds_it(
    band: Path, full: Callable[[bool], None]
) -> None:
    session = manifest.load(band)
    edits = [edit_tracks(session, ["kick"], gain_db=float(gain)) for gain in range(3)]
    full(True)
    first = Recovery(band / manifest.NAME)
    first.keep(edits[1], session)
    first.release()
    full(False)
    second = Recovery(band / manifest.NAME)
    second.taken = second.waiting()
    assert len(second.taken) == 1 and second.taken[0].parent != band
    assert not second.keep(edits[2], session)
    second.release()
    third = Recovery(band / manifest.NAME)
    (waiting,) = third.waiting()
    kept = third.take(waiting)
    assert kept.session == edits[2] and waiting.parent == band
    assert third.called(kept.holds) == second.taken


def test_a_folder_that_is_gone_is_not_made_again(band: Path) -> None:
    session = manifest.load(band)
    gone = band / "gone"
    assert "Unsaved work is kept in" in Recovery(gone / manifest.NAME).keep(session, session)
    assert not gone.exists()


def test_what_is_kept_says_both_sides_and_what_it_holds() -> None:
    note = 'a\n#| format = 1\n#> else\n"""\u2028\r'
    base = Session(title="Song", tracks=(Track("kick", "kick.wav", note=note),))
    session = replace(base, artist="#| no", treatment_note=note)
    kept = unpacked(packed(session, spoken(base), ["a", "b"]), "it")
    assert (kept.session, kept.base, kept.holds) == (session, base, ("a", "b"))


def test_what_a_killed_program_left_half_written_is_swept(tmp_path: Path) -> None:
    left, held = (tmp_path / f".stemtui-89abcdef-4711-12345-{number:012x}.part" for number in (10, 11))
    left.write_text("half")
    with locked(held):
        Recovery(tmp_path / manifest.NAME).sweep()
        assert list(tmp_path.iterdir()) == [held], "another program is writing that just now"


async def test_what_is_typed_in_a_form_when_the_line_drops_is_there_again(
    band: Path,
) -> None:
    async with story(band) as told:
        await told.press("e", "down", "ctrl+u")
        await told.type("-30")
        await told.press("down", "down", "down")
        await told.type("ribbon: mind the plosives")
        told.app.desk_screen.keep()
    async with story(band) as told:
        await told.see("typed, and not done: Edit Kick, Note: ribbon: mind the plosives")
        await told.press("y")
        await told.see("what was typed is in its form when you open that")
        assert told.session == manifest.load(band)
        await told.press("e")
        await told.see("ribbon: mind the plosives", "It goes into its stem panned 30 left")
        await told.press("enter")
        kick = told.session.track("kick")
        assert (kick.pan, kick.note) == (-30.0, "ribbon: mind the plosives")
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert not list(band.glob(".stemtui.toml.recover*"))


async def test_a_form_that_is_done_or_cancelled_keeps_nothing(band: Path) -> None:
    async with story(band) as told:
        for end in ("escape", "enter"):
            await told.press("e")
            await told.type("1")
            await told.press(end)
        await told.press("u")
        told.app.desk_screen.keep()
    assert not list(band.glob(".stemtui.toml.recover*"))


async def test_a_message_that_was_not_added_when_the_line_drops_is_there_again(band: Path) -> None:
    async with story(band) as told:
        await told.press("P")
        await told.paste("Bass stem please\nand the vox")
        await told.see("The message asks for")
        told.app.desk_screen.keep()
    async with story(band) as told:
        await told.see("Client's message, text: Bass stem please and the vox")
        await told.press("y", "P")
        await told.see("Bass stem please", "and the vox", "Not added so far")


async def test_ctrl_q_in_a_dialog_quits_and_loses_nothing(band: Path) -> None:
    async with story(band) as told:
        await told.press("e", "down", "down", "down", "down")
        await told.type("dull")
        await told.press("ctrl+q")
        await told.see("Unsaved work", "Edit Kick, Note: dull")
        await told.press("escape", "e")
        await told.see("dull", "Edit Kick")
        await told.press("escape", "P")
        await told.paste("Bass stem")
        await told.see("The message asks for")
        await told.press("ctrl+q")
        await told.wait_for(lambda: told.app.return_value == 0)


async def test_what_was_changed_of_a_mix_and_not_done_is_there_again(band: Path) -> None:
    async with story(band) as told:
        await told.press("tab", "G", "e", "3", "k", "plus", "plus")
        formula = "It is Master with Bass +1 dB."
        await told.see(formula)
        told.app.desk_screen.keep()
    async with story(band) as told:
        await told.see("Mix Instrumental, it holds: drums, bass, vocals", "moved by dB: bass 1")
        await told.press("y", "tab", "G", "e")
        await told.see(formula)
        await told.press("enter")
        assert told.session.mix("instrumental") == replace(
            manifest.load(band).mix("instrumental"), without=(), offsets_db=(("bass", 1.0),)
        )
