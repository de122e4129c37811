"""Problems of the sound files: unreadable, damaged, starting or ending elsewhere, at another rate."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.problems.words import are, labels, seconds, sounding
from stemtui.rates import render_rate
from stemtui.session import Session, Track, split_item
from stemtui.text import printable

Headers = Mapping[str, Header | AudioFileError]
Read = list[tuple[Track, Header]]
Amount = TypeVar("Amount", int, float, Fraction)


def check(session: Session, headers: Headers) -> Iterator[Problem]:
    """Every problem that headers prove, for the files that a render would read."""
    ordered = {split_item(line.deliver)[1] for line in session.order if line.deliver.startswith("track.")}
    tracks = dict.fromkeys(sounding(session))
    tracks |= dict.fromkeys(track for track in session.tracks if track.id in ordered and not track.left_out)
    read: Read = []
    for track in tracks:
        header = headers.get(track.id)
        if isinstance(header, AudioFileError):
            yield _file(track, printable(str(header)), "If it is not needed, leave the track out (L).")
        elif header is not None:
            read.append((track, header))
            yield from _own(track, header)
    yield from _starts(session, read)
    yield from _rates(session, read, headers)
    if session.align == "start":
        yield from _lengths(read)


def _file(track: Track, message: str, remedy: str) -> Problem:
    return Problem(f"track.{track.id}.file", message, remedy)


def _own(track: Track, header: Header) -> Iterator[Problem]:
    name = f'"{printable(track.label)}"'
    for problem in header.problems:
        remedy = "Copy or export the file again, or leave the track out (L)."
        yield _file(track, f"{name}: {printable(problem)}.".replace("..", "."), remedy)
    if header.channels > 2:
        yield _file(
            track,
            f"{name} has {header.channels} channels; a track here is mono or stereo.",
            "Split it into mono or stereo files.",
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
    starts = {
        track: Fraction(header.time_reference, header.samplerate)
        for track, header in read
        if header.time_reference is not None and header.samplerate
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
    rates = [header.samplerate for _, header in read]
    if len(set(rates)) < 2:
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
