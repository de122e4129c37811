"""Which order line was which before: order lines have no ids."""

from collections.abc import Callable, Sequence

from stemtui.session import OrderLine

LIKENESSES: tuple[Callable[[OrderLine], object], ...] = (
    lambda line: line,
    lambda line: (line.asked, line.deliver),
    lambda line: line.deliver,
    lambda line: line.asked,
)


def pairs(old: Sequence[OrderLine], new: Sequence[OrderLine]) -> dict[int, int]:
    """The position in `old` that each line of `new` comes from; lines that are new are absent.

    Equal lines belong together, then those that deliver the same, then those with the same words, then those
    in the same place.
    """
    found: dict[int, int] = {}
    for likeness in LIKENESSES:
        free: dict[object, list[int]] = {}
        taken = set(found.values())
        for position, line in enumerate(old):
            if position not in taken and likeness(line):
                free.setdefault(likeness(line), []).append(position)
        for position, line in enumerate(new):
            if position not in found and free.get(likeness(line)):
                found[position] = free[likeness(line)].pop(0)
    taken = set(found.values())
    same_place = (n for n in range(min(len(old), len(new))) if n not in found and n not in taken)
    return found | {position: position for position in same_place}
