"""Saving: what others changed on disk meanwhile is merged in, or chosen from, and words say how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from stemtui import manifest
from stemtui.errors import ManifestError, Problem, StemtuiError
from stemtui.manifest.conceding import conceded
from stemtui.manifest.merging import Sides
from stemtui.session import Session
from stemtui.tui.desk.desk import Desk, say
from stemtui.tui.desk.steps import put
from stemtui.tui.dialogs.dialogs import BORDER, SCROLLBAR, WIDEST, Page
from stemtui.tui.keeping.clashes import CHOICES, ONE_BY_ONE, are_clashes, side_by_side

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

WAIT_SECONDS = 0.02
LATER = "decide later"


async def save(screen: DeskScreen) -> bool:
    """Write the manifest; what somebody else changed on disk in the meantime is merged in, or chosen from."""
    await begun(screen)
    base = screen.desk.base
    while True:
        try:
            written = await asyncio.to_thread(manifest.save, screen.desk.session, screen.path, base)
            break
        except ManifestError as error:
            screen.do(lambda desk: say(desk, "Not saved."))
            if not are_clashes(error.problems):
                why = (line for problem in error.problems for line in ("", f"- {problem}"))
                await screen.ask(Page("Not saved", [error.summary, *why]))
                return False
            disk = await asyncio.to_thread(manifest.load, screen.path)
            agreed = await settled(screen, Sides(base, screen.desk.session, disk), error, "Not saved")
            if agreed is None:
                return False
            base = agreed
    screen.do(lambda desk: _saved(desk, written, screen.path.name))
    await asyncio.to_thread(screen.recovery.settle)
    Thread(target=_lock, args=(screen.path.parent, written), name="lock", daemon=True).start()
    return True


def _lock(root: Path, session: Session) -> None:
    """Add new tracks to the lock, if there is one; what is wrong with it, `check` says."""
    from stemtui import lockfile

    with suppress(StemtuiError):
        lockfile.add_new(root, session)


async def begun(screen: DeskScreen) -> None:
    """Wait until a render that was just started has read the manifest: it prints what was saved for it."""
    while screen.rendering and not screen.rendering.has_begun:
        await asyncio.sleep(WAIT_SECONDS)


async def settled(screen: DeskScreen, sides: Sides, clash: ManifestError, title: str) -> Session | None:
    """A base from which the same merge does what the user chose; None when that is to be decided later."""
    problems = clash.problems
    base: Session = sides.base
    lines = [clash.summary, "", *_side_by_side(screen, sides, problems)]
    lines += ["", "What else was changed, here or on disk, is kept either way."]
    choices = CHOICES | (ONE_BY_ONE if len(problems) > 1 else {})
    answer = await screen.ask(Page(title, lines, choices, LATER))
    answers = [answer] * len(problems)
    if answer in ONE_BY_ONE:
        answers = await _one_by_one(screen, sides, problems, title)
    if None in answers:
        return None
    # the last first: an order line that goes would give those after it another number
    for problem, answer in reversed([*zip(problems, answers, strict=True)]):
        base = conceded(base, sides.mine if answer == "d" else sides.theirs, [problem])
    return base


async def _one_by_one(
    screen: DeskScreen, sides: Sides, problems: Sequence[Problem], title: str
) -> list[str | None]:
    """What is chosen for each clash; None alone where all is to be decided later."""
    answers: list[str | None] = []
    for number, problem in enumerate(problems, 1):
        lines = _side_by_side(screen, sides, [problem])
        page = Page(f"{title}: {number} of {len(problems)}", lines, CHOICES, LATER)
        if (answer := await screen.ask(page)) is None:
            return [None]
        answers.append(answer)
    return answers


def _side_by_side(screen: DeskScreen, sides: Sides, problems: Sequence[Problem]) -> list[str]:
    width = min(screen.size.width, WIDEST) - BORDER - SCROLLBAR
    return side_by_side((sides.mine, sides.theirs, sides.base), problems, width)


def _saved(desk: Desk, written: Session, name: str) -> Desk:
    merged = written != desk.session
    if merged:
        desk = put(desk, desk.history.push(written, "changes on disk merged in"))
    words = f"Saved {name}, with what others changed on disk." if merged else f"Saved {name}."
    return say(replace(desk, history=desk.history.settled(), saved=written, on_disk=True), words)


async def save_only(screen: DeskScreen) -> None:
    """Save."""
    await save(screen)
