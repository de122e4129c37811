"""Forked processes: each has what was at hand when it began, does one thing, and ends with who forked it."""

import os
import signal
import sys
import threading
from collections.abc import Callable

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def can_fork() -> bool:
    """Whether this process can be forked: a fork knows nothing of other threads' locks, and only on Linux
    do numpy's libraries take it well."""
    return sys.platform == "linux" and threading.active_count() == 1


def forked(serve: Callable[[], object]) -> int:
    """A process that serves, and then ends; its number. Raises OSError where there can be no more of them.

    What stops the first process by a signal does not reach this one, which ends with the first all the same.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        if process := os.fork():
            return process
        try:
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            from stemtui.audio.machine.system import (
                end_with_parent,  # here, because it takes a while to import
            )

            end_with_parent()
            serve()
        finally:
            os._exit(0)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
