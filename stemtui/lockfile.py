"""`stemtui.lock`: what each track's file held when the session was organised, one table a track.

A new print under an old name is the commonest silent fault, and the audio itself is outside git. The lock is
made by `stemtui lock`, and a save on the screen adds tracks that came since. Sizes and times of files whose
audio is known are remembered on this machine, so that a check reads only what has changed since.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from pathlib import Path

from stemtui.audio.samples.identity import Identity, identity
from stemtui.caches import Stamp, folder, keep, real, stamp
from stemtui.errors import AudioFileError, Problem, StemtuiError
from stemtui.labels import are, named
from stemtui.locks import alone
from stemtui.manifest.disk import LARGEST, write_text
from stemtui.manifest.schema import ID
from stemtui.manifest.spelling import place
from stemtui.places import track_path
from stemtui.session import Session
from stemtui.tables import loads, read_bytes

NAME = "stemtui.lock"
HEADING = "# What each track's audio was. Written by: stemtui lock\n\nformat = 1\n"
_FORMAT = 1
_MOST = 1 << 63
_SHA256 = re.compile(r"[0-9a-f]{64}")
_READERS = 4
_PATIENCE = 5.0

Identities = dict[str, Identity]


def read_lock(root: Path) -> Identities | None:
    """What the lock beside a manifest says, by track id; None where there is none. Raises StemtuiError."""
    try:
        content = read_bytes(root / NAME, LARGEST)
        if len(content) > LARGEST:
            raise ValueError("it is larger than 4 MB")
        return parsed(content.decode("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        what = f"{str(root / NAME)!r} cannot be read ({getattr(error, 'strerror', '') or error})."
        raise StemtuiError(f"{what} Resolve it, or delete it and make it anew: stemtui lock") from error


def parsed(text: str) -> Identities:
    """What a lock's text says, by track id. Raises ValueError."""
    try:
        tables = loads(text)
    except RecursionError as error:
        raise ValueError("lists or tables are nested too deeply") from error
    if tables.get("format") != _FORMAT:
        raise ValueError("it has another format")
    tracks = tables.get("track", {})
    if not isinstance(tracks, dict):
        raise ValueError("'track' is not as stemtui writes it")
    return {key: _identity(key, of) for key, of in tracks.items()}


def _identity(key: str, of: object) -> Identity:
    match of:
        case {"frames": int(frames), "rate": int(rate), "sha256": str(sha256)}:
            are_figures = type(frames) is type(rate) is int and 0 <= frames < _MOST and 0 < rate < _MOST
            if ID.fullmatch(key) and are_figures and _SHA256.fullmatch(sha256):
                return Identity(frames, rate, sha256)
    raise ValueError(f"{place('track', key)} is not as stemtui writes it")


def text_of(lock: Mapping[str, Identity]) -> str:
    """The text of a lock, tracks sorted by id."""
    return "\n".join([HEADING, *(table(key, of) for key, of in sorted(lock.items()))])


def table(key: str, of: Identity) -> str:
    """The lines of one track."""
    return f'[track.{key}]\nframes = {of.frames}\nrate = {of.rate}\nsha256 = "{of.sha256}"\n'


def write_lock(root: Path, lock: Mapping[str, Identity]) -> None:
    """Write the lock beside a manifest, tracks sorted by id. Raises StemtuiError where it is a link.

    A link came with the session, and may lead to any file of the user's.
    """
    path = root / NAME
    if path.is_symlink():
        what = f"{str(path)!r} is a link, to {os.path.realpath(path)!r}: nothing is written through one."
        raise StemtuiError(f"{what} Delete the link, then: stemtui lock")
    text = text_of(lock)
    with contextlib.suppress(OSError):
        if read_bytes(path, LARGEST) == text.encode():
            return
    write_text(path, text)


