"""A sentence with the words made plain that act on what stands further off."""

from collections.abc import Callable, Sequence
from functools import reduce

from stemtui.order.reading.clefts import needed, opened_up, turned_round
from stemtui.order.reading.contrasts import left_in, muted, only_needed, opposed, preferred, swapped
from stemtui.order.reading.files import in_one
from stemtui.order.reading.people import vocal_parts
from stemtui.order.reading.tagging import Piece

STEPS: tuple[Callable[[Sequence[Piece]], list[Piece]], ...] = (
    vocal_parts,
    only_needed,
    preferred,
    left_in,
    muted,
    swapped,
    in_one,
    opposed,
    needed,
    opened_up,
    turned_round,
)


def plain(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which every word acts on what stands beside it."""
    return reduce(lambda said, step: step(said), STEPS, list(sentence))
