"""From the text of a manifest to a Session, or to everything that is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from stemtui.errors import ManifestError, Problem
from stemtui.manifest.checking import structure_problems
from stemtui.manifest.schema import FORMAT, ID, TABLES, Key, Wrong
from stemtui.manifest.spelling import id_remedy, nearest, place, quoted
from stemtui.session import Delivery, Mix, MixBus, OrderLine, Session, Stem, Track
from stemtui.tables import loads
from stemtui.text import listed, slug

CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
TOP_LEVEL = ("format", *TABLES)
MOST_TABLES = 20_000
MOST_PROBLEMS = 500
SYNTAX_IN_WORDS = {
    "Cannot overwrite a value": "a key or table is there twice",
    "Exceeds the limit": "a number has thousands of digits",
    "Cannot mutate immutable namespace": "a table that was written in { } cannot be continued here",
}


def read_session(text: str, source: str) -> Session:
    """The session that a manifest's text says. Raises ManifestError with all problems at once."""
    session, problems = session_from(parsed(text, source))
    if problems:
        raise ManifestError(f"{source} is not right:", problems)
    return session


def parsed(text: str, source: str) -> dict[str, object]:
    """The tables of a text, before anything is known about their meaning."""
    try:
        return loads(text.removeprefix("\N{BOM}"))
    except RecursionError:
        problem = Problem("", "lists or tables are nested too deeply.", "A manifest has no such depth.")
    except ValueError as error:
        problem = _syntax_problem(str(error), text)
    raise ManifestError(f"{source} cannot be read:", [problem])


def session_from(tables: Mapping[str, object]) -> tuple[Session, list[Problem]]:
    """The session that a manifest's tables say, to be trusted only if no problem comes with it."""
    found = tables.get("format")
    problems = list(_format_problems(found))
    if problems and type(found) is int and found > FORMAT:
        return Session(), problems
    if sum(len(held) for held in tables.values() if isinstance(held, dict | list)) > MOST_TABLES:
        problems.append(Problem("", f"it has more than {MOST_TABLES} tables.", "That cannot be a session."))
        return Session(), problems
    problems += _unknown(tables, TOP_LEVEL, "", "table or key")
    fields = {name: _single(tables, name, problems) for name in ("session", "mix_bus", "delivery")}
    session = Session(
        **fields["session"],
        mix_bus=MixBus(**fields["mix_bus"]),
        delivery=Delivery(**fields["delivery"]),
        stems=tuple(Stem(key, **({"name": key} | found)) for key, found in _named(tables, "stem", problems)),
        mixes=tuple(Mix(key, **({"name": key} | found)) for key, found in _named(tables, "mix", problems)),
        order=tuple(OrderLine(**found) for found in _order(tables, problems)),
        tracks=tuple(Track(key, **found) for key, found in _named(tables, "track", problems)),
    )
    known = {problem.path for problem in problems} | set(_too_deep(tables.get("track")))
    problems += islice(structure_problems(session, known), MOST_PROBLEMS)
    if len(problems) > MOST_PROBLEMS:
        more = Problem("", "there are more problems than these.", "Correct these first, then look again.")
        problems = [*problems[:MOST_PROBLEMS], more]
    return session, problems


def _format_problems(found: object) -> Iterable[Problem]:
    if found is None:
        yield Problem("format", "the manifest does not say its format.", f"Begin it with: format = {FORMAT}")
    elif type(found) is not int or found < 1:
        yield Problem("format", f"{quoted(found)} is not a format.", f"Write: format = {FORMAT}")
    elif found > FORMAT:
        message = f"format {quoted(found)} is later than this stemtui, which reads format {FORMAT}."
        yield Problem("format", message, "Update stemtui.")


def _single(tables: Mapping[str, object], name: str, problems: list[Problem]) -> dict[str, Any]:
    table = tables.get(name, {})
    if isinstance(table, dict):
        return _values(table, TABLES[name], name, problems)
    problems.append(Problem(name, f"{quoted(table)} is not a table.", f"Write it as [{name}]."))
    return {}


