"""What a delivery's files were when it was made: sizes and times, remembered on this machine alone.

A receipt is the same bytes on every clone, so that none of this is in it. It only saves reading files again:
where it is lost, damaged or about another receipt, it is as if nothing had been remembered.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import astuple, field
from pathlib import Path

from stemtui.caches import Stamp, folder, keep, real
from stemtui.frozen import frozen
from stemtui.receipts import RECEIPT

_FORMAT = 1


@frozen
class Seen:
    """A source as a render read it: its stamp, or where that was not settled, its SHA-256."""

    stamp: Stamp | None
    sha256: str = ""


@frozen
class Memory:
    """The sources and the prints of one delivery, by file."""

    sources: Mapping[str, Seen] = field(default_factory=dict)
    prints: Mapping[str, Stamp] = field(default_factory=dict)


def recall(place: Path, root: Path) -> Memory | None:
    """What is remembered of the session at `root` and its delivery in a place, as that lies there now."""
    try:
        said = json.loads(_page(place).read_bytes())
        if [said["format"], said["root"], said["receipt"]] != [_FORMAT, real(root), _receipt(place)]:
            return None
        sources = {file: _seen(*seen) for file, seen in said["sources"].items()}
        return Memory(sources, {file: Stamp(*printed) for file, printed in said["prints"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return None


def is_remembered(place: Path, folder: Path) -> bool:
    """Whether the receipt in a folder is the one that this machine wrote last for a place."""
    try:
        return bool(json.loads(_page(place).read_bytes())["receipt"] == _receipt(folder))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):
        return False


def remember(place: Path, root: Path, memory: Memory) -> None:
    """Remember what the delivery in a place was made of; where that cannot be written, nothing happens."""
    with contextlib.suppress(OSError, RuntimeError):
        said = {
            "format": _FORMAT,
            "root": real(root),
            "receipt": _receipt(place),
            "sources": {file: _plain(seen) for file, seen in memory.sources.items()},
            "prints": {file: astuple(printed) for file, printed in memory.prints.items()},
        }
        keep(_page(place), json.dumps(said).encode())


def _seen(size: int | None, changed: int | None, sha256: str) -> Seen:
    return Seen(None if size is None or changed is None else Stamp(size, changed), sha256)


def _plain(seen: Seen) -> tuple[int | None, int | None, str]:
    size, changed = astuple(seen.stamp) if seen.stamp else (None, None)
    return size, changed, seen.sha256


def _receipt(place: Path) -> str:
    return hashlib.sha256((place / RECEIPT).read_bytes()).hexdigest()


def _page(place: Path) -> Path:
    """Where a delivery's memory lies. Raises RuntimeError where there is no home folder."""
    return folder() / f"{hashlib.sha256(os.fsencode(real(place))).hexdigest()}.json"
