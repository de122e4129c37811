"""Many files looked at briefly: one after the other, or several at once where a disk lets one wait."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")
Seen = TypeVar("Seen")

_AT_ONCE = 16
_PROMPT = 0.001
"""Seconds a file, on the mean of those so far, beyond which it is the disk that takes them: a header that is
cached, or on a disk at hand, takes a third of it, and threads that run Python hold up one another."""


def looked_at(look: Callable[[Thing], Seen], things: Iterable[Thing]) -> list[Seen]:
    """What `look` sees of each thing, in their order; it is called from other threads too."""
    left, seen = deque(things), list[Seen]()
    begun = time.perf_counter()
    while left and time.perf_counter() - begun <= _PROMPT * (len(seen) + 1):
        seen.append(look(left.popleft()))
    if not left:
        return seen
    from concurrent.futures import ThreadPoolExecutor  # here, because most disks do without

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [*seen, *pool.map(look, left)]
