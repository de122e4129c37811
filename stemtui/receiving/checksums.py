"""Checksums that lie beside a delivery, against the files that are there."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
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
    named: set[str] = set()
    wrong: set[str] = set()
    for name in lists:
        listed = list(_read(folder, name, problems))
        under = {one.digest: one.file for one in listed}
        for one in listed:
            file = (base_of(name) / one.file).as_posix()
            named.add(file)
            problem = _compared(folder, name, file, one, under)
            good |= {file} if problem is None else set()
            problems += [problem] if problem and file not in wrong else []
            wrong |= {file} if problem else set()
    good -= wrong
    unlisted = sorted(set(sounds) - named) if lists else []
    if unlisted:
        whose = few([repr(file) for file in unlisted], _FEW)
        verb = "is" if len(unlisted) == 1 else "are"
        problems.append(Problem("", f"{whose} {verb} on no list of checksums.", severity="warning"))
    return Checked(lists, len(good), tuple(problems))


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


def _compared(folder: Path, name: str, file: str, one: Listed, under: Mapping[str, str]) -> Problem | None:
    """What is wrong with a listed file; `under` has the files of that list by their sums."""
    path = folder / file
    if ".." in PurePosixPath(file).parts or PurePosixPath(file).is_absolute():
        return Problem(name, f"{printable(file)!r} lies outside the folder, and is not looked at.")
    if not path.is_file():
        return Problem(file, f"is missing: it is on {printable(name)!r}.", "Ask for it again.")
    try:
        with path.open("rb") as opened:
            digest = _digest(opened, one.algorithm)
    except OSError as error:
        return Problem(file, f"could not be read: {error.strerror}.")
    if digest != one.digest and digest in under:
        return Problem(file, f"holds what {printable(name)!r} lists as {under[digest]!r}.", "Name it so.")
    if digest != one.digest:
        what = f"is not the file that was sent: its {one.algorithm.upper()} differs from {printable(name)!r}."
        return Problem(file, what, "Copy or download it again.")
    return None


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
