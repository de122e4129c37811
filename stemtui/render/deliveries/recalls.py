"""Recalls: another version of a delivery goes into a folder of its own, and says what changed since."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from stemtui.errors import StemtuiError
from stemtui.receipts import whole_receipt
from stemtui.render.receipts.since import changes_since
from stemtui.render.receipts.written import Receipt

SINCE = "since"


def with_changes(receipt: Receipt, root: Path, place: Path, previous: str) -> Receipt:
    """The receipt with what changed since the delivery in another folder below `root`.

    That is `previous`, or where it is "" the one that the receipt in `place`, which is replaced, names.
    """
    folder = previous or _named(place)
    before = _receipt(root / folder) if folder else None
    if before is None or (root / folder).resolve() == place.resolve():
        return receipt
    said = {"folder": folder, "version": before.get("session", {}).get("version", "")}
    since = {**said, "changes": changes_since(receipt.document, before)}
    return replace(receipt, document={**receipt.document, SINCE: since})


def _named(place: Path) -> str:
    since = (_receipt(place) or {}).get(SINCE)
    folder = since.get("folder", "") if isinstance(since, dict) else ""
    return folder if isinstance(folder, str) else ""


def _receipt(folder: Path) -> dict[str, Any] | None:
    """The receipt in a folder; None where there is none, or one that somebody edited."""
    try:
        return whole_receipt(folder)
    except StemtuiError:
        return None
