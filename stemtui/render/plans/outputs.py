"""What is printed: for each ordered item its sum, its file and its rounding; and the sums the proof needs."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stemtui.audio.formats.bext import Bext
from stemtui.errors import Problem, Refused
from stemtui.naming import House, file_names, print_name
from stemtui.order import remaining
from stemtui.render.plans.desk import Desk
from stemtui.render.plans.panning import amplitude
from stemtui.render.plans.plan import MIX, STEM, TRACK, Output, Plan
from stemtui.session import (
    REST,
    Mix,
    OrderLine,
    Session,
    family,
    item_name,
    mix_key,
    mix_offset_db,
    mix_stems,
    roots,
    split_item,
    stem_gain_db,
)

IMPLIED_MASTER = "mix"
"""The item of the master mix in a session that names none: the proof needs it, nobody can order it."""

Weights = tuple[tuple[int, float], ...]


def outputs(
    session: Session, desk: Desk, lines: Sequence[OrderLine], rate: int, house: House | None
) -> Iterator[Output]:
    """The prints in the order of the lines, then the stems and the master mix that only the proof needs."""
    items = list(dict.fromkeys(line.deliver for line in lines))
    for item, file in file_names(session, house, items, rate).items():
        yield replace(_output(session, desk, item, lines), file=file)
    for stem in roots(session):
        if f"{STEM}.{stem.id}" not in items:
            unshipped = _output(session, desk, f"{STEM}.{stem.id}", lines)
            if unshipped.weights:
                yield unshipped
    if not any(item in items for item in _masters(session)):
        yield _mix(session, desk, session.master or Mix("", "Master"))


def with_mix_bus(plan: Plan, session: Session) -> Plan:
    """The plan with the dynamics of the mix bus: which mix keys them in each output, the trim behind them.

    Nothing keys a track, which is delivered as its source.
    """
    if not session.mix_bus.is_dynamic:
        return plan
    master = next(output.item for output in plan.outputs if output.master)
    own = {f"{MIX}.{mix.id}" for mix in session.mixes if mix_key(session, mix) == "self"}
    keyed = tuple(
        replace(o, curve="" if o.kind == TRACK else o.item if o.item in own else master) for o in plan.outputs
    )
    trim = amplitude(session.delivery.trim_db)
    return replace(plan, outputs=keyed, mix_bus=session.mix_bus, trim=trim)


def with_bext(plan: Plan, session: Session, time_reference: int) -> Plan:
    """The plan with what its Broadcast WAVs say of themselves; they start at that sample since midnight."""
    if plan.file_format != "wav":
        return plan
    of = f" of {session.title}" if session.title else ""
    said = (
        Bext(f"{print_name(o.name, o.kind)}{of}", "", session.delivery.date, time_reference)
        for o in plan.outputs
    )
    return replace(plan, outputs=tuple(replace(o, bext=b) for o, b in zip(plan.outputs, said, strict=True)))


def with_rounding(plan: Plan, dither: str) -> Plan:
    """The plan with each output's rounding: none to do where all its samples are whole steps already."""
    decided = []
    for output in plan.outputs:
        rounding = "none"
        if plan.bit_depth != "32f":
            rounding = "exact" if _is_exact(plan, output) else dither
        decided.append(replace(output, rounding=rounding, seed=_seed(output) if rounding == "tpdf" else 0))
    return replace(plan, outputs=tuple(decided))


def _is_exact(plan: Plan, output: Output) -> bool:
    """Whether every sample is a sum of whole steps: unity gains, integer sources, no resampling."""
    if output.curve or any(weight != 1.0 for _, weight in output.weights):
        return False
    folds = output.channels == 1 and any(plan.buses[bus].channels == 2 for bus, _ in output.weights)
    for feed in plan.feeding(output):
        gains = feed.treatment.gains
        for segment in feed.segments:
            source = plan.sources[segment.source]
            if not 0 < source.bits <= int(plan.bit_depth) or source.samplerate != plan.rate:
                return False
            if folds and (source.channels > 1 or len(set(gains)) > 1):
                return False
        if any(abs(gain) not in (0.0, 1.0) for gain in gains):
            return False
    return True


def _seed(output: Output) -> int:
    return int.from_bytes(hashlib.sha256(output.item.encode()).digest()[:8], "big")


def _output(session: Session, desk: Desk, item: str, lines: Sequence[OrderLine]) -> Output:
    """The print of an item, without a file."""
    kind, key = split_item(item)
    if kind == TRACK:
        return _track(session, desk, item)
    if kind == MIX:
        return _mix(session, desk, session.mix(key))
    printed = session.stem_word.lower()
    if item == REST:
        left = [stem.id for stem in remaining(session, lines)]
        return Output(item, printed, item_name(session, REST), "", 2, _stems(session, desk, left), "")
    stem = session.stem(key)
    weights = _stems(session, desk, family(session, key))
    is_mono = stem.channels == "mono"
    return Output(item, printed, stem.name, "", 2 - is_mono, weights, "", root=not stem.parent)


def _track(session: Session, desk: Desk, item: str) -> Output:
    bus = desk.number(item)
    if bus is None:
        raise Refused("There is nothing to print.", [Problem(item, "It has no file.")])
    weights = ((bus, amplitude(session.delivery.trim_db)),)
    return Output(item, TRACK, item_name(session, item), "", desk.buses[bus].channels, weights, "")


def _mix(session: Session, desk: Desk, mix: Mix) -> Output:
    item = f"{MIX}.{mix.id}" if mix.id else IMPLIED_MASTER
    weights = _stems(session, desk, mix_stems(session, mix), mix)
    return Output(item, MIX, mix.name, "", 2, weights, "", master=mix.is_master)


def _stems(session: Session, desk: Desk, stems: Iterable[str], mix: Mix | None = None) -> Weights:
    """Each stem's own tracks with its gain, its parents', a mix's offset, the mix bus and the one trim (which
    comes after the mix bus where that has dynamics)."""
    common = session.mix_bus.gain_db + (0.0 if session.mix_bus.is_dynamic else session.delivery.trim_db)
    weights = []
    for stem in stems:
        bus = desk.number(f"{STEM}.{stem}")
        offset = mix_offset_db(session, mix, stem) if mix else 0.0
        if bus is not None:
            weights.append((bus, amplitude(stem_gain_db(session, stem) + offset + common)))
    return tuple(weights)


def _masters(session: Session) -> Iterator[str]:
    return (f"{MIX}.{mix.id}" for mix in session.mixes if mix.is_master)
