"""Where each source of a render goes, opened: its strip, as on a desk."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from stemtui.frozen import frozen
from stemtui.places import track_path
from stemtui.render.engine.reel import Reel, Stretch
from stemtui.render.engine.sums import Sum
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Feed, Plan, Segment
from stemtui.render.plans.span import converted

BLOCK = 122_880
"""Frames of a block: enough for a step to take numpy far longer than Python between two, and at usual rates
whole pieces of what is weighted at a time."""


@frozen
class Sums:
    """What one block of all sources adds up to: every bus, the master mix past the stems, the DAW's print."""

    buses: tuple[Sum, ...]
    past: Sum
    reference: Sum


@frozen
class Strip:
    """A source and everywhere it goes: into buses, past the stems, or against the master mix."""

    file: str
    reel: Reel
    feeds: tuple[tuple[Feed, Segment], ...]
    routes: tuple[Route, ...]
    reference: Segment | None

    def pour(self, heard: Stretch, sums: Sums) -> None:
        """Add a block to all sums that it belongs to."""
        for feed, segment in self.feeds:
            begins = segment.start + feed.treatment.delay
            first, last = (max(0, at - heard.start) for at in (begins, begins + segment.frames))
            sounding = heard.at(begins - segment.source_start)[:, first:last]
            sums.buses[feed.bus].add(sounding, feed.treatment.gains, first)
        for route in self.routes:
            sums.past.add(heard.at(route.start), (route.left, route.right))
        if self.reference:
            sums.reference.add(heard.at(self.reference.start), (1.0, 1.0))


def opened(
    plan: Plan,
    routes: Sequence[Route],
    root: Path,
    files: ExitStack,
    *,
    block: int = BLOCK,
    ahead: int = 0,
) -> Iterator[Strip]:
    """Every source opened: the plan's, and any that only the second opinion hears.

    Each is read so many frames ahead of a block. One that is heard at offsets more than a block apart is
    opened for each, so that no more than that is held of it. `files` closes them all.
    """
    feeds: dict[str, list[tuple[Feed, Segment]]] = defaultdict(list)
    own: dict[str, list[Route]] = defaultdict(list)
    for feed in plan.feeds:
        for segment in feed.segments:
            feeds[plan.sources[segment.source].file].append((feed, segment))
    for route in routes:
        own[route.file].append(route)
    claimed = {s.file: converted(s.frames, s.samplerate, plan.rate) for s in plan.sources}
    damaged = {s.file for s in plan.sources if s.damaged} | {r.file for r in routes if r.damaged}
    referred = plan.sources[plan.reference.source].file if plan.reference else ""
    for file in dict.fromkeys([*claimed, *own]):
        reference = plan.reference if file == referred else None
        places = [_offset(feed, segment) for feed, segment in feeds[file]]
        places += [route.start for route in own[file]]
        if reference:
            places.append(reference.start)
        for near in _near(places, block):
            reel = Reel(
                track_path(root, file),
                plan.rate,
                claimed.get(file),
                near,
                ahead=ahead,
                damaged=file in damaged,
            )
            files.callback(reel.close)
            yield Strip(
                file,
                reel,
                tuple((feed, segment) for feed, segment in feeds[file] if _offset(feed, segment) in near),
                tuple(route for route in own[file] if route.start in near),
                reference if reference and reference.start in near else None,
            )


def _offset(feed: Feed, segment: Segment) -> int:
    """Where the source's first frame lies in the span when it is heard so."""
    return segment.start - segment.source_start + feed.treatment.delay


def _near(offsets: Collection[int], block: int) -> list[set[int]]:
    """Offsets in groups that span no more than a block."""
    groups: list[set[int]] = []
    for offset in sorted(set(offsets)):
        if groups and offset - min(groups[-1]) <= block:
            groups[-1].add(offset)
        else:
            groups.append({offset})
    return groups
