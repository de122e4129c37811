"""Problems that differ in nothing but what they are about: told once, with the names of all."""

import re
from collections.abc import Iterable, Iterator, Sequence

from stemtui.errors import Problem
from stemtui.text import few

ALIKE = 5
LINE = "order."
_SUBJECT = re.compile(r"\"[^\"]*\"|'[^']*'")


def alike(found: Iterable[Problem]) -> Iterator[tuple[Problem, ...]]:
    """Problems, errors first: each alone, or with those like it where they are `ALIKE` or more.

    Lines of the order are alike that one remedy cures; others that say the same of what they begin with.
    """
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in sorted(found, key=lambda one: one.severity != "error"):
        said = "" if problem.path.startswith(LINE) else problem.message.removeprefix(subject(problem))
        kind = problem.path.partition(".")[0] if subject(problem) or not said else problem.path
        groups.setdefault((problem.severity, problem.remedy, kind, said), []).append(problem)
    for same in groups.values():
        yield from [tuple(same)] if len(same) >= ALIKE else [(problem,) for problem in same]


def subject(problem: Problem) -> str:
    """The quoted name with which a problem begins, quotes and all; the number of a line of the order."""
    if problem.path.startswith(LINE):
        return problem.path.removeprefix(LINE)
    begins = _SUBJECT.match(problem.message)
    return begins[0] if begins else ""


def others(same: Sequence[Problem], most: int) -> str:
    """That the same goes for all but the first of some problems, so many of which are named; "" for one."""
    if len(same) < 2:
        return ""
    lines = "order lines " if same[0].path.startswith(LINE) else ""
    return f"The same goes for {lines}{few([subject(problem) for problem in same[1:]], most)}"
