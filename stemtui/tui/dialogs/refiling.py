"""Files that came or went: tracks given another file, new files made tracks; each can be undone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from stemtui import scan
from stemtui.errors import AudioFileError, EditError
from stemtui.glossary.wrapping import columns
from stemtui.header import Header
from stemtui.ignoring import PATTERNS, file_pattern, folder_pattern, is_ignored
from stemtui.manifest import schema
from stemtui.manifest.keys import Wrong
from stemtui.session import Session, Track, add_tracks, edit_tracks
from stemtui.text import clock, counted, printable
from stemtui.tui.desk.answers import named_tracks, short
from stemtui.tui.desk.desk import TRACKS, Desk, say
from stemtui.tui.desk.reasons import needs_files
from stemtui.tui.desk.steps import change, fit
from stemtui.tui.dialogs import fields
from stemtui.tui.dialogs.dialogs import Page
from stemtui.tui.dialogs.forms import Field, Form
from stemtui.tui.dialogs.pick import Pick
from stemtui.tui.dialogs.questions import Question

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

WIDEST_NAME = 28
NO_OTHER = "Every sound file here is a track already: type the path of another one."
IGNORED = "The manifest keeps it, as a line of [session] ignore; N shows it, and takes it back."


def relinked(desk: Desk, files: Mapping[str, str]) -> Desk:
    """The desk with other files for these tracks, by their ids; all else about them stays, names included."""
    session = desk.session
    for key, file in files.items():
        _refuse_taken(session, key, file)
        label, track = session.track(key).label, replace(session.track(key), file=file)
        name = track.name if track.label == label else label
        session = edit_tracks(session, [key], file=file, name=name)
    who = named_tracks(desk.session, list(files))
    one = next(iter(files.values()))
    what = f"{who}: its file is {short(one, 40)} now" if len(files) == 1 else f"{who} relinked"
    return change(desk, session, what)


def added(desk: Desk, files: Sequence[str], left_out: str = "") -> Desk:
    """The desk with tracks for these files at its end, the cursor on the first; `left_out` is a reason."""
    before = len(desk.session.tracks)
    tracks = [replace(track, left_out=left_out) for track in made(desk.session, files)]
    what = f"{counted(len(files), 'track')} added" + (f", left out ({short(left_out)})" if left_out else "")
    after = change(desk, add_tracks(desk.session, tracks), what)
    first = f"track.{after.session.tracks[before].id}"
    shown = replace(after.tracks, cursor=first, filter="", anchor="")
    suggesting = desk.suggesting or not left_out
    return fit(after, replace(after, tracks=shown, pane=TRACKS, suggesting=suggesting))


def ignored(desk: Desk, pattern: str) -> Desk:
    """The desk with the files that a pattern means ignored; the manifest keeps it. Raises EditError."""
    if pattern in desk.session.ignore:
        raise EditError(f"{pattern!r} is ignored already.")
    try:
        schema.patterns([pattern])
    except Wrong as error:
        raise EditError(" ".join(f"{said} {cure}" for _, said, cure in error.findings)) from None
    session = replace(desk.session, ignore=(*desk.session.ignore, pattern))
    count = sum(is_ignored(file, [pattern]) for file in desk.strays)
    return change(desk, session, f"{counted(count, 'file')} ignored: {short(pattern, 40)}")


def no_longer_ignored(desk: Desk, pattern: str) -> Desk:
    """The desk without a pattern: its files are offered again."""
    left = tuple(one for one in desk.session.ignore if one != pattern)
    return change(desk, replace(desk.session, ignore=left), f"No longer ignored: {short(pattern, 40)}")


def made(session: Session, files: Sequence[str]) -> list[Track]:
    """Tracks for files, named as they would have been had they been there from the start."""
    from stemtui.suggest import labels  # here, because the first paint needs no vocabulary

    there = [track.file for track in session.tracks if track.file]
    names = labels([*there, *files])[len(there) :]
    return [
        Track("", file, name="" if name == PurePosixPath(file).stem else name)
        for file, name in zip(files, names, strict=True)
    ]


def _refuse_taken(session: Session, key: str, file: str) -> None:
    for other in session.tracks:
        if other.id != key and other.file and normpath(other.file) == normpath(file):
            raise EditError(
                f"{file!r} is the file of {other.label!r} already: a file in two tracks is heard twice."
            )
    if f"{normpath(file)}/".startswith(f"{normpath(session.delivery.folder)}/"):
        raise EditError(f"{file!r} lies in the folder of the delivery: the next print would replace it.")


async def files(screen: DeskScreen) -> None:
    """Show what came and went until now; relink what has moved, add what is new, as the user says."""
    await screen.lookout.looked()
    desk = screen.desk
    if why := needs_files(desk):
        screen.do(lambda desk: say(desk, why))
        return
    moves, new = dict(desk.moved), desk.new_files
    choices = {"r": f"relink {counted(len(moves), 'track')}"} if moves else {}
    choices |= {"a": f"add {counted(len(new), 'file')}"} if new else {}
    choices |= {"b": "both"} if moves and new else {}
    choices |= {"l": "add left out, for a reason", "g": "ignore some"} if new else {}
    choices |= {"n": "ignore less"} if desk.session.ignore else {}
    answer = await screen.ask(Page("Files that came or went", shown(desk), choices, "decide later"))
    if answer in ("r", "b"):
        screen.do(lambda desk: relinked(desk, {key: move.file for key, move in moves.items()}))
    if answer in ("a", "b"):
        screen.do(lambda desk: added(desk, new))
    if answer == "l":
        await _add_left_out(screen, new)
    if answer == "g":
        await _ignore(screen, new)
    if answer == "n":
        await _ignore_less(screen)
    screen.lookout.wake()


async def _add_left_out(screen: DeskScreen, new: Sequence[str]) -> None:
    about = ["They stay in the session and out of every print.", "The receipt repeats the reason."]
    asked = [Field("reason", "Why?", read=fields.reason)]
    answer = await screen.ask(Form(f"Leave out {counted(len(new), 'new file')}", asked, about))
    if answer:
        screen.do(lambda desk: added(desk, new, str(answer["reason"])))


async def _ignore(screen: DeskScreen, new: Sequence[str]) -> None:
    """Ask which of the new files are for no track, now and at every start: a folder, a file, a pattern."""
    folders = Counter(str(parent) for file in new for parent in PurePosixPath(file).parents if parent.name)
    own = {str(parent) for file in screen.desk.session.files for parent in PurePosixPath(file).parents}
    choices = {
        folder_pattern(one): f"{one}/  ({counted(n, 'file')})" for one, n in folders.items() if one not in own
    }
    choices |= {file_pattern(file): file for file in new}
    about = dict.fromkeys(choices, IGNORED) | {"": f"{IGNORED} {PATTERNS}"}
    title = "Ignore which, now and at every start?"
    answer = await screen.ask(
        Pick(title, choices, about, "ignore what this pattern means", "ignore it", numbered=True)
    )
    if answer:
        screen.do(lambda desk: ignored(desk, answer[0] or answer[1]))


async def _ignore_less(screen: DeskScreen) -> None:
    """Ask which pattern is to go."""
    choices = {pattern: pattern for pattern in screen.desk.session.ignore}
    answer = await screen.ask(Pick("No longer ignore which?", choices, verb="offer it again", numbered=True))
    if answer:
        screen.do(lambda desk: no_longer_ignored(desk, answer[0]))


def shown(desk: Desk) -> list[str]:
    """What came and went, in three parts."""
    moves, session = desk.moved, desk.session
    tracks = {key: session.track(key) for key in desk.missing}
    width = min(WIDEST_NAME, max((columns(printable(track.label)) for track in tracks.values()), default=0))
    gone = {key: f"{short(track.label, width):<{width}}" for key, track in tracks.items()}
    moved = [f"{gone[key]}  {move.file}  ({move.why})" for key, move in moves.items() if key in gone]
    lost = [f"{gone[key]}  {track.file}" for key, track in tracks.items() if key not in moves]
    new = [f"{file}  {_form(desk, file)}".rstrip() for file in desk.new_files]
    parts = {
        "Tracks whose file has moved, it seems, and to where:": moved,
        "Tracks whose file is missing (F gives a track another one):": lost,
        "Sound files that are no track:": new,
        "Ignored, and in the manifest as such:": [printable(one) for one in session.ignore],
    }
    lines = [line for title, found in parts.items() if found for line in ("", title, *found)]
    return lines[1:]


def _form(desk: Desk, file: str) -> str:
    header = desk.contents.known.get(file)
    if isinstance(header, Header):
        return f"({header.channels} ch, {clock(header.seconds)})"
    return f"({header})" if header else ""


async def relink(screen: DeskScreen) -> None:
    """Give the track under the cursor another file: one that lies here, or a path that is typed."""
    desk = screen.desk
    key = desk.chosen_tracks[0]
    track = desk.session.track(key)
    move = desk.moved.get(key)
    there = ([move.file] if move else []) + [file for file in desk.strays if not move or file != move.file]
    about = {file: _form(desk, file) for file in there}
    about |= {move.file: f"{about[move.file]} {move.why}".strip()} if move else {}
    about[""] = "a path within the session's folder"
    choices = {file: file for file in there}
    title = f"{short(track.label)}: which file?"
    none = "nothing matches" if choices else NO_OTHER
    answer = await screen.ask(Pick(title, choices, about, "the file of this path", numbered=True, none=none))
    if answer is None:
        return
    file, header = await asyncio.to_thread(_tried, screen.root, answer[0] or answer[1])
    if isinstance(header, AudioFileError):
        raise header
    screen.do(lambda desk: _read(relinked(desk, {key: file}), key, header))
    screen.lookout.wake()


def _read(desk: Desk, key: str, header: Header) -> Desk:
    return replace(desk, headers={**desk.headers, key: header})


def _tried(root: Path, typed: str) -> tuple[str, Header | AudioFileError]:
    """A path as the manifest says it, and the header of the file there, or why there is none."""
    path = Path(typed).expanduser()
    if path.is_absolute() and path.is_relative_to(root.absolute()):
        path = path.relative_to(root.absolute())
    file = normpath(path.as_posix())
    return file, scan.file_header(root, file)


COMMANDS: dict[str, Question] = {"files": files, "relink": relink}
