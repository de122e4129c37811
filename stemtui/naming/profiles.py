"""How houses want files to be called: a template and its rules, as data in `houses`, each with its source."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_HOUSES = Path(__file__).parent / "houses"


@dataclass(frozen=True)
class House:
    """A house's names: the template, what must be known for it, and how each part is written.

    Parts that are `joined` have letters and digits of ASCII alone, each word with a capital; `most` are the
    characters that a part may have. A house without `has_kind` has no place for the kind in its names.
    """

    label: str
    source: str
    template: str
    needs: tuple[str, ...] = ()
    joined: bool = False
    most: Mapping[str, int] = field(default_factory=dict)
    has_kind: bool = True
    note: str = ""

    def part(self, name: str, text: str) -> str:
        """A part of a file name as the house writes it."""
        return self.whole(text)[: self.most.get(name)].strip()

    def whole(self, text: str) -> str:
        """The same, however long it is."""
        return joined(text) if self.joined else text


@cache
def house(name: str) -> House:
    """The house of that name, such as "pe-wing". Raises OSError for none."""
    held: dict[str, Any] = tomllib.loads((_HOUSES / f"{name}.toml").read_text(encoding="utf-8"))
    return House(**held | {"needs": tuple(held.get("needs", ()))})


def houses() -> list[str]:
    """The names of all houses."""
    return sorted(path.stem for path in _HOUSES.glob("*.toml"))


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
