"""HTML made of values: whatever is not markup already is text, and is escaped."""

import re
from collections.abc import Iterable
from html import escape

from stemtui.text import printable

_MINUS = re.compile(r"(?<!\S)-(?=\d)")
_EMPTY = frozenset(("meta", "br", "col"))


class Markup(str):
    """HTML; any other string is text."""

    __slots__ = ()


def element(tag: str, /, *content: str | Iterable[str], **attributes: str | int | None) -> Markup:
    """An element: `element("a", "kick & snare", href="kick.wav", class_="file")`.

    Attributes end in `_` where Python has the word, have `_` for `-`, and are left out where they are None.
    """
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _EMPTY:
        return Markup(f"<{tag}{said}>")
    return Markup(f"<{tag}{said}>{joined(*content)}</{tag}>")


def joined(*content: str | Iterable[str]) -> Markup:
    """Contents one after the other."""
    flat = (one for part in content for one in ((part,) if isinstance(part, str) else part))
    return Markup("".join(one if isinstance(one, Markup) else _escaped(one) for one in flat))


def name(text: str) -> Markup:
    """A name that somebody else chose, in whatever direction it is written; words around it keep theirs."""
    return element("bdi", text)


def typeset(text: str) -> str:
    """Words of ours, and no names, with a minus sign before each number below zero."""
    return _MINUS.sub("−", text)


def _escaped(text: str) -> str:
    """Text with what drives a browser escaped, and what nobody sees, such as bidi overrides, made visible."""
    return escape(printable(text), quote=True)
