"""Unsaved work kept while it is done: in a thread, soon after each edit, so that no key waits for a disk."""

import threading
from collections.abc import Callable

from stemtui.session import Session
from stemtui.tui.desk.unfinished import Typed
from stemtui.tui.keeping.kept import NOTHING
from stemtui.tui.keeping.recovery import Recovery

REST_SECONDS, AGAIN_SECONDS, PATIENCE_SECONDS = 0.4, 0.5, 5.0
KEPT = "Unsaved work is kept again."


class Keeper:
    """Keeps the session that is edited in the file of its recovery, and forgets it where nothing is unsaved.

    Edits that follow each other fast are written as one; while nothing changes, nothing is written, but for
    work that no disk takes, which is tried again until one does. `tell` is called, in the thread, with what
    there is to say of where the work is kept, once until that changes.
    """

    def __init__(self, recovery: Recovery, tell: Callable[[str], None]) -> None:
        self.recovery, self.tell = recovery, tell
        self.work: tuple[Session, Session, Typed] | None = None
        self.said = ""
        self.due = self.closed = self.forgotten = self.is_unkept = False
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None

    def follow(self, session: Session, base: Session, typed: Typed = NOTHING) -> None:
        """Keep this session and what is typed before long, if that is other than before; `base` is saved."""
        work = session, base, typed
        if self.work and all(one is other for one, other in zip(work, self.work, strict=True)):
            return
        with self.changed:
            self.work, self.due = work, True
            self.changed.notify()
        if self.thread is None and (session is not base or typed):
            self.thread = threading.Thread(target=self._run, name="keeping", daemon=True)
            self.thread.start()

    def flush(self) -> None:
        """Keep what is unsaved now: the terminal is gone, or the program is ending."""
        if self.work and self.recovery.disk.acquire(timeout=PATIENCE_SECONDS):
            try:
                self._keep(*self.work)
            finally:
                self.recovery.disk.release()

    def forget(self) -> None:
        """Keep nothing any more, and forget what was kept: the user has quit, knowing what is unsaved."""
        with self.changed:
            self.forgotten = self.closed = True
            self.changed.notify()

    def close(self) -> None:
        """Keep nothing any more: the screen is gone. What nobody has said to forget stays for the next one.

        It waits for the disk, but not for ever.
        """
        with self.changed:
            self.closed = True
            self.changed.notify()
        if self.thread:
            self.thread.join(PATIENCE_SECONDS)
        elif self.forgotten:
            self.recovery.let_go()
        self.recovery.release()

    def _run(self) -> None:
        while self._is_due():
            assert self.work
            self.due = False
            said = self._keep(*self.work)
            is_kept = self.recovery.own is not None
            if said != self.said and (said or (self.is_unkept and is_kept)):
                self.tell(said or KEPT)
            self.said, self.is_unkept = said, bool(said) and not is_kept
        if self.forgotten:
            self.recovery.let_go()

    def _is_due(self) -> bool:
        """Wait for an edit and for the keys to rest after it; False when there will be none."""
        with self.changed:
            again = AGAIN_SECONDS if self.is_unkept else None
            self.changed.wait_for(lambda: self.due or self.closed, again)
            self.changed.wait_for(lambda: self.closed, REST_SECONDS)
            return not self.closed

    def _keep(self, session: Session, base: Session, typed: Typed) -> str:
        if session != base or typed:
            return self.recovery.keep(session, base, typed)
        self.recovery.let_go()
        return ""
