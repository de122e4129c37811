"""Files that hold the same sound: copies of each other, and mono files that are a channel of a stereo one."""

from collections.abc import Sequence

import numpy as np

from stemtui.audio.levels import dbfs
from stemtui.frozen import frozen
from stemtui.receiving.fitting import Array
from stemtui.receiving.hearing import Heard
from stemtui.receiving.names import Called
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


def relations(
    heard: Sequence[Heard], likely: Sequence[int], called: Sequence[Called]
) -> tuple[Relation, ...]:
    """The relations among files that sound, each file at most once, as a copy first of all.

    `likely` are all files, by index: of two copies the one that comes first there is taken as the original.
    The left and the right file of one thing are no copies, however much they are alike.
    """
    found: list[Relation] = []
    known: set[int] = set()
    if not heard:
        return ()
    flat = _unit(np.stack([one.sketch.reshape(-1) for one in heard]))
    alike = flat @ flat.T
    for place, one in enumerate(likely):
        for other in likely[:place]:
            if called[one].side and called[other].side and called[one].words == called[other].words:
                continue
            is_alike = heard[one].layout == heard[other].layout
            if (
                is_alike
                and other not in known
                and _left_db(alike[one, other]) <= _most(heard[one], heard[other])
            ):
                found.append(_relation(heard, one, other, COPY, heard[other].sketch))
                known.add(one)
                break
    sides = {LEFT: 0, RIGHT: 1}
    for other, stereo in enumerate(heard):
        if stereo.is_mono or other in known or stereo.layout > 2:
            continue
        views = {what: stereo.sketch[[side, side]] for what, side in sides.items()}
        views[FOLD] = np.broadcast_to(stereo.sketch.mean(axis=0), stereo.sketch.shape)
        for what, view in views.items():
            likeness = flat @ _unit(np.ascontiguousarray(view).reshape(1, -1))[0]
            near = [at for at in range(len(heard)) if at != other and at not in known]
            for one in near:
                if heard[one].is_mono and _left_db(float(likeness[one])) <= SAME_DB:
                    found.append(_relation(heard, one, other, what, view))
    return tuple(found)


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


def _unit(flat: Array) -> Array:
    return np.asarray(flat / (np.sqrt(np.square(flat).sum(axis=1, keepdims=True)) + _NOTHING))


def _left_db(alike: float) -> float:
    """What is left of one of two, the other at its best gain, by how alike they are."""
    return 10.0 * float(np.log10(max(1.0 - alike * alike, _NOTHING)))
