"""Tables that people paste, with bars, tabs or from a spreadsheet, as lists: a point a row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import takewhile

from stemtui.order.reading.letters.columns import columns, named, says, unheaded
from stemtui.order.reading.words.pieces import Names, Piece
from stemtui.order.reading.words.tagging import pieces
from stemtui.order.words import kind_of
from stemtui.suggest.vocabulary import Phrase
from stemtui.suggest.words import plain_words

# What parts the cells of a table; in prose, the later ones part other things as well.
PARTED = tuple(re.compile(mark) for mark in (r"\|", r"\t", ";", ",", r"\s{2,}"))
SURE = 2
RULER = re.compile(r"^[\s|:+=_-]*$")
LEAST = 2
# Channels by their number.
WIDTHS = {"1": "mono", "1.0": "mono", "2": "stereo", "2.0": "stereo"}
# What a note says of how an item is to come, or that it is not; the rest of a note is only told.
AMENDS = frozenset(("wet", "condition", "doubt", "behind", "moved", "channels", "except"))


def as_lists(lines: Sequence[str], titles: AbstractSet[Phrase], told: list[str]) -> list[str]:
    """The lines, each table as a list; notes in it that say nothing of how an item is to come go to `told`.

    Of a table of songs only the rows count of that which has one of the `titles`, where there are any.
    """
    found: list[str] = []
    at = 0
    while at < len(lines):
        head, rows, length = (
            _table(lines[at:], titles) or _answers(lines[at:]) or _unheaded(lines[at:]) or ([], [], 1)
        )
        if head:
            found += _listed(head, _of_this_song(head, rows, titles), told)
        else:
            found.append(lines[at])
        at += length
    return found


Table = tuple[list[str], list[list[str]], int]


def _answers(lines: Sequence[str]) -> Table | None:
    """Two columns without words over them, of which the second says yes or no."""
    for mark in PARTED[:SURE]:
        rows = list(takewhile(_is_answer, (_cells(line, mark) for line in lines)))
        if len(rows) > 1 and any(says(answer, "no") for _, answer in rows):
            return ["item", "needed"], rows, len(rows)
    return None


def _unheaded(lines: Sequence[str]) -> Table | None:
    """A table without words over its columns that begins here, one of its columns the kinds."""
    for mark in PARTED[:SURE]:
        below = list(takewhile(partial(_goes_on, mark), lines))
        rows = [_cells(line, mark) for line in below if not RULER.match(line)]
        if found := unheaded(rows):
            return found, rows, len(below)
    return None


def _is_answer(row: Sequence[str]) -> bool:
    return len(row) == LEAST and all(row) and (says(row[1], "yes") or says(row[1], "no"))


def _table(lines: Sequence[str], titles: AbstractSet[Phrase]) -> Table | None:
    """A table that begins here, with the words over its columns; nothing where none does."""
    for number, mark in enumerate(PARTED):
        head = _cells(lines[0], mark)
        if len(head) < LEAST or (number >= SURE and not any(map(named, head))):
            continue
        sure = all(map(named, head))
        if SURE <= number < len(PARTED) - 1 and not sure:
            continue  # a sentence with commas in it
        below = list(takewhile(partial(_goes_on, mark), lines[1:]))
        rows = [_cells(line, mark)[: len(head)] for line in below if not RULER.match(line)]
        if len(rows) < (1 if sure else LEAST) or (number >= SURE and any(len(row) < LEAST for row in rows)):
            continue
        if found := columns(_with_songs(head, rows, titles), rows):
            return found, rows, 1 + len(below)
    return None


def _with_songs(
    head: Sequence[str], rows: Sequence[Sequence[str]], titles: AbstractSet[Phrase]
) -> Sequence[str]:
    """The words over columns, "song" over one in which the title of this one stands among others: a title can
    be that of an item."""
    cells = [[plain_words(row[at]) for row in rows if at < len(row)] for at in range(len(head))]
    songs = [any(cell in titles for cell in inside) and len({*inside}) < len(inside) for inside in cells]
    known = zip(songs, head, strict=True)
    return ["song" if song and named(word) in ("", "item") else word for song, word in known]


def _goes_on(mark: re.Pattern[str], line: str) -> bool:
    return mark.search(line.strip()) is not None or (bool(line.strip()) and RULER.match(line) is not None)


def _cells(line: str, mark: re.Pattern[str]) -> list[str]:
    return [cell.strip(' "') for cell in mark.split(line.strip().strip("|"))]


def _of_this_song(
    head: Sequence[str], rows: Sequence[Sequence[str]], titles: AbstractSet[Phrase]
) -> Sequence[Sequence[str]]:
    """The rows of the song that is called so, where there is one; else all of them."""
    if "song" not in head:
        return rows
    own = [row for row in rows if plain_words(row[head.index("song")]) in titles]
    return own or rows


def _listed(head: Sequence[str], rows: Sequence[Sequence[str]], told: list[str]) -> Iterator[str]:
    kind = next((one for one in head if one.endswith(":")), "")
    for row in rows:
        yield point(dict(zip(head, row, strict=False)), told, kind)


def _names_a_mix(note: Sequence[Piece]) -> bool:
    """Whether a note only says which mix is meant: "Master | full mix"."""
    return any(piece.cls == "role" for piece in note) and all(piece.cls in ("role", "kind") for piece in note)


def point(cells: Mapping[str, str], told: list[str], kind: str = "") -> str:
    """One row as a point of a list: the item with its kind, and what else is said of it; a note that says
    nothing of how it is to come goes to what is `told`."""
    name = " ".join(filter(None, (cells.get(kind or "item", ""), cells.get("item", "") if kind else "")))
    own = kind.rstrip(":") if not any(map(kind_of, plain_words(name))) else ""
    item = " ".join(filter(None, (name, cells.get("kind", own))))
    wanted, note = cells.get("needed", "yes"), cells.get("note", "")
    said = pieces(note, Names())
    if says(wanted, "no") or any(piece.cls == "behind" for piece in said):
        told += [note] if note else []
        return f"- {item} - no"
    rest = [WIDTHS.get(cells.get("channels", ""), cells.get("channels", "")), cells.get("form", "")]
    if not says(wanted, "yes"):
        rest.append(wanted)
    if note and (_names_a_mix(said) or any(piece.cls in AMENDS or piece.says("only") for piece in said)):
        item = f"{item} ({note})"
    elif note:
        told.append(note)
    return f"- {', '.join(filter(None, (item, *rest)))}"
