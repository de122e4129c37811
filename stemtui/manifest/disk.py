"""The manifest as a file: read with care, replaced whole or not at all."""

import codecs
import contextlib
import hashlib
import os
import stat
from pathlib import Path

from stemtui.errors import ManifestError, Problem, on_refusal
from stemtui.replacing import replaced
from stemtui.tables import read_bytes

NAME = "stemtui.toml"
LARGEST = 4 * 1024 * 1024
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def locate(path: Path) -> Path:
    """The manifest that a path means: in a folder its stemtui.toml, otherwise the path itself."""
    return path / NAME if os.path.isdir(path) else path


def read_text(path: Path) -> str:
    """The text of a manifest, line ends and byte order mark as they are. Raises ManifestError."""
    try:
        content = read_bytes(path, LARGEST)
    except IsADirectoryError:
        raise _unreadable(path, "it is not a file.", "Name the manifest or the folder it lies in.") from None
    except FileNotFoundError:
        raise _unreadable(path, *_absent(path)) from None
    except (OSError, ValueError) as error:
        remedy = "Check the path and the permissions."
        raise _unreadable(path, f"{_reason(error)}.", remedy) from error
    if len(content) > LARGEST:
        raise _unreadable(path, "it is larger than 4 MB.", "That cannot be a manifest.")
    return _decoded(content, path)


def digest(path: Path) -> str:
    """What tells one text of a manifest from another; "" where it cannot be read."""
    try:
        return hashlib.sha256(read_bytes(path, LARGEST)).hexdigest()
    except (OSError, ValueError):
        return ""


def _absent(path: Path) -> tuple[str, str]:
    """What is wrong where there is no manifest, and what to do."""
    if path.name == NAME and path.parent.is_dir():
        return "there is no such file.", f"Make one with: stemtui init '{path.parent}'"
    return f"there is no {str(path)!r}.", f"Name a folder that holds a {NAME}, or that file."


class Meanwhile(Exception):
    """A file is not what it was when its new text was made."""


def write_text(path: Path, text: str, was: str | None = None) -> None:
    """Replace a file by one with this text: the old one stays whole until the new one is on disk.

    Where it `was` something ("" where there was none), and is something else by then, it stays, and Meanwhile
    is raised.

    A symbolic link to a file is followed and stays a link; one that leads to nothing is refused, because what
    is made behind it may be anywhere. The mode of the old file is kept.
    """
    target = Path(os.path.realpath(path))
    if path.is_symlink() and not target.exists():
        message = f"it is a link to {str(target)!r}, where there is nothing."
        problem = Problem("", message, "Nothing was changed. Delete the link, or make that file.")
        raise ManifestError(f"{str(path)!r} cannot be written:", [problem])
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(0, "it is write-protected")
        content = text.encode("utf-8")
        with replaced(target, lambda: _refuse_other(target, was)) as file:
            with contextlib.suppress(FileNotFoundError):
                os.chmod(file.name, stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    _sync_folder(target.parent)


def _refuse_other(target: Path, was: str | None) -> None:
    """Raise Meanwhile where a file is not what it was."""
    if was is None:
        return
    try:
        is_same = read_bytes(target, LARGEST) == was.encode() if was else not os.path.lexists(target)
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise Meanwhile


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut. Some systems and network disks cannot sync a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_HEAD = 1024
"""A zero among so many first bytes is in sound, pictures and the like, and in no text."""


def _decoded(content: bytes, path: Path) -> str:
    remedy = "Save it as UTF-8 in your editor."
    if content.startswith(UTF_16):
        raise _unreadable(path, "it is written in UTF-16.", remedy)
    if b"\0" in content[:_HEAD]:
        message = f"{path.name!r} is no manifest: it is no text."
        raise _unreadable(path, message, "Name the manifest, or the folder that holds the tracks.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"line {line} holds the byte 0x{content[error.start]:02X}, which is not UTF-8."
        raise _unreadable(path, message, remedy) from error


def _reason(error: OSError | ValueError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _unreadable(path: Path, message: str, remedy: str) -> ManifestError:
    return ManifestError(f"{str(path)!r} cannot be read:", [Problem("", message, remedy)])


def _unwritable(path: Path, error: OSError | ValueError) -> ManifestError:
    if isinstance(error, UnicodeEncodeError):
        message = f"{error.object[error.start : error.end]!r} is not valid Unicode."
        remedy = "Rename the file or the track that has it in its name."
    else:
        message, remedy = f"{_reason(error)}.", f"Nothing in it was changed. {on_refusal(error)}"
    return ManifestError(f"{str(path)!r} cannot be written:", [Problem("", message, remedy)])