def _named(
    tables: Mapping[str, object], kind: str, problems: list[Problem]
) -> list[tuple[str, dict[str, Any]]]:
    collection = tables.get(kind, {})
    if not isinstance(collection, dict):
        remedy = f"Write one table for each {kind}, like [{kind}.drums]."
        problems.append(Problem(kind, f"{quoted(collection)} is not a table of tables.", remedy))
        return []
    found = []
    for key, table in collection.items():
        where = place(kind, key)
        if not ID.fullmatch(key):
            problems.append(Problem(where, f"{quoted(key)} is not an id.", id_remedy(key)))
        if isinstance(table, dict):
            found.append((key, _values(table, TABLES[kind], where, problems)))
        else:
            problems.append(Problem(where, f"{quoted(table)} is not a table.", f"Write it as [{where}]."))
    return found


def _order(tables: Mapping[str, object], problems: list[Problem]) -> list[dict[str, Any]]:
    lines = tables.get("order", [])
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        problems.append(
            Problem("order", "is not a list of order lines.", "Begin each line with its own [[order]].")
        )
        return []
    return [
        _values(line, TABLES["order"], f"order.{number}", problems) for number, line in enumerate(lines, 1)
    ]


def _values(
    table: Mapping[str, object], keys: tuple[Key, ...], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """The values of a table that are right; what is wrong goes to `problems`."""
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
                at = ".".join([where, key.name, *([place(inside)] if inside else [])])
                problems.append(Problem(at, message, remedy))
    if len(table) > len(found):
        problems += _unknown(table, [key.name for key in keys], where, "key")
    return found


def _unknown(table: Mapping[str, object], known: Iterable[str], where: str, noun: str) -> Iterable[Problem]:
    known = list(known)
    for key in islice(table, MOST_PROBLEMS + len(known)):
        if key not in known:
            at = f"{where}.{place(key)}" if where else place(key)
            meant = _undotted(where, key, table[key]) or nearest(key, known)
            meant = meant or f"Known here: {listed(known)}."
            yield Problem(at, f"{quoted(key)} is not a known {noun}.", meant)


def _too_deep(tracks: object) -> Iterator[str]:
    """Where files would be named, had not a dot in the track's id put them a table too deep."""
    for key, table in tracks.items() if isinstance(tracks, dict) else ():
        if isinstance(table, dict) and any(isinstance(value, dict) for value in table.values()):
            yield place("track", key, "file")


def _undotted(where: str, key: str, value: object) -> str:
    """What to write where a dot in an id has made a table inside a table of it."""
    kind, _, begun = where.partition(".")
    if not (begun and isinstance(value, dict) and kind in ("stem", "mix", "track")):
        return ""
    return f"An id has no dot: write [{kind}.{slug(f'{begun}_{key}')}]."


def _syntax_problem(message: str, text: str) -> Problem:
    """tomllib's message with the line it is about, quoted."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if not found:
        message = next(
            (said for begins, said in SYNTAX_IN_WORDS.items() if message.startswith(begins)), message
        )
        return Problem("", f"{message}.", "Correct it, or restore an earlier version of the file.")
    said, line = found[1], int(found[2]) if found[2] else text.count("\n") + 1
    for begins, words in SYNTAX_IN_WORDS.items():
        said = words if said.startswith(begins) else said
    if said.startswith("Cannot declare"):
        said = "this table is there twice"
    lines = text.split("\n")
    written = lines[line - 1].strip() if line <= len(lines) else ""
    if written.startswith(CONFLICT_MARKS):
        return Problem(f"line {line}", "a merge left both sides here.", "Keep one and delete the marks.")
    return Problem(f"line {line}", f"{said}: {quoted(written)}.", "Correct the line.")
