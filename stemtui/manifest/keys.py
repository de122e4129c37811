"""The keys of a table that people write, and one reader for all such tables: it names all that is wrong."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from stemtui.errors import Problem
from stemtui.frozen import frozen
from stemtui.manifest.spelling import nearest, place, quoted
from stemtui.text import listed, slug

MOST_PROBLEMS = 500
Read = Callable[[object], Any]


class Wrong(Exception):
    """What is wrong with a value and what to do, each with the place inside the value that it is about.

    `usable` is what can be checked further all the same.
    """

    def __init__(self, *findings: tuple[str, str, str], usable: object = None) -> None:
        super().__init__(*findings)
        self.findings = findings
        self.usable = usable


def wrong(message: str, remedy: str) -> Wrong:
    """The finding that a value as a whole is wrong."""
    return Wrong(("", message, remedy))


@frozen
class Key:
    """One key of a table: how its value is read, whether it must be there, whether it is always written."""

    name: str
    read: Read
    required: str = ""
    always: bool = False


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise wrong(f"{quoted(value)} is not text.", "Put the value in quotes.")
    return value


def label(value: object) -> str:
    """A name that may be missing, but not blank."""
    if text(value) and not text(value).strip():
        raise wrong(f"{quoted(value)} is a blank name.", "Write a name, or remove the line.")
    return text(value)


def name(value: object) -> str:
    """A name that has to be there."""
    if not text(value).strip():
        raise wrong(f"{quoted(value)} is an empty name.", "Write the name that the files shall carry.")
    return text(value)


def number(low: float, high: float, unit: str = "") -> Callable[[object], float]:
    """A finite number within a range."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong(f"{quoted(value)} is not a number.", "Write a number without quotes.")
        if not low <= value <= high:
            raise wrong(f"{quoted(value)} is out of range.", f"Use {low:g} to {high:g}{unit}.")
        return float(value)

    return read


def whole(low: int, high: int, unit: str, *also: int) -> Callable[[object], int]:
    """A whole number within a range, or one of those listed after it."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(f"{quoted(value)} is not a whole number.", "Write digits only, without quotes.")
        if not low <= value <= high and value not in also:
            raise wrong(f"{quoted(value)} is out of range.", f"Use {low} to {high} {unit}.")
        return value

    return read


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise wrong(f"{quoted(value)} is neither true nor false.", "Write true or false, without quotes.")
    return value


def choice(*allowed: int | str) -> Read:
    """One of a few words or numbers."""

    def read(value: object) -> Any:
        if type(value) not in (int, str) or value not in allowed:
            words = listed([quoted(option) for option in allowed if option != ""], "or")
            raise wrong(f"{quoted(value)} is not known here.", f"Use {words}.")
        return value

    return read


def several(read: Read, example: str) -> Read:
    """A list of values, each read in the same way."""

    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            said = "it is empty." if value == [] else f"{quoted(value)} is not a list of values."
            raise wrong(said, f"Write it like {example}.")
        return tuple(read(one) for one in value)

    return read_all


def table(made: Callable[..., Any], keys: Sequence[Key], where: str) -> Read:
    """A table of its own, or one in { }, and what is made of its values."""

    def read(value: object) -> Any:
        if not isinstance(value, dict):
            raise wrong(f"{quoted(value)} is not a table.", f"Write it as [{where}].")
        problems: list[Problem] = []
        found = values(value, keys, "", problems)
        if problems:
            raise Wrong(*((one.path, one.message, one.remedy) for one in problems))
        return made(**found)

    return read


def values(
    table: Mapping[str, object], keys: Sequence[Key], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """The values of a table that are right; what is wrong goes to `problems`, `where` before its place."""
    found: dict[str, Any] = {}
    if len(problems) > MOST_PROBLEMS:
        return found
    for key in keys:
        if key.name not in table:
            if key.required:
                problems.append(Problem(where, f"has no {key.name}.", f"Add a line like: {key.required}"))
            continue
        try:
            found[key.name] = key.read(table[key.name])
        except Wrong as error:
            if error.usable is not None:
                found[key.name] = error.usable
            for inside, message, remedy in error.findings:
                problems.append(Problem(_at(where, key.name, inside), message, remedy))
    if len(table) > len(found):
        problems += unknown(table, [key.name for key in keys], where, "key")
    return found


def unknown(table: Mapping[str, object], known: Iterable[str], where: str, noun: str) -> Iterator[Problem]:
    """The keys of a table that nobody reads, each with what was probably meant."""
    known = list(known)
    for key in islice(table, MOST_PROBLEMS + len(known)):
        if key not in known:
            meant = _undotted(where, key, table[key], known) or nearest(key, known)
            meant = meant or f"Known here: {listed(known)}."
            yield Problem(_at(where, place(key)), f"{quoted(key)} is not a known {noun}.", meant)


def _at(*parts: str) -> str:
    return ".".join(filter(None, parts))


def _undotted(where: str, key: str, value: object, known: Collection[str]) -> str:
    """What to write where a dot in an id has made a table inside a table of it."""
    kind, _, begun = where.partition(".")
    if not (begun and isinstance(value, dict) and kind in ("stem", "mix", "track")):
        return ""
    if value and not any(inside in known for inside in value):
        return ""  # it is no table of that kind: a key of it, misspelt
    return f"An id has no dot: write [{kind}.{slug(f'{begun}_{key}')}]."
