"""A session's folder, looked at again and again: what came, went or changed, and only that, is read.

What the files were is remembered on this machine, so that one that was moved while nobody looked is found by
more than its name. That memory may be lost at any time.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple, replace
from functools import lru_cache
from pathlib import Path
from posixpath import normpath

from stemtui import scan
from stemtui.caches import Stamp, folder, keep, real
from stemtui.contents import Contents, Known, Trace, moves, shape
from stemtui.errors import AudioFileError, MissingFileError
from stemtui.ignoring import is_ignored
from stemtui.places import track_path
from stemtui.session import Session

_FORMAT = 1


def strays(root: Path, session: Session) -> tuple[str, ...]:
    """The sound files in a session's folder that are no track of it."""
    own = {_place(trace) for file in session.files if (trace := _look(root, file)) and trace.inode}
    found = (file for file in _lying(root, session) if file not in session.files)
    traces = ((file, _look(root, file)) for file in found)
    return tuple(file for file, trace in traces if trace and _place(trace) not in own)


def unnameable(root: Path, session: Session) -> dict[str, str]:
    """The sound files in a session's folder that no manifest can name, and why."""
    found = (one for one in scan.listed(root) if not is_ignored(one.file, session.ignore))
    return {one.file: fault for one in found if one.problems and (fault := scan.name_fault(one.file))}


def linked(root: Path, session: Session) -> dict[str, str]:
    """Where the files of tracks lie, by track id, that links lead to outside of the session's folder."""
    home, found = os.path.join(real(root), ""), dict[str, str]()
    for track in session.tracks:
        with contextlib.suppress(AudioFileError, OSError, ValueError):
            lies = real(track_path(root, track.file)) if track.file else home
            if not lies.startswith(home):
                found[track.id] = lies
    return found


class Folder:
    """What lies in a session's folder, from one look to the next; `known` are the headers read before.

    A file that is still being written, or is away for the moment in which another takes its place, is waited
    for: `is_settled` says whether the last look left out any.
    """

    def __init__(self, root: Path, known: Mapping[str, Known]) -> None:
        self.root = root
        self.known = dict(known)
        self.traces: dict[str, Trace | None] = {}
        self.last: dict[str, Trace | None] = {}
        self.past: dict[str, Trace] | None = None
        self.contents = Contents()
        self.is_settled = True

    def look(self, session: Session) -> Contents:
        """What lies there now; the same value as before where nothing has changed."""
        if not self.root.is_dir():  # a share that is away takes no file with it
            return self.contents
        is_first = self.past is None
        lying = _lying(self.root, session)
        now = {file: _look(self.root, file) for file in {*lying, *session.files}}
        clock = time.time_ns()
        self.is_settled = True
        for file, trace in now.items():
            if file in self.traces and self.traces[file] == trace:
                continue
            if is_first or self._has_settled(file, trace, clock):
                self._accept(file, trace, is_first)
            else:
                self.is_settled = False
        self.last = now
        found = self._sorted(lying, session)
        if found != self.contents:
            self.contents = found
            self._remember(session)
        return self.contents

    def _has_settled(self, file: str, trace: Trace | None, clock: int) -> bool:
        if trace and Stamp(trace.size, trace.changed).is_settled(clock):
            return True
        return file in self.last and self.last[file] == trace

    def _accept(self, file: str, trace: Trace | None, is_first: bool) -> None:
        """Take a file as it is now, and read its header, unless that was read just before the first look."""
        self.traces[file] = trace
        if not (is_first and file in self.known):
            self.known[file] = scan.file_header(self.root, file)

    def _sorted(self, lying: Iterable[str], session: Session) -> Contents:
        """What lies here, without what is a track's file by another path."""
        traces = {file: trace for file in session.files if (trace := self.traces.get(file))}
        own = {_place(trace) for trace in traces.values() if trace.inode}
        there: list[str] = []
        free: dict[str, Trace] = {}
        for file in lying:
            trace = self.traces.get(file)
            if trace and (file in traces or _place(trace) not in own):
                there.append(file)
                if file not in traces:
                    free[file] = replace(trace, shape=shape(self.known.get(file)))
        known = {file: self.known[file] for file in (*there, *session.files) if file in self.known}
        past = self._recalled()
        gone = {f: past.get(f) for f in session.files if isinstance(known.get(f), MissingFileError)}
        return Contents(tuple(there), known, moves(gone, free))

    def _recalled(self) -> dict[str, Trace]:
        """What is remembered of files as they were."""
        if self.past is None:
            self.past = _recall(self.root)
        for file, trace in self.traces.items():
            if trace and (said := shape(self.known.get(file))):
                self.past[file] = replace(trace, shape=said)
        return self.past

    def _remember(self, session: Session) -> None:
        past = self._recalled()
        said = {file: astuple(past[file]) for file in sorted(session.files) if file in past}
        with contextlib.suppress(OSError, RuntimeError):
            keep(_page(self.root), json.dumps([_FORMAT, real(self.root), said]).encode())


def _lying(root: Path, session: Session) -> tuple[str, ...]:
    """The sound files below a folder, but for what is compared with the mix and what prints replace."""
    delivery = f"{normpath(session.delivery.folder)}/"
    reference = normpath(session.reference) if session.reference else ""
    listed = (one.file for one in scan.listed(root) if one.is_audio)
    # a track's file is looked at whatever a pattern says
    found = (file for file in listed if file in session.files or not is_ignored(file, session.ignore))
    return tuple(sorted(file for file in found if file != reference and not file.startswith(delivery)))


@lru_cache(maxsize=8192)
def _path(root: Path, file: str) -> str:
    return str(track_path(root, file))


def _look(root: Path, file: str) -> Trace | None:
    try:
        facts = os.stat(_path(root, file))
    except (AudioFileError, OSError, ValueError):
        return None
    return Trace(facts.st_size, facts.st_mtime_ns, facts.st_dev, facts.st_ino)


def _place(trace: Trace) -> tuple[int, int]:
    return trace.device, trace.inode


def _recall(root: Path) -> dict[str, Trace]:
    try:
        written, of, said = json.loads(_page(root).read_bytes())
        if (written, of) != (_FORMAT, real(root)):
            return {}
        return {
            file: Trace(facts[0], facts[1], facts[2], facts[3], tuple(facts[4]))
            for file, facts in said.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, IndexError, RuntimeError):
        return {}


def _page(root: Path) -> Path:
    """Where the memory of a folder lies. Raises RuntimeError where there is no home folder."""
    return folder() / "folders" / hashlib.sha256(os.fsencode(real(root))).hexdigest()
