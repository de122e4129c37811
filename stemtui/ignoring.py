"""Files that a session ignores: patterns in its manifest for what lies beside it and is for no track."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from glob import escape

PATTERNS = (
    '"takes/" is a folder of that name, "*.mp3" is any MP3, "audio/01 Kick old.wav" is one file; '
    "? stands for one character and * for any but /."
)


def is_ignored(file: str, patterns: Iterable[str]) -> bool:
    """Whether a file, by its path from the manifest, is meant by a pattern, or a folder that it is in.

    A pattern with `/` before its end is a path from the manifest, another a name anywhere; one that ends in
    `/` means folders alone.
    """
    return any(_means(pattern, file.split("/")) for pattern in patterns)


def _means(pattern: str, parts: list[str]) -> bool:
    wanted = pattern.strip("/").split("/")
    last = len(parts) - 1 if pattern.endswith("/") else len(parts)
    if len(wanted) == 1:
        return any(fnmatchcase(part, wanted[0]) for part in parts[:last])
    return len(wanted) <= last and all(map(fnmatchcase, parts, wanted))


def file_pattern(file: str) -> str:
    """The pattern that means one file, whatever is in its name."""
    return escape(file)


def folder_pattern(folder: str) -> str:
    """The pattern that means all below one folder."""
    return f"{escape(folder)}/"
