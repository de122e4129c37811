"""Printing from the screen: begun, watched, left alone, stopped, and told in words when it has ended."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.tui.desk.desk import Desk, say
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.dialogs.dialogs import BORDER, SCROLLBAR, WIDEST, Page
from stemtui.tui.dialogs.findings import cured
from stemtui.tui.dialogs.questions import ask_treatment
from stemtui.tui.keeping.saving import save
from stemtui.tui.rendering import renders
from stemtui.tui.rendering.printed import folds_lost, printed_lines, proven_title, shortest
from stemtui.tui.rendering.renders import Rendering
from stemtui.tui.rendering.report import Report, refusal
from stemtui.tui.rendering.running import Work
from stemtui.tui.rendering.working import FRAME_SECONDS, LOOK_SECONDS, STOPPING, Working

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

PATIENCE_SECONDS = 10.0
AS_IT_WAS = "Any earlier delivery is as it was."
STOPPED = f"The render was stopped. {AS_IT_WAS}"
REFUSED = "Nothing was printed; any earlier delivery is as it was."
NOT_BEGUN = "Nothing was printed: where was the mix done? T says it, R asks again."
CURRENT = "Everything is current: nothing was printed again."
GOES_ON = "The render goes on: R shows it."
BEGUN_BEFORE = "A render of this session that was begun before goes on: R shows it."
ELSEWHERE = "The render has ended; another screen has shown how."
DIED = f"The render ended without a word: it was killed, or the machine gave up. {AS_IT_WAS}"
FAULT = "This is a fault of the program, not of the session"
REPORT = f"{AS_IT_WAS} Please report the line above."
BEFORE = "Printing; what was changed since it began is not in it"
CHANGED_SINCE = "What was changed since it began is not in it: R prints again."
PRINTED, NOT_PRINTED = "Printed: R shows it", "Not printed: R says why"


async def render(screen: DeskScreen) -> None:
    """Show the render that goes on, or how it ended; where there is none, save and print the order."""
    if screen.rendering is None:
        await print_order(screen)
    else:
        await watch(screen)


async def print_order(screen: DeskScreen, version: str = "") -> None:
    """Save and print the order, as another version if one is named; asks first where the mix was done."""
    if not await ask_treatment(screen, "do not print"):
        screen.do(lambda desk: say(desk, NOT_BEGUN))
    elif await _begin(screen, version):
        await watch(screen, version=version)


async def resume(screen: DeskScreen) -> None:
    """Show how a render ended while no screen was there; follow one that goes on.

    One of a session that is no longer there is forgotten.
    """
    rendering = await asyncio.to_thread(renders.found, screen.path)
    if rendering is None or screen.rendering is not None:
        return
    await asyncio.to_thread(rendering.follow)
    if rendering.is_over and not await asyncio.to_thread(rendering.is_still_so, screen.path):
        await asyncio.to_thread(rendering.settle)
        return
    _follow(screen, rendering)
    if rendering.is_over:
        await watch(screen, "Printed while the screen was away")
    else:
        screen.do(lambda desk: say(desk, BEGUN_BEFORE))


async def watch(screen: DeskScreen, title: str = "Printed", version: str = "") -> None:
    """Show how far the render is until it ends or the user goes on, then how it ended.

    What was refused may be cured there, and is printed again, as the same version.
    """
    while rendering := screen.rendering:
        if not rendering.is_over:
            saved = f"{screen.path.name} is saved; printing"
            answer = await screen.ask(Working(BEFORE if _is_old(screen, rendering) else saved, rendering))
            if answer is None and not rendering.is_over:
                screen.show(say(printing(screen.desk, rendering.report.words), GOES_ON))
                return
        if not await _end(screen, rendering, title) or not await _begin(screen, version):
            return


async def stopped(screen: DeskScreen) -> None:
    """Stop the render, wait until it has cleaned up, and forget it; one that hangs is left alone."""
    if rendering := screen.rendering:
        rendering.stop()
        screen.show(printing(screen.desk, STOPPING))
        for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
            if rendering.is_over:
                rendering.settle()
                break
            await asyncio.sleep(LOOK_SECONDS)


async def _begin(screen: DeskScreen, version: str) -> bool:
    """Save, then start a render and follow it; whether there is one now."""
    if await save(screen):
        session = screen.desk.session
        rendering = await asyncio.to_thread(renders.begin, screen.path, version)
        rendering.session = None if version else session  # printing a version gives the session another one
        _follow(screen, rendering)
    return screen.rendering is not None


def _follow(screen: DeskScreen, rendering: Rendering) -> None:
    screen.rendering = rendering
    screen.run_worker(Work(_followed, screen, rendering))


async def _followed(screen: DeskScreen, rendering: Rendering) -> None:
    """Read what a render tells until it ends; say it in the first line, seldom enough for a slow terminal."""
    said = 0.0
    while not rendering.is_over:
        if screen.app.screen is screen and time.monotonic() - said >= FRAME_SECONDS:
            said = time.monotonic()
            screen.show(printing(screen.desk, rendering.report.words))
        await asyncio.sleep(LOOK_SECONDS)
        await asyncio.to_thread(rendering.follow)
    desk, end = screen.desk, rendering.report.end
    if end.get("event") == "receipt":
        desk = replace(desk, folds=folds_lost(end["receipt"]))
    if screen.rendering is rendering and not isinstance(screen.app.screen, Working):
        desk = printing(desk, PRINTED if end.get("event") == "receipt" else NOT_PRINTED)
        desk = say(desk, "") if desk.said == GOES_ON else desk
    screen.show(desk)


def printing(desk: Desk, words: str) -> Desk:
    """The desk with other words about a render; the same one where they are the same."""
    return desk if desk.printing == words else replace(desk, printing=words)


async def _end(screen: DeskScreen, rendering: Rendering, title: str) -> bool:
    """Tell how a render ended, and forget it unless the screen goes first; whether it is worth another."""
    try:
        is_cured = await _tell(screen, rendering, title)
    except Exception:  # whatever it is, the next render must not find this one still there
        _forget(screen, rendering)
        raise
    _forget(screen, rendering)
    return is_cured


def _forget(screen: DeskScreen, rendering: Rendering) -> None:
    rendering.settle()
    screen.rendering = None
    screen.show(printing(screen.desk, ""))


async def _tell(screen: DeskScreen, rendering: Rendering, title: str) -> bool:
    report = rendering.report
    match report.end.get("event"):
        case "receipt":
            await _printed(screen, report, title, _is_old(screen, rendering))
        case "refused":
            if await cured(screen, refusal(report, screen.desk.session)):
                return True
            screen.do(lambda desk: say(desk, REFUSED))
        case "stopped":
            screen.do(lambda desk: say(desk, STOPPED))
        case "fault":
            screen.tell(f"{FAULT}: {report.end['error']} ({report.end['where']}).\n{REPORT}")
        case _:
            screen.tell(_without_a_word(rendering))
    return False


def _is_old(screen: DeskScreen, rendering: Rendering) -> bool:
    """Whether the session has been changed since a render of it began."""
    return rendering.session not in (None, screen.desk.session)


def _without_a_word(rendering: Rendering) -> str:
    if rendering.is_stopped:
        return STOPPED
    if rendering.is_read_elsewhere:
        return ELSEWHERE
    stray = rendering.report.stray
    return f"{DIED}\nThe last that was heard of it: {stray}" if stray else DIED


async def _printed(screen: DeskScreen, report: Report, title: str, is_old: bool) -> None:
    from stemtui.render.receipts.written import Receipt  # here, because the first paint needs none of it

    receipt = Receipt(report.end["receipt"], is_new=report.end["is_new"])
    place = Path(report.plan["folder"])
    folder = screen.desk.session.delivery.folder
    # a version goes beside the delivery that the manifest still names here
    folder = folder if Path(folder).name == place.name else place.name
    said = f"Printed into {folder}/." if receipt.is_new else CURRENT
    screen.do(lambda desk: say(printing(desk, ""), said))
    width = min(screen.size.width, WIDEST) - BORDER - SCROLLBAR
    title = proven_title(title, receipt)
    lines = printed_lines(receipt, shortest(report.plan["folder"]), width)
    since = respelled(CHANGED_SINCE, screen.desk.keys)
    await screen.ask(Page(title, [since, "", *lines] if is_old else lines))
