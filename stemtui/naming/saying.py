"""A house's names in words: its template and its rules."""

from collections.abc import Iterator

from stemtui.naming.house import House
from stemtui.text import listed


def headline(house: House) -> str:
    """What its names are, in one line."""
    return f"{house.label}: {house.template}"


def page(house: House) -> list[str]:
    """All that it says: where from, the template, and each rule."""
    return [house.label, f"  Source: {house.source}", f"  names: {house.template}", *_rules(house)]


def _rules(house: House) -> Iterator[str]:
    if house.needs:
        yield f"  needs: {listed(list(house.needs))}"
    if house.joined:
        yield "  each part: letters and digits of ASCII alone, each word with a capital"
    if house.most:
        most = [f"{most} characters of the {part}" for part, most in house.most.items()]
        yield f"  at most: {listed(most)}"
    if not house.has_kind:
        yield "  they have no place for the kind of a file"
    if house.note:
        yield f"  {house.note}"
