"""Deliveries beside their sessions, for tests of what a second render prints."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.session import Session
from tests import small_sessions as small

ITEMS = ("mix.master", "stem.drums", "stem.bass", "stem.guitars")
SECOND = 1_000_000_000

PRINTS = (".wav", ".flac", ".aiff")


def whole(root: Path) -> Session:
    """A session with everything ordered, whose sources were all written a minute ago."""
    session = small.band(root)
    session = replace(session, tracks=tuple(replace(track, gain_db=-1.7) for track in session.tracks))
    for track in session.tracks:
        dated(root / track.file, time.time_ns() - 60 * SECOND)
    return small.ordered(session, *ITEMS)


def dated(path: Path, nanoseconds: int) -> None:
    os.utime(path, ns=(nanoseconds, nanoseconds))


def written(folder: Path) -> dict[str, int]:
    """What would differ if a print had been written again."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix in PRINTS}


def sounds(folder: Path) -> dict[str, bytes]:
    """What the prints of a delivery hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in PRINTS}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def altered(path: Path) -> None:
    """Change a sound file's last samples, and neither its size nor its time."""
    facts, data = path.stat(), bytearray(path.read_bytes())
    data[-4] ^= 64
    path.write_bytes(data)
    dated(path, facts.st_mtime_ns)


def forgotten(cache: Path) -> None:
    """As on another machine: nothing is remembered here."""
    shutil.rmtree(cache, ignore_errors=True)


def as_forced(root: Path, session: Session, **manner: bool) -> None:
    """What lies in the delivery is what printing all of it gives, receipt included."""
    there = contents(root / "delivery")
    render(root, session, into=root / "forced", force=True, **manner)
    assert contents(root / "forced") == there
    shutil.rmtree(root / "forced")


def states(root: Path, session: Session, **manner: bool) -> str:
    """The states of the four prints, by their first letters."""
    return "".join(one.state[0] for one in status(root, session, **manner))


def with_kick(session: Session, **changes: object) -> Session:
    first, *rest = session.tracks
    return replace(session, tracks=(replace(first, **changes), *rest))  # type: ignore[arg-type]
