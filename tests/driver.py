"""A driver for stories on the screen: press keys, see lines. What is asserted is what a user would read."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
from textual import events
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
PATIENCE, PAUSE = 4000, 0.01


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
        """Press keys, one after another."""
        for key in keys:
            await self.pilot.press(key)
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
            await asyncio.wait_for(self.app.typed.join(), PATIENCE * PAUSE)
        except TimeoutError as error:
            raise AssertionError("keys are stuck\n" + "\n".join(self.lines)) from error
        await self.pilot.pause()
        return self

    async def see(self, *texts: str) -> "Story":
        """Wait until every text is on the screen."""
        for _ in range(PATIENCE):
            if all(text in self.text for text in texts):
                return self
            await self.pilot.pause(PAUSE)
        missing = [text for text in texts if text not in self.text]
        raise AssertionError(f"not on the screen: {missing}\n" + "\n".join(self.lines))

    async def not_see(self, *texts: str) -> "Story":
        """Wait until none of the texts is on the screen any more."""
        for _ in range(PATIENCE):
            if not any(text in self.text for text in texts):
                return self
            await self.pilot.pause(PAUSE)
        raise AssertionError(f"still on the screen: {texts}\n" + "\n".join(self.lines))

    def row(self, name: str) -> str:
        """The text of the pane's row that shows a name."""
        for line in self.lines:
            for cell in line.split("|"):
                if name in cell:
                    return " ".join(cell.split())
        raise AssertionError(f"no row shows {name!r}\n" + "\n".join(self.lines))


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
        await told.not_see("reading ...")
        yield told


def write_tracks(
    folder: Path, names: Iterable[str], rate: int = 48000, frames: int = 4800, ext: str = "wav"
) -> Path:
    """A folder of short, different, quiet sounds by those names."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names, 1):
        wave = 0.02 * np.sin(np.arange(frames) * 0.01 * number)
        soundfile.write(folder / f"{name}.{ext}", wave, rate, subtype="PCM_24")
    return folder
