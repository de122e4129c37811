"""Lists of checksums as tools write them: sha256sum, md5sum and the BSDs, SFV, BagIt and Media Hash Lists."""

import re
from html import unescape
from pathlib import PurePosixPath

from stemtui.frozen import frozen

CRC32 = "crc32"
_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
_WORD = re.compile(
    r"(?:^|[\W_])(?:md5|sha-?(?:1|256|384|512)|crc-?32|checksum|hash(?:es)?)(?:sum)?s?(?:$|[\W_])", re.I
)
_PLAIN_ENDS = ("", ".txt", ".asc")
_SFV, _MHL = ".sfv", ".mhl"
_ENDS = (
    *(".md5", ".sha1", ".sha256", ".sha384", ".sha512", ".md5sum", ".sha1sum", ".sha256sum", ".sha512sum"),
    *(_SFV, _MHL),
)
_GNU = re.compile(r"^(?P<escaped>\\)?(?P<sum>[0-9a-fA-F]{32,128})(?: [ *]|\s+)(?P<file>.+)$")
_BSD = re.compile(
    r"^(?P<kind>MD5|SHA-?(?:1|256|384|512))\s*\((?P<file>.+)\)\s*=\s*(?P<sum>[0-9a-fA-F]+)$", re.I
)
_CRC = re.compile(r"^(?P<file>.+?)\s+(?P<sum>[0-9a-fA-F]{8})\s*$")
_BARE = re.compile(r"^[0-9a-fA-F]{32,128}$")
_LINE_END = re.compile(r"\r\n?|\n")
_ENTRY = re.compile(r"<hash(?:\s[^>]*)?>(.*?)</hash>", re.S)
_ENTRY_FILE = re.compile(r"<(?:file|path)(?:\s[^>]*)?>([^<]*)</")
_ENTRY_SUM = re.compile(r"<(?:md5|sha1|sha256|sha512)(?:\s[^>]*)?>\s*([0-9a-fA-F]+)\s*</")
_ASC_MHL = "ascmhl"


@frozen
class Listed:
    """A file on a list of checksums: its path as the list has it, the algorithm, the sum in hexadecimal."""

    file: str
    algorithm: str
    digest: str


def is_list(name: str) -> bool:
    """Whether a file's name says that it holds checksums."""
    path = PurePosixPath(name.lower())
    return path.suffix in _ENDS or (path.suffix in _PLAIN_ENDS and bool(_WORD.search(path.stem)))


def base_of(name: str) -> PurePosixPath:
    """The folder that the paths on a list are in: its own, but for Media Hash Lists in one for these."""
    folder = PurePosixPath(name).parent
    return folder.parent if folder.name == _ASC_MHL else folder


def parse(text: str, name: str) -> tuple[list[Listed], list[int]]:
    """What a list of that name holds, and the numbers of lines (of entries, in a Media Hash List), from 1,
    that are in no known form.

    A list that holds nothing but a sum is about the file that its own name names without the ending.
    """
    if name.lower().endswith(_MHL):
        said = [(number, _of_entry(entry)) for number, entry in enumerate(_ENTRY.findall(text), 1)]
    else:
        lines = enumerate((line.removeprefix("\ufeff") for line in _LINE_END.split(text)), 1)
        said = [(number, _parsed(line, name)) for number, line in lines if not _is_remark(line)]
    found = [one for _, one in said if one is not None]
    return found, [number for number, one in said if one is None]


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(("#", ";", "-----"))


def _of_entry(entry: str) -> Listed | None:
    """An entry of a Media Hash List: by a sum that Python knows, whichever others stand beside it."""
    file, digest = _ENTRY_FILE.search(entry), _ENTRY_SUM.search(entry)
    return _listed(unescape(file[1]).strip(), digest[1]) if file and digest else None


def _parsed(line: str, name: str) -> Listed | None:
    if name.lower().endswith(_SFV):
        said = _CRC.match(line)
        return Listed(_path(said["file"]), CRC32, said["sum"].lower()) if said else None
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
    return Listed(_path(file), algorithm, digest.lower()) if algorithm else None


def _path(file: str) -> str:
    file = file.replace("\\", "/") if "/" not in file else file
    return file.removeprefix("./")


def _unescaped(file: str) -> str:
    return file.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
