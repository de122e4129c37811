"""The commands `check`, every problem of sessions, for people, scripts or GitHub; and `lock`."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stemtui import manifest
from stemtui.cli import output
from stemtui.errors import ManifestError, Problem
from stemtui.text import counted


def check(asked: Namespace) -> int:
    """Print every problem of the sessions; 1 when any is an error."""
    found = {path: _problems(path) for path in (manifest.locate(Path(name)) for name in asked.sessions)}
    if asked.json:
        output.document(
            [{"manifest": str(at), **one.as_dict()} for at, several in found.items() for one in several]
        )
    elif asked.github:
        output.lines(line for path, problems in found.items() for line in annotations(path, problems))
    else:
        _print(found)
    return int(any(one.severity == "error" for problems in found.values() for one in problems))


def _print(found: Mapping[Path, Sequence[Problem]]) -> None:
    for path, problems in found.items():
        if len(found) > 1:
            output.lines([f"{path}:"])
        output.problems(problems)
        if not problems:
            print("No problems.")


def _problems(path: Path) -> list[Problem]:
    from stemtui import folders, lockfile, problems, scan

    try:
        session = manifest.load(path)
    except ManifestError as error:
        return list(error.problems) or [Problem("", error.summary)]
    found = list(problems.check(session, scan.headers(path.parent, session), path.parent))
    found += problems.links(session, folders.linked(path.parent, session))
    found += lockfile.check(path.parent, session)
    return [*found, *problems.strays(folders.strays(path.parent, session))]


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
    for problem in problems:
        words = f"{problem.message} {problem.remedy}".rstrip()
        where = f"file={_property(path.as_posix())},line={_line_of(path, problem.path)}"
        title = f",title={_property(problem.path)}" if problem.path else ""
        yield f"::{problem.severity} {where}{title}::{_escaped(words)}"


def _line_of(path: Path, place: str) -> int:
    """The line of a manifest, from 1, that a problem's path leads to; 1 where it cannot be told."""
    from stemtui.manifest.disk import read_text
    from stemtui.manifest.layout import layout
    from stemtui.manifest.reading import parsed

    try:
        text = read_text(path)
        parsed(text, str(path))
        where = layout(text)
    except (ManifestError, ValueError):
        return 1
    parts = _parts(place)
    while parts:
        for line in where.lines:
            if line.path == parts:
                return text.count("\n", 0, line.key) + 1
        parts = parts[:-1]
    return 1


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
