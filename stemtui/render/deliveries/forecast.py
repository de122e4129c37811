"""What a render would do, before it does it: what is read, what is summed into what, what is written."""

import math
import shutil
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stemtui.audio.formats.containers import FLOAT_BITS, aiff_header, wave_header
from stemtui.frozen import frozen
from stemtui.naming import print_name
from stemtui.render.deliveries.delivery import Manner, Task, Wanted, begin, in_words
from stemtui.render.deliveries.publish import beside
from stemtui.render.plans.plan import Output, Plan
from stemtui.render.plans.progress import Watch
from stemtui.session import Session, item_name
from stemtui.text import clock, counted, decibels, few, size

_NAMED = 4
_FLAC_BLOCK, _FLAC_HEADER, _FLAC_FRAME = 4_096, 256, 18
"""Frames of a block, and what there is besides samples at most: in a file, around a block (RFC 9639)."""


@frozen
class Read:
    """A source, its size and its form."""

    file: str
    bytes: int
    frames: int
    sample_rate: int
    channels: int


@frozen
class Sum:
    """What goes into a sum: tracks into a stem's own sum, those into a print, each with its gain in dB there
    (none for tracks, which may have one for each side)."""

    item: str
    name: str
    of: Mapping[str, float | None]


@frozen
class Write:
    """A print's file: its size (of FLAC the most it can be), and why it is written; kept, it is current."""

    item: str
    kind: str
    name: str
    file: str
    channels: int
    bytes: int
    is_kept: bool
    why: str


@frozen
class Forecast:
    """All that a render would do; `free` are the bytes that the disk of the delivery has room for."""

    folder: str
    sample_rate: int
    frames: int
    reads: tuple[Read, ...]
    sums: tuple[Sum, ...]
    prints: tuple[Sum, ...]
    writes: tuple[Write, ...]
    names: Mapping[str, str]
    is_needed: bool
    free: int

    @property
    def bytes_read(self) -> int:
        """How much is read."""
        return sum(one.bytes for one in self.reads) if self.is_needed else 0

    @property
    def bytes_written(self) -> int:
        """How much is written."""
        return sum(one.bytes for one in self.writes if not one.is_kept)

    @property
    def fits(self) -> bool:
        """Whether the disk has room for it."""
        return self.bytes_written <= self.free

    def as_dict(self) -> dict[str, Any]:
        """The forecast as plain values, for `--json`."""
        sizes = {"bytes_read": self.bytes_read, "bytes_written": self.bytes_written, "fits": self.fits}
        return {name: value for name, value in asdict(self).items() if name != "names"} | sizes

    def lines(self) -> Iterator[str]:
        """The forecast in words."""
        if not self.is_needed:
            yield "Everything is current: nothing would be read, summed or written."
            return
        length = clock(self.frames / self.sample_rate)
        yield f"Read: {counted(len(self.reads), 'file')}, {size(self.bytes_read)}."
        yield f"Sum, {length} at {self.sample_rate / 1000:g} kHz:"
        yield from (f"  {one.name}: {self._terms(one)}" for one in (*self.sums, *self.prints))
        fresh = [one for one in self.writes if not one.is_kept]
        room = "are free there" if self.fits else "are free there, which is too little"
        yield (
            f"Write {len(fresh)} of {counted(len(self.writes), 'file')} into {self.folder!r}, "
            f"{size(self.bytes_written)}; {size(self.free)} {room}."
        )
        for one in self.writes:
            what = "keep " if one.is_kept else "write"
            yield f"  {what}  {size(one.bytes):>8}  {one.file}{f': {one.why}' if one.why else ''}"

    def _terms(self, total: Sum) -> str:
        terms = [f"{self.names[item]}{f' {decibels(db)}' if db else ''}" for item, db in total.of.items()]
        return few(terms, _NAMED) or "silence"


def forecast(
    root: Path,
    session: Session,
    items: Sequence[str] = (),
    *,
    into: Path | None,
    previous: str,
    manner: Manner,
    watch: Watch,
) -> Forecast:
    """What a render of the session's order, or of the items named, would do now, also where it is of a new
    version after that in the folder `previous`. Nothing is written.

    Raises Refused for what would stop it before it starts.
    """
    with in_words():
        return foreseen(begin(Wanted(root, session, tuple(items), into, previous), manner, watch))


def foreseen(task: Task) -> Forecast:
    """What a render that has begun will do."""
    plan, stamps = task.job.plan, task.job.stamps
    return Forecast(
        str(task.place),
        plan.rate,
        plan.frames,
        tuple(
            Read(one.file, stamps[one.file].size, one.frames, one.samplerate, one.channels)
            for one in plan.sources
        ),
        tuple(_sums(task.job.session, plan)),
        tuple(_prints(plan)),
        tuple(_writes(task)),
        _names(task.job.session, plan),
        task.is_needed,
        shutil.disk_usage(beside(task.place)).free,
    )


def _sums(session: Session, plan: Plan) -> Iterator[Sum]:
    """The stems' own sums; a track that is delivered as it is needs none."""
    for number, bus in enumerate(plan.buses):
        tracks = dict.fromkeys(f"track.{feed.track}" for feed in plan.feeds if feed.bus == number)
        if not bus.item.startswith("track."):
            yield Sum(bus.item, f"Tracks of {item_name(session, bus.item)}", dict.fromkeys(tracks))


def _prints(plan: Plan) -> Iterator[Sum]:
    for output in plan.outputs:
        gains = {plan.buses[bus].item: _db(weight) for bus, weight in output.weights}
        yield Sum(output.item, print_name(output.name, output.kind), gains)


def _db(gain: float) -> float:
    return round(20.0 * math.log10(gain), 4) + 0.0


def _writes(task: Task) -> Iterator[Write]:
    plan, why = task.job.plan, {one.item: one.why for one in task.now.prints} if task.now else {}
    for output in plan.outputs:
        if output.file:
            name = print_name(output.name, output.kind)
            is_kept = output.item in task.kept
            said = "" if is_kept else why.get(output.item, "")
            form = output.file, output.channels, _bytes(plan, output)
            yield Write(output.item, output.kind, name, *form, is_kept, said)


def _names(session: Session, plan: Plan) -> dict[str, str]:
    tracks = {f"track.{feed.track}" for feed in plan.feeds}
    return {item: item_name(session, item) for item in {*tracks, *(bus.item for bus in plan.buses)}}


def _bytes(plan: Plan, output: Output) -> int:
    """The size of a print's file; of a FLAC, which packs all but noise smaller, the most it can be."""
    is_float = plan.bit_depth == "32f"
    bits = FLOAT_BITS if is_float else int(plan.bit_depth)
    data = plan.frames * output.channels * bits // 8
    if plan.file_format == "flac":
        blocks = plan.frames // _FLAC_BLOCK + 1
        return data + _FLAC_HEADER + blocks * (_FLAC_FRAME + output.channels)
    form = bits, is_float, output.channels, plan.rate, plan.frames
    try:
        header = {"wav": wave_header(*form, output.bext), "aiff": aiff_header(*form)}.get(plan.file_format)
    except struct.error:  # an AIFF past 4 GiB, which the render refuses
        header = None
    return len(header or b"") + data + data % 2
