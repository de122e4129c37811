"""Verify: a delivery read again from disk, against its receipt."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stemtui.audio.digests import digest
from stemtui.audio.headers import read_header
from stemtui.audio.levels import dbfs
from stemtui.audio.meter import Meter
from stemtui.audio.source import open_source
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.header import Header
from stemtui.naming import counted_stems
from stemtui.receipts import RECEIPT, tables, whole_receipt
from stemtui.render.engine import BLOCK
from stemtui.render.null import ADDITIONS, difference, is_within, opened
from stemtui.render.proof import Bound, Rounded, bound, words
from stemtui.render.publish import foreign_files, recover
from stemtui.render.receipt import WITHIN, level, levels_said
from stemtui.render.summary import file_lines
from stemtui.session import REST, split_item
from stemtui.text import counted

_FIGURES = {
    "peak_dbfs": ("dBFS peak", 0.02),
    "rms_dbfs": ("dBFS RMS", 0.02),
    "true_peak_dbtp": ("dBTP", 0.02),
    "integrated_lufs": ("LUFS", 0.15),
    "loudness_range_lu": ("LU range", 0.15),
    "max_momentary_lufs": ("LUFS momentary", 0.15),
    "max_short_term_lufs": ("LUFS short-term", 0.15),
}
"""The levels on a receipt, their units, and by how much two machines may round them apart."""

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Verification:
    """What reading a delivery again has shown: the files, what is wrong with them, and the null test."""

    files: tuple[str, ...]
    problems: tuple[str, ...]
    null_test: str
    receipt: Table

    @property
    def ok(self) -> bool:
        """Whether the delivery is what its receipt says."""
        return not self.problems

    @property
    def lines(self) -> tuple[str, ...]:
        """The verification in words."""
        verdict = "it is what its receipt says" if self.ok else "it is NOT what its receipt says"
        printed = file_lines(self.receipt) if self.ok else ()
        count = counted(len(self.files), "file")
        return (*printed, *self.problems, self.null_test, f"{count} read again: {verdict}.")

    def as_dict(self) -> dict[str, Any]:
        """The verification and the receipt it is about, for `--json`."""
        return {
            "ok": self.ok,
            "problems": list(self.problems),
            "null_test": self.null_test,
            "receipt": dict(self.receipt),
        }


def verify(folder: Path) -> Verification:
    """Read a delivery again: every file's hash and form, what else lies there, and the null test.

    Raises StemtuiError where there is no receipt to verify against.
    """
    if not folder.exists():
        recover(folder)
    if not folder.is_dir():
        raise StemtuiError(f"{str(folder)!r} is not a folder: name a delivery that stemtui rendered.")
    receipt = whole_receipt(folder)
    if receipt is None:
        what = f"{str(folder)!r} holds no {RECEIPT} of stemtui's"
        raise StemtuiError(f"{what}: there is nothing to verify against.")
    problems = list(_problems(folder, receipt))
    fails, null_test = (False, _UNTESTED) if problems else _null_test(folder, receipt)
    names = tuple(entry["file"] for entry in tables(receipt, "file"))
    return Verification(names, (*problems, *([null_test] if fails else [])), null_test, receipt)


_UNTESTED = "Null test not made: the files are not those that were printed."


def _problems(folder: Path, receipt: dict[str, Any]) -> Iterator[str]:
    for entry in tables(receipt, "file"):
        path = folder / entry["file"]
        if path.name != entry["file"]:
            yield f"{entry['file']!r}: the receipt names a file outside the delivery."
            continue
        try:
            yield from _file_problems(path, entry, receipt["delivery"])
        except AudioFileError as error:
            yield str(error)
    for name in foreign_files(folder, receipt):
        yield f"{name!r} is not on the receipt."
    yield from _record_problems(receipt)


def _record_problems(receipt: dict[str, Any]) -> Iterator[str]:
    """Where a receipt contradicts itself: kinds against items, the order against the files."""
    items = {entry["file"]: entry["item"] for entry in tables(receipt, "file")}
    word = "submix" if receipt["session"].get("treatment") == "none" else "stem"
    for entry in tables(receipt, "file"):
        kind = split_item(entry["item"])[0]
        kind = kind if kind in ("track", "mix") else word
        if entry["kind"] != kind:
            says = f"the receipt calls it a {str(entry['kind']).upper()}"
            yield f"{entry['file']!r} is a {kind.upper()}, and {says}."
    for number, line in enumerate(tables(receipt, "order"), 1):
        if line.get("file") is not None and items.get(line["file"]) != line.get("deliver"):
            yield f"Line {number} of the order is not met by {line['file']!r}: that is another item, or gone."


def _file_problems(path: Path, entry: Table, delivery: Table) -> Iterator[str]:
    header = read_header(path)
    if digest(path) != entry["sha256"]:
        yield f"{path.name!r} is not the file that was printed: its SHA-256 differs from the receipt's."
    else:
        yield from _level_problems(path, entry)
    form: list[tuple[str, object, object]] = [
        ("channels", header.channels, entry["channels"]),
        ("frames", header.frames, entry["frames"]),
        ("frames", header.frames, delivery["frames"]),
        ("Hz", header.samplerate, delivery["sample_rate"]),
        ("word length", _depth(header), delivery["bit_depth"]),
    ]
    for what, found, expected in form:
        if found != expected:
            yield f"{path.name!r} has {found} {what}, and the receipt says {expected}."


def _level_problems(path: Path, entry: Table) -> Iterator[str]:
    """Figures on the receipt that are not the file's, though the file is as it was: they were edited."""
    measured = _levels(path)
    for key, (unit, most) in _FIGURES.items():
        said, found = entry.get(key), measured.get(key)
        are_near = isinstance(said, float) and isinstance(found, float) and abs(said - found) <= most
        if said != found and not are_near:
            yield f"{path.name!r} has {_figure(found, unit)}, and the receipt says {_figure(said, unit)}."


