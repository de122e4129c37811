"""Which prints are still what the session would print now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from stemtui.render.delivery import prepare
from stemtui.render.plan import Output, Plan
from stemtui.render.progress import Watch
from stemtui.render.written import tables, whole_receipt
from stemtui.session import Session
from stemtui.text import listed

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
    job = prepare(root, session, (), Watch())
    place = root / session.delivery.folder
    receipt = whole_receipt(place) or {}
    printed = {entry["item"]: entry for entry in tables(receipt, "file")}
    before = {entry["file"]: entry["sha256"] for entry in tables(receipt, "source")}
    outputs = [output for output in job.plan.outputs if output.file]
    return tuple(_state(job.plan, o, place, printed.get(o.item), before) for o in outputs)


def _state(
    plan: Plan, output: Output, place: Path, entry: Mapping[str, Any] | None, before: Mapping[str, str]
) -> PrintStatus:
    if entry is None:
        return PrintStatus(output.item, output.file, "missing", "not printed yet")
    if not (place / entry["file"]).is_file():
        return PrintStatus(
            output.item, output.file, "missing", f"{entry['file']!r} is gone from the delivery"
        )
    if entry["digest"] == output.digest:
        return PrintStatus(output.item, output.file, "current")
    return PrintStatus(output.item, output.file, "stale", _why(plan, output, entry, before))


def _why(plan: Plan, output: Output, entry: Mapping[str, Any], before: Mapping[str, str]) -> str:
    """What has changed since a print was made, as far as its receipt tells."""
    if entry["file"] != output.file:
        return f"it was printed as {entry['file']!r}"
    heard = {segment.source for feed in plan.feeding(output) for segment in feed.segments}
    sources = [plan.sources[number] for number in sorted(heard)]
    changed = [repr(s.file) for s in sources if before.get(s.file, s.sha256) != s.sha256]
    if changed:
        return f"{listed(changed)} changed since"
    now = list(dict.fromkeys(feed.track for feed in plan.feeding(output)))
    if now != entry.get("fed_by", []):
        return "other tracks feed it now"
    return "its gains, pans or delays, the span, the form or the program changed since"
