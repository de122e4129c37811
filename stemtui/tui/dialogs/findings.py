"""What stands in the way of a print: said in the words and keys of the screen, accepted or cured there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.errors import Clipping, Problem, Refused
from stemtui.order import LINE, line_number
from stemtui.session import Session, unassigned
from stemtui.text import counted
from stemtui.tui.desk import changes, moves, orders
from stemtui.tui.desk.desk import Desk
from stemtui.tui.desk.steps import renumbered
from stemtui.tui.dialogs import fields
from stemtui.tui.dialogs.forms import Field, Form
from stemtui.tui.dialogs.measuring import measured
from stemtui.tui.dialogs.problem_page import (
    ACCEPT,
    MEASURE,
    OFF,
    TAKE_OFF,
    TRIM_ALL,
    Problems,
    in_words,
    waivable,
)

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

ACCEPTED = "read and accepted on the screen"
NOT_YET_KNOWN = "Silence, clipping and what a mono fold loses are measured while printing."
MEASURED = "Clipping and what a mono fold loses are measured while printing."
NOT_MEASURED = "Not measured yet: silence and identical channels, of"


async def show_problems(screen: DeskScreen, audio: bool = False) -> None:
    """Everything that stands in the way, before anything is printed; what may be accepted can be.

    Of the audio that is said which is measured already, as `check` does, or all of it with `audio`.
    """
    while True:
        session = screen.desk.session
        heard = await measured(screen) if audio else None
        found, unheard = await asyncio.to_thread(_found, screen.root, screen.desk, heard)
        page = _page(screen.desk, found, unheard, bool(heard))
        answer = await screen.ask(page)
        if answer != MEASURE:
            break
        audio = True
    if answer in page.rows:
        screen.do(partial(moves.to_rows, wanted=page.rows[answer]))
    elif answer == TAKE_OFF:
        screen.do(partial(orders.take_off, at=off_order(session, found)))
    elif answer == ACCEPT:
        await accepted(screen, open_to_reason(session, found))


def _found(root: Path, desk: Desk, heard: tuple[list[Problem], int] | None) -> tuple[list[Problem], int]:
    """All problems, and how many files are not measured; with what was `heard`, or else is known of them."""
    from stemtui import problems  # here, because the first paint needs none of it
    from stemtui.render.plans import reference
    from stemtui.render.plans.listening import hear
    from stemtui.render.plans.progress import Watch

    session, headers = desk.session, desk.headers
    told, unheard = heard or hear(root, session, headers, False, Watch())
    found = [*problems.check(session, headers, root), *told, *reference.check(root, session)]
    if heard:
        from stemtui.receiving import suspected

        found = suspected.measured(root, session, headers, found)
    return found, unheard


def _page(desk: Desk, found: Sequence[Problem], unheard: int, is_heard: bool) -> Problems:
    from stemtui import problems

    session = desk.session
    open_still = MEASURED if is_heard else NOT_YET_KNOWN
    below = [] if found else ["Nothing stands in the way of printing.", open_still]
    if unheard and found:
        below.append(f"{NOT_MEASURED} {counted(unheard, 'file')}: printing measures them, and M does now.")
    below += [in_words(session, one, desk.keys) for one in problems.strays(desk.strays)]
    below += [f"Not for a track: {thing}" for thing in desk.no_tracks]
    title = counted(len(found), "problem") if found else "No problems"
    measure = {} if is_heard or not desk.session.tracks else {MEASURE: "measure the audio"}
    choices = {**off_key(session, found), **accept_key(open_to_reason(session, found)), **measure}
    return Problems(title, session, found, choices, below=below, keys=desk.keys)


def open_to_reason(session: Session, found: Iterable[Problem]) -> list[Problem]:
    """The problems that may be accepted for a reason."""
    return [problem for problem in found if waivable(session, problem) is not None]


def may_be_measured(found: Iterable[Problem]) -> bool:
    """Whether measuring would settle one of those problems."""
    from stemtui.problems.tracks import MEASURES

    return any(MEASURES in problem.remedy for problem in found)


async def cured(screen: DeskScreen, refusal: Refused) -> bool:
    """Whether the user cured or accepted every error of a refusal, so that it is worth printing again."""
    left = list(refusal.problems)
    while any(problem.severity == "error" for problem in left):
        session = screen.desk.session
        found = open_to_reason(session, left)
        loose = unassigned(session)
        clipping = [problem for problem in left if trim_db(problem)]
        choices = {**off_key(session, left), **accept_key(found)}
        choices |= {TRIM_ALL: f"trim all files by {trim_db(clipping[0]):g} dB"} if clipping else {}
        choices |= {"f": "go to the track in no stem"} if loose else {}
        choices |= {MEASURE: "measure"} if may_be_measured(left) else {}
        choices |= {"R": "try again"}
        above, keys = [refusal.summary], screen.desk.keys
        page = Problems("Not printed", session, left, choices, above, stay="leave it", keys=keys)
        answer = await screen.ask(page)
        if answer == "R":  # what was wrong with a file may have been put right meanwhile
            break
        if answer == "f":
            screen.do(moves.to_unassigned)
        elif answer in page.rows:
            screen.do(partial(moves.to_rows, wanted=page.rows[answer]))
        if answer == MEASURE:
            await show_problems(screen, audio=True)
        if answer in (None, "f", MEASURE, *page.rows):
            return False
        if answer == TAKE_OFF:
            screen.do(partial(orders.take_off, at=off_order(session, left)))
            left = still_there(session, screen.desk.session, left)
            continue
        if answer == ACCEPT and not await accepted(screen, found):
            continue
        if answer == TRIM_ALL:
            screen.do(partial(_trim, clipping[0]))
        done = found if answer == ACCEPT else clipping
        left = [problem for problem in left if problem not in done]
    return True


def off_key(session: Session, found: Sequence[Problem]) -> dict[str, str]:
    """The key that takes lines off the order, where that is a remedy."""
    at = off_order(session, found)
    return {TAKE_OFF: f"take {counted(len(at), 'line')} off the order"} if at else {}


def off_order(session: Session, found: Iterable[Problem]) -> list[int]:
    """The positions of the order's lines for which taking them off it is a remedy."""
    cured = (problem.path for problem in found if OFF in problem.remedy)
    return sorted({number - 1 for path in cured if (number := line_number(session, path))})


