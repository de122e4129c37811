"""What is left once a delivery is in its place: it reaches the disk, and nobody waits for that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stemtui.render.deliveries import settling
from stemtui.render.deliveries.settling import settled_behind

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="it cannot be left to another process")

SETTLES = """
import os, shutil, sys
from pathlib import Path
from stemtui.render.deliveries import settling

made, replaced, reached = map(Path, sys.argv[1:])
known = {path.stat().st_ino: path.name for path in [made, *made.iterdir()]}

def fsync(handle):
    with reached.open("a") as file:
        print(os.getpid(), known[os.fstat(handle).st_ino], file=file)

os.fsync = fsync
print(os.getpid(), flush=True)
with settling.settled_behind(made, replaced):
    shutil.rmtree(replaced)
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A delivery that was made, and one that it replaced."""
    made, replaced = tmp_path / "made", tmp_path / "replaced"
    for folder in (made, replaced):
        folder.mkdir()
        (folder / "a.wav").write_bytes(b"a")
        (folder / "b.wav").write_bytes(b"b")
    return made, replaced


@needs_fork
def test_more_files_than_may_be_open_are_no_error(folders: tuple[Path, Path]) -> None:
    made, replaced = folders
    for folder in folders:
        for number in range(100):
            (folder / f"{number}.wav").write_bytes(b"x")
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))\n{SETTLES}"
    run = [sys.executable, "-c", limited, made, replaced, made.with_name("reached")]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr, replaced.exists()) == (0, "", False)


@needs_fork
def test_another_process_has_all_that_was_made_reach_the_disk(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    made, replaced = folders
    run = [sys.executable, "-c", SETTLES, made, replaced, tmp_path / "reached"]
    # the output is at its end only when nobody holds it any more: the other process must not
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stderr, replaced.exists()) == ("", False)
    for _ in range(1000):
        reached = (tmp_path / "reached").read_text().split() if (tmp_path / "reached").exists() else []
        if len(reached) == 6:
            break
        subprocess.run([sys.executable, "-c", ""], check=True)  # as long as that takes
    assert sorted(reached[1::2]) == ["a.wav", "b.wav", "made"]
    assert len(set(reached[::2])) == 1 and reached[0] != done.stdout.strip()


@pytest.mark.parametrize("why", ["no fork", "other threads"])
def test_where_it_cannot_be_left_to_another_it_is_waited_for(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    made, replaced = folders
    if why == "no fork":
        monkeypatch.delattr(os, "fork", raising=False)
    else:
        monkeypatch.setattr(settling, "active_count", lambda: 2)
    reached = []
    monkeypatch.setattr(os, "fsync", lambda handle: reached.append(os.fstat(handle).st_ino))
    with settled_behind(made, replaced):
        assert not reached
    assert sorted(reached) == sorted(path.stat().st_ino for path in [made, *made.iterdir()])


@needs_fork
def test_a_process_that_cannot_be_made_is_no_reason_to_fail(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    reached = []
    monkeypatch.setattr(os, "fork", refused)
    monkeypatch.setattr(os, "fsync", reached.append)
    before = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
    with settled_behind(*folders):
        pass
    assert len(reached) == 3
    assert before in (0, len(os.listdir("/dev/fd")))
