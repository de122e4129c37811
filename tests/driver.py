"""A driver for stories on the screen: press keys, see lines. What is asserted is what a user would read."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from stemtui.session import Session
from stemtui.tui.app import StemtuiApp
from stemtui.tui.opening import open_desk, own_keys

CAMPAIGN = (
    *(
        "Kick",
        "Snare",
        "Hat",
        "Ride",
        "Rack Tom",
        "Floor Tom",
        "Overhead L",
        "Overhead R",
        "Room L",
        "Room R",
    ),
    *("Bass Amp", "Bass DI", "Lead Vocal", "Lead Vocal Double"),
    *(f"Backing Vocal {number}" for number in range(1, 13)),
)
PATIENCE, PAUSE, SELDOM = 120.0, 0.01, 0.1  # seconds


class Story:
    """A running app, its keyboard and its screen."""

    def __init__(self, app: StemtuiApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def session(self) -> Session:
        """The session as it is edited now."""
        return self.app.desk_screen.desk.session

    @property
    def lines(self) -> list[str]:
        """The screen as text, a dialog over it included."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The screen as one text with single spaces, so that wrapping and columns do not matter."""
        return " ".join(" ".join(line.strip("|+- ") for line in self.lines).split())

    async def press(self, *keys: str) -> "Story":
        """Press keys, all at once: what each sets off is done before the next is taken."""
        for key in keys:
            self.app.post_message(pressed(key))
        await self.pilot.pause(0)
        return await self.settle()

    async def type(self, words: str) -> "Story":
        """Type words."""
        return await self.press(*("space" if letter == " " else letter for letter in words))

    async def paste(self, text: str) -> "Story":
        """Paste a text, as a terminal hands it over in one piece."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()
        return await self.settle()

    async def settle(self) -> "Story":
        """Wait until all that was typed and pasted has been handled; what never is fails with the screen."""
        try:
            await asyncio.wait_for(self.app.keyboard.rests(), PATIENCE)
        except TimeoutError as error:
            raise AssertionError("keys are stuck\n" + "\n".join(self.lines)) from error
        await self.pilot.pause()
        return self

    async def see(self, *texts: str) -> "Story":
        """Wait until every text is on the screen."""
        if missing := await self._until(lambda text: [one for one in texts if one not in text]):
            raise AssertionError(f"not on the screen: {missing}\n" + "\n".join(self.lines))
        return self

    async def not_see(self, *texts: str) -> "Story":
        """Wait until none of the texts is on the screen any more."""
        if still := await self._until(lambda text: [one for one in texts if one in text]):
            raise AssertionError(f"still on the screen: {still}\n" + "\n".join(self.lines))
        return self

    async def wait_for(self, is_so: Callable[[], bool]) -> "Story":
        """Wait until something is so that is not, or not only, read on the screen."""
        if await self._until(lambda _: [] if is_so() else ["it"]):
            raise AssertionError("it did not come to that\n" + "\n".join(self.lines))
        return self

    async def read(self) -> "Story":
        """Wait until all headers have been read and the screen shows it: at first it shows nothing at all."""
        desk_screen = self.app.desk_screen
        if await self._until(lambda text: ["reading"] if desk_screen.desk.reading or not text else []):
            raise AssertionError("still reading\n" + "\n".join(self.lines))
        return await self.not_see("reading ...")

    async def _until(self, wrong: Callable[[str], list[str]]) -> list[str]:
        """Look at the screen, ever more seldom, until nothing is wrong with it; what is in the end."""
        end, pause = time.monotonic() + PATIENCE, PAUSE
        while (found := wrong(self.text)) and time.monotonic() < end:
            await self.pilot.pause(pause)
            pause = min(pause * 1.5, SELDOM)
        return found

    def row(self, name: str) -> str:
        """The text of the pane's row that shows a name."""
        for line in self.lines:
            for cell in line.split("|"):
                if name in cell:
                    return " ".join(cell.split())
        raise AssertionError(f"no row shows {name!r}\n" + "\n".join(self.lines))


def pressed(key: str) -> events.Key:
    """A key by its name or by its character, as a terminal hands it over."""
    name = _character_to_key(key) if len(key) == 1 else key
    return events.Key(name, key if len(key) == 1 else key_to_character(key))


@asynccontextmanager
async def story(
    folder: Path, size: tuple[int, int] = (80, 24), keys: Path | None = None
) -> AsyncIterator[Story]:
    """The app on a folder or a manifest, once its headers have been read, with the user's `keys`."""
    desk, path = open_desk(folder)
    own, wrong = own_keys(keys) if keys else ({}, [])
    app = StemtuiApp(replace(desk, keys=own), path, wrong)
    async with app.run_test(size=size) as pilot:
        told = Story(app, pilot)
        yield await told.read()


def write_tracks(
    folder: Path, names: Iterable[str], rate: int = 48000, frames: int = 4800, ext: str = "wav"
) -> Path:
    """A folder of short, different, quiet sounds by those names."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names, 1):
        wave = 0.02 * np.sin(np.arange(frames) * 0.01 * number)
        soundfile.write(folder / f"{name}.{ext}", wave, rate, subtype="PCM_24")
    return folder
