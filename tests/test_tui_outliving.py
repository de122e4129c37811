"""A render outlives the terminal that it was begun on: on a real pseudo-terminal that goes away."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stemtui import manifest
from stemtui.session import OrderLine, edit_tracks
from stemtui.tui.rendering.renders import reports_of
from tests.driver import story
from tests.renders import is_alive, left, wait_for
from tests.test_tui_wire import Wire

WAIT = """
from stemtui.tui.rendering import renders
from tests.renders import WAITING, command
renders.command = lambda path, version="": command(WAITING, path, {gate!r})
"""


@pytest.fixture
def ordered(band: Path) -> Path:
    """The band's session, with its drums ordered."""
    session = edit_tracks(manifest.load(band), ["shaker"], left_out="not today")
    order = (OrderLine("Drums", "stem", "stem.drums"),)
    fields = {name: getattr(session, name) for name in ("stems", "mixes", "tracks", "title")}
    manifest.save(type(session)(**fields, order=order, treatment="printed"), band / manifest.NAME)
    return band


@pytest.fixture
def wire(ordered: Path, tmp_path: Path) -> Iterator[Wire]:
    """The screen on a line, its render waiting for a gate; both are gone afterwards."""
    wire = Wire(ordered, WAIT.format(gate=str(tmp_path / "gate")))
    wire.heard(until=b"24-bit")
    yield wire
    told = events(ordered)
    for pid in [wire.pid, *(one["pid"] for one in told[:1])]:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.waitpid(wire.pid, 0)


def events(folder: Path) -> list[dict[str, Any]]:
    """What the render of a session has told."""
    for place in reports_of(folder / manifest.NAME):
        with contextlib.suppress(OSError):
            lines = place.read_text().splitlines()
            return [json.loads(line) for line in lines if line.startswith("{")]
    return []


def hung_up(wire: Wire) -> None:
    """The terminal goes, and the screen with it."""
    os.close(wire.line)
    os.waitpid(wire.pid, 0)


async def test_a_render_outlives_its_terminal_and_is_shown_once(
    wire: Wire, ordered: Path, tmp_path: Path
) -> None:
    os.write(wire.line, b"R")
    wire.heard(until=b"-6.02 dBFS")
    child = events(ordered)[0]["pid"]
    hung_up(wire)
    assert is_alive(child) and left(ordered) and not (ordered / "delivery").exists()
    (tmp_path / "gate").touch()
    wait_for(lambda: events(ordered)[-1]["event"] == "receipt")
    wait_for(lambda: not is_alive(child))
    assert (ordered / "delivery/Band_Drums_STEM.wav").is_file() and not left(ordered)
    async with story(ordered) as told:
        await told.see("Printed while the screen was away", "Band_Drums_STEM.wav", "Proven")
        await told.press("escape")
        await told.see("Printed into delivery/.")
    async with story(ordered) as told:
        await told.press("j")
        assert "Printed" not in told.text


async def test_how_a_render_ended_is_not_told_of_a_session_that_took_its_place(
    wire: Wire, ordered: Path, tmp_path: Path
) -> None:
    os.write(wire.line, b"R")
    wire.heard(until=b"-6.02 dBFS")
    hung_up(wire)
    (tmp_path / "gate").touch()
    wait_for(lambda: events(ordered)[-1]["event"] == "receipt")
    wait_for(lambda: not is_alive(events(ordered)[0]["pid"]))
    shutil.rmtree(ordered / "delivery")
    async with story(ordered) as told:
        await told.wait_for(lambda: not events(ordered))
        await told.press("j")
        assert "Printed" not in told.text


@pytest.mark.parametrize("is_the_same", [True, False])
async def test_a_render_that_failed_is_told_while_its_manifest_is_as_it_was(
    ordered: Path, is_the_same: bool
) -> None:
    path = ordered / manifest.NAME
    place = reports_of(path)[0]
    place.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.read_text().replace('"not today"', '""'))
    with place.open("wb") as told_in:
        line = [sys.executable, "-m", "stemtui", "render", "--json-lines", str(path), "--into", str(path)]
        assert subprocess.run(line, stdout=told_in).returncode
    assert next(one["event"] for one in events(ordered)) == "started"
    if not is_the_same:
        path.write_text(path.read_text() + "# another one\n")
    async with story(ordered) as told:
        if is_the_same:
            await told.see("Not printed")
        else:
            await told.wait_for(lambda: not events(ordered))
            await told.press("j")
            assert "ot printed" not in told.text


@pytest.fixture
def without_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder for what can be lost, and none can be made."""
    (tmp_path / "a file").touch()
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "a file/cache"))


async def test_a_render_is_found_again_where_there_is_no_cache(
    without_a_cache: None, wire: Wire, ordered: Path, tmp_path: Path
) -> None:
    os.write(wire.line, b"R")
    wire.heard(until=b"-6.02 dBFS")
    hung_up(wire)
    async with story(ordered) as told:
        await told.see("begun before goes on")
        (tmp_path / "gate").touch()
        await told.see("Printed: R shows it")
        assert list(ordered.glob(".*.render"))
        await told.press("R")
        await told.see("Band_Drums_STEM.wav", "Proven")
        await told.press("escape")
        await told.see("Printed into delivery/.")
        assert not list(ordered.glob(".*.render"))


async def test_a_render_that_goes_on_after_its_terminal_can_be_stopped(wire: Wire, ordered: Path) -> None:
    os.write(wire.line, b"R")
    wire.heard(until=b"-6.02 dBFS")
    child = events(ordered)[0]["pid"]
    hung_up(wire)
    async with story(ordered) as told:
        await told.see("begun before goes on")
        await told.press("R")
        await told.see("Reads 4 files")
        await told.press("x")
        await told.see("The render was stopped.")
    wait_for(lambda: not is_alive(child))
    assert not left(ordered) and not (ordered / "delivery").exists()


def test_a_render_beside_the_screen_costs_few_bytes_and_no_key_waits(wire: Wire, ordered: Path) -> None:
    os.write(wire.line, b"R")
    wire.heard(until=b"-6.02 dBFS")
    os.write(wire.line, b"\x1b")
    wire.heard(until=b"goes on: R shows it")
    assert wire.is_silent()
    assert wire.press("jj", "Snare", "Bass") <= 700
    assert is_alive(events(ordered)[0]["pid"])


def test_a_screen_ends_though_its_terminal_takes_nothing_any_more(ordered: Path) -> None:
    """Nothing is read from the line, so that what is written waits, and the app with it; then it goes."""
    wire = Wire(ordered, "import textual.drivers._writer_thread as thread; thread.MAX_QUEUED_WRITES = 1")
    wire.heard(until=b"24-bit")
    for _ in range(60):
        os.write(wire.line, b"\x0c")  # ctrl+l draws all anew
        time.sleep(0.05)
    os.kill(wire.pid, signal.SIGHUP)
    wait_for(lambda: os.waitpid(wire.pid, os.WNOHANG)[0] == wire.pid)
    os.close(wire.line)
