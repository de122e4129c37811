"""The least that showing another page can cost, whatever is sent: `tests/bench/wire_floor.py [FOLDER]`.

It opens a session (the campaign by default) at 80x24, goes to the end of its list and back, and prints for
each way how many bytes were sent, and a floor under that for any terminal that does what xterm, tmux,
screen, mosh and the Linux console all do: write, erase, tabs, put letters in and take them out of a row,
move whole rows. None of these copies a letter, so one that is on the screen more often than before has to
be written. The floor counts less than can be, so that no cleverer way is below it: rows are moved anywhere
for nothing, but no two are made from the same; a letter that is written costs its bytes, and its ink
nothing; to get to a row, and past what stays or is erased in it between two parts that are written, costs
one byte; to put letters in, or to take them out, three.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from stemtui.tui.wire.pen import BLANK
from stemtui.tui.wire.strokes import Row
from tests.test_tui_wire import on_the_line

CAMPAIGN = Path(__file__).parents[2] / "sample_sessions" / "campaign"
SHIFT, REACH, PAST = 3, 1, 1
Rows = Sequence[Row]


def floor(old: Rows, new: Rows) -> int:
    """Bytes that it takes at least to show rows as others."""
    changed = [row for y, row in enumerate(new) if row != old[y]]
    costs = [
        [least(before, after) + (REACH if before != after else 0) for before in old] for after in changed
    ]
    return assigned(costs)


def assigned(costs: Sequence[Sequence[int]]) -> int:
    """The least sum of one cost from each row, no two from one column (the Hungarian method)."""
    height, width = len(costs), len(costs[0])
    rows, columns = [0] * (height + 1), [0] * (width + 1)
    taken = [0] * (width + 1)
    for row in range(1, height + 1):
        taken[0], at = row, 0
        least_left, before, seen = [1 << 20] * (width + 1), [0] * (width + 1), [False] * (width + 1)
        while taken[at]:
            seen[at], here = True, taken[at]
            for column in range(1, width + 1):
                left = costs[here - 1][column - 1] - rows[here] - columns[column]
                if not seen[column] and left < least_left[column]:
                    least_left[column], before[column] = left, at
            by, at_next = min((least_left[one], one) for one in range(1, width + 1) if not seen[one])
            for column in range(width + 1):
                if seen[column]:
                    rows[taken[column]] += by
                    columns[column] -= by
                else:
                    least_left[column] -= by
            at = at_next
        while at:
            taken[at], at = taken[before[at]], before[at]
    return -columns[0]


def least(old: Row, new: Row) -> int:
    """Bytes that it takes at least to show a row as another.

    Letter by letter, for each number of letters that were put in so far: what has been sent where nothing was
    written yet; where the last one was written; where it was gone past; and where nothing more is written.
    """
    width = len(new)
    shifts = np.arange(-width, width + 1)
    far = np.full(len(shifts), 1 << 20)
    begun = np.where(shifts == 0, 0, far)
    ways = [begun, begun, far, begun]
    for x, cell in enumerate(new):
        leading, written, past, ended = (np.minimum(way, way.min() + SHIFT) for way in ways)
        stays = np.array([cell == BLANK or (0 <= x - by < width and old[x - by] == cell) for by in shifts])
        best = np.minimum.reduce((leading, written, past))
        further = (leading, np.minimum(written + PAST, past), np.minimum(ended, best))
        leading, past, ended = (np.where(stays, way, far) for way in further)
        ways = [leading, best + len(cell[0].encode()), past, ended]
    return int(min(way.min() for way in ways))


def main() -> None:
    """Print what each key costs, and the floor under that."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CAMPAIGN
    with on_the_line(folder) as wire:
        wire.heard(until=b"LUFS")
        wire.is_silent()
        for key in "GgGg":
            before = [row.copy() for row in wire.screen.cells]
            os.write(wire.line, key.encode())
            sent = len(wire.heard(until=b"LUFS"))
            print(f"{key}  {sent} bytes sent, {floor(before, wire.screen.cells)} at least", flush=True)


if __name__ == "__main__":
    main()
