"""What a receipt says of the session: all that a print depends on, as it was, in plain values."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stemtui.errors import Problem
from stemtui.naming import kind_word
from stemtui.order import waivers
from stemtui.render.plans.plan import MIX, STEM, Output, Plan
from stemtui.session import (
    MixBus,
    OrderLine,
    Session,
    Stem,
    Track,
    feeding,
    formula,
    split_item,
    unassigned,
)

if TYPE_CHECKING:
    from stemtui.destinations import Profile

Table = dict[str, Any]
Figures = Mapping[str, Table]
"""What was measured of each print, by item."""

DYNAMICS = ("ceiling_dbtp", "limiter_release_ms", "limiter_lookahead_ms")


def described(session: Session, plan: Plan, figures: Figures = MappingProxyType({})) -> dict[str, Any]:
    """The tables of a receipt that say what was printed, from what, and how."""
    waived = waivers(session)
    return {
        "session": _session(session),
        "delivery": _delivery(session, plan),
        "file": [
            _file(session, plan, output, waived.get(output.item, ""), figures.get(output.item, {}))
            for output in plan.outputs
            if output.file
        ],
        "order": [_line(line, plan) for line in session.order],
        "track": list(_tracks(session, plan)),
        "stem": [_stem(stem) for stem in session.stems if feeding(session, stem.id)],
        "left_out": [_left_out(track) for track in session.tracks if track.left_out],
        "source": list(_sources(plan)),
        "proof": _proven(session, plan),
    }


def account(
    session: Session, plan: Plan, warnings: Sequence[Problem], profile: "Profile | None" = None
) -> str:
    """A digest of all that a receipt says without a sample being read."""
    known: list[Any] = [described(session, plan.with_contents({})), [str(warning) for warning in warnings]]
    if profile:
        known.append(asdict(profile))
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def said(**values: Any) -> Table:
    """A table without what has nothing to say."""
    return {key: value for key, value in values.items() if value not in ("", None, [], ())}


def _session(session: Session) -> Table:
    return said(
        title=session.title,
        artist=session.artist,
        mixer=session.mixer,
        version=session.version,
        treatment=session.treatment or "unknown",
        treatment_note=session.treatment_note,
        align=session.align,
        pan_law_db=float(session.law_db),
        mix_bus_gain_db=float(session.mix_bus.gain_db),
        **_dynamics(session.mix_bus),
    )


def _dynamics(mix_bus: MixBus) -> Table:
    """The settings of the mix bus that depend on the level, where there are any."""
    if not mix_bus.is_dynamic:
        return {}
    limiter = {name: value for name, value in asdict(mix_bus).items() if name in DYNAMICS}
    compressor = asdict(mix_bus.compressor) if mix_bus.compressor else {}
    settings = {**(limiter if mix_bus.ceiling_dbtp is not None else {}), **compressor}
    return {f"mix_bus_{name}": float(value) for name, value in settings.items()}


def _file(session: Session, plan: Plan, output: Output, waive: str, figures: Table) -> Table:
    kind, key = split_item(output.item)
    return said(
        item=output.item,
        kind=output.kind,
        name=output.name,
        file=output.file,
        channels=output.channels,
        frames=plan.frames,
        **figures,
        rounding=output.rounding,
        mix_bus_keyed_by=output.curve,
        formula=formula(session, session.mix(key)) if kind == MIX else None,
        fed_by=list(dict.fromkeys(feed.track for feed in plan.feeding(output))),
        waive=waive,
        digest=output.digest,
    )


def _line(line: OrderLine, plan: Plan) -> Table:
    met = next((output.file for output in plan.outputs if output.item == line.deliver), "")
    return said(
        asked=line.asked,
        kind=line.kind,
        deliver=line.deliver,
        channels=line.channels,
        waive=line.waive.strip(),
        file=met,
    )


def _proven(session: Session, plan: Plan) -> Table:
    """What a proof is about."""
    complete = [output for output in plan.outputs if output.root]
    return {
        "complete": [output.item for output in complete],
        "shipped": [output.item for output in complete if output.file],
        "master": next(output.file for output in plan.outputs if output.master) or None,
        "word": kind_word(session, STEM + "."),
        "in_no_stem": [track.label for track in unassigned(session)],
    }


def _stem(stem: Stem) -> Table:
    gain = float(stem.gain_db) or None
    return said(stem=stem.id, name=stem.name, channels=stem.channels, gain_db=gain, parent=stem.parent)


def _left_out(track: Track) -> Table:
    return said(track=track.id, name=track.label, file=track.file, reason=track.left_out)


def _delivery(session: Session, plan: Plan) -> Table:
    return said(
        sample_rate=plan.rate,
        frames=plan.frames,
        seconds=round(plan.frames / plan.rate, 3),
        starts_at_sample=plan.span_start if session.align == "timecode" else None,
        file_format=plan.file_format,
        bit_depth=plan.bit_depth,
        dither=session.delivery.dither,
        trim_db=float(session.delivery.trim_db),
        date=session.delivery.date,
        profile=session.delivery.profile,
    )


def _tracks(session: Session, plan: Plan) -> Iterator[Table]:
    """Every track that is heard, its bounces included, with what is done to it."""
    files = {feed.track for feed in plan.feeds}
    heard = files | {bounce for track in files for bounce in _bounces(session, track)}
    for track in session.tracks:
        if track.id in heard:
            yield said(
                track=track.id,
                name=track.label,
                file=track.file,
                stem=track.stem,
                origin=track.origin or "unknown",
                damaged=track.damaged,
                gain_db=float(track.gain_db) or None,
                pan=float(track.pan) or None,
                invert=track.invert or None,
                delay_ms=float(track.delay_ms) or None,
                delay_samples=track.delay_samples or None,
                heard_late_by_samples=_late(plan, track.id) or None,
                bounce=list(track.bounce),
            )


def _bounces(session: Session, track: str) -> Iterator[str]:
    while track in session.bounced:
        track = session.bounced[track]
        yield track


def _late(plan: Plan, track: str) -> int:
    """By how many samples of the prints the track is late where it is heard, bounces included."""
    late = (f.treatment.delay for f in plan.feeds if f.track == track and plan.buses[f.bus].item[:4] == STEM)
    return next(late, 0)


def _sources(plan: Plan) -> Iterator[Table]:
    for source in plan.sources:
        resampled = plan.rate if source.samplerate != plan.rate else None
        yield said(
            file=source.file,
            sha256=source.sha256,
            frames=source.frames,
            sample_rate=source.samplerate,
            channels=source.channels,
            bits=source.bits or None,
            resampled_to=resampled,
        )
