"""Stories of keys that are typed ahead: each does what it would have done a moment later."""

import gc
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from stemtui import manifest
from stemtui.session import Session, Track
from stemtui.tui.app import StemtuiApp
from stemtui.tui.dialogs.questions import show_help
from stemtui.tui.opening import open_desk
from stemtui.tui.wire import pumps
from tests.driver import Story, pressed, story, write_tracks


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A session with more tracks than a page."""
    names = [f"Choir {number}" for number in range(60)]
    folder = write_tracks(tmp_path / "Song", names, frames=480)
    tracks = tuple(Track(f"t{number}", f"{name}.wav") for number, name in enumerate(names))
    manifest.save(Session(tracks=tracks), folder / manifest.NAME)
    return folder


async def scrolls_to(told: Story, row: Callable[[int, int], int]) -> None:
    """Wait until a dialog is scrolled to a row, told from its page's height and the last row there is."""

    def is_there(area: VerticalScroll) -> bool:
        last = area.max_scroll_y
        return bool(last) and area.scroll_offset.y == row(area.scrollable_content_region.height, last)

    await told.wait_for(lambda: any(is_there(area) for area in told.app.screen.query(VerticalScroll)))


SCROLLS: dict[tuple[str, ...], Callable[[int, int], int]] = {
    ("j", "j"): lambda page, last: 2,
    ("j", "ctrl+d", "j"): lambda page, last: page + 2,
    ("G", "k", "ctrl+u"): lambda page, last: last - 1 - page,
    ("ctrl+d", "ctrl+d", "g", "j"): lambda page, last: 1,
}


@pytest.mark.parametrize("keys", SCROLLS)
async def test_scrolls_that_are_typed_ahead_of_a_dialog_add_up(many: Path, keys: tuple[str, ...]) -> None:
    async with story(many) as told:
        await told.press("?", *keys)
        await scrolls_to(told, SCROLLS[keys])


async def test_a_page_is_turned_that_is_typed_ahead_of_a_filter(many: Path) -> None:
    async with story(many) as told:
        await told.press("/", "c", "enter", "ctrl+d")
        await told.see("/c 60 of 60", "> Choir 13")


@pytest.mark.parametrize(("keys", "row"), [(("ctrl+d",), 13), (("ctrl+d", "ctrl+d"), 26)])
async def test_a_page_that_is_turned_before_the_first_paint_has_its_full_height(
    many: Path, keys: tuple[str, ...], row: int
) -> None:
    app = typed_at_once(many, keys)
    async with app.run_test(size=(80, 24)) as pilot:
        await Story(app, pilot).see(f"> Choir {row} ")


async def test_a_dialog_that_is_opened_before_the_first_paint_scrolls(many: Path) -> None:
    app = typed_at_once(many, ("?", "ctrl+d"))
    async with app.run_test(size=(80, 24)) as pilot:
        await scrolls_to(Story(app, pilot), lambda page, last: page)


def typed_at_once(folder: Path, keys: tuple[str, ...]) -> StemtuiApp:
    """The app with keys that were typed before it was there."""
    app = StemtuiApp(*open_desk(folder))
    for key in keys:
        app.keyboard.typed.put_nowait(pressed(key))
    return app


async def test_keys_wait_for_the_dialog_that_is_theirs_however_slow_a_machine_is(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if each look at whether a part of the screen has done its work came too soon."""
    monkeypatch.setattr(pumps, "LOOK_SECONDS", 0.0)
    async with story(band) as told:
        await told.press("n", *"Keys", "enter", "n", *"Top", "enter", "r", "ctrl+u", *"Boom", "enter")
        await told.see("Boom", "Keys", "Top")
    assert [stem.name for stem in told.session.stems][-2:] == ["Keys", "Top"]
    assert told.session.tracks[0].name == "Boom"


async def test_a_command_whose_screen_goes_before_it_begins_is_not_left_half_made(band: Path) -> None:
    async with story(band) as told:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            told.app.desk_screen.running.start(show_help)
            told.app.workers.cancel_all()
            await told.pilot.pause()
            gc.collect()
    assert [str(one.message) for one in warned if "never awaited" in str(one.message)] == []
