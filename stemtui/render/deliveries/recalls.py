"""Recalls: another version of a delivery goes into a folder of its own, and says what changed since."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from stemtui.errors import StemtuiError
from stemtui.receipts import whole_receipt
from stemtui.render.deliveries.status import rewritten
from stemtui.render.plans.preparing import Job
from stemtui.render.receipts.written import Receipt

SINCE = "since"


def with_changes(receipt: Receipt, job: Job, place: Path, printed: Path, previous: str) -> Receipt:
    """The receipt of the files in `printed` with what changed since the delivery in another folder below the
    session's.

    That is `previous`, or where it is "" the one that the receipt in `place`, which is replaced, names.
    """
    folder = previous or _named(place)
    there = job.root / folder
    before = _receipt(there) if folder else None
    if before is None or there.resolve() == place.resolve():
        return receipt
    from stemtui.audio.samples.identity import identity  # both here, because most deliveries are the first
    from stemtui.render.receipts.since import changes_since

    def is_same_sound(now: str, was: str) -> bool:
        with suppress(StemtuiError):
            return identity(printed / now) == identity(there / was)
        return False

    said = {"folder": folder, "version": before.get("session", {}).get("version", "")}
    try:
        changes = changes_since(receipt.document, before, rewritten(job, there), is_same_sound)
    except (AttributeError, KeyError, TypeError, ValueError):
        return receipt  # of a receipt that somebody edited nothing is believed
    return replace(receipt, document={**receipt.document, SINCE: {**said, "changes": changes}})


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
