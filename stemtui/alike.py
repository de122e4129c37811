"""The next song: what a session takes over from one like it, its tracks matched by their names.

Names are matched by the surest clue first, as `suggest` reads them: without track number and song title. A
clue counts where it fits one track of each song alone; what could be either is listed and left to people.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from stemtui import tables
from stemtui.frozen import frozen
from stemtui.session import OrderLine, Session, Track, split_item
from stemtui.session.versions import unversioned
from stemtui.suggest.folder import Reading, read
from stemtui.suggest.words import camel_parts
from stemtui.text import tokens

_SETTINGS = ("artist", "sample_rate", "align", "pan_law_db", "treatment", "mix_bus", "stems", "mixes")
_TRACK = ("stem", "gain_db", "pan", "invert", "delay_ms", "delay_samples", "left_out", "origin")
_SET_BY_EAR = ("gain_db", "invert", "delay_ms", "delay_samples")


@frozen
class Match:
    """A track's id, that of the track like it in the other song, and why they are thought alike."""

    track: str
    like: str
    why: str


@frozen
class Carried:
    """A session with what it took over, and how its tracks (ids) were matched.

    `unsure` has the tracks that could be one of several, by id; `new` and `missing` are those, here and in
    the other song, that nothing is like. `open_lines` are the order lines, from 1, whose track is not here;
    `waived` those whose waiver stayed behind; `by_ear` the tracks that took over gain, polarity or delay.
    """

    session: Session
    matches: tuple[Match, ...]
    unsure: Mapping[str, tuple[str, ...]]
    new: tuple[str, ...]
    missing: tuple[str, ...]
    open_lines: tuple[int, ...]
    waived: tuple[int, ...]
    by_ear: tuple[str, ...]


def carry(song: Session, like: Session) -> Carried:
    """The song with stems, mixes, order, naming, pan law, mix bus, treatment and ignored files of another.

    What belongs to that song alone stays there: title, version, reference, notes, date, trim and waivers.
    """
    matches, unsure = matched(song, like)
    here = {match.like: match.track for match in matches}
    tracks = {match.track: _taken(song.track(match.track), like.track(match.like), here) for match in matches}
    doubted = {other for others in unsure.values() for other in others}
    folder = unversioned(like.delivery.folder)
    delivery = replace(like.delivery, folder=folder, date=song.delivery.date, trim_db=song.delivery.trim_db)
    session = replace(
        song,
        **{key: getattr(like, key) for key in _SETTINGS},
        ignore=tuple(dict.fromkeys((*like.ignore, *song.ignore))),
        delivery=delivery,
        order=tuple(_line(line, like, here) for line in like.order),
        tracks=(*(tracks.get(track.id, track) for track in song.tracks), *_sums(song, like, here)),
    )
    return Carried(
        session=session,
        matches=matches,
        unsure=unsure,
        new=tuple(t.id for t in song.tracks if t.id not in tracks and t.id not in unsure),
        missing=tuple(t.id for t in like.tracks if t.file and t.id not in here and t.id not in doubted),
        open_lines=tuple(n for n, line in enumerate(session.order, 1) if not line.deliver),
        waived=tuple(n for n, line in enumerate(like.order, 1) if line.waive),
        by_ear=tuple(track.id for track in tracks.values() if any(getattr(track, k) for k in _SET_BY_EAR)),
    )


def matched(song: Session, like: Session) -> tuple[tuple[Match, ...], dict[str, tuple[str, ...]]]:
    """The pairs of tracks that are alike; and for tracks that are like several, which those are."""
    ours, theirs = _names(song), _names(like)
    found: dict[str, Match] = {}
    taken: set[str] = set()
    candidates: dict[str, tuple[str, ...]] = {}
    for why, clue in _CLUES:
        groups = _by_clue(clue, theirs)
        for key, tracks in _by_clue(clue, ours).items():
            others = groups.get(key, [])
            if len(tracks) == 1 == len(others) and tracks[0] not in found and others[0] not in taken:
                found[tracks[0]] = Match(tracks[0], others[0], why)
                taken.add(others[0])
            for track in tracks if len(tracks) + len(others) > 2 else ():
                candidates.setdefault(track, tuple(others)) if others else None
    left = {track: tuple(o for o in others if o not in taken) for track, others in candidates.items()}
    unsure = {
        track.id: left[track.id] for track in song.tracks if track.id not in found and left.get(track.id)
    }
    return tuple(found[track.id] for track in song.tracks if track.id in found), unsure


