"""The line drops, or the terminal closes: unsaved work is kept, and the screen ends."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, cast

from stemtui.tui.rendering.running import Work

if TYPE_CHECKING:
    from stemtui.tui.app import StemtuiApp
    from stemtui.tui.screen import DeskScreen

REST_SECONDS = 3.0


def end_when_hung_up(screen: DeskScreen) -> None:
    """From now on keep unsaved work beside the manifest and end when nobody is there any more.

    The handlers are Python's own: one of the loop's would never run while the loop waits for a terminal that
    takes nothing any more.
    """
    loop = asyncio.get_running_loop()

    def hung_up(number: int, _: FrameType | None) -> None:
        if loop.is_closed():
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        end_in_time(screen)
        loop.call_soon_threadsafe(keep_and_exit, screen)

    for name in ("SIGHUP", "SIGTERM"):
        # Windows has no SIGHUP, and no thread but the first may handle signals
        with suppress(AttributeError, ValueError):
            signal.signal(getattr(signal, name), hung_up)


def keep_and_exit(screen: DeskScreen) -> None:
    """Keep what is not saved, and end; a render goes on by itself."""
    screen.keep()
    screen.app.run_worker(Work(_end, screen))


async def _end(screen: DeskScreen) -> None:
    """End once the keys are done that came before the line dropped: some wait for a save on a slow disk."""
    with suppress(TimeoutError):
        await asyncio.wait_for(cast("StemtuiApp", screen.app).keyboard.rests(), REST_SECONDS)
    screen.keep()
    screen.app.exit(1)


def end_in_time(screen: DeskScreen) -> None:
    """With `patience`, end after so many seconds, come what may: what is still to be written to a terminal
    that is gone can block for ever, and the loop with it."""

    def end() -> None:
        try:
            screen.keep()
        finally:
            os._exit(1)

    if screen.patience:
        leaving = threading.Timer(screen.patience, end)
        leaving.daemon = True
        leaving.start()
