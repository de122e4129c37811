"""A disk that fills up, is mounted for reading, or is not ours: the old stays whole, and words say why."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def may_mount() -> bool:
    """Whether a disk can be mounted that only one process sees: for root, and not in every container."""
    tried = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(tried, capture_output=True).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="may not mount a disk")
def test_a_disk_that_takes_nothing_more_costs_nothing_and_is_told() -> None:
    run = ["unshare", "--mount", sys.executable, "-m", "tests.disks"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    assert "No space left on device. Print elsewhere: stemtui render --into FOLDER." in said["full, render"]
    assert "cannot be written: No space left on device" in said["full, save"]
    assert (
        "Read-only file system. Print elsewhere: stemtui render --into FOLDER." in said["read-only, render"]
    )
    assert "it is write-protected" in said["read-only, save"]
    assert "Permission denied. Print elsewhere: stemtui render --into FOLDER." in said["not ours, render"]
    assert "Permission denied" in said["not ours, save"]
    assert done.stdout.endswith("All was whole.\n")
