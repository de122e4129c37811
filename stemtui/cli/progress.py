"""The render's progress on standard error: a bar with the time left on a terminal, plain lines elsewhere."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stemtui.render.plans.progress import Progress
from stemtui.text import clock

_EVERY_SECONDS = 0.1
_SETTLED_SECONDS = 0.5
_WIDEST = 40
_ERASE = "\r\x1b[K"


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Yield what a render is to call as it goes on; None when nothing is to be shown."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        try:
            yield _Bar().step
        finally:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
    else:
        yield _Lines().step


class _Bar:
    """One line that is drawn again and again, seldom enough for a terminal far away."""

    def __init__(self) -> None:
        self._stage, self._begun, self._drawn = "", 0.0, 0.0

    def step(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._begun, self._drawn = progress.stage, now, 0.0
        if now - self._drawn >= _EVERY_SECONDS:
            self._drawn = now
            line = bar(progress, now - self._begun, shutil.get_terminal_size().columns)
            sys.stderr.write(_ERASE + line)
            sys.stderr.flush()


def bar(progress: Progress, seconds: float, columns: int) -> str:
    """`Printing [#####.....]  50 %  0:12 left` after so many seconds, in less than so many columns."""
    part = min(1.0, progress.done / max(1, progress.total))
    remaining = seconds_left(progress, seconds)
    left = "" if remaining is None else f"  {clock(remaining)} left"
    said = f"{100 * part:3.0f} %{left}"
    width = min(_WIDEST, columns - len(progress.stage) - len(said) - 6)
    drawn = "#" * round(width * part)
    return f"{progress.stage} [{drawn:.<{width}}] {said}" if width > 0 else said[: columns - 1]


def seconds_left(progress: Progress, seconds: float) -> float | None:
    """How long a stage will take yet that has taken so many seconds; None while that cannot be known."""
    part = min(1.0, progress.done / max(1, progress.total))
    return seconds / part - seconds if part and seconds > _SETTLED_SECONDS else None


class _Lines:
    """A line for each stage, and one for each quarter of it."""

    def __init__(self) -> None:
        self._said: tuple[str, int] = ("", -1)

    def step(self, progress: Progress) -> None:
        quarter = 4 * progress.done // max(1, progress.total)
        if (progress.stage, quarter) > self._said or progress.stage != self._said[0]:
            self._said = (progress.stage, quarter)
            print(f"{progress.stage} {25 * quarter} %", file=sys.stderr)
