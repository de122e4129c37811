"""The keyboard: what is typed and pasted, handed on one by one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events

from stemtui.tui.wire.pumps import handled

if TYPE_CHECKING:
    from stemtui.tui.app import StemtuiApp

Typed = events.Key | events.Paste


class Keyboard:
    """Hands on one key at a time, each when all that the one before it set off has been done.

    Textual forwards keys to the screen of the moment they came in, so that of two keys in one packet the
    second would miss the dialog that the first one opens.
    """

    def __init__(self, app: StemtuiApp) -> None:
        self.app = app
        self.typed: asyncio.Queue[Typed] = asyncio.Queue()

    def holds(self, event: events.Event) -> bool:
        """Whether an event was typed or pasted, and waits for its turn from now on."""
        if isinstance(event, Typed) and not event.is_forwarded:
            self.typed.put_nowait(event)
            return True
        return False

    async def hand_on(self) -> None:
        """Hand on what is typed, as long as the app is there; the first waits until a page has a height."""
        desk_screen = self.app.desk_screen
        await desk_screen.measured.wait()
        while True:
            key = await self.typed.get()
            try:
                target = self.app.focused or self.app.screen
                await self.app.take(key)
                for node in [*target.ancestors_with_self] * 2:
                    await handled(node)
                await desk_screen.running.ready.wait()
            finally:  # a key that quits is done too
                self.typed.task_done()

    async def rests(self) -> None:
        """Wait until all that was typed has been done."""
        await self.typed.join()
