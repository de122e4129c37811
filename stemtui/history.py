"""Undo: the sessions before and after the one that is shown, each with what was done between them."""

from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.session import Session


@frozen
class History:
    """A session, and the ways back and forth; what was done is said in words ("Kick put into Drums").

    `run` names the steps that the last edit may still grow by, such as nudges of one gain: they are undone
    as one. "" is none.
    """

    now: Session
    past: tuple[tuple[str, Session], ...] = ()
    future: tuple[tuple[str, Session], ...] = ()
    run: str = ""

    def before(self, run: str) -> Session:
        """The session that a run of steps began with: the one that is shown where that run does not go on."""
        return self.past[-1][1] if run and run == self.run and self.past else self.now

    def push(self, session: Session, what: str, run: str = "") -> "History":
        """The history with one more edit, after which nothing can be redone; itself when nothing changed.

        An edit of the run that the last one belongs to takes its place; a run that leads back to where it
        began is no edit at all.
        """
        if session == self.now:
            return self
        before = self.before(run)
        past = self.past if before is self.now else self.past[:-1]
        if session == before:
            return History(session, past)
        return History(session, (*past, (what, before)), run=run)

    def settled(self) -> "History":
        """The history with its last edit as it is: what comes next is another."""
        return replace(self, run="") if self.run else self

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
