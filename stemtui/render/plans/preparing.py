"""Before a render: everything that can be known of it without a sample being read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui import order, problems, scan
from stemtui.caches import Stamp, stamp
from stemtui.errors import AudioFileError, Problem, Refused
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.naming import house_of
from stemtui.places import track_path
from stemtui.problems.files import accepted
from stemtui.rates import render_rate
from stemtui.render.plans import reference
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.planning import make_plan, needed_files
from stemtui.render.plans.span import cut_by_delay
from stemtui.session import Session
from stemtui.text import printable

Origin = tuple[int, int, int]
"""Which file a path leads to, and when anything about it last changed: device, inode, nanoseconds. A program
can set a file's time back, but not this one."""

if TYPE_CHECKING:
    from stemtui.destinations import Profile


@frozen
class Job:
    """A render that nothing speaks against, before its first sample is read; its sources as they are now."""

    root: Path
    session: Session
    headers: Mapping[str, Header]
    reference: Header | None
    plan: Plan
    warnings: tuple[Problem, ...]
    stamps: Mapping[str, Stamp]
    origins: Mapping[str, Origin]
    profile: "Profile | None" = None


def prepare(root: Path, session: Session, items: Sequence[str]) -> Job:
    """Check a session and plan its render. Raises Refused with all problems that are known by then."""
    lines = order.wanted(session, items)
    if items:
        session = replace(session, order=lines)
    found = scan.headers(root, session)
    known = list(problems.check(session, found, root))
    known += reference.check(root, session)
    _refuse(known)
    compared = reference.reference_header(root, session)
    headers = _usable(root, session, found)
    known += _decoded(session, found, headers)
    _refuse(known)
    warnings = [*known, *cut_by_delay(session, headers)]
    files = needed_files(session, headers, lines)
    if session.reference:
        files = (*files, session.reference)
    stamps = {file: source_stamp(root, file) for file in files}
    comparable, house = _comparable(session, headers, compared), house_of(session, root)
    plan = make_plan(session, headers, lines, comparable, house)
    origins = {file: source_origin(root, file) for file in files}
    profile = _profile(root, session)
    return Job(root, session, headers, compared, plan.identified(), tuple(warnings), stamps, origins, profile)


def _refuse(known: Sequence[Problem]) -> None:
    errors = [problem for problem in known if problem.severity == "error"]
    if errors:
        raise Refused("Nothing was printed.", errors)


def _profile(root: Path, session: Session) -> "Profile | None":
    """The destination that the mixes are for."""
    if not session.delivery.profile:
        return None
    from stemtui.destinations import find  # here, because few deliveries name one

    return find(session.delivery.profile, root)


def source_stamp(root: Path, file: str) -> Stamp:
    """The stamp of a file below `root`. Raises AudioFileError."""
    try:
        return stamp(track_path(root, file))
    except OSError as error:
        raise AudioFileError(f"{file!r} could not be read: {error.strerror}.") from error


def source_origin(root: Path, file: str) -> Origin:
    """The origin of a file below `root`. Raises AudioFileError."""
    try:
        facts = track_path(root, file).stat()
    except OSError as error:
        raise AudioFileError(f"{file!r} could not be read: {error.strerror}.") from error
    return facts.st_dev, facts.st_ino, facts.st_ctime_ns


def _usable(root: Path, session: Session, found: Mapping[str, Header | AudioFileError]) -> dict[str, Header]:
    """The headers that were read, with the frames that decoding gives where no header says them."""
    headers = {track: header for track, header in found.items() if isinstance(header, Header)}
    for track, header in headers.items():
        if not header.frames and not session.track(track).left_out:
            from stemtui.audio.samples.source import (
                whole_header,  # here, because numpy costs more than all the rest
            )

            one = session.track(track)
            counted = whole_header(track_path(root, one.file), bool(one.damaged))
            headers[track] = replace(header, frames=counted.frames, problems=counted.problems)
    return headers


def _decoded(
    session: Session, found: Mapping[str, Header | AudioFileError], headers: Mapping[str, Header]
) -> Iterator[Problem]:
    """What decoding has shown of files that are accepted as damaged, beyond what their headers had."""
    for track in session.tracks:
        before, now = found.get(track.id), headers.get(track.id)
        if track.damaged and now and not (now.frames or track.left_out):
            what = f'"{printable(track.label)}" is damaged, and nothing of it can be read.'
            remedy = "Copy or export the file again, or leave the track out (L)."
            yield Problem(f"track.{track.id}.file", what, remedy)
        elif track.damaged and now and isinstance(before, Header) and not before.problems and now.problems:
            yield accepted(track, f'"{printable(track.label)}": {"; ".join(now.problems)}.')


def _comparable(session: Session, headers: Mapping[str, Header], compared: Header | None) -> Header | None:
    """The reference's header where samples can be compared with it: the same rate, one or two channels."""
    if compared is None or compared.channels > 2:
        return None
    return compared if compared.samplerate == render_rate(session, headers) else None
