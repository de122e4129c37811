"""What the columns of a pasted table say, by the words over them and by what stands in them."""

from collections.abc import Sequence

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.words import kind_of
from stemtui.suggest.words import plain_words

YES, NO = "✓✔✅☑", "✗✘❌-–—"
# Columns that say something of an item, and those that can be the item where none is called so.
KNOWN = frozenset(("item", "kind", "needed", "channels", "form"))


def named(cell: str) -> str:
    """What a word over a column says: one of the columns, "stem:" for a kind, "number" for nothing."""
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
    if "kind" not in found and not any(column.endswith(":") for column in found):
        found = _with(found, "kind", [_only_kinds(cells) for cells in inside])
    if "item" not in found and not any(column.endswith(":") for column in found):
        found = _with(found, "item", [_name_kinds(cells) for cells in inside])
    if "item" not in found and "kind" in found:
        found = _with(found, "item", [_are_words(cells) for cells in inside])
    if any(
        column.endswith(":") and any(map(_is_kind, cells))
        for column, cells in zip(found, inside, strict=True)
    ):
        return []  # the first row names an item, as all others do
    known = KNOWN & {*found} or any(column.endswith(":") for column in found)
    return [column or "note" for column in found] if known else []


def says(cell: str, what: str) -> bool:
    """Whether a cell says yes, or no; an empty one says no."""
    signs = YES if what == "yes" else NO
    if not plain_words(cell):
        return (what == "no" and not cell) or any(sign in cell for sign in signs)
    return lexicon().cells.get(plain_words(cell), "") == what


def _with(found: list[str], name: str, fit: Sequence[bool]) -> list[str]:
    """The columns, the first that fits and is not known (or only a note) as the one that is called so."""
    at = next((at for at, fits in enumerate(fit) if fits and found[at] in ("", "note")), None)
    return [name if i == at else column for i, column in enumerate(found)]


def _only_kinds(cells: Sequence[str]) -> bool:
    """Whether every cell is a kind, and nothing else: "stem", "mix"."""
    return bool(cells) and all(map(_is_kind, cells))


def _is_kind(cell: str) -> bool:
    said = plain_words(cell)
    return len(said) == 1 and bool(kind_of(said[0]))


def _name_kinds(cells: Sequence[str]) -> bool:
    """Whether half of the cells or more name something of a kind: "Drum stem"."""
    said = [plain_words(cell) for cell in cells]
    return bool(said) and sum(any(map(kind_of, words)) and len(words) > 1 for words in said) * 2 >= len(said)


def _are_words(cells: Sequence[str]) -> bool:
    return any(word.isalpha() for cell in cells for word in plain_words(cell))
