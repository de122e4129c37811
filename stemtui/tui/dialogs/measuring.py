"""Measuring what a session's files hold, with how far that is; it can be stopped."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

from textual.content import Content

from stemtui.errors import Problem
from stemtui.render.plans.progress import Cancelled, Progress, Watch
from stemtui.tui.dialogs.dialogs import Page

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

LOOK_SECONDS = 0.2
TITLE = "Measuring"
LINES = ("Every file that was not measured before is read to its end.",)
Found = tuple[list[Problem], int]


class Measuring(Page):
    """How far it is: answers once the work is done, and with None when it is to be stopped."""

    def __init__(self) -> None:
        super().__init__(TITLE, LINES, stay="stop")
        self.work: asyncio.Task[Found] | None = None
        self.progress = Progress(0, 0, "")

    def on_mount(self) -> None:
        """Look whether it is done."""
        self.set_interval(LOOK_SECONDS, self.look)

    def look(self) -> None:
        """Say how far it is; close at its end."""
        done, total = self.progress.done, self.progress.total
        heading = f"{TITLE}: {done} of {total} files" if total else TITLE
        if heading != self.heading:
            self.heading = heading
            self.query_one(".box").border_title = Content(heading)
        if self.work and self.work.done():
            self.close("done")


async def measured(screen: DeskScreen) -> Found | None:
    """What is told of a session's files once all are measured; None where that was stopped."""
    from stemtui.render.plans.listening import hear

    page, stopped = Measuring(), Event()

    def follow(progress: Progress) -> None:
        page.progress = progress

    watch = Watch(follow, stopped.is_set)
    session, headers = screen.desk.session, screen.desk.headers
    page.work = asyncio.create_task(asyncio.to_thread(hear, screen.root, session, headers, True, watch))
    if await screen.ask(page) is None:
        stopped.set()
        with suppress(Cancelled):
            await page.work
        return None
    return page.work.result()
