"""A small terminal: it reads what is sent and holds what a user would see."""

import codecs
import re
import unicodedata
from itertools import islice

TOKEN = re.compile(
    r"\x1b\[([<=>?]?)([0-9;]*)[ -/]*([@-~])|\x1b\].*?(?:\x07|\x1b\\)|\x1b[^][]|([^\x1b])", re.S
)


SEEN = re.compile(r"4|7|9|4[0-8]|10[0-7]")


class Reader:
    """The cells of a terminal: in each a letter and the codes that it was written with.

    Of a blank only those are kept that are seen on it: a blank has no colour.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.decoder, self.rest = codecs.getincrementaldecoder("utf-8")(), ""
        self.x = self.y = 0
        self.ink, self.end = "", height
        self._clear("?")

    @property
    def lines(self) -> list[str]:
        """What stands in each line."""
        return ["".join(letter for letter, _ in line) for line in self.cells]

    def read(self, sent: bytes) -> "Reader":
        """Do as it is told; what is cut off waits for the rest of it."""
        text, at = self.rest + self.decoder.decode(sent), 0
        while token := TOKEN.match(text, at):
            at = token.end()
            private, codes, command, letter = token.groups()
            if letter == "\v":
                self.y += 1
            elif letter == "\b":
                self.x -= 1
            elif letter:
                self._write(letter)
            elif command and not private:
                self._obey(command, codes)
        self.rest = text[at:]
        return self

    def _obey(self, command: str, codes: str) -> None:
        numbers = [int(number) if number else 0 for number in codes.split(";")]
        count, row = max(1, numbers[0]), self.cells[self.y]
        match command:
            case "H":
                self.y, self.x = (max(1, number) - 1 for number in [*numbers, 1][:2])
            case "G":
                self.x = count - 1
            case "C":
                self.x += count
            case "D":
                self.x -= count
            case "m":
                self._ink(numbers)
            case "K":
                row[self.x :] = [self._blank] * (self.width - self.x)
            case "X":
                row[self.x : self.x + count] = [self._blank] * count
            case "P":
                row[self.x :] = [*row[self.x + count :], *[self._blank] * count]
            case "@":
                row[self.x :] = [*[self._blank] * count, *row[self.x : self.width - count]]
            case "r":
                self.end = numbers[1] if codes else self.height
                self.y = self.x = 0
            case "L" | "M":
                self._scroll(count if command == "M" else -count)
            case "J":
                self._clear(" ")
            case "p" | "u" | "t":
                pass  # questions and requests that show nothing
            case _:
                raise AssertionError(f"no terminal knows {codes}{command}")

    def _ink(self, numbers: list[int]) -> None:
        if 0 in numbers:
            self.ink, numbers = "", numbers[len(numbers) - numbers[::-1].index(0) :]
        self.ink = ";".join(filter(None, (self.ink, *map(str, numbers))))

    @property
    def _blank(self) -> tuple[str, str]:
        codes, seen = iter(self.ink.split(";")), []
        for code in codes:
            if code in ("38", "48"):  # and the numbers of the colour that follow
                code = ";".join((code, *islice(codes, 1 if (kind := next(codes)) == "5" else 3)))
                code = code.replace(";", f";{kind};", 1)
            seen += [code] if SEEN.fullmatch(code.partition(";")[0]) else []
        return " ", ";".join(seen)

    def _scroll(self, by: int) -> None:
        band, blank = self.cells[self.y : self.end], [self._blank] * self.width
        blanks = [blank.copy() for _ in range(abs(by))]
        self.cells[self.y : self.end] = [*band[by:], *blanks] if by > 0 else [*blanks, *band[:by]]

    def _clear(self, letter: str) -> None:
        self.cells = [[(letter, self.ink)] * self.width for _ in range(self.height)]

    def _write(self, letter: str) -> None:
        if unicodedata.combining(letter):
            under, ink = self.cells[self.y][self.x - 1]
            self.cells[self.y][self.x - 1] = under + letter, ink
            return
        if letter == " ":
            self.cells[self.y][self.x : self.x + 1] = [self._blank]
            self.x += 1
            return
        wide = unicodedata.east_asian_width(letter) in "WF"
        self.cells[self.y][self.x : self.x + 1 + wide] = [(letter, self.ink), *[("", self.ink)] * wide]
        self.x += 1 + wide
