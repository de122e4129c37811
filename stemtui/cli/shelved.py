"""What is kept on shelves, explained: destinations, and how houses want files to be called."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stemtui.cli import output
from stemtui.frozen import frozen
from stemtui.shelves import SUFFIX, Shelf


@frozen
class Explained:
    """A shelf, one of its entries in a line and on a page of its own, and what one is called."""

    shelf: Shelf[Any]
    headline: Callable[[Any], str]
    page: Callable[[Any], list[str]]
    example: str


def destinations() -> Explained:
    """The destinations that mixes are held to."""
    from stemtui.destinations import PROFILES
    from stemtui.destinations.saying import headline, page

    return Explained(PROFILES, headline, page, "ebu-r128")


def houses() -> Explained:
    """The houses whose names files can take."""
    from stemtui.naming.house import HOUSES
    from stemtui.naming.saying import headline, page

    return Explained(HOUSES, headline, page, "pe-wing")


SHELVES: Mapping[str, Callable[[], Explained]] = {
    "profile": destinations,
    "profiles": destinations,
    "destination": destinations,
    "destinations": destinations,
    "naming": houses,
    "namings": houses,
}


def all_of(asked: Explained) -> tuple[list[dict[str, Any]], list[str]]:
    """Everything that can be named, a line each, and where one's own go; on one that is wrong, why."""
    found = list(asked.shelf.every())
    good = [one for one in found if not isinstance(one, Exception)]
    lines = output.table([[one.key, asked.headline(one)] for one in good])
    lines += [line for one in found if isinstance(one, Exception) for line in str(one).split("\n")]
    folder, noun = asked.shelf.folder, asked.shelf.noun
    return [asdict(one) for one in good], [
        *lines,
        "",
        f'Take one by: {noun} = "{asked.example}" under [delivery].',
        f"`stemtui explain {noun} NAME` has all that one says.",
        f"Your own: a TOML file of that form in {asked.shelf.own_folder()},",
        f'or beside the manifest: {noun} = "{folder}/theirs.toml".',
    ]


def one_of(asked: Explained, key: str) -> tuple[dict[str, Any], list[str]]:
    """All that one says, by its name or the path of its file. Raises StemtuiError where none is right."""
    path = Path(key).resolve()
    found = asked.shelf.find(path.name, path.parent) if key.endswith(SUFFIX) else asked.shelf.find(key)
    return asdict(found), asked.page(found)
