"""The command `init`: a manifest for a folder of tracks, from their names or like that of another song."""

import shlex
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemtui import manifest
from stemtui.cli import output
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.header import Header
from stemtui.manifest import schema
from stemtui.manifest.keys import Wrong
from stemtui.session import Session, Track, unassigned
from stemtui.text import counted, listed

if TYPE_CHECKING:
    from stemtui.alike import Carried
    from stemtui.propose import Proposal
    from stemtui.shelves import Shelf


def init(asked: Namespace) -> int:
    """Write a manifest for a folder of tracks: stems from their names, or from another song."""
    from stemtui import scan

    path = manifest.locate(Path(asked.folder))
    if path.name != manifest.NAME and path.suffix != ".toml":
        raise StemtuiError(f"{asked.folder!r} is not a folder: name the folder that holds the tracks.")
    if path.exists():
        raise StemtuiError(f"{str(path)!r} is there already: open it with `stemtui {asked.folder}`.")
    like = manifest.load(manifest.locate(Path(asked.like))) if asked.like else None
    ignore = patterns(asked.ignore, like.ignore if like else ())
    lying = scan.scan(path.parent, ignore=ignore)
    session = replace(scan.new_session(path.parent, lying), ignore=ignore)
    if not session.tracks:
        but = f" but what is ignored: {', '.join(ignore)}" if ignore else ""
        raise StemtuiError(f"There is no sound file in {str(path.parent)!r}{but}.")
    if not asked.json:
        output.lines(f"No track: {one.file}: {'; '.join(one.problems)}" for one in lying if not one.is_audio)
    return _proposed(asked, path, session) if like is None else _carried(asked, path, session, like)


