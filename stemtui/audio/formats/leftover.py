"""What follows the samples of a file and is no chunk: sound that a size of data leaves out, or a sloppy end.

More than `LEFTOVER` bytes are taken for sound wherever they are met. Fewer are where the size of the whole
file counts them too, or where they go on like the sound before them: as loud, as smooth, and without a step.
"""

import struct
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO

from stemtui.audio.formats.chunks import is_blank
from stemtui.audio.formats.claims import LEFTOVER, Claims
from stemtui.text import counted

_FEWEST, _MOST = 64, 2_048
"""Frames that are compared on either side."""
_SMOOTH, _ALIKE, _STEP = 0.4, 4.0, 3.0
"""How large the mean step between samples of a smooth sound may be beside their mean magnitude; how many
times louder or rougher what goes on may be; and how many mean steps lie between the two."""
_FLOATS = {"FLOAT": "f", "DOUBLE": "d"}
_WIDTHS = {"PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "FLOAT": 4, "DOUBLE": 8}
_HEAD, _GRID = 12, 8
"""Bytes of the head that has the size of the whole; and the most by which a chunk is moved to its place."""


def with_leftover(file: BinaryIO, end: int, claims: Claims) -> Claims:
    """The claims of a file of `end` bytes, damaged where sound follows that its size of data leaves out."""
    behind = claims.samples_at + claims.header.frames * claims.block
    left = end - behind
    is_known = claims.samples_at and not claims.damage and claims.header.subtype in _WIDTHS
    if not is_known or not 2 * claims.block <= left < LEFTOVER or not claims.header.frames:
        return claims
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(behind)
    begins = file.read(_GRID + 4)
    if any(_is_name(begins[at : at + 4]) for at in range(_GRID)) or is_blank(file, behind, end):
        return claims
    if not (_counts(head, end) or _goes_on(file, claims, behind, left)):
        return claims
    frames = claims.header.frames + left // claims.block
    said = (
        f"header claims {counted(claims.header.frames, 'frame')}, but {left} bytes follow that are no chunk"
    )
    damage = f"{said}, {counted(frames, 'frame')} to the end of the file"
    header = replace(claims.header, problems=(*claims.header.problems, damage))
    return replace(claims, header=header, damage=damage, held=frames)


def with_part_of_a_frame(end: int, claims: Claims) -> Claims:
    """The claims of a file of `end` bytes, damaged where its samples, whose length it does not state, end in
    the middle of a frame: it was cut there. A pad byte, which makes an odd size even, is none of theirs.
    """
    if not claims.samples_at or not claims.is_endless or claims.damage:
        return claims
    rest = end - claims.samples_at
    if rest % claims.block <= (rest + 1) % 2:
        return claims
    damage = f"truncated: the file ends in the middle of a frame, {counted(claims.held, 'frame')} before it"
    return replace(claims, header=replace(claims.header, problems=(damage,)), damage=damage)


def _is_name(letters: bytes) -> bool:
    return len(letters) == 4 and all(32 <= letter < 127 for letter in letters)


def _counts(head: bytes, end: int) -> bool:
    """Whether the size of the whole, which some forms state first, reaches to the end of the file."""
    if head[:4] not in (b"RIFF", b"FORM"):
        return False
    size = int.from_bytes(head[4:8], "little" if head[:1] == b"R" else "big")
    return end - 1 <= size + 8 <= end + 1


def _goes_on(file: BinaryIO, claims: Claims, behind: int, left: int) -> bool:
    """Whether the first channel of what follows goes on like the sound before it."""
    frames = min(left // claims.block, claims.header.frames, _MOST)
    if frames < _FEWEST:
        return False
    file.seek(behind - frames * claims.block)
    samples = _first_channel(file.read(2 * frames * claims.block), claims)
    before, after = samples[:frames], samples[frames:]
    loud, step = _mean(before), _mean_step(before)
    is_smooth = 0.0 < step <= _SMOOTH * loud
    is_alike = loud / _ALIKE <= _mean(after) <= loud * _ALIKE
    is_as_rough = step / _ALIKE <= _mean_step(after) <= step * _ALIKE
    return is_smooth and is_alike and is_as_rough and abs(after[0] - before[-1]) <= _STEP * step


def _first_channel(content: bytes, claims: Claims) -> list[float]:
    width, order = _WIDTHS[claims.header.subtype], claims.order
    each = [content[at : at + width] for at in range(0, len(content) - claims.block + 1, claims.block)]
    if letter := _FLOATS.get(claims.header.subtype):
        return [float(struct.unpack(order + letter, one)[0]) for one in each]
    is_little = order == "<"
    return [float(int.from_bytes(one, "little" if is_little else "big", signed=True)) for one in each]


def _mean(samples: list[float]) -> float:
    return sum(map(abs, samples)) / len(samples)


def _mean_step(samples: list[float]) -> float:
    return sum(abs(b - a) for a, b in pairwise(samples)) / (len(samples) - 1)
