"""The pen that writes on a terminal: what to send for it to go somewhere, take an ink, write and erase.

It uses only what xterm, tmux, screen, mosh and the consoles of Linux and Windows all know.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

Ink = str
Cell = tuple[str, Ink]
PLAIN: Ink = ""
BLANK: Cell = (" ", PLAIN)


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
        """At another place."""
        if y == self.y and x == self.x:
            return self
        way = f"\x1b[{x + 1}G"
        if 0 <= self.y == y - 1:
            way = f"\v{way}" if x != self.x else "\v"
        elif y != self.y:
            way = f"\x1b[{y + 1};{x + 1}H"
        return Pen(self.said + way, y, x, self.ink)

    def does(self, command: str, count: int = 1) -> Pen:
        """With a command done so many times; it leaves the pen where it is, and plain what it clears."""
        pen = self.takes(PLAIN)
        return Pen(f"{pen.said}\x1b[{count if count > 1 else ''}{command}", pen.y, pen.x, PLAIN)

    def writes(self, cells: Sequence[Cell]) -> Pen:
        """With cells written from here on."""
        pen = self
        for ink, run in groupby(cells, key=itemgetter(1)):
            letters = [letter for letter, _ in run]
            pen = Pen(pen.takes(ink).said + "".join(letters), pen.y, pen.x + len(letters), ink)
        return pen
