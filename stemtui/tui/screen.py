"""The screen: keys in, a new desk from the model, the lines that changed out."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.screen import Screen

from stemtui.errors import StemtuiError
from stemtui.text import printable
from stemtui.tui.desk import moves
from stemtui.tui.desk.commands import COMMANDS, keyed
from stemtui.tui.desk.desk import Desk, say
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.desk.steps import fit
from stemtui.tui.desk.unfinished import Unfinished
from stemtui.tui.dialogs import filter_line
from stemtui.tui.dialogs.dialogs import Dialog, Page
from stemtui.tui.hanging_up import end_when_hung_up
from stemtui.tui.keeping.keeping import Keeper
from stemtui.tui.keeping.lookout import Lookout
from stemtui.tui.keeping.recovery import Recovery
from stemtui.tui.panes.folding import Folding
from stemtui.tui.panes.lines import Frame, Keys, LeftToDo, Lines, Status, Title
from stemtui.tui.panes.lists import Clicked, GroupList, OrderList, TrackList, same_widths, tracks_share
from stemtui.tui.panes.pane import Glossary
from stemtui.tui.rendering.audition import Audition
from stemtui.tui.rendering.running import Running
from stemtui.tui.rendering.waveforms import Waveforms
from stemtui.tui.wire.pumps import came

if TYPE_CHECKING:
    from stemtui.tui.dialogs.messages import Draft
    from stemtui.tui.rendering.renders import Rendering

Answer = TypeVar("Answer")
NARROW, SLIM, SHORT, TALL, WIDE = 72, 50, 16, 30, 140
SLOW_SECONDS = 5


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
        self.recovery = Recovery(path)
        self.keeper = Keeper(self.recovery, self._unkept)
        self.unfinished, self.leaving = Unfinished(self), False
        self.lookout = Lookout(self)
        self.waveforms, self.audition = Waveforms(self), Audition(self)
        self.folding = Folding(self)
        self.filter_line = filter_line.FilterLine(self)
        self.rendering: Rendering | None = None
        self.draft: Draft | None = None
        self.running = Running(self)
        self.patience, self.measured = 0.0, asyncio.Event()
        self.shared: int | None = None
        self.shared_for, self.shared_at = desk, -1
        self.parts: tuple[Lines, ...] = ()
        self.explaining = False

    def compose(self) -> ComposeResult:
        """Title, lists, glossary, answers, keys, as they fit the window: it is drawn before it is told."""
        self._fit(self.app.size)
        self.desk = replace(self.desk, wide=self.app.size.width >= WIDE)
        with Horizontal(id="top"):
            yield Title(self.desk)
            yield LeftToDo(self.desk)
        with Horizontal(id="panes"):
            yield Frame(TrackList(self.desk), id="tracks")
            yield Frame(GroupList(self.desk), id="stems")
            yield Frame(OrderList(self.desk), id="order")
        explained = Frame(Glossary(self.desk), id="glossary")
        explained.border_subtitle = f"{keyed(COMMANDS['glossary'], self.desk.keys).footer_key}: all words"
        yield explained
        yield Status(self.desk)
        yield self.filter_line
        yield Keys(self.desk)

    def on_mount(self) -> None:
        """Read the headers after the first paint; keep unsaved work when the line drops."""
        self.parts = tuple(self.query(Lines))
        self._share()
        self.call_after_refresh(self.run_worker, self._read, thread=True)
        self.set_timer(SLOW_SECONDS, self._slow)
        end_when_hung_up(self)

    def _read(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        from stemtui.tui import reading  # here, behind the first paint

        reading.read(self)
        import_module("stemtui.tui.handlers")  # so that the first command need not wait for it

    def show(self, desk: Desk) -> None:
        """Draw another desk; each widget sends only the lines that changed.

        Nothing is drawn any more where the widgets are gone: what works behind the screen may end after it.
        """
        self.desk = desk
        if not all(part.is_attached for part in self.parts):
            return
        self._share()
        for part in self.parts:
            if not part.explains:
                part.follow(desk)
        if not self.explaining:
            self.explaining = self.call_after_refresh(self._explain)
        self.waveforms.follow(desk)
        self.folding.follow(desk)
        self.follow()

    def follow(self) -> None:
        """Keep what is not saved, and what is typed and not done."""
        self.keeper.follow(self.desk.session, self.desk.saved, self.unfinished.typed)

    def _explain(self) -> None:
        """Say what is selected now, behind the lines that moved: a key shows its work before its words."""
        self.explaining = False
        for part in self.parts:
            if part.explains and part.is_attached:
                part.follow(self.desk)

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
            lines = respelled(words, self.desk.keys).split("\n")
            self.app.push_screen(Page("That cannot be done", lines))

    def action_run(self, command_id: str) -> None:
        """Run a command from the table, or say why it cannot run."""
        command = COMMANDS[command_id]
        if self.desk.filtering and command_id not in filter_line.MOVES:
            self.filter_line.close()
        if why := command.reason(self.desk):
            self.do(lambda desk: say(desk, why))
        elif command_id == "filter":
            self.filter_line.open()
        elif command.run is not None:
            self.do(command.run)
        else:
            from stemtui.tui.handlers import HANDLERS  # here: the first paint needs none of them

            self.show(say(self.desk, ""))
            self.running.start(HANDLERS[command_id])

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """Show a dialog and wait for its answer; None when it was closed without one.

        It is drawn once it fits the window, and not anew for every step on the way there.
        """
        if self.leaving:
            return None
        answers: asyncio.Queue[Answer | None] = asyncio.Queue()
        dialog.begin(self.unfinished)
        with self.app.batch_update():
            await self.app.push_screen(dialog, answers.put_nowait)
            while dialog.is_running and not await came(dialog.fitted):
                pass
        dialog.check_idle()  # the end of a batch wakes the app alone: a dialog that fits already would wait
        with self.running.keys_taken():
            answer = await answers.get()
        if not self.leaving:
            self.unfinished.note(dialog.heading, {})
        return answer

    def on_clicked(self, event: Clicked) -> None:
        """Put the cursor where the mouse was clicked."""
        self.do(lambda desk: moves.click(desk, event.pane, event.row))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the new size; page by as many rows as are seen."""
        self._fit(event.size)
        self.call_after_refresh(self._measure)

    def _fit(self, size: Size) -> None:
        """Leave out what a small terminal has no room for."""
        self.set_class(size.width < NARROW, "narrow")
        self.set_class(size.width < SLIM, "slim")
        self.set_class(size.height < SHORT, "short")
        self.set_class(size.height >= TALL, "tall")

    def _measure(self) -> None:
        wide = self.size.width >= WIDE
        page = self.query_one("#panes").size.height - 2
        self.show(fit(self.desk, replace(self.desk, page=page, wide=wide)))
        self.measured.set()

    def on_unmount(self) -> None:
        """Let nothing go on behind a screen that is gone."""
        self.lookout.close()
        self.keeper.close()
        self.waveforms.close()
        self.audition.stop()

    def _slow(self) -> None:
        self.show(replace(self.desk, slow=True))

    def keep(self) -> None:
        """Keep what is not saved."""
        self.keeper.flush()

    def _unkept(self, words: str) -> None:
        self.call_later(self.do, lambda desk: say(desk, printable(words)))
