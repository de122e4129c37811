"""The memory of a process and of all that it has begun, pages that they share counted once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SECONDS = 0.05


class Peak:
    """The most that was in use, in MB."""

    megabytes = 0.0


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Look at it twenty times a second; which takes time from what is looked at."""
    peak, ended = Peak(), threading.Event()

    def look() -> None:
        while not ended.wait(_SECONDS):
            peak.megabytes = max(peak.megabytes, sum(map(_held, _family(pid))) / 1024)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peak
    finally:
        ended.set()
        looking.join()


def _family(pid: int) -> Iterator[int]:
    """A process and those that descend from it."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    """What a process holds in kB, its part of what is shared."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
