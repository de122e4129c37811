"""What windows of any size show: two panes or one, dialogs that fit, names that only show."""

import subprocess
import sys
from pathlib import Path

import pytest

from stemtui.tui.lists import GroupList, TrackList
from tests.driver import story, write_tracks


@pytest.mark.parametrize("size", [(59, 15), (30, 8), (8, 3), (200, 60)])
async def test_no_size_of_terminal_crashes(band: Path, size: tuple[int, int]) -> None:
    async with story(band, size) as told:
        await told.press(
            "2", "tab", "j", "e", "escape", "tab", "question_mark", "escape", "slash", "x", "escape"
        )
        await told.pilot.resize_terminal(80, 24)
        await told.see("Kick", "Drums")


async def test_a_narrow_terminal_shows_one_pane_with_whole_names(band: Path) -> None:
    async with story(band, (60, 16)) as told:
        await told.see("Tracks tab: stems", "Shaker", "1 without a stem")
        assert "3 Vocals" not in told.text
        await told.press("j", "tab")
        await told.see("Stems tab: tracks", "3 Vocals stereo 1 track")
        await told.press("tab")
        await told.see("> Snare", "Kick")


async def test_names_from_disk_show_and_do_not_act(tmp_path: Path) -> None:
    names = ("Gtr [bold] x", "Vox \x1b[31mred", "キック", "[@click=app.quit]y")
    async with story(write_tracks(tmp_path / "So[b]ng", names)) as told:
        await told.see("So[b]ng", "Gtr [bold] x", r"\x1b[31mred", "キック", "[@click=app.quit")
        await told.press("space", "space", "enter")
        await told.see("2 tracks: into which stem?")
        await told.type("[/b]x")
        await told.press("enter")
        await told.see("1 [/b]x")
        assert "\x1b" not in "".join(told.lines)


async def test_the_glossary_opens_on_what_is_selected_and_stays_where_it_was(band: Path) -> None:
    async with story(band) as told:
        await told.press("tab", "i")
        await told.see("> Stem", "enter read it")
        await told.press("down", "enter")
        await told.see("esc back")
        await told.press("escape")
        await told.see("> Mix")


async def test_help_palette_and_glossary_are_there(band: Path) -> None:
    async with story(band) as told:
        await told.press("question_mark")
        await told.see("Keys", "MOVE", "Down; a range grows with the cursor.", "esc close j k scroll")
        await told.press("escape", "colon")
        await told.type("redo")
        await told.see("> U redo", "Do it again.")
        await told.press("enter")
        await told.see("There is nothing to do again")
        await told.press("i")
        await told.type("pan l")
        await told.see("> Pan Law")
        await told.press("enter")
        await told.see("-4.5", "esc back")


async def test_a_click_puts_the_cursor_on_a_row_of_either_pane(band: Path) -> None:
    async with story(band) as told:
        await told.pilot.click(TrackList, offset=(5, 4))
        assert told.row("Shaker") == "> Shaker 1 ch 0:00 -"
        await told.pilot.click(GroupList, offset=(5, 2))
        assert told.row("3 Vocals") == "> 3 Vocals stereo 1 track"
        await told.pilot.click(GroupList, offset=(5, 3))
        assert told.row("Vocals") == "> 3 Vocals stereo 1 track"


async def test_a_list_that_goes_on_says_so(campaign: Path) -> None:
    async with story(campaign) as told:
        assert told.row("Backing Vocal 1").endswith(" v")
        await told.press("G")
        await told.see("> Backing Vocal 12")
        assert told.row("Bass DI").endswith(" ^")
        await told.press("g")
        await told.see("> Kick")


def test_without_a_terminal_the_screen_says_what_to_use_instead(band: Path) -> None:
    code = f"from pathlib import Path; from stemtui.tui.app import run; run(Path({str(band)!r}))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert "The screen needs a terminal" in ended.stderr
