"""Receipts read from disk. Somebody may have edited one, so nothing in it is believed unseen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stemtui.errors import StemtuiError
from stemtui.tables import loads, read_bytes

RECEIPT = "receipt.toml"
MARKER = "stemtui"

_LARGEST = 16 * 1024 * 1024
_TEXT, _NUMBER, _TEXT_IF_ANY = (str,), (int,), (str, type(None))
_FILE: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("item", "kind", "name", "file", "rounding", "digest"), _TEXT),
    **dict.fromkeys(("channels", "frames"), _NUMBER),
}
_MEASURED = _FILE | {"sha256": _TEXT}
_SOURCE: dict[str, tuple[type, ...]] = {"file": _TEXT, "sha256": _TEXT_IF_ANY}
_DELIVERY: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("sample_rate", "frames"), _NUMBER),
    "seconds": (float,),
    "file_format": _TEXT,
    "bit_depth": (int, str),
}


def read_receipt(folder: Path) -> dict[str, Any] | None:
    """The receipt in a folder; None where stemtui has written none that can be read."""
    try:
        content = read_bytes(folder / RECEIPT, _LARGEST)
        document = loads(content.decode("utf-8")) if len(content) <= _LARGEST else {}
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document.get(MARKER), dict) else None


def whole_receipt(folder: Path) -> dict[str, Any] | None:
    """The receipt in a folder, as `read_receipt` finds it. Raises StemtuiError for one that was edited."""
    receipt = read_receipt(folder)
    wrong = next(_misshapen(receipt), "") if receipt is not None else ""
    if wrong:
        raise StemtuiError(f"{RECEIPT!r} in {str(folder)!r} was edited: {wrong} is not as stemtui writes it.")
    return receipt


def tables(receipt: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables that a receipt holds under a key, whatever else somebody has written there."""
    found = receipt.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _misshapen(receipt: dict[str, Any]) -> Iterator[str]:
    for entry in tables(receipt, "file"):
        yield from _wrong(entry, _FILE if entry.get("measured") is False else _MEASURED, "file")
    for entry in tables(receipt, "source"):
        yield from _wrong(entry, _SOURCE, "source")
    yield from _wrong(receipt.get("delivery"), _DELIVERY, "delivery")
    yield from _wrong(receipt.get("session"), {}, "session")
    proof = receipt.get("proof")
    yield from _wrong(proof, {"word": _TEXT}, "proof")
    if isinstance(proof, dict):
        named = {"master": proof.get("master", ""), "complete": proof.get("complete", [])}
        yield from _wrong(named, {"master": _TEXT, "complete": (list,)}, "proof")
        for fold in tables(proof, "mono_fold"):
            yield from _wrong(fold, {"item": _TEXT}, "proof.mono_fold")


def _wrong(entry: object, shape: dict[str, tuple[type, ...]], key: str) -> Iterator[str]:
    """The keys of a table whose values have another type than they are written with."""
    if not isinstance(entry, dict):
        yield key
        return
    for name, kinds in shape.items():
        if not isinstance(entry.get(name), kinds) or isinstance(entry.get(name), bool):
            yield f"{key}.{name}"
