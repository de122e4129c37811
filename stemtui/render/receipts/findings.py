"""What a finished pass has found out: clipping, silence, lost audio, cut edges, a proof that fails."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from stemtui.audio.pictures.overview import AUDIBLE
from stemtui.audio.samples.scales import dbfs, step
from stemtui.errors import Clipping, Problem
from stemtui.naming import print_name
from stemtui.order import waivable, waivers
from stemtui.render.engine.measured import Measured, Printed
from stemtui.render.plans.beforehand import ALIKE, ALIKE_REMEDY, SILENT_REMEDIES
from stemtui.render.plans.plan import MIX, TRACK, Plan
from stemtui.render.proofs.proof import Leg, words
from stemtui.render.receipts.receipt import figures_of
from stemtui.session import Session
from stemtui.text import counted, few, listed

if TYPE_CHECKING:
    from stemtui.destinations import Profile

AUDIBLE_DBFS = -60.0
FOLD_DB = -60.0
_WITHIN_CEILING_DB = 0.05
_LOWEST_TRIM_DB = 0.1
_NAMED = 6


def findings(
    session: Session,
    plan: Plan,
    measured: Measured,
    legs: Sequence[Leg],
    figures: Mapping[str, Mapping[str, Any]] | None = None,
    profile: "Profile | None" = None,
) -> Iterator[Problem]:
    """Every problem of the prints: errors stop the delivery, warnings go into its receipt.

    `figures` are those of prints that were kept, by item, as their receipt has them. `profile`
    is the destination that the mixes are for.
    """
    waived = waivers(session)
    printed = [one for one in measured.prints if one.output.file]
    yield from _clipped(session, measured.prints, plan, profile)
    for one in printed:
        path, reason = _path(session, one.output.item), waived.get(one.output.item, "")
        for message, remedies in _lost(one, plan):
            yield waivable(path, message, remedies, reason)
        yield from _warned(one, plan, path)
        yield from _over_ceiling(one, plan, path, (figures or {}).get(one.output.item))
    yield from _edges(session, plan, measured.edges)
    if not any(one.clipped for one in measured.prints):
        master = next(one.output.item for one in measured.prints if one.output.master)
        yield from (_unproven(found, waived.get(master, "")) for found in legs if not found.holds)


def cure_db(session: Session, peak: float, depth: int) -> float:
    """The trim for all files, in dB rounded down to 0.1, under which a peak measured at the present trim does
    not clip, dither included."""
    room = 20.0 * math.log10((1.0 - 2.5 * step(depth)) / peak)
    return math.floor((session.delivery.trim_db + room) * 10.0 + 1e-6) / 10.0


def _path(session: Session, item: str) -> str:
    numbers = (number for number, line in enumerate(session.order, 1) if line.deliver == item)
    number = next(numbers, 0)
    return f"order.{number}" if number else item


def _clipped(
    session: Session, prints: Sequence[Printed], plan: Plan, profile: "Profile | None"
) -> Iterator[Problem]:
    printed = [one for one in prints if one.output.file]
    clipped = [one for one in printed if one.clipped]
    if not clipped or not isinstance(plan.bit_depth, int):
        return
    peak = max(one.peak for one in printed)
    named = [
        f"{one.output.file!r} ({counted(one.clipped, 'sample')}, peak {dbfs(one.peak):+.2f} dBFS)"
        for one in clipped
    ]
    trim = min(cure_db(session, peak, plan.bit_depth), session.delivery.trim_db - _LOWEST_TRIM_DB)
    yield Clipping(
        "delivery.trim_db",
        f"{counted(len(clipped), 'print')} would clip: {listed(named)}.",
        f"trim_db = {trim:.1f} under [delivery] cures it: one trim for all files, so that they still add up."
        f"{_off_target(printed, plan, profile, trim - session.delivery.trim_db)}",
        trim_db=trim,
    )


def _off_target(printed: Sequence[Printed], plan: Plan, profile: "Profile | None", by_db: float) -> str:
    """The other remedy, where a trim would move mixes off the target of their destination."""
    if profile is None:
        return ""
    from stemtui.destinations.trimming import is_moved_off  # here, because few deliveries name one

    delivery = {"sample_rate": plan.rate, "bit_depth": plan.bit_depth}
    mixes = [one for one in printed if one.output.kind == MIX and not one.clipped]
    moved = [
        repr(one.output.name) for one in mixes if is_moved_off(profile, delivery, figures_of(one), by_db)
    ]
    if not moved:
        return ""
    return (
        f" It would move {listed(moved)} off the target of {profile.name}: print the stems into a delivery "
        'of their own then, with bit_depth = "32f", which holds what is above full scale.'
    )


def _lost(one: Printed, plan: Plan) -> Iterator[tuple[str, Sequence[str]]]:
    """Errors of one print that a recorded reason may turn into warnings."""
    name = print_name(one.output.name, one.output.kind)
    if one.peak == one.lost_peak == 0.0:
        yield f"{name} is silent from start to end ({one.output.file!r}).", SILENT_REMEDIES
    elif _fold_db(one, plan) > FOLD_DB:
        lost = f"what is lost is {_fold_db(one, plan):.1f} dB relative to the stem."
        remedies = "declare the stem stereo (c)", "centre its tracks"
        yield f"{name} is declared mono, and folding it loses audio: {lost}", remedies


def _fold_db(one: Printed, plan: Plan) -> float:
    """What a mono fold takes away, in dB relative to the stem before it; -inf where that is only rounding."""
    within = step(plan.bit_depth, one.peak) / 2.0
    whole = math.hypot(one.kept_rms, one.lost_rms)
    return dbfs(one.lost_rms / whole) if one.lost_peak > within else -math.inf


def _warned(one: Printed, plan: Plan, path: str) -> Iterator[Problem]:
    name = print_name(one.output.name, one.output.kind)
    if -math.inf < _fold_db(one, plan) <= FOLD_DB:
        message = f"{name}: folding it to mono takes away {_fold_db(one, plan):.1f} dB relative to the stem."
        yield Problem(path, message, severity="warning")
    if 0.0 < one.peak < AUDIBLE and _fold_db(one, plan) <= FOLD_DB:
        message = f"{name} is all but silent: its peak is {dbfs(one.peak):.1f} dBFS."
        yield Problem(path, message, "Check its tracks and their gains.", "warning")
    both_alike = one.peak > 0.0 and one.output.channels == 2 and not one.is_wide
    if both_alike and one.output.kind not in (TRACK, MIX):
        yield Problem(path, f"{name} {ALIKE}", ALIKE_REMEDY, "warning")


def _over_ceiling(one: Printed, plan: Plan, path: str, kept: Mapping[str, Any] | None) -> Iterator[Problem]:
    """A mix that the limiter leaves above its ceiling, as one that another mix keys may well be."""
    ceiling = plan.mix_bus.ceiling_dbtp if plan.mix_bus else None
    if ceiling is None or not one.output.curve or one.output.kind != MIX:
        return
    fresh = one.figures.true_peak_dbtp if one.figures else None
    measured = fresh if kept is None else kept.get("true_peak_dbtp")
    measured = -math.inf if measured is None else measured
    over = round(measured, 2) - dbfs(plan.trim) - ceiling if math.isfinite(measured) else -math.inf
    if over > _WITHIN_CEILING_DB:
        keyed = "" if one.output.curve == one.output.item else ": the master mix keys its gain"
        name = print_name(one.output.name, one.output.kind)
        message = f"{name} is {over:.1f} dB over the ceiling of the mix bus ({ceiling:g} dBTP){keyed}."
        remedy = 'key = "self" gives it a gain curve of its own; it then stands outside the sums.'
        yield Problem(path, message, remedy if keyed else "", "warning")


def _edges(session: Session, plan: Plan, edges: Mapping[str, tuple[float, float]]) -> Iterator[Problem]:
    """Sources that still sound in their first or last 100 ms: they may have been cut."""
    labels = {track.file: track.label for track in session.tracks}
    heard = [source.file for source in plan.sources if source.file in labels]
    for side, end in enumerate(("first", "last")):
        loud = [
            f"{labels[file]} ({dbfs(edges[file][side]):.0f} dBFS)"
            for file in heard
            if dbfs(edges[file][side]) > AUDIBLE_DBFS
        ]
        if loud:
            remedy = "Check that nothing was cut when they were exported."
            message = f"Sounding in the {end} 100 ms of the file: {few(loud, _NAMED)}."
            yield Problem("", message, remedy, "warning")


def _unproven(found: Leg, reason: str) -> Problem:
    """A leg whose residual is above its bound."""
    day = f" (time of day {found.time_of_day})" if found.time_of_day else ""
    message = (
        f"The proof fails: {found.claim.fails}. What is left has {words(found.residual.rms)} RMS and "
        f"{words(found.residual.peak)} peak at {found.worst}{day}, where rounding explains "
        f"{words(found.limit.rms)} and {words(found.limit.peak)}."
    )
    if found.length:
        message += f" The DAW's print is {found.length}."
    if found.looks:
        message += f" The DAW's print looks {found.looks}."
    elif found.suspect:
        message += f" It resembles {found.suspect} most."
    if found.name == "reference":
        cure = "export it again" if found.looks or found.length else "print both without mix bus processing"
        remedies = cure, "take session.reference out"
        return waivable("session.reference", message, remedies, reason)
    return Problem("", message, _FAULT)


_FAULT = "This is a fault of the program or of the disk, not of the session: please report it."
