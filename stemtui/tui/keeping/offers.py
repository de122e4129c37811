"""Unsaved work that outlived its screen, offered at the next start."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui import manifest
from stemtui.diff import changes
from stemtui.errors import ManifestError
from stemtui.manifest.merging import Sides, merge
from stemtui.manifest.reading import read_session
from stemtui.session import Session
from stemtui.text import counted
from stemtui.tui.desk.desk import say
from stemtui.tui.desk.steps import change
from stemtui.tui.desk.unfinished import said_of
from stemtui.tui.dialogs.dialogs import Page
from stemtui.tui.keeping.kept import Kept
from stemtui.tui.keeping.recovery import Recovery
from stemtui.tui.keeping.saving import settled

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

Offer = tuple[Path, Kept | ManifestError, float]
TAKEN_BACK = "Unsaved work taken back: w saves it."
TYPED_BACK = "Taken back: what was typed is in its form when you open that."
LINES = ("The line dropped, or the program ended, before this session was saved: its work was kept.",)
TITLE, LATER = "Unsaved work was kept", "decide later"
CHOICES = {"y": "take it back", "n": "forget it"}
MOST = 8


def found(recovery: Recovery) -> list[Offer]:
    """The work that was kept, read from disk, with the time at which each was kept; for a worker thread."""
    recovery.sweep()
    offers: list[Offer] = []
    for place in recovery.waiting():
        try:
            offers.append((place, recovery.take(place), place.stat().st_mtime))
        except ManifestError as error:
            offers.append((place, error, 0.0))
        except OSError:
            continue  # another screen has just settled it
    return offers


async def offer(screen: DeskScreen, offers: Sequence[Offer]) -> None:
    """Ask about all work that was kept; only a clear answer lets go of it."""
    for place, kept, at in offers:
        if isinstance(kept, ManifestError):
            lines = [f"{place.name} cannot be read:", *map(str, kept.problems)]
            answer = await screen.ask(Page(TITLE, lines, {"n": CHOICES["n"]}, LATER))
        elif not kept.typed and _is_in(kept, screen.desk.session):
            answer = "n"  # saved, and then stopped before that was noted
        else:
            answer = await screen.ask(Page(TITLE, _lines(kept, at), CHOICES, LATER))
        if answer == "y" and isinstance(kept, Kept):
            await _take_back(screen, place, kept)
        elif answer == "n":
            await asyncio.to_thread(screen.recovery.drop, place)


def _lines(kept: Kept, at: float) -> list[str]:
    """What the work is, and when it was kept."""
    done = changes(kept.base, kept.session)
    when = time.strftime("%d %B, %H:%M:%S", time.localtime(at))
    more = [f"- and {counted(len(done) - MOST, 'more change')}"] if len(done) > MOST else []
    typed = [f"- typed, and not done: {what}" for what in said_of(kept.typed)]
    return [*LINES, "", f"Kept {when}:", *(f"- {what}" for what in done[:MOST]), *more, *typed]


def _is_in(kept: Kept, now: Session) -> bool:
    """Whether a session has all of the kept work in it already."""
    try:
        return merge(kept.base, kept.session, now) == now
    except ManifestError:
        return False


async def _take_back(screen: DeskScreen, place: Path, kept: Kept) -> None:
    """Put kept work on the desk, with what others changed on disk since it was begun."""
    base, now = kept.base, screen.desk.session
    while True:
        try:
            merged = merge(base, kept.session, now)
            break
        except ManifestError as clash:
            agreed = await settled(screen, Sides(base, kept.session, now), clash, "Not taken back")
            if agreed is None:
                return
            base = agreed
    # a merge may leave a track in a stem that is no more
    merged = read_session(manifest.dumps(merged), "The kept work, put together with what is on disk now,")
    screen.recovery.taken += [place, *screen.recovery.called(kept.holds)]
    said = TYPED_BACK if kept.typed else TAKEN_BACK
    screen.do(lambda desk: say(change(desk, merged, "unsaved work taken back"), said))
    screen.unfinished.take({**screen.unfinished.typed, **kept.typed})
    if not screen.desk.unsaved:
        await asyncio.to_thread(screen.recovery.settle)