@frozen
class _Name:
    """A track's name as clues see it: its file, and its own words, as they are and spelled out, with what the
    vocabulary knows of them."""

    file: str
    folder: str
    words: tuple[str, ...]
    spelled: tuple[str, ...]
    known: tuple[str, ...]


def _names(session: Session) -> dict[str, _Name]:
    """How each track that has a file is named, by id."""
    tracks = [track for track in session.tracks if track.file]
    title = tokens(session.title)
    return {t.id: _name(t, one, title) for t, one in zip(tracks, read([t.file for t in tracks]), strict=True)}


def _name(track: Track, reading: Reading, title: tuple[str, ...]) -> _Name:
    words = _untitled(tuple(word.text for word in reading.words), title)
    runs = (reading.text[word.start : word.end] for word in reading.words)
    apart = _untitled(tuple(part.text for run in runs for part in camel_parts(run)), title)
    told = {word for match in reading.matches for word in match.phrase}
    plain = [word.removesuffix("s") if word.removesuffix("s") in told else word for word in words]
    known = tuple(word for word in plain if word in told or len(word) < 3 or word.isdecimal())
    path = PurePosixPath(track.file.casefold())
    folder = reading.folder.casefold()
    return _Name(str(path.with_suffix("")), folder, words, _spelled_out(apart), known if told else ())


def _untitled(words: tuple[str, ...], title: tuple[str, ...]) -> tuple[str, ...]:
    """Words without those of the song's title in front of them, where others follow."""
    is_titled = title and len(words) > len(title) and words[: len(title)] == title
    return words[len(title) :] if is_titled else words


@cache
def _spellings() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """What other spellings of words stand for, read once."""
    table = tables.loads(Path(__file__).with_name("spellings.toml").read_text(encoding="utf-8"))
    return {
        tuple(spelling.split()): tuple(word.split("_"))
        for word, spellings in table.items()
        for spelling in spellings.split(", ")
    }


def _spelled_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with each spelling of one or two of them as the word that it stands for."""
    out: list[str] = []
    at = 0
    while at < len(words):
        size = 2 if words[at : at + 2] in _spellings() else 1
        found = words[at : at + size]
        out += _spellings().get(found, found)
        at += len(found)
    return tuple(out)


def _uncounted(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if not word.isdecimal())


def _unnumbered(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without the track number in front of them: the number behind a voice tells it from its like."""
    first = next((at for at, word in enumerate(words) if not word.isdecimal()), 0)
    return words[first:]


_Clue = Callable[[_Name], Hashable]
_CLUES: tuple[tuple[str, _Clue], ...] = (
    ("same path", lambda name: name.file),
    ("same name in the same folder", lambda name: name.words and (name.folder, name.words)),
    ("same name", lambda name: name.words),
    ("same name, track number aside", lambda name: _unnumbered(name.words)),
    ("same name, written otherwise", lambda name: "".join(_unnumbered(name.words))),
    ("same name, spelled otherwise", lambda name: _unnumbered(name.spelled)),
    ("same name, another number", lambda name: _uncounted(name.words)),
    ("same words for a source", lambda name: _uncounted(name.known) and name.known),
)


def _by_clue(clue: _Clue, names: Mapping[str, _Name]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for track, name in names.items():
        if key := clue(name):
            found[key].append(track)
    return found


def _taken(track: Track, like: Track, here: Mapping[str, str]) -> Track:
    """A track with what the one like it has: a bounce only where all of it is here."""
    values: dict[str, Any] = {key: getattr(like, key) for key in _TRACK}
    return replace(track, **values, bounce=_members(like, here))


def _members(like: Track, here: Mapping[str, str]) -> tuple[str, ...]:
    whole = all(member in here for member in like.bounce)
    return tuple(here[member] for member in like.bounce) if whole else ()


def _sums(song: Session, like: Session, here: Mapping[str, str]) -> Iterator[Track]:
    """Bounces without a file of which every member is here, under ids that are free."""
    for track in like.tracks:
        if not track.file and track.id not in song.track_index and (members := _members(track, here)):
            yield replace(track, bounce=members, note="")


def _line(line: OrderLine, like: Session, here: Mapping[str, str]) -> OrderLine:
    """An order line that delivers this song's track, or as yet nothing where that is not here."""
    kind, key = split_item(line.deliver)
    if kind == "track":
        asked = line.asked or like.track(key).label if key in like.track_index else line.asked
        deliver = f"track.{here[key]}" if key in here else ""
        return replace(line, asked=asked or key, kind=line.kind or kind, deliver=deliver, waive="")
    return replace(line, waive="")
