"""A process that comes to grief at its n-th operation on a folder's files: killed, or told that it failed.

Python's audit events count the operations (opening, making, moving, linking, deleting), so that a number
means the same moment each time; those of threads may change places. The process is a fork, so that nothing is
imported twice.
"""

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

OPERATIONS = ("open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod", "os.listdir")
WRITING = ("os.mkdir", "os.link")
NEVER = 1 << 30


def count(folder: Path, work: Callable[[], object]) -> int:
    """How many operations on files below a folder a piece of work takes; it is done."""
    reads, writes = os.pipe()
    if not (child := os.fork()):
        counted = [0]
        _watch(folder, lambda *_: counted.__setitem__(0, counted[0] + 1))
        code = _done(work)
        os.write(writes, str(counted[0]).encode())
        os._exit(code)
    os.close(writes)
    assert os.waitpid(child, 0)[1] == 0
    with os.fdopen(reads) as pipe:
        return int(pipe.read())


def killed(folder: Path, work: Callable[[], object], number: int, how: int) -> int:
    """Do a piece of work that is sent a signal before its operation of that number; how the process ended."""

    def act(at: int, event: str, arguments: tuple[object, ...]) -> None:
        if at == number:
            os.kill(os.getpid(), how)

    return _ended(folder, work, act)


def failed(folder: Path, work: Callable[[], object], number: int, code: int, until: int = NEVER) -> int:
    """Do a piece of work whose operations from that number on fail where they write, but for clearing up."""

    def act(at: int, event: str, arguments: tuple[object, ...]) -> None:
        writes = event in WRITING or (event == "open" and _is_writing(arguments))
        if number <= at <= until and writes:
            raise OSError(code, os.strerror(code), os.fsdecode(str(arguments[0])))

    return _ended(folder, work, act)


def cut(work: Callable[[], object], most: int) -> int:
    """Do a piece of work that is killed at once where a file of it would pass so many bytes."""
    if not (child := os.fork()):
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        os._exit(_done(work))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _ended(
    folder: Path, work: Callable[[], object], act: Callable[[int, str, tuple[object, ...]], None]
) -> int:
    if not (child := os.fork()):
        at = [0]

        def seen(event: str, arguments: tuple[object, ...]) -> None:
            at[0] += 1
            act(at[0], event, arguments)

        _watch(folder, seen)
        os._exit(_done(work))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _watch(folder: Path, seen: Callable[[str, tuple[object, ...]], None]) -> None:
    begins, here = f"{folder}{os.sep}", os.getpid()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in OPERATIONS and os.getpid() == here:
            named = arguments[0]
            path = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""
            if path.startswith(begins):
                seen(event, arguments)

    sys.addaudithook(hook)


def _is_writing(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _done(work: Callable[[], object]) -> int:
    """Do the work in a process that dies of signals as a Python program does; 0 where it came to its end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        work()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from stemtui.errors import StemtuiError

        if isinstance(error, StemtuiError):
            return 1
        traceback.print_exc()
        return 99
    return 0
