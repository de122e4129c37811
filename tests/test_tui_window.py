"""What windows of any size show: two panes or one, dialogs that fit, names that only show."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual import events
from textual.geometry import Size
from textual.screen import Screen

from stemtui.tui.panes.lists import GroupList, TrackList
from stemtui.tui.panes.pane import said_kind
from tests.driver import Story, story, write_tracks


@pytest.mark.parametrize("size", [(59, 15), (30, 8), (8, 3), (200, 60)])
async def test_no_size_of_terminal_crashes(band: Path, size: tuple[int, int]) -> None:
    async with story(band, size) as told:
        await told.press(
            "2", "tab", "j", "e", "escape", "tab", "question_mark", "escape", "slash", "x", "escape"
        )
        await told.pilot.resize_terminal(80, 24)
        await told.see("Kick", "Drums")


async def test_another_size_is_drawn_once_all_is_laid_out_in_it(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(band) as told:
        await told.press("e")
        sizes: list[set[Size]] = []
        show = told.app._display

        def display(screen: Screen[object], update: RenderableType | None) -> None:
            if update is not None and not told.app._batch_count and told.app.size == Size(40, 12):
                sizes.append({screen._compositor.size for screen in told.app.screen_stack})
            show(screen, update)

        monkeypatch.setattr(told.app, "_display", display)
        await told.app.on_event(events.Resize(Size(40, 12), Size(40, 12)))
        for screen in told.app.screen_stack:  # what was about to be drawn as the size changed
            screen.refresh()
            screen._on_timer_update()
        await told.pilot.resize_terminal(40, 12)
        await told.see("0 v")
        assert sizes and set().union(*sizes) == {Size(40, 12)}


def border(told: Story) -> str:
    """What the upper border of the panes says, and where one ends."""
    return " ".join(told.lines[1].strip("+- ").split())


@pytest.mark.parametrize("keys", [("m",), ("r",)])
async def test_what_is_below_a_dialog_fits_another_size_too(campaign: Path, keys: tuple[str, ...]) -> None:
    other = campaign.with_name("other")  # what is not saved is kept beside no session but its own
    shutil.copytree(campaign, other)
    async with story(other, (60, 15)) as told:
        await told.press("Y", "g", *keys)
        narrow = border(told)
    async with story(campaign) as told:
        await told.press("Y", "g", *keys)
        wide = border(told)
        for size, words in (((60, 15), narrow), ((80, 24), wide)) * 2:
            await told.pilot.resize_terminal(*size)
            await told.see(f"{words} > Kick")


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
        await told.see("i: all words", "? help")
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
        assert told.row("Lead Vocal Double").endswith(" v")
        await told.press("G")
        await told.see("> Backing Vocal 12")
        assert told.row("Lead Vocal").endswith(" ^")
        await told.press("g")
        await told.see("> Kick")


def test_without_a_terminal_the_screen_says_what_to_use_instead(band: Path) -> None:
    code = f"from pathlib import Path; from stemtui.tui.opening import run; run(Path({str(band)!r}))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert "The screen needs a terminal" in ended.stderr


SAMPLES = Path(__file__).parent.parent / "sample_sessions"


@pytest.mark.parametrize("name", ["campaign", "eight_oh_eight", "commercial", "four_track"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)])
async def test_no_name_of_the_sample_sessions_is_cut(name: str, size: tuple[int, int]) -> None:
    async with story(SAMPLES / name, size) as told:
        for _ in range(2):
            assert "…" not in told.text
            shown = told.session.tracks[: size[1] - 14]
            assert size[0] < 72 or all(track.label in told.text for track in shown)
            await told.press("tab")


DIALOGS = {
    "e": "Edit",
    "n": "New stem",
    "r": "Rename",
    "t": "Origin",
    "T": "Where was the mix done?",
    "L": "Leave out",
    "i": "Glossary",
    "enter": "into which stem?",
    "colon": "All commands",
    "question_mark": "Keys",
    "exclamation_mark": "1 problem",
    "m": "New mix",
}


@pytest.mark.parametrize("size", [(80, 12), (40, 12), (40, 8), (80, 7)])
async def test_a_low_or_narrow_window_shows_every_dialogs_title_and_keys(
    band: Path, size: tuple[int, int]
) -> None:
    async with story(band, size) as told:
        for key, title in DIALOGS.items():
            await told.press(key)
            await told.see(title)
            box = told.lines[next(at for at, line in enumerate(told.lines) if title in line) :]
            inside = box[1 : next(at for at, line in enumerate(box) if at and "+-----" in line)]
            assert any("esc" in line for line in inside), "\n".join(told.lines)
            await told.press("escape")
            await told.not_see(title)


@pytest.mark.parametrize("size", [(80, 24), (80, 12), (40, 12), (40, 7), (80, 6)])
async def test_the_line_that_is_typed_in_is_always_in_sight(band: Path, size: tuple[int, int]) -> None:
    async with story(band, size) as told:
        await told.press("e")
        for word in ("1.5", "20", "y", "3 ms", "loud"):
            await told.press("ctrl+u")
            await told.type(word)
            await told.see(word)
            await told.press("tab")
        await told.press("enter")
        kick = told.session.track("kick")
    assert (kick.gain_db, kick.pan, kick.invert, kick.delay_ms, kick.note) == (1.5, 20.0, True, 3.0, "loud")


async def test_what_is_wrong_is_said_in_a_low_window_too(band: Path) -> None:
    async with story(band, (60, 9)) as told:
        await told.press("e")
        await told.type("99")
        await told.see("Gain: '99' is not a number", "esc cancel")


async def test_a_page_scrolls_to_its_end_in_a_low_window(band: Path) -> None:
    async with story(band, (40, 10)) as told:
        await told.press("question_mark")
        await told.see("MOVE", "j k scroll")
        await told.press("G")
        await told.see("show them.", "j k scroll")


async def test_only_a_window_for_nothing_at_all_is_asked_to_be_larger(band: Path) -> None:
    async with story(band, (80, 4)) as told:
        await told.press("n")
        await told.see("New stem", "Name", "esc cancel")
        await told.pilot.resize_terminal(80, 3)
        await told.see("Make the window larger.")
        await told.pilot.resize_terminal(80, 12)
        await told.type("Keys")
        await told.press("enter")
        await told.see("New stem: Keys")


async def test_keys_find_their_commands_in_the_palette(band: Path) -> None:
    async with story(band) as told:
        await told.press("2", "colon", "w", "enter")
        await told.see("Saved stemtui.toml.")
        await told.press("colon", "R")
        await told.see("> R render")
        await told.press("escape", "colon", "r")
        await told.see("> r rename")
        await told.press("escape", "colon", "r", "e")
        await told.see("> r rename R render (not now) U redo (not now) T where mixed")


async def test_what_ends_after_the_screen_is_gone_draws_nothing(tmp_path: Path) -> None:
    async with story(write_tracks(tmp_path / "Song", ["Kick", "Snare"])) as told:
        screen, drawn = told.app.desk_screen, told.lines
    screen.show(replace(screen.desk, slow=True, overviews={"Kick.wav": None}))
    assert screen.desk.slow and "Kick" in " ".join(drawn)


async def test_what_scrolls_says_in_letters_where_there_is_more(band: Path) -> None:
    def ends(lines: list[str]) -> list[str]:
        inside = [line[-3] for line in lines if line.startswith("|") and line.endswith("|")]
        return [mark for mark in inside if mark in "^v"]

    async with story(band) as told:
        await told.press("question_mark")
        await told.see("Keys in", "j k scroll")
        assert ends(told.lines) == ["v"]
        await told.press("j", "j")
        await told.wait_for(lambda: ends(told.lines) == ["^", "v"])
        await told.press("G")
        await told.wait_for(lambda: ends(told.lines) == ["^"])


@pytest.mark.parametrize("theme", ["textual-light", "solarized-light", "nord"])
async def test_a_theme_is_under_all_of_the_screen(
    band: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", theme)
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with story(band) as told:
        told.app.theme = theme
        await told.settle()
        ground = told.app.screen.styles.background.rich_color
        for strip in told.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                assert style and (style.reverse or style.bgcolor == ground), text


@pytest.mark.parametrize(
    ("line", "bold"),
    [
        ("Kick is a raw TRACK: a file made while recording.", 0),
        ("Drum STEM is a TRACK printed with the mix's balance.", 1),
        ("Drums is no STEM yet: it is the TRACK Kick under another name.", 0),
        ("3 TRACKS: Kick, Snare and Drum STEM.", 0),
        ('Line 2 of the order asks for a MIX ("Drum STEM").', 0),
    ],
)
def test_what_is_bold_is_what_a_thing_is(line: str, bold: int) -> None:
    start, end = said_kind(line)
    kinds = [*re.finditer(r"(no )?(TRACK|STEM|MIX)S?", line)]
    assert (start, end) == kinds[bold].span()


def test_a_word_that_proves_nothing_is_not_the_bold_one() -> None:
    line = "Drum STEM: origin UNKNOWN. Its file says STEM; a name proves nothing."
    assert line[slice(*said_kind(line))] == "UNKNOWN" and said_kind("KICK is left out.") == (0, 0)
