"""The one trim, for all files of a delivery, with which its mixes meet a destination."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from stemtui.destinations.judging import MEASURED, checks, verdict
from stemtui.destinations.values import DIALOGUE, PROGRAMME, Profile
from stemtui.frozen import frozen
from stemtui.receipts import FAIL
from stemtui.text import listed

_LEVELS = ("peak_dbfs", "true_peak_dbtp", "integrated_lufs", "max_short_term_lufs")
_ROUNDING = 1e-6
_ROOM_DBFS = -0.01
"""How high a print of whole numbers may peak, dither and rounding included."""

File = Mapping[str, Any]


@frozen
class Trim:
    """A value for `trim_db`; the mixes that meet the destination with it; those that do not, each with the
    value that it would want, where there is one; and the files that would clip."""

    trim_db: float
    meeting: tuple[str, ...]
    failing: tuple[tuple[str, float | None], ...]
    clipping: tuple[str, ...]


def trim(profile: Profile, delivery: Mapping[str, Any], files: Sequence[File]) -> Trim | None:
    """The trim under which most mixes meet a destination, the first of them above all; None where no trim
    helps, or none is needed."""
    mixes = [file for file in files if file["kind"] == "mix"]
    failing = [mix for mix in mixes if _fails(profile, delivery, mix, 0.0)]
    best, met = 0.0, len(mixes) - len(failing)
    for moved in _moves(profile, failing):
        held = sum(not _fails(profile, delivery, mix, moved) for mix in mixes)
        if held > met:
            best, met = moved, held
    if not best:
        return None
    others = [mix for mix in mixes if _fails(profile, delivery, mix, best)]
    wanted = ((mix["name"], trim(profile, delivery, [mix])) for mix in others)
    clipping = () if delivery["bit_depth"] == "32f" else _clipping(files, best)
    return Trim(
        round(delivery.get("trim_db", 0.0) + best, 2),
        tuple(mix["name"] for mix in mixes if mix not in others),
        tuple((name, alone.trim_db if alone else None) for name, alone in wanted),
        clipping,
    )


def trim_words(profile: Profile, found: Trim) -> str:
    """The trim in a sentence or two, with what it does not do."""
    is_open = profile.loudness is not None and profile.loudness.measured == DIALOGUE
    said = (
        f"trim_db = {found.trim_db:g} under [delivery], one trim for all files, puts "
        f"{_quoted(found.meeting)} within {profile.name}{', as far as it is judged' if is_open else ''}"
    )
    for name, wanted in found.failing:
        wants = (
            f" and would want {wanted:g}: print it by itself with that (--into)" if wanted is not None else ""
        )
        said += f'; "{name}" is still not{wants}'
    if found.clipping:
        said += (
            f". With it {_quoted(found.clipping)} would clip: print the stems into a delivery of their own, "
            'untrimmed or as bit_depth = "32f"'
        )
    return f"{said}."


def is_moved_off(profile: Profile, delivery: Mapping[str, Any], mix: File, by_db: float) -> bool:
    """Whether a mix that meets the destination's levels would not do so after a trim."""
    return not _fails(profile, delivery, mix, 0.0) and _fails(profile, delivery, mix, by_db)


def _moves(profile: Profile, failing: Sequence[File]) -> list[float]:
    """The trims that bring a mix to its target, or just below the highest peak that is allowed: first by
    what it fails, so that a mix as loud as it should be is moved no further than its peaks ask."""
    moves = []
    for mix in failing:
        loud, wanted = _loud_moves(profile, mix), profile.loudness
        is_off = bool(loud) and wanted is not None and abs(loud[0]) > wanted.tolerance_lu + _ROUNDING
        peaks = _peak_moves(profile, mix)
        moves += [*loud, *peaks] if is_off else [*peaks, *loud]
    return [math.floor(move * 100 + 1e-6) / 100 for move in moves]


def _loud_moves(profile: Profile, mix: File) -> list[float]:
    loud, wanted = mix.get("integrated_lufs"), profile.loudness
    if wanted is None or wanted.measured != PROGRAMME or loud is None:
        return []
    return [wanted.target_lufs - loud, wanted.target_lufs - wanted.tolerance_lu - loud]


def _peak_moves(profile: Profile, mix: File) -> list[float]:
    moves = []
    for what in ("true_peak", "short_term", "sample_peak"):
        demand, level = getattr(profile, what), mix.get(MEASURED[what])
        if demand is not None and level is not None and level > demand.most:
            moves.append(demand.most - level)
        if demand is not None and level is not None and demand.if_louder is not None:
            moves.append(min(0.0, demand.if_louder - level))
    return moves


def _fails(profile: Profile, delivery: Mapping[str, Any], mix: File, by_db: float) -> bool:
    moved = dict(mix) | {key: round(mix[key] + by_db, 2) for key in _LEVELS if key in mix}
    found = [one for one in checks(profile, delivery, moved) if one["what"] in MEASURED]
    return verdict(found) == FAIL


def _clipping(files: Sequence[File], by_db: float) -> tuple[str, ...]:
    return tuple(file["name"] for file in files if file.get("peak_dbfs", -math.inf) + by_db > _ROOM_DBFS)


def _quoted(names: Sequence[str]) -> str:
    return listed([f'"{name}"' for name in names])
