"""Opening the screen: a folder or a manifest, the user's own keys, a terminal."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from stemtui import manifest
from stemtui.errors import StemtuiError
from stemtui.history import History
from stemtui.session import Session
from stemtui.tui import keymap
from stemtui.tui.app import StemtuiApp
from stemtui.tui.desk.commands import COMMANDS
from stemtui.tui.desk.desk import Desk

LEAVING_SECONDS = 5.0
WELCOME = "New here? ? shows the keys, i explains the words, u undoes, only w writes."


def open_desk(path: Path) -> tuple[Desk, Path]:
    """The desk to begin with, and the manifest's path. Raises ManifestError, StemtuiError."""
    if not path.exists():
        raise StemtuiError(f"{str(path)!r} is not there: name a folder with sound files, or a manifest.")
    place = manifest.locate(path)
    if place.exists():
        session = manifest.load(place)
        return Desk(History(session), session, suggesting=not session.stems, reading=True), place
    session = Session(title=place.resolve().parent.name)
    return Desk(History(session), session, on_disk=False, suggesting=True, said=WELCOME, reading=True), place


def own_keys(path: Path) -> tuple[dict[str, str], list[str]]:
    """The user's own keys, and what is wrong with the file that says them."""
    return keymap.read(path, {name: command.keys for name, command in COMMANDS.items()})


def run(path: Path) -> int:
    """Open the screen on a folder or a manifest; the exit code."""
    desk, place = open_desk(path)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise StemtuiError(
            "The screen needs a terminal: `stemtui check`, `render` and `status` do without one."
        )
    keys, wrong = own_keys(keymap.place())
    app = StemtuiApp(replace(desk, keys=keys), place, wrong)
    app.desk_screen.patience = LEAVING_SECONDS
    # over a slow line each movement of the mouse costs 4 KB
    code = app.run(mouse="SSH_CONNECTION" not in os.environ)
    if app.return_code:
        app.desk_screen.keep()
    return code or app.return_code or 0
