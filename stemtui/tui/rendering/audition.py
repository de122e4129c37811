"""Playing the track under the cursor: a program of its own plays, the screen only starts and stops it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import stemtui
from stemtui.audio.pictures.overview import Overview
from stemtui.text import clock, printable
from stemtui.tui.desk.desk import say
from stemtui.tui.panes.waveform import here
from stemtui.tui.rendering.running import Work

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

INSTALL = "To play: pip install '.[audition]' in stemtui's clone, and start it again."
BUSY = "Playing"


class Audition:
    """The one track that plays, if any."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self.file = ""
        self.player: Process | None = None

    async def toggle(self) -> None:
        """Play the track under the cursor from where its sound begins; stop it if that is what plays."""
        file, was = here(self.screen.desk), self.file
        self.stop()
        if file and file == was:
            self._say("Stopped.")
        elif not file:
            self._say("A bounce has no file of its own to play: play the tracks in it.")
        elif find_spec("sounddevice") is None:
            self._say(INSTALL)
        else:
            await self._play(file)

    def stop(self) -> None:
        """Stop what plays: a player ends with its standard input."""
        if self.player and self.player.stdin:
            self.player.stdin.close()
        self.file, self.player = "", None

    async def _play(self, file: str) -> None:
        begins, at = self._begins(file)
        # from the folder that this program is in: there and nowhere else `-m` finds it
        self.player = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "stemtui.audio.audition"),
            *(str((self.screen.root / file).absolute()), str(begins)),
            cwd=Path(stemtui.__file__).parent.parent,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        self.file = file
        self._say(f"{BUSY} {printable(file)}{at}: p stops.")
        self.screen.run_worker(Work(self._to_end, self.player))

    def _begins(self, file: str) -> tuple[int, str]:
        found = self.screen.desk.overviews.get(file)
        if not isinstance(found, Overview) or not found.begins:
            return 0, ""
        return found.begins, f" from {clock(found.seconds(found.begins), 1)}"

    async def _to_end(self, player: Process) -> None:
        """Wait for the end of what plays, and say why it did not if that is so."""
        why = (await player.stdout.read()).decode(errors="replace").strip() if player.stdout else ""
        await player.wait()
        if self.player is player:
            self.file, self.player = "", None
            if why:
                self.screen.tell(why)
            elif self.screen.desk.said.startswith(BUSY):
                self._say("")

    def _say(self, words: str) -> None:
        self.screen.show(say(self.screen.desk, words))


async def play(screen: DeskScreen) -> None:
    """Play the track under the cursor, or stop it."""
    await screen.audition.toggle()
