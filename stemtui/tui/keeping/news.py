"""What is new on the disk, put on the desk: what others wrote into the manifest, files that came and went."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from posixpath import normpath
from typing import TYPE_CHECKING

from stemtui import manifest
from stemtui.contents import Contents, Known
from stemtui.diff import changes
from stemtui.errors import ManifestError, MissingFileError, StemtuiError
from stemtui.manifest.merging import Sides, merge
from stemtui.manifest.reading import read_session
from stemtui.session import Session, recalled
from stemtui.text import counted, listed, printable
from stemtui.tui.desk.answers import short
from stemtui.tui.desk.desk import Desk, say
from stemtui.tui.desk.steps import fit, put, with_headers
from stemtui.tui.desk.suggestions import suggest
from stemtui.tui.keeping.saving import settled

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

MERGED = "what others changed on disk"
TABLES = {"track": "tracks", "stem": "stems", "mix": "mixes"}


async def manifest_gone(screen: DeskScreen, saved: Session) -> None:
    """The manifest is not there any more: all that it said is unsaved now."""
    desk = screen.desk
    if desk.on_disk and desk.saved is saved:
        words = f"{screen.path.name} is not on the disk any more: w writes it again."
        screen.show(say(replace(desk, saved=Session(), on_disk=False), words))


async def manifest_seen(screen: DeskScreen, seen: Session | ManifestError, saved: Session) -> None:
    """Merge what somebody else wrote into the manifest since `saved`; where it clashes, the user chooses."""
    if screen.desk.saved is not saved:
        screen.lookout.again()  # saved, or merged, since it was read
    elif isinstance(seen, ManifestError):
        why = printable(seen.problems[0].message if seen.problems else seen.summary)
        words = f"{screen.path.name} was changed on disk and is not right, so it was not taken: {why}"
        screen.do(lambda desk: say(desk, words))
    elif not (screen.desk.on_disk and seen == saved):
        await _merge(screen, seen)


async def _merge(screen: DeskScreen, theirs: Session) -> None:
    """Put the two together, as an edit that can be undone."""
    mine, base = screen.desk.session, screen.desk.base
    if mine == screen.desk.saved:
        merged = theirs
    else:
        while True:
            try:
                merged = merge(base, mine, theirs)
                break
            except ManifestError as clash:
                agreed = await settled(screen, Sides(base, mine, theirs), clash, "Changed on disk")
                if agreed is None:
                    return
                base = agreed
        merged = await asyncio.to_thread(_checked, merged)
    screen.show(taken(screen.desk, merged, theirs))
    screen.lookout.wake()


def _checked(merged: Session) -> Session:
    """A merge that makes sense: it may have left a track in a stem that is no more."""
    return read_session(manifest.dumps(merged), "What is here, put together with what is on disk now,")


def taken(desk: Desk, merged: Session, theirs: Session) -> Desk:
    """The desk with what others saved; to undo it is to have it as it was here."""
    before = desk.saved if desk.on_disk else Session()
    if is_printed := is_next_version(before, theirs):
        folder = printable(theirs.delivery.folder)
        words = f"Version {printable(theirs.version)} is noted: R prints into {folder}/ from now on."
    else:
        words = f"{changed_words(before, theirs)} on disk: merged; u undoes."
    done = f"version {printable(theirs.version)}" if is_printed else MERGED
    after = put(desk, desk.history.push(merged, done))
    if merged == desk.session:
        words = "The manifest was changed on disk, to what is here."
    return say(replace(after, saved=theirs, on_disk=True), words)


def is_next_version(before: Session, after: Session) -> bool:
    """Whether one is the other as a render of another version leaves it."""
    if after.version in ("", before.version):
        return False
    try:
        return recalled(before, after.version) == after
    except StemtuiError:
        return False


def changed_words(before: Session, after: Session) -> str:
    """`2 tracks and 1 stem changed`; the one change itself where it is the only one and short."""
    done = changes(before, after)
    if len(done) == 1 and len(done[0]) < 48:
        return printable(done[0])
    counts: list[str] = []
    for noun, table in TABLES.items():
        was, now = ({one.id: one for one in getattr(side, table)} for side in (before, after))
        if number := sum(was.get(key) != now.get(key) for key in {*was, *now}):
            counts.append(f"{number} {noun if number == 1 else table}")
    if before.order != after.order:
        counts.append("the order")
    others = ("tracks", "stems", "mixes", "order")
    if replace(before, **{name: getattr(after, name) for name in others}) != after:
        counts.append("the settings")
    return f"{listed(counts or ['the sequence'])} changed"


def contents_seen(screen: DeskScreen, contents: Contents) -> None:
    """Mark files that went, offer those that came, and read anew those that changed."""
    before = screen.desk
    after, changed = with_contents(before, contents)
    screen.waveforms.forget(changed)
    screen.folding.forget()
    screen.show(after)


def with_contents(desk: Desk, contents: Contents) -> tuple[Desk, list[str]]:
    """The desk with what lies in the folder now, and the files that are other than they were."""
    known = contents.known
    tracks = desk.session.tracks
    was: Mapping[str, Known | None] = desk.contents.known
    was = was or {normpath(track.file): desk.headers.get(track.id) for track in tracks}
    other = [file for file, header in known.items() if was.get(file) is not header]
    changed = [file for file in other if was.get(file) is not None]
    overviews = {file: found for file, found in desk.overviews.items() if file not in changed}
    losses = {} if changed else desk.losses
    after = with_headers(replace(desk, contents=contents, overviews=overviews, losses=losses))
    if other:
        after = suggest(after)
    words = news(desk, after, [file for file in changed if file in desk.session.files])
    return fit(desk, say(after, words) if words else after), changed


def news(before: Desk, after: Desk, changed: Sequence[str]) -> str:
    """What came, went and changed, in one line."""
    known = after.contents.known
    gone = [file for file in changed if isinstance(known[file], MissingFileError)]
    read = [file for file in changed if not isinstance(known[file], MissingFileError)]
    first = not before.contents.known
    if first:
        gone = [after.session.track(key).file for key in after.missing]
    came = len(set(after.new_files) - set(before.new_files))
    said = []
    if gone:
        found = f", {len(after.moved)} may have moved" if after.moved else ""
        said.append(f"{_files(gone)} not there{found}")
    if came:
        said.append(f"{counted(came, 'file')} here {'is' if came == 1 else 'are'} no track")
    if gone or came:
        return f"{'; '.join(said)}: N shows."
    return f"{_changed(read, before)}." if read else ""


def _files(files: Sequence[str]) -> str:
    return f"{short(files[0], 30)} is" if len(files) == 1 else f"{len(files)} files are"


def _changed(files: Sequence[str], before: Desk) -> str:
    """Files that are there again, or whose sound is another."""
    was: dict[str, Known | None] = {t.file: before.headers.get(t.id) for t in before.session.tracks}
    back = all(isinstance(was.get(file), MissingFileError) for file in files)
    return f"{_files(files)} {'there again' if back else 'changed on disk, and read again'}"
