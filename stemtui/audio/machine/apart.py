"""A process apart, for what a file could bring down: what it does to it, it does not to who asks.

Questions go to it as lines of JSON, and so come the answers, each with as many bytes behind it as it says.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Lock
from typing import IO, Any, NoReturn

from stemtui.audio.machine.forks import can_fork, forked

_FEW_THREADS = {"OPENBLAS_NUM_THREADS": "1"}
"""It calculates nothing; numpy's libraries would take memory for as many threads as there are cores."""


_OWN = {0, 1, 2}
"""The handles that every program has."""


class Gone(Exception):
    """A process apart has ended without an answer; its text says of what signal, if that is known."""


class Apart:
    """A process that runs a module's `main` until nobody asks any more. No terminal sends it anything.

    `process` is its number.
    """

    def __init__(self, module: str) -> None:
        """Raises OSError where there can be no more processes."""
        self.is_gone = False
        self._asking = Lock()
        begun = _forked(module) if can_fork() else _spawned(module)
        self.process, self._asks, self._answers, self._killed = begun

    def ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        """The answer to a question, and the bytes behind it. Raises Gone."""
        with self._asking:
            if self.is_gone:
                raise Gone
            try:
                return self._answered(question)
            except (OSError, EOFError, ValueError, TypeError, AttributeError) as error:
                raise Gone(self._end()) from error
            except BaseException:  # its answer would be taken for that to the next question
                self._end()
                raise

    def end(self) -> None:
        """Let it go on no longer."""
        with self._asking:
            if not self.is_gone:
                self._end()

    def _answered(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        self._asks.write(json.dumps(question).encode() + b"\n")
        self._asks.flush()
        answer = json.loads(self._answers.readline())
        behind = bytearray(answer.pop("behind"))
        if behind and self._answers.readinto(behind) < len(behind):  # type: ignore[attr-defined]
            raise EOFError
        return answer, behind

    def _end(self) -> str:
        """What it ended of, by the name of the signal; "" for anything else."""
        self.is_gone = True
        for pipe in (self._asks, self._answers):
            with suppress(OSError):
                pipe.close()
        with suppress(ValueError):
            return signal.Signals(-self._killed()).name
        return ""


_Begun = tuple[int, IO[bytes], IO[bytes], Callable[[], int]]
"""Its number, what takes questions, what gives answers, and how it ended, which is killed if it has not."""


def _spawned(module: str) -> _Begun:
    """A program of its own, which finds the modules that this process has."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | _FEW_THREADS | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdin and process.stdout

    def killed() -> int:
        process.kill()
        return process.wait()

    return process.pid, process.stdin, process.stdout, killed


def _forked(module: str) -> _Begun:
    """A fork of this process, which has at once what this one has imported."""
    (takes, asks), (answers, gives) = pipes = os.pipe(), os.pipe()
    try:
        process = forked(lambda: _run(module, takes, gives))
    except OSError:
        for handle in (*pipes[0], *pipes[1]):
            os.close(handle)
        raise
    os.close(takes)
    os.close(gives)

    def killed() -> int:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        try:
            return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        except ChildProcessError:
            return 0

    return process, os.fdopen(asks, "wb"), os.fdopen(answers, "rb"), killed


def _run(module: str, takes: int, gives: int) -> NoReturn:
    """What the fork does. It keeps nothing open of the other's: a lock would be held for as long."""
    with open(os.devnull, "r+b", buffering=0) as nowhere:
        for handle, own in ((takes, 0), (gives, 1), (nowhere.fileno(), 2)):
            os.dup2(handle, own)
        for handle in {*map(int, os.listdir("/proc/self/fd"))} - _OWN:
            with suppress(OSError):  # what listed them is closed by now
                os.close(handle)
        import_module(module).main()
        os._exit(0)
