"""What must hold between a session's parts for it to make sense at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from stemtui.errors import Problem
from stemtui.manifest.spelling import nearest, place
from stemtui.session import Mix, Session, Track, normal_path


def structure_problems(session: Session, known: Collection[str] = ()) -> Iterator[Problem]:
    """Every reference that leads nowhere, every circle, everything said twice.

    `known` holds the paths of values found wrong already, which are not reported again as missing.
    """
    yield from _stem_problems(session, known)
    for mix in session.mixes:
        yield from _mix_problems(session, mix)
    for position, line in enumerate(session.order, 1):
        if not (line.asked or line.deliver) and not _any_at(known, f"order.{position}."):
            yield Problem(f"order.{position}", "asks for nothing.", 'Add a line like: deliver = "stem.drums"')
    for track in session.tracks:
        yield from _track_problems(session, track, known)
    yield from _bounce_problems(session)
    yield from _file_problems(session)


def _stem_problems(session: Session, known: Collection[str]) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for stem in session.stems:
        if stem.parent and stem.parent not in session.stem_index:
            yield _no_such("stem", stem.parent, session.stem_index, place("stem", stem.id, "parent"))
        first = names.setdefault(stem.name.strip().casefold(), stem.id)
        if first != stem.id and place("stem", stem.id, "name") not in known:
            message = f'"{stem.name}" is also the name of stem.{first}.'
            yield Problem(place("stem", stem.id, "name"), message, "Give one of them another name.")
    for circle in _circles({stem.id: [stem.parent] for stem in session.stems}):
        message = f"the parents go in a circle: {' > '.join(circle)}."
        yield Problem(place("stem", circle[0], "parent"), message, "Remove the parent of one of them.")


def _mix_problems(session: Session, mix: Mix) -> Iterator[Problem]:
    if mix.only and mix.without:
        remedy = "Keep one: only (what is in it) or without (what is not)."
        yield Problem(place("mix", mix.id), "has both only and without.", remedy)
    for key in ("only", "without"):
        for stem in getattr(mix, key):
            if stem not in session.stem_index:
                yield _no_such("stem", stem, session.stem_index, place("mix", mix.id, key))
    for stem, _ in mix.offsets_db:
        if stem not in session.stem_index:
            yield _no_such("stem", stem, session.stem_index, place("mix", mix.id, "offsets_db"))


def _track_problems(session: Session, track: Track, known: Collection[str]) -> Iterator[Problem]:
    path = place("track", track.id)
    if not (track.file or track.bounce or _is_misspelled(path, known)):
        yield Problem(path, "has neither a file nor a bounce.", 'Add a line like: file = "audio/01 Kick.wav"')
    if track.stem and track.stem not in session.stem_index:
        yield _no_such("stem", track.stem, session.stem_index, f"{path}.stem")
    if track.delay_ms and track.delay_samples:
        yield Problem(path, "has both delay_ms and delay_samples.", "Keep one of them.")


def _bounce_problems(session: Session) -> Iterator[Problem]:
    into: dict[str, list[Track]] = {}
    for bounce in session.tracks:
        path = place("track", bounce.id, "bounce")
        for member in bounce.bounce:
            if member not in session.track_index:
                yield _no_such("track", member, session.track_index, path)
                continue
            # a left and a right file may come of the same tracks; what is summed here is heard here
            twice = [other.id for other in into.get(member, []) if not (other.file and bounce.file)]
            if twice:
                message = f'"{member}" is in the bounce track.{twice[0]} too: it would be heard twice.'
                yield Problem(path, message, "Remove it from one of them.")
            elif session.track(member).stem and member not in into:
                stem = session.track(member).stem
                message = f'"{stem}" cannot be fed by what is inside the bounce track.{bounce.id}.'
                yield Problem(
                    place("track", member, "stem"), message, 'Write stem = "": the bounce feeds the stem.'
                )
            into.setdefault(member, []).append(bounce)
    for circle in _circles({member: [bounce.id for bounce in bounces] for member, bounces in into.items()}):
        message = f"the bounces go in a circle: {' > '.join(circle)}."
        yield Problem(place("track", circle[1], "bounce"), message, "Remove one of these members.")


def _file_problems(session: Session) -> Iterator[Problem]:
    """A file in two tracks is heard twice; one in the delivery's folder is lost with the next print."""
    first: dict[str, str] = {}
    for track in session.tracks:
        if not track.file:
            continue
        file = normal_path(track.file)
        if first.setdefault(file, track.id) != track.id:
            message = f'"{track.file}" is the file of track.{first[file]} too.'
            yield Problem(place("track", track.id, "file"), message, "Remove one of the two tracks.")
        yield from _delivered(session, track.file, place("track", track.id, "file"))
    yield from _delivered(session, session.reference, "session.reference")


def _delivered(session: Session, file: str, path: str) -> Iterator[Problem]:
    if f"{normal_path(file)}/".startswith(f"{normal_path(session.delivery.folder)}/"):
        message = f'"{file}" lies in the folder of the delivery: the next print would replace it.'
        yield Problem(path, message, "Give delivery.folder another name.")


def _circles(upwards: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The circles, twenty at most, that following the mapping runs into, each closed by its first member."""
    graph = {here: list(above) for here, above in upwards.items()}
    for _ in range(20):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = tuple(reversed(error.args[1]))
            yield circle
            graph[circle[0]].remove(circle[1])
        else:
            return


def _no_such(noun: str, found: str, known: Collection[str], path: str) -> Problem:
    remedy = nearest(found, known) or f"Name a {noun} that is there, or add [{noun}.{found}]."
    return Problem(path, f'there is no {noun} "{found}".', remedy)


def _is_misspelled(path: str, known: Collection[str]) -> bool:
    """Whether something wrong inside a track's table may be the very line that names its file."""
    inside = [found.removeprefix(f"{path}.") for found in known if found.startswith(f"{path}.")]
    return any(nearest(key, ("file", "bounce")) for key in inside)


def _any_at(known: Collection[str], begins: str) -> bool:
    return any(path.startswith(begins) for path in known)
