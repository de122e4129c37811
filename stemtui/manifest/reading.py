"""From the text of a manifest to a Session, or to everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from stemtui.errors import ManifestError, Problem
from stemtui.manifest.checking import structure_problems
from stemtui.manifest.keys import MOST_PROBLEMS, unknown, values
from stemtui.manifest.schema import FORMAT, ID, TABLES
from stemtui.manifest.spelling import id_remedy, place, quoted
from stemtui.manifest.syntax import line_end_problem, syntax_problem
from stemtui.session import Delivery, Mix, MixBus, OrderLine, Session, Stem, Track
from stemtui.tables import loads

TOP_LEVEL = ("format", *TABLES)
MOST_TABLES = 20_000


def read_session(text: str, source: str) -> Session:
    """The session that a manifest's text says. Raises ManifestError with all problems at once."""
    if problem := line_end_problem(text):
        raise ManifestError(f"{source} cannot be read:", [problem])
    session, problems = session_from(parsed(text, source))
    if problems:
        raise ManifestError(f"{source} is not right:", problems)
    return session


def parsed(text: str, source: str) -> dict[str, object]:
    """The tables of a text, before anything is known about their meaning."""
    try:
        return loads(text.removeprefix("\N{BOM}"))
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"{source} cannot be read:", [syntax_problem(error, text)]) from error


def session_from(tables: Mapping[str, object]) -> tuple[Session, list[Problem]]:
    """The session that a manifest's tables say, to be trusted only if no problem comes with it."""
    found = tables.get("format")
    problems = list(_format_problems(found))
    if problems and type(found) is int and found > FORMAT:
        return Session(), problems
    if sum(len(held) for held in tables.values() if isinstance(held, dict | list)) > MOST_TABLES:
        problems.append(Problem("", f"it has more than {MOST_TABLES} tables.", "That cannot be a session."))
        return Session(), problems
    problems += unknown(tables, TOP_LEVEL, "", "table or key")
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
        return values(table, TABLES[name], name, problems)
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
            found.append((key, values(table, TABLES[kind], where, problems)))
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
        values(line, TABLES["order"], f"order.{number}", problems) for number, line in enumerate(lines, 1)
    ]


def _too_deep(tracks: object) -> Iterator[str]:
    """Where files would be named, had not a dot in the track's id put them a table too deep."""
    for key, table in tracks.items() if isinstance(tracks, dict) else ():
        if isinstance(table, dict) and any(isinstance(value, dict) for value in table.values()):
            yield place("track", key, "file")
