"""Text on its way to a terminal or a file name."""

import re
import unicodedata


def printable(text: str) -> str:
    """Return `text` with everything that could drive a terminal made visible.

    Control characters, escape bytes, bidi overrides, zero-width joiners and undecodable bytes become
    their escapes; letters of every script stay.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def slug(text: str) -> str:
    """Return `text` as an id: lower-case ASCII letters, digits and underscores; "" when none are left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which "2 Snare" comes before "10 Hat", whatever the case."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def counted(number: int, noun: str) -> str:
    """`1 track`, `3 tracks`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: list[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