def patterns(asked: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The patterns that are asked for and those of another song. Raises StemtuiError for what is none."""
    try:
        return schema.patterns([*dict.fromkeys([*others, *asked])])
    except Wrong as error:
        raise StemtuiError(" ".join(f"--ignore: {said} {cure}" for _, said, cure in error.findings)) from None


def _proposed(asked: Namespace, path: Path, session: Session) -> int:
    from stemtui import propose, scan

    found = scan.headers(path.parent, session)
    proposed, channels = _proposals(session, found)
    session = manifest.save(propose.accept(session, proposed.values(), channels), path, Session())
    questions = _questions(session, proposed.values())
    unsound = _unsound(session, found)
    if asked.json:
        proposals = [asdict(p) for p in proposed.values()]
        output.document({"manifest": str(path), "proposals": proposals, **unsound})
    else:
        output.lines([*_lines(session), *questions, *_warned(unsound), *_written(asked, path)])
    return 0


def _questions(session: Session, proposed: Iterable["Proposal"]) -> list[str]:
    """What the names of tracks make one ask."""
    return [f"{session.track(one.track).label}: {one.question}" for one in proposed if one.question]


def _proposals(
    session: Session, found: Mapping[str, Header | AudioFileError]
) -> tuple[dict[str, "Proposal"], dict[str, int]]:
    """What the tracks' names propose, and the channels of those that can be read."""
    from stemtui import propose

    headers = {track_id: header for track_id, header in found.items() if isinstance(header, Header)}
    channels = {track_id: header.channels for track_id, header in headers.items()}
    prints = [track_id for track_id, header in headers.items() if header.is_print]
    return propose.proposals(session, channels, prints), channels


def _unsound(session: Session, found: Mapping[str, Header | AudioFileError]) -> dict[str, list[str]]:
    """The files that are damaged and those that do not open at all, each with what is wrong with it."""
    headers = [(track.file, found.get(track.id)) for track in session.tracks]
    return {
        "damaged": [
            f"{file}: {'; '.join(header.problems)}"
            for file, header in headers
            if isinstance(header, Header) and header.problems
        ],
        "not_opened": [str(header) for _, header in headers if isinstance(header, AudioFileError)],
    }


def _warned(unsound: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from (f"Damaged (stemtui check says what to do): {one}" for one in unsound["damaged"])
    yield from (f"Not usable as it is: {one}" for one in unsound["not_opened"])


def _written(asked: Namespace, path: Path) -> tuple[str, str]:
    """Where the manifest is, and what to type next."""
    opens = f"stemtui {shlex.quote(asked.folder)}"
    return f"Written: {path}", f"Next: `{opens}` shows it; there, ? lists the keys and i explains the words."


def _carried(asked: Namespace, path: Path, song: Session, like: Session) -> int:
    from stemtui import propose, scan
    from stemtui.alike import carry

    carried = carry(song, like)
    found = scan.headers(path.parent, carried.session)
    proposed, _ = _proposals(carried.session, found)
    new = [proposed[key] for key in carried.new if key in proposed]
    placed = propose.accept_into(carried.session, new)
    session = manifest.save(placed, path, Session())
    brought, lacking = _brought(session, manifest.locate(Path(asked.like)).parent, path.parent)
    unsound = _unsound(session, found)
    if asked.json:
        document = {**_document(session, like, carried), "questions": _questions(session, new)}
        document |= {"copied": brought, "not_copied": lacking, **unsound}
        output.document({"manifest": str(path), "like": asked.like, **document})
    else:
        copied = [f"Copied: {path.parent / key}" for key in brought]
        copied += [f"Not copied: {why}" for why in lacking]
        said = [*_said(session, like, carried), *_questions(session, new), *_warned(unsound)]
        output.lines([*_lines(session), *said, *copied, *_written(asked, path)])
    return 0


def _brought(session: Session, root: Path, to: Path) -> tuple[list[str], list[str]]:
    """The other song's own files that the new manifest names: those copied, and why others were not."""
    from stemtui.destinations.finding import PROFILES
    from stemtui.naming.house import HOUSES

    shelves: tuple[tuple[Shelf[Any], str], ...] = (
        (HOUSES, session.delivery.naming),
        (PROFILES, session.delivery.profile),
    )
    brought: list[str] = []
    lacking: list[str] = []
    for shelf, key in shelves:
        try:
            brought += [key] if shelf.bring(key, root, to) else []
        except StemtuiError as error:
            lacking.append(str(error))
    return brought, lacking


def _document(session: Session, like: Session, carried: "Carried") -> dict[str, object]:
    return {
        "matched": [asdict(match) for match in carried.matches],
        "unsure": [{"track": track, "like": list(others)} for track, others in carried.unsure.items()],
        "new": [_named(session.track(track)) for track in carried.new],
        "missing": [_named(like.track(track)) for track in carried.missing],
        "open_lines": list(carried.open_lines),
        "waived": list(carried.waived),
        "by_ear": list(carried.by_ear),
    }


def _named(track: Track) -> dict[str, str]:
    return {"track": track.id, "name": track.label, "file": track.file, "stem": track.stem}


def _said(session: Session, like: Session, carried: "Carried") -> Iterator[str]:
    """How the tracks were matched, and what is left to do by hand."""
    of = f'"{like.title}"' if like.title else "the other song"
    yield f"{counted(len(carried.matches), 'track')} matched with {of} by name."
    for match in carried.matches:
        if match.why not in ("same path", "same name in the same folder", "same name"):
            yield f"  {session.track(match.track).file}: as {like.track(match.like).file} ({match.why})"
    yield from _unsure(session, like, carried)
    for track in carried.new:
        stem = session.track(track).stem
        into = f" (into {session.stem(stem).name}, by its name)" if stem else ""
        yield f"Only here: {session.track(track).file}{into}"
    for track in carried.missing:
        yield f"Only in {of}: {like.track(track).file}"
    for number in carried.open_lines:
        asked = session.order[number - 1].asked
        yield f'Order line {number} ("{asked}") delivers nothing yet: no such track.'
    for number in carried.waived:
        yield f"Order line {number} was accepted for a reason in {of}: that reason was not taken over."
    if carried.by_ear:
        names = listed([session.track(track).label for track in carried.by_ear])
        yield f"Gain, polarity or delay as in {of}, listen to them: {names}."
    yield "Not taken over: title, version, reference, notes, date and trim."


def _unsure(session: Session, like: Session, carried: "Carried") -> Iterator[str]:
    """The tracks that could be one of several; those that could be the same ones together."""
    doubts: dict[tuple[str, ...], list[str]] = {}
    for track, others in carried.unsure.items():
        doubts.setdefault(others, []).append(session.track(track).file)
    for others, files in doubts.items():
        could = listed([like.track(other).file for other in others], "or")
        yield f"Not matched: {listed(files)} could be {could}"


def _lines(session: Session) -> list[str]:
    rows = [
        [stem.name, stem.channels, counted(len(session.fed_by[stem.id]), "track")] for stem in session.stems
    ]
    left = [track.label for track in unassigned(session)]
    lines = output.table(rows) if rows else []
    lines += [f"{track.label}: left out ({track.left_out})" for track in session.tracks if track.left_out]
    return [*lines, f"Without a stem: {', '.join(left)}"] if left else lines
