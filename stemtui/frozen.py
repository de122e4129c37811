"""Frozen values: dataclasses whose methods are closures.

`dataclass(frozen=True)` writes six methods for each class as text and has Python compile them, which takes a
millisecond or more: a tenth of a second for the classes of a render, before the first of its samples is read.
Here nothing is compiled. `fields`, `replace`, `asdict` and patterns work on these values as on any dataclass,
and type checkers know them (PEP 681).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

Value = TypeVar("Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Value]) -> type[Value]:
    """A class of values: made from its fields, equal where these are, hashed by them, and never changed."""
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    known = fields(made)
    made.__init__ = _init_of(known)
    made.__eq__, made.__hash__ = _comparing(attrgetter(*(one.name for one in known)))
    made.__repr__ = _repr
    made.__setattr__ = made.__delattr__ = _refuse
    return cls


def _init_of(known: tuple[Field[Any], ...]) -> Callable[..., None]:
    """The constructor that takes those fields by place or by name."""
    order = tuple(one.name for one in known)
    start = {one.name: None if one.default is MISSING else one.default for one in known}
    made = {one.name: one.default_factory for one in known if one.default_factory is not MISSING}
    needed = tuple(one.name for one in known if one.default is MISSING and one.name not in made)
    if needed != order[: len(needed)]:
        raise TypeError(f"fields without a default come first: {', '.join(needed)}")

    def init(self: Any, /, *given: Any, **named: Any) -> None:
        values = self.__dict__
        values.update(start)
        for name in made:
            values[name] = made[name]()
        if given:
            values.update(zip(order, given, strict=False))
        if named:
            values.update(named)
        lacking = needed[len(given) :]
        fits = len(given) <= len(order) == len(values) and (not lacking or named.keys() >= set(lacking))
        if not fits or (given and named and not named.keys().isdisjoint(order[: len(given)])):
            raise TypeError(_misfit(type(self).__qualname__, order, lacking, given, named))

    return init


def _misfit(
    called: str,
    order: Sequence[str],
    needed: Sequence[str],
    given: Sequence[object],
    named: Mapping[str, object],
) -> str:
    """Why a value cannot be made of what was given for its fields."""
    faults = {
        "missing": [name for name in needed if name not in named],
        "unknown": [name for name in named if name not in order],
        "given twice": [name for name in order[: len(given)] if name in named],
        "too many": [repr(value) for value in given[len(order) :]],
    }
    said = (f"{fault}: {', '.join(what)}" for fault, what in faults.items() if what)
    return f"{called}: {'; '.join(said)}"


def _comparing(values: Callable[[Any], Any]) -> tuple[Callable[[Any, Any], bool], Callable[[Any], int]]:
    """Equality and hash by what `values` gets of a value."""

    def eq(self: Any, other: Any) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return eq, hashed


def _repr(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{type(self).__qualname__}({said})"


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__qualname__} is a value: {name!r} stays as it is.")
