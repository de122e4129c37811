"""The proof of a delivery made again, from its files alone: the null test, and the mixes' formulas."""

import math
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from stemtui.audio.machine.open_files import allow_open_files
from stemtui.audio.meters.levels import peak
from stemtui.audio.samples.quantise import Samples
from stemtui.audio.samples.scales import dbfs
from stemtui.audio.samples.source import open_source
from stemtui.errors import StemtuiError
from stemtui.frozen import frozen
from stemtui.naming import counted_stems
from stemtui.receipts import RECEIPT, tables
from stemtui.render.engine.strips import BLOCK
from stemtui.render.plans.equations import STEMS
from stemtui.render.plans.plan import STEM, Equation
from stemtui.render.proofs.null import ADDITIONS, is_within
from stemtui.render.proofs.proof import LEGS, Bound, Rounded, bound, words
from stemtui.render.proofs.residuals import Residual
from stemtui.render.receipts.receipt import WITHIN, level
from stemtui.session import REST
from stemtui.text import few, listed

Table = Mapping[str, Any]

_NAMED = 4
_APART_DB = 0.15
"""How far apart two machines may round a figure of the receipt."""

_NOTHING_DBFS = -200.0
"""Under this is only what float64 leaves, which depends on the number of additions."""


@frozen
class Reproof:
    """What the files prove: the null test and the formulas in words, and what of it fails."""

    null_test: str
    formulas: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()


@frozen
class _Tested:
    """What files leave of an equation, what rounding allows, and whether that is as the receipt has it."""

    left: Bound
    limit: Bound
    is_recorded: bool

    @property
    def holds(self) -> bool:
        """Whether the files are what was proven of them."""
        return self.is_recorded and is_within(self.left, self.limit)

    @property
    def result(self) -> str:
        """The figures and the verdict in words."""
        verdict = "within the bound" if self.holds else "NOT as the receipt has it, or above the bound"
        return f"{_figures(self.left)}, {verdict} ({_figures(self.limit)})"


def prove_again(folder: Path, receipt: Table) -> Reproof:
    """Test what must hold among the files of a delivery, which are those that were printed."""
    proof, files = receipt["proof"], {entry["item"]: entry for entry in tables(dict(receipt), "file")}
    complete = _complete(receipt, files)
    because = _not_provable(proof, files, complete)
    null = None if because else complete
    formulas = {one.name: one for one in _formulas(proof) if null is None or one.name != null.name}
    missing = {name: why for name, one in formulas.items() if (why := _missing(proof, files, one))}
    able = [one for name, one in formulas.items() if name not in missing]
    tested = _tested(folder, receipt, files, [*([null] if null else []), *able])
    said = f"Null test not provable from these files: {because}."
    fails = []
    if null:
        found = tested.pop(null.name)
        stems = counted_stems(len(null.terms) - 1, proof["word"])
        said = f"Null test of the files: the {stems} minus the master mix leave {found.result}."
        fails += [] if found.holds else [said]
    fails += [
        f"{_says(proof, k)}: the files leave {one.result}." for k, one in tested.items() if not one.holds
    ]
    held = {_says(proof, name): one for name, one in tested.items() if one.holds}
    unable = (
        f"Not provable from these files: {_says(proof, k)}, because {why}." for k, why in missing.items()
    )
    return Reproof(said, (*_held(held), *unable), tuple(fails))


def _held(tested: Mapping[str, _Tested]) -> Iterator[str]:
    """The formulas that hold, in one line."""
    if tested:
        left = [one.left for one in tested.values()]
        most = Bound(max(one.peak for one in left), max(one.rms for one in left))
        said = few(list(tested), _NAMED)
        yield f"Formulas of the files, each within its bound ({_figures(most)} at most): {said}."


def _figures(left: Bound) -> str:
    return f"{words(left.rms)} RMS, {words(left.peak)} peak"


def _says(proof: Table, name: str) -> str:
    return str(_leg(proof, name).get("says", name))


def _leg(proof: Table, name: str) -> Table:
    return next((leg for leg in tables(dict(proof), "leg") if leg.get("leg") == name), {})


def _complete(receipt: Table, files: Mapping[str, Table]) -> Equation:
    """The stems among the files that are to add up: the complete set, or the rest and those shipped with it
    that are no part of another."""
    proof, stems = receipt["proof"], tables(dict(receipt), "stem")
    parents = {f"{STEM}.{stem.get('stem')}": f"{STEM}.{stem.get('parent')}" for stem in stems}
    master = (item for item, entry in files.items() if entry["file"] == proof.get("master"))
    minus = tuple((item, -1.0) for item in master)
    if all(item in files for item in proof.get("complete", [])):
        return Equation(STEMS, (*((item, 1.0) for item in proof.get("complete", [])), *minus))
    shipped = (item for item in parents if item in files and not _is_inside(item, files, parents))
    return Equation(REST, (*((item, 1.0) for item in shipped), (REST, 1.0), *minus))


