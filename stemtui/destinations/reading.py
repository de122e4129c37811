"""From the text of a profile to its demands, or to everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from stemtui.destinations.values import MEASURES, Allowed, Loudness, Most, Profile
from stemtui.errors import Problem, ProblemsError
from stemtui.manifest.schema import Key, Wrong, choice, name, number, text, whole, wrong
from stemtui.manifest.spelling import nearest, quoted
from stemtui.session import BIT_DEPTHS
from stemtui.tables import loads
from stemtui.text import listed

Read = Callable[[object], Any]


def several(read: Read, example: str) -> Read:
    """A list of values, each read in the same way."""

    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise wrong(f"{quoted(value)} is not a list of values.", f"Write it like {example}.")
        return tuple(read(one) for one in value)

    return read_all


CLAUSE = Key("clause", name, required='clause = "their specification, section 3"')
HEAD = (
    Key("name", name, required='name = "EBU R 128"'),
    Key("source", name, required='source = "their specification, version and date"'),
    Key("about", text),
)
DEMANDS: dict[str, tuple[type, tuple[Key, ...]]] = {
    "sample_rate": (
        Allowed,
        (Key("allowed", several(whole(8_000, 768_000, "(Hz)"), "[48000]"), "allowed = [48000]"), CLAUSE),
    ),
    "bit_depth": (
        Allowed,
        (Key("allowed", several(choice(*BIT_DEPTHS), "[24]"), "allowed = [24]"), CLAUSE),
    ),
    "loudness": (
        Loudness,
        (
            Key("target_lufs", number(-70.0, 0.0, " LUFS"), "target_lufs = -23.0"),
            Key("tolerance_lu", number(0.0, 20.0, " LU")),
            Key("measured", choice(*MEASURES)),
            CLAUSE,
        ),
    ),
    "short_term": (Most, (Key("most", number(-70.0, 0.0, " LUFS"), "most = -18.0"), CLAUSE)),
    "true_peak": (
        Most,
        (
            Key("most", number(-60.0, 6.0, " dBTP"), "most = -1.0"),
            Key("if_louder", number(-60.0, 6.0, " dBTP")),
            CLAUSE,
        ),
    ),
    "sample_peak": (Most, (Key("most", number(-60.0, 0.0, " dBFS"), "most = 0.0"), CLAUSE)),
}


def read_profile(key: str, text: str, where: str) -> Profile:
    """The profile that a TOML text says. Raises ProblemsError with everything that is wrong with it."""
    try:
        document = loads(text)
    except (ValueError, RecursionError) as error:
        problem = Problem("", f"{error}.", "Correct the line.")
        raise ProblemsError(f"The profile {where} cannot be read:", [problem]) from error
    problems = list(_unknown(document, [*(one.name for one in HEAD), *DEMANDS], ""))
    head = _values(document, HEAD, "", problems)
    demands: dict[str, Any] = {}
    for demand, (made, keys) in DEMANDS.items():
        if demand in document:
            demands[demand] = _demand(document[demand], made, keys, demand, problems)
    problems += _contradictions(document)
    if not problems and not demands:
        remedy = f"Add a table: {listed(list(DEMANDS), 'or')}."
        problems.append(Problem("", "demands nothing.", remedy))
    if problems:
        raise ProblemsError(f"The profile {where} is not right:", problems)
    return Profile(key, head["name"], head.get("about", ""), head["source"], **demands)


def _demand(table: object, made: type, keys: tuple[Key, ...], where: str, problems: list[Problem]) -> Any:
    if not isinstance(table, dict):
        problems.append(Problem(where, f"{quoted(table)} is not a table.", f"Write it as [{where}]."))
        return None
    problems += _unknown(table, [key.name for key in keys], where)
    before = len(problems)
    found = _values(table, keys, where, problems)
    return made(**found) if len(problems) == before else None


def _values(
    table: dict[str, Any], keys: Iterable[Key], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """The values of a table that are right; what is wrong goes to `problems`."""
    found = {}
    for key in keys:
        if key.name not in table:
            if key.required:
                problems.append(Problem(where, f"has no {key.name}.", f"Add a line like: {key.required}"))
            continue
        try:
            found[key.name] = key.read(table[key.name])
        except Wrong as error:
            at = f"{where}.{key.name}" if where else key.name
            problems += [Problem(at, message, remedy) for _, message, remedy in error.findings]
    return found


def _contradictions(document: dict[str, Any]) -> Iterator[Problem]:
    peak = document.get("true_peak")
    if isinstance(peak, dict) and "if_louder" in peak and "loudness" not in document:
        message = "if_louder needs a target to be louder than, and there is no [loudness]."
        yield Problem(
            "true_peak.if_louder", message, "Add [loudness] with its target_lufs, or remove the line."
        )


def _unknown(table: dict[str, Any], known: list[str], where: str) -> Iterator[Problem]:
    for key in table:
        if key not in known:
            at = f"{where}.{key}" if where else key
            meant = nearest(key, known) or f"Known here: {listed(known)}."
            yield Problem(at, f"{quoted(key)} is not a known key.", meant)
