"""The application: which theme, which terminal habits, and the one screen."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.scrollbar import ScrollBar

from stemtui.tui import keymap
from stemtui.tui.desk.desk import Desk, say
from stemtui.tui.dialogs.dialogs import Ends, Page
from stemtui.tui.drawing import DrawingApp
from stemtui.tui.keyboard import Keyboard, Typed
from stemtui.tui.rendering.running import Work
from stemtui.tui.screen import DeskScreen
from stemtui.tui.stopped import go_on_when_continued


class StemtuiApp(DrawingApp):
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
        self.keyboard = Keyboard(self)

    def get_default_screen(self) -> DeskScreen:
        """The one screen."""
        return self.desk_screen

    def on_mount(self) -> None:
        """Take the user's own keys, and say what is wrong with them."""
        self.set_keymap(dict(self.desk_screen.desk.keys))
        if self.wrong_keys:
            lines = [f"{keymap.place()} changes no key until this is right:", "", *self.wrong_keys]
            self.push_screen(Page("keys.toml is not right", lines))
        self.run_worker(Work(self.keyboard.hand_on))
        go_on_when_continued(self)

    async def on_event(self, event: events.Event) -> None:
        """Leave to the keyboard what is typed: ahead of a dialog, it has to reach that dialog."""
        if not self.keyboard.holds(event):
            await super().on_event(event)

    async def take(self, key: Typed) -> None:
        """Take a key whose turn has come."""
        await super().on_event(key)

    def on_app_focus(self) -> None:
        """Look at the disk when the terminal is looked at again: somebody may have been at work there."""
        self.desk_screen.lookout.wake()

    async def action_quit(self) -> None:
        """Quit by the one way there is, which asks about unsaved work."""
        self.desk_screen.action_run("quit")

    def action_undo(self) -> None:
        """Undo, as ctrl+z does in a DAW; nobody there expects to be put out into a shell."""
        if self.screen is self.desk_screen:
            self.desk_screen.action_run("undo")

    def action_help_quit(self) -> None:
        """Say how to quit to whoever presses ctrl+c by habit."""
        self.desk_screen.do(lambda desk: say(desk, "q quits, and asks about unsaved work."))
