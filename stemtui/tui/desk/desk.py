"""The desk: everything the screen shows, as one frozen value that knows no screen.

A key press makes a new desk out of this one; the widgets draw what they are handed and keep nothing. Rows are
named as order lines name them: `track.kick`, `stem.drums`, `mix.master`; those lines are `order.1` and so on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stemtui.contents import Contents, Move
from stemtui.errors import AudioFileError, MissingFileError
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.history import History
from stemtui.ignoring import is_ignored
from stemtui.order import LINE, line_places
from stemtui.remembering import remembered
from stemtui.selection import Selection
from stemtui.session import Session, Stem, split_item, tree
from stemtui.tui.desk.filtering import let_through

if TYPE_CHECKING:
    from stemtui.audio.pictures.overview import Overview
    from stemtui.propose import Proposal

TRACKS, GROUPS, ORDER = "tracks", "stems", "order"
Pane = str
SELECTIONS = {TRACKS: "tracks", GROUPS: "groups", ORDER: "order"}


@frozen
class Desk:
    """The session with its undo, and what the user looks at: a selection for each pane, folds, suggestions.

    `saved` is the session as it was last read or written, `on_disk` whether there is a manifest; `said`
    answers the last key, `behind` is the pane from which the order was opened, `again` is the stem that
    tracks were last put in ("" for none, None for no tracks yet), `page` is how many rows a pane shows,
    `keys` are the user's own by command. Headers are being `reading`, from a disk that is `slow`; `unread` is
    why they could not be, `no_tracks` what was found that is for no track, and why. `folds` are what folding
    mono stems lost at the last print, in dB, `losses` what it loses now, by all that this hangs on.
    `overviews` are by file, None for one that takes long; a `wide` screen has a thumbnail in each row.
    `contents` is what lies in the folder, as it was last looked at. A filter is typed while `filtering`.
    `printing` says how far a render is that goes on beside, or that it has ended and nobody has read how.
    """

    history: History
    saved: Session
    on_disk: bool = True
    headers: Mapping[str, Header | AudioFileError] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    suggesting: bool = False
    tracks: Selection = field(default_factory=Selection)
    groups: Selection = field(default_factory=Selection)
    order: Selection = field(default_factory=Selection)
    pane: Pane = TRACKS
    behind: Pane = TRACKS
    folded: frozenset[str] = frozenset()
    again: str | None = None
    page: int = 10
    keys: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    reading: bool = False
    slow: bool = False
    unread: str = ""
    no_tracks: tuple[str, ...] = ()
    folds: Mapping[str, float] = field(default_factory=dict)
    losses: Mapping[Hashable, float] = field(default_factory=dict)
    overviews: Mapping[str, Overview | AudioFileError | None] = field(default_factory=dict)
    wide: bool = False
    contents: Contents = field(default_factory=Contents)
    printing: str = ""
    filtering: bool = False

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self.history.now

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost by quitting."""
        return self.session != self.saved

    @property
    def base(self) -> Session:
        """What the manifest on disk said when it was last read or written."""
        return self.saved if self.on_disk else Session()

    @cached_property
    def every_track(self) -> tuple[str, ...]:
        """All rows of the tracks' pane."""
        return self.session.track_items

    @cached_property
    def every_group(self) -> tuple[str, ...]:
        """All rows of the stems' pane."""
        stems = tuple(f"stem.{stem.id}" for stem, _ in tree(self.session))
        return stems + tuple(f"mix.{mix.id}" for mix in self.session.mixes)

    @cached_property
    def shown_tracks(self) -> tuple[str, ...]:
        """The tracks that the filter lets through."""
        return let_through(self.session, self.every_track, self.tracks.filter)

    @cached_property
    def shown_groups(self) -> tuple[str, ...]:
        """The stems that are not folded away, and the mixes; or what a filter finds, in folds too."""
        if self.groups.filter:
            return let_through(self.session, self.every_group, self.groups.filter)
        stems = tuple(f"stem.{stem.id}" for stem, _ in open_tree(self))
        return stems + tuple(f"mix.{mix.id}" for mix in self.session.mixes)

    @cached_property
    def strays(self) -> tuple[str, ...]:
        """The sound files in the folder that are no track, and that nobody ignores."""
        return _strays(self.contents, self.session.files, self.session.ignore)

    @cached_property
    def moved(self) -> Mapping[str, Move]:
        """Where the files of tracks that are missing seem to be now, by the track's id."""
        return self.contents.moved(self.session) if self.contents.moves else {}

    @cached_property
    def new_files(self) -> tuple[str, ...]:
        """The strays that are not thought to be what a track is missing."""
        found = {move.file for move in self.moved.values()}
        return tuple(file for file in self.strays if file not in found)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Ids of the tracks whose file is not there."""
        gone = _missing(self.headers)
        return tuple(track.id for track in self.session.tracks if track.id in gone) if gone else ()

    @cached_property
    def every_line(self) -> tuple[str, ...]:
        """All rows of the order, which name its lines by their numbers."""
        return tuple(f"{LINE}{number}" for number in range(1, len(self.session.order) + 1))

    @cached_property
    def shown_lines(self) -> tuple[str, ...]:
        """The lines of the order that the filter lets through."""
        return let_through(self.session, self.every_line, self.order.filter)

    @property
    def selection(self) -> Selection:
        """The selection of the pane that keys go to."""
        return selection_of(self, self.pane)

    @property
    def here(self) -> str:
        """The row under the cursor; "" in an empty pane."""
        shown = rows(self, self.pane)
        return self.selection.cursor if self.selection.cursor in shown else ""

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked rows of this pane, those of a range with them."""
        return self.selection.marked(rows(self, self.pane), every_row(self, self.pane))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The rows that a command acts on: the marked ones of this pane, else the one under the cursor."""
        return self.marked or ((self.here,) if self.here else ())

    @property
    def chosen_tracks(self) -> tuple[str, ...]:
        """Ids of the tracks among what is chosen."""
        return tuple(key for kind, key in map(split_item, self.chosen) if kind == "track")

    @property
    def chosen_lines(self) -> tuple[int, ...]:
        """Positions in the order, from 0, of the lines among what is chosen."""
        return line_places(self.session, self.chosen)

    @property
    def ordered(self) -> frozenset[str]:
        """The items that an order line delivers."""
        return frozenset(line.deliver for line in self.session.order)


@remembered
def _strays(contents: Contents, files: frozenset[str], ignore: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(file for file in contents.strays(files) if not is_ignored(file, ignore))


@remembered
def _missing(headers: Mapping[str, Header | AudioFileError]) -> frozenset[str]:
    return frozenset(key for key, header in headers.items() if isinstance(header, MissingFileError))


def say(desk: Desk, words: str) -> Desk:
    """The desk with a line that answers the last key."""
    return replace(desk, said=words)


def selection_of(desk: Desk, pane: Pane) -> Selection:
    """What is selected in a pane."""
    found: Selection = getattr(desk, SELECTIONS[pane])
    return found


def select(desk: Desk, selection: Selection) -> Desk:
    """The desk with another selection in the pane that keys go to."""
    changed: dict[str, Any] = {SELECTIONS[desk.pane]: selection}
    return replace(desk, **changed)


def every_row(desk: Desk, pane: Pane) -> tuple[str, ...]:
    """All rows of a pane: the tracks, the tree of stems and then the mixes, or the order's lines."""
    return {TRACKS: desk.every_track, GROUPS: desk.every_group, ORDER: desk.every_line}[pane]


def rows(desk: Desk, pane: Pane) -> tuple[str, ...]:
    """The rows of a pane that are shown: those the filter lets through, without what is folded away."""
    return {TRACKS: desk.shown_tracks, GROUPS: desk.shown_groups, ORDER: desk.shown_lines}[pane]


def open_tree(desk: Desk, parent: str = "", depth: int = 0) -> Iterator[tuple[Stem, int]]:
    """The stems with their depth, without the sub-stems of folded ones."""
    hidden: int | None = None
    for stem, at in tree(desk.session, parent, depth):
        if hidden is not None and at > hidden:
            continue
        hidden = at if stem.id in desk.folded else None
        yield stem, at
