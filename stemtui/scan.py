"""Scanning: what sound is in a folder, read from headers alone, and a session made of it."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from stemtui.audio.machine.opening import open_regular
from stemtui.audio.samples.headers import examine, read_header, regular_size
from stemtui.errors import AudioFileError
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.holes import CHANGED
from stemtui.ignoring import is_ignored
from stemtui.looking import looked_at
from stemtui.places import track_path
from stemtui.receipts import read_receipt
from stemtui.session import Session, Track, add_tracks
from stemtui.text import counted, natural_key

_UNSUPPORTED = "unsupported"
DELIVERED = "delivered by stemtui: not picked up as tracks"

# fmt: off
SOUND = frozenset({
    "wav", "wave", "bwf", "bw64", "rf64", "w64", "aif", "aiff", "aifc", "caf", "flac", "ogg", "oga", "opus",
    "mp1", "mp2", "mp3", "au", "snd", "voc", "sf", "ircam", "paf", "svx", "8svx", "iff", "nist", "sph", "pvf",
    "htk", "sds", "avr", "wve", "xi", "mpc2k",
})
UNSUPPORTED = frozenset({
    "m4a", "m4b", "mp4a", "aac", "alac", "wv", "ape", "wma", "tta", "tak", "mka", "ac3", "ec3", "eac3", "dts",
    "dtshd", "mlp", "thd", "mpc", "ofr", "amr", "ra", "rm", "dsf", "dff", "sd2", "raw", "pcm", "spx", "adts",
    "shn", "mogg", "mp4", "m4r", "3gp", "3ga", "weba", "eb3", "awb", "qcp", "dss", "ds2", "m4p", "aax", "mp+",
    "mpp", "wsd", "la", "oma", "at3", "aa3", "latm", "loas", "aptx", "aptxhd", "sbc", "g722", "g726", "gsm",
    "vox", "adx", "hca", "vag", "fsb", "wem", "xwm", "xma", "brstm", "bcstm", "mmf", "rx2", "rex", "rso",
    "sox", "hcom", "sndt", "txw", "prc", "maud", "mov", "mkv", "webm", "mxf", "avi", "flv", "ogv", "wmv",
    "asf",
})
# fmt: on
# by the bytes that such a file begins with; None where convert it is all that helps
_BEGINNINGS = (
    (re.compile(rb"(RIFF|RIFX|RF64|BW64)....WAVE", re.DOTALL), "wav"),
    (re.compile(rb"FORM....AIF[FC]", re.DOTALL), "aif"),
    (re.compile(rb"fLaC"), "flac"),
    (re.compile(rb"OggS"), "ogg"),
    (re.compile(rb"caff"), "caf"),
    (re.compile(rb"riff.\x91\xcf\x11", re.DOTALL), "w64"),
    (re.compile(rb"ID3"), "mp3"),
    (re.compile(rb"\.snd\0"), "au"),
    (re.compile(rb"....ftyp(M4A |M4B |mp4|isom|iso2)", re.DOTALL), ""),
)
_BLOCK = 65_536
_MOST_LINKED = 50_000
"""So many names behind links are looked at: a link may lead to the root of a disk, or of all of them."""


@frozen
class Found:
    """Something in a folder: its path relative to that ("/" on every system), its header, what is wrong.

    `is_audio` says that it is for a track: a file of a kind that is supported, damaged or not. What is not
    is named all the same: kinds that have to be converted first, and deliveries of stemtui's own.
    """

    file: str
    header: Header | None = None
    problems: tuple[str, ...] = ()
    is_audio: bool = True

    @property
    def is_unsupported(self) -> bool:
        """Whether it is sound in a form that is not opened here."""
        return any(problem.startswith(_UNSUPPORTED) for problem in self.problems)


def scan(folder: Path, deep: bool = False, ignore: Sequence[str] = ()) -> tuple[Found, ...]:
    """Every sound file below a folder, in natural order, and what might be taken for one.

    Hidden files and folders, files that are no sound, and what the patterns in `ignore` mean are not named.
    `deep` decodes every sample, and finds what headers do not show. Raises AudioFileError when `folder` is no
    folder.
    """
    if not folder.is_dir():
        raise AudioFileError(f"{str(folder)!r} is not a folder: name the folder that holds the tracks.")
    there = (found for found in listed(folder) if not is_ignored(found.file, ignore))
    seen = sorted(there, key=lambda found: (_path_key(found.file), found.file))
    looked = looked_at(lambda found: _with_header(folder, found), seen)
    found = _compared(found for found in looked if found is not None)
    if not deep:
        return found
    from concurrent.futures import ThreadPoolExecutor  # here, because headers seldom need it

    with ThreadPoolExecutor() as pool:
        return tuple(pool.map(lambda found: _decoded(folder, found), found))


def headers(root: Path, session: Session) -> dict[str, Header | AudioFileError]:
    """The header of each track's file by the track's id, or why it has none.

    Tracks without a file are absent. Files are looked for below `root`, the manifest's folder. Their problems
    are those that keep a file from being printed, until somebody accepts it as damaged: one whose header only
    guesses its length, or that has to be decoded to know what can be read of it, has 0 frames here and is
    counted when it is printed.
    """
    tracks = [track for track in session.tracks if track.file]
    read = looked_at(lambda track: file_header(root, track.file, bool(track.damaged)), tracks)
    return {track.id: header for track, header in zip(tracks, read, strict=True)}


def file_header(root: Path, file: str, damaged: bool = False) -> Header | AudioFileError:
    """The header of one file as `headers` has it, or why it has none; `damaged` is one that is accepted."""
    try:
        path = track_path(root, file)
        claims = examine(path, file)
        if damaged:
            from stemtui.audio.formats.salvage import salvaged  # here, because hardly any file is

            claims = salvaged(path, claims)
    except AudioFileError as error:
        return error
    header = claims.header
    if damaged and not (claims.is_counted and header.bits):
        return replace(header, frames=0, problems=(claims.damage,) if claims.damage else ())
    if claims.damage:
        return header
    if not claims.is_counted:
        return replace(header, frames=0, problems=())
    return replace(header, problems=()) if header.frames else header


def new_session(root: Path, found: Iterable[Found]) -> Session:
    """A session of the tracks that were found, named for its folder, with no stems yet."""
    from stemtui.suggest import labels  # here, because reading headers needs no vocabulary

    files = [thing.file for thing in found if thing.is_audio]
    tracks = [
        Track("", file, name=label if label != PurePosixPath(file).stem else "")
        for file, label in zip(files, labels(files), strict=True)
    ]
    return add_tracks(Session(title=root.resolve().name), tracks)


def listed(folder: Path) -> Iterator[Found]:
    """What `scan` finds below a folder, in any order and without headers: no file is opened.

    Each folder is entered once, so that links cannot go round; by its own path before any link to it. Where
    more lies behind links than is looked at, the last of them is named.
    """
    entered: set[tuple[int, int] | str] = set()
    folders, links, link = [""], list[str](), ""
    behind = 0
    while folders or links:
        if not folders:
            folders.append(link := links.pop(0))
        within = folders.pop()
        try:
            identity = _identity(folder / within)
            entries = sorted(os.scandir(folder / within), key=lambda entry: entry.name)
        except OSError as error:
            yield Found(within or ".", None, (f"the folder could not be read: {error.strerror}",), False)
            continue
        if identity in entered:
            continue
        entered.add(identity)
        if within and _is_delivery(folder / within):
            yield Found(within, None, (DELIVERED,), False)
            continue
        behind += len(entries) if link else 0
        if behind > _MOST_LINKED:
            said = f"behind links lie more than {_MOST_LINKED} names: link the folders that are needed alone"
            yield Found(link, None, (said,), False)
            return
        for entry in entries:
            file = f"{within}/{entry.name}" if within else entry.name
            if entry.name.startswith("."):
                continue
            if (folder / file).is_dir():
                (links if entry.is_symlink() else folders).append(file)
            elif _is_special(entry):
                yield from _set_aside(file)
            else:
                yield from _sorted_out(file)


def _is_special(entry: os.DirEntry[str]) -> bool:
    """Whether a name leads to a pipe, a socket or a device."""
    return not entry.is_file(follow_symlinks=False) and os.path.exists(entry) and not os.path.isfile(entry)


def _set_aside(file: str) -> Iterator[Found]:
    """What can be no track, though it is named like one."""
    if PurePosixPath(file).suffix[1:].lower() in SOUND:
        yield Found(file, None, ("a pipe or device, not a sound file",), False)


def _sorted_out(file: str) -> Iterator[Found]:
    """The file by what its name says; one that says nothing of sound has yet to be looked into."""
    extension = PurePosixPath(file).suffix[1:].lower()
    if extension in UNSUPPORTED:
        yield Found(
            file,
            None,
            (f"{_UNSUPPORTED}: .{extension} is not opened here, convert it to WAV or FLAC",),
            False,
        )
    elif extension in SOUND and (fault := name_fault(file)):
        yield Found(file, None, (f"{fault}: rename it",), False)
    else:
        yield Found(file, is_audio=extension in SOUND)


def _with_header(folder: Path, found: Found) -> Found | None:
    """What was found, with its header; None for what turns out to be no sound at all."""
    if not found.is_audio:
        return found if found.problems else _unnamed(folder, found.file)
    header = _header(folder, found.file)
    if isinstance(header, AudioFileError):
        return Found(found.file, None, (str(header),))
    if not header.is_print:
        return Found(found.file, header, header.problems)
    what = f"printed by stemtui ({header.description}): say what it is here before it is used as a track"
    return Found(found.file, header, (*header.problems, what))


def _unnamed(folder: Path, file: str) -> Found | None:
    """Sound under a name that does not say so, as old sessions have it; None for any other file."""
    try:
        regular_size(folder / file, file)
        with open_regular(folder / file) as opened:
            begins = opened.read(16)
    except (AudioFileError, OSError):
        return None
    for beginning, extension in _BEGINNINGS:
        if beginning.match(begins):
            cure = f"rename it to end in .{extension}" if extension else "convert it to WAV or FLAC"
            return Found(file, None, (f"{_UNSUPPORTED}: sound, and its name does not say so, {cure}",), False)
    return None


def _compared(found: Iterable[Found]) -> tuple[Found, ...]:
    """What was found, with what only shows beside the other files: a header that names the wrong rate."""
    from stemtui.problems.rates import misnamed  # here, because a header alone needs no other room

    found = tuple(found)
    wrong = misnamed([(one.file, one.header) for one in found if one.header is not None])
    said = {one.name: one.message for one in wrong}
    return tuple(
        replace(one, problems=(*one.problems, said[one.file])) if one.file in said else one for one in found
    )


def _decoded(folder: Path, found: Found) -> Found:
    """What was found, with what decoding all of it brings to light."""
    from stemtui.audio.samples.sealed import Seal  # here, because numpy costs more than all the headers
    from stemtui.audio.samples.source import open_source

    if found.header is None or examine(folder / found.file).damage:
        return found
    try:
        with open_source(folder / found.file) as source:
            seal, frames = Seal(folder / found.file), source.frames
            for start in range(0, frames, _BLOCK):
                seal.add(source.read(start, min(_BLOCK, frames - start)))
    except AudioFileError as error:
        return replace(found, problems=(*found.problems, str(error)))
    problems = [*found.problems, *([CHANGED] if seal.is_broken else [])]
    if frames != found.header.frames:
        problems.append(f"header claims {counted(found.header.frames, 'frame')}, {frames} can be decoded")
    return replace(found, problems=tuple(problems))


def _header(root: Path, file: str) -> Header | AudioFileError:
    try:
        return read_header(track_path(root, file), called=file)
    except AudioFileError as error:
        return error


def _is_delivery(folder: Path) -> bool:
    """Whether stemtui wrote the folder, by its receipt."""
    return read_receipt(folder) is not None


def _identity(folder: Path) -> tuple[int, int] | str:
    """What is the same for a folder by whatever path it is reached."""
    facts = folder.stat()
    return (facts.st_dev, facts.st_ino) if facts.st_ino else os.path.realpath(folder)


def name_fault(file: str) -> str:
    """Why a manifest that is to be read on every system cannot name a file, or ""."""
    try:
        file.encode("utf-8")
    except UnicodeEncodeError:
        return "its name is not valid UTF-8, which a manifest needs"
    if "\\" in file:
        return "its path holds a backslash, which parts folders on other systems"
    return "its path starts like a drive's, as other systems read it" if file[1:2] == ":" else ""


def _path_key(file: str) -> list[tuple[tuple[int, int, str], ...]]:
    return [natural_key(part) for part in file.split("/")]
