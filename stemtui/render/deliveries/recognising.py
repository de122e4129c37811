"""Which files of a folder hold what its receipt says was printed, wherever they lie, whatever their names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stemtui.audio.samples.digests import digest
from stemtui.errors import AudioFileError
from stemtui.receipts import tables
from stemtui.scan import listed


def holders(folder: Path, receipt: dict[str, Any]) -> dict[str, str]:
    """The SHA-256 of the files that a receipt names, and of all others below its folder where one of those is
    not as it was printed: by their paths in it. What cannot be read has none."""
    expected = {one["file"]: one["sha256"] for one in tables(receipt, "file") if "sha256" in one}
    found = {file: held for file in expected if (held := _held(folder, file))}
    if found != expected:
        others = (one.file for one in listed(folder) if one.is_audio and one.file not in expected)
        found |= {file: held for file in others if (held := _held(folder, file))}
    return found


def printed(receipt: dict[str, Any], held: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """The entries of a receipt by the files that hold them; of two that hold the same, each has its own."""
    entries = [one for one in tables(receipt, "file") if "sha256" in one]
    own, under = {one["file"]: one for one in entries}, {one["sha256"]: one for one in entries}
    return {
        file: own[file] if own.get(file, {}).get("sha256") == has else under[has]
        for file, has in held.items()
        if has in under
    }


def _held(folder: Path, file: str) -> str:
    """What a file holds; "" where that cannot be read, and for what lies outside the folder."""
    try:
        return "" if Path(file).is_absolute() or ".." in Path(file).parts else digest(folder / file)
    except AudioFileError:
        return ""
