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
        self._pace, self._drawn = Pace(), 0.0

    def step(self, progress: Progress) -> None:
        now = time.monotonic()
        is_fresh = self._pace.follow(progress, now)
        if is_fresh or now - self._drawn >= _EVERY_SECONDS:
            self._drawn = now
            line = bar(progress, now - self._pace.begun, shutil.get_terminal_size().columns)
            sys.stderr.write(_ERASE + line)
            sys.stderr.flush()


def bar(progress: Progress, seconds: float, columns: int) -> str:
    """`Printing [#####.....]  50 %  0:12 left` after so many seconds, in less than so many columns."""
    remaining = seconds_left(progress, seconds)
    left = "" if remaining is None else f"  {clock(remaining)} left"
    said = f"{100 * progress.share:3.0f} %{left}"
    width = min(_WIDEST, columns - len(progress.stage) - len(said) - 6)
    drawn = "#" * round(width * progress.share)
    return f"{progress.stage} [{drawn:.<{width}}] {said}" if width > 0 else said[: columns - 1]


def seconds_left(progress: Progress, seconds: float) -> float | None:
    """How long a whole will take yet that has taken so many seconds; None while that cannot be known."""
    share = progress.share
    return seconds / share - seconds if share and seconds > _SETTLED_SECONDS else None


class Pace:
    """When the whole has `begun` that a render is at, and which stage of it goes on."""

    def __init__(self) -> None:
        self.begun, self._stage = 0.0, ""

    def follow(self, progress: Progress, now: float) -> bool:
        """Take in how far a render is; whether another stage has begun, of this whole or of the next one."""
        is_fresh = progress.stage != self._stage
        if is_fresh:
            self._stage = progress.stage
            self.begun = self.begun if progress.before else now
        return is_fresh


class _Lines:
    """A line for each stage, and one for each quarter of the whole."""

    def __init__(self) -> None:
        self._said: tuple[str, int] = ("", -1)

    def step(self, progress: Progress) -> None:
        quarter = int(4 * progress.share)
        if (progress.stage, quarter) > self._said or progress.stage != self._said[0]:
            self._said = (progress.stage, quarter)
            print(f"{progress.stage} {25 * quarter} %", file=sys.stderr)
