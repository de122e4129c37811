"""How tracks reach their stem: bounces opened, gains multiplied, delays added."""

from collections.abc import Iterator

from stemtui.frozen import frozen
from stemtui.render.plans.panning import amplitude, pan_gains
from stemtui.render.plans.span import Headers, delay_frames
from stemtui.session import Session, Track


@frozen
class Arrival:
    """The file of a track where it is heard: its gain in each channel there, and its delay in frames."""

    track: str
    gains: tuple[float, ...]
    delay: int = 0


def width(session: Session, headers: Headers, track: Track) -> int:
    """How many channels a track has: its file's, or for a bounce summed here, what its members need."""
    if track.file:
        return headers[track.id].channels
    members = list(_members(session, track))
    wide = any(member.pan or width(session, headers, member) == 2 for member in members)
    return 2 if wide else 1


def as_delivered(session: Session, headers: Headers, track: Track) -> Iterator[Arrival]:
    """The files of a track as its own source, before any treatment of its own."""
    channels = width(session, headers, track)
    if track.file:
        yield Arrival(track.id, (1.0,) * channels)
        return
    for member in _members(session, track):
        yield from _treated(session, headers, member, channels)


def as_heard(session: Session, headers: Headers, track: Track) -> Iterator[Arrival]:
    """The files of a track as it feeds its stem, treated, in left and right."""
    yield from _treated(session, headers, track, 2)


def _members(session: Session, bounce: Track) -> Iterator[Track]:
    for member in bounce.bounce:
        track = session.track(member)
        if not track.left_out:
            yield track


def _treated(session: Session, headers: Headers, track: Track, channels: int) -> Iterator[Arrival]:
    """A track's files after its gain, pan, polarity and delay, in a sum of that many channels."""
    gain = amplitude(track.gain_db) * (-1.0 if track.invert else 1.0)
    pans = pan_gains(track.pan, session.law_db, width(session, headers, track))
    own = (gain,) if channels == 1 else (gain * pans[0], gain * pans[1])
    late = delay_frames(session, headers, track)
    for arrival in as_delivered(session, headers, track):
        before = arrival.gains * 2 if len(arrival.gains) < len(own) else arrival.gains
        gains = tuple(first * second for first, second in zip(before, own, strict=True))
        yield Arrival(arrival.track, gains, arrival.delay + late)
