"""Problems of the sound files: unreadable, damaged, starting or ending elsewhere, at another rate."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from stemtui.errors import AudioFileError, MissingFileError, Problem
from stemtui.header import Header
from stemtui.holes import CHANGED, Hole, hole_words
from stemtui.labels import are, labels, named, seconds, sounding
from stemtui.problems.rates import Misnamed, misnamed
from stemtui.rates import render_rate, session_rate
from stemtui.session import Session, Track, split_item
from stemtui.text import printable

if TYPE_CHECKING:
    from fractions import Fraction

Headers = Mapping[str, Header | AudioFileError]
Read = list[tuple[Track, Header]]
Amount = TypeVar("Amount", int, float, "Fraction")
_DAMAGED = (
    "Copy or export it again, or leave the track out (L), or use what can be read and say why (e), "
    'as damaged = "...".'
)


def check(session: Session, headers: Headers) -> Iterator[Problem]:
    """Every problem that headers prove, for the files that a render would read."""
    ordered = {split_item(line.deliver)[1] for line in session.order if line.deliver.startswith("track.")}
    tracks = dict.fromkeys(sounding(session))
    tracks |= dict.fromkeys(track for track in session.tracks if track.id in ordered and not track.left_out)
    read: Read = []
    for track in tracks:
        header = headers.get(track.id)
        if isinstance(header, AudioFileError):
            relink = "Relink it (N, F). " if isinstance(header, MissingFileError) else ""
            remedy = f"{relink}If it is not needed, leave the track out (L)."
            yield _file(track, printable(str(header)), remedy)
        elif header is not None:
            read.append((track, header))
            yield from _own(track, header)
    yield from _prints(session, read)
    yield from _starts(session, read)
    wrong = {found.name: found for found in misnamed((track.id, header) for track, header in read)}
    yield from (_misnamed(track, header, wrong[track.id]) for track, header in read if track.id in wrong)
    read = [(track, header) for track, header in read if track.id not in wrong]
    yield from _rates(session, read, headers)
    if session.align == "start":
        yield from _lengths(read)


def strays(files: Sequence[str]) -> Iterator[Problem]:
    """Sound files in the session's folder that are no track: nobody has said whether they should be."""
    if files:
        yield Problem(
            "track",
            f"{named(files)} {are(files)} in the session's folder and no track.",
            "Open the session and press N: add what is needed, leave out what is not.",
            "warning",
        )


def unnameable(files: Mapping[str, str]) -> Iterator[Problem]:
    """Sound files that can be no track as they are called, each with the reason."""
    for file, why in files.items():
        said = f"{file!r} lies in the session's folder and can be no track: {why}."
        yield Problem("track", said, "Rename it.", "warning")


def links(session: Session, linked: Mapping[str, str]) -> Iterator[Problem]:
    """Tracks that links lead out of the session's folder for, by the folders that they lead to."""
    for place in dict.fromkeys(os.path.dirname(lies) for lies in linked.values()):
        tracks = [session.track(one) for one, lies in linked.items() if os.path.dirname(lies) == place]
        how = "is read through a link" if len(tracks) == 1 else "are read through links"
        message = f"{labels(tracks)} {how} from {place!r}."
        remedy = "Nothing to do if that is right; on another machine they may be missing."
        yield Problem(f"track.{tracks[0].id}.file", message, remedy, "warning")


def accepted(track: Track, message: str) -> Problem:
    """What is wrong with a file that is used all the same."""
    return Problem(
        f"track.{track.id}.file",
        f'{message} Used as far as it can be read: "{printable(track.damaged)}".',
        "Nothing to do if that is right; a whole copy is better, and needs no damaged.",
        "warning",
    )


def holed(track: Track, holes: Sequence[Hole]) -> Problem:
    """What a broken copy left in a file."""
    message = f'"{printable(track.label)}" has {hole_words(holes)}.'
    if track.damaged:
        return accepted(track, message)
    remedy = "Listen there. If sound is missing, copy or export the file again."
    return Problem(f"track.{track.id}.file", message, remedy, "warning")


def changed(track: Track) -> Problem:
    """A FLAC whose samples are others than its header says."""
    remedy = "Listen to it, or export it again."
    return Problem(f"track.{track.id}.file", f'"{printable(track.label)}": {CHANGED}.', remedy, "warning")


def _file(track: Track, message: str, remedy: str) -> Problem:
    return Problem(f"track.{track.id}.file", message, remedy)


