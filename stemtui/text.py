"""Text on its way to a terminal or a file name."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

_FILLERS = "\u115f\u1160\u2800\u3164\uffa0\U0001d159"
"""Letters and symbols to Unicode, of which a screen shows nothing."""
_SELECTORS = "\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\U00016fe4\U000e0100-\U000e01ef"
"""Marks that say how the letter before them is drawn, and where there is none, are nothing themselves."""
_BARE = rf"(?<![^\W_]|[#*\x80-\U0010ffff])|(?<=[{_FILLERS}{_SELECTORS}])"


@cache
def _blank() -> re.Pattern[str]:
    """What nobody would see. It takes long to compile, and most texts never ask for it."""
    return re.compile(rf"[{_FILLERS}]|(?:{_BARE})[{_SELECTORS}]")


def printable(text: str) -> str:
    """Return `text` with everything that could drive a terminal, or that nobody would see, made visible.

    Control characters, escape bytes, bidi overrides, zero-width joiners, letters that are blank and
    undecodable bytes become their escapes; letters of every script stay.
    """
    return respelt(text, lambda letter: letter.encode("unicode_escape").decode("ascii"))


def respelt(text: str, spelt: Callable[[str], str]) -> str:
    """Return `text` with each letter that `printable` makes visible spelt in some way."""
    if text.isprintable() and (text.isascii() or not _blank().search(text)):
        return text
    shown = _blank().sub(lambda blank: spelt(blank[0]), text)
    return "".join(letter if letter.isprintable() else spelt(letter) for letter in shown)


def slug(text: str) -> str:
    """Return `text` as an id: lower-case ASCII letters, digits and underscores; "" when none are left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, case and accents folded, camel case and underscores split."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return tuple(re.findall(r"[^\W_]+", plain.casefold()))


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which "2 Snare" comes before "10 Hat", whatever the case."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def counted(number: int, noun: str) -> str:
    """`1 track`, `3 tracks`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def sentence(words: str) -> str:
    """Words with a capital letter first, the others as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def several(number: int, kind: str) -> str:
    """`1 STEM`, `2 MIXES`: kinds in capitals have their plurals in capitals."""
    return f"{number} {kind}" if number == 1 else f"{number} {kind}{'ES' if kind.endswith('X') else 'S'}"


def few(words: list[str], most: int, more: str = "more") -> str:
    """`a`, `a and b`, `a, b and 6 more`: the first `most` words, and how many others there are."""
    others = len(words) - most
    return listed(words if others < 2 else [*words[:most], f"{others} {more}"])


def clock(seconds: float, decimals: int = 0) -> str:
    """A length or a time: `0:12`, `3:05`, `1:02:03`, and `1:02.345` with three decimals."""
    whole, fraction = divmod(round(seconds * 10**decimals), 10**decimals)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, f"{whole % 60:02}"
    if decimals:
        rest = f"{rest}.{fraction:0{decimals}}"
    return f"{hours}:{minutes:02}:{rest}" if hours else f"{minutes}:{rest}"


def lasting(seconds: float) -> str:
    """How long something is: `0.0208 ms`, `10 ms`, and from a second on as clocks show it, `1:02.345`."""
    return f"{1000.0 * seconds:.3g} ms" if seconds < 1.0 else clock(seconds, 3)


def size(number: int) -> str:
    """A number of bytes: `812 bytes`, `2.3 MB`, `40 GB`."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= bytes_:
            return (
                f"{number / bytes_:.3g} {unit}" if number < 100 * bytes_ else f"{number / bytes_:.0f} {unit}"
            )
    return f"{number} bytes"


def decibels(db: float) -> str:
    """`+1 dB`, `-2.5 dB`."""
    return f"{db:+.4g} dB"


def listed(words: list[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
