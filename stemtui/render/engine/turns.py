"""Turns: several threads work at several blocks, and yet everything with a memory meets them in order."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Condition

from stemtui.errors import StemtuiError


class Abandoned(StemtuiError):
    """A turn that never comes, because an earlier block has failed."""


class Turns:
    """Doors that blocks 0, 1, 2, ... pass one at a time and in this order.

    A block that waits at a door waits for an earlier one alone, and the earliest never waits: as long as
    blocks are begun in order, and each passes every door, there is no deadlock.
    """

    def __init__(self) -> None:
        self._moved = Condition()
        self._next: defaultdict[Hashable, int] = defaultdict(int)
        self._failed = math.inf

    @contextmanager
    def at(self, door: Hashable, block: int) -> Iterator[None]:
        """Wait for a block's turn at a door, and let the next one pass at the end. Raises Abandoned."""
        with self._moved:
            self._moved.wait_for(lambda: self._next[door] == block or self._failed < block)
            if self._failed < block:
                raise Abandoned("An earlier block has failed.")
        yield
        with self._moved:
            self._next[door] = block + 1
            self._moved.notify_all()

    def fail(self, block: float = -1) -> None:
        """Let no later block wait any longer: this one, or before the first of all the render, has failed."""
        with self._moved:
            self._failed = min(self._failed, block)
            self._moved.notify_all()
