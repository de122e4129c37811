"""What was found of a folder that somebody sent, as one value."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Problem
from stemtui.receiving.checksums import Checked
from stemtui.receiving.kinds.kinds import Judged
from stemtui.receiving.orders.answers import MET, Met
from stemtui.receiving.sounds.hearing import Heard
from stemtui.receiving.sounds.names import Called
from stemtui.receiving.sounds.relations import Relation
from stemtui.receiving.sums.blame import Blamed
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.sums import Sum


@dataclass(frozen=True, eq=False)
class Received:
    """A folder as it came: its sound files and what each most likely is, which of them add up, what is wrong,
    and what came for each line of the order.

    Files are named by their index everywhere. `lefts` are the measurements of `sums`, `same` those of the
    `related` that are copies; those `apart` could not be compared with the others; `late` says by how many
    frames files are. `blamed` has the parts that explain what sums leave, by the places of these; `locked`
    are tracks of a session by the lock that came with them; sound files `unopened` are in no form that is
    opened here, and `unread` are the names of all that could not be listened to.
    """

    folder: str
    heard: tuple[Heard, ...]
    called: tuple[Called, ...]
    judged: tuple[Judged, ...]
    sums: tuple[Sum, ...]
    lefts: tuple[Left, ...]
    related: tuple[Relation, ...]
    same: dict[int, Left]
    late: dict[int, int]
    blamed: dict[int, Blamed]
    checked: Checked
    apart: frozenset[int]
    locked: frozenset[int]
    problems: tuple[Problem, ...]
    lines: tuple[Met, ...] | None = None
    not_understood: tuple[str, ...] = ()
    unopened: tuple[str, ...] = ()
    unread: tuple[Called, ...] = ()

    @property
    def rate(self) -> int:
        """The rate in Hz at which all files were heard."""
        return next((one.asked.rate for one in self.heard if one.asked.rate), self.heard[0].header.samplerate)

    @property
    def is_met(self) -> bool:
        """Whether every line of the order is met; True where there is none."""
        return all(line.state == MET for line in self.lines or ())

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that are errors."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def ok(self) -> bool:
        """Whether the order is met and nothing is wrong."""
        return self.is_met and not self.faults

    def as_dict(self) -> dict[str, Any]:
        """All of it for `--json`; levels are null where there is none."""
        return {
            "ok": self.ok,
            "met": None if self.lines is None else self.is_met,
            "order": None if self.lines is None else [self._line(line) for line in self.lines],
            "not_understood": list(self.not_understood),
            "files": [self._file(index) for index in range(len(self.heard))],
            "sums": [self._sum(*each) for each in zip(self.sums, self.lefts, strict=True)],
            "related": [self._related(one) for one in self.related],
            "unopened": list(self.unopened),
            "checksums": {"lists": list(self.checked.lists), "good": self.checked.good},
            "problems": [problem.as_dict() for problem in self.problems],
        }

    def _line(self, line: Met) -> dict[str, Any]:
        wanted = line.wanted
        return {
            **{"asked": wanted.asked, "kind": wanted.kind, "channels": wanted.channels, "state": line.state},
            **{"files": self._names(line.files), "why": line.why},
        }

    def _file(self, index: int) -> dict[str, Any]:
        one, judged = self.heard[index], self.judged[index]
        form = ("format", "subtype", "channels", "samplerate", "frames", "time_reference")
        return {
            "file": one.file,
            "likely": judged.kind or None,
            "why": judged.why,
            "beside": self._names(judged.others),
            "named_like": self.called[index].role or self.called[index].group or None,
            **{name: getattr(one.header, name) for name in form},
            "peak_dbfs": _level(dbfs(one.peak)),
            "silent": one.is_silent,
            "mono": one.is_mono,
            "clips": one.clips,
            "late_frames": self.late.get(index, 0),
            "sides": one.asked.sides,
            "channel": self.called[index].side,
            "resampled": one.is_resampled,
            "locked": index in self.locked,
        }

    def _sum(self, one: Sum, left: Left) -> dict[str, Any]:
        blamed = self.blamed.get(self.sums.index(one))
        return {
            "file": self.heard[one.target].file,
            "manner": one.manner,
            "folded": one.is_folded,
            "parts": [
                {
                    "file": self.heard[part.index].file,
                    "left": round(part.left, 4),
                    "right": round(part.right, 4),
                }
                for part in one.parts
            ],
            "left_rms_dbfs": _level(left.rms_dbfs),
            "left_peak_dbfs": _level(dbfs(left.found.peak)),
            "bound_rms_dbfs": _level(dbfs(left.limit.rms)),
            "bound_peak_dbfs": _level(dbfs(left.limit.peak)),
            "rounding": left.is_rounding,
            "shaped_dither": left.is_shaped,
            "relative_db": _level(left.relative_db),
            "as_they_are_db": _level(one.flat_db),
            "best_gains_db": _level(one.free_db),
            "each_gain_db": _level(one.each_db) if one.each_db else None,
            "moving_gain_db": _level(left.moving_db),
            "moving_by_sides": left.by_sides,
            "one_gain": left.is_one_gain,
            "blamed": self.heard[blamed.part].file if blamed and blamed.part is not None else None,
            "something_else": blamed is not None and blamed.part is None,
        }

    def _related(self, one: Relation) -> dict[str, Any]:
        left = self.same.get(one.one)
        return {
            "file": self.heard[one.one].file,
            "is": one.what,
            "of": self.heard[one.other].file,
            "gain": round(one.gain, 4),
            "left_db": _level(left.relative_db if left else one.left_db),
        }

    def _names(self, files: tuple[int, ...]) -> list[str]:
        return [self.heard[at].file for at in files]


def _level(db: float) -> float | None:
    """A level to two decimals; None for silence."""
    return round(db, 2) + 0.0 if isfinite(db) and db > -1000.0 else None
