"""What a render in a process of its own has told so far: a frozen value that grows line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from stemtui.errors import Clipping, Problem, Refused
from stemtui.frozen import frozen
from stemtui.session import Session
from stemtui.text import clock

Table = Mapping[str, Any]
ENDS = frozenset(("receipt", "refused", "stopped", "fault"))


@frozen
class Report:
    """The events of `stemtui render --json-lines` as far as they have come.

    `prints` has the last `peak` or `file` of each print by item, `end` is the event that ended the render,
    and `stray` the last line that was none: what a process says that dies.
    """

    started: Table = field(default_factory=dict)
    plan: Table = field(default_factory=dict)
    step: Table = field(default_factory=dict)
    prints: Table = field(default_factory=dict)
    end: Table = field(default_factory=dict)
    stray: str = ""

    @property
    def words(self) -> str:
        """How far the render is: `Printing 45 %  0:12 left`."""
        if not self.step:
            return "Printing ..."
        left = self.step["seconds_left"]
        return f"{self.step['stage']} {100 * self.share:.0f} %" + (
            "" if left is None else f"  {clock(left)} left"
        )

    @property
    def share(self) -> float:
        """How much of it is done, all its stages together, 0 to 1."""
        return float(self.step["share"]) if self.step else 0.0


def told(report: Report, lines: Iterable[bytes]) -> Report:
    """A report with some lines more."""
    for line in lines:
        report = _told(report, line)
    return report


def _told(report: Report, line: bytes) -> Report:
    try:
        event = json.loads(line)
        name = event["event"]
    except (ValueError, TypeError, KeyError):
        text = line.decode("utf-8", "replace").strip()
        return replace(report, stray=text or report.stray)
    match name:
        case "started":
            return replace(report, started=event)
        case "plan":
            return replace(report, plan=event)
        case "step":
            return replace(report, step=event)
        case "peak" | "file":
            return replace(report, prints={**report.prints, event["item"]: event})
    return replace(report, end=event) if name in ENDS else report


def refusal(report: Report, session: Session) -> Refused:
    """The refusal that ended a render, its problems at the lines that the order has in a session now."""
    return Refused(report.end["stopped"], [_problem(dict(one), session) for one in report.end["problems"]])


def _problem(told: dict[str, Any], session: Session) -> Problem:
    item = told.pop("item", None)
    problem = Clipping(**told) if "trim_db" in told else Problem(**told)
    if item is None:
        return problem
    numbers = [number for number, line in enumerate(session.order, 1) if line.deliver == item]
    same = [number for number in numbers if problem.path == f"order.{number}"] or numbers
    return replace(problem, path=f"order.{same[0]}" if same else "")
