"""Commands that work on a session: open, init, check, status."""

import gc
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from stemtui import manifest
from stemtui.cli import output
from stemtui.errors import ManifestError, Problem, StemtuiError
from stemtui.header import Header
from stemtui.session import Session, unassigned
from stemtui.text import counted


def open(asked: Namespace) -> int:
    """Open a session on the screen."""
    gc.disable()  # until the first paint: until then nearly all that is made stays
    from stemtui.tui.opening import run

    return run(Path(asked.session))


def init(asked: Namespace) -> int:
    """Write a manifest for a folder of tracks, with a stem for every name that says one."""
    from stemtui import propose, scan

    path = manifest.locate(Path(asked.folder))
    if path.exists():
        raise StemtuiError(f"{str(path)!r} is there already: open it with `stemtui {asked.folder}`.")
    found = scan.scan(path.parent)
    session = scan.new_session(path.parent, found)
    if not session.tracks:
        raise StemtuiError(f"There is no sound file in {str(path.parent)!r}.")
    headers = {
        track_id: header
        for track_id, header in scan.headers(path.parent, session).items()
        if isinstance(header, Header)
    }
    channels = {track_id: header.channels for track_id, header in headers.items()}
    prints = [track_id for track_id, header in headers.items() if header.is_print]
    proposed = propose.proposals(session, channels, prints)
    session = manifest.save(propose.accept(session, proposed.values(), channels), path)
    questions = [f"{session.track(p.track).label}: {p.question}" for p in proposed.values() if p.question]
    if asked.json:
        output.document({"manifest": str(path), "proposals": [asdict(p) for p in proposed.values()]})
    else:
        output.lines([*_init_lines(session), *questions, f"Written: {path}"])
    return 0


def _init_lines(session: Session) -> list[str]:
    rows = [
        [stem.name, stem.channels, counted(len(session.fed_by[stem.id]), "track")] for stem in session.stems
    ]
    left = [track.label for track in unassigned(session)]
    lines = output.table(rows) if rows else []
    lines += [f"{track.label}: left out ({track.left_out})" for track in session.tracks if track.left_out]
    return [*lines, f"Without a stem: {', '.join(left)}"] if left else lines


def check(asked: Namespace) -> int:
    """Print every problem of a session; 1 when any is an error."""
    problems = _problems(manifest.locate(Path(asked.session)))
    if asked.json:
        output.document([problem.as_dict() for problem in problems])
    else:
        output.problems(problems)
        if not problems:
            print("No problems.")
    return int(any(problem.severity == "error" for problem in problems))


def _problems(path: Path) -> list[Problem]:
    from stemtui import folders, problems, scan

    try:
        session = manifest.load(path)
    except ManifestError as error:
        return list(error.problems) or [Problem("", error.summary)]
    found = list(problems.check(session, scan.headers(path.parent, session), path.parent))
    found += problems.links(session, folders.linked(path.parent, session))
    return [*found, *problems.strays(folders.strays(path.parent, session))]


def status(asked: Namespace) -> int:
    """Print which ordered prints are current, stale or missing; 1 when any is not current."""
    from stemtui.cli.progress import shown
    from stemtui.render.deliveries.status import status as print_status
    from stemtui.render.plans.progress import Watch

    path = manifest.locate(Path(asked.session))
    with shown(quiet=asked.json) as progress:
        prints = print_status(path.parent, manifest.load(path), hashed=asked.hash, watch=Watch(progress))
    if asked.json:
        output.document([asdict(one) for one in prints])
    else:
        output.lines(
            output.table([[p.state, p.item, p.file, p.why] for p in prints]) or ["Nothing is ordered."]
        )
    return int(any(one.state != "current" for one in prints))
