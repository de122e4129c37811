"""The pen that writes on a terminal: what to send for it to go somewhere, take an ink, write and erase.

It uses only what xterm, tmux, screen, mosh and the consoles of Linux and Windows all know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

Ink = str
Cell = tuple[str, Ink]
PLAIN: Ink = ""
BLANK: Cell = (" ", PLAIN)
UNSEEN_ON_BLANKS = re.compile(r"(?:[123]|3[0-79]|9[0-7]|38;5;\d+|38;2;\d+;\d+;\d+)(?:;|$)")
"""The SGR numbers that do not show where nothing is written: bold, dim, italic, and a colour of letters."""
FEW_ROWS = 3
"""Rows down: over so few a vertical tab each is shorter than to name the place."""


@lru_cache(maxsize=1024)
def is_seen_on_blanks(ink: Ink) -> bool:
    """Whether a blank in that ink looks other than a plain one: reversed, underlined, or on a colour."""
    return bool(UNSEEN_ON_BLANKS.sub("", ink))


class Pen(NamedTuple):
    """What has been written, the place to which that has brought the pen (-1: nobody knows), and its ink.

    Inks are the numbers of an SGR sequence. Each step gives another pen, so that ways can be compared.
    """

    said: str = ""
    y: int = -1
    x: int = -1
    ink: Ink = PLAIN

    @property
    def size(self) -> int:
        """The bytes of what has been written."""
        return len(self.said) if self.said.isascii() else len(self.said.encode())

    def takes(self, ink: Ink) -> Pen:
        """In another ink."""
        if ink == self.ink:
            return self
        codes = ink
        if self.ink and ink:
            more = f"{self.ink};"
            codes = ink[len(more) :] if ink.startswith(more) else f";{ink}"
        return Pen(f"{self.said}\x1b[{codes}m", self.y, self.x, ink)

    def goes(self, y: int, x: int) -> Pen:
        """At another place, the shortest way."""
        if y == self.y and x == self.x:
            return self
        down = y - self.y
        if self.y < 0 or not 0 <= down <= FEW_ROWS:
            return Pen(f"{self.said}\x1b[{y + 1};{x + 1}H", y, x, self.ink)
        return Pen(self.said + "\v" * down + self._along(x), y, x, self.ink)

    def _along(self, x: int) -> str:
        """The way to another column of this row."""
        if self.x == x:
            return ""
        ways = [f"\x1b[{x + 1}G"]
        if self.x >= 0:
            by = abs(x - self.x)
            ways += [f"\x1b[{by if by > 1 else ''}{'C' if x > self.x else 'D'}"]
            ways += ["\b" * by] if x < self.x else []
        return min(ways, key=len)

    def does(self, command: str, count: int = 1) -> Pen:
        """With a command done so many times; it leaves the pen where it is, and plain what it clears."""
        pen = self.takes(PLAIN) if is_seen_on_blanks(self.ink) else self
        return Pen(f"{pen.said}\x1b[{count if count > 1 else ''}{command}", pen.y, pen.x, pen.ink)

    def writes(self, cells: Sequence[Cell]) -> Pen:
        """With cells written from here on; blanks in whatever ink looks plain on them."""
        pen = self
        for ink, run in groupby(cells, key=itemgetter(1)):
            letters = [letter for letter, _ in run]
            is_blank = ink == PLAIN and not is_seen_on_blanks(pen.ink) and set(letters) == {" "}
            pen = pen if is_blank else pen.takes(ink)
            pen = Pen(pen.said + "".join(letters), pen.y, pen.x + len(letters), pen.ink)
        return pen
