"""What is left once a delivery is in its place, and nobody has to wait for: the disk takes what was written,
and the system gives back the space of what was replaced. Either can take longer than the render.

A process of its own sees to both. It holds the files open and has no other part in them: whatever becomes of
it, the delivery is in its place, and what was replaced is gone.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import active_count
from typing import NoReturn

_SPARE = 8
"""So many files the block can open, where there are more of them than the system lets be open."""


@contextmanager
def settled_behind(made: Path, replaced: Path) -> Iterator[None]:
    """Let a folder reach the disk, and the files of another that the block deletes be forgotten, meanwhile.

    Where the system cannot leave that to another process, it is done at the end of the block.
    """
    waits, ends = os.pipe()
    spare = [os.dup(waits) for _ in range(_SPARE)]
    fresh, former = _opened([made, *_files(made)]), _opened(_files(replaced))
    for handle in spare:
        os.close(handle)
    try:
        yield
    finally:
        _settle(fresh, former, waits)
        os.close(ends)


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    return []


def _opened(paths: Iterable[Path]) -> list[int]:
    """What can be opened of these; the others are as good as on the disk, or take their time."""
    handles = []
    for path in paths:
        with suppress(OSError):
            handles.append(os.open(path, os.O_RDONLY))
    return handles


def _settle(fresh: list[int], former: list[int], waits: int) -> None:
    """Hand open files over to a process that nobody waits for, and close them here."""
    can_fork = hasattr(os, "fork") and active_count() == 1  # a fork knows nothing of other threads' locks
    try:
        if not (can_fork and _left_to_another(fresh, former, waits)):
            _on_disk(fresh)
    finally:
        for handle in [*fresh, *former, waits]:
            os.close(handle)


def _left_to_another(fresh: list[int], former: list[int], waits: int) -> bool:
    """Fork twice, so that the one that stays is nobody's child; whether there is such a process."""
    with suppress(OSError):
        if not (child := os.fork()):
            _go_on(fresh, former, waits)
        return os.waitpid(child, 0)[1] == 0
    return False


def _go_on(fresh: list[int], former: list[int], waits: int) -> NoReturn:
    """The other process: it has only these files, and lets go of them when the first process has."""
    code = 1
    try:
        os.setsid()  # what stops or hangs up the terminal is not about this
        if not os.fork():
            _close_all_but([*fresh, *former, waits])
            _on_disk(fresh)
            os.read(waits, 1)
        code = 0
    finally:
        os._exit(code)


def _close_all_but(handles: Iterable[int]) -> None:
    """Close every other file: readers of a pipe wait for all who could write into it."""
    first = 0
    for handle in sorted(handles):
        os.closerange(first, handle)
        first = handle + 1
    os.closerange(first, max(first, os.sysconf("SC_OPEN_MAX")))


def _on_disk(handles: Iterable[int]) -> None:
    for handle in handles:
        with suppress(OSError):  # some systems cannot do that for folders
            os.fsync(handle)
