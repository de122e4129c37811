"""All that a manifest or a lock says, a line a table, for git to compare (its textconv)."""

from collections.abc import Iterator, Mapping
from typing import Any

from stemtui.diff.words import WORDS, said
from stemtui.errors import ManifestError
from stemtui.manifest.layout import comments_in, pieces
from stemtui.manifest.reading import parsed, read_session
from stemtui.manifest.schema import TABLES
from stemtui.manifest.writing import default_values, plain
from stemtui.session import KINDS
from stemtui.text import listed

_SOURCE = "The manifest"


def told(text: str) -> Iterator[str]:
    """A manifest's text in words, each table's comments below it; what cannot be told as it is written.

    What two texts differ in, their lines differ in, and in no others: one that is not right, or has the marks
    of a merge in it, is told as any other is, behind what is wrong with it.
    """
    try:
        read_session(text, _SOURCE)
    except ManifestError as error:
        yield from str(error).split("\n")
    for piece in pieces(text):
        yield from _piece(piece)


def _piece(text: str) -> list[str]:
    try:
        tables = parsed(text, _SOURCE)
        return [*_lines(tables), *(f"  {comment}" for comment in comments_in(text))]
    except (ManifestError, ValueError, OverflowError, RecursionError):
        return [line for line in text.splitlines() if line.strip()]


def _lines(tables: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the one table, or of what stands above all tables."""
    for kind, held in tables.items():
        if kind not in TABLES:
            yield f"{_words(kind)} {_told(kind, held)}"
        elif kind == "order" and isinstance(held, list):
            yield from (_line(kind, "", each) for each in held)
        elif kind in KINDS and isinstance(held, dict) and held:
            yield from (_line(kind, key, each) for key, each in held.items())
        else:
            yield _line(kind, "", held)


def _line(kind: str, key: str, table: Any) -> str:
    """An id is not told where the name says it: it is what an order line and a mix call it by."""
    if not isinstance(table, dict):
        return f"{_words(kind)} {key}: {table}".replace(" :", ":")
    defaults = {name: plain(value) for name, value in default_values(kind).items()}
    order = [*(name for name in defaults if name in table), *(name for name in table if name not in defaults)]
    held = {name: table[name] for name in order if table[name] != defaults.get(name) or name == "stem"}
    name = held.pop("name", "") or held.get("asked") or key
    words = [f"{WORDS.get(each, each)} {_told(each, value)}" for each, value in held.items()]
    own = f" ({key})" if key and key != name else ""
    return f"{_words(kind)} {name}".rstrip() + f"{own}: {'; '.join(words) or 'nothing more'}"


def _words(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _told(key: str, value: Any) -> str:
    """A value as `said`; lists, tables, and what has the wrong form too."""
    if isinstance(value, dict):
        return listed([f"{name} {_told(name, each)}" for name, each in value.items()])
    if isinstance(value, list):
        return listed([str(each) for each in value])
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    return said(key, value) if is_figure or (isinstance(value, bool | str) and key != "pan") else str(value)
