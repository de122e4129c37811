"""What was changed here and on disk at once, told."""

from collections.abc import Iterable, Sequence

from stemtui.diff import WORDS
from stemtui.errors import Problem
from stemtui.glossary.wrapping import columns, padded
from stemtui.manifest.merging import CHOOSE, Clash
from stemtui.session import Session, has_item, item_name, split_item
from stemtui.text import printable

CHOICES = {"k": "keep what is here", "d": "take what is on disk"}
ONE_BY_ONE = {"o": "one by one"}


def are_clashes(problems: Iterable[Problem]) -> bool:
    """Whether a save failed for nothing but changes on disk that clash with those made here."""
    found = [problem.remedy == CHOOSE for problem in problems]
    return bool(found) and all(found)


def side_by_side(session: Session, problems: Sequence[Problem], width: int) -> list[str]:
    """Clashes as a table of both sides, where it fits and they have two; else each in a sentence."""
    rows: list[Sequence[str]] = [("", "here", "on disk", "it was")]
    for problem in problems:
        if isinstance(problem, Clash):
            rows.append((thing(session, problem), problem.mine, problem.theirs, problem.was))
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max(columns(row[at]) for row in rows) for at in range(4)]
    if len(rows) <= len(problems) or sum(widths) + 6 > width:
        return [line for problem in problems for line in (clash_words(session, problem), "")][:-1]
    cells = ([padded(cell, wide) for cell, wide in zip(row, widths, strict=True)] for row in rows)
    return ["  ".join(row).rstrip() for row in cells]


def clash_words(session: Session, problem: Problem) -> str:
    """A clash with the thing it is about called by its name: `Kick, stem: it is "bass" here ...`."""
    return f"{thing(session, problem)}: {problem.message}"


def thing(session: Session, problem: Problem) -> str:
    """What a clash is about, called by its name: `Kick, stem`."""
    item, _, field = problem.path.rpartition(".")
    for known, rest in ((item, f", {WORDS.get(field, field)}"), (problem.path, "")):
        if split_item(known)[1] and has_item(session, known):
            return f"{item_name(session, known)}{rest}"
    return problem.path
