"""Which files are sums of which others, found on their sketches.

A sum is looked for at one gain for all its parts (0 dB for stems as they are), then with some of them
inverted in polarity, then with a gain and a pan for each, and at last with more left than rounding explains.
A mono file that is none of these is looked for among the folds of stereo files. What is found is a claim
still: `nulls` measures it sample by sample.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sums.exact import Exact
from stemtui.receiving.sums.near import Near
from stemtui.receiving.sums.products import Products
from stemtui.receiving.sums.sums import Sum


def find(sketches: Array, likely: Iterable[int] = (), mono: Collection[int] = ()) -> tuple[Sum, ...]:
    """The sums among sketches, shape (files, 2, cells); those that hold nothing are no part of any.

    Where the same files add up in two ways, a file in `likely` is taken as their sum. A file has two sums
    where it is one of stems at one gain and one of the smaller parts of these. Those in `mono` may be sums of
    others as folded to mono.
    """
    files = Products(sketches, frozenset(likely))
    search = Exact(files)
    exact = search.found()
    coarse = [one for target in exact if (one := search.of_middle(exact[target], exact))]
    near = {one.target: one for one in Near(files).found(exact)}
    unknown = [at for at in mono if at not in exact and not (at in near and near[at].is_whole)]
    for one in _folded(files, exact, unknown) if unknown else ():
        if one.target not in near or _surer(one) > _surer(near[one.target]):
            near[one.target] = one
    return tuple(sorted((*coarse, *exact.values(), *near.values()), key=lambda one: one.target))


def _surer(one: Sum) -> tuple[bool, bool, float]:
    """What sums are sorted by: the ones that explain most come last."""
    return one.is_whole, one.is_told, -one.left_db


def _folded(files: Products, exact: dict[int, Sum], targets: Collection[int]) -> Iterable[Sum]:
    """The sums that some files are of others as folded to mono, and of none of those that are `exact`."""
    middle = files.sketches.mean(axis=1, keepdims=True)
    middle = np.broadcast_to(middle, files.sketches.shape)
    found = Exact(Products(middle, files.likely, targets)).found(exact)
    mixes = [at for at in targets if at in files.likely and at not in found]
    near = Near(Products(middle, files.likely, mixes)).found(exact | found) if mixes else []
    return [replace(one, is_folded=True) for one in (*found.values(), *near)]
