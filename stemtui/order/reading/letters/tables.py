"""Tables that people paste, with bars, tabs or from a spreadsheet, as lists: a point a row."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.words import kind_of
from stemtui.suggest.words import plain_words

PARTED = tuple(re.compile(mark) for mark in (r"\|", r"\t", ";", ",", r"\s{2,}"))
RULER = re.compile(r"^[\s|:+=_-]*$")
YES, NO = "✓✔✅☑", "✗✘❌-–—"
KNOWN = 2


def as_lists(lines: Sequence[str]) -> list[str]:
    """The lines, each table that has words over its columns as a list; what else there is stays as it is."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        rows = _table(lines[at:])
        answers = [] if rows else _answers(lines[at:])
        if answers:
            rows = [["item", "needed"], *answers]
        found += _listed(rows) if rows else [lines[at]]
        at += len(answers) or (_length(lines[at:], len(rows)) if rows else 1)
    return found


def _answers(lines: Sequence[str]) -> list[list[str]]:
    """The cells of two columns without words over them, of which the second says yes or no."""
    for mark in PARTED[:2]:
        rows = list(takewhile(_is_answer, (_cells(line, mark) for line in lines)))
        if len(rows) > 1 and any(_says(answer, "no") for _, answer in rows):
            return rows
    return []


def _is_answer(row: Sequence[str]) -> bool:
    return len(row) == KNOWN and all(row) and (_says(row[1], "yes") or _says(row[1], "no"))


def _table(lines: Sequence[str]) -> list[list[str]]:
    """The cells of a table that begins here, the words over its columns first; nothing where none does."""
    for mark in PARTED:
        head = _cells(lines[0], mark)
        columns = [_column(cell) for cell in head]
        if len(head) < KNOWN or not all(columns):
            continue
        below = takewhile(partial(_has, mark), lines[1:])
        rows = [_cells(line, mark) for line in below if not RULER.match(line)]
        if rows:
            return [columns, *(row[: len(head)] for row in rows)]
    return []


def _has(mark: re.Pattern[str], line: str) -> bool:
    return mark.search(line.strip()) is not None


def _length(lines: Sequence[str], rows: int) -> int:
    """How many lines a table of so many rows takes, its rulers among them."""
    for at, line in enumerate(lines):
        rows -= not RULER.match(line)
        if not rows:
            return at + 1
    return len(lines)


def _cells(line: str, mark: re.Pattern[str]) -> list[str]:
    return [cell.strip(' "') for cell in mark.split(line.strip().strip("|"))]


def _column(cell: str) -> str:
    """What a word over a column says: one of the columns, "stem:" for a kind, "number" for nothing."""
    if cell in ("", "#", "№"):
        return "number"
    said = plain_words(cell)
    kind = kind_of(said[0]) if len(said) == 1 else ""
    return lexicon().columns.get(said, "") or (f"{kind}:" if kind else "")


def _listed(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    columns = rows[0]
    kind = next((one for one in columns if one.endswith(":")), "")
    if kind and "kind" not in columns:
        yield kind
    for row in rows[1:]:
        yield _line(dict(zip(columns, row, strict=False)), kind)
    if kind:
        yield ""


def _line(cells: dict[str, str], kind: str) -> str:
    """One row as a point of a list: the item with its kind, and what else is said of it."""
    name = " ".join(filter(None, (cells.get(kind or "item", ""), cells.get("item", "") if kind else "")))
    item = " ".join(filter(None, (name, cells.get("kind", ""))))
    wanted = cells.get("needed", "yes")
    if _says(wanted, "no"):
        return f"- {item} - no"
    rest = [cells.get(column, "") for column in ("channels", "form")]
    if not _says(wanted, "yes"):
        rest.append(wanted)
    note = f" ({cells['note']})" if cells.get("note") else ""
    return f"- {', '.join(filter(None, (f'{item}{note}', *rest)))}"


def _says(cell: str, what: str) -> bool:
    """Whether a cell says yes, or no; an empty one says no."""
    signs = YES if what == "yes" else NO
    if not plain_words(cell):
        return (what == "no" and not cell) or any(sign in cell for sign in signs)
    return lexicon().cells.get(plain_words(cell), "") == what