def _is_inside(item: str, files: Container[str], parents: Mapping[str, str]) -> bool:
    """Whether a stem is part of another one that is among the files."""
    above = parents[item]
    return above in parents and (above in files or _is_inside(above, files, parents))


def _not_provable(proof: Table, files: Mapping[str, Table], null: Equation) -> str:
    """Why the stems among the files need not add up to the master mix among them; "" where they must."""
    complete = proof.get("complete", [])
    if not complete:
        return "no track feeds a stem"
    if all(entry["file"] != proof.get("master") for entry in files.values()):
        return "the master mix is not among them"
    if any(item not in files for item in null.factors):
        shipped = [item for item in files if item in complete]
        return f"{len(shipped)} of {counted_stems(len(complete), proof['word'])} are among them"
    return _folded(proof, list(null.factors))


def _folded(proof: Table, items: Sequence[str]) -> str:
    """Which of the items has lost audio to its mono fold, so that its file is not all of it; "" for none."""
    folds = tables(dict(proof), "mono_fold")
    lost = [fold["item"] for fold in folds if "residual_rms_dbfs" in fold and fold["item"] in items]
    return f"folding {lost[0]} to mono took audio away" if lost else ""


def _formulas(proof: Table) -> Iterator[Equation]:
    """The equations on the receipt beside that of the complete set. Raises StemtuiError for an edited one."""
    for leg in tables(dict(proof), "leg"):
        name, terms = leg.get("leg"), leg.get("terms")
        if name in LEGS or terms is None:
            continue
        factors = terms.values() if isinstance(terms, dict) else [None]
        if not isinstance(name, str) or not all(isinstance(f, float) and math.isfinite(f) for f in factors):
            raise StemtuiError(f"{RECEIPT!r} was edited: proof.leg.terms is not as stemtui writes it.")
        yield Equation(name, tuple(terms.items()))


def _missing(proof: Table, files: Mapping[str, Table], equation: Equation) -> str:
    """Why an equation cannot be tested with the files; "" where it can."""
    missing = [item for item in equation.factors if item not in files]
    if missing:
        return f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} not among them"
    return _folded(proof, list(equation.factors))


def _tested(
    folder: Path, receipt: Table, files: Mapping[str, Table], equations: Sequence[Equation]
) -> dict[str, _Tested]:
    """What is left of each equation, by its name: every file is read once."""
    read = {item: folder / files[item]["file"] for one in equations for item in one.factors}
    residuals = {one.name: Residual() for one in equations}
    peaks = dict.fromkeys(read, 0.0)
    frames = receipt["delivery"]["frames"]
    with ExitStack() as opened:
        allow_open_files(len(read))
        sources = {item: opened.enter_context(open_source(path)) for item, path in read.items()}
        for start in range(0, frames, BLOCK):
            heard = {item: one.read(start, min(BLOCK, frames - start)) for item, one in sources.items()}
            for item, block in heard.items():
                peaks[item] = max(peaks[item], peak(block))
            for one in equations:
                residuals[one.name].add(start, _sum(one, heard))
    found = {}
    for one in equations:
        left = residuals[one.name].measured
        limit = bound([_rounded(receipt, files[i], peaks[i], f) for i, f in one.terms], frames, ADDITIONS)
        proof = receipt["proof"]
        is_recorded = "not_made" in proof or _is_recorded(_leg(proof, one.name), left, limit)
        found[one.name] = _Tested(left, limit, is_recorded)
    return found


def _sum(equation: Equation, heard: Mapping[str, Samples]) -> Samples:
    """The prints' blocks times their factors, in left and right; mono counts in both."""
    total = np.zeros((2, max(block.shape[1] for block in heard.values())))
    for item, factor in equation.terms:
        total += heard[item] * factor
    return total


def _rounded(receipt: Table, entry: Table, own_peak: float, factor: float) -> Rounded:
    return Rounded(entry["rounding"], receipt["delivery"]["bit_depth"], own_peak, factor)


def _is_recorded(leg: Table, left: Bound, limit: Bound) -> bool:
    """Whether the figures of a leg of the receipt are those of the files, as two machines round them."""
    found = {
        "residual_rms_dbfs": left.rms,
        "residual_peak_dbfs": left.peak,
        "bound_rms_dbfs": limit.rms,
        "bound_peak_dbfs": limit.peak,
    }
    are_near = (_is_near(leg.get(key), level(dbfs(value), 1)) for key, value in found.items())
    return leg.get("verdict") == WITHIN and all(are_near)


def _is_near(one: object, other: float | None) -> bool:
    """Whether two levels are the same in dB as two machines round them, or both are nothing."""
    first, second = (value if isinstance(value, float) else -math.inf for value in (one, other))
    return max(first, second) <= _NOTHING_DBFS or abs(first - second) <= _APART_DB
