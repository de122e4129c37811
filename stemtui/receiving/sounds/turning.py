"""Files whose sides are not as they are in a mix: left and right swapped, one of them or both inverted."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product

import numpy as np

from stemtui.receiving.sounds import fitting
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import AS_IS, INVERTED, SIDES, SWAPPED, Heard

_FIRM, _LOOSE = 0.1, 0.5
_MOST_ALONE, _MOST_TURNED = 3, 128
_WAYS = tuple(SIDES)
_GAINS = np.array([SIDES[way] for way in _WAYS])
_OF_MONO = (AS_IS, INVERTED)


def turned(
    heard: Sequence[Heard], targets: Sequence[int], mixes: Collection[int]
) -> Iterator[dict[int, str]]:
    """How files' sides must be taken to come nearest to each target, by index; those taken so are absent.

    Each target is fitted by every file that is no mix, in every way at once. Where all would have to be taken
    another way, and in the same, the target itself is taken so.
    """
    files = [at for at, one in enumerate(heard) if at not in mixes and one.layout == 2 and one.sketch.any()]
    loud = {*sorted(files, key=lambda at: -heard[at].energy)[:_MOST_TURNED]}
    targets = [at for at in targets if heard[at].layout == 2]
    if not files:
        return
    sketches = np.stack([heard[at].turned(AS_IS).sketch for at in files])
    # each way of each file that it can be taken in, as places among the ways and among the files
    can = np.array(
        [
            (way, place)
            for way, name in enumerate(_WAYS)
            for place, at in enumerate(files)
            if name == AS_IS or (at in loud and (name in _OF_MONO or not heard[at].is_mono))
        ]
    ).T
    gains_of, places = _GAINS[can[0]], can[1]
    own = np.zeros((len(places), len(places)))
    for (x, y), products in _products(sketches, sketches):
        own += (gains_of[:, :, x] @ gains_of[:, :, y].T) * products[np.ix_(places, places)]
    for target in targets:
        aim = heard[target].sketch
        aims = np.zeros(len(places))
        for (x, c), products in _products(sketches, aim[None]):
            aims += gains_of[:, c, x] * products[places, 0]
        gains = np.zeros((len(_WAYS), len(files)))
        gains[*can] = fitting.gains(own, aims, float(np.square(aim).sum()), fitting.NEAR)
        for doubt in (_FIRM, _LOOSE):
            ways = _ways(files, gains, doubt)
            other = {at: way for at, way in ways.items() if way != heard[at].asked.sides}
            if other and (whole := _common(heard, ways)):
                yield {target: whole}
            if other:
                yield other
        if len(other) > 1:
            yield from ({at: way} for at, way in list(other.items())[:_MOST_ALONE])


def _products(ones: Array, others: Array) -> Iterator[tuple[tuple[int, int], Array]]:
    """The products of each side of some with each side of others, shape (ones, others)."""
    for x, y in product((0, 1), repeat=2):
        yield (x, y), ones[:, x] @ others[:, y].T


def _ways(files: Sequence[int], gains: Array, doubt: float) -> dict[int, str]:
    """The way in which each file is heard most, of those that are heard at a gain that is much like most."""
    best, most = gains.argmax(axis=0), gains.max(axis=0)
    usual = float(np.median(most[most > 0.0])) if most.any() else 0.0
    told = np.abs(most - usual) <= doubt * usual
    return {at: _WAYS[way] for at, way, is_told in zip(files, best.tolist(), told, strict=True) if is_told}


def _common(heard: Sequence[Heard], ways: dict[int, str]) -> str:
    """The one way in which all files are taken, mono ones as they are if alike in it; "" for several."""
    stereo = {way for at, way in ways.items() if not heard[at].is_mono}
    mono = {way for at, way in ways.items() if heard[at].is_mono}
    is_one = len(ways) > 1 and len(stereo | mono - {AS_IS}) == 1
    way = next(iter(stereo | mono - {AS_IS})) if is_one else AS_IS
    return "" if way == AS_IS or (way != SWAPPED and AS_IS in mono) else way
