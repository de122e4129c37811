"""The commands `check`, every problem of sessions, for people, scripts or GitHub; and `lock`."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stemtui import manifest
from stemtui.cli import output
from stemtui.cli.progress import shown
from stemtui.errors import ManifestError, MissingFileError, Problem, Refused
from stemtui.frozen import frozen
from stemtui.render.plans.progress import Watch
from stemtui.session import Session
from stemtui.text import counted

_NO_ORDER = "nothing is ordered yet, and what an order asks for may raise more"


@frozen
class Checked:
    """A session's problems, and how many files would have to be measured, or be here, to know of more.

    `unordered` says which stems are on no line of its order, or that there is no order.
    """

    problems: Sequence[Problem]
    unheard: int = 0
    absent: int = 0
    unordered: str = ""


def check(asked: Namespace) -> int:
    """Print every problem of the sessions; 1 when any is an error."""
    paths = [manifest.locate(Path(name)) for name in asked.sessions]
    with shown(quiet=asked.json or asked.github) as progress:
        found = {path: _checked(path, asked, Watch(progress)) for path in paths}
    problems = [(path, one) for path, checked in found.items() for one in checked.problems]
    if asked.json:
        output.document([{"manifest": str(path), **one.as_dict()} for path, one in problems])
    elif asked.github:
        output.lines(line for path, checked in found.items() for line in annotations(path, checked.problems))
    else:
        _print(found)
    return int(any(one.severity == "error" for _, one in problems))


def _print(found: Mapping[Path, Checked]) -> None:
    for path, checked in found.items():
        if len(found) > 1:
            output.lines([f"{path}:"])
        output.problems(checked.problems, list(_summary(checked)))


def _summary(checked: Checked) -> Iterator[str]:
    """What is said beneath the problems."""
    yield _counted(checked.problems)
    if checked.unheard:
        files = counted(checked.unheard, "file")
        yield f"Not measured: silence and identical channels, of {files}: check --audio reads them."
    if checked.unordered:
        yield f"For information: {checked.unordered}."
    if checked.absent:
        yield f"Not here, and not judged: {counted(checked.absent, 'file')}."


def _counted(problems: Sequence[Problem]) -> str:
    """How many problems there are, and what that means for a render."""
    errors = sum(one.severity == "error" for one in problems)
    warnings = counted(len(problems) - errors, "warning")
    if not errors:
        return f"{warnings}; nothing stops a render." if problems else "No problems."
    stop = f"{counted(errors, 'error')} {'stops' if errors == 1 else 'stop'} a render"
    return f"{stop}; {warnings} would not." if len(problems) > errors else f"{stop}."


def _checked(path: Path, asked: Namespace, watch: Watch) -> Checked:
    from stemtui import folders, lockfile, order, problems, scan
    from stemtui.render.plans import listening, reference

    try:
        session = manifest.load(path)
    except ManifestError as error:
        return Checked(list(error.problems) or [Problem("", error.summary)])
    looked = scan.headers(path.parent, session)
    gone = {key for key, one in looked.items() if asked.no_audio and isinstance(one, MissingFileError)}
    headers = {key: one for key, one in looked.items() if key not in gone}
    found = list(problems.check(session, headers, path.parent))
    found += reference.check(path.parent, session, are_all_here=not asked.no_audio)
    heard, unheard = listening.hear(path.parent, session, headers, asked.audio, watch)
    found += heard
    if asked.audio:
        from stemtui.receiving import suspected  # here: it needs numpy

        found = suspected.measured(path.parent, session, headers, found)
    found += problems.links(session, folders.linked(path.parent, session))
    found += lockfile.check(path.parent, session)
    found += _in_the_way(path.parent, session)
    found += problems.unnameable(folders.unnameable(path.parent, session))
    found += problems.strays(folders.strays(path.parent, session))
    unordered = order.on_no_line(session, session.order) if session.order else _NO_ORDER
    return Checked(found, unheard, len(gone), unordered)


def _in_the_way(root: Path, session: Session) -> Iterator[Problem]:
    """What lies where the delivery is to go, or on the way there, and keeps a render from it."""
    from stemtui.render.deliveries.foreign import refuse_foreign
    from stemtui.render.deliveries.publish import place_of

    try:
        sources = (root / track.file for track in session.tracks if track.file)
        refuse_foreign(place_of(root, session), root, sources, unread=True)
    except Refused as error:
        yield from error.problems


def lock(asked: Namespace) -> int:
    """Write what each track's audio is into stemtui.lock; 1 when a file could not be read."""
    from stemtui import lockfile

    path = manifest.locate(Path(asked.session))
    session = manifest.load(path)
    found, others, errors = lockfile.lock_all(path.parent, session)
    changed = [session.track(key).file for key in others]
    if asked.json:
        output.document({"locked": sorted(found), "changed": changed, "unread": sorted(errors)})
    else:
        output.lines(f"{file}: other audio than before" for file in changed)
        output.lines(f"Not locked: {error}" for error in errors.values())
        output.lines([f"{counted(len(found), 'track')} in {path.parent / lockfile.NAME}"])
    return int(bool(errors))


def annotations(path: Path, problems: Sequence[Problem]) -> Iterator[str]:
    """The problems as a GitHub workflow's commands, each at its line of the manifest.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    lines = _lines(path) if problems else {}
    for problem in problems:
        words = f"{problem.message} {problem.remedy}".rstrip()
        where = f"file={_property(path.as_posix())},line={_line_of(lines, problem.path)}"
        title = f",title={_property(problem.path)}" if problem.path else ""
        yield f"::{problem.severity} {where}{title}::{_escaped(words)}"


def _lines(path: Path) -> Mapping[tuple[str | int, ...], int]:
    """The line of a manifest, from 1, that each table and key has; none where it cannot be read."""
    from stemtui.manifest.disk import read_text
    from stemtui.manifest.layout import layout
    from stemtui.manifest.reading import parsed

    try:
        text = read_text(path)
        parsed(text, str(path))
        where = layout(text)
    except (ManifestError, ValueError):
        return {}
    found: dict[tuple[str | int, ...], int] = {}
    number, here = 1, 0
    for line in where.lines:
        number, here = number + text.count("\n", here, line.key), line.key
        found.setdefault(line.path, number)
    return found


def _line_of(lines: Mapping[tuple[str | int, ...], int], place: str) -> int:
    """The line that a problem's path leads to; 1 where it cannot be told."""
    parts = _parts(place)
    while parts and parts not in lines:
        parts = parts[:-1]
    return lines.get(parts, 1)


def _parts(place: str) -> tuple[str | int, ...]:
    """`order.5.kind` as the layout knows it: order lines count from 0 there."""
    parts: list[str | int] = [part.strip('"') for part in place.split(".")]
    if parts[0] == "order" and len(parts) > 1 and str(parts[1]).isdecimal():
        parts[1] = int(parts[1]) - 1
    return tuple(parts)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
