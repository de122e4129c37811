"""Files looked at one after the other, and several at once where a disk lets one wait."""

import threading
import time

import pytest

from stemtui import looking
from stemtui.looking import looked_at


def test_things_at_hand_are_looked_at_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_PROMPT", 10.0)
    threads = set()

    def look(thing: int) -> int:
        threads.add(threading.get_ident())
        return -thing

    assert looked_at(look, range(100)) == [-thing for thing in range(100)]
    assert threads == {threading.get_ident()}


def test_a_slow_disk_is_asked_for_several_at_once_and_the_order_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "_PROMPT", 0.0001)
    together = threading.Barrier(4, timeout=10)

    def look(thing: int) -> int:
        if 1 <= thing <= 4:
            together.wait()  # breaks unless four come at the same time
        time.sleep(0.002)
        return -thing

    assert looked_at(look, range(9)) == [-thing for thing in range(9)]


def test_an_error_is_raised_whoever_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(thing: int) -> float:
        return 1 / thing

    for prompt in (10.0, -1.0):
        monkeypatch.setattr(looking, "_PROMPT", prompt)
        with pytest.raises(ZeroDivisionError):
            looked_at(look, (2, 1, 0))
