"""Frozen values: what a dataclass promises, and that nothing changes one."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.frozen import frozen

Held = TypeVar("Held")


@frozen
class Note:
    """Frequency in Hz, and more."""

    name: str
    hz: float
    words: tuple[str, ...] = ()
    more: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Twin:
    """The same by the standard library."""

    name: str
    hz: float
    words: tuple[str, ...] = ()
    more: dict[str, int] = field(default_factory=dict)


@frozen
class Loud(Note):
    """A note with a level."""

    db: float = 0.0


@frozen
class Box(Generic[Held]):
    """A class with a type variable and one field."""

    held: Held


FIELDS = ("name", "hz", "words", "more", "unknown")
ARGUMENTS = st.tuples(
    st.lists(st.sampled_from(("a", 1.5, ("x",))), max_size=5),
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(("b", 2.5)), max_size=5),
)


@given(ARGUMENTS)
def test_takes_what_a_dataclass_takes_and_no_more(arguments: tuple[list[Any], dict[str, Any]]) -> None:
    by_place, by_name = arguments
    try:
        twin = Twin(*by_place, **by_name)
    except TypeError:
        with pytest.raises(TypeError):
            Note(*by_place, **by_name)
        return
    note = Note(*by_place, **by_name)
    assert list(vars(note).items()) == list(vars(twin).items())
    assert repr(note) == repr(twin).replace("Twin", "Note")
    assert asdict(note) == asdict(twin)


@pytest.mark.parametrize(
    ("by_place", "by_name", "said"),
    [
        ((), {"name": "A"}, "Note: missing: hz"),
        (("A", 440.0), {"words": (), "hertz": 1}, "Note: unknown: hertz"),
        (("A", 440.0), {"hz": 441.0}, "Note: given twice: hz"),
        (("A", 440.0, (), {}, "B"), {}, "Note: too many: 'B'"),
        ((), {"hertz": 1}, "Note: missing: name, hz; unknown: hertz"),
    ],
)
def test_says_what_does_not_fit(by_place: tuple[Any, ...], by_name: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError) as raised:
        Note(*by_place, **by_name)
    assert str(raised.value) == said


def test_equal_values_are_equal_and_hash_alike() -> None:
    assert Box("A") == Box("A") != Box("B")
    assert {Box("A"): 1}[Box("A")] == 1
    assert Note("A", 440.0) == Note("A", 440.0) != Note("A", 441.0)
    others: list[object] = [Twin("A", 440.0), Loud("A", 440.0)]
    assert Note("A", 440.0) not in others
    with pytest.raises(TypeError, match="unhashable"):
        hash(Note("A", 440.0))


def test_nothing_changes_a_value() -> None:
    note = Note("A", 440.0)
    for name in ("hz", "new"):
        with pytest.raises(FrozenInstanceError):
            setattr(note, name, 1.0)
        with pytest.raises(FrozenInstanceError):
            delattr(note, name)
    assert vars(note) == {"name": "A", "hz": 440.0, "words": (), "more": {}}


def test_a_changed_copy_is_a_value_of_its_own() -> None:
    note = Note("A", 440.0)
    other = replace(note, hz=441.0)
    assert (note.hz, other.hz) == (440.0, 441.0)
    assert Note("A", 1.0).more is not Note("A", 1.0).more
    assert copy.deepcopy(note) == note == pickle.loads(pickle.dumps(note))
    with pytest.raises(TypeError, match="unknown: pitch"):
        replace(note, pitch=1.0)  # type: ignore[call-arg]


def test_fields_are_inherited_and_patterns_match() -> None:
    assert [one.name for one in fields(Loud)] == ["name", "hz", "words", "more", "db"]
    match Loud("A", 440.0, db=-6.0):
        case Loud(name, hz, db=level):
            assert (name, hz, level) == ("A", 440.0, -6.0)


def test_a_field_without_a_default_stands_before_those_with_one() -> None:
    kinds = {"__annotations__": {"name": str, "hz": float}, "name": "A"}
    with pytest.raises(TypeError, match="fields without a default come first: hz"):
        frozen(type("Late", (), kinds))