def _own(track: Track, header: Header) -> Iterator[Problem]:
    name = f'"{printable(track.label)}"'
    for problem in header.problems:
        message = f"{name}: {printable(problem)}.".replace("..", ".")
        yield accepted(track, message) if track.damaged else _file(track, message, _DAMAGED)
    if header.channels > 2:
        yield _file(
            track,
            f"{name} has {header.channels} channels; a track here is mono or stereo.",
            "Split it into mono or stereo files.",
        )


def _prints(session: Session, read: Read) -> Iterator[Problem]:
    """Prints of stemtui's own, by what they say of themselves: what one is here, somebody has to say.

    They hold what other tracks may hold too, so a mix waits for the answer.
    """
    waits = any(split_item(line.deliver)[0] == "mix" for line in session.order)
    for track, header in read:
        if header.is_print and not track.origin:
            made = f"printed by stemtui{f' ({printable(header.description)})' if header.description else ''}"
            yield Problem(
                f"track.{track.id}.origin",
                f'"{printable(track.label)}" was {made}, and nobody has said what it is here.',
                "Record it (t); a print of this song is left out with a reason (L).",
                "error" if waits else "warning",
            )


def _misnamed(track: Track, header: Header, found: Misnamed) -> Problem:
    how = "slow and low" if header.samplerate < found.rate else "fast and high"
    return Problem(
        f"track.{track.id}.file",
        f'"{printable(track.label)}": {found.message}. If so, it would be printed too {how}.',
        f"Listen to it: if it is wrong, export it again with a header of {found.rate / 1000:g} kHz.",
        "warning",
    )


def _starts(session: Session, read: Read) -> Iterator[Problem]:
    """BWF time references that contradict the session's alignment."""
    if session.align == "timecode":
        without = [track for track, header in read if header.time_reference is None]
        if without:
            yield Problem(
                "session.align",
                f"By timecode, as align asks, {labels(without)} cannot be placed: no BWF time reference.",
                'Export with time stamps, or set align = "start" if all files start together.',
            )
        return
    stamped = [(track, header) for track, header in read if header.time_reference is not None]
    if len({(header.time_reference, header.samplerate) for _, header in stamped}) < 2:
        return
    from fractions import Fraction  # here: seldom needed

    starts = {
        track: Fraction(header.time_reference or 0, header.samplerate)
        for track, header in stamped
        if header.samplerate
    }
    if len(set(starts.values())) < 2:
        return
    common = _commonest(starts.values())
    others = [track for track, start in starts.items() if start != common]
    offsets = sorted({abs(float(starts[track] - common)) for track in others})
    yield Problem(
        "session.align",
        f"By their BWF time reference {labels(others)} {_start(others)} at another time than the other "
        f"files (by {seconds(offsets[0])}{f' to {seconds(offsets[-1])}' if len(offsets) > 1 else ''}).",
        'Set align = "timecode" to place them by it, or consolidate all files from one start.',
    )


def _rates(session: Session, read: Read, headers: Headers) -> Iterator[Problem]:
    rates = {header.samplerate for _, header in read}
    if rates <= {session_rate(session, headers)}:
        return
    rate = render_rate(session, headers)
    others = [track for track, header in read if header.samplerate != rate]
    yield Problem(
        "session.sample_rate",
        f"{labels(others)} {are(others)} not at {rate / 1000:g} kHz: resampled once, to {rate / 1000:g} kHz.",
        "Nothing to do if that is right.",
        "warning",
    )


def _lengths(read: Read) -> Iterator[Problem]:
    """Files that differ from the length most have; where no length is common, nothing was consolidated."""
    lengths = {track: header.seconds for track, header in read if header.frames}
    common = _commonest(lengths.values()) if lengths else 0.0
    others = [track for track, length in lengths.items() if abs(length - common) > 1e-9]
    if not others or len(others) * 2 >= len(lengths):
        return
    first, differences = lengths[others[0]] - common, [abs(lengths[track] - common) for track in others]
    how = f"{seconds(abs(first))} {'longer' if first > 0 else 'shorter'} than"
    if len(others) > 1:
        how = f"up to {seconds(max(differences))} off the length of"
    yield Problem(
        f"track.{others[0].id}.file",
        f"{labels(others)} {are(others)} {how} the other {len(lengths) - len(others)} files; "
        "one span covers all of them.",
        "Nothing to do unless a file was cut short or runs on.",
        "warning",
    )


def _commonest(values: Iterable[Amount]) -> Amount:
    """The value that most share, the highest of those when several do."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], value))


def _start(tracks: list[Track]) -> str:
    return "starts" if len(tracks) == 1 else "start"
