"""What lies in a folder and could not be listened to, or not wholly: damaged, packed, in no known form."""

from collections.abc import Iterator, Sequence

from stemtui import scan
from stemtui.errors import Problem
from stemtui.text import few

_FEW = 3
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst")
_NO_FRAMES = "0 frames"


def problems(found: Sequence[scan.Found], listed: Sequence[str]) -> Iterator[Problem]:
    """What names and headers alone show of what was found; `listed` are all files there."""
    for one in found:
        yield from _seen(one)
    if names := [repr(file) for file in listed if is_packed(file)]:
        packed, it = ("is", "it") if len(names) == 1 else ("are", "them")
        text = f"{few(names, _FEW)} {packed} packed, and nothing in {it} was looked at."
        yield Problem("", text, f"Unpack {it}, and verify again.", "warning")


def is_packed(name: str) -> bool:
    """Whether a file's name says that it is an archive: sound may be in it."""
    return name.lower().endswith(_ARCHIVES)


def unopened(found: Sequence[scan.Found]) -> tuple[str, ...]:
    """The sound files in forms that are not opened here."""
    return tuple(one.file for one in found if one.is_unsupported)


def unread(found: Sequence[scan.Found], heard: Sequence[str]) -> list[str]:
    """The sound files that came and were not listened to: damaged, empty, or in a form not opened here."""
    return [one.file for one in found if (one.is_audio or one.is_unsupported) and one.file not in heard]


def _seen(found: scan.Found) -> Iterator[Problem]:
    """What the header alone shows; that stemtui printed a file is no fault here."""
    if scan.DELIVERED in found.problems:
        message = f"{found.file!r} is a delivery of its own, and nothing in it was looked at."
        yield Problem("", message, "Verify it by itself.", "warning")
        return
    for one in found.problems if found.header is None else found.header.problems:
        if one == _NO_FRAMES:
            yield Problem(found.file, "holds no sound: it has 0 frames.", "Ask for it again.")
        elif found.is_unsupported:
            yield Problem(
                "", f"{found.file!r} was not looked at: {one.partition(': ')[2]}.", severity="warning"
            )
        else:
            yield Problem("", one if repr(found.file) in one else f"{found.file!r}: {one}.")
