"""Workers: forked processes, each of which does the next piece of work. Threads wait for one another wherever
Python runs between two steps of numpy; processes do not.

A worker shares what was open when it began, and hands its results over as parcels. What it fails at, and
what it had in hand when it was killed, is done again here: so an error is raised as it would be without
workers.
"""

import os
import select
import signal
import struct
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from stemtui.audio.machine.forks import forked
from stemtui.audio.machine.system import widen
from stemtui.render.engine.parcels import Parcel, packed, unpacked

_HEAD = struct.Struct("<qq")  # the number of a piece, the size of its parcel
_AT_ONCE = 1 << 20
_MILLISECONDS = 100  # after which somebody who waits is asked whether he still wants to
_AHEAD = 2  # pieces that a worker has in hand: it need not wait for the next
_HELD = 4  # pieces for each worker that others may be ahead of one that lags, since all that came is held

Work = Callable[[int], Parcel]


@contextmanager
def working(work: Work, count: int, workers: int, wanted: Callable[[], None]) -> Iterator[Iterator[Any]]:
    """The results of pieces 0, 1, ... of some work, in order, done by so many processes.

    `wanted` is asked now and then while nothing comes, and may raise. At the end of the block no worker is
    left, whatever became of it.
    """
    crew = _Crew(work, count, wanted)
    try:
        crew.begin(min(workers, count))
        yield crew.results()
    finally:
        crew.end()


class _Worker:
    """A process, and the two pipes to it."""

    def __init__(self, work: Work, others: "list[_Worker]") -> None:
        (self._orders, self.gives), (self.takes, self._results) = orders, results = os.pipe(), os.pipe()
        widen(self._results)
        self.in_hand: deque[int] = deque()
        self._received = bytearray()
        try:
            self.process = forked(lambda: self._serve(work, others))
        except OSError:
            for handle in (*orders, *results):
                os.close(handle)
            raise
        os.close(self._orders)
        os.close(self._results)

    def order(self, number: int) -> None:
        """Have it do a piece."""
        self.in_hand.append(number)
        with suppress(BrokenPipeError):  # it is gone: that is seen when its results end
            os.write(self.gives, _HEAD.pack(number, 0))

    def receive(self) -> Iterator[tuple[int, Any]]:
        """The pieces that it has finished, and their results. Raises EOFError where it has ended."""
        data = os.read(self.takes, _AT_ONCE)
        if not data:
            raise EOFError
        self._received += data
        while len(self._received) >= _HEAD.size:
            number, size = _HEAD.unpack_from(self._received)
            if len(self._received) < _HEAD.size + size:
                return
            parcel = bytes(self._received[_HEAD.size : _HEAD.size + size])
            del self._received[: _HEAD.size + size]
            self.in_hand.remove(number)
            yield number, unpacked(parcel)

    def stop(self) -> None:
        """Kill it."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self.stop()
        os.close(self.gives)
        os.close(self.takes)
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)

    def _serve(self, work: Work, others: "list[_Worker]") -> None:
        """What the other process does."""
        for one in (self, *others):
            os.close(one.gives)
            os.close(one.takes)
        while order := os.read(self._orders, _HEAD.size):
            number, _ = _HEAD.unpack(order)
            parcel = packed(work(number))
            left = memoryview(_HEAD.pack(number, len(parcel)) + parcel)
            while left:
                left = left[os.write(self._results, left) :]


class _Crew:
    """All workers, and what has come from them."""

    def __init__(self, work: Work, count: int, wanted: Callable[[], None]) -> None:
        self._work, self._wanted = work, wanted
        self._left = deque(range(count))
        self._count = count
        self._workers: list[_Worker] = []
        self._came: dict[int, Any] = {}
        self._lost: set[int] = set()

    def begin(self, workers: int) -> None:
        """Fork them, and give each its first pieces. With fewer than asked for, or none, all is done too."""
        for _ in range(workers):
            with suppress(OSError):  # no more processes, no more open files
                self._workers.append(_Worker(self._work, self._workers))
        self._occupy(0)

    def results(self) -> Iterator[Any]:
        """The results in order; what no worker does is done here."""
        for number in range(self._count):
            self._occupy(number)
            while number not in self._came and number not in self._lost and self._workers:
                self._receive()
                self._occupy(number)
            if number in self._came:
                yield self._came.pop(number)
            else:
                self._left = deque(each for each in self._left if each != number)
                yield self._work(number)

    def end(self) -> None:
        """Let none of them go on. They end side by side: each has much memory to give back."""
        for one in self._workers:
            one.stop()
        for one in self._workers:
            one.end()
        self._workers = []

    def _occupy(self, waited_for: int) -> None:
        """Give each the next pieces; but none far ahead of the one that is waited for."""
        last = waited_for + _HELD * len(self._workers)
        for in_hand in range(_AHEAD):
            for one in self._workers:
                if len(one.in_hand) <= in_hand and self._left and self._left[0] < last:
                    one.order(self._left.popleft())

    def _receive(self) -> None:
        """Wait a while for whatever comes next."""
        self._wanted()
        waiting = select.poll()  # `select` itself knows no files beyond the thousandth
        for one in self._workers:
            waiting.register(one.takes, select.POLLIN)
        ready = {handle for handle, _ in waiting.poll(_MILLISECONDS)}
        for one in [one for one in self._workers if one.takes in ready]:
            try:
                for number, result in one.receive():
                    self._came[number] = result
            except EOFError:
                self._lost |= set(one.in_hand)
                self._workers.remove(one)
                one.end()
