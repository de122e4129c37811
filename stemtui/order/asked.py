"""One line of the order, and how findings speak of it."""

from dataclasses import dataclass

from stemtui.errors import Problem, Severity
from stemtui.order.lines import line_kind
from stemtui.order.words import PLAIN_KINDS, asked_kind
from stemtui.session import OrderLine, Session, item_name
from stemtui.text import printable


@dataclass(frozen=True)
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
        if rest and last.casefold() in PLAIN_KINDS and asked_kind(words) == self.kind:
            rest = rest[1:] if rest[0].casefold() in ("the", "an") and len(rest) > 1 else rest
            return f"Line {self.number} asks for the {' '.join([*rest, last.upper()])}"
        kind = f"a {self.kind.upper()}" if self.kind else ""
        said = f'"{words}"' if words else ""
        what = f"{kind} ({said})" if kind and said else kind or said or "nothing"
        return f"Line {self.number} asks for {what}"

    def problem(self, message: str, remedy: str = "", severity: Severity = "error") -> Problem:
        return Problem(self.path, message, remedy, severity)

    def waivable(self, message: str, remedy: str) -> Problem:
        """An error that a recorded reason turns into a warning, which repeats that reason."""
        if self.line.waive.strip():
            return self.problem(f"{message} Accepted: {quoted(self.line.waive.strip())}.", "", "warning")
        return Problem(self.path, message, remedy, waivable=True)


def quoted(name: str) -> str:
    """A name in quotes, safe for a terminal."""
    return f'"{printable(name)}"'
