"""What stands in the way of a print: said in the words and keys of the screen, accepted or cured there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from stemtui.errors import Clipping, Problem, Refused
from stemtui.order import LINE, WAIVE, line_number, on_screen
from stemtui.session import Session, unassigned
from stemtui.text import counted
from stemtui.tui import changes, fields, moves, orders
from stemtui.tui.desk import Desk
from stemtui.tui.dialogs import Page
from stemtui.tui.forms import Field, Form
from stemtui.tui.steps import renumbered

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

ACCEPTED = "read and accepted on the screen"
NOT_YET_KNOWN = "Silence, clipping and what a mono fold loses are measured while printing."
NOT_MEASURED = "Not measured yet: silence and identical channels, of"
# what remedies tell those to write who edit the manifest, and what is pressed on the screen instead
TRIM = re.compile(r"trim_db = (\S+) under \[delivery\] cures it")
TREATMENT = "T says it."
OFF = "take it off the order"
# a line of the order is edited in the order's view
E_THERE = re.compile(r"\be(?= (?:sets|chooses|makes)|\))")


def in_words(session: Session, problem: Problem) -> str:
    """What is wrong and what to press; where it stands in the manifest is for those who edit that."""
    warning = "Warning: " if problem.severity == "warning" else ""
    remedy = WAIVE.sub("" if waivable(session, problem) is None else " (w)", problem.remedy)
    remedy = remedy.replace(OFF, f"{OFF} (d)")
    remedy = TRIM.sub(r"A trim of \1 dB cures it (t)", remedy)
    if problem.path.startswith(LINE):
        remedy = E_THERE.sub(r"O, then e", on_screen(remedy))
    if problem.path == "session.treatment" and problem.severity == "error":
        remedy = TREATMENT
    return f"{warning}{problem.message} {remedy}".strip()


def told(summary: str, problems: Iterable[str]) -> list[str]:
    """Problems under their summary, one paragraph each."""
    return [summary, *(line for problem in problems for line in ("", f"- {problem}"))]


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in their order, what stops a render before what is only to be known."""
    return sorted(problems, key=lambda problem: problem.severity != "error")


async def show_problems(screen: DeskScreen) -> None:
    """Everything that stands in the way, before anything is printed; what may be accepted can be.

    Of the audio that is said which is measured already, as `check` does.
    """
    from stemtui import problems  # here, because the first paint needs none of it
    from stemtui.render.plans.listening import hear
    from stemtui.render.plans.progress import Watch

    session, headers = screen.desk.session, screen.desk.headers
    heard, unheard = await asyncio.to_thread(hear, screen.root, session, headers, False, Watch())
    found = errors_first([*problems.check(session, headers, screen.root), *heard])
    lines = [line for one in found for line in (in_words(session, one), "")]
    lines = lines or ["Nothing stands in the way of printing.", NOT_YET_KNOWN, ""]
    if unheard and found:
        lines += [f"{NOT_MEASURED} {counted(unheard, 'file')}: printing measures them.", ""]
    lines += [line for one in problems.strays(screen.desk.strays) for line in (in_words(session, one), "")]
    for thing in screen.desk.no_tracks:
        lines += [f"Not for a track: {thing}", ""]
    title = counted(len(found), "problem") if found else "No problems"
    open_to_reason = [problem for problem in found if waivable(session, problem) is not None]
    choices = {**off_key(session, found), **accept_key(open_to_reason)}
    answer = await screen.ask(Page(title, lines[:-1], choices))
    if answer == "d":
        screen.do(partial(orders.take_off, at=off_order(session, found)))
    elif answer == "w":
        await accepted(screen, open_to_reason)


async def cured(screen: DeskScreen, refusal: Refused) -> bool:
    """Whether the user cured or accepted every error of a refusal, so that it is worth printing again."""
    left = errors_first(refusal.problems)
    while any(problem.severity == "error" for problem in left):
        session = screen.desk.session
        found = [problem for problem in left if waivable(session, problem) is not None]
        loose = unassigned(session)
        clipping = [problem for problem in left if trim_db(problem)]
        choices = {**off_key(session, left), **accept_key(found)}
        choices |= {"t": f"trim all files by {trim_db(clipping[0]):g} dB"} if clipping else {}
        choices |= {"f": "go to the track in no stem"} if loose else {}
        lines = told(refusal.summary, (in_words(session, problem) for problem in left))
        answer = await screen.ask(Page("Not printed", lines, choices, "leave it"))
        if answer == "f":
            screen.do(moves.to_unassigned)
        if answer in (None, "f"):
            return False
        if answer == "d":
            screen.do(partial(orders.take_off, at=off_order(session, left)))
            left = still_there(session, screen.desk.session, left)
            continue
        if answer == "w" and not await accepted(screen, found):
            continue
        if answer == "t":
            screen.do(partial(_trim, clipping[0]))
        done = found if answer == "w" else clipping
        left = [problem for problem in left if problem not in done]
    return True


def off_key(session: Session, found: Sequence[Problem]) -> dict[str, str]:
    """The key that takes lines off the order, where that is a remedy."""
    at = off_order(session, found)
    return {"d": f"take {counted(len(at), 'line')} off the order"} if at else {}


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
    return {"w": f"accept {counted(len(found), 'finding')}"} if found else {}


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


def waivable(session: Session, problem: Problem) -> int | None:
    """The position of the order line that may accept a finding; None where nothing may."""
    kind, _, number = problem.path.partition(".")
    if not problem.waivable:
        return None
    if problem.path == "session.reference" and session.master:
        lines = [line.deliver for line in session.order]
        item = f"mix.{session.master.id}"
        return lines.index(item) if item in lines else None
    return int(number) - 1 if kind == "order" and number.isdigit() else None
