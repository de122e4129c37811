"""A small terminal: it reads what is sent and holds what a user would see."""

import codecs
import re
import unicodedata

TOKEN = re.compile(
    r"\x1b\[([<=>?]?)([0-9;]*)[ -/]*([@-~])|\x1b\].*?(?:\x07|\x1b\\)|\x1b[^][]|([^\x1b])", re.S
)


class Reader:
    """The cells of a terminal: in each a letter and the codes that it was written with."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.decoder, self.rest = codecs.getincrementaldecoder("utf-8")(), ""
        self.x = self.y = 0
        self.ink = ""
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
            if letter:
                self._write(letter)
            elif command and not private:
                self._obey(command, codes)
        self.rest = text[at:]
        return self

    def _obey(self, command: str, codes: str) -> None:
        match command:
            case "H":
                self.y, self.x = (int(number) - 1 for number in codes.split(";"))
            case "G":
                self.x = int(codes) - 1
            case "m":
                self.ink = "" if codes in ("", "0") else codes
            case "K":
                self.cells[self.y][self.x :] = [(" ", self.ink)] * (self.width - self.x)
            case "J":
                self._clear(" ")
            case "p" | "u" | "t":
                pass  # questions and requests that show nothing
            case _:
                raise AssertionError(f"no terminal knows {codes}{command}")

    def _clear(self, letter: str) -> None:
        self.cells = [[(letter, self.ink)] * self.width for _ in range(self.height)]

    def _write(self, letter: str) -> None:
        wide = unicodedata.east_asian_width(letter) in "WF"
        self.cells[self.y][self.x : self.x + 1 + wide] = [(letter, self.ink), *[("", self.ink)] * wide]
        self.x += 1 + wide
