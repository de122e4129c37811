"""Render: from a session and its order to a delivery that appears whole, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from stemtui import order, problems, scan
from stemtui.audio.digests import digest
from stemtui.audio.headers import read_header
from stemtui.audio.source import open_source
from stemtui.errors import AudioFileError, Problem, ProblemsError, Refused, StemtuiError
from stemtui.header import Header
from stemtui.rates import render_rate, session_rate
from stemtui.render import engine, independent
from stemtui.render.findings import findings
from stemtui.render.legs import prove
from stemtui.render.open_files import allow_open_files
from stemtui.render.plan import Plan
from stemtui.render.planning import make_plan, needed_files
from stemtui.render.progress import Cancelled, Progress, Watch
from stemtui.render.publish import published, recover, refuse_foreign, refuse_losing
from stemtui.render.receipt import Receipt, make_receipt
from stemtui.render.span import cut_by_delay
from stemtui.session import Session

__all__ = ["Cancelled", "Progress", "render"]

_READERS = 4


def render(
    root: Path,
    session: Session,
    items: Sequence[str] = (),
    *,
    into: Path | None = None,
    jobs: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Receipt:
    """Print the session's order, or the items named, into its delivery folder below `root`, or into another.

    `jobs` threads work at it (0: one for each core).
    Raises Refused with every problem that stops it, before or on the way, and Cancelled when `cancelled` says
    so; the previous delivery is then as it was.
    """
    try:
        return _rendered(root, session, items, into, jobs, Watch(progress, cancelled))
    except (ProblemsError, Cancelled):
        raise
    except StemtuiError as error:
        raise Refused("Nothing was delivered.", [Problem("", str(error))]) from error
    except OSError as error:
        what = f"{error.filename or 'A file'}: {error.strerror or error}."
        raise Refused("Nothing was delivered.", [Problem("", what)]) from error


def _rendered(
    root: Path, session: Session, items: Sequence[str], into: Path | None, jobs: int, watch: Watch
) -> Receipt:
    place = into or root / session.delivery.folder
    recover(place)
    refuse_foreign(place, root, (root / track.file for track in session.tracks if track.file))
    job = prepare(root, session, items)
    if items:
        refuse_losing(place, {output.item for output in job.plan.outputs if output.file})
    with published(place) as folder:
        receipt = _printed(job, folder, jobs, watch)
        receipt.write(folder)
    return receipt


@dataclass(frozen=True)
class Job:
    """A render that nothing speaks against, before its first sample is read."""

    root: Path
    session: Session
    headers: Mapping[str, Header]
    reference: Header | None
    plan: Plan
    warnings: tuple[Problem, ...]
    stamps: Mapping[str, tuple[int, int]]


def prepare(root: Path, session: Session, items: Sequence[str]) -> Job:
    """Check a session and plan its render. Raises Refused with all problems that are known by then."""
    lines = order.wanted(session, items)
    if items:
        session = replace(session, order=lines)
    found = scan.headers(root, session)
    known = list(problems.check(session, found))
    reference = _reference(root, session, known)
    errors = [problem for problem in known if problem.severity == "error"]
    if errors:
        raise Refused("Nothing was printed.", errors)
    headers = _usable(root, session, found)
    warnings = [*known, *cut_by_delay(session, headers)]
    files = needed_files(session, headers, lines)
    if session.reference:
        files = (*files, session.reference)
    stamps = {file: _stamp(root, file) for file in files}
    comparable = _comparable(session, headers, reference)
    plan = make_plan(session, headers, lines, comparable)
    return Job(root, session, headers, reference, plan, tuple(warnings), stamps)


def digests(root: Path, files: Sequence[str]) -> dict[str, str]:
    """SHA-256 of each file below `root`."""
    with ThreadPoolExecutor(_READERS) as pool:
        return dict(
            zip(files, pool.map(digest, (scan.track_path(root, file) for file in files)), strict=True)
        )


def _printed(job: Job, folder: Path, jobs: int, watch: Watch) -> Receipt:
    """Print into a folder, prove it, and make its receipt. Raises Refused for what the pass has found out."""
    session, plan = job.session, job.plan
    routes = independent.routes(
        session,
        job.headers,
        rate=plan.rate,
        session_rate=session_rate(session, job.headers),
        span_start=plan.span_start,
    )
    allow_open_files(len(plan.sources) + len(plan.outputs))
    measured = engine.run(plan, routes, job.root, folder, watch, jobs=jobs, hashed=True)
    _refuse_changed(job)
    legs = prove(session, plan, measured, routes, job.root, job.reference)
    found = list(findings(session, plan, measured, legs))
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise Refused("Nothing was delivered.", errors)
    identified = plan.identified(measured.sha256)
    return make_receipt(session, identified, measured, legs, (*job.warnings, *found))


def _usable(root: Path, session: Session, found: Mapping[str, Header | AudioFileError]) -> dict[str, Header]:
    """The headers that were read, with the frames that decoding gives where no header says them."""
    headers = {track: header for track, header in found.items() if isinstance(header, Header)}
    for track, header in headers.items():
        if not header.frames:
            with open_source(scan.track_path(root, session.track(track).file)) as source:
                headers[track] = replace(header, frames=source.frames)
    return headers


def _reference(root: Path, session: Session, known: list[Problem]) -> Header | None:
    """The header of the DAW's own print; what is wrong with it is added to the known problems."""
    if not session.reference:
        return None
    try:
        return read_header(scan.track_path(root, session.reference), called=session.reference)
    except AudioFileError as error:
        known.append(Problem("session.reference", str(error), "Correct the path, or take the reference out."))
        return None


def _comparable(session: Session, headers: Mapping[str, Header], reference: Header | None) -> Header | None:
    """The reference's header where samples can be compared with it: the same rate, one or two channels."""
    if reference is None or reference.channels > 2:
        return None
    return reference if reference.samplerate == render_rate(session, headers) else None


def _stamp(root: Path, file: str) -> tuple[int, int]:
    try:
        facts = scan.track_path(root, file).stat()
    except OSError as error:
        raise AudioFileError(f"{file!r} could not be read: {error.strerror}.") from error
    return facts.st_size, facts.st_mtime_ns


def _refuse_changed(job: Job) -> None:
    """Raise StemtuiError when a source was written to while it was read."""
    for file, stamp in job.stamps.items():
        if _stamp(job.root, file) != stamp:
            raise StemtuiError(f"{file!r} changed while it was printed: render again when it is finished.")
