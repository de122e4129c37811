"""Whether the mixes of a delivery meet a destination's demands, from what was measured of them.

Stems and tracks are never judged: together they may add up to more than any of these figures allows. Levels
are compared as a receipt has them, to 0.01 LU and 0.01 dB: a meter that shows 0.1 LU, as EBU Tech 3341 has
it, may show a mix that is off by less either way.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from stemtui.destinations.values import DIALOGUE, PLAYBACK, Allowed, Loudness, Most, Profile
from stemtui.receipts import FAIL

PASS, NOT_JUDGED, TURNED = "pass", "not judged", "turned at playback"
MEASURED = {
    "loudness": "integrated_lufs",
    "short_term": "max_short_term_lufs",
    "true_peak": "true_peak_dbtp",
    "sample_peak": "peak_dbfs",
}
UNITS = {"loudness": "LUFS", "short_term": "LUFS", "true_peak": "dBTP", "sample_peak": "dBFS"}
WORDS = {
    "loudness": "loudness",
    "short_term": "short-term loudness",
    "true_peak": "true peak",
    "sample_peak": "peak",
}
_ROUNDING = 1e-6

File = Mapping[str, Any]
Check = dict[str, Any]


def checks(profile: Profile, delivery: Mapping[str, Any], mix: File) -> Iterator[Check]:
    """What each demand says of one mix, an entry of a receipt: `what`, `verdict`, `says`, `clause`, and where
    there are any `measured`, `wanted`, `off_by`."""
    for form in ("sample_rate", "bit_depth"):
        demand = getattr(profile, form)
        if demand is not None:
            yield _form(form, demand, delivery[form]) | {"clause": demand.clause}
    for what, key in MEASURED.items():
        demand = getattr(profile, what)
        if demand is None:
            continue
        level = mix.get(key)
        if level is None:
            why = "not measured" if "sha256" not in mix else "too quiet or too short to be measured"
            found: Check = {"verdict": NOT_JUDGED, "says": f"{WORDS[what]} not judged: {why}"}
        elif isinstance(demand, Loudness):
            found = _loudness(demand, level, _room(profile, mix))
        else:
            found = _most(what, demand, level, _allowed(profile, demand, mix))
        yield {"what": what, **found, "clause": demand.clause}


def verdict(found: Sequence[Check]) -> str:
    """What all checks together come to: a failure, else something not judged, else a pass."""
    verdicts = {one["verdict"] for one in found}
    return next((one for one in (FAIL, NOT_JUDGED) if one in verdicts), PASS)


def form_word(form: str, value: int | str) -> str:
    """`48 kHz`, `24-bit`, `32-bit float`."""
    if form == "sample_rate":
        return f"{int(value) / 1000:g} kHz"
    return "32-bit float" if value == "32f" else f"{value}-bit"


def form_words(form: str, demand: Allowed) -> str:
    """`44.1 kHz or 48 kHz`."""
    return " or ".join(form_word(form, value) for value in demand.allowed)


def loudness_word(demand: Loudness) -> str:
    """`-23 LUFS +/-0.2`."""
    tolerance = f" +/-{demand.tolerance_lu:g}" if demand.tolerance_lu else ""
    return f"{demand.target_lufs:g} LUFS{tolerance}"


def _form(form: str, demand: Allowed, value: int | str) -> Check:
    is_right = value in demand.allowed
    says = form_word(form, value)
    wanted = form_words(form, demand)
    return {
        "what": form,
        "verdict": PASS if is_right else FAIL,
        "says": says if is_right else f"{says}, not {wanted}",
        "measured": value,
        "wanted": list(demand.allowed),
    }


def _loudness(demand: Loudness, level: float, room: float) -> Check:
    """What is said of a mix's loudness. `room` is by how much a player may turn it up, in dB."""
    off = round(level - demand.target_lufs, 2)
    over = round(max(0.0, abs(off) - demand.tolerance_lu), 2)
    wanted = loudness_word(demand)
    found: Check = {"measured": level, "wanted": demand.target_lufs, "tolerance": demand.tolerance_lu}
    if demand.measured == DIALOGUE:
        says = (
            f"loudness not judged: {wanted} is wanted of the dialogue, and no BS.1770-4 meter finds that "
            f"(the whole mix: {level:g} LUFS{_whole(demand, level)})"
        )
        return found | {"verdict": NOT_JUDGED, "says": says}
    if demand.measured == PLAYBACK:
        return found | {
            "verdict": TURNED if off else PASS,
            "off_by": off,
            "says": _turned(demand, level, room),
        }
    if over <= _ROUNDING:
        return found | {"verdict": PASS, "says": f"{level:g} LUFS ({wanted})"}
    way = "louder" if off > 0 else "quieter"
    says = f"{level:g} LUFS is {over:g} LU {way} than {wanted} allows"
    return found | {"verdict": FAIL, "off_by": over if off > 0 else -over, "says": says}


def _turned(demand: Loudness, level: float, room: float) -> str:
    """What a player makes of a mix: up goes no further than its peaks have room."""
    by = round(min(demand.target_lufs - level, max(room, 0.0)), 2)
    short = "" if round(level + by - demand.target_lufs, 2) >= 0.0 else ": its peaks leave no more room"
    if not by:
        return f"{level:g} LUFS{f', not turned up at playback{short}' if short else ''}"
    way = "up" if by > 0 else "down"
    return f"{level:g} LUFS, turned {way} {abs(by):g} dB at playback (to {level + by:g} LUFS{short})"


def _room(profile: Profile, mix: File) -> float:
    """By how many dB a mix can be turned up before its true peaks pass the most that is allowed."""
    level = mix.get("true_peak_dbtp")
    return math.inf if profile.true_peak is None or level is None else profile.true_peak.most - level


def _whole(demand: Loudness, level: float) -> str:
    """How a whole mix stands to what is wanted of it where it has too little dialogue to go by."""
    if demand.whole_lufs is None:
        return ""
    off = level - demand.whole_lufs
    over = round(abs(off) - demand.tolerance_lu, 2)
    how = f"{over:g} LU {'louder' if off > 0 else 'quieter'} than that" if over > _ROUNDING else "met"
    wanted = loudness_word(replace(demand, target_lufs=demand.whole_lufs))
    return f"; {wanted} is wanted of it where there is little dialogue: {how}"


def _allowed(profile: Profile, demand: Most, mix: File) -> float:
    """The highest level that a mix may have, which its loudness may lower."""
    loud = mix.get("integrated_lufs")
    target = profile.loudness.target_lufs if profile.loudness else 0.0
    is_louder = demand.if_louder is not None and loud is not None and loud > target
    return demand.if_louder if is_louder and demand.if_louder is not None else demand.most


def _most(what: str, demand: Most, level: float, most: float) -> Check:
    over, unit, word = round(level - most, 2), UNITS[what], WORDS[what]
    found: Check = {"measured": level, "wanted": most}
    if over <= _ROUNDING:
        return found | {"verdict": PASS, "says": f"{word} {level:g} {unit} (at most {most:g})"}
    says = f"{word} {level:g} {unit} is {over:g} dB over the {most:g} that is allowed"
    return found | {"verdict": FAIL, "off_by": over, "says": says}
