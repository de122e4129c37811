"""Parts of file names, as houses write them."""

import re
import unicodedata


def joined(text: str) -> str:
    """`Mega Savings (Song)` as `MegaSavingsSong`, `Peña` as `Pena`."""
    return "".join(word[0].upper() + word[1:] for word in _words(text))


def initials(text: str) -> str:
    """`The Margaritas` as `TM`."""
    return "".join(word[0].upper() for word in _words(text))


def revision(version: str) -> str:
    """The number in a version with two digits: `v3` as `03`; "" where there is none."""
    number = re.search(r"\d+", version)
    return f"{int(number[0]):02}" if number else ""


def month_first(date: str) -> str:
    """`2026-03-01` as `03012026`."""
    return f"{date[5:7]}{date[8:10]}{date[:4]}" if date else ""


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).replace("'", "").replace("’", "")
    return re.findall(r"[A-Za-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
