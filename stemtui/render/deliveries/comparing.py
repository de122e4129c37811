"""Files compared by content: the SHA-256 of several at once, with progress, and stopped at once."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from threading import Event

from stemtui.audio.machine.opening import open_regular
from stemtui.errors import AudioFileError
from stemtui.render.plans.progress import Watch

_READERS = 4
_AT_ONCE = 1 << 20
_SECONDS = 0.1


def hashes(paths: Mapping[str, Path], watch: Watch) -> dict[str, str]:
    """The SHA-256 of each file, by what it is called; "" of one that cannot be read. Raises Cancelled."""
    if not paths:
        return {}
    from concurrent.futures import ThreadPoolExecutor, wait  # here, because there is seldom any file

    sizes = {name: _size(path) for name, path in paths.items()}
    read, stopped = dict.fromkeys(paths, 0), Event()

    def hashed(name: str) -> str:
        sha256 = hashlib.sha256()
        try:
            with open_regular(paths[name]) as file:
                while not stopped.is_set() and (stretch := file.read(_AT_ONCE)):
                    sha256.update(stretch)
                    read[name] += len(stretch)
        except (OSError, AudioFileError):
            return ""
        return sha256.hexdigest()

    with ThreadPoolExecutor(_READERS) as pool:
        try:
            begun = {name: pool.submit(hashed, name) for name in paths}
            while wait(begun.values(), timeout=_SECONDS).not_done:
                watch.step(sum(read.values()), sum(sizes.values()), "Comparing")
        finally:
            stopped.set()
    return {name: future.result() for name, future in begun.items()}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