def identities(root: Path, session: Session) -> tuple[Identities, dict[str, AudioFileError]]:
    """What the files of a session's tracks hold, by track id; and why some could not be read."""
    known = _recall(root)
    now: dict[str, tuple[Stamp, Identity]] = {}

    def look(file: str) -> Identity | AudioFileError:
        try:
            path, clock = track_path(root, file), time.time_ns()
            was = stamp(path)
            held = known[file][1] if file in known and known[file][0] == was else identity(path)
            if was.is_settled(clock):
                now[file] = (was, held)
            return held
        except AudioFileError as error:
            return error
        except OSError as error:
            return AudioFileError(f"{file!r} could not be read: {error.strerror}.")

    tracks = [track for track in session.tracks if track.file]
    with ThreadPoolExecutor(_READERS) as pool:
        seen = dict(zip([t.id for t in tracks], pool.map(look, [t.file for t in tracks]), strict=True))
    _remember(root, known | now)
    errors = {key: one for key, one in seen.items() if isinstance(one, AudioFileError)}
    return {key: one for key, one in seen.items() if isinstance(one, Identity)}, errors


def lock_all(root: Path, session: Session) -> tuple[Identities, list[str], dict[str, AudioFileError]]:
    """Write what every track's audio is: that, ids of tracks with other audio than before, and the unread.

    What a lock says of files that could not be read stays. Raises StemtuiError for a lock that is damaged.
    """
    found, errors = identities(root, session)
    with _alone(root):
        before = read_lock(root) or {}
        write_lock(root, {key: of for key, of in before.items() if key in errors} | found)
    return found, [key for key, of in found.items() if before.get(key, of) != of], errors


def add_new(root: Path, session: Session) -> None:
    """Add the tracks that a lock does not have yet, where there is one. Raises StemtuiError."""
    lock = read_lock(root)
    if lock is None:
        return
    new = tuple(track for track in session.tracks if track.file and track.id not in lock)
    found, _ = identities(root, Session(tracks=new))
    with _alone(root):
        if (now := read_lock(root)) is not None:
            write_lock(root, {key: of for key, of in (found | now).items() if key in session.track_index})


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Be the only one who writes beside a manifest. Raises StemtuiError where another goes on doing so."""
    with alone(root, _PATIENCE) as others:
        if others:
            raise StemtuiError(f"{NAME} was not written: {others} is saving just now. Try again.")
        yield


def check(root: Path, session: Session) -> Iterator[Problem]:
    """A problem for every track whose file holds something else than the lock says; none without a lock.

    And one for those that it does not have, as one has whose id somebody changed: nobody looks after them.
    """
    try:
        lock = read_lock(root)
    except StemtuiError as error:
        yield Problem("", str(error))
        return
    if lock is None:
        return
    new = [track for track in session.tracks if track.file and track.id not in lock]
    if new:
        what = (
            f"{named(track.file for track in new)} {are(new)} not in {NAME}: a new print would not be seen."
        )
        yield Problem(f"track.{new[0].id}.file", what, "If it is the right one: stemtui lock", "warning")
    locked = tuple(track for track in session.tracks if track.id in lock)
    found, _ = identities(root, Session(tracks=locked))
    for track in locked:
        was, now = lock[track.id], found.get(track.id)
        if now is not None and now != was:
            message = f"{track.file!r} is not the file this was organised with: {_difference(was, now)}."
            remedy = "If the new one is right: stemtui lock. If not, bring the old file back."
            yield Problem(f"track.{track.id}.file", message, remedy, "warning")


def _difference(was: Identity, now: Identity) -> str:
    if was.rate != now.rate:
        return f"it is at {now.rate} Hz, that was at {was.rate}"
    if was.frames != now.frames:
        return f"it has {now.frames} frames, that had {was.frames}"
    return "it is as long, and its audio is another"


def _recall(root: Path) -> dict[str, tuple[Stamp, Identity]]:
    try:
        written, of, said = json.loads(_page(root).read_bytes())
        if (written, of) != (_FORMAT, real(root)):
            return {}
        return {file: (Stamp(*at), Identity(*held)) for file, (at, held) in said.items()}
    except (OSError, ValueError, TypeError, AttributeError, RuntimeError):
        return {}


def _remember(root: Path, known: Mapping[str, tuple[Stamp, Identity]]) -> None:
    said = {file: (astuple(at), astuple(held)) for file, (at, held) in sorted(known.items())}
    with contextlib.suppress(OSError, RuntimeError):
        keep(_page(root), json.dumps([_FORMAT, real(root), said]).encode())


def _page(root: Path) -> Path:
    return folder() / "audio" / hashlib.sha256(os.fsencode(real(root))).hexdigest()
