"""Sums that leave noise-shaped dither: more than rounding, and nothing that was done to them."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.receiving.sounds.hearing import Heard
from stemtui.receiving.sums.blame import rests
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.sums import EXACT, Sum
from stemtui.render.proofs.shaping import Shape, may_be_dither


def with_shapes(sums: Sequence[Sum], lefts: Sequence[Left], heard: Sequence[Heard]) -> list[Left]:
    """What sums leave, told where it is such dither. Raises AudioFileError."""
    return [_told(*each, heard) for each in zip(sums, lefts, strict=True)]


def _told(one: Sum, left: Left, heard: Sequence[Heard]) -> Left:
    files = [heard[at] for at in (one.target, *one.members)]
    is_rounded = any(file.header.bits for file in files) and not any(file.is_changed for file in files)
    if left.is_explained or one.manner not in EXACT or not is_rounded:
        return left
    if not may_be_dither(left.found, left.limit):
        return left
    shape = Shape()
    for rest, _ in rests(one, left, heard):
        shape.add(rest)
    return replace(left, is_shaped=True) if shape.is_dither(left.found, left.limit) else left
