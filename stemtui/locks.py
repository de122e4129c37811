"""Lock files: the system lets go of one when the process that holds it ends, however it ends.

Some disks know no locks (an NFS whose lock service is away says ENOLCK, others EOPNOTSUPP). There, what a
file says of its holder tells: machine, process, and when that began, for numbers are given out again.
Machines and containers may share a name, and count their processes apart: nothing is known of a holder in
another. Others tell only their own machine of a lock: sshfs, and an NFS that is mounted so. There, one that
nobody here holds tells nothing of a holder elsewhere.
"""

import os
import platform
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: it cannot be known there who holds a file
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.01
_SAVING = ".stemtui.saving"
"""The file that stands for a folder's lock on disks that know none, or none of other machines."""
_MOUNTS = Path("/proc/self/mountinfo")
_LOCAL = frozenset(("nolock", "local_lock=all", "local_lock=flock", "nobrl"))
"""How NFS and SMB are mounted without locks that other machines know of."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Make a lock file and hold it; it is gone afterwards. Raises OSError where none can be made."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        os.write(handle, _holder())
        with suppress(OSError):
            _take(handle)
        yield
    finally:
        os.close(handle)
        path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path, seconds: float) -> Iterator[str]:
    """Be the only process that works on a folder in this way: yields "", or who else went on for so long.

    The lock is on the folder itself, leaves no file, and ends with its process. Where the disk knows no
    locks, a file stands for it; what a process that is gone has left of that is taken away.
    """
    until = time.monotonic() + seconds
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield ""
        return
    try:
        if _is_local(handle):
            raise OSError
        is_alone = _taken_until(handle, until)
    except OSError:
        with _alone_by_file(folder / _SAVING, until) as who:
            yield who
    else:
        yield "" if is_alone else "another stemtui"
    finally:
        os.close(handle)


def _taken_until(handle: int, until: float) -> bool:
    while not take(handle):
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    return True


@contextmanager
def _alone_by_file(path: Path, until: float) -> Iterator[str]:
    while (who := _claimed(path)) and time.monotonic() <= until:
        time.sleep(_PAUSE)
    try:
        yield who
    finally:
        if not who:
            path.unlink(missing_ok=True)


def _claimed(path: Path) -> str:
    """Make a file of ours; "", or who has one there. Where none can be made, nobody is kept out."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        seen = _identity(path)
        host, process, *_ = _said(path)
        if _lives(path) is False:
            if _identity(path) == seen:  # else another waiter took it away, and made its own
                path.unlink(missing_ok=True)
            return "another stemtui"  # unless it is gone now: seen the next time
        if not process:
            return f"somebody ({path.name} does not say who; delete that if nobody is)"
        return f"process {process} on {host!r} (as {path.name} says; delete that if it is not)"
    except OSError:
        return ""
    os.write(handle, _holder())
    os.close(handle)
    return ""


def _identity(path: Path) -> tuple[int, ...]:
    """What no file has that was made in the place of another; numbers of files are given out again."""
    try:
        facts = path.stat()
    except OSError:
        return ()
    return facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns


def is_locked(path: Path, marked: str = "") -> bool:
    """Whether a running process holds a lock file; True where that cannot be known.

    One that is `marked` says of its holder what `mark` said of it, and nothing else.
    """
    return _held(path, marked) is not False


def is_surely_locked(path: Path) -> bool:
    """Whether a running process holds a lock file; False where that cannot be known."""
    return _held(path) is True


def take(handle: int) -> bool:
    """Lock an open file until every copy of its handle is closed; False where another process holds it.

    The lock goes with the handle to a child, and outlives whoever took it. Raises OSError where the disk
    knows no locks.
    """
    try:
        _take(handle)
    except BlockingIOError:
        return False
    return True


def mark() -> str:
    """What the name of a file says of its holder, where the content is for something else: this process."""
    return f"{_machine()}-{os.getpid()}-{_began(os.getpid())}"


def _machine() -> str:
    """Where the number of a process means that process: the machine, and the container in it."""
    known = [platform.node().encode()]
    with suppress(OSError):
        known.append(Path("/etc/machine-id").read_bytes())
    with suppress(OSError):
        known.append(os.readlink("/proc/self/ns/pid").encode())
    return f"{zlib.crc32(b' '.join(known)):08x}"


def _held(path: Path, marked: str = "") -> bool | None:
    """Whether a running process holds a lock file; None where that cannot be known."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        if fcntl is None:
            return None
        if not take(handle):
            return True
        machine = marked.partition("-")[0] if marked else _said(path)[3]
        return None if machine not in ("", _machine()) and _is_local(handle) else False
    except OSError:
        return _lives_on(*marked.split("-")) if marked else _lives(path)
    finally:
        os.close(handle)


def _is_local(handle: int) -> bool:
    """Whether the disk of an open file tells only this machine of its locks; False where nobody knows."""
    device = os.fstat(handle).st_dev
    with suppress(OSError, ValueError, IndexError):
        for line in _MOUNTS.read_text(errors="replace").splitlines():
            mount, _, disk = line.partition(" - ")
            if mount.split()[2] == f"{os.major(device)}:{os.minor(device)}":
                form, *_, options = disk.split()
                is_ours = form == "fuse" or form.startswith(("fuse.", "9p"))
                return is_ours or not _LOCAL.isdisjoint(options.split(","))
    return False


def _take(handle: int) -> None:
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder() -> bytes:
    """What a file says of its holder: this process."""
    return f"{platform.node()}\n{os.getpid()}\n{_began(os.getpid())}\n{_machine()}\n".encode()


def _said(path: Path) -> tuple[str, str, str, str]:
    """What `_holder` says in a file; "" for each thing that it does not say."""
    try:
        host, process, began, machine, *_ = (*path.read_text(errors="replace").split("\n"), *[""] * 4)
    except OSError:
        return "", "", "", ""
    return host, process, began, machine


def _lives(path: Path) -> bool | None:
    """Whether the process that a file names goes on; None where that cannot be known: on another machine."""
    host, process, began, machine = _said(path)
    return None if host != platform.node() else _lives_on(machine or _machine(), process, began)


def _lives_on(machine: str, process: str, began: str) -> bool | None:
    if sys.platform == "win32" or machine != _machine() or not process.isdecimal():
        return None
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return None
    return not began or began == _began(int(process))


def _began(process: int) -> str:
    """When a process began, as the system counts; "" where it does not say."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()[19]
    return ""
