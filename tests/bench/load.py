"""How time and memory grow with a session: with its tracks, its stems and mixes, its length.

    python tests/bench/load.py tracks           10 to 1,000 tracks of a second, 8 stems, 3 mixes
    python tests/bench/load.py groups           10 to 1,000 tracks, up to 250 stems and 100 mixes
    python tests/bench/load.py length           4 tracks of a minute to 4 hours
    python tests/bench/load.py length --rate 192000
    python tests/bench/load.py size             26 tracks of up to 4 hours: 54 GB
    ... --steps check,save                      these steps alone
    ... --items 1                               so many of the order alone, where the disk takes no more
    ... --form flac                             tracks in FLAC

Audio lies in sparse files, which take hardly any room: a burst of noise, then nothing. Each step is a process
of its own; the table has its processor time in seconds and the most memory that it had, in MB. `grows as` is
the exponent of the growth over the smallest session, fitted through all sizes on logarithmic scales: 1 is
linear, what is well above is worse.
"""

import argparse
import fcntl
import math
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

PROJECT = Path(__file__).parents[2]
NOTHING = 0.02
"""Seconds of processor time, and MB, that a machine takes more or less of by chance."""

SAVE = """
import sys
from dataclasses import replace
from pathlib import Path
from stemtui import manifest
path = Path(sys.argv[1])
session = manifest.load(path)
for number in range(3):
    tracks = (*session.tracks[:-1], replace(session.tracks[-1], gain_db=number - 1.5))
    session = manifest.save(replace(session, tracks=tracks), path, session)
"""


@dataclass(frozen=True)
class Load:
    """A session's numbers: tracks, stems, mixes, seconds and rate; the form of its tracks, and how many of
    its items are ordered."""

    tracks: int
    stems: int
    mixes: int
    seconds: int
    rate: int = 48_000
    form: str = "wav"
    items: int | None = None


@dataclass(frozen=True)
class Taken:
    """What a step took: processor time in seconds, memory at its peak in MB."""

    seconds: float
    megabytes: float


