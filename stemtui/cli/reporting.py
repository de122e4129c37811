"""A render told as JSON lines, for scripts and for the screen: one object a line, as it happens.

Each has an `event`: `started`, `plan` (what `--dry-run --json` says), `step` (`done` of `total` in a `stage`;
the `share` of the whole, and the seconds that are left of it), `peak` (of a print, so far), `file` (a print
that is kept, or that the disk has), `packed` (an archive) and, as the last one, `receipt`, `refused`,
`stopped` or `fault`.
"""

import json
import math
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stemtui import __version__
from stemtui.cli.progress import Pace, seconds_left
from stemtui.errors import Problem, ProblemsError, StemtuiError
from stemtui.manifest.disk import digest
from stemtui.render.deliveries.delivery import Finished, Heard, Progress, Receipt, Task
from stemtui.session import Session

_EVERY_SECONDS = 0.5


class Reporter:
    """Writes what a render of a session tells, a step twice a second at most.

    A reader that goes away, or a disk that is full, ends the report and not the render.
    """

    def __init__(self) -> None:
        self._session, self._is_read = Session(), True
        self._pace, self._told = Pace(), 0.0
        self._files: dict[str, str] = {}
        self._heard: dict[str, Heard] = {}
        self._said: dict[str, Heard] = {}

    def started(self, path: Path, session: Session) -> None:
        """Say which manifest has been read, with what in it, and by which process."""
        self._session, where = session, os.path.abspath(path)
        self.write("started", manifest=where, sha256=digest(path), pid=os.getpid(), version=__version__)

    def write(self, event: str, **said: Any) -> None:
        """Write one line."""
        if not self._is_read:
            return
        try:
            sys.stdout.write(json.dumps({"event": event, **said}) + "\n")
            sys.stdout.flush()
        except OSError:
            self._is_read = False
            # what could not be written would be tried once more, and fail, when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def step(self, progress: Progress) -> None:
        """Say how far the render is, and what has been heard since."""
        now = time.monotonic()
        is_fresh = self._pace.follow(progress, now)
        if is_fresh or now - self._told >= _EVERY_SECONDS or progress.done >= progress.total:
            self._told = now
            left = seconds_left(progress, now - self._pace.begun)
            said = {"stage": progress.stage, "done": progress.done, "total": progress.total}
            share, left = round(progress.share, 4), None if left is None else round(left, 1)
            self.write("step", **said, share=share, seconds_left=left)
            self._tell_heard()

    def _tell_heard(self) -> None:
        for item, one in self._heard.items():
            if one != self._said.get(item) and one.peak:
                peak = round(20.0 * math.log10(one.peak), 2) + 0.0
                self.write("peak", item=item, peak_dbfs=peak, clipped=one.clipped)
        self._said = dict(self._heard)

    def news(self, news: Task | Heard | Finished) -> None:
        """Say what the render sets out to do, or what has become of a print."""
        match news:
            case Task():
                from stemtui.render.deliveries.forecast import foreseen  # here: nobody else reports it

                found = foreseen(news)
                self._files = {one.item: one.file for one in found.writes}
                self.write("plan", **found.as_dict())
                for entry in news.kept.values():
                    self.write("file", kept=True, **entry)
            case Heard():
                self._heard[news.item] = news
            case Finished():
                self.write("file", kept=False, item=news.item, file=self._files[news.item], **news.figures)

    def packed(self, archive: Path) -> None:
        """Say which archive the delivery was packed into."""
        self.write("packed", archive=str(archive), bytes=archive.stat().st_size)

    def receipt(self, receipt: Receipt) -> None:
        """End with the receipt, and with which prints are new on it."""
        self.write("receipt", is_new=receipt.is_new, printed=receipt.printed, receipt=receipt.as_dict())

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Within the block, whatever stops the render is the last line."""
        try:
            yield
        except StemtuiError as error:
            found = error.problems if isinstance(error, ProblemsError) else ()
            summary = error.summary if isinstance(error, ProblemsError) else str(error)
            self.write("refused", stopped=summary, problems=[self._problem(one) for one in found])
            raise
        except KeyboardInterrupt:
            self.write("stopped")
            raise
        except Exception as error:  # whatever it is: who reads the lines is told, and it goes on
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(frame.filename).name}, line {frame.lineno}"
            self.write("fault", error=f"{type(error).__name__}: {error}", where=where)
            raise

    def _problem(self, problem: Problem) -> dict[str, object]:
        """A problem, and what the order line delivers that it is about: the lines may be edited meanwhile."""
        kind, _, number = problem.path.partition(".")
        line = self._session.order[int(number) - 1] if kind == "order" and number.isdigit() else None
        return problem.as_dict() | ({"item": line.deliver} if line else {})
