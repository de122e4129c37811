"""Files that are late or early beside others that hold the same sound, as plug-ins and codecs leave them."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from stemtui.audio.source import open_source
from stemtui.receiving.fitting import Array
from stemtui.receiving.hearing import BLOCK, Grid, Heard

REACH = 9_600
"""Frames by which a file is looked for early and late."""
_SURE, _ALONE = 12.0, 2.0
_BROAD, _NEAR = 200, 2
_MOST_HUBS, _MOST_ALONE = 2, 4
_STRETCH = BLOCK // 2
_FAINT, _NOTHING = 1e-3, 1e-300

Pair = tuple[int, int]


def late(
    paths: Sequence[Path], heard: Sequence[Heard], grid: Grid, lost: Sequence[int]
) -> list[dict[int, int]]:
    """By how many frames files are late, by index, most of them being on time; those on time are absent.

    The likeliest placements first: a deep sound tells its place to a sample or two alone. `lost` are the
    files that are part of no sum; all files are compared with the loudest of them.
    """
    hubs = sorted(lost, key=lambda at: (-heard[at].energy, at))[:_MOST_HUBS]
    pairs = [(hub, at) for hub in hubs for at in range(len(heard)) if at != hub and heard[at].energy]

    def between(pair: Pair) -> int | None:
        hub, at = pair
        return _lag(paths[hub], heard[hub], paths[at], heard[at], _loudest(heard[at], grid))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(pairs, pool.map(between, pairs), strict=True))
    exact = placed({pair: lag for pair, lag in found.items() if lag is not None}, hubs)
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


def _loudest(heard: Heard, grid: Grid) -> int:
    """The frame, of the grid's time, at which the loudest stretch of a file begins."""
    each = _STRETCH // grid.cell or 1
    stretches = heard.powers.reshape(-1, each).sum(axis=1)
    return int(stretches.argmax()) * each * grid.cell - BLOCK


def _lag(hub: Path, heard: Heard, path: Path, other: Heard, start: int) -> int | None:
    """How many frames the hub is late beside a file, if they have a stretch in common for sure."""
    with open_source(hub) as source, open_source(path) as file:
        if source.channels > 2 or file.channels > 2:
            return None
        around = source.read(start - heard.start - REACH, _STRETCH + 2 * REACH)
        own = file.read(start - other.start, _STRETCH)
    return _best(np.asarray(around.sum(axis=0)), np.asarray(own.sum(axis=0)))


def _best(around: Array, own: Array) -> int | None:
    """The lag at which a whitened stretch stands out in what is around it (the phase transform)."""
    size = 1 << (len(around) + len(own) - 1).bit_length()
    spectrum = np.fft.rfft(around, size) * np.conj(np.fft.rfft(own, size))
    magnitude = np.abs(spectrum)
    white = spectrum / np.maximum(magnitude, _FAINT * magnitude.mean() + _NOTHING)
    alike = np.abs(np.fft.irfft(white, size)[: 2 * REACH + 1])
    at, spread = int(alike.argmax()), float(np.sqrt(np.square(alike).mean()))
    beside = np.concatenate((alike[: max(0, at - _BROAD)], alike[at + _BROAD :]))
    stands_out = spread and alike[at] > max(_SURE * spread, _ALONE * beside.max())
    return at - REACH if stands_out and _BROAD < at < 2 * REACH - _BROAD else None
