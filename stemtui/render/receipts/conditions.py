"""What holds for all prints of a delivery and is another in the one before, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stemtui.diff import WORDS, said
from stemtui.text import counted

Document = Mapping[str, Any]

_SESSION = ("align", "pan_law_db")
_DELIVERY = ("file_format", "dither", "trim_db")
_LIMITER = ("ceiling_dbtp", "limiter_release_ms", "limiter_lookahead_ms")
_MIX_BUS = "mix_bus_"


def in_session(now: Document, before: Document) -> Iterator[str]:
    """Alignment, pan law and mix bus, from the `session` tables of two receipts."""
    for key in _SESSION:
        if now.get(key) != before.get(key):
            yield f"{WORDS.get(key, key)} {said(key, now.get(key))}, before {said(key, before.get(key))}"
    bus, old = _mix_bus(now), _mix_bus(before)
    compressor = sorted({*bus, *old} - {*_LIMITER, "gain_db"})
    for name, keys, named in (("limiter", _LIMITER, "ceiling_dbtp"), ("compressor", compressor, "ratio")):
        if named in bus and named not in old:
            yield f"a {name} on the mix bus, {WORDS.get(named, named)} {said(named, bus[named])}"
        elif named in old and named not in bus:
            yield f"no {name} on the mix bus any more"
        else:
            yield from _settings(keys, bus, old)
    yield from _settings(("gain_db",), bus, old)


def _settings(keys: Iterable[str], now: Document, before: Document) -> Iterator[str]:
    for key in keys:
        if now.get(key) != before.get(key):
            what = f"mix bus {WORDS.get(key, key)}"
            yield f"{what} {said(key, now.get(key, 0.0))}, before {said(key, before.get(key, 0.0))}"


def _mix_bus(session: Document) -> dict[str, Any]:
    return {key.removeprefix(_MIX_BUS): value for key, value in session.items() if key.startswith(_MIX_BUS)}


def in_form(now: Document, before: Document) -> Iterator[str]:
    """Rate, length, word length, format, dither and trim, from the `delivery` tables of two receipts."""
    rate, old_rate = now["sample_rate"], before.get("sample_rate", 0)
    if rate != old_rate:
        yield f"{rate / 1000:g} kHz, before {old_rate / 1000:g} kHz"
    elif more := now["frames"] - before.get("frames", 0):
        yield f"{_length(abs(more), rate)} {'longer' if more > 0 else 'shorter'}"
    if now["bit_depth"] != before.get("bit_depth"):
        yield f"{_depth(now)}, before {_depth(before)}"
    for key in _DELIVERY:
        value, was = now.get(key, ""), before.get(key, "")
        if value != was:
            yield f"{WORDS.get(key, key)} {said(key, value)}, before {said(key, was)}"


def _length(frames: int, rate: int) -> str:
    return f"{frames / rate:.3f} s" if frames >= rate / 10 else counted(frames, "sample")


def _depth(delivery: Document) -> str:
    depth = delivery.get("bit_depth")
    return "32-bit float" if depth == "32f" else f"{depth}-bit"
