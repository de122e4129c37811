"""How long the screen takes to its first paint and to answer a key, beside the least that Textual can.

`python tests/bench/screen.py [TRACKS ...]` makes a session of so many tracks (26 and 1,000 by default),
opens it on a pseudo-terminal of 80x24, in turn with an app of Textual's that shows one word, and prints for
each the median seconds from the start of the process to the paint, those of them on the processor, and the
ratio of the latter; then for keys the median milliseconds to the first byte, those on the processor until all
is quiet, and the most bytes that one costs. On a busy machine only ratios mean anything. Linux only: it reads
/proc.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from stemtui import manifest
from stemtui.session import Mix, Session, Stem, Track
from tests.driver import write_tracks

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Tracks")
Bare().run()
"""
STEMTUI = "import sys; from stemtui.cli import main; sys.exit(main([{!r}]))"
NAMES = ("Kick", "Snare", "Hat", "Bass", "Guitar", "Piano", "Lead Vocal", "Backing Vocal", "Strings", "Riser")
STEMS = ("Drums", "Bass", "Guitars", "Keys", "Vocals", "Strings")
ROUNDS, QUIET, PATIENCE = 7, 0.15, 30.0
KEYS = "jjjjjjjjjj2j3j.jxjujj v" + "jjjj\x1b" + " j jGkkkkg"


@contextmanager
def terminal(code: str, home: str) -> Iterator[tuple[int, int]]:
    """A Python program on a pseudo-terminal: its process and the other end of its line."""
    pid, line = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", XDG_CONFIG_HOME=home, XDG_CACHE_HOME=home)
        os.environ.pop("COLORTERM", None)
        os.execv(sys.executable, [sys.executable, "-c", code])
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        yield pid, line
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(line)


def heard(line: int, until: bytes = b"", quiet: float = QUIET) -> tuple[bytes, float]:
    """What comes, up to `until` or else to a silence, and the seconds to the first of it."""
    begun, came, first = time.perf_counter(), b"", 0.0
    last = begun
    while time.perf_counter() - last < (quiet if came and not until else PATIENCE):
        if select.select([line], [], [], 0.002)[0]:
            came += os.read(line, 65536)
            last = time.perf_counter()
            first = first or last - begun
            if until and until in came:
                break
    return came, first


def used(pid: int) -> float:
    """The seconds that a process has had the processor, all its threads together."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def paint(code: str) -> tuple[float, float]:
    """Seconds from the start of a program to its first paint, and those on the processor."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as home, terminal(code, home) as (pid, line):
        heard(line, until=b"Tracks")
        return time.perf_counter() - begun, used(pid)


def press(code: str, keys: Sequence[str]) -> tuple[float, float, int]:
    """Seconds to the first byte after a key, seconds on the processor a key, most bytes."""
    firsts, works, sizes = [], [], []
    with tempfile.TemporaryDirectory() as home, terminal(code, home) as (pid, line):
        heard(line, quiet=3.0)
        for key in keys:
            before = used(pid)
            os.write(line, key.encode())
            came, first = heard(line)
            firsts.append(first)
            works.append(used(pid) - before)
            sizes.append(len(came))
    return median(firsts), median(works), max(sizes)


def session(folder: Path, count: int) -> Path:
    """A session of so many tracks, four of five of them in stems."""
    names = [f"{NAMES[n % len(NAMES)]} {n // len(NAMES) + 1:02}" for n in range(count)]
    write_tracks(folder, names)
    stems = tuple(Stem(name.lower(), name) for name in STEMS)
    tracks = tuple(
        Track(f"t{n}", f"{name}.wav", stem=stems[n % len(stems)].id if n % 5 else "")
        for n, name in enumerate(names)
    )
    mixes = (Mix("master", "Master"), Mix("tv", "TV", without=("vocals",)))
    manifest.save(Session(title="Bench", stems=stems, mixes=mixes, tracks=tracks), folder / manifest.NAME)
    return folder


def main(counts: Sequence[int]) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place:
        codes = {f"{n} tracks": STEMTUI.format(str(session(Path(place) / str(n), n))) for n in counts}
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in ("Textual", *codes)}
        for _ in range(ROUNDS):
            for name, code in {"Textual": BARE, **codes}.items():
                found[name].append(paint(code))
        least = median(work for _, work in found["Textual"])
        for name, times in found.items():
            wall, work = (median(column) for column in zip(*times, strict=True))
            print(f"first paint  {name:12} {wall:6.3f} s  processor {work:6.3f} s  {work / least:5.2f} x")
        for name, code in codes.items():
            first, work, size = press(code, KEYS)
            print(
                f"a key        {name:12} {first * 1e3:6.1f} ms  processor {work * 1e3:6.1f} ms  {size} bytes"
            )


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [26, 1000])
