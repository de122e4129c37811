"""How commands print: one JSON document, or lines in which nothing can drive the terminal."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from stemtui.errors import Problem, ProblemsError, StemtuiError
from stemtui.glossary.wrapping import wrap
from stemtui.problems.alike import ALIKE, alike, others
from stemtui.text import printable


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


def problems(found: Sequence[Problem]) -> None:
    """Print problems, errors first, each with what to do; of many alike the first, and which the others are,
    so that all of it can be seen at once."""
    for same in alike(found):
        _told(same[0].severity, str(same[0]))
        if more := others(same, ALIKE):
            _told("", f"{more}; --json has each.")


def _told(severity: str, words: str) -> None:
    """A problem beside its severity: on a terminal broken between words, for scripts on one line."""
    first = f"{severity:7}  "
    if not sys.stdout.isatty():
        print(f"{first}{printable(words)}")
        return
    for line in wrap(printable(words), shutil.get_terminal_size().columns, " " * len(first), first):
        print(line)


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
