"""What a `stemtui.lock` that came with files shows: which are tracks of its session, by their audio."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path, PurePosixPath

from stemtui import lockfile, manifest
from stemtui.audio.samples.identity import Identity, identity
from stemtui.errors import AudioFileError, ManifestError, Problem, StemtuiError
from stemtui.frozen import frozen
from stemtui.receiving.kinds.kinds import ADDS_UP, FOLDS_IN, LOCKED, TRACK, UNKNOWN, Judged
from stemtui.receiving.sounds.hearing import Heard
from stemtui.session import Session

_NO_TRACKS = ("stem", "mix")


@frozen
class Locked:
    """The files that are tracks of a session for sure, by index, and what is wrong with such files."""

    tracks: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()

    def judged(self, at: int, judged: Judged) -> Judged:
        """What a file is: a track in a lock is no stem, though it is part of a mix as it is."""
        is_open = judged.kind == UNKNOWN or judged.why in (ADDS_UP, FOLDS_IN)
        return replace(judged, kind=TRACK, why=LOCKED) if at in self.tracks and is_open else judged


def locked(folder: Path, listed: Sequence[str], heard: Sequence[Heard]) -> Locked:
    """What the locks among the `listed` files of a folder show of those that were heard."""
    tracks: set[int] = set()
    problems: list[Problem] = []
    for file in (file for file in listed if PurePosixPath(file).name == lockfile.NAME):
        try:
            lock = lockfile.read_lock((folder / file).parent) or {}
        except StemtuiError as error:
            problems.append(Problem("", str(error), severity="warning"))
            continue
        session = _session((folder / file).parent)
        own = _Of(PurePosixPath(file).parent, lock, session, heard)
        tracks |= own.tracks
        problems += own.problems
    return Locked(frozenset(tracks), tuple(problems))


def _session(root: Path) -> Session:
    """The manifest beside a lock; an empty session where there is none, or none that can be read."""
    try:
        return manifest.load(root / manifest.NAME)
    except (ManifestError, StemtuiError):
        return Session()


class _Of:
    """What one lock shows, its manifest beside it where that came too."""

    def __init__(
        self, root: PurePosixPath, lock: lockfile.Identities, session: Session, heard: Sequence[Heard]
    ) -> None:
        others = {track.id for track in session.tracks if track.origin in _NO_TRACKS}
        known = {lock[key] for key in lock.keys() - others}
        named = {str(root / track.file): lock[track.id] for track in session.tracks if track.id in lock}
        forms = {(one.frames, one.rate) for one in known}
        asked = [
            at
            for at, one in enumerate(heard)
            if one.file in named or (one.header.frames, one.header.samplerate) in forms
        ]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            held = dict(zip(asked, pool.map(_held, (heard[at] for at in asked)), strict=True))
        self.tracks = {at for at, one in held.items() if one in known}
        self.problems = [
            Problem(
                heard[at].file,
                f"is not the file that its session was organised with, by {lockfile.NAME}.",
                "Ask which of the two was mixed.",
                "warning",
            )
            for at, one in held.items()
            if one and heard[at].file in named and one != named[heard[at].file]
        ]


def _held(one: Heard) -> Identity | None:
    try:
        return identity(one.asked.path)
    except AudioFileError:
        return None
