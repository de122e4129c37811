"""Commands that take their time, one after another, and keys that wait for the dialog which is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from stemtui.errors import StemtuiError
from stemtui.tui.desk.answers import fault

if TYPE_CHECKING:
    from stemtui.tui.dialogs.questions import Question
    from stemtui.tui.screen import DeskScreen


class Work(Awaitable[None]):
    """Work for a worker, whose coroutine is made when it begins: one that is stopped before then has none."""

    def __init__(self, work: Callable[..., Awaitable[None]], *given: object) -> None:
        self.work, self.given = work, given

    def __await__(self) -> Generator[Any, Any, None]:
        return self.work(*self.given).__await__()


class Running:
    """The commands that run on a screen, those that wait until none does, and whether keys are handed on.

    Keys are handed on while it is `ready`: not while a command is between its key and its dialog, or between
    a dialog and its end.
    """

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self.ready, self.holding = asyncio.Event(), 0
        self.ready.set()
        self.count = 0
        self.waiting: list[Question] = []

    def start(self, handler: Question) -> None:
        """Run a command, which holds keys back until it is done or has a dialog to take them."""
        self._hold(1)
        self.count += 1
        self.screen.run_worker(Work(self._caught, handler))

    def when_idle(self, handler: Question) -> None:
        """Run a handler once no command is running: it changes the session as those do."""
        self.waiting.append(handler)
        self._go_on()

    @contextmanager
    def keys_taken(self) -> Iterator[None]:
        """While a dialog is there to take keys, they are handed on although a command is not done."""
        self._hold(-1)
        try:
            yield
        finally:
            self._hold(1)

    def _go_on(self) -> None:
        if self.waiting and not self.count:
            self.start(self.waiting.pop(0))

    async def _caught(self, handler: Question) -> None:
        try:
            await handler(self.screen)
        except StemtuiError as error:
            self.screen.tell(str(error))
        except Exception as error:  # a fault of ours ends the command that it is in, and not the screen
            self.screen.tell(fault(error))
        finally:
            self.count -= 1
            self._go_on()
            self._hold(-1)

    def _hold(self, by: int) -> None:
        self.holding += by
        if self.holding > 0:
            self.ready.clear()
        else:
            self.ready.set()
