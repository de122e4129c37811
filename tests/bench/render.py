"""How fast a render is, beside ffmpeg, sox and `cat`.

    python tests/bench/render.py S                     our render alone
    python tests/bench/render.py M --peers             ffmpeg, sox and cat as well
    python tests/bench/render.py S --before OLD_TREE   the render of another source tree as well

Every contender runs in turn, from process start to exit, in several rounds; the table has medians of the wall
time and of the processor's, each also as a ratio to ffmpeg's (to our own without `--peers`), and the most
memory that was in use. On a busy machine only ratios mean anything. The first round, which also fills the
page cache, is not counted: it is the one in which memory is looked at. `sums only` is our render with
`--no-meters`. `off by` is the largest difference of any printed sample from a sum in float64, in steps of
24 bit: 0.5 is rounding, 1.5 rounding with dither.
Sessions are made below `--folder` and kept there: 2 GB for S, 9 GB for M and L, with everybody's prints.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from memory import Peak, watched
from peers import PEERS, Stage
from sessions import SIZES

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
OURS, SUMS = "stemtui", "sums only"
_AT_ONCE = 2
_UNWANTED = ("PYTHONDONTWRITEBYTECODE",)
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _UNWANTED} | {
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "stemtui-bench-bytecode")
}
"""What is installed has its byte code; a source tree may not be allowed to write it."""


@dataclass(frozen=True)
class Taken:
    """What a contender took: seconds on the wall, seconds of processor time, and memory at its peak."""

    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    """Make the session, time everybody, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("size", choices=list(SIZES))
    asked.add_argument("--peers", action="store_true", help="time ffmpeg, sox and cat as well")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "stemtui-bench")
    asked.add_argument("--before", type=Path, help="a source tree of ours to time as well")
    options = asked.parse_args()
    root = options.folder / options.size
    subprocess.run([sys.executable, HERE / "sessions.py", options.size, root], check=True)
    contenders = _contenders(options.size, root, options.before, options.peers)
    taken: dict[str, list[Taken]] = {name: [] for name in contenders}
    memory = {name: run(weighed=True).megabytes for name, run in contenders.items()}
    for _ in range(options.rounds):
        for name, run in contenders.items():
            taken[name].append(replace(run(), megabytes=memory[name]))
    _print_table(taken, _differences(options.size, root))


def _contenders(
    name: str, root: Path, before: Path | None, with_peers: bool
) -> dict[str, Callable[..., Taken]]:
    """What each contender does in a round."""
    contenders = {}
    for peer, commands in PEERS.items() if with_peers else ():
        out = root / peer
        out.mkdir(exist_ok=True)
        contenders[peer] = partial(_timed, commands(SIZES[name], root, out), root)
    render = [sys.executable, "-m", "stemtui", "render", str(root), "--json", "--force"]
    sums = [*render, "--no-meters", "--into", str(root / "sums")]
    if before:
        contenders["before"] = partial(_timed, [[render]], before)
    return contenders | {SUMS: partial(_timed, [[sums]], PROJECT), OURS: partial(_timed, [[render]], PROJECT)}


def _timed(stages: list[Stage], folder: Path, weighed: bool = False) -> Taken:
    """Run all stages, the commands of each two at a time. The memory is that of the two that took most; it is
    looked at where it is to be `weighed`.

    What others have left unwritten is on the disk by then: only ours wait for theirs.
    """
    os.sync()
    begun, cpu, peak = time.perf_counter(), 0.0, 0.0
    for stage in stages:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            runs = list(pool.map(lambda command: _run(command, folder, weighed), stage))
        cpu += sum(run.cpu for run in runs)
        peak = max(peak, sum(sorted(run.megabytes for run in runs)[-_AT_ONCE:]))
    return Taken(time.perf_counter() - begun, cpu, peak)


def _run(command: list[str], folder: Path, weighed: bool) -> Taken:
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    with watched(process.pid) if weighed else nullcontext(Peak()) as peak:
        complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed: {complaint.decode(errors='replace')[-2000:]}")
    return Taken(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, peak.megabytes)


def _differences(name: str, root: Path) -> dict[str, float]:
    """By how many steps of 24 bit everybody's prints are off the float64 reference."""
    folders = {"delivery": OURS, "sums": SUMS, "ffmpeg": "ffmpeg", "sox": "sox"}
    there = [root / folder for folder in folders if (root / folder).is_dir()]
    found = subprocess.check_output([sys.executable, HERE / "reference.py", name, root, *there])
    return {folders[folder]: steps for folder, steps in json.loads(found).items()}


def _print_table(taken: dict[str, list[Taken]], differences: dict[str, float]) -> None:
    wall = {name: statistics.median(run.wall for run in runs) for name, runs in taken.items()}
    cpu = {name: statistics.median(run.cpu for run in runs) for name, runs in taken.items()}
    to = "ffmpeg" if "ffmpeg" in taken else OURS
    print(
        f"{'':10}{'wall s':>8}{'x ' + to:>11}{'CPU s':>8}{'x ' + to:>11}{'MB':>6}{'off by':>8}   wall of each"
    )
    for name, runs in taken.items():
        times = f"{wall[name]:8.2f}{wall[name] / wall[to]:11.2f}{cpu[name]:8.2f}{cpu[name] / cpu[to]:11.2f}"
        rest = f"{max(run.megabytes for run in runs):6.0f}{_steps(differences, name):>8}"
        print(f"{name:10}{times}{rest}   {' '.join(f'{run.wall:.2f}' for run in runs)}")


def _steps(differences: dict[str, float], name: str) -> str:
    return f"{differences[name]:.2f}" if name in differences else ""


if __name__ == "__main__":
    main()
