"""When the process was stopped and goes on, the screen is drawn anew, and nothing is begun twice.

Textual begins its threads again at every SIGCONT, though nobody ended them where SIGSTOP came before: each
would read a part of what is typed. Only what SIGTSTP ended is to be begun again.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemtui.tui.app import StemtuiApp


def go_on_when_continued(app: StemtuiApp) -> None:
    """From now on, do so; where there is such a signal."""
    if hasattr(signal, "SIGCONT"):
        with suppress(NotImplementedError, RuntimeError, ValueError):  # another loop, or not the main thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGCONT, _continued, app)


def _continued(app: StemtuiApp) -> None:
    driver = app._driver
    if driver is not None and getattr(driver, "_must_signal_resume", False):
        driver.resume_application_mode()
    app.action_redraw()
