"""The receipt of a delivery: what was printed, from what, with which gains, and the proof."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from stemtui import __version__
from stemtui.audio.levels import dbfs
from stemtui.errors import Problem
from stemtui.render.engine import Measured
from stemtui.render.outputs import kind_word
from stemtui.render.plan import MIX, STEM, Output, Plan
from stemtui.render.printing import Print
from stemtui.render.proof import Leg
from stemtui.render.summary import summary
from stemtui.render.written import MARKER, RECEIPT
from stemtui.session import Mix, OrderLine, Session, Stem, Track, feeding, split_item, unassigned
from stemtui.text import listed

FORMAT = 1
_NOTHING = 2.0**-43
"""What float64 leaves of a fold that loses nothing, full scale being 1.0."""

Table = dict[str, Any]


@dataclass(frozen=True)
class Receipt:
    """A delivery's receipt; `document` holds plain values, levels rounded so that every machine agrees."""

    document: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """What `receipt.toml` and `--json` hold."""
        return dict(self.document)

    def summary(self) -> list[str]:
        """The receipt in words: files, proof, what was left out, warnings."""
        return summary(self.document)

    def write(self, folder: Path) -> None:
        """Write `receipt.toml` into a folder."""
        with (folder / RECEIPT).open("wb") as file:
            tomli_w.dump(self.document, file, multiline_strings=False)


def make_receipt(
    session: Session,
    plan: Plan,
    measured: Measured,
    legs: Sequence[Leg],
    warnings: Sequence[Problem],
    sha256: Mapping[str, str],
) -> Receipt:
    """The receipt of a finished pass; `sha256` are the printed files' digests by name."""
    printed = [one for one in measured.prints if one.output.file]
    waived = {line.deliver: line.waive for line in reversed(session.order) if line.waive}
    document = {
        MARKER: {"version": __version__, "receipt": FORMAT},
        "warnings": [str(warning) for warning in warnings],
        "session": _session(session),
        "delivery": _delivery(session, plan),
        "file": [_file(session, plan, one, sha256, waived) for one in printed],
        "order": [_line(line, plan) for line in session.order],
        "track": list(_tracks(session, plan)),
        "stem": [_stem(stem) for stem in session.stems if feeding(session, stem.id)],
        "left_out": [_left_out(track) for track in session.tracks if track.left_out],
        "source": list(_sources(plan)),
        "proof": _proof(session, plan, measured, legs),
    }
    return Receipt(document)


def _said(**values: Any) -> Table:
    """A table without what has nothing to say."""
    return {key: value for key, value in values.items() if value not in ("", None, [], ())}


def _session(session: Session) -> Table:
    return _said(
        title=session.title,
        artist=session.artist,
        version=session.version,
        treatment=session.treatment or "unknown",
        treatment_note=session.treatment_note,
        align=session.align,
        pan_law_db=float(session.pan_law_db),
        mix_bus_gain_db=float(session.mix_bus.gain_db),
    )


def _stem(stem: Stem) -> Table:
    gain = float(stem.gain_db) or None
    return _said(stem=stem.id, name=stem.name, channels=stem.channels, gain_db=gain, parent=stem.parent)


def _left_out(track: Track) -> Table:
    return _said(track=track.id, name=track.label, file=track.file, reason=track.left_out)


def _delivery(session: Session, plan: Plan) -> Table:
    return _said(
        sample_rate=plan.rate,
        frames=plan.frames,
        seconds=round(plan.frames / plan.rate, 3),
        starts_at_sample=plan.span_start if session.align == "timecode" else None,
        file_format=plan.file_format,
        bit_depth=plan.bit_depth,
        dither=session.delivery.dither,
        trim_db=float(session.delivery.trim_db),
    )


