"""Files that hold the same sound: copies of each other, and mono files that are a channel of a stereo one."""

from collections.abc import Sequence

import numpy as np

from stemtui.audio.samples.scales import dbfs
from stemtui.frozen import frozen
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import Heard
from stemtui.receiving.sounds.names import Called
from stemtui.render.proofs.null import ADDITIONS, rounding_of
from stemtui.render.proofs.proof import bound
from stemtui.render.proofs.unlike import is_lossy

COPY, LEFT, RIGHT, FOLD = "copy", "left", "right", "fold"
"""What one file is of another: the same, its left or right channel, or both of these folded to mono."""

SAME_DB, LOSSY_DB = -50.0, -20.0
_MARGIN_DB, _FLOOR_DB = 6.0, -120.0
_NOTHING = 1e-300


@frozen
class Relation:
    """File `one`, by its index, is `what` of file `other`, times `gain`; `left_db` of it is not."""

    one: int
    other: int
    what: str
    gain: float
    left_db: float


def relations(heard: Sequence[Heard], sketches: Array, called: Sequence[Called]) -> tuple[Relation, ...]:
    """The relations among files that sound, each file at most once, as a copy first of all.

    `sketches`, shape (files, 2, cells), are those of the files.
    The left and the right file of one thing are no copies, but where they hold the same samples; nor is any
    channel of what is wider, which two things may well share.
    """
    found: list[Relation] = []
    known: set[int] = set()
    if not heard:
        return ()
    plain = [_plainness(*each) for each in zip(heard, called, strict=True)]
    likely = sorted(range(len(heard)), key=lambda at: (plain[at], at))
    products = np.stack([side @ side.T for side in (sketches[:, 0], sketches[:, 1])])
    powers = np.stack([np.diag(side) for side in products])
    left = _left_db(products.sum(axis=0), powers.sum(axis=0), powers.sum(axis=0))
    for place, one in enumerate(likely):
        for other in (other for other in likely[:place] if left[one, other] <= LOSSY_DB):
            are_sides = called[one].side and called[other].side and called[one].words == called[other].words
            if are_sides and left[one, other] > _FLOOR_DB:
                continue
            is_alike = heard[one].company == heard[other].company and not heard[one].asked.channel
            if is_alike and other not in known and left[one, other] <= _most(heard[one], heard[other]):
                found.append(_relation(heard, one, other, COPY, heard[other].sketch))
                known.add(one)
                break
    mono = np.array([at for at, one in enumerate(heard) if one.is_mono and not one.asked.channel], np.intp)
    for other, stereo in enumerate(heard) if len(mono) else ():
        if stereo.is_mono or other in known or stereo.layout > 2:
            continue
        # a mono file is alike on both sides: with each it has the products that it has with one of them
        shared, own = products[:, mono, other], powers[:, other]
        middle = np.square(stereo.sketch.sum(axis=0)).sum()
        views = {
            LEFT: (2.0 * shared[0], 2.0 * own[0]),
            RIGHT: (2.0 * shared[1], 2.0 * own[1]),
            FOLD: (shared.sum(axis=0), middle / 2.0),
        }
        for what, (product, power) in views.items():
            rest = _left_db(product, powers[:, mono].sum(axis=0), power)
            near = [one for one, db in zip(mono.tolist(), rest.tolist(), strict=True) if db <= SAME_DB]
            view = _view(stereo, what) if near else stereo.sketch
            found += [_relation(heard, one, other, what, view) for one in near if one not in known]
    return tuple(found)


def _plainness(one: Heard, called: Called) -> tuple[bool | int, ...]:
    """Which of several copies is the original: what no codec changed, in the longest words; then by names."""
    bits = one.header.bits or (32 if "FLOAT" in one.header.subtype else 0)
    is_telling = called.is_mix or called.is_whole
    return one.is_changed, -bits, called.again, called.role != "master", not is_telling, not called.group


def _most(one: Heard, other: Heard) -> float:
    """How much copies may differ, beside their level: by rounding, or what a codec or resampling does."""
    if is_lossy(one.header) or is_lossy(other.header):
        return LOSSY_DB
    if one.is_resampled or other.is_resampled or not one.frames:
        return SAME_DB
    rounded = bound([rounding_of(each.header, each.peak) for each in (one, other)], one.frames, ADDITIONS)
    level = 10.0 * np.log10(one.energy / (one.frames * one.header.channels) + _NOTHING)
    return min(SAME_DB, max(_FLOOR_DB, dbfs(rounded.rms) - float(level) + _MARGIN_DB))


def _relation(heard: Sequence[Heard], one: int, other: int, what: str, view: Array) -> Relation:
    own = heard[one].sketch
    gain = float((own * view).sum()) / (float(np.square(view).sum()) + _NOTHING)
    left = float(np.square(own - gain * view).sum()) / (float(np.square(own).sum()) + _NOTHING)
    return Relation(one, other, what, gain, 10.0 * float(np.log10(left + _NOTHING)))


def _view(stereo: Heard, what: str) -> Array:
    """One channel of a stereo file, or both folded to mono, on both sides."""
    sides = {LEFT: stereo.sketch[0], RIGHT: stereo.sketch[1], FOLD: stereo.sketch.mean(axis=0)}
    return np.broadcast_to(sides[what], stereo.sketch.shape)


def _left_db(product: Array, powers: Array, others: Array) -> Array:
    """What is left of each of some, others at their best gains, by their products and their powers."""
    alike = np.square(product) / (np.multiply.outer(powers, others) + _NOTHING)
    return np.asarray(10.0 * np.log10(np.maximum(1.0 - alike, _NOTHING)))