def still_there(before: Session, after: Session, found: Iterable[Problem]) -> list[Problem]:
    """Problems at the lines that the order has now, without those of lines that it has no more."""
    now = renumbered(before.order, after.order)
    moved = [replace(problem, path=now.get(problem.path, problem.path)) for problem in found]
    gone = {row for row in now.values() if not row.startswith(LINE)}
    return [problem for problem in moved if problem.path not in gone]


def accept_key(found: Sequence[Problem]) -> dict[str, str]:
    """The key that accepts findings, where there are any that may be."""
    return {ACCEPT: f"accept {counted(len(found), 'finding')}"} if found else {}


async def accepted(screen: DeskScreen, found: Sequence[Problem]) -> bool:
    """Whether findings are accepted, for a reason in the user's words."""
    asked = [Field("reason", "Why is that right?", ACCEPTED, fields.reason)]
    session = screen.desk.session
    about = ["The order keeps the reason, and the receipt repeats it."]
    about += [f"- {problem.message}" for problem in found]
    answer = await screen.ask(Form(f"Accept {counted(len(found), 'finding')}", asked, about))
    if not answer:
        return False
    positions = [at for problem in found if (at := waivable(session, problem)) is not None]
    screen.do(lambda desk: orders.waive(desk, positions, str(answer["reason"])))
    return True


def _trim(clipping: Problem, desk: Desk) -> Desk:
    return changes.set_trim(desk, trim_db(clipping))


def trim_db(problem: Problem) -> float:
    """The trim for all files under which nothing clips any more; 0 for problems of another kind."""
    return problem.trim_db if isinstance(problem, Clipping) else 0.0
