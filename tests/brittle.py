"""libsndfile as it would be if some files brought it down: what the name of a file says happens to it.

The program of a process apart in tests, in place of `stemtui.audio.samples.decoding`.
"""

import os
import re
import signal
from typing import Any

from stemtui.audio.samples import decoding

SECONDS = 0.2
_SAID = re.compile(r"(opened|read|last).(SIGSEGV|SIGABRT|SIGFPE|SIGBUS|endless|noise)")


class Brittle(decoding.Streams):
    """Streams that fall when their file is opened, is read, or is read to its last frames."""

    def __init__(self) -> None:
        super().__init__()
        self._falls: dict[int, list[str]] = {}
        self._read: dict[int, int] = {}

    def answer(self, question: dict[str, Any]) -> tuple[dict[str, Any], memoryview]:
        """The answer, if it comes to that."""
        number = question["stream"]
        if "open" in question:
            said = _SAID.search(os.path.basename(question["open"]))
            self._falls[number] = [*said.groups()] if said else ["", ""]
            self._read[number] = 0
        when, how = self._falls[number]
        self._read[number] += question.get("frames", 0) + question.get("pass", 0)
        is_read = "frames" in question or "pass" in question
        if when == "opened" or (is_read and (when == "read" or (when and self._read[number] > 100_000))):
            _fall(how)
        return super().answer(question)


def _fall(how: str) -> None:
    while how == "endless":
        pass
    if how == "noise":
        os.write(1, b"warning: what is this?\n")
        os._exit(0)
    os.kill(os.getpid(), getattr(signal, how))


def main() -> None:
    """Answer as long as questions come."""
    decoding._SECONDS = SECONDS
    decoding.Streams = Brittle  # type: ignore[misc]
    decoding.main()


if __name__ == "__main__":
    main()
