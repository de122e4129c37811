"""A render in a process of its own, which outlives the screen: begun, followed, stopped, found again.

It tells what it does into a file in the cache, or beside the manifest where there is none, not into a pipe:
nothing breaks when the screen goes. The file is locked before the process gets it, and the system lets go of
that lock when the process ends, however it ends: so a screen that comes later knows a render that goes on
from one that was killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from stemtui import caches
from stemtui.errors import StemtuiError
from stemtui.locks import is_surely_locked, take
from stemtui.manifest.disk import digest
from stemtui.receipts import read_receipt, tables
from stemtui.session import Session
from stemtui.tui.rendering.report import Report, told

GIVEN_WAY = 10


class Rendering:
    """A render that goes on or has ended: its report, and the process where it is a child of ours.

    `is_over` once it has ended and all is read that it told, `is_stopped` when it was asked to stop; its end
    `is_read_elsewhere` where another screen has shown it and forgotten it. `session` is what it prints, where
    that is known.
    """

    def __init__(self, place: Path, process: subprocess.Popen[bytes] | None = None) -> None:
        self.place, self.process = place, process
        self.report = Report()
        self.is_over = self.is_stopped = self.is_read_elsewhere = False
        self.session: Session | None = None
        self._read, self._rest = 0, b""

    def follow(self) -> None:
        """Read what has been told since. What a render that was killed has left is taken away.

        Whether it has ended is asked first, so that no last word is missed.
        """
        is_running = self._is_running
        try:
            self._follow()
        except FileNotFoundError:
            self.is_read_elsewhere = True
        except OSError:
            pass  # what cannot be read now may be later
        if not is_running:
            self.report = told(self.report, [self._rest])
            if self.report.plan and not self.report.end:
                from stemtui.render.deliveries.publish import recover  # here: hardly ever needed

                recover(Path(self.report.plan["folder"]))
            self.is_over = True

    def _follow(self) -> None:
        with self.place.open("rb") as file:
            self.is_read_elsewhere = os.fstat(file.fileno()).st_size < self._read
            file.seek(self._read)
            said = file.read()
            self._read += len(said)
            *lines, self._rest = (self._rest + said).split(b"\n")
            self.report = told(self.report, lines)

    @property
    def has_begun(self) -> bool:
        """Whether the manifest has been read: from then on it may be saved again."""
        return self.is_over or bool(self.report.started)

    def stop(self) -> None:
        """Stop it, as ctrl-c would, which a shell may have it ignore; it cleans up and says so."""
        pid = self.process.pid if self.process else self.report.started.get("pid")
        if pid is None or not self._is_running:
            return
        self.is_stopped = True
        with suppress(OSError):
            os.kill(pid, signal.SIGTERM)

    @property
    def _is_running(self) -> bool:
        return self.process.poll() is None if self.process else is_surely_locked(self.place)

    def is_still_so(self, manifest: Path) -> bool:
        """Whether its end is one of what lies there now: its prints do, or the manifest is as it was read.

        Another session may have been put in the place of the one that it printed.
        """
        if (receipt := self.report.end.get("receipt")) is not None:
            return _prints(read_receipt(Path(self.report.plan["folder"]))) == _prints(receipt)
        return bool(now := digest(manifest)) and now == self.report.started.get("sha256", now)

    def settle(self) -> None:
        """Forget how it ended: somebody has read that."""
        with suppress(OSError):
            if not is_surely_locked(self.place):
                os.truncate(self.place, 0)
                if self.place.name.startswith("."):
                    self.place.unlink()


def _prints(receipt: Mapping[str, Any] | None) -> set[tuple[Any, Any]]:
    return {(file["file"], file.get("sha256")) for file in tables(dict(receipt or {}), "file")}


def begin(path: Path, version: str = "") -> Rendering:
    """Print a manifest's order in a process of its own; or find the render of it that goes on already.

    With a `version`, it is printed as that one, beside the delivery that is there.
    """
    place, handle = _opened(path)
    try:
        with suppress(OSError):
            if not take(handle):
                return Rendering(place)
        os.truncate(handle, 0)
        return Rendering(place, _process(path, handle, version))
    except OSError as error:
        raise StemtuiError(f"The render could not be started: {error.strerror or error}.") from error
    finally:
        os.close(handle)


def _opened(path: Path) -> tuple[Path, int]:
    """The file that a render is to be told in, and it open."""
    for place in reports_of(path):
        with suppress(OSError):
            if place.parent != path.parent:
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return place, os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    # nothing can be found again there, and a render is worth more than its report
    handle, name = tempfile.mkstemp(prefix="stemtui-")
    return Path(name), handle


def _process(path: Path, handle: int, version: str) -> subprocess.Popen[bytes]:
    """The process, in a session of its own: a terminal that goes takes nothing with it.

    It finds the modules that this process has, and none that lie where it is started.
    """
    process = subprocess.Popen(
        command(path, version),
        stdin=subprocess.DEVNULL,
        stdout=handle,
        stderr=handle,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    _give_way(process.pid)
    return process


def _give_way(pid: int) -> None:
    """Have a process let the screen go first: keys are answered while both cores print.

    Linux shares its cores out between sessions before it looks at a process's own priority.
    """
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + GIVEN_WAY)
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(GIVEN_WAY))


def command(path: Path, version: str = "") -> list[str]:
    """The command line that prints a manifest's order."""
    line = [sys.executable, "-P", "-m", "stemtui", "render", os.path.abspath(path), "--json-lines"]
    return [*line, f"--version={version}"] if version else line


def found(path: Path) -> Rendering | None:
    """The render of a manifest that goes on, or whose end nobody has read; None where there is none."""
    for place in reports_of(path):
        with suppress(OSError):
            if place.stat().st_size > 0 or is_surely_locked(place):
                return Rendering(place)
    return None


def reports_of(path: Path) -> tuple[Path, ...]:
    """Where the renders of a manifest may be told: in the cache, else beside it."""
    beside = path.with_name(f".{path.name}.render")
    try:
        return caches.about(path, "render"), beside
    except RuntimeError:  # there is no home folder
        return (beside,)
