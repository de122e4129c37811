"""Two sessions that grew from one, put together by table and key."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from stemtui.errors import ManifestError, Problem
from stemtui.frozen import frozen
from stemtui.manifest.pairing import pairs
from stemtui.manifest.schema import TABLES
from stemtui.manifest.spelling import spelled
from stemtui.manifest.writing import default_values, plain
from stemtui.session import OrderLine, Session

CHOOSE = "Undo this change here, or read the manifest again and keep what is there."


@frozen
class Clash(Problem):
    """A thing that was changed on both sides: what it is on each, and what it was before."""

    mine: str = ""
    theirs: str = ""
    was: str = ""


class Sides(NamedTuple):
    """The same thing as it was, as it is here, and as it is on disk."""

    base: Any
    mine: Any
    theirs: Any

    def of(self, name: str) -> "Sides":
        """One attribute of the three."""
        return Sides(*(getattr(side, name) for side in self))


def merge(base: Session, mine: Session, theirs: Session) -> Session:
    """The session with both sides' changes since `base`. Raises ManifestError naming all that clashes."""
    sides = Sides(base, mine, theirs)
    clashes: list[Problem] = []
    merged: Session = _values("session", "session", sides, clashes)
    merged = replace(
        merged,
        mix_bus=_values("mix_bus", "mix_bus", sides.of("mix_bus"), clashes),
        delivery=_values("delivery", "delivery", sides.of("delivery"), clashes),
        stems=_tables("stem", "stems", _by_id(sides.of("stems")), clashes),
        mixes=_tables("mix", "mixes", _by_id(sides.of("mixes")), clashes),
        order=_tables("order", "order lines", _by_origin(sides.of("order")), clashes),
        tracks=_tables("track", "tracks", _by_id(sides.of("tracks")), clashes),
    )
    if clashes:
        raise ManifestError("The manifest on disk was changed too, in the same places as here:", clashes)
    return merged


def _values(kind: str, path: str, sides: Sides, clashes: list[Problem]) -> Any:
    """`mine` with every key that only the other side changed; where `base` is None both sides are new."""
    changed: dict[str, object] = {}
    for name in (key.name for key in TABLES[kind]):
        here, there = getattr(sides.mine, name), getattr(sides.theirs, name)
        was = default_values(kind)[name] if sides.base is None else getattr(sides.base, name)
        if there in (was, here):
            continue
        changed[name] = there
        if isinstance(there, tuple) and (kind, name) == ("session", "ignore"):
            changed[name] = _either(Sides(was, here, there))
        elif here != was:
            said = _said(here), _said(there), "" if sides.base is None else _said(was)
            before = f"; it was {said[2]}" if said[2] else ""
            message = f"it is {said[0]} here and {said[1]} on disk{before}."
            clashes.append(Clash(f"{path}.{name}", message, CHOOSE, "error", False, *said))
    return replace(sides.mine, **changed) if changed else sides.mine


def _either(sides: Sides) -> tuple[str, ...]:
    """A list with what either side added, and without what either took out."""
    gone = {one for one in sides.base if one not in sides.mine or one not in sides.theirs}
    return tuple(one for one in dict.fromkeys((*sides.mine, *sides.theirs)) if one not in gone)


def _tables(kind: str, plural: str, sides: Sides, clashes: list[Problem]) -> tuple[Any, ...]:
    """The tables of one kind that either side has, but those that one of them deleted."""
    merged = []
    for key in _sequence(kind, plural, Sides(*map(list, sides)), clashes):
        was, here, there = (side.get(key) for side in sides)
        if here and there and kind == "order" and was and _parted(Sides(was, here, there)):
            said = (_line(here), _line(there), _line(was))
            message = f"it is {said[0]} here and {said[1]} on disk; it was {said[2]}."
            clashes.append(Clash(f"{kind}.{key}", message, CHOOSE, "error", False, *said))
        elif here and there:
            merged.append(_values(kind, f"{kind}.{key}", Sides(was, here, there), clashes))
        elif was is None:
            merged.append(here or there)
        elif (here or there) != was:
            done = "changed here and deleted on disk" if here else "deleted here and changed on disk"
            said = ("changed", "deleted", "") if here else ("deleted", "changed", "")
            clashes.append(Clash(f"{kind}.{key}", f"it was {done}.", CHOOSE, "error", False, *said))
    return tuple(merged)


def _parted(sides: Sides) -> bool:
    """Whether an order line became about another thing on one side, while the other side says more of it.

    A waiver is given for what is delivered, and so are channels: neither goes over to something else.
    """
    differing = [key for key, held in vars(sides.mine).items() if held != getattr(sides.theirs, key)]
    here, there = (
        {key for key in differing if key != "asked" and getattr(side, key) != getattr(sides.base, key)}
        for side in sides[1:]
    )
    return bool(here and there) and here != there and bool({"deliver", "waive"} & (here | there))


def _sequence(kind: str, plural: str, sides: Sides, clashes: list[Problem]) -> list[Hashable]:
    """The keys of either side, in the order of the side that changed the order."""
    common = set.intersection(*map(set, sides))
    was, here, there = ([key for key in side if key in common] for side in sides)
    if here not in (was, there) and there != was:
        clashes.append(Problem(kind, f"the {plural} were put in another order, here and on disk.", CHOOSE))
    first, second = (sides.theirs, sides.mine) if here == was else (sides.mine, sides.theirs)
    merged = list(first)
    for position, key in enumerate(second):
        if key not in first:
            merged.insert(merged.index(second[position - 1]) + 1 if position else 0, key)
    return merged


def _by_id(sides: Sides) -> Sides:
    return Sides(*({each.id: each for each in side} for side in sides))


def _by_origin(sides: Sides) -> Sides:
    return Sides(*(_identified(sides.base, lines) for lines in sides))


def _identified(base: Sequence[OrderLine], lines: Sequence[OrderLine]) -> Mapping[Hashable, OrderLine]:
    """Order lines by the number that they have in `base`; new ones by what they say."""
    origins = pairs(base, lines)
    found: dict[Hashable, OrderLine] = {}
    repeats: Counter[OrderLine] = Counter()
    for position, line in enumerate(lines):
        if position in origins:
            found[origins[position] + 1] = line
        else:
            found[line, repeats[line]] = line
            repeats[line] += 1
    return found


def _line(line: OrderLine) -> str:
    return spelled({key: held for key, held in vars(line).items() if held})


def _said(value: object) -> str:
    return "absent" if value is None else spelled(plain(value))
