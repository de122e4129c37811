"""One line of the order, and how findings speak of it."""

import re

from stemtui.errors import Problem, Severity
from stemtui.frozen import frozen
from stemtui.order.lines import line_kind, line_number
from stemtui.order.words import PLAIN_KINDS, asked_kind
from stemtui.session import OrderLine, Session, item_name
from stemtui.text import printable

ACCEPTED = " Accepted: "
WAIVE = re.compile(r'(?:: | with )waive = "\.\.\."(?: on its order line)?')
# how the words of findings go on after the request that they repeat, and how they begin without it
JOINTS = {"; ": "", " and does": "It does", " in ": "Asked in ", ", which": "That"}
# what remedies tell those to write who edit the manifest, and what is pressed on the screen instead
KEYS = (
    (WAIVE, " (W)"),
    (re.compile(r"\bwrite (it|so) in asked\b"), r"add \1 to their words (e)"),
    (re.compile(r"\bwaive it\b"), "accept it (W)"),
    (re.compile(r'\bset kind = "stem", "mix" or "track"'), "say which (e)"),
    (re.compile(r"\bSet deliver\b(?= to )"), "e sets it"),
    (re.compile(r"\bSet deliver\b"), "e chooses it"),
    (re.compile(r'\bSet channels = "(\w+)"'), r"e makes it \1"),
    (re.compile(r"\bset (stem\.\w+)\.isolate = true\b"), r"let \1 be heard alone (e on it)"),
    (re.compile(r"\b([Dd]eliver (?:stem|mix|track)\.\w+)"), r"\1 (e)"),
)


_ALL = ("all", "every", "alle", "tutte", "tutti", "todas", "todos", "toutes", "tous")


@frozen
class Asked:
    """One order line with its number, from 1, and what is known of it."""

    number: int
    line: OrderLine
    session: Session

    @property
    def path(self) -> str:
        return f"order.{self.number}"

    @property
    def kind(self) -> str:
        return line_kind(self.line)

    @property
    def item(self) -> str:
        return self.line.deliver

    @property
    def thing(self) -> str:
        """What is delivered, as the engineer calls it, in quotes."""
        return quoted(item_name(self.session, self.item))

    @property
    def request(self) -> str:
        """`Line 5 asks for the Drum STEM`, in the client's own words."""
        words = printable(self.line.asked.strip())
        *rest, last = words.split() or [""]
        if rest and last.casefold() in PLAIN_KINDS and asked_kind(words) == self.kind == asked_kind(last):
            rest = rest[1:] if rest[0].casefold() in ("the", "an") else rest
            article = "" if rest and rest[0].casefold() in _ALL else "the "
            return f"Line {self.number} asks for {article}{' '.join([*rest, last.upper()])}"
        kind = f"a {self.kind.upper()}" if self.kind else ""
        said = f'"{words}"' if words else ""
        what = f"{kind} ({said})" if kind and said else kind or said or "nothing"
        return f"Line {self.number} asks for {what}"

    def bare(self, problem: Problem) -> str:
        """A finding on this line, without the request that its words begin with."""
        for begins in (self.request, f"Line {self.number} asks for {quoted(self.line.asked.strip())}"):
            rest = problem.message.removeprefix(begins)
            for joint, instead in JOINTS.items():
                if rest != problem.message and rest.startswith(joint):
                    said = f"{instead}{rest.removeprefix(joint)}"
                    return f"{said[0].upper()}{said[1:]}"
        return problem.message

    def problem(self, message: str, remedy: str = "", severity: Severity = "error") -> Problem:
        return Problem(self.path, message, remedy, severity)

    def waivable(self, message: str, remedy: str) -> Problem:
        """An error that a recorded reason turns into a warning, which repeats that reason."""
        if self.line.waive.strip():
            return self.problem(f"{message}{ACCEPTED}{quoted(self.line.waive.strip())}.", "", "warning")
        return Problem(self.path, message, remedy, waivable=True)


def bare(session: Session, problem: Problem) -> str:
    """A finding on an order line, without the request that its words begin with."""
    number = line_number(session, problem.path)
    return Asked(number, session.order[number - 1], session).bare(problem) if number else problem.message


def is_accepted(problem: Problem) -> bool:
    """Whether somebody has let a finding pass, for a reason that its words repeat."""
    return problem.severity == "warning" and ACCEPTED in problem.message


def on_screen(remedy: str) -> str:
    """A remedy for those who press keys, where it tells those who edit the manifest what to write."""
    for written, pressed in KEYS:
        remedy = written.sub(pressed, remedy)
    return remedy


def quoted(name: str) -> str:
    """A name in quotes, safe for a terminal."""
    return f'"{printable(name)}"'
