"""What folding a stem into one channel would lose, measured before anything is printed."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from stemtui.audio.meters.levels import Levels
from stemtui.audio.samples.quantise import Sounding, full_scale
from stemtui.audio.samples.scales import dbfs
from stemtui.header import Header
from stemtui.render.engine.mixing import Mixing
from stemtui.render.engine.strips import BLOCK, Strip, Sums, opened
from stemtui.render.engine.sums import Sum
from stemtui.render.plans.plan import STEM, Plan
from stemtui.render.plans.planning import make_plan
from stemtui.session import OrderLine, Session, feeding

ELSEWHERE = "feeds another stem"


def fold_db(
    session: Session,
    stem_id: str,
    headers: Mapping[str, Header],
    root: Path,
    wanted: Callable[[], bool] = lambda: True,
) -> float | None:
    """What half the difference of left and right is to the whole stem before the mix bus, in dB of RMS.

    It is far below hearing where both are alike, and None where it was given up, as no longer `wanted`.
    `headers` are those of the tracks that feed it, by id. Raises Refused and AudioFileError as a render does.
    """
    item = f"{STEM}.{stem_id}"
    plan = make_plan(alone(session, stem_id), headers, [OrderLine(item, STEM, item)])
    kept, lost = Levels(), Levels()
    with ExitStack() as files:
        strips = tuple(opened(plan, (), root, files))
        for start in range(0, plan.frames, BLOCK):
            if not wanted():
                return None
            total = full_scale(_block(plan, strips, item, start))
            kept.add((total[:1] + total[-1:]) / 2.0)
            lost.add((total[:1] - total[-1:]) / 2.0)
    whole = math.hypot(kept.rms, lost.rms)
    return dbfs(lost.rms / whole) if whole else -math.inf


def alone(session: Session, stem_id: str) -> Session:
    """The session with nothing in it that is not heard in a stem."""
    heard = {track.id for track in feeding(session, stem_id)}
    heard |= {key for bounce in heard for key in _members(session, bounce)}
    tracks = (track if track.id in heard else replace(track, left_out=ELSEWHERE) for track in session.tracks)
    return Session(
        sample_rate=session.sample_rate, align=session.align, pan_law_db=session.pan_law_db,
        stems=session.stems, tracks=tuple(tracks),
    )  # fmt: skip


def _members(session: Session, track_id: str) -> Iterator[str]:
    """The tracks that are summed to a bounce, and to those."""
    track = session.track(track_id)
    for member in () if track.file else track.bounce:
        yield member
        yield from _members(session, member)


def _block(plan: Plan, strips: tuple[Strip, ...], item: str, start: int) -> Sounding:
    frames = min(BLOCK, plan.frames - start)
    buses = tuple(Sum(bus.channels, frames) for bus in plan.buses)
    sums = Sums(buses, Sum(2, frames), Sum(2, frames))
    for strip in strips:
        strip.pour(strip.reel.read(start, frames), sums)
    return Mixing([bus.total() for bus in buses], plan.tracks).of(plan.output(item).weights)
