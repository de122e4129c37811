"""Which prints are still what the session would print now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from stemtui.receipts import tables, whole_receipt
from stemtui.render.changed import why_stale
from stemtui.render.delivery import digests, prepare
from stemtui.render.described import described
from stemtui.render.plan import Output, Plan
from stemtui.render.publish import recover
from stemtui.session import Session

State = Literal["current", "stale", "missing"]


@dataclass(frozen=True)
class PrintStatus:
    """An ordered item, its file, and whether the file is what a render would print now; else why not."""

    item: str
    file: str
    state: State
    why: str = ""


def status(root: Path, session: Session) -> tuple[PrintStatus, ...]:
    """The state of every ordered print, in the order's order.

    Sources are read (not decoded) to see whether they have changed; prints are not read: `verify` does that.
    Raises what a render would raise before it starts; nothing ordered is no status.
    """
    if not session.order:
        return ()
    job = prepare(root, session, ())
    plan = job.plan.identified(digests(root, [source.file for source in job.plan.sources]))
    place = root / session.delivery.folder
    recover(place)
    receipt = whole_receipt(place) or {}
    now = described(job.session, plan)
    outputs = [output for output in plan.outputs if output.file]
    return tuple(_state(job.session, plan, output, place, now, receipt) for output in outputs)


def _state(
    session: Session, plan: Plan, output: Output, place: Path, now: Mapping[str, Any], receipt: dict[str, Any]
) -> PrintStatus:
    printed = {entry["item"]: entry for entry in tables(receipt, "file")}
    entry = printed.get(output.item)
    if entry is None:
        return PrintStatus(output.item, output.file, "missing", "not printed yet")
    if not (place / entry["file"]).is_file():
        why = f"{entry['file']!r} is gone from the delivery"
        return PrintStatus(output.item, output.file, "missing", why)
    if entry["digest"] == output.digest:
        return PrintStatus(output.item, output.file, "current")
    why = why_stale(session, plan, output, now, receipt)
    return PrintStatus(output.item, output.file, "stale", why)
