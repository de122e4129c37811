"""What the columns of a pasted table say, by the words over them and by what stands in them."""

from collections.abc import Iterable, Sequence

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Names
from stemtui.order.reading.words.tagging import pieces
from stemtui.order.words import kind_of
from stemtui.suggest.words import plain_words

YES, NO = "✓✔✅☑", "✗✘❌-–—"
# Columns that say something of an item, and those that can be the item where none is called so.
KNOWN = frozenset(("item", "kind", "needed", "channels", "form"))


def named(cell: str) -> str:
    """What a word over a column says: one of the columns, "stem:" for a kind, "number" for nothing."""
    if cell == " ":
        return ""
    if cell in ("", "#", "№"):
        return "number"
    said = plain_words(cell)
    kind = kind_of(said[0]) if len(said) == 1 else ""
    return lexicon().columns.get(said, "") or (f"{kind}:" if kind else "")


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The columns of a table, those without a known word over them by their cells; [] where it is none.

    A column that says nothing of the items is a note.
    """
    found = [named(cell) for cell in head]
    inside = [[row[at] if at < len(row) else "" for row in rows] for at in range(len(head))]
    over = [cells for column, cells in zip(found, inside, strict=True) if column.endswith(":")]
    if any(map(_is_kind, (cell for cells in over for cell in cells))) or any(map(_is_data, head)):
        return []  # the first row names an item, as all others do
    if not over:
        found = _with(found, "kind", map(_only_kinds, inside))
        found = _with(found, "item", map(_name_kinds, inside))
    found = _with(found, "needed", map(_only_answers, inside))
    found = _with(found, "channels", map(_only_channels, inside))
    if {"kind", "needed"} & {*found} and not over:
        found = _with(found, "item", map(_are_words, inside))
    return [column or "note" for column in found] if over or KNOWN & {*found} else []


def unheaded(rows: Sequence[Sequence[str]]) -> list[str]:
    """The columns of a table without words over them, one of which has nothing but kinds; else []."""
    width = max(map(len, rows), default=0)
    inside = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    return (
        columns([" "] * width, rows)
        if len(rows) > 1 and any(_only_kinds(cells) or _only_answers(cells) for cells in inside)
        else []
    )


def says(cell: str, what: str) -> bool:
    """Whether a cell says yes, or no; an empty one says no."""
    signs = YES if what == "yes" else NO
    if not plain_words(cell):
        return (what == "no" and not cell) or any(sign in cell for sign in signs)
    return lexicon().cells.get(plain_words(cell), "") == what


def _with(found: list[str], name: str, fit: Iterable[bool]) -> list[str]:
    """The columns, one that is called so, where none is: the first that fits of those that are not known."""
    fits = [column in ("", "note") and one for column, one in zip(found, fit, strict=True)]
    if name in found or True not in fits:
        return found
    at = fits.index(True)
    return [*found[:at], name, *found[at + 1 :]]


def _only_kinds(cells: Sequence[str]) -> bool:
    """Whether every cell is a kind, and nothing else: "stem", "mix"."""
    return bool(cells) and all(map(_is_kind, cells))


def _is_kind(cell: str) -> bool:
    said = plain_words(cell)
    return len(said) == 1 and bool(kind_of(said[0]))


def _is_data(cell: str) -> bool:
    """Whether a cell over a column is one of a row itself: "yes", "stereo"."""
    alone = plain_words(cell) and not named(cell)
    return bool(alone) and (says(cell, "yes") or says(cell, "no") or _only_channels([cell]))


def _only_answers(cells: Sequence[str]) -> bool:
    return any(says(cell, "yes") for cell in cells) and all(
        cell and (says(cell, "yes") or says(cell, "no")) for cell in cells
    )


def _only_channels(cells: Sequence[str]) -> bool:
    """Whether every cell says channels or nothing, and one does: "mono", "stereo", ""."""
    said = [pieces(cell, Names()) for cell in cells]
    return any(said) and all(piece.cls == "channels" for one in said for piece in one)


def _name_kinds(cells: Sequence[str]) -> bool:
    """Whether half of the cells or more name something of a kind: "Drum stem"."""
    said = [plain_words(cell) for cell in cells]
    return bool(said) and sum(any(map(kind_of, words)) and len(words) > 1 for words in said) * 2 >= len(said)


def _are_words(cells: Sequence[str]) -> bool:
    return any(word.isalpha() for cell in cells for word in plain_words(cell))
