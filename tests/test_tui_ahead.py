"""Stories of keys that are typed ahead: each does what it would have done a moment later."""

from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.session import Session, Track
from stemtui.tui.app import StemtuiApp
from stemtui.tui.opening import open_desk
from tests.driver import Story, pressed, story, write_tracks


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A session with more tracks than a page."""
    names = [f"Choir {number}" for number in range(60)]
    folder = write_tracks(tmp_path / "Song", names, frames=480)
    tracks = tuple(Track(f"t{number}", f"{name}.wav") for number, name in enumerate(names))
    manifest.save(Session(tracks=tracks), folder / manifest.NAME)
    return folder


def below(lines: list[str]) -> list[str]:
    """The lines without the first, which may still say that something is read."""
    return [line.rstrip() for line in lines[1:]]


async def one_by_one(folder: Path, keys: tuple[str, ...]) -> list[str]:
    """What keys show that are pressed each when all is quiet."""
    async with story(folder) as told:
        for key in keys:
            await told.press(key)
            await told.pilot.pause(0.2)
        return below(told.lines)


async def becomes(told: Story, lines: list[str]) -> None:
    """Wait until the screen shows these lines."""
    for _ in range(200):
        if below(told.lines) == lines:
            return
        await told.pilot.pause(0.02)
    assert below(told.lines) == lines


@pytest.mark.parametrize(
    "keys",
    [("?", "j", "j"), ("?", "G", "k", "ctrl+u"), ("?", "j", "ctrl+d", "j"), ("/", "c", "enter", "ctrl+d")],
)
async def test_scrolls_that_are_typed_ahead_add_up(many: Path, keys: tuple[str, ...]) -> None:
    wanted = await one_by_one(many, keys)
    async with story(many) as told:
        await told.press(*keys)
        await becomes(told, wanted)


@pytest.mark.parametrize("keys", [("ctrl+d",), ("ctrl+d", "ctrl+d"), ("?", "ctrl+d")])
async def test_a_page_that_is_turned_before_the_first_paint_has_its_full_height(
    many: Path, keys: tuple[str, ...]
) -> None:
    wanted = await one_by_one(many, keys)
    app = StemtuiApp(*open_desk(many))
    for key in keys:
        app.typed.put_nowait(pressed(key))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await (await told.read()).settle()
        await becomes(told, wanted)
