"""Text broken into lines by the columns that a terminal gives each character."""

from functools import lru_cache
from itertools import pairwise
from unicodedata import category, east_asian_width

UNSEEN = ("Mn", "Me", "Cf")
AS_EMOJI, SKINS = "\ufe0f", "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def columns(text: str) -> int:
    """How many columns a text takes: wide characters count double, accents that combine count nothing.

    A symbol or digit that is asked to be drawn as an emoji becomes wide; the tone of a skin counts nothing.
    """
    if text.isascii():
        return len(text)
    widened = sum(_is_widened(before) for before, mark in pairwise(text) if mark == AS_EMOJI)
    return sum(map(_column, text)) + widened


def _is_widened(character: str) -> bool:
    is_symbol = category(character) in ("So", "Sm") or character in "0123456789#*‼⁉"
    return is_symbol and _column(character) == 1


@lru_cache(maxsize=4096)
def _column(character: str) -> int:
    if category(character) in UNSEEN or character in SKINS:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


@lru_cache(maxsize=4096)
def cut(text: str, width: int) -> str:
    """A text in at most `width` columns, its end replaced by an ellipsis where it is longer."""
    if columns(text) <= width:
        return text
    return f"{_head(text, width - 1).rstrip()}…" if width > 0 else ""


def padded(text: str, width: int, right: bool = False) -> str:
    """A text in exactly `width` columns: blanks behind it, or before it (`right`), its end cut if need be."""
    shown = cut(text, width)
    blanks = " " * (width - columns(shown))
    return blanks + shown if right else shown + blanks


def wrap(text: str, width: int, indent: str = "", first: str = "") -> list[str]:
    """A text in lines of at most `width` columns, broken at spaces; a word that fits no line is cut up.

    Every line begins with `indent`, the first with `first` in place of it where that is given.
    """
    lines: list[str] = []
    line = start = first or indent
    for word in text.split():
        while word:
            begun = line != start
            joint = " " if begun else ""
            if columns(line + joint + word) <= width:
                line, word = f"{line}{joint}{word}", ""
            elif begun:
                lines.append(line)
                line = start = indent
            else:
                head = _head(word, width - columns(start)) or word[0]
                lines.append(f"{start}{head}")
                word, line, start = word[len(head) :], indent, indent
    return [*lines, line] if line.strip() else lines


def wrap_evenly(text: str, width: int) -> list[str]:
    """A text in as few lines of that width, the last of them no single word where that can be helped."""
    lines = wrap(text, width)
    for narrower in range(width - 1, width // 2, -1):
        if len(lines) < 2 or " " in lines[-1]:
            break
        others = wrap(text, narrower)
        if len(others) > len(lines):
            break
        lines = others
    return lines


def _head(text: str, width: int) -> str:
    """As much of a text as fits."""
    for end, character in enumerate(text):
        widens = character == AS_EMOJI and end > 0 and _is_widened(text[end - 1])
        width -= columns(character) + widens
        if width < 0:
            return text[:end]
    return text
