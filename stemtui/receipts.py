"""Receipts read from disk. Somebody may have edited one, so nothing in it is believed unseen."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from stemtui.errors import StemtuiError
from stemtui.tables import loads, read_bytes

RECEIPT = "receipt.toml"
MARKER = "stemtui"
PAPER = "paper"
FAIL = "fail"
"""What a receipt says of a mix, and of a delivery, that fails the demands of its destination."""

PAPERS = LETTER, PAGE, CHECKSUMS = "README.txt", "index.html", "checksums.sha256"
"""What lies beside the prints and the receipt: checksums only where every print has been hashed."""

PUT_BACK = "Put back the one that was there, or move the folder away: all in it stays as it is."
"""What helps where a receipt cannot be read."""

_LARGEST = 16 * 1024 * 1024
_TEXT, _NUMBER, _TEXT_IF_ANY = (str,), (int,), (str, type(None))
_FILE: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("item", "kind", "name", "file", "rounding", "digest"), _TEXT),
    **dict.fromkeys(("channels", "frames"), _NUMBER),
}
_MEASURED = _FILE | {"sha256": _TEXT}
_SOURCE: dict[str, tuple[type, ...]] = {"file": _TEXT, "sha256": _TEXT_IF_ANY}
_WAVEFORM = re.compile(r"([A-Za-z0-9+/]+) ([A-Za-z0-9+/]+)")
_PAPER: dict[str, tuple[type, ...]] = {"file": _TEXT, "sha256": _TEXT}
_DELIVERY: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("sample_rate", "frames"), _NUMBER),
    "seconds": (float,),
    "file_format": _TEXT,
    "bit_depth": (int, str),
}
_JUDGED = {"name": _TEXT, "verdict": _TEXT, "because": _TEXT_IF_ANY, "trim": _TEXT_IF_ANY}
_MIX: dict[str, tuple[type, ...]] = {"item": _TEXT, "name": _TEXT, "verdict": _TEXT, "check": (list,)}
_CHECK: dict[str, tuple[type, ...]] = {"what": _TEXT, "verdict": _TEXT, "says": _TEXT}


def read_receipt(folder: Path) -> dict[str, Any] | None:
    """The receipt in a folder; None where stemtui has written none that can be read."""
    document = _document(folder)
    return document if isinstance(document, dict) and isinstance(document.get(MARKER), dict) else None


def unreadable(folder: Path) -> str:
    """Why the receipt in a folder cannot be read; "" where it can, or where there is none of stemtui's."""
    document = _document(folder)
    return document if isinstance(document, str) else ""


@lru_cache(maxsize=1)
def _parsed(content: bytes) -> dict[str, Any]:
    """The tables of a receipt, read once for all who look at it in turn: nobody may change them."""
    return loads(content.decode("utf-8"))


def whole_receipt(folder: Path) -> dict[str, Any] | None:
    """The receipt in a folder, as `read_receipt` finds it.

    Raises StemtuiError for one that is there and cannot be read, and for one that was edited.
    """
    receipt = read_receipt(folder)
    if receipt is None:
        if why := unreadable(folder):
            raise StemtuiError(f"{RECEIPT!r} in {str(folder)!r} cannot be read: {why}. {PUT_BACK}")
        return None
    if wrong := next(_misshapen(receipt), ""):
        raise StemtuiError(f"{RECEIPT!r} in {str(folder)!r} was edited: {wrong} is not as stemtui writes it.")
    return receipt


def _document(folder: Path) -> dict[str, Any] | str | None:
    """What a receipt's file holds, or why that cannot be read; None where there is no such file."""
    try:
        content = read_bytes(folder / RECEIPT, _LARGEST)
        document = _parsed(content) if len(content) <= _LARGEST else {}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error.strerror or "the disk does not give it"
    except UnicodeDecodeError:
        return "it is no text"
    except RecursionError:
        return "its tables lie too deep in each other"
    except ValueError as error:
        return str(error)
    if len(content) > _LARGEST:
        return f"it has more than {_LARGEST // 2**20} MiB"
    return document if content.strip() else "it is empty"


def is_measured(entry: Mapping[str, Any]) -> bool:
    """Whether a print has all its figures on the receipt."""
    return "sha256" in entry and "waveform" in entry


def written_files(receipt: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of all files that a receipt names: prints, and the papers beside them."""
    return [*tables(receipt, "file"), *papers(receipt)]


def papers(receipt: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of the papers that a receipt names, whatever else somebody has written there."""
    return [entry for entry in tables(receipt, PAPER) if entry.get("file") in PAPERS]


def tables(receipt: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables that a receipt holds under a key, whatever else somebody has written there."""
    found = receipt.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def fails(receipt: Mapping[str, Any]) -> str:
    """The destination whose demands a mix of a delivery fails; "" where none does, or none is named."""
    said = receipt.get("destination", {})
    return str(said["name"]) if said.get("verdict") == FAIL else ""


def _misshapen(receipt: dict[str, Any]) -> Iterator[str]:
    for entry in tables(receipt, "file"):
        yield from _wrong(entry, _FILE if entry.get("measured") is False else _MEASURED, "file")
        if not _is_waveform(entry.get("waveform", "")):
            yield "file.waveform"
    for entry in tables(receipt, "source"):
        yield from _wrong(entry, _SOURCE, "source")
    for entry in tables(receipt, PAPER):
        yield from _wrong(entry, _PAPER, PAPER)
    yield from _wrong(receipt.get("delivery"), _DELIVERY, "delivery")
    yield from _wrong(receipt.get("session"), {}, "session")
    if "destination" in receipt:
        yield from _misjudged(receipt["destination"])
    proof = receipt.get("proof")
    yield from _wrong(proof, {"word": _TEXT}, "proof")
    if isinstance(proof, dict):
        named = {"master": proof.get("master", ""), "complete": proof.get("complete", [])}
        yield from _wrong(named, {"master": _TEXT, "complete": (list,)}, "proof")
        for fold in tables(proof, "mono_fold"):
            yield from _wrong(fold, {"item": _TEXT}, "proof.mono_fold")


def _misjudged(destination: object) -> Iterator[str]:
    yield from _wrong(destination, _JUDGED, "destination")
    mixes = destination.get("mix", []) if isinstance(destination, dict) else []
    for mix in mixes if isinstance(mixes, list) else [None]:
        yield from _wrong(mix, _MIX, "destination.mix")
        checks = mix.get("check") if isinstance(mix, dict) else []
        for check in checks if isinstance(checks, list) else []:
            yield from _wrong(check, _CHECK, "destination.mix.check")


def _is_waveform(value: object) -> bool:
    """Whether a value is an outline as the meter writes it, or empty: two words of one length."""
    found = _WAVEFORM.fullmatch(value) if isinstance(value, str) else None
    return value == "" or (found is not None and len(found[1]) == len(found[2]))


def _wrong(entry: object, shape: dict[str, tuple[type, ...]], key: str) -> Iterator[str]:
    """The keys of a table whose values have another type than they are written with."""
    if not isinstance(entry, dict):
        yield key
        return
    for name, kinds in shape.items():
        if not isinstance(entry.get(name), kinds) or isinstance(entry.get(name), bool):
            yield f"{key}.{name}"
