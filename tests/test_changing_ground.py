"""Changing ground: sources that become something else while they are read, and clocks that jump."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.render.engine.strips import BLOCK
from stemtui.tui.keeping.recovery import Recovery
from tests import small_sessions as small

YEAR = 365 * 24 * 3600
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks are those of POSIX")


def grows(path: Path) -> None:
    with path.open("ab") as file:
        file.write(bytes(600))


def shrinks(path: Path) -> None:
    os.truncate(path, 2_000)


def is_replaced(path: Path) -> None:
    """By one of the same size and time."""
    facts, content = path.stat(), path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def vanishes(path: Path) -> None:
    path.unlink()


def becomes_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def becomes_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


CHANGES = [grows, shrinks, is_replaced, vanishes, becomes_a_folder, becomes_a_pipe, becomes_a_link]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("change", CHANGES)
def test_a_source_that_changes_while_it_is_printed_stops_the_render(
    tmp_path: Path, change: Callable[[Path], None], at: int
) -> None:
    """Before the first block, in the middle, and when all has been read."""
    session = small.ordered(small.band(tmp_path), "mix.master")
    path = tmp_path / "audio/kick.wav"
    small.write(path, small.noise(1, BLOCK + 1_000))
    steps = iter(range(100))

    def watched(progress: object) -> None:
        if next(steps) == at:
            change(path)

    with pytest.raises(Refused, match=r"kick\.wav"):
        render(tmp_path, session, progress=watched, hashed=at == 1, jobs=1)
    assert next(steps) > at, "the change came too late to be noticed"
    assert os.listdir(tmp_path) == ["audio"]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals")
def test_a_render_that_is_held_while_its_source_goes_says_so(tmp_path: Path) -> None:
    """A process of its own, stopped in the middle and let go on."""
    session = small.ordered(small.band(tmp_path), "mix.master")
    small.write(tmp_path / "audio/gtr.wav", small.noise(1, 48_000 * 60, 2))
    manifest.save(session, tmp_path)
    command = [sys.executable, "-m", "stemtui", "render", str(tmp_path), "--json-lines", "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as printing:
        assert printing.stdout
        for line in printing.stdout:
            if b'"Printing"' in line:
                break
        printing.send_signal(signal.SIGSTOP)
        (tmp_path / "audio/gtr.wav").unlink()
        printing.send_signal(signal.SIGCONT)
        said = b"".join(printing.communicate())
    assert printing.returncode == 1 and b"gtr.wav" in said and b"Traceback" not in said
    assert sorted(os.listdir(tmp_path)) == ["audio", "stemtui.toml"]


def at_time(monkeypatch: pytest.MonkeyPatch, offset: int) -> None:
    """This process's clock moved by so many seconds."""
    now, now_ns = time.time, time.time_ns
    monkeypatch.setattr(time, "time", lambda: now() + offset)
    monkeypatch.setattr(time, "time_ns", lambda: now_ns() + offset * 10**9)


@pytest.mark.parametrize("files", [-10 * YEAR, 0, YEAR])
@pytest.mark.parametrize("clock", [-YEAR, 0, YEAR])
def test_neither_files_from_the_future_nor_a_clock_that_is_set_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int, clock: int
) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master", "stem.drums")
    moment = time.time() + files
    for path in (tmp_path / "audio").iterdir():
        os.utime(path, (moment, moment))
    with monkeypatch.context() as patched:
        at_time(patched, clock)
        assert render(tmp_path, session).is_new
    assert [one.state for one in status(tmp_path, session)] == ["current"] * 2
    assert not render(tmp_path, session).is_new
    path = tmp_path / "audio/kick.wav"
    small.write(path, small.noise(99))
    os.utime(path, (moment - 5, moment - 5))
    assert [one.state for one in status(tmp_path, session)] == ["stale"] * 2
    with monkeypatch.context() as patched:
        at_time(patched, -clock)
        assert render(tmp_path, session).is_new
        assert not render(tmp_path, session).is_new


def test_no_clock_is_in_a_delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def digests() -> dict[str, str]:
        place = tmp_path / "delivery"
        return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in place.iterdir()}

    manifest.save(small.ordered(small.band(tmp_path), "mix.master"), tmp_path)
    assert main(["render", str(tmp_path), "--zip"]) == 0
    first = digests()
    zipped = [path.read_bytes() for path in tmp_path.glob("*.zip")]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    at_time(monkeypatch, 3 * YEAR)
    assert main(["render", str(tmp_path), "--zip", "--force"]) == 0
    assert digests() == first
    assert zipped and zipped == [path.read_bytes() for path in tmp_path.glob("*.zip")]


@pytest.mark.parametrize("clock", [-YEAR, YEAR])
def test_unsaved_work_is_offered_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: int
) -> None:
    """Work is offered by what is in it, be it from the past or the future by the clock."""
    session = small.band(tmp_path)
    path = manifest.locate(tmp_path)
    manifest.save(session, path)
    edited = replace(session, title="Edited")
    with monkeypatch.context() as patched:
        at_time(patched, clock)
        lost = Recovery(path)
        assert lost.keep(edited, session) == ""
        lost.release()  # as when its process is gone
    [kept] = list(tmp_path.glob(".stemtui.toml.recover"))
    moment = time.time() + clock
    os.utime(kept, (moment, moment))
    found = Recovery(path)
    found.sweep()
    [waiting] = found.waiting()
    assert found.take(waiting).session == edited
