"""Text broken into lines by the columns that a terminal gives each character."""

from unicodedata import east_asian_width


def columns(text: str) -> int:
    """How many columns a text takes at most: wide characters count double, and none counts as nothing."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, width: int) -> str:
    """A text in at most `width` columns, its end replaced by an ellipsis where it is longer."""
    if columns(text) <= width:
        return text
    kept, room = "", width - 1
    for character in text:
        room -= columns(character)
        if room < 0:
            break
        kept += character
    return f"{kept.rstrip()}…" if width > 0 else ""


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """A text in lines of at most `width` columns, broken at spaces; a word that fits no line is cut up."""
    lines: list[str] = []
    line = indent
    for word in text.split():
        while word:
            joint = " " if line.strip() else ""
            if columns(line + joint + word) <= width:
                line, word = f"{line}{joint}{word}", ""
            elif line.strip():
                lines.append(line)
                line = indent
            else:
                head = _head(word, max(1, width - columns(indent)))
                lines.append(f"{indent}{head}")
                word = word[len(head) :]
    return [*lines, line] if line.strip() else lines


def _head(word: str, width: int) -> str:
    """As much of a word as fits, at least one character."""
    end = 1
    while end < len(word) and columns(word[: end + 1]) <= width:
        end += 1
    return word[:end]
