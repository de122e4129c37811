"""From the text of a profile to its demands, or to everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from stemtui.destinations.values import DIALOGUE, MEASURES, Allowed, Loudness, Most, Profile
from stemtui.errors import Problem
from stemtui.manifest.keys import Key, choice, name, number, several, table, text, values, whole
from stemtui.session import BIT_DEPTHS
from stemtui.text import listed

CLAUSE = Key("clause", name, required='clause = "their specification, section 3"')
RATES = Key("allowed", several(whole(8_000, 768_000, "(Hz)"), "[48000]"), "allowed = [48000]")
WORD_LENGTHS = Key("allowed", several(choice(*BIT_DEPTHS), "[24]"), "allowed = [24]")
LOUDNESS = (
    Key("target_lufs", number(-70.0, 0.0, " LUFS"), "target_lufs = -23.0"),
    Key("tolerance_lu", number(0.0, 20.0, " LU")),
    Key("measured", choice(*MEASURES)),
    Key("whole_lufs", number(-70.0, 0.0, " LUFS")),
    CLAUSE,
)
SHORT_TERM = Key("most", number(-70.0, 0.0, " LUFS"), "most = -18.0")
TRUE_PEAK = Key("most", number(-60.0, 6.0, " dBTP"), "most = -1.0")
SAMPLE_PEAK = Key("most", number(-60.0, 0.0, " dBFS"), "most = 0.0")
IF_LOUDER = Key("if_louder", number(-60.0, 6.0, " dBTP"))

HEAD = (
    Key("name", name, required='name = "EBU R 128"'),
    Key("source", name, required='source = "their specification, version and date"'),
    Key("about", text),
)
DEMANDS = (
    Key("sample_rate", table(Allowed, (RATES, CLAUSE), "sample_rate")),
    Key("bit_depth", table(Allowed, (WORD_LENGTHS, CLAUSE), "bit_depth")),
    Key("loudness", table(Loudness, LOUDNESS, "loudness")),
    Key("short_term", table(Most, (SHORT_TERM, CLAUSE), "short_term")),
    Key("true_peak", table(Most, (TRUE_PEAK, IF_LOUDER, CLAUSE), "true_peak")),
    Key("sample_peak", table(Most, (SAMPLE_PEAK, CLAUSE), "sample_peak")),
)


def profile_from(key: str, tables: Mapping[str, object], problems: list[Problem]) -> Profile | None:
    """The profile that a file's tables say, or none: everything that is wrong with it goes to `problems`."""
    found = values(tables, (*HEAD, *DEMANDS), "", problems)
    problems += _contradictions(tables)
    demands = [demand.name for demand in DEMANDS]
    if not problems and not any(demand in found for demand in demands):
        problems.append(Problem("", "demands nothing.", f"Add a table: {listed(demands, 'or')}."))
    return None if problems else _profile(key, **found)


def _profile(key: str, **found: Any) -> Profile:
    return Profile(**{"key": key, "about": ""} | found)


def _contradictions(tables: Mapping[str, object]) -> Iterator[Problem]:
    loudness, peak = tables.get("loudness"), tables.get("true_peak")
    if isinstance(loudness, dict) and "whole_lufs" in loudness and loudness.get("measured") != DIALOGUE:
        message = "whole_lufs is for a mix with little dialogue, and the whole mix is measured here anyway."
        remedy = 'Add measured = "dialogue", or remove the line.'
        yield Problem("loudness.whole_lufs", message, remedy)
    if isinstance(peak, dict) and "if_louder" in peak and "loudness" not in tables:
        message = "if_louder needs a target to be louder than, and there is no [loudness]."
        yield Problem(
            "true_peak.if_louder", message, "Add [loudness] with its target_lufs, or remove the line."
        )
