"""A sentence with the words made plain that act on what stands further off."""

from collections.abc import Callable, Sequence
from functools import reduce

from stemtui.order.reading.phrases.clefts import needed, opened_up, put_to_use, turned_round
from stemtui.order.reading.phrases.contents import (
    added_in,
    as_ever,
    described,
    left_in,
    muted,
    of_the_song,
    permitted,
    recorded,
    strange_ones,
)
from stemtui.order.reading.phrases.contrasts import (
    faulty,
    in_other_channels,
    only_needed,
    opposed,
    praised,
    preferred,
    put_instead,
    swapped,
    taken_off,
    told_of,
    wished_to,
)
from stemtui.order.reading.phrases.denials import denied_behind, thanked_for, without_effects
from stemtui.order.reading.phrases.files import in_one
from stemtui.order.reading.phrases.glosses import glossed, spare
from stemtui.order.reading.phrases.links import (
    both_of,
    either_one,
    for_itself,
    have_already,
    if_not,
    may_have,
    neither_of,
    no_longer,
    not_that,
    one_or_other,
    so_that,
    told_behind,
    wants_to,
    what_for,
)
from stemtui.order.reading.phrases.people import vocal_parts
from stemtui.order.reading.phrases.somebody import (
    at_work,
    called_so,
    introduced,
    our_own,
    players,
    taught,
    with_whom,
)
from stemtui.order.reading.phrases.wholes import alternates, clean_ones, in_brackets_one, only_of
from stemtui.order.reading.words.pieces import Piece

STEPS: tuple[Callable[[Sequence[Piece]], list[Piece]], ...] = (
    spare,
    clean_ones,
    our_own,
    called_so,
    players,
    taught,
    at_work,
    with_whom,
    introduced,
    vocal_parts,
    of_the_song,
    described,
    recorded,
    as_ever,
    either_one,
    both_of,
    neither_of,
    one_or_other,
    if_not,
    may_have,
    have_already,
    for_itself,
    so_that,
    what_for,
    wants_to,
    told_behind,
    no_longer,
    not_that,
    praised,
    wished_to,
    told_of,
    put_instead,
    faulty,
    in_other_channels,
    without_effects,
    thanked_for,
    denied_behind,
    taken_off,
    only_needed,
    preferred,
    left_in,
    muted,
    strange_ones,
    alternates,
    only_of,
    in_brackets_one,
    permitted,
    added_in,
    glossed,
    swapped,
    in_one,
    opposed,
    needed,
    opened_up,
    put_to_use,
    turned_round,
)


def plain(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which every word acts on what stands beside it."""
    return reduce(lambda said, step: step(said), STEPS, list(sentence))
