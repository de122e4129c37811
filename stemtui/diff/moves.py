"""Which members of a list stand elsewhere than before."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

Key = TypeVar("Key", int, str)


def reordering(
    plural: str, old: Collection[str], new: Collection[str], label: Callable[[str], str]
) -> Iterator[str]:
    """Which members of a list now follow others than before, moves told as few as they can be."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    for key in moved(before, after):
        place = after.index(key)
        where = f"now follows {label(after[place - 1])}" if place else "is now the first"
        yield f"{plural} reordered: {label(key)} {where}"


def moved(before: Sequence[Key], after: Sequence[Key]) -> list[Key]:
    """The fewest members whose moving makes one order of the other: all but a longest rising run."""
    if before == after:
        return []
    ranks = {key: rank for rank, key in enumerate(before)}
    ends: list[int] = []
    lengths = []
    for key in after:
        length = bisect_left(ends, ranks[key])
        ends[length : length + 1] = [ranks[key]]
        lengths.append(length)
    wanted, moved = len(ends) - 1, []
    for key, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moved.append(key)
    return moved[::-1]
