"""Saving, printing and quitting: the commands that touch the disk, each telling in words how it went."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from stemtui import manifest
from stemtui.errors import ManifestError, Refused
from stemtui.manifest.merging import Sides
from stemtui.session import Session
from stemtui.text import counted
from stemtui.tui.clashes import CHOICES, are_clashes, conceded, side_by_side
from stemtui.tui.desk import Desk, put, say
from stemtui.tui.dialogs import BORDER, SCROLLBAR, WIDEST, Page, Working
from stemtui.tui.findings import cured, told
from stemtui.tui.printed import folds_lost, printed_lines, shortest
from stemtui.tui.questions import Question, ask_treatment

if TYPE_CHECKING:
    from stemtui.render.receipts.receipt import Receipt
    from stemtui.tui.screen import DeskScreen

FRAME_SECONDS = 0.1


async def save(screen: DeskScreen) -> bool:
    """Write the manifest; what somebody else changed on disk in the meantime is merged in, or chosen from."""
    base = screen.desk.base
    while True:
        try:
            written = await asyncio.to_thread(manifest.save, screen.desk.session, screen.path, base)
            break
        except ManifestError as error:
            screen.do(lambda desk: say(desk, "Not saved."))
            if not are_clashes(error.problems):
                await screen.ask(Page("Not saved", told(error.summary, map(str, error.problems))))
                return False
            disk = await asyncio.to_thread(manifest.load, screen.path)
            agreed = await settled(screen, Sides(base, screen.desk.session, disk), error, "Not saved")
            if agreed is None:
                return False
            base = agreed
    screen.do(lambda desk: _saved(desk, written, screen.path.name))
    await asyncio.to_thread(screen.recovery.settle)
    return True


async def settled(screen: DeskScreen, sides: Sides, clash: ManifestError, title: str) -> Session | None:
    """A base from which the same merge does what the user chose; None when that is to be decided later."""
    width = min(screen.size.width, WIDEST) - BORDER - SCROLLBAR
    lines = [clash.summary, "", *side_by_side(sides.mine, clash.problems, width)]
    lines += ["", "What else was changed, here or on disk, is kept either way."]
    answer = await screen.ask(Page(title, lines, CHOICES, "decide later"))
    if answer is None:
        return None
    side = sides.mine if answer == "d" else sides.theirs
    return conceded(sides.base, side, clash.problems)


def _saved(desk: Desk, written: Session, name: str) -> Desk:
    merged = written != desk.session
    if merged:
        desk = put(desk, desk.history.push(written, "changes on disk merged in"))
    words = f"Saved {name}, with what others changed on disk." if merged else f"Saved {name}."
    return say(replace(desk, history=desk.history.settled(), saved=written, on_disk=True), words)


async def save_only(screen: DeskScreen) -> None:
    """Save."""
    await save(screen)


async def render(screen: DeskScreen) -> None:
    """Save, then print the order; findings that may be accepted are offered, and it is printed again."""
    await ask_treatment(screen)
    while await save(screen):
        try:
            receipt = await _print(screen)
        except Refused as refusal:
            if not await cured(screen, refusal):
                screen.do(lambda desk: say(desk, "Nothing was printed; the previous delivery is as it was."))
                return
            continue
        screen.do(partial(_told, receipt=receipt))
        folder = shortest(screen.root / screen.desk.session.delivery.folder)
        width = min(screen.size.width, WIDEST) - BORDER - SCROLLBAR
        await screen.ask(Page("Printed", printed_lines(receipt, folder, width)))
        return


def _told(desk: Desk, receipt: Receipt) -> Desk:
    """The desk after a print, with what that measured."""
    said = f"Printed into {desk.session.delivery.folder}/."
    return say(replace(desk, folds=folds_lost(receipt.as_dict())), said)


async def _print(screen: DeskScreen) -> Receipt:
    """Render in a thread behind a progress bar."""
    loop, stopped = asyncio.get_running_loop(), threading.Event()
    dialog = Working(f"{screen.path.name} is saved; printing", stopped.set)
    screen.stopped = stopped
    await screen.app.push_screen(dialog)
    tell = _paced(lambda *step: loop.call_soon_threadsafe(dialog.progress, *step))
    try:
        with screen.keys_taken():
            return await asyncio.to_thread(_render, screen, tell, stopped)
    finally:
        await dialog.dismiss(None)


def _render(screen: DeskScreen, tell: Callable[[int, int, str], None], stopped: threading.Event) -> Receipt:
    from stemtui.render.deliveries.delivery import render

    return render(
        screen.root,
        screen.desk.session,
        progress=lambda step: tell(step.done, step.total, step.stage),
        cancelled=stopped.is_set,
    )


def _paced(tell: Callable[[int, int, str], object]) -> Callable[[int, int, str], None]:
    """A progress callback that passes on ten steps a second: a terminal far away cannot take more."""
    last = 0.0

    def paced(done: int, total: int, stage: str) -> None:
        nonlocal last
        if done >= total or time.monotonic() - last > FRAME_SECONDS:
            last = time.monotonic()
            tell(done, total, stage)

    return paced


async def leave(screen: DeskScreen) -> None:
    """Quit; with unsaved work, save, discard or stay."""
    if screen.desk.unsaved:
        lines = ["Not saved yet:", *(f"- {what}" for what in unsaved_edits(screen.desk))]
        answer = await screen.ask(Page("Unsaved work", lines, {"s": "save", "d": "discard"}, "stay"))
        if answer is None or (answer == "s" and not await save(screen)):
            return
    screen.keeper.forget()
    screen.app.exit(0)


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


COMMANDS: dict[str, Question] = {"save": save_only, "render": render, "quit": leave}
