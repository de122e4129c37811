"""The render's progress on standard error: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stemtui.render.progress import Progress


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Yield what a render is to call as it goes on; None when nothing is to be shown."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as step:
            yield step
    else:
        yield _Lines().step


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    # rich comes with textual; it is imported only where there is a terminal to draw on
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Printing")

        def step(progress: Progress) -> None:
            bar.update(task, description=progress.stage, completed=progress.done, total=progress.total)

        yield step


class _Lines:
    """A line for each stage, and one for each quarter of it."""

    def __init__(self) -> None:
        self._said: tuple[str, int] = ("", -1)

    def step(self, progress: Progress) -> None:
        quarter = 4 * progress.done // max(1, progress.total)
        if (progress.stage, quarter) > self._said or progress.stage != self._said[0]:
            self._said = (progress.stage, quarter)
            print(f"{progress.stage} {25 * quarter} %", file=sys.stderr)
