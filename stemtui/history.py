"""Undo: the sessions before and after the one that is shown, each with what was done between them."""

from dataclasses import dataclass

from stemtui.session import Session


@dataclass(frozen=True)
class History:
    """A session, and the ways back and forth; what was done is said in words ("Kick put into Drums")."""

    now: Session
    past: tuple[tuple[str, Session], ...] = ()
    future: tuple[tuple[str, Session], ...] = ()

    def push(self, session: Session, what: str) -> "History":
        """The history with one more edit, after which nothing can be redone; itself when nothing changed."""
        if session == self.now:
            return self
        return History(session, (*self.past, (what, self.now)))

    def undo(self) -> tuple["History", str]:
        """The history one edit back, and what was undone; itself and "" at its beginning."""
        if not self.past:
            return self, ""
        what, before = self.past[-1]
        return History(before, self.past[:-1], (*self.future, (what, self.now))), what

    def redo(self) -> tuple["History", str]:
        """The history one edit on again, and what was redone; itself and "" at its end."""
        if not self.future:
            return self, ""
        what, after = self.future[-1]
        return History(after, (*self.past, (what, self.now)), self.future[:-1]), what
