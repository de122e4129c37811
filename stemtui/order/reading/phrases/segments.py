"""Lines cut into sentences, and those into segments: at the words and marks that part items."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from stemtui.frozen import frozen
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.words import words

BULLET = re.compile(
    r"^\s*(?:[qQ]\s?\d{1,2}\b[.):]?|"
    r"[-*•–—·●▪+>]+|[(\[]?\d{1,2}[.)\]:]|\(?[a-h][.)]|[A-H]\)|\(?[ivx]{1,4}[.)]|[a-zA-Z]\.\d{1,2}[.)]?)\s+"
    r"(?:\[[ xX✓✔]?\]\s*)?|"
    r"^\s*(?:\[[ xX✓✔]?\]|\([ xX✓✔]\)|[☑☐☒✅⬜✔])\s*"
)
# A file by its number, over what is to be in it: "Layer 1: drums + percussion".
FILE = re.compile(
    r"^\s*(layer|file|datei|fichier|archivo|ficheiro|mix|stem|track|spur|bus|group|output|wav)s?\s*#?\d{1,2}\s*[:=–-]\s*",
    re.IGNORECASE,
)
INLINE = re.compile(r"(?<=\s)(?:\(?(\d{1,2}|[a-hA-H])\)|(\d{1,2})\.)(?=\s)")
CONTENT = frozenset(("source", "role", "kind", "loose"))
ADDS = frozenset((",", "and", "plus", "with"))
KEPT_EMPTY = words("not except minus ask")
WRAPPED = 55
LONGEST = 300
LONGEST_LINE = 2000
# What begins a line that stands for itself: "MIXES: master, instrumental".
LABEL = re.compile(r"^\s*[^\W\d_]+\s*:\s")


@frozen
class Segment:
    """Pieces between two breaks, and the break before them.

    `polite` and `comma` say what that break is; `passed` are the breaks that stand directly before it ("but"
    in ", but for now"), and `by` the words that made it, where words did.
    """

    before: str
    pieces: tuple[Piece, ...]
    polite: bool = False
    bracket: bool = False
    comma: bool = False
    passed: tuple[str, ...] = ()
    by: Piece | None = None

    def of(self, cls: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.cls == cls]

    def has(self, *classes: str) -> bool:
        return any(piece.cls in classes for piece in self.pieces)

    def says(self, *names: str) -> bool:
        return any(piece.says(*names) for piece in self.pieces)

    @property
    def reports(self) -> bool:
        """Whether it says what has come, was made, is thought of a thing, or what somebody else does."""
        return any(piece.reports for piece in self.pieces)

    def begins(self, name: str) -> bool:
        """Whether its first word is in a list."""
        return bool(self.pieces) and self.pieces[0].says(name)

    def counted(self) -> list[Piece]:
        """The numbers in it that say how many; "max. 6" says only how many at most."""
        return [
            piece
            for before, piece in pairwise((None, *self.pieces))
            if piece and piece.cls == "count" and not (before and before.says("at_most"))
        ]

    def is_another(self) -> bool:
        """Whether it means one more of a kind that was named: "and one without", "another with the keys"."""
        return any({"one", "another"} & set(piece.words) for piece in self.pieces)


def is_polite(piece: Piece) -> bool:
    """Whether words ask for something by being polite: "please", "could you"."""
    return piece.cls == "ask" and piece.says("polite")


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines with those joined that a mail program has broken in the middle of a sentence."""
    found: list[str] = []
    last = ""
    width = max((len(one.rstrip()) for line in lines for one in line.split("\n")), default=0)
    written = any(line.lstrip()[:1].isupper() for line in lines)  # no chat, of which each line is a message
    for line in lines:
        before = found[-1] if found else ""
        goes_on = len(last) >= WRAPPED and last[-1] not in ".:;!?" and line.strip() and not BULLET.match(line)
        goes_on = goes_on and written and len(last) + len(line.split(maxsplit=1)[0]) >= width
        goes_on = goes_on and not (LABEL.match(before) and LABEL.match(line))
        if goes_on and BULLET.match(before) and line.lstrip()[0].isupper() and last[-1] != ",":
            goes_on = False
        if goes_on and len(before) + len(line) < LONGEST_LINE:
            found[-1] = f"{before.rstrip()} {line.lstrip()}"
        else:
            found.append(line)
        last = line.rsplit("\n", 1)[-1].rstrip()
    return found


def sentences(found: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of a line, a list a sentence; sentences without a word are left out.

    What follows from one is another: "she plays the keys herself so no keys please". One that does not end is
    cut, so that the time for a message grows with its length.
    """
    parts: list[list[Piece]] = [[]]
    for at, piece in enumerate(found):
        if len(parts[-1]) >= (LONGEST if piece.words else LONGEST // 2):
            parts.append([])
        if piece.words == ("so",) and _follows(found[at + 1 :]):
            parts.append([])
        elif piece.cls == "end":
            parts[-1] += [piece] if piece.value == "?" else []
            parts.append([])
        else:
            parts[-1].append(piece)
    return [part for part in parts if any(piece.words for piece in part)]


def _follows(after: Sequence[Piece]) -> bool:
    """Whether words decline something that they name, or want nothing but that."""
    said = takewhile(lambda piece: piece.cls not in ("end", "mark"), after)
    begins = bool(after) and (after[0].cls == "not" or after[0].only_says("only"))
    return begins and any(piece.cls in CONTENT for piece in said)
