"""Files at another level than mixes have them: too loud, too quiet, or each brought to a level of its own."""

from collections import defaultdict
from collections.abc import Iterator
from math import log10

from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem
from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import LEVELLED, MIX
from stemtui.receiving.sums.sums import GAINED, MOVED, Sum, is_chance
from stemtui.text import few

_FEW = 3
_ROLES = ("master", "instrumental", "a_cappella", "tv")
_EVEN_DB, _SAME_DB, _EVEN = 0.1, 0.02, 0.001
_TWICE_DB = 20.0 * log10(2.0)
_PAN_LAWS = (3.0, 4.5, 6.0)


def problems(received: Received) -> Iterator[Problem]:
    """Files that fit every mix that they are in at one and the same gain, which is not that of the others."""
    mixes = [one for one in received.sums if one.is_whole and received.judged[one.target].kind == MIX]
    mixes = [one for one in mixes if not is_chance(one, mixes)]
    moved = any(one.manner == MOVED for one in mixes)
    if moved:
        gains: dict[int, list[tuple[float, Sum]]] = defaultdict(list)
        for one in sorted(mixes, key=lambda one: -len(one.parts)):
            even = [part for part in one.parts if part.left > 0.0 and _are_even(part.left, part.right)]
            usual = _usual([part.left for part in even])
            for part in even:
                gains[part.index].append((20.0 * log10(part.left / usual), one))
        yield from (
            _too_loud(received, at, *found[0]) for at, found in gains.items() if _is_off(received, found)
        )
    for one in received.sums:
        levelled = [at for at in sorted(one.members) if received.judged[at].why == LEVELLED]
        if (
            one.manner == GAINED
            and not moved
            and len(levelled) == len(one.members)
            and one == _first(received)
        ):
            names = few([repr(received.heard[at].file) for at in levelled], _FEW)
            text = (
                f"{names} add up to {received.heard[one.target].file!r} only at a gain for each (see below)"
            )
            text += _normalised([received.heard[at].peak for at in levelled])
            yield Problem("", f"{text}.", "Set those gains, or ask for stems at unity gain.")


def _normalised(peaks: list[float]) -> str:
    """That files were brought to one peak each, where they were."""
    low, high = dbfs(min(peaks)), dbfs(max(peaks))
    are_alike = high - low < _SAME_DB and len(peaks) > 2
    return f"; each peaks at {high:.1f} dBFS: they were normalised one by one" if are_alike else ""


def _are_even(one: float, other: float) -> bool:
    return abs(one - other) < _EVEN * one


def _usual(gains: list[float]) -> float:
    """The gain that most parts of a mix have: of several, the one that is nearest to 0 dB."""
    likes = {gain: sum(_are_even(gain, other) for other in gains) for gain in gains}
    return max(gains, key=lambda gain: (likes[gain], -abs(log10(gain))), default=1.0)


def _is_off(received: Received, found: list[tuple[float, Sum]]) -> bool:
    """Whether a file is at one gain wherever it is, one of these mixes being none that moves anything."""
    by = found[0][0]
    is_same = all(abs(each - by) < _SAME_DB for each, _ in found)
    return (
        abs(by) > _EVEN_DB and is_same and any(received.called[one.target].role in _ROLES for _, one in found)
    )


def _first(received: Received) -> Sum:
    """The first of the sums in which each part has a gain of its own."""
    return next(one for one in received.sums if one.manner == GAINED)


def _too_loud(received: Received, at: int, by: float, one: Sum) -> Problem:
    how, cure = ("quiet", "Raise") if by > 0 else ("loud", "Lower")
    is_law = received.heard[at].is_mono and any(abs(abs(by) - law) < _EVEN_DB for law in _PAN_LAWS)
    law = " A mono file does so under a pan law." if is_law else ""
    if abs(by - _TWICE_DB) < _SAME_DB:
        law = " It may be in the mix twice."
    text = (
        f"is {abs(by):.2f} dB too {how}: only at {by:+.2f} dB does it add up to "
        f"{received.heard[one.target].file!r} with the others.{law}"
    )
    return Problem(received.heard[at].file, text, f"{cure} it by {abs(by):.2f} dB, or ask for it again.")
