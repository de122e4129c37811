"""The application: which theme, which terminal habits, and the one screen."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from stemtui.tui import keymap
from stemtui.tui.desk import Desk, say
from stemtui.tui.dialogs import Ends, Page
from stemtui.tui.pumps import handled
from stemtui.tui.running import Work
from stemtui.tui.screen import DeskScreen
from stemtui.tui.stopped import go_on_when_continued
from stemtui.tui.terminal import Changes, Terminal

LAYOUT_SECONDS = 5.0


class StemtuiApp(App[int]):
    """stemtui on a terminal."""

    TITLE = "stemtui"
    CSS_PATH = "stemtui.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+z", "undo", "undo"), ("ctrl+l", "redraw", "redraw")]

    def __init__(self, desk: Desk, path: Path, wrong_keys: Sequence[str] = ()) -> None:
        own_theme = "TEXTUAL_THEME" in os.environ and "NO_COLOR" not in os.environ
        # the terminal's own colours: fewest bytes, and the only ones that NO_COLOR leaves out whole
        super().__init__(ansi_color=None if own_theme else True)
        if not own_theme:
            self.theme = "ansi-dark"
        self.animation_level = "none"
        ScrollBar.renderer = Ends
        # rich and Textual's driver take two sizes for a terminal that has none: drawn in turn, for ever
        self.console.size = shutil.get_terminal_size()
        self.desk_screen = DeskScreen(desk, path)
        self.wrong_keys = wrong_keys
        self.terminal = Terminal()
        self.typed: asyncio.Queue[events.Key | events.Paste] = asyncio.Queue()

    def get_default_screen(self) -> DeskScreen:
        """The one screen."""
        return self.desk_screen

    def on_mount(self) -> None:
        """Take the user's own keys, and say what is wrong with them."""
        self.set_keymap(dict(self.desk_screen.desk.keys))
        if self.wrong_keys:
            lines = [f"{keymap.place()} changes no key until this is right:", "", *self.wrong_keys]
            self.push_screen(Page("keys.toml is not right", lines))
        self.run_worker(Work(self.type))
        go_on_when_continued(self)

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes: what is typed ahead of a dialog has to reach that dialog."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.typed.put_nowait(event)
            return
        if isinstance(event, events.Resize):
            if event.size == self.size:  # a shell has come and gone
                self.action_redraw()
            elif self._size is not None and self._resize_timer is None:
                self._begin_batch()  # what is laid out for the old size is drawn no more
        await super().on_event(event)

    def _check_resize(self) -> None:
        """Draw another size once all screens are laid out in it, and never what fitted the old one."""
        at_the_start = self._resize_timer is None
        super()._check_resize()
        if not at_the_start:
            self.run_worker(Work(self._draw_when_laid_out))

    async def _draw_when_laid_out(self) -> None:
        for screen in [*self.screen_stack] * 2:
            await handled(screen)
        self._end_batch()
        self.action_redraw()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send what the terminal does not show already."""
        if isinstance(renderable, CompositorUpdate):
            renderable = Changes(self.terminal, screen, renderable)
        super()._display(screen, renderable)

    def on_app_focus(self) -> None:
        """Look at the disk when the terminal is looked at again: somebody may have been at work there."""
        self.desk_screen.lookout.wake()

    async def type(self) -> None:
        """Hand on one key at a time, each when all that the one before it set off has been done.

        Textual forwards keys to the screen of the moment they came in, so that of two keys in one packet the
        second would miss the dialog that the first one opens. The first waits until a page has a height.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self.desk_screen.measured.wait(), LAYOUT_SECONDS)
        while True:
            key = await self.typed.get()
            try:
                target = self.focused or self.screen
                await super().on_event(key)
                for node in [*target.ancestors_with_self] * 2:
                    await handled(node)
                await self.desk_screen.running.ready.wait()
            finally:  # a key that quits is done too
                self.typed.task_done()

    async def action_quit(self) -> None:
        """Quit by the one way there is, which asks about unsaved work."""
        if self.screen is self.desk_screen:
            self.desk_screen.action_run("quit")

    def action_undo(self) -> None:
        """Undo, as ctrl+z does in a DAW; nobody there expects to be put out into a shell."""
        if self.screen is self.desk_screen:
            self.desk_screen.action_run("undo")

    def action_redraw(self) -> None:
        """Draw everything anew: something else has written on the terminal."""
        self.terminal.forget()
        self.refresh()

    def action_help_quit(self) -> None:
        """Say how to quit to whoever presses ctrl+c by habit."""
        self.desk_screen.do(lambda desk: say(desk, "q quits, and asks about unsaved work."))
