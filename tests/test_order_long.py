"""Long orders: each line is held against those about the same thing, and not against all others."""

import importlib
from dataclasses import replace

import pytest

from stemtui.order.reading.merging import merged
from stemtui.order.reading.requests import Request


def test_lines_about_other_things_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Request] = []
    requests = importlib.import_module("stemtui.order.reading.merging")
    again = requests._again

    def counted(one: Request, other: Request) -> bool:
        compared.append(one)
        return again(one, other)

    monkeypatch.setattr(requests, "_again", counted)
    lines = [Request(f"Track {at} stem", kind="stem", source=("track", str(at))) for at in range(300)]
    assert merged(lines + lines) == lines
    assert len(compared) == 300


def test_what_is_taken_back_is_gone_and_the_rest_keeps_its_place() -> None:
    drums, bass, keys = (Request(name, kind="stem", source=(name,)) for name in ("drums", "bass", "keys"))
    no_bass = Request("no bass", source=("bass",), declined=True)
    # what was asked for in the same message is taken back, not what is on the order already
    assert merged([drums, bass, keys, no_bass, drums]) == [drums, keys, replace(no_bass, stays=True)]
