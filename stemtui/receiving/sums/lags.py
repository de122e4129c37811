"""Files that are late or early beside others that hold the same sound, as plug-ins and codecs leave them."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from stemtui.receiving.sounds import fitting
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import BLOCK, Grid, Heard
from stemtui.receiving.sums.sums import Part, Sum

REACH = 9_600
"""Frames by which a file is looked for early and late first."""
_SURE, _ALONE = 12.0, 2.0
_BROAD, _NEAR = 200, 2
_ALL_BUT_SAME, _MUCH = 0.9, 0.35
_MOST_HUBS, _MOST_ALONE, _MOST_SOUGHT, _MOST_FAR = 2, 4, 64, 12
_MOST_READ = 2_048
_STRETCH, _WINDOW = BLOCK // 2, 4 * BLOCK
_FAINT, _NOTHING = 1e-3, 1e-300

Pair = tuple[int, int]


def late(heard: Sequence[Heard], grid: Grid, lost: Sequence[int]) -> list[dict[int, int]]:
    """By how many frames files are late, by index, most of them being on time; those on time are absent.

    The likeliest placements first: a deep sound tells its place to a sample or two alone. `lost` are the
    files that are part of no sum; the loudest files are compared with the loudest of them.
    """
    hubs = _loudest_of(heard, lost)[:_MOST_HUBS]
    reach = _reaches(heard, [at for at, one in enumerate(heard) if one.energy], grid)
    pairs = [(hub, at) for hub in hubs for at in reach if at != hub]

    def between(pair: Pair) -> int | None:
        return _lag(heard, Sum.of(pair[0], ()), pair[1], grid, reach[pair[1]])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(pairs, pool.map(between, pairs), strict=True))
    return _tries(placed({pair: lag for pair, lag in found.items() if lag is not None}, hubs))


def late_in(one: Sum, heard: Sequence[Heard], grid: Grid, lost: Sequence[int]) -> list[dict[int, int]]:
    """The same, by what a sum leaves when all of its parts but one are taken from it.

    Where all parts are late by as much, it is the sum that is early.
    """

    reach = _reaches(heard, lost, grid, max(1, _MOST_READ // max(1, len(one.parts))))

    def alone(at: int) -> int | None:
        found = _lag(heard, one, at, grid, reach[at])
        return _lag_further(heard, one, at, grid, reach[at]) if found is None else found

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(reach, pool.map(alone, reach), strict=True))
    by = {at: -lag for at, lag in found.items() if lag}
    shared = set(by.values())
    if len(shared) == 1 and len(by) > 1 and one.members <= by.keys():
        return [{one.target: -shared.pop()}]
    return _tries(by)


def heard_in(target: int, heard: Sequence[Heard], files: Sequence[int]) -> Sum | None:
    """The files that are heard in a target at much the same gain, as a sum that is yet to be measured."""
    files = [at for at in files if at != target and heard[at].company == heard[target].company]
    if not files:
        return None
    flat, aim = np.stack([heard[at].sketch.reshape(-1) for at in files]), heard[target].sketch.reshape(-1)
    found = fitting.gains(flat @ flat.T, flat @ aim, float(aim @ aim), fitting.NEAR)
    usual = float(np.median(found[found > 0.0])) if found.any() else 0.0
    near = np.flatnonzero((found > 0.0) & (np.abs(found - usual) <= _MUCH * usual)).tolist()
    return Sum.of(target, tuple(Part(files[at], usual, usual) for at in near)) if near else None


def cut_heads(heard: Sequence[Heard]) -> dict[int, int]:
    """By how much files are late if all that makes them longer or shorter than most is at their heads."""
    usual = Counter(one.frames for one in heard).most_common(1)[0][0]
    return {at: one.frames - usual for at, one in enumerate(heard) if one.frames != usual}


def _tries(exact: dict[int, int]) -> list[dict[int, int]]:
    snapped = _snapped(exact)
    alone = [snapped | {at: lag} for at, lag in exact.items() if snapped.get(at, 0) != lag]
    tries = [each for each in (snapped, exact, *alone[:_MOST_ALONE]) if each]
    return [each for at, each in enumerate(tries) if each not in tries[:at]]


def _snapped(late: Mapping[int, int]) -> dict[int, int]:
    """Placements with those that are all but the same made the same."""
    places = Counter({0: len(late) + 1}) + Counter(late.values())
    ranked = sorted(places, key=lambda place: (-places[place], abs(place)))
    near = {at: next(place for place in ranked if abs(place - lag) <= _NEAR) for at, lag in late.items()}
    return {at: place for at, place in near.items() if place}


def placed(lags: Mapping[Pair, int], hubs: Sequence[int]) -> dict[int, int]:
    """By how much files are late, from how late the first of a pair is beside the second.

    Lags are followed from the hub that has most of them; what most files share is taken as on time.
    """
    at = {max(hubs, key=lambda hub: sum(hub in pair for pair in lags)): 0} if hubs else {}
    while True:
        new: dict[int, int] = {}
        for (hub, other), lag in lags.items():
            if hub in at and other not in at:
                new.setdefault(other, at[hub] - lag)
            if other in at and hub not in at:
                new.setdefault(hub, at[other] + lag)
        if not new:
            break
        at |= new
    if not at:
        return {}
    usual = min(Counter(at.values()).most_common(), key=lambda each: (-each[1], abs(each[0])))[0]
    return {index: late - usual for index, late in at.items() if late != usual}


def _loudest_of(heard: Sequence[Heard], files: Sequence[int]) -> list[int]:
    return sorted(files, key=lambda at: (-heard[at].energy, at))


def _loudest(heard: Heard, grid: Grid) -> int:
    """The frame, of the grid's time, at which the loudest stretch of a file begins."""
    each = _STRETCH // grid.cell or 1
    stretches = heard.powers.reshape(-1, each).sum(axis=1)
    return int(stretches.argmax()) * each * grid.cell - grid.before


