"""Which prints are still what the session would print now."""

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from stemtui.caches import stamp
from stemtui.errors import StemtuiError
from stemtui.frozen import frozen
from stemtui.places import track_path
from stemtui.receipts import LETTER, MARKER, PAGE, PAPER, PAPERS, is_measured, papers, tables, whole_receipt
from stemtui.render.deliveries.comparing import hashes
from stemtui.render.deliveries.publish import place_of, recover
from stemtui.render.deliveries.stamps import Memory, Seen, recall, remember
from stemtui.render.plans.plan import Output
from stemtui.render.plans.preparing import Job, prepare
from stemtui.render.plans.progress import Watch
from stemtui.render.receipts.changed import why_stale
from stemtui.render.receipts.described import account, described
from stemtui.session import Session
from stemtui.text import few

State = Literal["current", "stale", "missing"]
Receipt = dict[str, Any]
Entry = Mapping[str, Any]
Sources = Mapping[str, bool]

GONE, ALTERED = "is gone from the delivery", "is not as it was printed"
_NAMED = 3


@frozen
class PrintStatus:
    """An ordered item, its file, and whether the file is what a render would print now; else why not."""

    item: str
    file: str
    state: State
    why: str = ""


@frozen
class Standing:
    """A delivery beside what a render would make of it now: each ordered print, what its receipt says of
    those that are current, and the papers that are not; `is_current` where nothing would become another."""

    prints: tuple[PrintStatus, ...]
    entries: Mapping[str, Entry]
    papers: tuple[PrintStatus, ...]
    receipt: Receipt
    is_current: bool

    @property
    def is_measured(self) -> bool:
        """Whether every print has its levels, and the delivery its proof."""
        return "not_made" not in self.receipt["proof"] and all(map(is_measured, self.entries.values()))


def status(
    root: Path, session: Session, *, hashed: bool = False, watch: Watch | None = None
) -> tuple[PrintStatus, ...]:
    """The state of every ordered print, in the order's order, and of papers beside them that are not current.

    A file is what it was while its size and time are; where this machine does not know them, or with
    `hashed`, the SHA-256 on the receipt decides. Raises what a render would raise before it starts, and
    StemtuiError for a receipt that was edited; nothing ordered is no status.
    """
    if not session.order:
        return ()
    place = place_of(root, session)
    recover(place)
    job = prepare(root, session, ())
    now = _standing(job, place, whole_receipt(place) or {}, hashed, watch or Watch())
    return (*now.prints, *now.papers)


def standing(job: Job, place: Path, hashed: bool, watch: Watch) -> Standing:
    """How the delivery in a place stands beside a job; one whose receipt was edited is as good as none."""
    try:
        receipt = whole_receipt(place)
    except StemtuiError:
        receipt = None
    return _standing(job, place, receipt or {}, hashed, watch)


def rewritten(job: Job, place: Path) -> set[str]:
    """The sources that are known to have been written since a delivery in some place was made of them."""
    seen = _Seen(job, place, whole_receipt(place) or {}, recall(place, job.root) or Memory(), False, Watch())
    return {file for file, is_changed in seen.sources().items() if is_changed}


def _standing(job: Job, place: Path, receipt: Receipt, hashed: bool, watch: Watch) -> Standing:
    memory = recall(place, job.root)
    seen = _Seen(job, place, receipt, memory or Memory(), hashed, watch)
    entries = {entry["item"]: entry for entry in tables(receipt, "file")}
    outputs = [output for output in job.plan.outputs if output.file]
    sources = seen.sources() if receipt else {}
    planned = _planned(job, outputs, receipt, entries, sources)
    printed, beside = [entries[one.item] for one in planned if one.state == "current"], papers(receipt)
    altered = seen.altered([*printed, *beside])
    prints = tuple(_as_printed(one, altered) for one in planned)
    current = {one.item: entries[one.item] for one in prints if one.state == "current"}
    known = receipt.get(MARKER, {}).get("account") == account(
        job.session, job.plan, job.warnings, job.profile
    )
    wrong = tuple(_papers(receipt, current.values(), altered)) if receipt else ()
    is_current = bool(known and memory and not sources and not wrong and len(current) == len(outputs))
    if is_current and (learnt := seen.learnt([*current.values(), *beside])) != memory:
        remember(place, job.root, learnt)
    return Standing(prints, current, wrong, receipt, is_current)