COUNTS = (10, 30, 100, 300, 1_000)
MINUTES = (1, 4, 15, 60, 240)
AXES: dict[str, Callable[[int], list[tuple[int, Load]]]] = {
    "tracks": lambda rate: [(n, Load(n, 8, 3, 1, rate)) for n in COUNTS],
    "groups": lambda rate: [(n, Load(n, max(2, n // 4), max(2, n // 10), 1, rate)) for n in COUNTS],
    "length": lambda rate: [(minutes, Load(4, 2, 2, 60 * minutes, rate)) for minutes in MINUTES],
    "size": lambda rate: [(minutes, Load(26, 4, 2, 60 * minutes, rate)) for minutes in MINUTES],
}


def main() -> None:
    """Make the sessions, take the steps, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("axis", choices=list(AXES))
    asked.add_argument("--rate", type=int, default=48_000)
    asked.add_argument("--form", choices=["wav", "flac"], default="wav")
    asked.add_argument("--items", type=int)
    asked.add_argument("--steps", default=",".join(STEPS))
    asked.add_argument("--most", type=int, default=10**9, help="the largest number to try")
    options = asked.parse_args()
    sizes = [(n, load) for n, load in AXES[options.axis](options.rate) if n <= options.most]
    loads = [(n, replace(load, form=options.form, items=options.items)) for n, load in sizes]
    print(f"{options.axis:>12}  {'  '.join(f'{n:>13,}' for n, _ in loads)}  grows as")
    for step in options.steps.split(","):
        taken = [_taken(step, load) for _, load in loads]
        counts = [n for n, _ in loads]
        figures = "  ".join(f"{one.seconds:7.2f} {one.megabytes:5.0f}" for one in taken)
        time_grows = exponent(counts, [one.seconds for one in taken], NOTHING)
        memory_grows = exponent(counts, [one.megabytes for one in taken], NOTHING * 100)
        print(f"{step:>12}  {figures}  {time_grows}, {memory_grows} MB", flush=True)


def exponent(counts: Sequence[int], taken: Sequence[float], noise: float) -> str:
    """The exponent of the growth over the first figure; `-` where nothing grows."""
    grown = [
        (math.log(count - counts[0]), math.log(one - taken[0]))
        for count, one in zip(counts, taken, strict=True)
        if count > counts[0] and one - taken[0] > noise * 2
    ]
    if len(grown) < 2:
        return "   -"
    middle_x, middle_y = (sum(values) / len(grown) for values in zip(*grown, strict=True))
    over = sum((x - middle_x) * (y - middle_y) for x, y in grown)
    return f"{over / sum((x - middle_x) ** 2 for x, _ in grown):4.2f}"


def _taken(step: str, load: Load) -> Taken:
    with tempfile.TemporaryDirectory(prefix="stemtui-load-") as name:
        root = Path(name)
        make(load, root)
        return STEPS[step](root)


def make(load: Load, root: Path) -> None:
    """Write a session: its audio as sparse files, its manifest with everything ordered."""
    from stemtui import manifest
    from stemtui.order import line_for
    from stemtui.session import Mix, Session, Stem, Track

    (root / "audio").mkdir()
    tracks = []
    for number in range(load.tracks):
        file = f"audio/{number:04}.{load.form}"
        {"wav": _write_wave, "flac": _write_flac}[load.form](root / file, load)
        stem = f"s{number % load.stems}"
        tracks.append(Track(f"t{number}", file, stem=stem, gain_db=-48.0, origin="printed"))
    stems = tuple(Stem(f"s{number}", f"Stem {number}") for number in range(load.stems))
    mixes = [Mix(f"m{n}", f"Mix {n}", without=(f"s{n % load.stems}",)) for n in range(1, load.mixes)]
    session = Session(
        title="Load",
        treatment="manifest",
        pan_law_db=0.0,
        stems=stems,
        mixes=(Mix("m0", "Master"), *mixes),
        tracks=tuple(tracks),
    )
    items = [*(f"stem.{one.id}" for one in stems), *(f"mix.{one.id}" for one in session.mixes)]
    lines = tuple(line_for(session, item) for item in items[: load.items])
    manifest.save(replace(session, order=lines), root / manifest.NAME)


def _write_wave(path: Path, load: Load) -> None:
    from stemtui.audio.formats.containers import wave_header

    frames = load.seconds * load.rate
    head = wave_header(24, False, 1, load.rate, frames)
    with path.open("wb") as audio:
        audio.write(head + os.urandom(3 * load.rate // 10))
        audio.truncate(len(head) + 3 * frames)


def _write_flac(path: Path, load: Load) -> None:
    import numpy as np
    import soundfile

    with soundfile.SoundFile(path, "w", load.rate, 1, "PCM_24") as audio:
        audio.write(np.random.default_rng().uniform(-0.5, 0.5, load.rate // 10))
        second = np.zeros(load.rate, np.int32)
        for _ in range(load.seconds - 1):
            audio.write(second)
        audio.write(second[load.rate // 10 :])


def _ran(arguments: Sequence[str], root: Path) -> Taken:
    """A process from its start to its end. Raises RuntimeError with what it said where it fails."""
    environment = os.environ | {"STEMTUI_CACHE": str(root / "cache"), "PYTHONPATH": str(PROJECT)}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=PROJECT, env=environment, stdout=said, stderr=said
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read()[-2_000:].decode(errors="replace") if child.returncode else ""
        if (
            child.returncode and "which is too little" not in words
        ):  # a dry run of what the disk has no room for
            raise RuntimeError(f"{arguments}: {words}")
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _command(words: str, root: Path) -> Taken:
    return _ran(["-m", "stemtui", *words.split(), str(root)], root)


def _init(root: Path) -> Taken:
    (root / "stemtui.toml").unlink()
    return _command("init", root)


def _again(root: Path) -> Taken:
    """A render that finds everything current."""
    _command("render", root)
    return _command("render", root)


def _painted(root: Path) -> Taken:
    """The screen, from its start until all headers have been read and it answers a key."""
    environment = os.environ | {
        "STEMTUI_CACHE": str(root / "cache"),
        "PYTHONPATH": str(PROJECT),
        "TERM": "xterm-256color",
    }
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(PROJECT)
        os.execve(sys.executable, [sys.executable, "-m", "stemtui", str(root)], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        _seen(terminal, b"Tracks")
        time.sleep(1.0)
        _seen(terminal, b"", quiet_for=2.0)
        os.write(terminal, b"q")
        _seen(terminal, b"")
    finally:
        _, _, used = os.wait4(pid, 0)
        os.close(terminal)
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _seen(terminal: int, words: bytes, quiet_for: float = 60.0) -> None:
    """Read what a screen shows until it shows some words, has been quiet for so long, or is gone."""
    shown = b""
    while select.select([terminal], [], [], quiet_for)[0]:
        try:
            came = os.read(terminal, 65_536)
        except OSError:
            return
        shown = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown[-100:] + came)
        if not came or (words and words in shown):
            return


STEPS: dict[str, Callable[[Path], Taken]] = {
    "scan": partial(_command, "scan"),
    "init": _init,
    "check": partial(_command, "check"),
    "screen": _painted,
    "save": lambda root: _ran(["-c", SAVE, str(root)], root),
    "dry run": partial(_command, "render --dry-run"),
    "render": partial(_command, "render"),
    "render again": _again,
}

if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    main()
