"""Render: from a session and its order to a delivery that appears whole, or not at all.

numpy, and all that works with samples, is imported where something is printed: where everything is current,
it costs more than all the rest.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemtui.audio.machine.open_files import allow_open_files
from stemtui.caches import stamp
from stemtui.errors import DamagedFileError, Problem, ProblemsError, Refused, StemtuiError
from stemtui.frozen import frozen
from stemtui.places import track_path
from stemtui.rates import session_rate
from stemtui.receipts import is_measured, written_files
from stemtui.render.deliveries.comparing import hashes
from stemtui.render.deliveries.foreign import refuse_delivered, refuse_foreign, refuse_losing
from stemtui.render.deliveries.publish import keep, place_of, published, recover
from stemtui.render.deliveries.recalls import with_changes
from stemtui.render.deliveries.stamps import Memory, Seen, remember
from stemtui.render.deliveries.status import Entry, Standing, standing
from stemtui.render.engine.ahead import Engine, begun
from stemtui.render.plans.preparing import Job, prepare, source_origin, source_stamp
from stemtui.render.plans.progress import Cancelled, Finished, Heard, Progress, Watch
from stemtui.render.receipts.written import Receipt
from stemtui.session import Session

if TYPE_CHECKING:
    from stemtui.render.engine.measured import Printed
    from stemtui.render.plans.independent import Route

__all__ = ["Cancelled", "Finished", "Heard", "Progress", "Receipt", "Task", "render"]

ACCEPTABLE = 'If what can be read of it is enough, say why (e; damaged = "..." in the manifest).'


def render(
    root: Path,
    session: Session,
    items: Sequence[str] = (),
    *,
    into: Path | None = None,
    previous: str = "",
    jobs: int = 0,
    force: bool = False,
    hashed: bool = False,
    metered: bool = True,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    news: Callable[[Any], None] | None = None,
    engine: Engine | None = None,
) -> Receipt:
    """Print the session's order, or the items named, into its delivery folder below `root`, or into another.

    Only what is not current is printed, or with `force` everything. So many `jobs` work at it (0: one for
    each core). With `hashed`, sources and prints are compared by their content, and the receipt holds the
    SHA-256 of every source; without `metered`, nothing is measured or proven. The receipt says what changed
    since the delivery in the folder `previous`, which this is a new version of and replaces no other one, or
    the one that the receipt before named. `news` is told the
    Task once it is known, then what is Heard of each print, and each that is Finished. An `engine` that was
    started ahead does the work. Raises Refused with
    every problem that stops it, before or on the way, and Cancelled when `cancelled` says so; the previous
    delivery is then as it was.
    """
    with in_words():
        wanted = Wanted(root, session, tuple(items), into, previous)
        return _rendered(
            wanted, Manner(jobs, force, hashed, metered), Watch(progress, cancelled, news), engine
        )


@frozen
class Wanted:
    """What is to be delivered: the items of a session in the folder `root`, or its order where none is named,
    into its own delivery folder or another, as a new version of the delivery in the folder `previous`."""

    root: Path
    session: Session
    items: tuple[str, ...] = ()
    into: Path | None = None
    previous: str = ""

    @property
    def place(self) -> Path:
        """The folder that the delivery goes into. Raises Refused where a link stands on the way of it."""
        return place_of(self.root, self.session, self.into)


@frozen
class Manner:
    """How a render is done: by how many workers or threads (0: one for each core), whether all is printed,
    whether files are compared by content, and whether anything is measured and proven."""

    jobs: int = 0
    force: bool = False
    hashed: bool = False
    metered: bool = True


@frozen
class Task:
    """What a render has to do: its job, where the delivery goes, how that stands, which prints are kept of it
    (their entries on the receipt by item), and whether there is anything to do."""

    job: Job
    place: Path
    now: Standing | None
    kept: Mapping[str, Entry]
    is_needed: bool


def begin(wanted: Wanted, manner: Manner, watch: Watch) -> Task:
    """Find out what a render has to do. Raises Refused for what stops it by then."""
    place, root = wanted.place, wanted.root
    refuse_foreign(place, root, (root / track.file for track in wanted.session.tracks if track.file))
    job = prepare(root, wanted.session, wanted.items)
    if wanted.items:
        refuse_losing(place, {output.item for output in job.plan.outputs if output.file})
    if manner.force:
        return Task(job, place, None, {}, True)
    now = standing(job, place, manner.hashed, watch)
    kept = {item: one for item, one in now.entries.items() if is_measured(one) or not manner.metered}
    is_needed = not now.is_current or (manner.metered and not now.is_measured)
    if wanted.previous and is_needed and not wanted.into:
        refuse_delivered(place, wanted.session.version)
    return Task(job, place, now, kept, is_needed)


@contextmanager
def in_words() -> Iterator[None]:
    """Raise what stops a render as Refused, in words; and Cancelled as it is."""
    try:
        yield
    except (ProblemsError, Cancelled):
        raise
    except DamagedFileError as error:
        raise Refused("Nothing was delivered.", [Problem("", str(error), ACCEPTABLE)]) from error
    except StemtuiError as error:
        raise Refused("Nothing was delivered.", [Problem("", str(error))]) from error
    except OSError as error:
        what = f"{error.filename or 'A file'}: {error.strerror or error}."
        raise Refused("Nothing was delivered.", [Problem("", what)]) from error


def _rendered(wanted: Wanted, manner: Manner, watch: Watch, engine: Engine | None) -> Receipt:
    recover(wanted.place)
    task = begin(wanted, manner, watch)
    watch.tell(task)
    if task.now and not task.is_needed:
        return Receipt(task.now.receipt, is_new=False)
    job, place, files = task.job, task.place, [entry["file"] for entry in task.kept.values()]

    def noted() -> None:
        with suppress(OSError):
            fresh = [entry["file"] for entry in written_files(receipt.as_dict())]
            remember(
                place, wanted.root, Memory(sources, {file: stamp(place / file) for file in fresh} | kept)
            )

    with published(place, noted) as folder:
        unsettled = _unsettled(job, folder, watch)
        keep(place, folder, files)
        kept = {file: stamp(folder / file) for file in files}
        receipt, sources = _printed(task, folder, unsettled, manner, watch, engine)
        receipt = _handed_over(with_changes(receipt, job, place, folder, wanted.previous), folder)
    return receipt


def _printed(
    task: Task,
    folder: Path,
    unsettled: Mapping[str, str],
    manner: Manner,
    watch: Watch,
    engine: Engine | None,
) -> tuple[Receipt, dict[str, Seen]]:
    """Print into a folder what is not kept, and prove all of it; the receipt, and the sources as they were
    read. Raises Refused for what the pass has found out."""
    job, kept = task.job, task.kept

    def finished(one: "Printed") -> None:
        watch.tell(Finished(one.output.item, figures_of(one)))

    outputs = tuple(replace(output, kept=output.item in kept) for output in job.plan.outputs)
    plan, routes = replace(job.plan, outputs=outputs), _routes(job)
    allow_open_files(len(plan.sources) + len(plan.outputs))
    where = job.root, folder
    printed = begun(engine, plan, routes, *where, watch, finished, jobs=manner.jobs, metered=manner.metered)
    from stemtui.render.papers.handing import make_ready  # here, because it prints already
    from stemtui.render.receipts.findings import findings
    from stemtui.render.receipts.legs import prove
    from stemtui.render.receipts.receipt import figures_in, figures_of, make_receipt

    make_ready()
    measured = printed()
    sha256 = _hashes(job, [source.file for source in plan.sources], watch) if manner.hashed else {}
    sources = _as_read(job, unsettled, watch)
    legs = prove(job.session, plan, measured, routes, job.root, job.reference) if manner.metered else None
    figures = {item: figures_in(entry) for item, entry in kept.items()}
    found = list(findings(job.session, plan, measured, legs or (), figures, job.profile))
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise Refused("Nothing was delivered.", errors)
    return make_receipt(job, plan.with_contents(sha256), measured, legs, found, figures), sources


def _handed_over(receipt: Receipt, folder: Path) -> Receipt:
    from stemtui.render.papers.handing import hand_over

    return hand_over(receipt, folder)


def _routes(job: Job) -> "tuple[Route, ...]":
    from stemtui.render.plans.independent import routes

    return routes(
        job.session,
        job.headers,
        rate=job.plan.rate,
        session_rate=session_rate(job.session, job.headers),
        span_start=job.plan.span_start,
    )


def _unsettled(job: Job, folder: Path, watch: Watch) -> dict[str, str]:
    """SHA-256 of the sources that changed so shortly ago that another change need not show in their stamps.

    The folder was made after the stamps were taken: its time is what the clock of the disk says.
    """
    clock = min(time.time_ns(), stamp(folder).changed)
    fresh = (file for file, was in job.stamps.items() if not was.is_settled(clock))
    return _hashes(job, fresh, watch)


def _as_read(job: Job, unsettled: Mapping[str, str], watch: Watch) -> dict[str, Seen]:
    """The sources as they were read. Raises StemtuiError when one was written to meanwhile."""
    again = _hashes(job, unsettled, watch)
    for file, was in job.stamps.items():
        is_same = source_stamp(job.root, file) == was and source_origin(job.root, file) == job.origins[file]
        if not is_same or unsettled.get(file) != again.get(file):
            raise StemtuiError(f"{file!r} changed while it was printed: render again when it is finished.")
    return {
        file: Seen(None if file in unsettled else was, unsettled.get(file, ""))
        for file, was in job.stamps.items()
    }


def _hashes(job: Job, files: Iterable[str], watch: Watch) -> dict[str, str]:
    paths = {file: track_path(job.root, file) for file in files}
    return hashes(paths, Watch(cancelled=watch.cancelled))