def _levels(path: Path) -> Table:
    with open_source(path) as source:
        meter = Meter(source.samplerate, source.channels)
        for start in range(0, source.frames, BLOCK):
            meter.add(source.read(start, min(BLOCK, source.frames - start)))
    return levels_said(meter)


def _figure(value: object, unit: str) -> str:
    return f"no {unit}" if value is None else f"{value} {unit}"


def _depth(header: Header) -> int | str:
    return header.bits or "32f"


def _null_test(folder: Path, receipt: dict[str, Any]) -> tuple[bool, str]:
    """Whether the written stems fail to add up to the written master, and the result in words."""
    proof, files = receipt["proof"], tables(receipt, "file")
    stems = _set(files, proof.get("complete", []))
    masters = [entry for entry in files if entry["file"] == proof.get("master")]
    if because := _not_provable(proof, [entry["item"] for entry in stems], bool(masters)):
        return False, f"Null test not provable from these files: {because}."
    measured, limit = _measured(folder, [*stems, masters[0]], receipt["delivery"])
    fails = not is_within(measured, limit)
    if all(entry["item"] != REST for entry in stems):
        fails = fails or not _is_recorded(proof, measured, limit)
    result = f"{words(measured.rms)} RMS, {words(measured.peak)} peak"
    allowed = f"{words(limit.rms)} RMS, {words(limit.peak)} peak"
    verdict = "NOT as the receipt has it, or above the bound" if fails else "within the bound"
    what = f"the {counted_stems(len(stems), proof['word'])} minus the master mix"
    return fails, f"Null test of the files: {what} leave {result}, {verdict} ({allowed})."


def _set(files: Sequence[Table], complete: Sequence[str]) -> list[Table]:
    """The stems among the files that are to add up: the complete set, or those shipped with the rest."""
    roots = [entry for entry in files if entry["item"] in complete]
    rest = any(entry["item"] == REST for entry in files)
    if len(roots) < len(complete) and rest:
        return [entry for entry in files if split_item(entry["item"])[0] not in ("track", "mix")]
    return roots


def _is_recorded(proof: Table, measured: Bound, limit: Bound) -> bool:
    """Whether the figures of the receipt's first leg are those of the files, as two machines round them."""
    leg = next((leg for leg in tables(dict(proof), "leg") if leg.get("leg") == "stems"), {})
    found = {
        "residual_rms_dbfs": measured.rms,
        "residual_peak_dbfs": measured.peak,
        "bound_rms_dbfs": limit.rms,
        "bound_peak_dbfs": limit.peak,
    }
    pairs = [(leg.get(key), level(dbfs(value), 1)) for key, value in found.items()]
    return leg.get("verdict") == WITHIN and all(
        one == other or (one is not None and other is not None and abs(float(one) - other) <= 0.15)
        for one, other in pairs
    )


def _not_provable(proof: Table, shipped: Sequence[str], has_master: bool) -> str:
    """Why the stems among the files need not add up to the master mix among them; "" where they must."""
    complete = proof.get("complete", [])
    if not complete:
        return "no track feeds a stem"
    if not has_master:
        return "the master mix is not among them"
    parts = [item for item in shipped if item not in (*complete, REST)]
    if parts:
        return f"{parts[0]} is part of another stem"
    if REST not in shipped and len(shipped) < len(complete):
        return f"{len(shipped)} of {counted_stems(len(complete), proof['word'])} are among them"
    lost = [fold["item"] for fold in tables(dict(proof), "mono_fold") if "residual_rms_dbfs" in fold]
    return f"folding {lost[0]} to mono took audio away" if lost else ""


def _measured(folder: Path, entries: Sequence[Table], delivery: Table) -> tuple[Bound, Bound]:
    """The residual of the stems' files and the master mix's, the last, and what rounding allows."""
    with ExitStack() as files:
        *stems, master = opened([folder / entry["file"] for entry in entries], [0] * len(entries), files)
        found = difference(stems, master)
    rounded = [
        Rounded(entry["rounding"], delivery["bit_depth"], peak)
        for entry, peak in zip(entries, found.peaks, strict=True)
    ]
    return found.residual.measured, bound(rounded, found.frames, ADDITIONS)
