"""From a session to the plan of a render."""

from collections.abc import Mapping, Sequence

from stemtui import __version__
from stemtui.header import Header
from stemtui.naming import House
from stemtui.rates import render_rate
from stemtui.render.plans.desk import Desk, lay_out
from stemtui.render.plans.equations import with_equations
from stemtui.render.plans.outputs import outputs, with_bext, with_mix_bus, with_rounding
from stemtui.render.plans.plan import Feed, Plan, Segment, SourceFile, Treatment
from stemtui.render.plans.span import Headers, Span, converted, span_of
from stemtui.session import OrderLine, Session


def make_plan(
    session: Session,
    headers: Headers,
    lines: Sequence[OrderLine],
    reference: Header | None = None,
    house: House | None = None,
) -> Plan:
    """The plan for printing those order lines of a session that `problems.check` has found nothing against.

    `headers` are those of the tracks that have a file, by track id; `reference` that of the DAW's own print,
    where it can be compared; `house` the one whose names the prints take. Raises Refused for what cannot be
    printed at all.
    """
    desk = lay_out(session, headers, [line.deliver for line in lines])
    rate, span = render_rate(session, headers), span_of(session, headers)
    files = _files(session, headers, desk) | ({session.reference: reference} if reference else {})
    at = {file: number for number, file in enumerate(files)}
    damaged = {track.file for track in session.tracks if track.damaged}
    plan = Plan(
        version=__version__,
        rate=rate,
        span_start=span.start,
        frames=span.frames,
        file_format=session.delivery.file_format,
        bit_depth=session.delivery.bit_depth,
        sources=tuple(_source_file(file, header, file in damaged) for file, header in files.items()),
        buses=desk.buses,
        feeds=_feeds(session, headers, desk, span, at),
        outputs=tuple(outputs(session, desk, lines, rate, house)),
        reference=_reference(session, reference, span, at),
    )
    plan = with_mix_bus(with_bext(plan, session, _time_reference(session, headers, span, rate)), session)
    return with_rounding(with_equations(plan, session), session.delivery.dither)


def _time_reference(session: Session, headers: Headers, span: Span, rate: int) -> int:
    """Where the prints start in samples since midnight: under align = "start", where all sources do."""
    if session.align == "timecode":
        return span.start
    own = {
        converted(header.time_reference, header.samplerate, rate)
        for header in headers.values()
        if header.time_reference is not None
    }
    return own.pop() if len(own) == 1 else 0


def needed_files(session: Session, headers: Headers, lines: Sequence[OrderLine]) -> tuple[str, ...]:
    """The files of tracks that a render of those lines reads, in session order."""
    return tuple(_files(session, headers, lay_out(session, headers, [line.deliver for line in lines])))


def _files(session: Session, headers: Headers, desk: Desk) -> dict[str, Header]:
    read = desk.tracks()
    return {track.file: headers[track.id] for track in session.tracks if track.id in read}


def _source_file(file: str, header: Header, damaged: bool) -> SourceFile:
    form = header.frames, header.samplerate, header.channels, header.bits or 0
    return SourceFile(file, "", *form, damaged)


def _feeds(
    session: Session, headers: Headers, desk: Desk, span: Span, at: Mapping[str, int]
) -> tuple[Feed, ...]:
    rate, feeds = render_rate(session, headers), []
    for bus, arrival in desk.arrivals:
        header = headers[arrival.track]
        frames = converted(header.frames, header.samplerate, rate)
        source = at[session.track(arrival.track).file]
        segment = Segment(source, 0, span.placed[arrival.track], frames)
        gains = arrival.gains[: desk.buses[bus].channels]
        feeds.append(Feed(arrival.track, bus, (segment,), Treatment(gains, arrival.delay)))
    return tuple(feeds)


def _reference(session: Session, header: Header | None, span: Span, at: Mapping[str, int]) -> Segment | None:
    if header is None:
        return None
    placed = session.align == "timecode" and header.time_reference is not None
    start = (header.time_reference or 0) - span.start if placed else 0
    return Segment(at[session.reference], 0, start, header.frames)
