"""A song on a disk of its own that fills up, cannot be written to, or belongs to somebody else.

    unshare --mount python -m tests.disks

mounts a small tmpfs on /mnt, which goes with the process, and tells each refusal. It stops at anything that
is neither the old nor the new, whole, or that is said in no words. Only root may mount.
"""

import os
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from stemtui import manifest
from stemtui.errors import StemtuiError
from tests.test_crashes import Song, files

SIZE, STEPS, LOOKS = 4 << 20, 16, 500
NOBODY = 65_534


def refused(work: Callable[[], object]) -> str:
    """What a piece of work says when it cannot be done; nothing where it can."""
    try:
        work()
    except StemtuiError as error:
        return " ".join(str(error).split())
    return ""


def save(song: Song) -> None:
    """Save the song's manifest with a gain changed."""
    manifest.save(song.changed, song.root, song.session)


def full(song: Song, disk: Path) -> None:
    """A render and a save for so much room left that all is refused, up to enough."""
    needed = sum(len(content) for name, content in song.new.items() if name.startswith("delivery"))
    said = []
    for step in range(STEPS + 1):
        song.again()
        _leave(disk, 2 * needed * step // STEPS)
        said.append(refused(song.work))
        (disk / "full").unlink()
        song.assert_whole()
        assert bool(said[-1]) == (files(song.root) == song.old)
        assert not said[-1] or "No space left on device" in said[-1], said[-1]
    assert said[0] and not said[-1]
    song.again()
    _leave(disk, 0)
    print(f"full, render: {said[0]}\nfull, save: {_kept(song)}")
    (disk / "full").unlink()


def write_protected(song: Song, disk: Path) -> None:
    """A disk that was mounted for reading, and then a folder of somebody else's."""
    song.again()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    print(f"read-only, render: {refused(song.work)}\nread-only, save: {_kept(song)}")
    assert files(song.root) == song.old
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    os.seteuid(NOBODY)
    print(f"not ours, render: {refused(song.work)}\nnot ours, save: {_kept(song)}")
    assert files(song.root) == song.old


def _kept(song: Song) -> str:
    """What a save that must not succeed says; the manifest is as it was, and nothing beside it."""
    said = refused(lambda: save(song))
    assert said
    assert manifest.load(song.root) == song.session
    song.assert_whole()
    return said


def _leave(disk: Path, room: int) -> None:
    """Fill a disk but for so many bytes, once what was deleted before has been given back."""
    for _ in range(LOOKS):
        with (disk / "full").open("ab", buffering=0) as file, suppress(OSError):
            while file.write(bytes(65_536)):
                pass
        time.sleep(0.02)
        if os.statvfs(disk).f_bavail == 0:
            break
    assert os.statvfs(disk).f_bavail == 0
    os.truncate(disk / "full", max(0, (disk / "full").stat().st_size - room))


def main(disk: Path) -> None:
    """Mount, and try everything."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "none", disk], check=True)
    song = Song(disk)
    full(song, disk)
    write_protected(song, disk)
    print("All was whole.")


if __name__ == "__main__":
    main(Path("/mnt"))
