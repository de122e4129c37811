"""What an order exposes though none of its lines does: a stem that is left where one print is taken from
others."""

from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import Problem
from stemtui.order.asked import Asked, quoted
from stemtui.order.heard import heard
from stemtui.session import Session, family, has_item, mix_key, mix_offset_db, split_item
from stemtui.text import few

Weights = Mapping[str, float]
"""By what a print multiplies each stem's own tracks, by the stem's id."""

_NOTHING = 1e-9
_NAMED = 6


def subtracting(session: Session, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Lines that together give a stem alone which must not be isolated, and that no line gives by itself."""
    for stem in session.stems:
        if stem.isolate:
            continue
        guarded = frozenset(family(session, stem.id))
        held = {one.number: _weights(one) for one in asked}
        prints = {number: weights for number, weights in held.items() if not guarded >= weights.keys()}
        if lines := exposing(prints, guarded):
            numbers = few([str(number) for number in lines], _NAMED)
            yield asked[lines[-1] - 1].waivable(
                f"Lines {numbers} together expose {quoted(stem.name)}, which is marked not to be isolated: "
                "taken from each other, they leave it alone.",
                f"Drop one of them, set stem.{stem.id}.isolate = true once it is cleared, or say why it is "
                'right: waive = "...".',
            )


def _weights(one: Asked) -> Weights:
    """What a line's print holds; nothing of what no sum with the others can hold."""
    kind, key = split_item(one.item)
    if not one.item or kind == "track" or not has_item(one.session, one.item):
        return {}
    stems = dict.fromkeys(track.stem for track in heard(one.session, one.item) if track.stem)
    if kind != "mix":
        return dict.fromkeys(stems, 1.0)
    mix = one.session.mix(key)
    if mix_key(one.session, mix) == "self" and one.session.mix_bus.is_dynamic:
        return {}
    return {stem: 10.0 ** (mix_offset_db(one.session, mix, stem) / 20.0) for stem in stems}


def exposing(prints: Mapping[int, Weights], guarded: frozenset[str]) -> list[int]:
    """The numbers of the lines of which some sum, each times anything, holds what is guarded and no more.

    The others' stems are eliminated from one print after another; of one that has none of them left, and
    something that is guarded, those that were taken from it are what it needs, and no fewer.
    """
    steps: list[tuple[str, Weights, Weights]] = []
    for number, weights in prints.items():
        left, times = dict(weights), {str(number): 1.0}
        for stem, step, taken in steps:
            if factor := left.get(stem, 0.0) / step[stem]:
                _take(left, step, factor)
                _take(times, taken, factor)
        left = {stem: weight for stem, weight in left.items() if abs(weight) > _NOTHING}
        free = next((stem for stem in left if stem not in guarded), "")
        if left and not free:
            return sorted(int(one) for one, factor in times.items() if abs(factor) > _NOTHING)
        if free:
            steps.append((free, left, times))
    return []


def _take(left: dict[str, float], step: Weights, factor: float) -> None:
    for one, weight in step.items():
        left[one] = left.get(one, 0.0) - factor * weight
