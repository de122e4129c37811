"""What is selected in a list: the cursor, marks, a range and a filter, as one frozen value.

A selection names rows by their ids and never holds the list itself: each question is asked with the ids that
are shown now, in their order, so it stays true when rows are filtered, moved, added or deleted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from stemtui.frozen import frozen


@frozen
class Selection:
    """The row under the cursor, the marked rows, the row at which a range began, and the filter's text."""

    cursor: str = ""
    marks: frozenset[str] = frozenset()
    anchor: str = ""
    filter: str = ""

    def place(self, ids: Sequence[str]) -> int:
        """The cursor's position among the rows shown; 0 when it is not among them."""
        return ids.index(self.cursor) if self.cursor in ids else 0

    def go(self, ids: Sequence[str], position: int) -> "Selection":
        """The cursor on the row at a position, or on the first or last row when that is outside the list."""
        if not ids:
            return replace(self, cursor="")
        return replace(self, cursor=ids[max(0, min(position, len(ids) - 1))])

    def move(self, ids: Sequence[str], by: int) -> "Selection":
        """The cursor moved by some rows; it stops at either end."""
        return self.go(ids, self.place(ids) + by)

    def next_of(self, ids: Sequence[str], wanted: Collection[str]) -> str:
        """The next row after the cursor that is wanted, from the top again after the end; "" for none."""
        start = self.place(ids) + 1
        return next((row for row in (*ids[start:], *ids[:start]) if row in wanted), "")

    def range(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The rows from where the range began to the cursor; none while there is no range."""
        if self.anchor not in ids or self.cursor not in ids:
            return ()
        first, last = sorted((ids.index(self.anchor), ids.index(self.cursor)))
        return tuple(ids[first : last + 1])

    def toggle_range(self) -> "Selection":
        """A range that begins at the cursor, or no range where there was one."""
        return replace(self, anchor="" if self.anchor else self.cursor)

    def grow(self, ids: Sequence[str], by: int) -> "Selection":
        """The cursor moved by some rows with a range behind it, begun here where there is none."""
        here = self.cursor if self.cursor in ids else ""
        return replace(self, anchor=self.anchor or here).move(ids, by)

    def mark(self, ids: Sequence[str]) -> "Selection":
        """The cursor's row marked, or unmarked, and the cursor on the next row; a range is marked whole."""
        if ranged := self.range(ids):
            return replace(self, marks=self.marks | set(ranged), anchor="").move(ids, 1)
        if self.cursor not in ids:
            return self
        return replace(self, marks=self.marks ^ {self.cursor}).move(ids, 1)

    def mark_range(self, ids: Sequence[str]) -> "Selection":
        """The rows of the range marked, and the range at its end."""
        return replace(self, marks=self.marks | set(self.range(ids)), anchor="")

    def mark_all(self, ids: Sequence[str]) -> "Selection":
        """Every row shown marked, besides those that were."""
        return replace(self, marks=self.marks | set(ids), anchor="")

    def invert(self, ids: Sequence[str]) -> "Selection":
        """The rows shown marked where they were not, else unmarked; a range counts as marked."""
        return replace(self, marks=self.marks ^ set(ids) ^ (set(self.range(ids)) - self.marks), anchor="")

    def unmark(self) -> "Selection":
        """No marks and no range."""
        return replace(self, marks=frozenset(), anchor="")

    def marked(self, shown: Sequence[str], every: Sequence[str]) -> tuple[str, ...]:
        """The marked rows with those of the range, in the list's order; a filter hides no mark."""
        wanted = self.marks | set(self.range(shown))
        return tuple(row for row in every if row in wanted) if wanted else ()

    def chosen(self, shown: Sequence[str], every: Sequence[str]) -> tuple[str, ...]:
        """What a command acts on: the marked rows, or else the one under the cursor."""
        if marked := self.marked(shown, every):
            return marked
        return (self.cursor,) if self.cursor in shown else ()

    def renamed(self, names: Mapping[str, str]) -> "Selection":
        """The selection once rows have other ids."""
        marks = frozenset(names.get(row, row) for row in self.marks)
        cursor, anchor = (names.get(row, row) for row in (self.cursor, self.anchor))
        return replace(self, cursor=cursor, marks=marks, anchor=anchor)

    def fit(self, before: Sequence[str], now: Sequence[str], every: Sequence[str]) -> "Selection":
        """The selection after the rows shown have changed.

        A cursor whose row is gone takes the nearest one that followed it, else the nearest before. Marks go
        only with rows that are nowhere in the list any more.
        """
        marks = self.marks.intersection(every)
        anchor = self.anchor if self.anchor in now else ""
        fitted = replace(self, marks=marks, anchor=anchor)
        if self.cursor in now:
            return fitted
        at, still = self.place(before), set(now)
        left = [row for row in before[at:] if row in still] or [r for r in before[:at] if r in still][-1:]
        return replace(fitted, cursor=left[0] if left else (now[0] if now else ""))

    def past(self, acted: Collection[str], before: Sequence[str], now: Sequence[str]) -> "Selection":
        """The marks off, and the cursor on the row that followed what was acted on, of those still shown.

        Without one it is on the last of what was acted on, or what came before that; where a filter hid all
        of it before, on the row that it was on.
        """
        at = max((place for place, row in enumerate(before) if row in acted), default=self.place(before) - 1)
        still = set(now)
        there = (row for row in (*before[at + 1 :], *before[at::-1]) if row in still)
        return replace(self.unmark(), cursor=next(there, self.cursor))

    def escape(self) -> "Selection":
        """One layer undone: the range, else the filter, else the marks; the same value when there is none."""
        if self.anchor:
            return replace(self, anchor="")
        if self.filter:
            return replace(self, filter="")
        return replace(self, marks=frozenset())
