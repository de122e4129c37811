"""What a destination says of a whole delivery: a table of its receipt, and the same in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stemtui.destinations.judging import NOT_JUDGED, PASS, TURNED, checks, verdict
from stemtui.destinations.trimming import trim, trim_words
from stemtui.destinations.values import Profile
from stemtui.naming import print_name
from stemtui.receipts import FAIL
from stemtui.text import listed

NO_MIX = "no mix was printed, and stems and tracks are never judged"


def judgement(
    profile: Profile, delivery: Mapping[str, Any], files: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A receipt's table `destination`: the verdict on every mix, what each demand says of it, and the trim
    that would help. `delivery` and `files` are the receipt's."""
    mixes = [_mix(profile, delivery, file) for file in files if file["kind"] == "mix"]
    said: dict[str, Any] = {"profile": profile.key, "name": profile.name, "source": profile.source}
    said["verdict"] = verdict(mixes) if mixes else NOT_JUDGED
    if not mixes:
        return said | {"because": NO_MIX}
    if (better := trim(profile, delivery, files)) is not None:
        said |= {"trim_db": better.trim_db, "trim": trim_words(profile, better)}
    return said | {"mix": mixes}


def judgement_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """A receipt's judgement in words: a line for each mix, and one for the trim."""
    said = document.get("destination")
    if not said:
        return
    if "because" in said:
        yield f"{said['name']}: not judged; {said['because']}."
    for mix in said.get("mix", ()):
        yield f"{said['name']}: {_line(mix)}."
    if "trim" in said:
        yield f"{said['name']}: {said['trim']}"


def _mix(profile: Profile, delivery: Mapping[str, Any], file: Mapping[str, Any]) -> dict[str, Any]:
    found = list(checks(profile, delivery, file))
    return {"item": file["item"], "name": file["name"], "verdict": verdict(found), "check": found}


def _line(mix: Mapping[str, Any]) -> str:
    """One mix: what is wrong first, and alone where anything is; else everything that was measured."""
    by_verdict: dict[str, list[str]] = {}
    for check in mix["check"]:
        by_verdict.setdefault(check["verdict"], []).append(check["says"])
    failing, open_ = by_verdict.get(FAIL, []), by_verdict.get(NOT_JUDGED, [])
    good = [*by_verdict.get(TURNED, []), *by_verdict.get(PASS, [])]
    name = print_name(mix["name"], "mix")
    if failing:
        return f"{name} FAILS: {listed(failing)}{_also(open_)}"
    if open_:
        return f"{name}: {listed(open_)}{_also([f'the rest passes: {listed(good)}'] if good else [])}"
    return f"{name} passes: {listed(good)}"


def _also(said: list[str]) -> str:
    return f"; {'; '.join(said)}" if said else ""
