"""Words in a line that are names of companies, streets, files and folders, whatever else they mean."""

import re

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.pieces import Names, Piece

PATTERN = re.compile(
    r"(?<![\w<{])(?:[\w<>{}]+(?:_[\w<>{}]+){2,}|\w*[\d<{][\w<>{}]*_[\w<>{}]+|\w+_\w*[<{][\w>}]+)(?:\.\w{3,4})?"
)
# "/playback/in", "~/mixes/"
PATH = re.compile(r"(?<!\S)~?[/\\][\w.-]+[/\\][\w./\\-]*")
QUOTED = re.compile(r"[\"“„«'][^\"“”„»'\n]{3,40}[\"”“»']")
# Words that each begin with a capital, as those of a name do.
TITLED = re.compile(r"\b[A-Z][\w'’]+(?:\s+(?:&\s+|and\s+|of\s+)?[A-Z][\w'’]+)+")


def without_nameplates(line: str, found: list[Piece], names: Names) -> list[Piece]:
    """The pieces of a line, those silent that are in a name of a company, a street, a file or a folder."""
    return _without_companies(line, _without_names_of_files(line, found), names)


def _without_names_of_files(line: str, found: list[Piece]) -> list[Piece]:
    """The pieces, silent in what only says how files or folders are called: `named Artist_Title_Drums.wav`,
    `the folder "Instrumental mixes"`."""
    for pattern, says in ((PATTERN, "named_so"), (QUOTED, "called")):
        for run in pattern.finditer(line):
            if any(piece.says(says, "places") for piece in found if piece.start < run.start()):
                inside = (at for at, piece in enumerate(found) if run.start() <= piece.start < run.end())
                for at in inside:
                    found[at] = found[at].silent() if found[at].words else found[at]
    for run in PATH.finditer(line):
        found = [
            piece.silent() if run.start() <= piece.start < run.end() and piece.words else piece
            for piece in found
        ]
    return found


def _without_companies(line: str, found: list[Piece], names: Names) -> list[Piece]:
    """The pieces, silent in a name of a company or a street: "Drum Room Studios", "Brightline Music".

    Such a name is written in capitals and ends in a word for what it is; where that is a word for sound as
    well, something stands before it that nobody knows.
    """
    for run in TITLED.finditer(line):
        inside = [at for at, piece in enumerate(found) if run.start() <= piece.start < run.end()]
        company = (at for at in reversed(inside[1:]) if found[at].says("company", "sounding_company"))
        ends = next((at for at in company if found[at].words not in names.titles), -1)
        whole = [at for at in inside if at <= ends]
        strange = any(found[at].cls == "unknown" for at in whole[:-1])
        known = any(found[at].words in names.sources for at in whole if len(found[at].words) > 1)
        goes_on = any(piece.cls in CONTENT for piece in found[ends + 1 : ends + 2])  # "Studio Version"
        if whole and not (known or goes_on) and (strange or found[ends].says("company")):
            for at in whole:
                found[at] = found[at].silent()
    return found