def _reaches(
    heard: Sequence[Heard], files: Sequence[int], grid: Grid, most: int = _MOST_SOUGHT
) -> dict[int, int]:
    """By how much files are sought, the loudest of them: the first ones in all of the grid's room."""
    ranked = _loudest_of(heard, files)[: min(most, _MOST_SOUGHT)]
    return {at: grid.before if rank < _MOST_FAR else 2 * REACH for rank, at in enumerate(ranked)}


def _lag(heard: Sequence[Heard], one: Sum, at: int, grid: Grid, far: int) -> int | None:
    """How late a sum less all parts but one is beside that one, in frames, if they share a stretch."""
    start = _loudest(heard[at], grid)
    if heard[one.target].company != heard[at].company:
        return None
    around = _sounds(heard, _less_others(one, at), start - far, _STRETCH + 2 * far)
    own = _sounds(heard, [Part(at, 1.0, 1.0)], start, _STRETCH)
    near = _best(around[far - REACH : REACH - far], own, REACH)
    if near is None and one.parts:
        near = _same(around, own)
    return _best(around, own, far) if near is None else near


def _lag_further(heard: Sequence[Heard], one: Sum, at: int, grid: Grid, far: int) -> int | None:
    """The same for a file that begins with its first sound, all silence before it cut off: it may belong
    anywhere in a longer one. Only the loudest files are looked for so."""
    if far <= 2 * REACH or heard[one.target].company != heard[at].company:
        return None
    start, reach = _loudest(heard[at], grid), _WINDOW // 2 + _BROAD
    own = _sounds(heard, [Part(at, 1.0, 1.0)], start, _STRETCH)
    for first in range(far, heard[one.target].frames - heard[at].frames, _WINDOW):
        by = first + _WINDOW // 2
        around = _sounds(heard, _less_others(one, at), start + by - reach, _STRETCH + 2 * reach)
        if (lag := _best(around, own, reach)) is not None:
            return by + lag
    return None


def _less_others(one: Sum, at: int) -> list[Part]:
    """A sum's file, and all of its parts but one taken from it."""
    others = [Part(part.index, -part.left, -part.right) for part in one.parts if part.index != at]
    return [Part(one.target, 1.0, 1.0), *others]


def _sounds(heard: Sequence[Heard], parts: Sequence[Part], at: int, frames: int) -> Array:
    """Parts at their gains, both sides in one."""
    total = np.zeros(frames)
    for part in parts:
        asked = heard[part.index].asked
        with asked.opened() as source:
            block = asked.read(source, at, frames)
        sides = np.broadcast_to(block, (heard[part.index].layout, frames))
        total += part.left * sides[::2].sum(axis=0) + part.right * sides[1::2].sum(axis=0)
    return total


def _same(around: Array, own: Array) -> int | None:
    """The lag at which what is around a stretch is all but that stretch, at some gain: a deep or pure sound
    stands out nowhere, but where all else was taken from a mix, nothing is left there but that sound."""
    size = 1 << (len(around) + len(own) - 1).bit_length()
    spectrum = np.fft.rfft(around, size) * np.conj(np.fft.rfft(own, size))
    reach = len(around) - len(own) + 1
    products = np.fft.irfft(spectrum, size)[:reach]
    sums = np.concatenate(([0.0], np.cumsum(np.square(around))))
    powers = np.maximum(sums[len(own) :] - sums[: -len(own)], _NOTHING) * float(np.square(own).sum())
    alike = products / np.sqrt(np.maximum(powers, _FAINT**4 * float(powers.max())))
    at = int(alike.argmax())
    return at - (reach - 1) // 2 if alike[at] > _ALL_BUT_SAME else None


def _best(around: Array, own: Array, reach: int) -> int | None:
    """The lag at which a whitened stretch stands out in what is around it (the phase transform)."""
    size = 1 << (len(around) + len(own) - 1).bit_length()
    spectrum = np.fft.rfft(around, size) * np.conj(np.fft.rfft(own, size))
    magnitude = np.abs(spectrum)
    white = spectrum / np.maximum(magnitude, _FAINT * magnitude.mean() + _NOTHING)
    alike = np.abs(np.fft.irfft(white, size)[: 2 * reach + 1])
    at, spread = int(alike.argmax()), float(np.sqrt(np.square(alike).mean()))
    beside = np.concatenate((alike[: max(0, at - _BROAD)], alike[at + _BROAD :]))
    stands_out = spread and alike[at] > max(_SURE * spread, _ALONE * beside.max())
    return at - reach if stands_out and _BROAD < at < 2 * reach - _BROAD else None
