"""The line drops, or the terminal closes: unsaved work is kept, and the screen ends."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen


def end_when_hung_up(screen: DeskScreen) -> None:
    """From now on keep unsaved work beside the manifest and end when nobody is there any more."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        # Windows has neither the signals nor the handlers
        with suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), partial(keep_and_exit, screen))


def keep_and_exit(screen: DeskScreen) -> None:
    """Keep what is not saved, and end; a render goes on by itself.

    With `patience` it ends after so many seconds, come what may: what is still to be written to a terminal
    that is gone can block for ever.
    """
    screen.keep()
    if screen.patience:
        leaving = threading.Timer(screen.patience, os._exit, (1,))
        leaving.daemon = True
        leaving.start()
    screen.app.exit(1)
