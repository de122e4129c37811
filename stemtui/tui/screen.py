"""The screen: keys in, a new desk from the model, the lines that changed out."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input

from stemtui import scan
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.header import Header
from stemtui.history import History
from stemtui.session import Session
from stemtui.text import printable
from stemtui.tui import audition, moves, printing, recovery
from stemtui.tui.answers import fault
from stemtui.tui.commands import COMMANDS
from stemtui.tui.desk import Desk, fit, say, suggest, with_found
from stemtui.tui.dialogs import Dialog, Line, Page
from stemtui.tui.lines import Frame, Keys, LeftToDo, Lines, Status, Title
from stemtui.tui.lists import Clicked, GroupList, OrderList, TrackList, same_widths, tracks_share
from stemtui.tui.messages import message
from stemtui.tui.pane import Glossary, Waveform
from stemtui.tui.printed import last_folds
from stemtui.tui.questions import QUESTIONS, Question
from stemtui.tui.waveforms import Waveforms

Answer = TypeVar("Answer")
HANDLERS: dict[str, Question] = QUESTIONS | printing.COMMANDS | {"play": audition.play, "message": message}
NARROW, SLIM, SHORT, TALL, WIDE = 72, 50, 16, 30, 140
SLOW_SECONDS, FITTING_SECONDS = 5, 0.5
MOVES_WHILE_FILTERING = {"up", "down", "page_up", "page_down"}


class DeskScreen(Screen[None], inherit_bindings=False):
    """The two lists, the glossary, a line of answers and a line of keys, all drawn from one desk."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(command.keys, f"run('{command.id}')", command.label, show=False, id=command.id)
        for command in COMMANDS.values()
    ]

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__()
        self.desk, self.path, self.root = desk, path, path.parent
        self.recovery = recovery.Recovery(path)
        self.waveforms, self.audition = Waveforms(self), audition.Audition(self)
        self.stopped = threading.Event()
        self.ready, self.holding = asyncio.Event(), 0
        self.running, self.offering = 0, False
        self.shared: int | None = None
        self.shared_for, self.shared_at = desk, -1
        self.ready.set()

    def compose(self) -> ComposeResult:
        """Title, lists, glossary, answers, keys."""
        with Horizontal(id="top"):
            yield Title(self.desk)
            yield LeftToDo(self.desk)
        with Horizontal(id="panes"):
            yield Frame(TrackList(self.desk), id="tracks")
            yield Frame(GroupList(self.desk), id="stems")
            yield Frame(OrderList(self.desk), id="order")
        yield Frame(Glossary(self.desk), Waveform(self.desk), id="glossary")
        yield Status(self.desk)
        yield Line(placeholder="show rows with ...", id="filter")
        yield Keys(self.desk)

    def on_mount(self) -> None:
        """Read the headers after the first paint; keep unsaved work when the line drops."""
        self.query_one("#filter").display = False
        self._share()
        self.call_after_refresh(self.run_worker, self._read, thread=True)
        self.set_timer(SLOW_SECONDS, self._slow)
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            # Windows has neither the signals nor the handlers
            with contextlib.suppress(NotImplementedError, AttributeError):
                loop.add_signal_handler(getattr(signal, name), self.keep_and_exit)

    def show(self, desk: Desk) -> None:
        """Draw another desk; each widget sends only the lines that changed."""
        self.desk = desk
        self._share()
        for widget in self.query(Lines):
            widget.show(desk)
        self.waveforms.follow(desk)

    def _share(self) -> None:
        """Give each list the columns that it needs; a narrow screen shows one of them alone."""
        room = self.app.size.width - 3
        if self.shared_at == room and same_widths(self.shared_for, self.desk):
            return
        self.shared_for, self.shared_at = self.desk, room
        tracks = self.query_one("#tracks", Frame)
        width = None if room + 3 < NARROW else 1 + tracks_share(self.desk, room)
        if width != self.shared:
            self.shared = tracks.styles.width = width

    def do(self, step: Callable[[Desk], Desk]) -> None:
        """Take one step from this desk to the next; one that cannot be taken says why."""
        try:
            self.show(step(replace(self.desk, said="")))
        except StemtuiError as error:
            self.tell(str(error))

    def tell(self, words: str) -> None:
        """Say what went wrong: in the line of answers where it fits, else on a page, never cut."""
        fits = "\n" not in words and len(words) < self.size.width - 2
        self.show(say(self.desk, printable(words) if fits else ""))
        if not fits:
            self.app.push_screen(Page("That cannot be done", words.split("\n")))

    def action_run(self, command_id: str) -> None:
        """Run a command from the table, or say why it cannot run."""
        command, line = COMMANDS[command_id], self.query_one("#filter", Line)
        if line.display and command_id not in MOVES_WHILE_FILTERING:
            self._close_filter()
        if why := command.reason(self.desk):
            self.do(lambda desk: say(desk, why))
        elif command_id == "filter":
            self._open_filter()
        elif command.run is not None:
            self.do(command.run)
        else:
            self.show(say(self.desk, ""))
            self._start(HANDLERS[command_id])

    def _start(self, handler: Question) -> None:
        self.hold(1)
        self.running += 1
        self.run_worker(self._caught(handler(self)))

    def _offer(self) -> None:
        """Offer kept work once no command is running: it changes the session as those do."""
        if self.offering and not self.running:
            self.offering = False
            self._start(recovery.offer)

    async def _caught(self, handler: Awaitable[None]) -> None:
        try:
            await handler
        except StemtuiError as error:
            self.tell(str(error))
        except Exception as error:  # a fault of ours ends the command that it is in, and not the screen
            self.tell(fault(error))
        finally:
            self.running -= 1
            self._offer()
            self.hold(-1)

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """Show a dialog and wait for its answer; None when it was closed without one.

        It is drawn once it fits the window, and not anew for every step on the way there.
        """
        answers: asyncio.Queue[Answer | None] = asyncio.Queue()
        with self.app.batch_update():
            await self.app.push_screen(dialog, answers.put_nowait)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(dialog.fitted.wait(), FITTING_SECONDS)
        dialog.check_idle()  # the end of a batch wakes the app alone: a dialog that fits already would wait
        with self.keys_taken():
            return await answers.get()

    @contextlib.contextmanager
    def keys_taken(self) -> Iterator[None]:
        """While a dialog is there to take keys, they are handed on although a command is not done."""
        self.hold(-1)
        try:
            yield
        finally:
            self.hold(1)

    def hold(self, by: int) -> None:
        """Keys wait while a command is between its key and its dialog, or between a dialog and its end."""
        self.holding += by
        if self.holding > 0:
            self.ready.clear()
        else:
            self.ready.set()

    def _open_filter(self) -> None:
        line = self.query_one("#filter", Line)
        line.value = self.desk.selection.filter
        line.display, self.query_one(Status).display = True, False
        line.focus()

    def _close_filter(self) -> None:
        self.query_one("#filter").display, self.query_one(Status).display = False, True
        self.set_focus(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        if self.query_one("#filter").display:
            self.do(lambda desk: moves.filtered(desk, event.value))

    def on_input_submitted(self) -> None:
        """Keep the filter and go back to the rows."""
        self._close_filter()

    def on_clicked(self, event: Clicked) -> None:
        """Put the cursor where the mouse was clicked."""
        self.do(lambda desk: moves.click(desk, event.pane, event.row))

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what a small terminal has no room for; page by as many rows as are seen."""
        self.set_class(event.size.width < NARROW, "narrow")
        self.set_class(event.size.width < SLIM, "slim")
        self.set_class(event.size.height < SHORT, "short")
        self.set_class(event.size.height >= TALL, "tall")
        self.call_after_refresh(self._measure)

    def _measure(self) -> None:
        wide = self.size.width >= WIDE
        self.show(replace(self.desk, page=self.query_one("#panes").size.height - 2, wide=wide))

    def _read(self) -> None:
        """Read headers, and the folder when there is no manifest yet, in a thread."""
        session: Session | None = None
        found: tuple[scan.Found, ...] = ()
        try:
            if self.desk.on_disk:
                headers = scan.headers(self.root, self.desk.session)
            else:
                session = scan.new_session(self.root, found := scan.scan(self.root))
                headers = by_track(session, found)
            history = History(session or self.desk.session)
            folds = last_folds(self.root / history.now.delivery.folder)
            seen = suggest(replace(self.desk, history=history, headers=headers, folds=folds))
        except Exception as error:  # whatever it is, a screen that reads for ever would hide it
            self.app.call_from_thread(self._unread, error)
        else:
            self.app.call_from_thread(self._arrived, session, seen, no_tracks(found))

    def _arrived(self, session: Session | None, seen: Desk, no_tracks: tuple[str, ...]) -> None:
        desk = replace(self.desk, headers=seen.headers, proposals=seen.proposals, folds=seen.folds)
        desk = replace(desk, no_tracks=no_tracks, reading=False)
        if session is not None:
            desk = with_found(desk, session)
        if desk.session.stems != seen.session.stems:
            desk = suggest(desk)
        if no_tracks and desk.session.tracks:
            are = "1 thing here is" if len(no_tracks) == 1 else f"{len(no_tracks)} things here are"
            desk = say(desk, f"{are} not for a track: ! says why.")
        self.show(fit(self.desk, desk))
        self.offering = True
        self._offer()

    def _unread(self, error: Exception) -> None:
        why = str(error) if isinstance(error, StemtuiError) else f"{type(error).__name__}: {error}"
        self.show(replace(self.desk, reading=False, unread=why))
        self.tell(f"The sound files could not be read: {why}")
        self.offering = self.desk.on_disk
        self._offer()

    def on_unmount(self) -> None:
        """Let nothing go on behind a screen that is gone."""
        self.waveforms.close()
        self.audition.stop()

    def _slow(self) -> None:
        self.show(replace(self.desk, slow=True))

    def keep_and_exit(self) -> None:
        """Keep unsaved work beside the manifest and end, because nobody is there any more."""
        self.keep()
        self.app.exit(1)

    def keep(self) -> None:
        """Stop a render, and keep what is not saved."""
        self.stopped.set()
        if self.desk.unsaved:
            self.recovery.keep(self.desk.session, self.desk.saved)


def no_tracks(found: Iterable[scan.Found]) -> tuple[str, ...]:
    """What a scan found that is for no track, each with its reason."""
    return tuple(f"{thing.file}: {'; '.join(thing.problems)}" for thing in found if not thing.is_audio)


def by_track(session: Session, found: Iterable[scan.Found]) -> dict[str, Header | AudioFileError]:
    """What a scan read of each track's file, by the track's id."""
    read = {thing.file: thing.header or AudioFileError("; ".join(thing.problems)) for thing in found}
    return {track.id: read[track.file] for track in session.tracks}
