"""Replacing a file: the new one is made beside it under a hidden name, and takes its place when it is whole.

What a process that was killed has left of such is cleared away by the next one that replaces a file there. On
a disk that knows no locks, the name says who made it: there, the same machine clears it away.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from stemtui.locks import is_locked, mark, take

_OURS = re.compile(r"\.stemtui-(?P<mark>[0-9a-f]{8}-[0-9]{1,10}-[0-9]{0,20})-[0-9a-f]{12}\.part", re.ASCII)


@contextmanager
def replaced(target: Path, allow: Callable[[], object] = lambda: None) -> Iterator[BinaryIO]:
    """A new file, which takes the target's place when the block ends well, and is gone otherwise.

    `allow` is called last of all, and raises where the target has become what must stay. Raises OSError where
    the file cannot be made or put there.
    """
    clear(target.parent)
    with put(target, allow) as file:
        yield file


@contextmanager
def put(target: Path, allow: Callable[[], object] = lambda: None) -> Iterator[BinaryIO]:
    """The same for one of many files in a folder, which is cleared by whoever puts them there."""
    path, file = _made(target.parent)
    try:
        with file:
            yield file
            file.flush()
            if os.name == "nt":  # where an open file cannot be moved
                file.close()
            allow()
            os.replace(path, target)
    except BaseException:  # an interrupt too: nothing half-written stays
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def clear(folder: Path) -> None:
    """Delete what processes that are gone have left of new files in a folder."""
    with suppress(OSError):
        for made in filter(None, map(_OURS.fullmatch, os.listdir(folder))):
            path = folder / made[0]
            if path.is_file() and not path.is_symlink() and not is_locked(path, made["mark"]):
                path.unlink(missing_ok=True)


def _made(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file that is locked, but for disks that know no locks."""
    while True:
        path = folder / f".stemtui-{mark()}-{os.urandom(6).hex()}.part"
        file = path.open("xb")
        with suppress(OSError):
            # whoever clears up may have come between the two
            if not (take(file.fileno()) and path.exists()):
                file.close()
                path.unlink(missing_ok=True)
                continue
        return path, file
