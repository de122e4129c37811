"""What was changed on both sides, settled as one of them has it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from stemtui.errors import Problem
from stemtui.manifest.pairing import pairs
from stemtui.session import Mix, OrderLine, Session, Stem, Track

Item = TypeVar("Item", bound=Track | Stem | Mix)


def conceded(base: Session, side: Session, problems: Iterable[Problem]) -> Session:
    """`base` with everything that clashes as `side` has it: to a merge only the other side changed it."""
    # the last first: an order line that goes would give those after it another number
    for problem in reversed(list(problems)):
        kind, _, rest = problem.path.partition(".")
        key, _, field = rest.partition(".")
        if kind == "session":
            base = replace(base, **{key: getattr(side, key)})
        elif kind in ("delivery", "mix_bus"):
            said: Any = {key: getattr(getattr(side, kind), key)}
            base = replace(base, **{kind: replace(getattr(base, kind), **said)})
        elif kind == "order":
            base = replace(base, order=_conceded_lines(base.order, side.order, key, field))
        elif kind == "track":
            base = replace(base, tracks=_conceded(base.tracks, side.tracks, key, field))
        elif kind == "stem":
            base = replace(base, stems=_conceded(base.stems, side.stems, key, field))
        else:
            base = replace(base, mixes=_conceded(base.mixes, side.mixes, key, field))
    return base


def _conceded_lines(
    base: tuple[OrderLine, ...], side: tuple[OrderLine, ...], key: str, field: str
) -> tuple[OrderLine, ...]:
    """Order lines with one of them, counted from 1, or their sequence (no key) as the side has it."""
    places = {was: now for now, was in pairs(base, side).items()}
    if not key:
        return tuple(
            base[was] for was in sorted(range(len(base)), key=lambda was: places.get(was, len(side)))
        )
    at = int(key) - 1
    if at not in places:
        return base[:at] + base[at + 1 :]
    theirs = side[places[at]]
    changed: Any = {field: getattr(theirs, field)} if field else vars(theirs)
    return (*base[:at], replace(base[at], **changed), *base[at + 1 :])


def _conceded(base: tuple[Item, ...], side: tuple[Item, ...], key: str, field: str) -> tuple[Item, ...]:
    """Items with one field of one of them, all of one, or their sequence (no key) as the side has it."""
    theirs = {item.id: item for item in side}
    if not key:
        places = {item.id: place for place, item in enumerate(side)}
        return tuple(sorted(base, key=lambda item: places.get(item.id, len(places))))
    was = next((item for item in base if item.id == key), None)
    now = theirs.get(key)
    if was is None or now is None or not field:
        others = tuple(item for item in base if item.id != key)
        return others if now is None else (*others, now)
    changed: Any = {field: getattr(now, field)}
    return tuple(replace(item, **changed) if item.id == key else item for item in base)
