"""Checksums that lie beside a delivery, in the forms that sha256sum, md5sum and the BSDs write."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from stemtui.errors import Problem
from stemtui.frozen import frozen
from stemtui.manifest.disk import UTF_16
from stemtui.text import counted, few, printable

_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
_NAMED = re.compile(
    r"^(?:(?:sha(?:1|256|384|512)|md5)sums?(?:\.(?:txt|asc))?|checksums?\.(?:txt|md5|sha\d+))$", re.I
)
_ENDS = (".md5", ".sha1", ".sha256", ".sha384", ".sha512", ".md5sum", ".sha256sum")
_GNU = re.compile(r"^(?P<escaped>\\)?(?P<sum>[0-9a-fA-F]{32,128})(?: [ *]|\s+)(?P<file>.+)$")
_BSD = re.compile(
    r"^(?P<kind>MD5|SHA-?(?:1|256|384|512))\s*\((?P<file>.+)\)\s*=\s*(?P<sum>[0-9a-fA-F]+)$", re.I
)
_BARE = re.compile(r"^[0-9a-fA-F]{32,128}$")
_LINE_END = re.compile(r"\r\n?|\n")
_LARGEST = 10_000_000
_FEW = 3


@frozen
class Listed:
    """A file on a list of checksums: its path as the list has it, the algorithm, the sum in hexadecimal."""

    file: str
    algorithm: str
    digest: str


def is_list(name: str) -> bool:
    """Whether a file's name says that it holds checksums."""
    return bool(_NAMED.match(name)) or name.lower().endswith(_ENDS)


def parse(text: str, name: str) -> tuple[list[Listed], list[int]]:
    """What a list of that name holds, and the numbers of lines, from 1, that are in no known form.

    A list that holds nothing but a sum is about the file that its own name names without the ending.
    """
    found: list[Listed] = []
    unread: list[int] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        line = line.removeprefix("\ufeff")
        if not line.strip() or line.lstrip().startswith(("#", ";", "-----")):
            continue
        one = _parsed(line, name)
        (unread.append(number) if one is None else found.append(one))
    return found, unread


def _parsed(line: str, name: str) -> Listed | None:
    if said := _BSD.match(line):
        return _listed(said["file"], said["sum"])
    if said := _GNU.match(line):
        file = said["file"]
        return _listed(_unescaped(file) if said["escaped"] else file, said["sum"])
    if _BARE.match(line.strip()) and name.lower().endswith(_ENDS):
        return _listed(PurePosixPath(name).stem, line.strip())
    return None


def _listed(file: str, digest: str) -> Listed | None:
    algorithm = _LENGTHS.get(len(digest))
    file = file.replace("\\", "/") if "/" not in file else file
    return Listed(file.removeprefix("./"), algorithm, digest.lower()) if algorithm else None


def _unescaped(file: str) -> str:
    return file.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


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
    for name in lists:
        listed = list(_read(folder, name, problems))
        under = {one.digest: one.file for one in listed}
        for one in listed:
            file = (PurePosixPath(name).parent / one.file).as_posix()
            named.add(file)
            problem = _compared(folder, name, file, one, under)
            good |= {file} if problem is None else set()
            problems += [problem] if problem else []
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
            digest = hashlib.file_digest(opened, one.algorithm).hexdigest()
    except OSError as error:
        return Problem(file, f"could not be read: {error.strerror}.")
    if digest != one.digest and digest in under:
        return Problem(file, f"holds what {printable(name)!r} lists as {under[digest]!r}.", "Name it so.")
    if digest != one.digest:
        what = f"is not the file that was sent: its {one.algorithm.upper()} differs from {printable(name)!r}."
        return Problem(file, what, "Copy or download it again.")
    return None


def said(checked: Checked) -> str:
    """What the lists have shown, in words."""
    if not checked.lists:
        return "No checksums lie beside the files."
    return f"{counted(checked.good, 'file')} as the checksums say ({few([*checked.lists], _FEW)})."
