"""Channels of a mix in which one stem alone is heard, as dialogue is in the centre: sums of one part."""

from collections.abc import Collection, Iterator, Sequence

from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import Heard
from stemtui.receiving.sounds.relations import SAME_DB
from stemtui.receiving.sums.products import left_db
from stemtui.receiving.sums.sums import AS_ONE, Part, Sum


def alone(
    heard: Sequence[Heard], sketches: Array, sums: Sequence[Sum], likely: Collection[int]
) -> Iterator[Sum]:
    """The channels of mixes, which are sums in other channels or are `likely`, that are one file as it is."""
    of = [one.asked.channel.of if one.asked.channel else "" for one in heard]
    told = {one.target for one in sums}
    mixes = {of[at] for at in (*likely, *(one.target for one in sums if one.is_whole))} - {""}
    for target, own in enumerate(of):
        if own not in mixes or target in told or not sketches[target].any():
            continue
        for at, one in enumerate(heard):
            if of[at] and of[at] not in mixes and one.company == heard[target].company:
                left = left_db(sketches[target] - sketches[at], sketches[target])
                if left <= SAME_DB:
                    yield Sum(target, (Part(at, 1.0, 1.0),), AS_ONE, left, left, left, left)
                    break
