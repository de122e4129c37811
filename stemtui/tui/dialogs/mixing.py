"""A mix by its members: stems in or out at a key, moved by half a dB, with the formula that this makes."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from stemtui.errors import EditError
from stemtui.glossary.wrapping import columns, cut, padded, wrap
from stemtui.manifest.schema import HIGHEST_DB, LOWEST_DB
from stemtui.session import Mix, Session, family, formula, mix_stems, stem_numbers, tree
from stemtui.text import decibels, printable
from stemtui.tui.desk.nudges import DIGITS, STEP_DB
from stemtui.tui.dialogs.dialogs import Dialog

BEFORE_NAME, OFFSET, FORMULA_LINES = 7, 11, 2
HOLDS, MOVED = "it holds", "moved by dB"
MOVE = re.compile(r"(\w+) (-?\d+(?:\.\d+)?)\b")


def toggled(session: Session, mix: Mix, stem_id: str) -> Mix:
    """A mix with a stem and its sub-stems in it that were out, or out that were in."""
    inside, parts = set(mix_stems(session, mix)), set(family(session, stem_id))
    return with_members(session, mix, inside - parts if stem_id in inside else inside | parts)


def with_members(session: Session, mix: Mix, members: Collection[str]) -> Mix:
    """A mix of those stems: said by what it leaves out, or as before by what it holds.

    Raises EditError for none, and for what no list of stems says: a parent's own tracks without some of its
    sub-stems, of which others are out with theirs.
    """
    if not members:
        raise EditError("A mix holds one stem at least.")
    out = [stem.id for stem in session.stems if stem.id not in members]
    held, left = _outermost(session, members), _outermost(session, out)
    ways = [replace(mix, only=(), without=left), replace(mix, only=held, without=())]
    for made in reversed(ways) if mix.only and out else ways:
        if set(mix_stems(session, made)) == set(members):
            return made
    raise EditError("No list of stems says that: take the whole stem in or out first.")


def _outermost(session: Session, stems: Collection[str]) -> tuple[str, ...]:
    return tuple(stem.id for stem in session.stems if stem.id in stems and stem.parent not in stems)


def moved(mix: Mix, stem_id: str, steps: int) -> Mix:
    """A mix with one stem some steps of half a dB further up or down."""
    offsets = dict(mix.offsets_db)
    offsets[stem_id] = round(offsets.get(stem_id, 0.0) + steps * STEP_DB, DIGITS)
    if not LOWEST_DB <= offsets[stem_id] <= HIGHEST_DB:
        raise EditError(f"A stem is moved from {LOWEST_DB:g} to {HIGHEST_DB:g} dB, no further.")
    return replace(mix, offsets_db=tuple((stem, db) for stem, db in offsets.items() if db))


class MixBoard(Dialog[Mix]):
    """The stems, each in the mix or out of it and by how much it is moved: answers with the mix."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j,down", "step(1)", "down"),
        ("k,up", "step(-1)", "up"),
        ("space", "in_or_out", "in or out"),
        ("plus,equals_sign", "move(1)", "louder"),
        ("minus", "move(-1)", "softer"),
        ("enter", "done", "done"),
        ("e", "further", "more"),
    ]

    def __init__(self, session: Session, mix: Mix, said: str = "") -> None:
        keys = {
            "j k": "choose",
            "space 1-9": "in or out",
            "+ -": "move",
            "e": "key, note",
            "enter": "done",
            "esc": "cancel",
        }
        super().__init__(f"{'Mix' if mix.id else 'New mix'} {mix.name}", keys)
        self.session, self.mix, self.first = session, mix, mix
        self.stems = [stem.id for stem, _ in tree(session)]
        self.names = [f"{'  ' * depth}{printable(stem.name)}" for stem, depth in tree(session)]
        self.at, self.wrong, self.further = 0, said, False

    @property
    def lines_typed(self) -> Mapping[str, str]:
        """The stems that are in, and by how much some are moved, where that is not as it was."""
        if self.mix == self.first:
            return {}
        moved = (f"{stem} {db:g}" for stem, db in self.mix.offsets_db)
        return {HOLDS: ", ".join(mix_stems(self.session, self.mix)), MOVED: ", ".join(moved)}

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Go on from what it was, as far as those stems are still there."""
        held = {stem for stem in typed.get(HOLDS, "").split(", ") if stem in self.stems}
        moves = [(stem, float(db)) for stem, db in MOVE.findall(typed.get(MOVED, "")) if stem in self.stems]
        offsets = tuple((stem, db) for stem, db in moves if LOWEST_DB <= db <= HIGHEST_DB)
        with suppress(EditError):
            if held:
                self.mix = with_members(self.session, replace(self.mix, offsets_db=offsets), held)

    def body(self) -> ComposeResult:
        """The stems, and what the mix is."""
        yield Static(classes="matches")

    def fit(self) -> None:
        """Show the stems that there is room for."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Take the stem of that number in, or out."""
        numbered = {str(number): stem for stem, number in stem_numbers(self.session).items()}
        if stem := numbered.get(event.character or ""):
            self.at = self.stems.index(stem)
            self.action_in_or_out()
            event.stop()

    def action_step(self, by: int) -> None:
        """Go to another stem."""
        self.at = max(0, min(self.at + by, len(self.stems) - 1))
        self._draw()

    def action_in_or_out(self) -> None:
        """Take the stem in, or out."""
        self._change(lambda mix, stem: toggled(self.session, mix, stem))

    def action_move(self, steps: int) -> None:
        """Move the stem up or down in level."""
        self._change(lambda mix, stem: moved(mix, stem, steps))

    def action_done(self) -> None:
        """Answer with the mix."""
        self.close(self.mix)

    def action_further(self) -> None:
        """Answer with the mix, for what else can be said of it."""
        self.further = True
        self.close(self.mix)

    def _change(self, edit: Callable[[Mix, str], Mix]) -> None:
        try:
            self.mix, self.wrong = edit(self.mix, self.stems[self.at]), ""
            self.note()
        except EditError as error:
            self.wrong = str(error)
        self._draw()

    def _draw(self) -> None:
        said = self.wrong or f"It is {formula(self.session, self.mix)}."
        below = [cut(line, self.inner) for line in wrap(printable(said), self.inner)][:FORMULA_LINES]
        below += [""] * (FORMULA_LINES - len(below))
        height = max(1, self.room - 2 * self.apart - FORMULA_LINES)
        first = max(0, min(self.at - height // 2, len(self.stems) - height))
        lines = [self._line(at) for at in range(first, min(first + height, len(self.stems)))]
        apart = [Content("")] * self.apart
        self.query_one(".matches", Static).update(Content("\n").join([*lines, *apart, *map(Content, below)]))

    def _line(self, at: int) -> Content:
        """One stem: whether it is in, its number and name, and by how much it is moved."""
        stem = self.stems[at]
        digits = len(str(len(self.stems)))
        room = max(1, self.inner - BEFORE_NAME - digits - OFFSET)
        name = padded(self.names[at], min(room, max(map(columns, self.names))))
        inside = "x" if stem in mix_stems(self.session, self.mix) else " "
        offset = dict(self.mix.offsets_db).get(stem)
        cursor = ">" if at == self.at else " "
        number = f"{stem_numbers(self.session)[stem]:>{digits}}"
        text = f"{cursor} [{inside}] {number} {name}  {decibels(offset) if offset else ''}"
        return Content.styled(cut(text, self.inner), "reverse" if at == self.at else "")
