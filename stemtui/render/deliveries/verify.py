"""Verify: a delivery read again from disk, against its receipt."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from stemtui.audio.samples.digests import digest
from stemtui.audio.samples.headers import read_header
from stemtui.destinations.judgement import judgement_lines
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.receipts import RECEIPT, fails, papers, tables, whole_receipt
from stemtui.render.deliveries.edited import contradictions
from stemtui.render.deliveries.foreign import foreign_files
from stemtui.render.deliveries.publish import real_place, recover
from stemtui.render.deliveries.recognising import holders, printed
from stemtui.render.deliveries.reproof import Reproof, prove_again
from stemtui.render.receipts.summary import file_lines
from stemtui.text import counted, few

Table = Mapping[str, Any]

_NAMED = 3


@frozen
class Verification:
    """What reading a delivery again has shown: the files, what is wrong with them, the null test, and what is
    said of the mixes' formulas.

    `known` are the receipt's entries by the file that holds what was printed, whatever it is called and
    wherever in the folder it lies; none of a receipt that was edited.
    """

    files: tuple[str, ...]
    problems: tuple[str, ...]
    null_test: str
    receipt: Table
    formulas: tuple[str, ...] = ()
    known: Mapping[str, Table] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the delivery is what its receipt says, and that says of no mix that it fails."""
        return not self.problems and not fails(self.receipt)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What a receipt without figures leaves unknown, in words."""
        files = [repr(e["file"]) for e in tables(dict(self.receipt), "file") if "sha256" not in e]
        if not files:
            return ()
        return (f"Not checked: whether {few(files, _NAMED)} hold what was printed, for want of a SHA-256.",)

    @property
    def damaged(self) -> tuple[str, ...]:
        """The sources that were damaged, and why they were used all the same."""
        rows = [row for row in tables(dict(self.receipt), "track") if row.get("damaged")]
        return tuple(
            f"Made from a damaged file, as far as it could be read: {row.get('name')} ({row['damaged']})."
            for row in rows
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The verification in words."""
        verdict = "it is NOT what its receipt says" if self.problems else "it is what its receipt says"
        if unmet := fails(self.receipt):
            verdict += f", and {'that ' if not self.problems else ''}does not meet {unmet}"
        printed = () if self.problems else (*file_lines(self.receipt), *judgement_lines(self.receipt))
        count = counted(len(self.files), "file")
        proven = (self.null_test, *self.formulas, *self.unchecked, *self.damaged)
        return (*printed, *self.problems, *proven, f"{count} read again: {verdict}.")

    def as_dict(self) -> dict[str, Any]:
        """The verification and the receipt it is about, for `--json`."""
        return {
            "ok": self.ok,
            "problems": list(self.problems),
            "null_test": self.null_test,
            "formulas": list(self.formulas),
            "unchecked": list(self.unchecked),
            "damaged": list(self.damaged),
            "receipt": dict(self.receipt),
        }


def verify(folder: Path) -> Verification:
    """Read a delivery again: every file's hash and form, what else lies there, and the proof.

    Raises StemtuiError where there is no receipt to verify against.
    """
    if not folder.exists():
        recover(real_place(folder))
    if not folder.is_dir():
        raise StemtuiError(f"{str(folder)!r} is not a folder: name a delivery that stemtui rendered.")
    receipt = whole_receipt(folder)
    if receipt is None:
        what = f"{str(folder)!r} holds no {RECEIPT} of stemtui's"
        raise StemtuiError(f"{what}: there is nothing to verify against.")
    held = holders(folder, receipt)
    edited = list(contradictions(folder, receipt, held))
    problems = [*_problems(folder, receipt, held), *edited]
    proof = Reproof(_UNTESTED) if problems else prove_again(folder, receipt)
    names = tuple(entry["file"] for entry in tables(receipt, "file"))
    known = {} if edited else printed(receipt, held)
    return Verification(names, (*problems, *proof.fails), proof.null_test, receipt, proof.formulas, known)


_UNTESTED = "Null test not made: the files are not those that were printed."


def _problems(folder: Path, receipt: dict[str, Any], held: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with what lies in a folder; `held` has the SHA-256 of its files, by their names."""
    under = {entry["sha256"]: entry["file"] for entry in tables(receipt, "file") if "sha256" in entry}
    for entry in tables(receipt, "file"):
        path = folder / entry["file"]
        if path.name != entry["file"]:
            yield f"{entry['file']!r}: the receipt names a file outside the delivery."
            continue
        try:
            yield from _file_problems(path, entry, receipt["delivery"], under, held)
        except AudioFileError as error:
            yield str(error)
    for entry in papers(receipt):
        if not (folder / entry["file"]).is_file() or digest(folder / entry["file"]) != entry["sha256"]:
            yield f"{entry['file']!r} is not as it was written: its SHA-256 differs from the receipt's."
    for name in foreign_files(folder, receipt):
        inside = [file for file in held if file.startswith(f"{name}/") and held[file] in under]
        was = under.get(held.get(name, ""), "")
        yield f"{name!r} is not on the receipt{f': it holds what was printed as {was!r}' if was else ''}."
        yield from (f"{file!r} holds what was printed as {under[held[file]]!r}." for file in inside)


def _file_problems(
    path: Path, entry: Table, delivery: Table, under: Mapping[str, str], held: Mapping[str, str]
) -> Iterator[str]:
    """What is wrong with a file; `under` has the names of all on the receipt by what they hold."""
    header = read_header(path)
    known = entry.get("sha256")
    if known and (is_ := held.get(path.name) or digest(path)) != known:
        what = "is not the file that was printed: its SHA-256 differs from the receipt's."
        yield f"{path.name!r} {f'holds what was printed as {under[is_]!r}.' if is_ in under else what}"
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


def _depth(header: Header) -> int | str:
    return header.bits or "32f"
