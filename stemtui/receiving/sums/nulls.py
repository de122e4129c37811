"""Sums measured sample by sample: what each leaves of its file, all of them in one reading."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import cast

import numpy as np

from stemtui.audio.machine.open_files import allow_open_files
from stemtui.audio.samples.quantise import Sounding, full_scale
from stemtui.audio.samples.source import Source
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import BLOCK, Heard
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.sums import Part, Sum
from stemtui.receiving.sums.tallies import Tally, left_of

_MOST_WHOLE = 128  # so many steps of 24 bit add up in 32 bit, with room


def measure(sums: Sequence[Sum], heard: Sequence[Heard]) -> list[Left]:
    """What each sum leaves, in the order of the sums. Raises AudioFileError."""
    if not sums:
        return []
    used = sorted({one.target for one in sums}.union(*(one.members for one in sums)))
    starts = [heard[one.target].start for one in sums]
    first, last = min(starts), max(heard[one.target].end for one in sums)
    blocks = range(first, last, BLOCK)
    share = -(-len(blocks) // (os.cpu_count() or 1))
    allow_open_files(len(used) * (os.cpu_count() or 1))
    parts = [blocks[at : at + share] for at in range(0, len(blocks), share)]

    def tallied(part: range) -> list[Tally]:
        with ExitStack() as files:
            sources = {at: files.enter_context(heard[at].asked.opened()) for at in used}
            return _tallied(sums, heard, sources, part)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        shares = list(pool.map(tallied, parts))
    shifts = [first - start for start in starts]
    return [
        left_of(one, heard, [tallies[at] for tallies in shares], shift)
        for at, (one, shift) in enumerate(zip(sums, shifts, strict=True))
    ]


def _tallied(
    sums: Sequence[Sum], heard: Sequence[Heard], sources: dict[int, Source], blocks: range
) -> list[Tally]:
    tallies = [Tally() for _ in sums]
    wanted: dict[int, list[tuple[int, Array | None]]] = {at: [] for at in sources}
    for at, one in enumerate(sums):
        for part in one.parts:
            is_plain = part.left == part.right == 1.0
            gain = None if is_plain else gains_of(part, heard[one.target].layout)
            wanted[part.index].append((at, gain))
    targets = {one.target for one in sums}
    for start in blocks:
        aims: dict[int, Sounding] = {}
        totals: dict[tuple[int, int], Sounding] = {}
        for index, source in sources.items():
            block = heard[index].asked.sounding(source, start, BLOCK)
            aims |= {index: block} if index in targets else {}
            for at, gain in wanted[index]:
                own = taken(sums[at], block)
                is_whole = gain is None and len(sums[at].parts) < _MOST_WHOLE
                own = own if is_whole else full_scale(own)
                own = own if gain is None else own * gain
                totals[at, len(own)] = _added(totals.get((at, len(own))), own)
        for at, one in enumerate(sums):
            layout = heard[one.target].layout
            widths = sorted((width for place, width in totals if place == at), reverse=True)
            total = _added(None, _wide(totals[at, widths[0]], layout))
            for width in widths[1:]:
                total = _added(total, totals[at, width])
            aim, total = _alike(_wide(aims[one.target], layout), total)
            tallies[at].add(start - heard[one.target].start, aim, total)
    return tallies


def taken(one: Sum, block: Sounding) -> Sounding:
    """A part's frames as a sum takes them: as they come, or folded to mono."""
    is_as_it_comes = len(block) == 1 or not one.is_folded
    return block if is_as_it_comes else full_scale(block).mean(axis=0, keepdims=True)


def _wide(block: Sounding, channels: int) -> Sounding:
    """A mono block in so many channels; others as they are."""
    return cast(Sounding, np.broadcast_to(block, (channels, block.shape[1])))


def gains_of(part: Part, layout: int) -> Array:
    """The gains of a part's channels: every other one is on the left."""
    return np.array([[part.right if channel % 2 else part.left] for channel in range(layout)])


def _added(total: Sounding | None, block: Sounding) -> Sounding:
    """A sum so far, with its channels side by side as they come from a file, and one more block in it."""
    if total is None:
        return cast(Sounding, np.array(block, order="F"))
    total, block = _alike(total, block)
    total += block
    return total


def _alike(one: Sounding, other: Sounding) -> tuple[Sounding, Sounding]:
    """Two as whole steps where both are, else both with full scale at 1.0."""
    return (one, other) if one.dtype == other.dtype else (full_scale(one), full_scale(other))
