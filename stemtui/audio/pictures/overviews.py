"""Overviews of files, remembered on this machine: what was surveyed once is not read again.

A page is about one file as it was, by path, size and time. It only saves reading: where it is damaged or
cannot be written, the file is surveyed.
"""

import contextlib
import hashlib
import json
import os
import time
import zlib
from array import array
from collections.abc import Callable
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from stemtui.audio.pictures.overview import Overview
from stemtui.caches import Stamp, folder, keep, real, stamp
from stemtui.errors import AudioFileError
from stemtui.holes import Hole

_FORMAT = 3
_PICTURE = ("lows", "highs", "rms")


def overview(
    path: Path, is_wanted: Callable[[], bool] = lambda: True, damaged: bool = False
) -> Overview | None:
    """The overview of a sound file, remembered or surveyed; None when nobody wants it any more.

    Raises AudioFileError for what cannot be read to its end; one accepted as `damaged` is seen as far as it
    can be read.
    """
    clock, now = time.time_ns(), look(path)
    if not damaged and (known := recall(path, now)):
        return known
    from stemtui.audio.pictures.surveying import survey  # here: numpy costs more than a page of the cache

    found = survey(path, is_wanted, damaged)
    if found and not damaged and now.is_settled(clock) and look(path) == now:
        remember(path, now, found)
    return found


def known(path: Path) -> Overview | None:
    """What is remembered of a file as it is now. Raises AudioFileError where it is gone."""
    return recall(path, look(path))


def look(path: Path) -> Stamp:
    """The stamp of a sound file. Raises AudioFileError."""
    try:
        return stamp(path)
    except FileNotFoundError:
        raise AudioFileError(f"{path.name!r} is not there: it was moved, renamed or not copied.") from None
    except (OSError, ValueError) as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error}.") from error


def recall(path: Path, now: Stamp) -> Overview | None:
    """What is remembered of a file, if that is how it is now."""
    try:
        content = _page(path).read_bytes()
        if zlib.crc32(content[4:]) != int.from_bytes(content[:4]):
            return None
        head, _, picture = content[4:].partition(b"\n")
        said = json.loads(head)
        if [said["format"], said["file"], said["stamp"]] != [_FORMAT, real(path), list(astuple(now))]:
            return None
        facts: dict[str, Any] = said["overview"]
        facts["channel_peaks"] = tuple(facts["channel_peaks"])
        facts["holes"] = tuple(Hole(*hole) for hole in facts["holes"])
        size = len(picture) // len(_PICTURE)
        for part, name in enumerate(_PICTURE):
            facts[name] = array("f", picture[part * size : (part + 1) * size])
        return Overview(**facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return None


def remember(path: Path, now: Stamp, found: Overview) -> None:
    """Remember a file's overview; where that cannot be written, nothing happens."""
    facts = {name: value for name, value in asdict(found).items() if name not in _PICTURE}
    said = {"format": _FORMAT, "file": real(path), "stamp": astuple(now), "overview": facts}
    picture = b"".join(getattr(found, name).tobytes() for name in _PICTURE)
    content = json.dumps(said).encode() + b"\n" + picture
    with contextlib.suppress(OSError, RuntimeError):
        keep(_page(path), zlib.crc32(content).to_bytes(4) + content)


def _page(path: Path) -> Path:
    """Where a file's overview lies. Raises RuntimeError where there is no home folder."""
    return folder() / "overviews" / hashlib.sha256(os.fsencode(real(path))).hexdigest()
