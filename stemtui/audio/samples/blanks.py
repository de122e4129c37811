"""Blank blocks of a disk in bare samples, and which of them are holes that a broken copy or recorder left.

Zeros are silence too, so a run of them is called a hole only where four things come together. It begins and
ends where blocks of the file do; one of its ends is none that an edit or a plug-in would choose, being inside
a frame or at no multiple of 64 frames from the first; sound is cut off before it and sets in behind it at its
full level, without a fade; and the file has no silence of its own between its first sound and its last. Edits
that lie anywhere meet the first by chance in one of some ten thousand files, and all four in far fewer.
"""

from collections.abc import Callable, Sequence
from io import FileIO

import numpy as np
import numpy.typing as npt

from stemtui.audio.formats.claims import Claims
from stemtui.audio.machine.system import read_at
from stemtui.audio.samples.quantise import Samples
from stemtui.header import Header
from stemtui.holes import Hole

BLOCK = 512
"""Bytes of the smallest block that disks and cards are written in; larger ones are multiples of it."""
GRID = 64
"""Frames: what is cut by a plug-in's buffer, or on the beat at usual tempi, is cut at a multiple of it."""
NEAR, AROUND = 4, 256
"""Frames directly beside a hole, and those that say how loud it is there."""

_FADED = 1 / 8
_FAINTEST = 16
"""Steps of the word length, or of 24 bit for floats: sound that is fainter ends in zeros by itself."""
MOST_RUNS = 65_536

Run = tuple[int, int]
"""The first byte of a stretch, and the one behind its last."""


class Blank:
    """The blocks of one file that hold only zeros, noted as its bytes pass by in any order, in any thread."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    def note(self, at: int, stretch: memoryview) -> None:
        """Take in the bytes from a position of the file; a block that passes in parts counts by each."""
        content = np.frombuffer(stretch, np.uint8)
        lead = min(-at % BLOCK, len(content))
        rows = content[lead : lead + (len(content) - lead) // BLOCK * BLOCK].reshape(-1, BLOCK)
        blank = _of_zeros(rows)
        blank += (at + lead) // BLOCK
        head, rest = content[:lead], content[lead + rows.size :]
        if lead and not head.any():
            blank = np.append(at // BLOCK, blank)
        if len(rest) and not rest.any():
            blank = np.append(blank, (at + lead) // BLOCK + len(rows))
        if len(blank) and len(self._runs) <= MOST_RUNS:
            self._runs += _in_a_row(blank)

    def runs(self) -> Sequence[Run]:
        """The runs of such blocks, by their bytes; none where there are so many that nothing follows."""
        merged: list[Run] = []
        for first, last in sorted(self._runs) if len(self._runs) <= MOST_RUNS else ():
            if merged and first <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(last, merged[-1][1])
            else:
                merged.append((first, last))
        return merged


def _of_zeros(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    """Which rows hold only zeros: eight bytes of each are looked at, then all between the first and the last
    of those that begin so, as one where that is silence without a break."""
    likely = np.flatnonzero(rows.view(np.uint64)[:, 0] == 0)
    if not len(likely):
        return likely
    between = rows[likely[0] : likely[-1] + 1]
    if len(between) == len(likely) and not between.max():
        return likely
    found: npt.NDArray[np.intp] = np.flatnonzero(between.max(axis=1) == 0) + likely[0]
    return found


def holes(
    file: FileIO, claims: Claims, blank: Blank, samples: Callable[[int, int], Samples]
) -> tuple[Hole, ...]:
    """The holes of a file whose bytes have passed; `samples` gives frames from one on. Raises OSError."""
    begin, end = claims.samples_at, claims.samples_at + claims.header.frames * claims.block
    exact = (_exact(file, run, begin, end) for run in blank.runs())
    inner = [run for run in exact if run[1] - run[0] >= BLOCK and begin < run[0] and run[1] < end]
    found = [_hole(run, claims, samples) for run in inner]
    known = tuple(one for one in found if one)
    return known if len(known) == len(found) else ()


def _in_a_row(blocks: npt.NDArray[np.intp]) -> list[Run]:
    """Numbers of blocks as runs of bytes."""
    cuts = np.flatnonzero(np.diff(blocks) > 1) + 1
    groups = np.split(blocks, cuts)
    return [(int(group[0]) * BLOCK, (int(group[-1]) + 1) * BLOCK) for group in groups]


def _exact(file: FileIO, run: Run, begin: int, end: int) -> Run:
    """A run of blocks to the byte: it may begin in the block before it and end in the one behind it."""
    low, high = max(begin, run[0] - BLOCK), min(end, run[1] + BLOCK)
    front = _bytes(file, low, min(high, run[0] + BLOCK))
    back = _bytes(file, max(low, run[1] - BLOCK), high)
    return low + len(front.rstrip(b"\0")), high - len(back.lstrip(b"\0"))


def _bytes(file: FileIO, first: int, last: int) -> bytes:
    content = bytearray(last - first)
    return bytes(content[: read_at(file, memoryview(content), first)])


def _hole(run: Run, claims: Claims, samples: Callable[[int, int], Samples]) -> Hole | None:
    """A run of zeros as a hole, if it is one; a zero or two beside one may belong to the samples there."""
    first, last = -(-run[0] // BLOCK) * BLOCK, run[1] // BLOCK * BLOCK
    block, header = claims.block, claims.header
    spare = block // header.channels
    begin, end = first - claims.samples_at, last - claims.samples_at
    if last <= first or first - run[0] >= spare or run[1] - last >= spare:
        return None
    if begin % (GRID * block) == 0 and end % (GRID * block) == 0:
        return None
    start, behind = begin // block, -(-end // block)
    before = np.abs(samples(max(0, start - AROUND), min(AROUND, start)))
    after = np.abs(samples(behind, min(AROUND, header.frames - behind)))
    if not (_is_full(before[:, ::-1], header) and _is_full(after, header)):
        return None
    return Hole(start / header.samplerate, (behind - start) / header.samplerate)


def _is_full(magnitudes: Samples, header: Header) -> bool:
    """Whether sound, shape (channels, frames), is as loud in its first frames as in those that follow."""
    if magnitudes.shape[1] < AROUND:
        return False
    level = float(magnitudes.mean())
    is_sound = level >= _FAINTEST * 2.0 ** (1 - (header.bits or 24))
    return is_sound and float(magnitudes[:, :NEAR].mean()) >= _FADED * level
