"""Whole or not at all: a delivery is made in a hidden folder beside its place and moved there at the end."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from stemtui.errors import Problem, Refused, StemtuiError
from stemtui.render.written import RECEIPT, read_receipt, tables

_LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini"))


def foreign_files(folder: Path, receipt: dict[str, Any]) -> list[str]:
    """What lies in a delivery that its receipt does not name; litter of file browsers does not count."""
    known = {str(entry.get("file")) for entry in tables(receipt, "file")} | {RECEIPT}
    there = (entry.name for entry in os.scandir(folder))
    return sorted(name for name in there if name not in known and name.lower() not in _LITTER)


def refuse_foreign(place: Path, root: Path, sources: Iterable[Path]) -> None:
    """Raise Refused when a delivery to `place` would replace anything that stemtui did not write."""
    place = place.resolve()
    if place == root.resolve() or place in root.resolve().parents:
        raise _refused(f"{str(place)!r} holds the session itself.", "Set delivery.folder to a folder in it.")
    if not place.exists():
        return
    if not place.is_dir():
        raise _refused(f"{place.name!r} is a file.", "Set delivery.folder to another name.")
    inside = [path.name for path in sources if place in path.resolve().parents]
    if inside:
        raise _refused(f"{inside[0]!r} is a source of this session and lies in it.", "Choose another folder.")
    receipt = read_receipt(place)
    others = foreign_files(place, receipt or {})
    if others and receipt is None:
        what = f"{place.name!r} holds {others[0]!r} and no receipt of stemtui's: stemtui did not write it."
        raise _refused(what, "Choose another delivery.folder, or move that folder away.")
    if others:
        what = f"{place.name!r} holds {others[0]!r}, which stemtui did not write."
        raise _refused(what, "Move it out, then render again.")


@contextmanager
def published(place: Path) -> Iterator[Path]:
    """A new hidden folder; when the block ends well it becomes `place`, else nothing has changed.

    The previous delivery is moved aside, and deleted only when the new one is in its place.
    """
    place = place.resolve()
    beside = next(parent for parent in place.parents if parent.is_dir())
    partial = beside / f".{place.name}.partial-{token_hex(4)}"
    try:
        partial.mkdir()
    except OSError as error:
        raise StemtuiError(f"Nothing can be written to {str(beside)!r}: {error.strerror}.") from error
    try:
        yield partial
        _replace(partial, place)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        why = error.strerror or str(error)
        raise StemtuiError(f"The delivery {place.name!r} could not be made: {why}{where}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _replace(partial: Path, place: Path) -> None:
    """Move the new delivery into place. An interrupt in between puts the previous one back."""
    made = [parent for parent in place.parents if not parent.exists()]
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = partial.with_name(partial.name.replace(".partial-", ".previous-"))
    try:
        if place.exists():
            place.rename(aside)
        partial.rename(place)
        _sync(place.parent)
    except BaseException:
        if aside.exists() and not place.exists():
            aside.rename(place)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    finally:
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Make the folder's entries last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(what: str, remedy: str) -> Refused:
    return Refused("The delivery folder cannot be replaced.", [Problem("delivery.folder", what, remedy)])