def _papers(receipt: Receipt, prints: Iterable[Entry], altered: Mapping[str, str]) -> Iterator[PrintStatus]:
    """The papers that are not what a render would leave beside the prints."""
    named = {entry["file"] for entry in papers(receipt)}
    for file in PAPERS if all("sha256" in entry for entry in prints) else (LETTER, PAGE):
        if file not in named:
            yield PrintStatus(PAPER, file, "missing", "not written yet")
        elif file in altered:
            yield _as_printed(PrintStatus(PAPER, file, "current"), altered)


def _planned(
    job: Job, outputs: Iterable[Output], receipt: Receipt, entries: Mapping[str, Entry], sources: Sources
) -> list[PrintStatus]:
    """The states of prints by the receipt and by their sources, their files unseen."""
    now, found = described(job.session, job.plan), []
    changed = {file for file, is_changed in sources.items() if is_changed}
    for output in outputs:
        state: State = "stale"
        entry = entries.get(output.item)
        doubtful = [repr(file) for file in job.plan.heard_in(output) if file in sources]
        if entry is None:
            state, why = "missing", "not printed yet"
        elif (
            entry["digest"] != output.digest
            or entry["file"] != output.file
            or changed.intersection(job.plan.heard_in(output))
        ):
            why = why_stale(job.session, job.plan, output, now, receipt, changed)
        elif doubtful:
            why = f"nothing tells here whether {few(doubtful, _NAMED)} changed since; render --hash would"
        else:
            state, why = "current", "" if "sha256" in entry else "not measured"
        found.append(PrintStatus(output.item, output.file, state, why))
    return found


def _as_printed(found: PrintStatus, altered: Mapping[str, str]) -> PrintStatus:
    """The state of a print by its file too, given what is wrong with any."""
    if found.file not in altered:
        return found
    why = altered[found.file]
    return PrintStatus(found.item, found.file, "missing" if why == GONE else "stale", f"{found.file!r} {why}")


@frozen
class _Seen:
    """What can be found out about the files of a delivery: its sources, and its prints."""

    job: Job
    place: Path
    receipt: Receipt
    memory: Memory
    hashed: bool
    watch: Watch

    def sources(self) -> dict[str, bool]:
        """The sources that are not proven to be what they were, and whether they are known to be others."""
        seen = {} if self.hashed else self.memory.sources
        known = {file: one.sha256 for file, one in seen.items()}
        known |= {e["file"]: e["sha256"] for e in tables(self.receipt, "source") if e.get("sha256")}
        stamps = {file: one.stamp for file, one in seen.items()}
        doubtful = [file for file, now in self.job.stamps.items() if stamps.get(file) != now]
        paths = {file: track_path(self.job.root, file) for file in doubtful if known.get(file)}
        found = hashes(paths, self.watch)
        return {
            file: file in found or stamps.get(file) is not None
            for file in doubtful
            if file not in found or found[file] != known[file]
        }

    def learnt(self, entries: Iterable[Entry]) -> Memory:
        """What is to be remembered of sources and prints that are all what they were: what was compared by
        content need not be the next time."""
        sources, clock = dict(self.memory.sources), time.time_ns()
        for file, now in self.job.stamps.items():
            before = sources.get(file, Seen(None))
            if before.stamp != now:
                sources[file] = Seen(now if now.is_settled(clock) else None, before.sha256)
        return Memory(sources, {entry["file"]: stamp(self.place / entry["file"]) for entry in entries})

    def altered(self, entries: Iterable[Entry]) -> dict[str, str]:
        """What is wrong with prints that should be there, by file, where anything is."""
        wrong: dict[str, str] = {}
        known: dict[str, str] = {}
        for entry in entries:
            file, path = entry["file"], self.place / entry["file"]
            if not path.is_file():
                wrong[file] = GONE
            elif path.is_symlink():
                wrong[file] = ALTERED
            elif self.hashed or self.memory.prints.get(file) != stamp(path):
                known[file] = entry.get("sha256", "")
        found = hashes({file: self.place / file for file in known if known[file]}, self.watch)
        return wrong | {file: ALTERED for file in known if not known[file] or found[file] != known[file]}
