"""An engine that is started ahead: a process that imports all that samples need while this one still finds
out what there is to print. It is then given a plan, tells how far it is, and hands over what it has measured.

Only numbers and words come from it, so that this process needs no samples at all. What it fails at, and what
it had in hand when it was killed, is done again here, and raises what it raises; but for the errors that a
user can act on, which it hands over. Hardly anything is imported here before it has begun.
"""

import os
import select
import signal
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from stemtui.audio.machine.forks import can_fork, cores, forked

if TYPE_CHECKING:
    from pathlib import Path

    from stemtui.render.engine.measured import Measured, Printed
    from stemtui.render.plans.independent import Route
    from stemtui.render.plans.plan import Plan
    from stemtui.render.plans.progress import Watch

_SIZE = struct.Struct("<q")
_AT_ONCE = 1 << 16
_MILLISECONDS = 100  # after which somebody who waits is asked whether he still wants to

STEP, NEWS, FINISHED, MEASURED, FAILED = range(5)
"""What a message is about."""


class Engine:
    """A process that waits for a plan."""

    def __init__(self) -> None:
        """Raises OSError where there can be no more processes."""
        (self._orders, self._gives), (self._takes, self._results) = orders, results = os.pipe(), os.pipe()
        try:
            self._process = forked(self._serve)
        except OSError:
            for handle in (*orders, *results):
                os.close(handle)
            raise
        os.close(self._orders)
        os.close(self._results)
        self._is_asked = False

    def print(self, *what: Any, **manner: Any) -> None:
        """Have it print, as `engine.run` does. It ends when that is done."""
        self._is_asked = True
        with suppress(BrokenPipeError):  # it is gone: that is seen when its messages end
            _send(self._gives, (what, manner))

    def measured(self, watch: "Watch", finished: "Callable[[Printed], None]") -> "Measured | None":
        """What it has measured, once all is printed; None where it has ended without that.

        Raises what it hands over, and Cancelled as `watch` does.
        """
        for about, what in self._messages(watch.ask):
            if about == STEP:
                watch.pass_on(what)
            elif about == NEWS:
                watch.tell(what)
            elif about == FINISHED:
                finished(what)
            elif about == FAILED:
                raise what
            else:
                return what  # type: ignore[no-any-return]
        return None

    def end(self, is_wanted: bool = True) -> None:
        """Wait until it and all that it has begun are gone. One that has nothing to print, or nothing that is
        still wanted, is killed."""
        if not (self._is_asked and is_wanted):
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
        os.close(self._gives)
        while os.read(self._takes, _AT_ONCE):
            pass
        os.close(self._takes)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)

    def _messages(self, wanted: Callable[[], None]) -> Iterator[Any]:
        waiting = select.poll()
        waiting.register(self._takes, select.POLLIN)

        def more() -> bytes:
            wanted()
            while not waiting.poll(_MILLISECONDS):
                wanted()
            return os.read(self._takes, _AT_ONCE)

        return _received(more)

    def _serve(self) -> None:
        """What the other process does."""
        os.close(self._gives)
        os.close(self._takes)
        from stemtui.audio.machine.system import widen

        widen(self._orders)
        widen(self._results)
        from stemtui.render.engine import engine  # last, because it takes long

        for what, manner in _received(lambda: os.read(self._orders, _AT_ONCE)):
            return self._print(engine.run, what, manner)

    def _print(self, run: "Callable[..., Measured]", what: tuple[Any, ...], manner: dict[str, Any]) -> None:
        from stemtui.errors import StemtuiError
        from stemtui.render.plans.progress import Watch

        def tell(about: int, what: Any) -> None:
            _send(self._results, (about, what))

        watch = Watch(progress=lambda step: tell(STEP, step), news=lambda news: tell(NEWS, news))
        try:
            tell(MEASURED, run(*what, watch, **manner, finished=lambda one: tell(FINISHED, one)))
        except (StemtuiError, OSError) as error:
            tell(FAILED, error)


@contextmanager
def started_ahead() -> Iterator[Engine | None]:
    """An engine in a process of its own, which is gone at the end of the block; None where that would gain
    nothing, or cannot be."""
    engine = None
    if can_fork() and cores() > 1:
        with suppress(OSError):
            engine = Engine()
    is_wanted = False
    try:
        yield engine
        is_wanted = True
    finally:
        if engine:
            engine.end(is_wanted)


def begun(
    engine: Engine | None,
    plan: "Plan",
    routes: "Sequence[Route]",
    root: "Path",
    folder: "Path",
    watch: "Watch",
    finished: "Callable[[Printed], None]",
    **manner: Any,
) -> "Callable[[], Measured]":
    """Begin to print as `engine.run` does, where there is an engine for it; and what to call for what was
    measured."""
    if engine:
        engine.print(plan, routes, root, folder, **manner)

    def measured() -> "Measured":
        if engine and (found := engine.measured(watch, finished)):
            return found
        from stemtui.render.engine.engine import run  # here, because it imports numpy

        return run(plan, routes, root, folder, watch, **manner, finished=finished)

    return measured


def _send(handle: int, what: Any) -> None:
    from stemtui.render.engine.posting import posted  # here, because it is not wanted before there is a plan

    data = posted(what)
    left = memoryview(_SIZE.pack(len(data)) + data)
    while left:
        left = left[os.write(handle, left) :]


def _received(more: Callable[[], bytes]) -> Iterator[Any]:
    """What was sent, until no more bytes come."""
    from stemtui.render.engine.posting import arrived

    received = bytearray()
    while data := more():
        received += data
        while len(received) >= _SIZE.size:
            end = _SIZE.size + _SIZE.unpack_from(received)[0]
            if len(received) < end:
                break
            what = arrived(bytes(received[_SIZE.size : end]))
            del received[:end]
            yield what
