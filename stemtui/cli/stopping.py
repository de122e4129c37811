"""Ctrl-C during a render: the first one stops it, those that follow wait until it has cleaned up."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_once() -> Iterator[None]:
    """Within the block SIGINT raises KeyboardInterrupt once, as do SIGTERM and SIGHUP; later ones are ignored
    until the process has ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in signals}
    # what is to be ignored stays so: nohup has set SIGHUP to that
    ours = [number for number in signals if before[number] not in (signal.SIG_IGN, None)]

    def stop(number: int, frame: FrameType | None) -> None:
        for each in ours:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in ours:
            if signal.getsignal(number) is stop:
                signal.signal(number, before[number])
