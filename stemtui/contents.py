"""What lies in a session's folder, and which of its files is one that a track is missing."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import field
from pathlib import PurePosixPath

from stemtui.errors import AudioFileError
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.session import Session, normal_path

Known = Header | AudioFileError
Shape = tuple[str, int, int, int]


@frozen
class Trace:
    """A file by what can be told without reading it: bytes, nanoseconds, and where the disk has it.

    `shape` is what its header says (word length, channels, rate, frames), None where that is not known.
    """

    size: int
    changed: int
    device: int = 0
    inode: int = 0
    shape: Shape | None = None


@frozen
class Move:
    """Where a missing file seems to be now, and why that is thought."""

    file: str
    why: str


@frozen
class Contents:
    """The sound files `lying` in a folder, by path; each one's header, those of all tracks included, or why
    there is none; and where files that are missing seem to be now.
    """

    lying: tuple[str, ...] = ()
    known: Mapping[str, Known] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)

    def strays(self, files: frozenset[str]) -> tuple[str, ...]:
        """What lies there beside those files, which are a session's tracks."""
        return tuple(file for file in self.lying if file not in files)

    def moved(self, session: Session) -> dict[str, Move]:
        """The tracks, by id, whose file seems to be another one now."""
        taken, found = set(session.files), dict[str, Move]()
        for track in session.tracks:
            move = self.moves.get(normal_path(track.file)) if track.file else None
            if move and move.file not in taken:
                taken.add(move.file)
                found[track.id] = move
        return found


def shape(header: Known | None) -> Shape | None:
    """What a header says that a copy of the file would say too."""
    if not isinstance(header, Header):
        return None
    return header.subtype, header.channels, header.samplerate, header.frames


def _name(file: str, _: Trace | None) -> str:
    return _folded(PurePosixPath(file).name)


def _stem(file: str, _: Trace | None) -> str:
    return _folded(PurePosixPath(file).stem)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


Clue = Callable[[str, Trace | None], Hashable]
CLUES: tuple[tuple[str, Clue], ...] = (
    ("the same file", lambda _, t: t and t.inode and (t.device, t.inode, t.size, t.changed)),
    ("same size and time", lambda _, t: t and (t.size, t.changed)),
    ("same name and length", lambda f, t: t and t.shape and (_name(f, t), t.shape)),
    ("same name", _name),
    ("same name, another format", _stem),
    ("same size and length", lambda _, t: t and t.shape and (t.size, t.shape)),
)


def moves(gone: Mapping[str, Trace | None], strays: Mapping[str, Trace]) -> dict[str, Move]:
    """Where missing files seem to be, by what is known of them: the surest clue first.

    A clue counts where it fits one missing file and one stray alone; what could be either is left to people.
    """
    left, free, found = dict(gone), dict(strays), dict[str, Move]()
    for why, clue in CLUES:
        theirs = _by_clue(clue, free.items())
        for key, files in _by_clue(clue, left.items()).items():
            if len(files) == 1 == len(others := theirs.get(key, [])):
                was, now = left.pop(files[0]), free.pop(others[0])
                found[files[0]] = Move(others[0], _qualified(why, was, now))
    return found


def _qualified(why: str, was: Trace | None, now: Trace) -> str:
    differs = was and was.shape and now.shape and was.shape[2:] != now.shape[2:]
    return "same name, another length" if why.startswith("same name") and differs else why


def _by_clue(clue: Clue, traces: Iterable[tuple[str, Trace | None]]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for file, trace in traces:
        if key := clue(file, trace):
            found[key].append(file)
    return found
