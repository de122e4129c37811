"""The lock: what each track's audio is, written beside the manifest, with what that means said before."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from stemtui.errors import StemtuiError
from stemtui.session import Session
from stemtui.text import counted, few, printable
from stemtui.tui.desk.desk import say
from stemtui.tui.dialogs.dialogs import Page

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

NAME = "stemtui.lock"
READING = "Reading the audio for the lock; go on working."


async def lock(screen: DeskScreen) -> None:
    """Say what the lock is; read the audio beside the work that goes on, and write it."""
    session = screen.desk.session
    if await screen.ask(
        Page("Lock the audio", _about(session, (screen.root / NAME).exists()), {"y": "lock it"}, "leave it")
    ):
        screen.do(lambda desk: say(desk, READING))
        Thread(target=_locked, args=(screen, session), name="locking", daemon=True).start()


def _about(session: Session, is_there: bool) -> list[str]:
    count = counted(sum(bool(track.file) for track in session.tracks), "track")
    lines = [
        f"All of {count} is read, and frames, rate and SHA-256 of the audio itself are written into {NAME} "
        "beside the manifest. No track is changed.",
        "",
        "From then on, check names a file that holds other audio than it did when this was organised; a save "
        "adds tracks that came since.",
    ]
    there = f"{NAME} is there already: what the tracks hold now takes the place of what it says."
    return [*lines, "", there] if is_there else lines


def _locked(screen: DeskScreen, session: Session) -> None:
    from stemtui import lockfile  # here, in a thread: the screen needs none of it

    try:
        found, others, errors = lockfile.lock_all(screen.root, session)
        words = _words(session, len(found), others, list(map(str, errors.values())))
    except (StemtuiError, OSError) as error:
        words = f"Not locked: {error}"
    if screen.is_running:
        screen.app.call_from_thread(screen.tell, words)


def _words(session: Session, count: int, others: list[str], errors: list[str]) -> str:
    """How it went, with every file that is another, or could not be read."""
    words = f"{NAME}: {counted(count, 'track')}."
    if others:
        names = few([printable(session.track(key).label) for key in others], 6)
        words += f" Other audio than before: {names}."
    return "\n".join([words, *(f"Not locked: {printable(error)}" for error in errors)])
