"""What an input may take: some seconds and megabytes, and some more for each kilobyte of it."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SECONDS, SECONDS_A_KILOBYTE = 1.0, 0.05
"""Of processor time, in which other programs do not count."""
MEGABYTES, MEGABYTES_A_KILOBYTE = 64.0, 1.0


class Unbounded(AssertionError):
    """An input took more than its size explains."""


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Raise Unbounded where what is done with an input of `size` bytes takes too long, or too much memory."""
    _forget()
    began, had = time.process_time(), _most_megabytes()
    yield
    took, grew = time.process_time() - began, _most_megabytes() - had
    if took > SECONDS + SECONDS_A_KILOBYTE * size / 1024:
        raise Unbounded(f"{size} bytes took {took:.1f} s")
    if grew > MEGABYTES + MEGABYTES_A_KILOBYTE * size / 1024:
        raise Unbounded(f"{size} bytes took {grew:.0f} MB")


def _forget() -> None:
    """Have the system note the most memory anew; where it cannot, an input hides what later ones take."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _most_megabytes() -> float:
    """The most memory that this process has had since then."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
