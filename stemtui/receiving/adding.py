"""Which files are sums of which others, found on their sketches.

A sum is looked for at one gain for all its parts (0 dB for stems as they are), then with some of them
inverted in polarity, then with a gain and a pan for each, and at last with more left than rounding explains.
What is found is a claim still: `nulls` measures it sample by sample.
"""

from collections.abc import Iterable

from stemtui.receiving.exact import Exact
from stemtui.receiving.fitting import Array
from stemtui.receiving.near import Near
from stemtui.receiving.products import Products
from stemtui.receiving.sums import Sum


def find(sketches: Array, likely: Iterable[int] = ()) -> tuple[Sum, ...]:
    """The sums among sketches, shape (files, 2, cells); those that hold nothing are no part of any.

    Where the same files add up in two ways, a file in `likely` is taken as their sum. A file has two sums
    where it is one of stems at one gain and one of the smaller parts of these.
    """
    files = Products(sketches, frozenset(likely))
    search = Exact(files)
    exact = search.found()
    coarse = [one for target in exact if (one := search.of_middle(exact[target], exact))]
    near = Near(files).found(exact)
    return tuple(sorted((*coarse, *exact.values(), *near), key=lambda one: one.target))
