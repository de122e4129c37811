"""What lies in a delivery's place and is not stemtui's: nothing of it is ever replaced or deleted."""

import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from stemtui.errors import Problem, Refused, StemtuiError
from stemtui.receipts import PAPERS, PUT_BACK, RECEIPT, read_receipt, tables, unreadable, written_files
from stemtui.render.deliveries.vouching import unvouched
from stemtui.session import FILE_FORMATS
from stemtui.session.versions import unversioned
from stemtui.text import counted

_MOVE_IT = "Move it out, then render again."
_LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini"))


def foreign_files(folder: Path, receipt: dict[str, Any]) -> list[str]:
    """What lies in a delivery that its receipt does not name; litter of file browsers does not count.

    Folders, and files that are neither prints by their endings nor papers, are foreign even to a receipt that
    names them. Some disks list names decomposed (NFD), however they were written.
    """
    named = {composed(str(entry.get("file"))) for entry in written_files(receipt)}
    ours = {name for name in named if name in PAPERS or name.rpartition(".")[2] in FILE_FORMATS}
    known = ours | {RECEIPT} if receipt else ours
    try:
        there = os.listdir(folder)
    except OSError as error:
        raise StemtuiError(f"{folder.name!r} could not be read: {error.strerror}.") from error
    return sorted(name for name in there if not _is_ours(folder / name, known))


def _is_ours(path: Path, known: Collection[str]) -> bool:
    """Whether a delivery may hold something by its name, and what it is."""
    is_folder = path.is_dir() and not path.is_symlink()
    return not is_folder and (composed(path.name) in known or path.name.lower() in _LITTER)


def refuse_foreign(place: Path, root: Path, sources: Iterable[Path], *, unread: bool = False) -> None:
    """Raise Refused when a delivery to `place` would replace anything that stemtui did not write.

    What only the content of files would tell is left open where they are to stay `unread`.
    """
    root = Path(os.path.realpath(root))
    if place == root or place in root.parents:
        raise refused(f"{str(place)!r} holds the session itself.", "Set delivery.folder to a folder in it.")
    if not os.path.lexists(place):
        above = next(parent for parent in place.parents if os.path.lexists(parent))
        if not above.is_dir():
            raise refused(f"{above.name!r} is not a folder.", "Set delivery.folder to another name.")
        return
    inside = [path.name for path in sources if _is_in(place, path)]
    if inside:
        raise refused(f"{inside[0]!r} is a source of this session and lies in it.", "Choose another folder.")
    (_refuse_others if unread else refuse_replacing)(place, place)


def refuse_replacing(folder: Path, place: Path) -> None:
    """Raise Refused when what lies in a folder, from a place, is not a delivery of stemtui's alone."""
    receipt = _refuse_others(folder, place)
    for file in unvouched(folder, receipt, place):
        what = f"{place.name!r} holds {file!r}, which is not as its receipt has it, and may be anybody's."
        raise refused(what, _MOVE_IT)


def _refuse_others(folder: Path, place: Path) -> dict[str, Any]:
    """The same by the names there alone; the receipt."""
    name = place.name
    if folder.is_symlink() or not folder.is_dir():
        raise refused(f"{name!r} is not a folder.", "Set delivery.folder to another name.")
    receipt = read_receipt(folder)
    others = foreign_files(folder, receipt or {})
    if receipt is None and (why := unreadable(folder)):
        what = f"{RECEIPT!r} in {name!r} cannot be read ({why}): nothing says what was delivered there."
        raise refused(what, PUT_BACK)
    if others and receipt is None:
        what = f"{name!r} holds {others[0]!r} and no receipt of stemtui's: stemtui did not write it."
        raise refused(what, "Choose another delivery.folder, or move that folder away.")
    if others:
        what = f"{name!r} holds {others[0]!r}, which stemtui did not write."
        raise refused(what, _MOVE_IT)
    return receipt or {}


def is_replaceable(folder: Path, place: Path) -> bool:
    """Whether what lies in a folder, from a place, is a delivery of stemtui's alone."""
    try:
        refuse_replacing(folder, place)
    except StemtuiError:
        return False
    return True


def _is_in(place: Path, path: Path) -> bool:
    """Whether a file lies in a folder that is named by its real path."""
    real = os.path.realpath(path)
    return real.startswith(os.path.join(place, ""))


def refuse_losing(place: Path, items: Collection[str]) -> None:
    """Raise Refused when a delivery of those items alone would replace one that holds others too."""
    others = [entry for entry in tables(read_receipt(place) or {}, "file") if entry.get("item") not in items]
    if others:
        what = f"It holds {counted(len(others), 'other print')}, such as {str(others[0].get('file'))!r}, "
        what += "which would be gone."
        remedy = "Print the whole order, or print these elsewhere: stemtui render --into FOLDER."
        raise Refused(f"{place.name!r} was not replaced.", [Problem("delivery.folder", what, remedy)])


def refuse_delivered(place: Path, version: str) -> None:
    """Raise Refused when a new version would replace one that was delivered before, or be called as one is
    that lies in another folder of that delivery."""
    for folder in (place, *_versions_beside(place)):
        receipt = read_receipt(folder)
        session = receipt.get("session") if receipt else None
        said = session.get("version") if isinstance(session, dict) else ""
        if receipt is not None and (folder == place or said == version):
            what = (
                f"{folder.name!r} holds {f'version {said}' if said else 'a delivery'}, as it was delivered."
            )
            remedy = "Choose another version, or move that folder away; --force prints this one all the same."
            raise Refused(f"{place.name!r} was not printed.", [Problem("delivery.folder", what, remedy)])


def _versions_beside(place: Path) -> Iterator[Path]:
    """The other folders that versions of a delivery go into."""
    try:
        names = sorted(os.listdir(place.parent))
    except OSError:
        return
    first = unversioned(place.name)
    yield from (place.parent / name for name in names if name != place.name and unversioned(name) == first)


def composed(name: str) -> str:
    """A name as one letter for each that is seen: some disks list them in parts (NFD)."""
    return unicodedata.normalize("NFC", name)


def refused(what: str, remedy: str) -> Refused:
    """What is raised where a delivery's place cannot be replaced."""
    return Refused("The delivery folder cannot be replaced.", [Problem("delivery.folder", what, remedy)])
