"""Measuring behind the screen what a mono stem would lose in one channel, once the cursor rests on it."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from stemtui.errors import StemtuiError
from stemtui.glossary.folds import folded
from stemtui.header import Header
from stemtui.session import Session, family, feeding, lineage, split_item
from stemtui.tui.desk.desk import GROUPS, Desk

if TYPE_CHECKING:
    from textual.timer import Timer

    from stemtui.tui.screen import DeskScreen

REST_SECONDS = 0.2


class Folding:
    """Follows the stems that the cursor rests on; one that is left before it is measured is given up."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self.wanted: Hashable = None
        self.rest: Timer | None = None

    def follow(self, desk: Desk) -> None:
        """Measure the stem under the cursor, where it is mono and its tracks are not, once keys rest."""
        stem = foldable(desk)
        wanted = sound(desk.session, stem) if stem else None
        if wanted == self.wanted:
            return
        self.wanted = wanted
        if self.rest:
            self.rest.stop()
        if wanted and wanted not in desk.losses:
            self.rest = self.screen.set_timer(REST_SECONDS, partial(self._begin, wanted, desk, stem))

    def forget(self) -> None:
        """Measure anew what is looked at: files are not what they were."""
        self.wanted = None

    def _begin(self, wanted: Hashable, desk: Desk, stem: str) -> None:
        headers = {key: header for key, header in desk.headers.items() if isinstance(header, Header)}
        measure = partial(self._measure, wanted, desk.session, stem, headers)
        self.screen.run_worker(measure, thread=True, exit_on_error=False)

    def _measure(self, wanted: Hashable, session: Session, stem: str, headers: dict[str, Header]) -> None:
        from stemtui.render.engine.folding import alone, fold_db  # here: the first paint needs none of it

        own = alone(session, stem)
        if not all(track.id in headers for track in own.tracks if track.file and not track.left_out):
            return
        with suppress(StemtuiError):  # what is wrong with a file is said of its track
            lost = fold_db(own, stem, headers, self.screen.root, lambda: wanted == self.wanted)
            if lost is not None:
                self.screen.call_later(self._arrived, wanted, lost)

    def _arrived(self, wanted: Hashable, lost: float) -> None:
        desk = self.screen.desk
        self.screen.show(replace(desk, losses={**desk.losses, wanted: lost}))


def foldable(desk: Desk) -> str:
    """The stem under the cursor, if it is mono and its tracks are not; else ""."""
    kind, key = split_item(desk.here) if desk.pane == GROUPS and desk.here and not desk.reading else ("", "")
    if kind != "stem":
        return ""
    stem = desk.session.stem(key)
    return key if folded(stem, feeding(desk.session, key), desk.headers) else ""


def sound(session: Session, stem_id: str) -> Hashable:
    """Everything in a session that a stem's sound hangs on."""
    heard = feeding(session, stem_id)
    stems = tuple(session.stem(stem) for stem in (*lineage(session, stem_id), *family(session, stem_id)))
    bounced = tuple(session.track(key) for key in session.bounced) if any(t.bounce for t in heard) else ()
    return stem_id, stems, heard, bounced, session.pan_law_db, session.align, session.sample_rate


def losses(desk: Desk) -> dict[str, float]:
    """What is known of the fold of the stem under the cursor, by its row."""
    stem = foldable(desk)
    lost = desk.losses.get(sound(desk.session, stem)) if stem else None
    return {} if lost is None else {f"stem.{stem}": lost}
