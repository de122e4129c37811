"""Commands on folders, names and manifests: scan, suggest, diff, merge. Each imports what it needs."""

import os
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemtui import manifest
from stemtui.cli import output
from stemtui.errors import StemtuiError
from stemtui.text import clock, counted, printable

if TYPE_CHECKING:
    from stemtui.manifest.driving import MergedText
    from stemtui.scan import Found
    from stemtui.session import Session


def scan(asked: Namespace) -> int:
    """Print what audio a folder holds; 1 when something is wrong with any of it."""
    from stemtui import scan as room

    ignore = _ignored(Path(asked.folder))
    found = room.scan(Path(asked.folder), deep=asked.deep, ignore=ignore)
    if asked.json:
        output.document([_scanned(file) for file in found])
    else:
        said = [f"Ignored, as {manifest.NAME} says: {', '.join(ignore)}"] if ignore else []
        output.lines([*_scan_lines(found), *said])
    return int(any(file.problems for file in found))


def _ignored(folder: Path) -> tuple[str, ...]:
    """What the folder's manifest ignores; nothing without one that can be read."""
    place = folder / manifest.NAME
    try:
        return manifest.load(place).ignore if place.is_file() else ()
    except StemtuiError:
        return ()


def _scanned(found: "Found") -> dict[str, Any]:
    header = asdict(found.header) if found.header else {}
    keys = ("format", "subtype", "channels", "samplerate", "frames", "time_reference", "description")
    return {"file": found.file} | {key: header.get(key) for key in keys} | {"problems": list(found.problems)}


def _scan_lines(found: "tuple[Found, ...]") -> list[str]:
    rows = [["file", "form", "ch", "length", "starts at", "description"]]
    for file in found:
        if (header := file.header) is None:
            rows.append([file.file, "-", "", "", "", ""])
            continue
        start = "" if header.time_reference is None else clock(header.time_reference / header.samplerate, 3)
        length = f"{header.seconds:.3f} s"
        rows.append(
            [
                file.file,
                f"{header.format} {header.form}",
                str(header.channels),
                length,
                start,
                header.description,
            ]
        )
    wrong = [f"{file.file}: {problem}" for file in found for problem in file.problems]
    count = counted(sum(file.is_audio for file in found), "sound file")
    return [*output.table(rows, right=(2, 3)), *wrong, count]


def suggest(asked: Namespace) -> int:
    """Print which group each name suggests, and why."""
    from stemtui import suggest as room

    names: list[str] = []
    for name in asked.names:
        names.extend(_names_from_input() if name == "-" else [name])
    suggestions = room.suggest(names)
    if asked.json:
        output.document([asdict(suggestion) for suggestion in suggestions])
    elif suggestions:
        output.lines(output.table([[s.name, s.group or "-", s.why] for s in suggestions]))
    return 0


def _names_from_input() -> list[str]:
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    end = "\n" if "\n" in text else "\r"
    names = [line.removesuffix("\r") for line in text.split(end)]
    return names[:-1] if names[-1] == "" else names


def diff(asked: Namespace) -> int:
    """Print what changed between two manifests, in words; or all that one says, for git to compare."""
    from stemtui import diff as room

    if asked.new is None:
        return _told(Path(asked.old))
    changes = room.changes(_session(asked.old), _session(asked.new))
    if asked.json:
        output.document([{"change": change} for change in changes])
    else:
        output.lines(changes or ["The two say the same."])
    return 0


def _session(path: str) -> "Session":
    """The session that a manifest says; none at all where git has no file on one side."""
    from stemtui import manifest
    from stemtui.session import Session

    return Session() if path == os.devnull else manifest.load(manifest.locate(Path(path)))


def _told(path: Path) -> int:
    """Print all that a manifest or a lock says, right or not."""
    from stemtui import lockmerging, manifest
    from stemtui.diff import telling
    from stemtui.manifest.disk import read_text

    text = read_text(manifest.locate(path))
    output.lines((lockmerging.told if lockmerging.is_lock(text) else telling.told)(text))
    return 0


def merge(asked: Namespace) -> int:
    """Put two manifests together in OURS, as git asks a merge driver to; 1 where they clash, with marks."""
    from stemtui.manifest.disk import read_text, write_text

    base, ours, theirs = (Path(path) for path in (asked.base, asked.ours, asked.theirs))
    merged = _merged(read_text(base), read_text(ours), read_text(theirs))
    write_text(ours, merged.text)
    for line in merged.said:
        print(printable(line), file=sys.stderr)
    return int(merged.clashes)


def _merged(base: str, ours: str, theirs: str) -> "MergedText":
    from stemtui.lockmerging import is_lock, merged_locks
    from stemtui.manifest.driving import merged_texts

    are_locks = is_lock(ours) or is_lock(theirs)
    return (merged_locks if are_locks else merged_texts)(base, ours, theirs)
