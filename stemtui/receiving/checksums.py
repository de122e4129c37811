"""Checksums that lie beside a delivery, against the files that are there."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path, PurePosixPath
from zlib import crc32

from stemtui.errors import Problem
from stemtui.frozen import frozen
from stemtui.manifest.disk import UTF_16
from stemtui.receiving.checksum_lists import CRC32, Listed, base_of, parse
from stemtui.text import counted, few, printable

_LARGEST, _AT_ONCE = 10_000_000, 2**20
_FEW = 3


@frozen
class Checked:
    """What comparing a folder with its lists has shown: the `lists` by path, how many files are as listed,
    and what is not."""

    lists: tuple[str, ...] = ()
    good: int = 0
    problems: tuple[Problem, ...] = ()


def check(folder: Path, lists: Iterable[str], sounds: Iterable[str]) -> Checked:
    """Compare a folder's files with the lists in it; `sounds` are the sound files that should be listed."""
    lists = tuple(lists)
    good: set[str] = set()
    problems: list[Problem] = []
    wrong: set[str] = set()
    read: dict[str, list[Listed]] = {}
    told: dict[str, list[Problem]] = {}
    for name in lists:
        told[name] = []
        read[name] = list(_read(folder, name, told[name]))
    named = {_path(name, one) for name, listed in read.items() for one in listed}
    others = _Others(folder, tuple(sorted(set(sounds) - named)) if lists else ())
    for name, listed in read.items():
        problems += told[name]
        under = {one.digest: _path(name, one) for one in listed}
        for one in listed:
            file = _path(name, one)
            problem = _compared(others, name, file, one, under)
            good |= {file} if problem is None else set()
            problems += [problem] if problem and file not in wrong else []
            wrong |= {file} if problem else set()
    good -= wrong
    if unlisted := [file for file in others.files if file not in others.known]:
        whose = few([repr(file) for file in unlisted], _FEW)
        verb = "is" if len(unlisted) == 1 else "are"
        problems.append(Problem("", f"{whose} {verb} on no list of checksums.", severity="warning"))
    return Checked(lists, len(good), tuple(problems))


class _Others:
    """The sound files of a folder that are on no list, each read once for each way to sum it.

    `known` are those that hold what a list has under a name that is missing.
    """

    def __init__(self, folder: Path, files: Sequence[str]) -> None:
        self.folder, self.files = folder, files
        self.known: set[str] = set()
        self._sums: dict[tuple[str, str], str] = {}

    def holding(self, one: Listed) -> str:
        """The file that holds what is listed; "" for none."""
        found = next((file for file in self.files if self._sum(file, one.algorithm) == one.digest), "")
        self.known |= {found} if found else set()
        return found

    def _sum(self, file: str, algorithm: str) -> str:
        key = file, algorithm
        if key not in self._sums:
            self._sums[key] = _sum_of(self.folder / file, algorithm)
        return self._sums[key]


def _path(name: str, one: Listed) -> str:
    """A listed file's path in the folder."""
    return (base_of(name) / one.file).as_posix()


def _read(folder: Path, name: str, problems: list[Problem]) -> Iterator[Listed]:
    try:
        with (folder / name).open("rb") as file:
            text = _decoded(file.read(_LARGEST))
    except OSError as error:
        problems.append(Problem(name, f"could not be read: {error.strerror}."))
        return
    found, unread = parse(text, PurePosixPath(name).name)
    if unread or not found:
        where = few([str(number) for number in unread], _FEW)
        what = f"line {where} is no checksum" if unread else "holds no checksum"
        problems.append(Problem(name, f"{what} in a form that is known here.", severity="warning"))
    yield from found


def _decoded(content: bytes) -> str:
    """A list's text: in UTF-16 where PowerShell wrote it, and with the bytes of names that are no UTF-8."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8", errors="surrogateescape")


def _compared(others: _Others, name: str, file: str, one: Listed, under: Mapping[str, str]) -> Problem | None:
    """What is wrong with a listed file; `under` has the files of that list by their sums."""
    path = others.folder / file
    if ".." in PurePosixPath(file).parts or PurePosixPath(file).is_absolute():
        return Problem(name, f"{printable(file)!r} lies outside the folder, and is not looked at.")
    if not path.is_file():
        there = others.holding(one)
        remedy = f"{there!r} holds it: name that so." if there else "Ask for it again."
        return Problem(file, f"is missing: it is on {printable(name)!r}.", remedy)
    try:
        with path.open("rb") as opened:
            digest = _digest(opened, one.algorithm)
    except OSError as error:
        return Problem(file, f"could not be read: {error.strerror}.")
    if digest != one.digest and digest in under:
        own = under[digest]
        is_copy = _sum_of(others.folder / own, one.algorithm) == digest
        remedy = "That is here too: ask for this one again." if is_copy else "Name it so."
        what = f"holds what {printable(name)!r} lists as {own!r}."
        return Problem(file, what, remedy)
    if digest != one.digest:
        what = f"is not the file that was sent: its {one.algorithm.upper()} differs from {printable(name)!r}."
        return Problem(file, what, "Copy or download it again.")
    return None


def _sum_of(path: Path, algorithm: str) -> str:
    """A file's sum; "" where it cannot be read."""
    try:
        with path.open("rb") as opened:
            return _digest(opened, algorithm)
    except OSError:
        return ""


def _digest(opened: BufferedReader, algorithm: str) -> str:
    if algorithm != CRC32:
        return hashlib.file_digest(opened, algorithm).hexdigest()
    known = 0
    while block := opened.read(_AT_ONCE):
        known = crc32(block, known)
    return f"{known:08x}"


def said(checked: Checked) -> str:
    """What the lists have shown, in words."""
    if not checked.lists:
        return "No checksums lie beside the files."
    return f"{counted(checked.good, 'file')} as the checksums say ({few([*checked.lists], _FEW)})."