def _file(
    session: Session, plan: Plan, one: Print, sha256: Mapping[str, str], waived: Mapping[str, str]
) -> Table:
    output = one.output
    return _said(
        item=output.item,
        kind=output.kind,
        name=output.name,
        file=output.file,
        channels=output.channels,
        frames=plan.frames,
        sha256=sha256[output.file],
        peak_dbfs=level(one.levels.peak_dbfs, 2),
        rms_dbfs=level(one.levels.rms_dbfs, 2),
        rounding=output.rounding,
        formula=_formula(session, output),
        fed_by=list(dict.fromkeys(feed.track for feed in plan.feeding(output))),
        waive=waived.get(output.item, ""),
        digest=output.digest,
    )


def level(decibels: float, digits: int) -> float | None:
    """A level rounded so that every machine agrees; None for silence."""
    return round(decibels, digits) + 0.0 if math.isfinite(decibels) else None


def _formula(session: Session, output: Output) -> str:
    """A mix by its members and offsets: `Master minus Lead Vocal; Bass +1 dB`."""
    kind, key = split_item(output.item)
    if kind != MIX:
        return ""
    mix = session.mix(key)
    text = "all stems as they are" if mix.is_master else _members(session, mix)
    offsets = [f"{session.stem(stem).name} {db:+g} dB" for stem, db in mix.offsets_db if db]
    return "; ".join([text, *([listed(offsets)] if offsets else [])])


def _members(session: Session, mix: Mix) -> str:
    if mix.only:
        return f"only {listed([session.stem(stem).name for stem in mix.only])}"
    without = listed([session.stem(stem).name for stem in mix.without])
    return f"Master minus {without}" if without else "Master"


def _line(line: OrderLine, plan: Plan) -> Table:
    met = next((output.file for output in plan.outputs if output.item == line.deliver), "")
    return _said(
        asked=line.asked,
        kind=line.kind,
        deliver=line.deliver,
        channels=line.channels,
        waive=line.waive,
        file=met,
    )


def _tracks(session: Session, plan: Plan) -> Iterator[Table]:
    """Every track that is heard, its bounces included, with what is done to it."""
    files = {feed.track for feed in plan.feeds}
    heard = files | {bounce for track in files for bounce in _bounces(session, track)}
    for track in session.tracks:
        if track.id in heard:
            yield _said(
                track=track.id,
                name=track.label,
                file=track.file,
                stem=track.stem,
                origin=track.origin or "unknown",
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
        yield _said(
            file=source.file,
            sha256=source.sha256,
            frames=source.frames,
            sample_rate=source.samplerate,
            channels=source.channels,
            bits=source.bits or None,
            resampled_to=resampled,
        )


def _proof(session: Session, plan: Plan, measured: Measured, legs: Sequence[Leg]) -> Table:
    complete = [output for output in plan.outputs if output.root]
    folds = [one for one in measured.prints if one.output.root and one.fold.peak > _NOTHING]
    return _said(
        complete=[output.item for output in complete],
        shipped=[output.item for output in complete if output.file],
        master=next(output.file for output in plan.outputs if output.master) or None,
        mono_fold=[
            _said(item=one.output.item, residual_rms_dbfs=level(dbfs(one.fold.rms), 1)) for one in folds
        ],
        word=kind_word(session, STEM + "."),
        in_no_stem=[track.label for track in unassigned(session)],
        leg=[_leg(found, plan) for found in legs],
    )


def _leg(found: Leg, plan: Plan) -> Table:
    says = {
        "stems": "the complete set of stems minus the master mix",
        "sources": "the master mix minus all sources that were not left out",
        "reference": "the master mix minus the DAW's own print",
    }[found.name]
    if found.not_provable:
        return _said(leg=found.name, says=says, verdict="not provable", because=found.not_provable)
    return _said(
        leg=found.name,
        says=says,
        verdict="within the bound" if found.holds else "above the bound, accepted",
        residual_rms_dbfs=level(dbfs(found.residual.rms), 1),
        residual_peak_dbfs=level(dbfs(found.residual.peak), 1),
        bound_rms_dbfs=level(dbfs(found.limit.rms), 1),
        bound_peak_dbfs=level(dbfs(found.limit.peak), 1),
        worst_at_seconds=round(found.worst / plan.rate, 3) if found.residual.peak else None,
        resembles=found.suspect,
    )
