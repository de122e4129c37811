"""Renders in processes of their own that do what a story needs: wait, fail, or be killed."""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from stemtui.tui.rendering import renders

MAIN = """
from stemtui.cli import main
sys.exit(main(["render", sys.argv[1], "--json-lines"]))
"""
WAITING = """
import sys, time
from pathlib import Path
from stemtui.render.engine import engine
from stemtui.render.plans.progress import Heard

gate, real = Path(sys.argv[2]), engine.run

def waiting(plan, routes, root, folder, watch, **manner):
    watch.tell(Heard(plan.outputs[0].item, 0.5, 7))
    watch.step(plan.frames // 4, plan.frames, "Printing")
    while not gate.exists():
        time.sleep(0.01)
    return real(plan, routes, root, folder, watch, **manner)

engine.run = waiting
"""
FAULTY = """
import sys
from stemtui.render.engine import engine

def faulty(*plan, **manner):
    raise KeyError("mix.nowhere")

engine.run = faulty
"""
DYING = """
import sys
print("out of luck", file=sys.stderr, flush=True)
sys.exit(1)
"""
PATIENCE = 120.0


def command(code: str, path: Path, gate: Path) -> list[str]:
    """The command line of a render that runs some code first, and may wait until `gate` is there."""
    return [sys.executable, "-c", code + MAIN, str(path), str(gate)]


def made_so(monkeypatch: pytest.MonkeyPatch, code: str, gate: Path) -> None:
    """The screen's renders run some code first."""
    monkeypatch.setattr(renders, "command", lambda path, version="": command(code, path, gate))


def left(folder: Path) -> list[str]:
    """What lies in a folder and is hidden."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def wait_for(what: Any) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
