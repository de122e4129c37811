"""Quitting: what is not saved, and a render that goes on, are asked about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stemtui.session import Session
from stemtui.text import counted
from stemtui.tui.desk.desk import Desk
from stemtui.tui.desk.unfinished import said_of
from stemtui.tui.dialogs.dialogs import Dialog, Page
from stemtui.tui.keeping.saving import save
from stemtui.tui.rendering.rendering import stopped

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

RUNNING = (
    "A render of this session goes on.",
    "",
    "It can finish without the screen, also when the line drops: the next start here shows its result.",
)


async def leave(screen: DeskScreen) -> None:
    """Quit; asks about unsaved work (save, discard, stay) and about a render that goes on.

    Dialogs are closed first: what is typed in them is unsaved work too, and there again for those who stay.
    """
    open_ones = [one for one in screen.app.screen_stack if isinstance(one, Dialog)]
    if open_ones:
        screen.leaving = True
        for dialog in reversed(open_ones):
            dialog.close()
        screen.running.when_idle(leave)
        return
    screen.leaving = False
    if (screen.desk.unsaved or screen.unfinished.in_forms) and not await _let_go(screen):
        return
    goes_on = screen.rendering and not screen.rendering.is_over
    if not goes_on or await _left_to_itself(screen):
        screen.keeper.forget()
        screen.app.exit(0)


async def _let_go(screen: DeskScreen) -> bool:
    """Whether what is not saved is saved now, or nobody wants it."""
    lines = ["Not saved yet:", *(f"- {what}" for what in unsaved_edits(screen.desk))]
    typed = [f"- {what}" for what in said_of(screen.unfinished.in_forms)]
    lines = [*(lines if screen.desk.unsaved else []), *(["Typed, and not done:", *typed] if typed else [])]
    choices = {**({"s": "save"} if screen.desk.unsaved else {}), "d": "discard"}
    answer = await screen.ask(Page("Unsaved work", lines, choices, "stay"))
    return answer == "d" or (answer == "s" and await save(screen))


async def _left_to_itself(screen: DeskScreen) -> bool:
    """Whether to quit although a render goes on: it may finish, or be stopped before."""
    answer = await screen.ask(Page("Printing", RUNNING, {"b": "let it finish", "x": "stop it"}, "stay"))
    if answer == "x":
        await stopped(screen)
    return answer is not None


def unsaved_edits(desk: Desk, most: int = 8) -> list[str]:
    """What was done since the session was read or saved, the latest last."""
    past = desk.history.past
    start = next((at for at, (_, before) in enumerate(past) if before == desk.saved), None)
    if desk.saved == Session():
        return ["all of it: its manifest is gone from the disk"]
    if start is None:
        return ["what was undone since it was saved"]
    words = [what for what, _ in past[start:]]
    return (
        [counted(len(words) - most, "edit") + " before these", *words[-most:]] if len(words) > most else words
    )
