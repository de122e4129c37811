"""The program killed on a real pseudo-terminal, at any moment: what was saved is whole, the rest is kept."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.errors import ManifestError
from stemtui.tui.keeping.recovery import Recovery
from tests.renders import wait_for
from tests.test_tui_wire import Wire

DRUMS, BASS, VOCALS = "drums", "bass", "vocals"
SECOND = 1.0


@contextmanager
def open_on(folder: Path) -> Iterator[Wire]:
    """The program on a session, which is killed at the end if it is still there."""
    wire = Wire(folder)
    try:
        yield wire
    finally:
        kill(wire)
        os.close(wire.line)


def kill(wire: Wire, how: int = signal.SIGKILL) -> None:
    try:
        os.kill(wire.pid, how)
        os.waitpid(wire.pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def kept(folder: Path) -> list[str]:
    """The stems of the tracks as the work that waits to be offered has them; none where none waits."""
    recovery = Recovery(folder / manifest.NAME)
    waiting = recovery.waiting()
    assert len(waiting) <= 1
    return [t.stem for t in recovery.take(waiting[0]).session.tracks] if waiting else []


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_costs_at_most_the_last_second_of_work(band: Path, seed: int) -> None:
    chance = random.Random(seed)
    with open_on(band) as wire:
        wire.heard(until=b"24-bit")
        done = [(wire.now(), [t.stem for t in manifest.load(band).tracks])]
        for _ in range(8):
            key = chance.choice("123")
            os.write(wire.line, f"g{key}".encode())
            wire.heard(until=b"Kick", patience=0.15)
            stems = [{"1": DRUMS, "2": BASS, "3": VOCALS}[key], *done[-1][1][1:]]
            done.append((wire.now(), stems))
            time.sleep(chance.uniform(0.0, 0.6))
        ages = [wire.since(at) for at, _ in done]
        kill(wire)
    before = done[0][1]
    assert [t.stem for t in manifest.load(band).tracks] == before
    late = [number for number, (_, stems) in enumerate(done) if stems == (kept(band) or before)]
    assert late, "what is kept is the session as it was at some moment"
    lost = ages[late[-1] + 1 :]
    assert not lost or lost[0] <= SECOND


@pytest.mark.parametrize("delay", [0.0, 0.03])
def test_a_kill_in_the_middle_of_a_save_leaves_one_manifest_whole(band: Path, delay: float) -> None:
    before = manifest.load(band)
    with open_on(band) as wire:
        wire.heard(until=b"24-bit")
        os.write(wire.line, b"2")
        wire.heard(until=b"-> Bass")
        wait_for(Recovery(band / manifest.NAME).first.exists)
        os.write(wire.line, b"w")
        time.sleep(delay)
        kill(wire)
    saved = manifest.load(band)
    assert saved.track("kick").stem in (BASS, before.track("kick").stem)
    if saved == before:
        assert kept(band)[0] == BASS
    with open_on(band) as wire:
        wire.heard(until=b"24-bit")
        if saved == before:
            assert wire.shows("Unsaved work was kept") or wire.heard(until=b"Unsaved work was kept")
        else:
            wire.heard(patience=1.0)
            assert not wire.shows("Unsaved work was kept")


def test_a_signal_loses_nothing_at_all_and_the_work_is_offered(band: Path) -> None:
    with open_on(band) as wire:
        wire.heard(until=b"24-bit")
        os.write(wire.line, b"23")
        wire.heard(until=b"-> Vocals", quiet=0.0)
        kill(wire, signal.SIGHUP)
    assert kept(band)[:3] == [BASS, VOCALS, BASS]
    with open_on(band) as wire:
        wire.heard(until=b"take it back")
        os.write(wire.line, b"yGk1")
        wire.heard(until=b"-> Drums", quiet=0.0)
        kill(wire, signal.SIGTERM)
    assert kept(band)[:4] == [BASS, VOCALS, BASS, DRUMS]
    with open_on(band) as wire:
        wire.heard(until=b"take it back")
        os.write(wire.line, b"yw")
        wire.heard(until=b"Saved")
    assert [track.stem for track in manifest.load(band).tracks[:4]] == [BASS, VOCALS, BASS, DRUMS]
    assert not kept(band)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.name != "posix" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_the_old_manifest_and_the_work(band: Path, small_disk: Path) -> None:
    session = manifest.load(band)
    for path in band.iterdir():
        (small_disk / path.name).write_bytes(path.read_bytes())
    with open_on(small_disk) as wire:
        wire.heard(until=b"24-bit")
        filler = small_disk / "filler"
        with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"0" * 512)
        os.write(wire.line, b"2")
        wire.heard(until=b"No space left")
        os.write(wire.line, b"w")
        wire.heard(until=b"Make room")
        assert manifest.load(small_disk) == session
        filler.unlink()
        os.write(wire.line, b"\x1b")
        wire.heard(until=b"Kick")
        os.write(wire.line, b"w")
        wire.heard(until=b"Saved")
    assert manifest.load(small_disk).track("kick").stem == BASS
    assert not [path for path in small_disk.iterdir() if path.suffix == ".part"]


def test_a_file_of_kept_work_that_was_cut_short_is_told_and_harms_nothing(band: Path) -> None:
    Recovery(band / manifest.NAME).first.write_text("[track.ki")
    with pytest.raises(ManifestError):
        Recovery(band / manifest.NAME).take(Recovery(band / manifest.NAME).first)
    with open_on(band) as wire:
        wire.heard(until=b"cannot be read")
        os.write(wire.line, b"n2w")
        wire.heard(until=b"Saved")
    assert not list(band.glob(".*recover*"))


def all_is_drawn_anew(wire: Wire) -> None:
    drawn = bytearray()

    def is_drawn() -> bool:
        drawn.extend(wire.heard(patience=0.1))
        return len(drawn) > 1_000

    wait_for(is_drawn)


def test_a_process_that_was_stopped_goes_on_and_reads_every_key_once(band: Path) -> None:
    with open_on(band) as wire:
        wire.heard(until=b"24-bit")
        threads = Path(f"/proc/{wire.pid}/task")
        wire.press("2", "-> Bass")
        before = len(list(threads.iterdir()))
        for how in (signal.SIGSTOP, signal.SIGTSTP) * 2:
            os.kill(wire.pid, how)
            wait_for(lambda: Path(f"/proc/{wire.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T")
            wire.heard(patience=0.2)
            os.kill(wire.pid, signal.SIGCONT)
            all_is_drawn_anew(wire)
        assert len(list(threads.iterdir())) <= before + 1
        wire.press("u", "Undone")
