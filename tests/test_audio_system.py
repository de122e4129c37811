"""What a system offers a render, seen from outside."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

_SHOW = """
from pathlib import Path
from stemtui.audio.system import keep_freed_memory
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


def _kilobytes(name: str, areas: list[str]) -> int:
    return sum(int(found) for area in areas for found in re.findall(rf"^{name}: +(\d+)", area, re.MULTILINE))
