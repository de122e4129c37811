"""The second opinion: what every source must do to the master mix, worked out past the stems.

All it shares with the code that routes tracks into stems are the files' headers, the rates and the start of
the span. A track that is dropped, doubled or moved on its way to a stem is therefore still in this sum, and
the proof's second leg does not null.
"""

import math
from collections.abc import Mapping

from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.session import Session, Track


@frozen
class Route:
    """A file on its way into the master mix: which track and stem it is, where it starts (in frames from the
    span's start), its gains, and whether it is damaged and accepted so."""

    file: str
    track: str
    stem: str
    start: int
    left: float
    right: float
    damaged: bool = False


@frozen
class _Clock:
    session: int
    render: int
    start: int


def routes(
    session: Session, headers: Mapping[str, Header], *, rate: int, session_rate: int, span_start: int
) -> tuple[Route, ...]:
    """The route of every source that is heard in the master mix, with the rates in Hz and the span's start in
    frames: all tracks but those left out, those whose bounce is a file of its own, and those in no stem."""
    clock = _Clock(session_rate, rate, span_start)
    chains = (_chain(session, track) for track in session.tracks if track.id in headers)
    return tuple(_route(session, headers, chain, clock) for chain in chains if chain)


def _chain(session: Session, track: Track) -> list[Track]:
    """The track, its bounce, that one's bounce, ...; nothing where it is not heard."""
    chain = [track]
    while chain[-1].id in session.bounced:
        chain.append(session.track(session.bounced[chain[-1].id]))
        if chain[-1].file:
            return []
    return chain if chain[-1].stem and not any(link.left_out for link in chain) else []


def _route(session: Session, headers: Mapping[str, Header], chain: list[Track], clock: _Clock) -> Route:
    common = math.exp(_decibels(session, chain) * math.log(10.0) / 20.0)
    left = right = -common if sum(link.invert for link in chain) % 2 else common
    for link, into in zip(chain, [*chain[1:], None], strict=True):
        if into is None or _is_stereo(session, headers, into):
            near_left, near_right = _panned(link.pan, session.law_db, _is_stereo(session, headers, link))
            left, right = left * near_left, right * near_right
    track, header = chain[0], headers[chain[0].id]
    begins = (header.time_reference or 0) if session.align == "timecode" else 0
    start = _nearest(begins * clock.render, header.samplerate) - clock.start
    late = sum(_late(link, clock) for link in chain)
    stem = session.stem(chain[-1].stem).name
    return Route(track.file, track.label, stem, start + late, left, right, bool(track.damaged))


def _decibels(session: Session, chain: list[Track]) -> float:
    total = session.mix_bus.gain_db + sum(link.gain_db for link in chain)
    if not session.mix_bus.is_dynamic:  # behind dynamics, the trim comes last
        total += session.delivery.trim_db
    stem = chain[-1].stem
    while stem:
        total += session.stem(stem).gain_db
        stem = session.stem(stem).parent
    return total


def _is_stereo(session: Session, headers: Mapping[str, Header], track: Track) -> bool:
    if track.file:
        return headers[track.id].channels == 2
    members = [session.track(member) for member in track.bounce]
    return any(m.pan or _is_stereo(session, headers, m) for m in members if not m.left_out)


def _panned(pan: float, law_db: float, is_stereo: bool) -> tuple[float, float]:
    """Left and right gain; position 0 is hard left, 1 hard right."""
    if is_stereo or law_db == 0.0:
        far = 1.0 - abs(pan) / 100.0
        return (1.0, far) if pan < 0 else (far, 1.0)
    position = (pan + 100.0) / 200.0
    angle = position * math.pi / 2.0
    share = {-3.0: 0.0, -4.5: 0.5, -6.0: 1.0}[law_db]
    return (
        max(math.cos(angle), 0.0) ** (1.0 - share) * (1.0 - position) ** share,
        math.sin(angle) ** (1.0 - share) * position**share,
    )


def _late(link: Track, clock: _Clock) -> int:
    if link.delay_samples:
        return _nearest(link.delay_samples * clock.render, clock.session)
    return round(link.delay_ms * clock.render / 1000.0)


def _nearest(numerator: int, denominator: int) -> int:
    return math.floor(numerator / denominator + 0.5)
