"""A headless browser at the end of two pipes, for tests of the page: no driver and no network is needed.

Chromium speaks its DevTools protocol over file descriptors 3 and 4: JSON, each message ended by a zero byte.
"""

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

PATIENCE = 60.0

# the browser is given the pipes under the numbers at which it looks for them
_LAUNCH = """
import fcntl, os, sys
reads, writes = (fcntl.fcntl(int(pipe), fcntl.F_DUPFD, 10) for pipe in sys.argv[1:3])
os.dup2(reads, 3), os.dup2(writes, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One tab. `complaints` are what it has written to its console: errors, refusals, missing files."""

    def __init__(self, reads: int, writes: int) -> None:
        self._from, self._to = os.fdopen(reads, "rb"), os.fdopen(writes, "wb")
        self._number, self._session, self._rest = 0, "", b""
        self.complaints: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Log", "Runtime", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command; what it answers."""
        self._number += 1
        said = {"id": self._number, "method": method, "params": params}
        if self._session:
            said["sessionId"] = self._session
        self._to.write(json.dumps(said).encode() + b"\0")
        self._to.flush()
        while (heard := self._heard()).get("id") != self._number:
            self._note(heard)
        assert "error" not in heard, heard
        return dict(heard["result"])

    def open(self, path: Path, width: int, scheme: str = "light", media: str = "") -> None:
        """Show a page in a window of so many pixels, light or dark, on the screen or on paper."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)
        self.ask("Page.navigate", url=path.absolute().as_uri())
        while (heard := self._heard()).get("method") != "Page.loadEventFired":
            self._note(heard)

    def run(self, script: str) -> Any:
        """The value of a script, or of what it promises."""
        found = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def _heard(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._from], [], [], PATIENCE)[0], "the browser says nothing"
            fresh = os.read(self._from.fileno(), 1 << 16)
            assert fresh, "the browser has gone"
            self._rest += fresh
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))

    def _note(self, heard: dict[str, Any]) -> None:
        match heard.get("method"):
            case "Log.entryAdded":
                self.complaints.append(heard["params"]["entry"]["text"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Network.loadingFailed":
                self.complaints.append(json.dumps(heard["params"]))


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own, ended with the block."""
    assert PROGRAM is not None
    (reads, its_writes), (its_reads, writes) = os.pipe(), os.pipe()
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
    command = [PROGRAM, *flags, "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(
        [sys.executable, "-c", _LAUNCH, str(its_reads), str(its_writes), *command],
        pass_fds=(its_reads, its_writes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(its_reads), os.close(its_writes)
    try:
        yield _started(reads, writes)
    finally:
        process.terminate()
        process.wait(20)


def _started(reads: int, writes: int) -> Browser:
    """A browser that answers; one that does not even begin says nothing of the page."""
    try:
        return Browser(reads, writes)
    except (AssertionError, BrokenPipeError) as error:
        pytest.skip(f"{PROGRAM} does not start here: {error}")
