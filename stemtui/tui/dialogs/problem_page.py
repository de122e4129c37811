"""A page of problems in the words and keys of the screen: what is alike once, with a way to its rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from stemtui.errors import Problem
from stemtui.order import LINE, WAIVE, line_number, on_screen
from stemtui.problems.alike import alike, others
from stemtui.problems.tracks import MEASURES
from stemtui.session import REST, Session, has_item
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.dialogs.dialogs import Page

DIGITS = "123456789"
# what remedies tell those to write who edit the manifest, and what is pressed on the screen instead
TRIM = re.compile(r"trim_db = (\S+) under \[delivery\] cures it")
TREATMENT = "T says it."
OFF = "take it off the order"
# digits lead to rows here, and assign once there
ASSIGNING = re.compile(r" \(1-9\)|, 1-9(?=\))")
# a line of the order is edited in the order's view
E_THERE = re.compile(r"\be(?= (?:sets|chooses|makes)|\))")
# keys of the page itself, never other ones: as on the order they accept, and what no command means besides
ACCEPT, TAKE_OFF, TRIM_ALL, MEASURE = "W", "X", "C", "M"
OWN = re.compile(f"<([{ACCEPT}{TAKE_OFF}{TRIM_ALL}{MEASURE}])>")
MEASURING = f"Measuring says what it holds <{MEASURE}>."


class Problems(Page):
    """Problems, errors first, below a summary and above what else there is to know.

    `rows` are those that a digit leads to, which stands before the problem that they have. Remedies name
    `keys` of the user's own.
    """

    def __init__(
        self,
        title: str,
        session: Session,
        found: Iterable[Problem],
        choices: Mapping[str, str],
        above: Sequence[str] = (),
        below: Sequence[str] = (),
        stay: str = "close",
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        told, digits = list(above), iter(DIGITS)
        self.rows: dict[str, list[str]] = {}
        for same in alike(found):
            rows = rows_of(session, same)
            digit = next(digits, "-") if rows else "-"
            if rows and digit != "-":
                self.rows[digit] = rows
            told.append(f"{digit}  {alike_words(session, same, keys)}")
        paragraphs = [line for one in (*told, *below) for line in (one, "")]
        super().__init__(title, paragraphs[:-1], {**dict.fromkeys(self.rows, ""), **choices}, stay)
        last = [*self.rows][-1:]
        places = {f"1-{digit}" if digit > "1" else digit: "go there" for digit in last}
        self.keys = {**choices, **places, "esc": stay}


def rows_of(session: Session, same: Iterable[Problem]) -> list[str]:
    """The rows that problems are about; none where that is no track, stem, mix or line of the order."""
    rows = dict.fromkeys(".".join(problem.path.split(".")[:2]) for problem in same)
    return [row for row in rows if line_number(session, row) or (row != REST and has_item(session, row))]


def alike_words(session: Session, same: Sequence[Problem], own: Mapping[str, str]) -> str:
    """Problems that are alike: the first in words, and all others by name."""
    more = others(same, len(same))
    return f"{in_words(session, same[0], own)} {f'{more}.' if more else ''}".rstrip()


def in_words(session: Session, problem: Problem, own: Mapping[str, str] = MappingProxyType({})) -> str:
    """What is wrong and what to press, in the user's own keys; where it stands in the manifest is for those
    who edit that.
    """
    warning = "Warning: " if problem.severity == "warning" else ""
    remedy = WAIVE.sub("" if waivable(session, problem) is None else f" <{ACCEPT}>", problem.remedy)
    remedy = remedy.replace(OFF, f"{OFF} <{TAKE_OFF}>")
    remedy = TRIM.sub(rf"A trim of \1 dB cures it <{TRIM_ALL}>", remedy)
    remedy = ASSIGNING.sub("", remedy)
    remedy = remedy.replace(MEASURES, MEASURING)
    if problem.path.startswith(LINE):
        remedy = E_THERE.sub(r"O, then e", on_screen(remedy))
    if problem.path == "session.treatment" and problem.severity == "error":
        remedy = TREATMENT
    remedy = OWN.sub(r"(\1)", respelled(remedy, own))
    return f"{warning}{problem.message} {remedy}".strip()


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
