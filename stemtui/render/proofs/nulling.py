"""`stemtui null`: whether a mix is the sum of stems, in words; any files will do."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from stemtui.audio.samples.headers import read_header
from stemtui.audio.samples.scales import dbfs
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.render.proofs.null import Placed, allowed, difference, is_within, opened, rests
from stemtui.render.proofs.proof import Bound, words
from stemtui.render.proofs.shaping import Shape, may_be_dither
from stemtui.render.proofs.suspects import Suspect, suspect
from stemtui.render.proofs.unlike import refuse_unlike, remarks_on, twice
from stemtui.text import clock, counted


@frozen
class NullTest:
    """What is left of a mix and the sum of stems, what rounding allows, and what was noticed on the way.

    The mix is the last of `files`. `worst` is the frame, counted from the mix's start, at which most is left.
    """

    files: tuple[tuple[str, Header, int], ...]
    left: Bound
    limit: Bound
    worst: int
    remarks: tuple[str, ...]
    suspect: Suspect
    is_shaped: bool = False

    @property
    def nulls(self) -> bool:
        """Whether nothing but rounding is left, or the noise-shaped dither that it was done with."""
        return is_within(self.left, self.limit) or self.is_shaped

    @property
    def _mix(self) -> Header:
        return self.files[-1][1]

    @property
    def time_of_day(self) -> str:
        """The worst moment as a time of day; "" where the mix has no time reference."""
        reference = self._mix.time_reference
        return "" if reference is None else _clock(reference + self.worst, self._mix.samplerate)

    @property
    def lines(self) -> tuple[str, ...]:
        """The null test in words."""
        allowed = f"{words(self.limit.rms)} RMS, {words(self.limit.peak)} peak"
        count = counted(len(self.files) - 1, "stem")
        if not self.nulls:
            verdict = f"Does not null: {self._fault()}."
        elif self.is_shaped:
            verdict = f"Null: the sum of {count} is the mix, but for noise-shaped dither."
        elif self.left.peak:
            verdict = f"Null: the sum of {count} is the mix, but for rounding."
        else:
            verdict = f"Null: the sum of {count} is the mix, bit for bit."
        return (*self.remarks, f"Left: {self._left()}.", f"Rounding explains: {allowed}.", verdict)

    def _left(self) -> str:
        if not self.left.peak:
            return words(0.0)
        at = _clock(self.worst, self._mix.samplerate)
        day = f" (time of day {self.time_of_day})" if self.time_of_day not in ("", at) else ""
        return f"{words(self.left.rms)} RMS, {words(self.left.peak)} peak at {at}{day}"

    def _fault(self) -> str:
        if self.suspect.fault:
            return self.suspect.fault
        if not self.suspect.stem:
            return "no stem explains what is left; something else is in the mix, or was done to it"
        return f"what is left resembles {self.suspect.stem!r} most ({self.suspect.likeness:.0%} alike)"

    def as_dict(self) -> dict[str, Any]:
        """The null test for `--json`; null where there is no level or moment."""
        levels = {"residual": self.left, "bound": self.limit}
        return {
            "verdict": "null" if self.nulls else "does not null",
            "shaped_dither": self.is_shaped,
            **{f"{name}_rms_dbfs": _level(level.rms) for name, level in levels.items()},
            **{f"{name}_peak_dbfs": _level(level.peak) for name, level in levels.items()},
            "worst_at_seconds": self.worst / self._mix.samplerate if self.left.peak else None,
            "worst_at_time_of_day": self.time_of_day if self.left.peak and self.time_of_day else None,
            "fault": self.suspect.fault or None,
            "resembles": self.suspect.stem or None,
            "likeness": round(self.suspect.likeness, 3) if self.suspect.stem else None,
            "remarks": list(self.remarks),
            "mix": _described(*self.files[-1]),
            "stems": [_described(*file) for file in self.files[:-1]],
        }


def null_test(mix: Path, stems: Sequence[Path]) -> NullTest:
    """Subtract a mix from the sum of stems. Raises StemtuiError for files that cannot be compared."""
    paths = (*stems, mix)
    headers = [read_header(path) for path in paths]
    starts = _starts(headers)
    with ExitStack() as files:
        placed = opened(paths, starts, files)
        refuse_unlike(placed)
        remarks = [*remarks_on(placed), *twice(paths)]
        found = difference(placed[:-1], placed[-1])
        limit = allowed(placed, found)
        left, worst = found.residual.measured, found.residual.worst
        named = tuple((one.name, one.source.header, one.start) for one in placed)
        if is_within(left, limit):
            return NullTest(named, left, limit, worst, tuple(remarks), Suspect(""))
        if _is_shaped(placed, left, limit):
            return NullTest(named, left, limit, worst, tuple(remarks), Suspect(""), is_shaped=True)
        fault = suspect(placed[:-1], placed[-1], worst)
        if not fault.fault and is_within(found.without_mean(), limit):
            fault = Suspect(_offset(max(map(abs, found.mean))), fault.stem, fault.likeness)
        if any(starts) and _nulls_from_starts(placed):
            remarks.append("Taken from their own starts the files do null: a time reference is wrong.")
        return NullTest(named, left, limit, worst, tuple(remarks), fault)


def _is_shaped(placed: Sequence[Placed], left: Bound, limit: Bound) -> bool:
    """Whether all that is left is noise-shaped dither."""
    if not may_be_dither(left, limit):
        return False
    shape = Shape()
    for rest in rests(placed[:-1], placed[-1]):
        shape.add(rest)
    return shape.is_dither(left, limit)


def _starts(headers: Sequence[Header]) -> list[int]:
    """Where each file lies after the mix, by their time references where both have one."""
    origin = headers[-1].time_reference
    references = [header.time_reference for header in headers]
    return [0 if reference is None or origin is None else reference - origin for reference in references]


def _nulls_from_starts(placed: Sequence[Placed]) -> bool:
    beginning = [Placed(one.name, one.source) for one in placed]
    found = difference(beginning[:-1], beginning[-1])
    return is_within(found.residual.measured, allowed(beginning, found))


def _offset(mean: float) -> str:
    left = f"all that is left is a constant offset of {words(mean)} (DC)"
    return f"{left}: some files were cut to their word length instead of rounded, or one is not free of DC"


def _described(name: str, header: Header, start: int) -> dict[str, Any]:
    return {
        "file": name,
        "format": header.format,
        "subtype": header.subtype,
        "channels": header.channels,
        "samplerate": header.samplerate,
        "frames": header.frames,
        "time_reference": header.time_reference,
        "starts_at_frame": start,
    }


def _clock(frames: int, rate: int) -> str:
    return f"{'-' if frames < 0 else ''}{clock(abs(frames) / rate, 3)}"


def _level(amplitude: float) -> float | None:
    return round(dbfs(amplitude), 2) + 0.0 if amplitude else None
