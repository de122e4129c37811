"""How commands print: one JSON document, or lines in which nothing can drive the terminal."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

from stemtui.errors import Problem, ProblemsError, StemtuiError
from stemtui.glossary.wrapping import wrap
from stemtui.problems.alike import ALIKE, alike, others
from stemtui.text import counted, printable


def document(value: Any) -> None:
    """Print one JSON document, all ASCII, at once: a pipe without a buffer would be given it word by word."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def lines(texts: Iterable[str]) -> None:
    """Print lines, each made printable."""
    for text in texts:
        print(printable(text))


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Rows as aligned columns; the columns in `right` are flush right."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    flush = set(right)
    return [
        "  ".join(
            cell.rjust(width) if column in flush else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def problems(found: Sequence[Problem], beneath: Sequence[str] = ()) -> None:
    """Print problems, errors first, each with what to do; of many alike the first, and which the others are,
    so that all of it can be seen at once: on a terminal no more than fit one screen above the lines
    `beneath`, and how many more there are."""
    groups = list(alike(found))
    told = [_told(same) for same in groups]
    shown = _fitting(told, beneath) if sys.stdout.isatty() else len(told)
    for line in chain.from_iterable(told[:shown]):
        print(line)
    if left := sum(len(same) for same in groups[shown:]):
        print(f"{counted(left, 'problem')} more than one screen holds: add | less to the command, or --json.")
    lines(beneath)


def _told(same: Sequence[Problem]) -> list[str]:
    """The lines of a problem and of those like it, beside its severity: on a terminal broken between words,
    for scripts each on one line."""
    texts = [(f"{same[0].severity:7}  ", str(same[0]))]
    if more := others(same, ALIKE):
        texts.append((f"{'':7}  ", f"{more}; --json has each."))
    if not sys.stdout.isatty():
        return [f"{first}{printable(words)}" for first, words in texts]
    columns = shutil.get_terminal_size().columns
    return [
        line for first, words in texts for line in wrap(printable(words), columns, " " * len(first), first)
    ]


def _fitting(told: Sequence[Sequence[str]], beneath: Sequence[str]) -> int:
    """How many of them fit one screen above what is printed beneath and the next prompt; at least one."""
    size = shutil.get_terminal_size()
    room = size.lines - 1 - sum(-(-len(printable(line)) // size.columns) for line in beneath)
    ends = list(accumulate(len(each) for each in told))
    if not ends or ends[-1] <= room:
        return len(ends)
    return max(1, sum(end < room for end in ends))


def stopped(error: StemtuiError, as_json: bool) -> None:
    """Say what stopped a command: on standard error, or as the one JSON document that a script waits for."""
    if as_json:
        listed = error.problems if isinstance(error, ProblemsError) else ()
        summary = error.summary if isinstance(error, ProblemsError) else str(error)
        document({"stopped": summary, "problems": [problem.as_dict() for problem in listed]})
        return
    aside(str(error))


def aside(words: str) -> None:
    """Say something on standard error, beside what a command prints."""
    for line in words.split("\n"):
        print(printable(line), file=sys.stderr)
