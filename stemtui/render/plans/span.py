"""When tracks sound: the render's rate, where each file is placed, and the one span of all prints."""

from collections.abc import Iterator, Mapping

from stemtui.errors import Problem, Refused
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.rates import render_rate, session_rate
from stemtui.session import Session, Track
from stemtui.text import counted

Headers = Mapping[str, Header]


@frozen
class Span:
    """What every print covers: `start` in frames since midnight (0 under align = "start"), and `frames`.

    `placed` is where each track's file starts, in frames from the span's start, before any delay.
    """

    start: int
    frames: int
    placed: Mapping[str, int]


def converted(frames: int, rate: int, wanted: int) -> int:
    """A number of frames at one rate as the nearest number at another (halves up, as resampling counts)."""
    return (2 * frames * wanted + rate) // (2 * rate)


def delay_frames(session: Session, headers: Headers, track: Track) -> int:
    """A track's own delay in frames of the render, rounded to the nearest one."""
    if not (track.delay_samples or track.delay_ms):
        return 0
    rate = render_rate(session, headers)
    if track.delay_samples:
        return converted(track.delay_samples, session_rate(session, headers), rate)
    return round(track.delay_ms * rate / 1000.0)


def span_of(session: Session, headers: Headers) -> Span:
    """The span of all tracks that are not left out, whatever is ordered; raises Refused where none can be.

    It holds every track as it is delivered on its own and as it is heard, late ones to their end. It starts
    at 0 under align = "start", else where the earliest file does: a negative delay never moves it, but cuts.
    """
    rate = render_rate(session, headers)
    starts = _starts(session, headers, rate)
    extents = {
        track.id: _extent(session, headers, track, starts[track.id], rate)
        for track in session.tracks
        if track.id in starts and not track.left_out
    }
    if not extents:
        message = "Every track is left out, or has no file."
        raise Refused("There is nothing to print.", [Problem("", message)])
    first, last = _union(session, list(extents.values()))
    if first == last:
        raise Refused("There is nothing to print.", [Problem("", "Every track has a length of 0 frames.")])
    longest = max(converted(headers[track].frames, headers[track].samplerate, rate) for track in extents)
    if last - first > 2 * longest:
        raise Refused("The tracks do not lie together.", [_outlier(session, extents, rate, longest)])
    return Span(first, last - first, {track: start - first for track, start in starts.items()})


def _starts(session: Session, headers: Headers, rate: int) -> dict[str, int]:
    if session.align == "start":
        return dict.fromkeys(headers, 0)
    lost = [t for t in session.tracks if t.id in headers and headers[t.id].time_reference is None]
    problems = [
        Problem(
            f"track.{track.id}",
            f"{track.file!r} has no BWF time reference, and align is 'timecode'.",
            "Export it again as Broadcast WAV, or set align to 'start'.",
        )
        for track in lost
        if not (track.left_out or track.id in session.unheard)
    ]
    if problems:
        raise Refused("Tracks without a time reference cannot be placed.", problems)
    return {
        track: converted(header.time_reference or 0, header.samplerate, rate)
        for track, header in headers.items()
        if header.time_reference is not None
    }


def _extent(session: Session, headers: Headers, track: Track, start: int, rate: int) -> tuple[int, int]:
    header = headers[track.id]
    length = converted(header.frames, header.samplerate, rate)
    delays = list(delays_on_the_way(session, headers, track))
    return start, start + max(delays) + length


def delays_on_the_way(session: Session, headers: Headers, track: Track) -> Iterator[int]:
    """By how many frames a track is late: on its own, after its delay, after its bounce's, and so on."""
    late, inside = 0, ""
    yield late
    while not (inside and track.file):
        late += delay_frames(session, headers, track)
        yield late
        inside = session.bounced.get(track.id, "")
        if not inside:
            return
        track = session.track(inside)


def _union(session: Session, extents: list[tuple[int, int]]) -> tuple[int, int]:
    first = 0 if session.align == "start" else min(start for start, _ in extents)
    return first, max(end for _, end in extents)


def _outlier(session: Session, extents: dict[str, tuple[int, int]], rate: int, longest: int) -> Problem:
    """The track without which the span would be shortest, and what is wrong with where it lies."""

    def without(track: str) -> int:
        first, last = _union(session, [e for other, e in extents.items() if other != track] or [(0, 0)])
        return last - first

    track = session.track(min(extents, key=without))
    first, last = _union(session, list(extents.values()))
    seconds, rest = (last - first) / rate, without(track.id) / rate
    message = (
        f"{track.label!r} starts so far from the rest that the prints would be {seconds:.1f} s long: "
        f"{rest:.1f} s without it, and no file is longer than {longest / rate:.1f} s."
    )
    remedy = "Check its time reference and delay, or leave it out."
    return Problem(f"track.{track.id}", message, remedy)


def cut_by_delay(session: Session, headers: Headers) -> Iterator[Problem]:
    """A warning for every track whose negative delay moves its beginning before the start of the prints."""
    heard = [track for track in session.tracks if track.id in headers and not track.left_out]
    lates = {track.id: list(delays_on_the_way(session, headers, track))[-1] for track in heard}
    if all(late >= 0 for late in lates.values()):
        return
    rate, span = render_rate(session, headers), span_of(session, headers)
    for track in heard:
        late = lates[track.id]
        cut = -(span.placed.get(track.id, 0) + late)
        if late < 0 < cut:
            message = f"{track.label!r} is moved {counted(-late, 'sample')} early: its first "
            message += f"{cut * 1000 / rate:.1f} ms lie before the start and are cut."
            yield Problem(f"track.{track.id}", message, severity="warning")
