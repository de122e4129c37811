"""What a system offers a render, seen from outside."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from stemtui.audio.machine.system import widen, write_at

_SHOW = """
from pathlib import Path
from stemtui.audio.machine.system import keep_freed_memory
keep_freed_memory()
keep_freed_memory()
print(Path("/proc/self/smaps").read_text())
"""


@pytest.mark.skipif(
    not Path("/sys/kernel/mm/transparent_hugepage").is_dir(), reason="this system has no huge pages"
)
def test_the_heap_is_to_grow_in_huge_pages_and_is_reserved_once() -> None:
    shown = subprocess.check_output([sys.executable, "-c", _SHOW], text=True)
    areas = re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", shown, flags=re.MULTILINE)
    huge = [area for area in areas if "[heap]" in area and re.search(r"^VmFlags:.* hg", area, re.MULTILINE)]
    assert 100_000 < _kilobytes("Size", huge) < 200_000
    assert _kilobytes("Rss", huge) < 20_000


@pytest.mark.skipif(sys.platform != "linux", reason="other pipes are as wide as they are")
def test_a_pipe_is_widened_where_it_may_be() -> None:
    import fcntl

    takes, gives = os.pipe()
    widen(gives)
    if int(Path("/proc/sys/fs/pipe-max-size").read_text()) >= 1 << 20:
        assert fcntl.fcntl(takes, fcntl.F_GETPIPE_SZ) == 1 << 20
    os.close(takes)
    os.close(gives)
    widen(gives)  # what is no pipe is left alone


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="other systems write from where the file is")
def test_a_block_is_written_in_pieces_that_memory_has_room_for_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, written, piece = bytes(range(251)) * 3_000, [], 1 << 17

    def pwrite(handle: int, part: memoryview, position: int) -> int:
        written.append(range(position, position + len(part)))
        return os.write(handle, part)

    monkeypatch.setattr("stemtui.audio.machine.system.os.pwrite", pwrite)
    with (tmp_path / "print").open("w+b", buffering=0) as file:
        write_at(file, memoryview(data), 600)
        file.seek(0)
        assert file.read() == data
    assert [part.start for part in written[1:]] == [part.stop for part in written[:-1]]
    assert written[0].start == 600
    assert written[-1].stop == 600 + len(data)
    assert all(part.start // piece == (part.stop - 1) // piece for part in written)
    assert len(written) == 6  # and no more of them than that takes


def _kilobytes(name: str, areas: list[str]) -> int:
    return sum(int(found) for area in areas for found in re.findall(rf"^{name}: +(\d+)", area, re.MULTILINE))
