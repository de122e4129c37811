"""Whole or not at all: a delivery is made in a hidden folder beside its place and moved there at the end."""

import os
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from stemtui.errors import Problem, Refused, StemtuiError
from stemtui.interrupts import undisturbed
from stemtui.locks import is_locked, is_surely_locked, locked
from stemtui.receipts import PAPERS, RECEIPT, read_receipt, tables, written_files
from stemtui.render.deliveries.settling import settled_behind
from stemtui.session import FILE_FORMATS, Session
from stemtui.text import counted

_LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini"))


def place_of(root: Path, session: Session) -> Path:
    """Where a manifest says that its delivery goes.

    Raises Refused where a link stands on the way: it came with the session, and may lead anywhere.
    """
    place = root
    for part in PurePosixPath(session.delivery.folder).parts:
        place = place / part
        if place.is_symlink():
            what = f"{part!r} is a link, to {os.path.realpath(place)!r}: prints never go through one."
            raise _refused(what, "If they shall go there, say so yourself: stemtui render --into FOLDER.")
    return place


def foreign_files(folder: Path, receipt: dict[str, Any]) -> list[str]:
    """What lies in a delivery that its receipt does not name; litter of file browsers does not count.

    Folders, and files that are neither prints by their endings nor papers, are foreign even to a receipt that
    names them. Some disks list names decomposed (NFD), however they were written.
    """
    named = {_composed(str(entry.get("file"))) for entry in written_files(receipt)}
    ours = {name for name in named if name in PAPERS or name.rpartition(".")[2] in FILE_FORMATS}
    known = ours | {RECEIPT}
    try:
        there = os.listdir(folder)
    except OSError as error:
        raise StemtuiError(f"{folder.name!r} could not be read: {error.strerror}.") from error
    return sorted(name for name in there if not _is_ours(folder / name, known))


def _is_ours(path: Path, known: Collection[str]) -> bool:
    """Whether a delivery may hold something by its name, and what it is."""
    is_folder = path.is_dir() and not path.is_symlink()
    return not is_folder and (_composed(path.name) in known or path.name.lower() in _LITTER)


def refuse_foreign(place: Path, root: Path, sources: Iterable[Path]) -> None:
    """Raise Refused when a delivery to `place` would replace anything that stemtui did not write."""
    place, root = _real(place), _real(root)
    if place == root or place in root.parents:
        raise _refused(f"{str(place)!r} holds the session itself.", "Set delivery.folder to a folder in it.")
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise _refused(f"{place.name!r} is not a folder.", "Set delivery.folder to another name.")
    inside = [path.name for path in sources if _is_in(place, path)]
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


def refuse_delivered(place: Path) -> None:
    """Raise Refused when a new version would replace one that was delivered before."""
    receipt = read_receipt(place)
    if receipt is not None:
        session = receipt.get("session")
        said = session.get("version") if isinstance(session, dict) else ""
        what = f"{place.name!r} holds {f'version {said}' if said else 'a delivery'}, as it was delivered."
        remedy = "Choose another version, or move that folder away; --force replaces it."
        raise Refused(f"{place.name!r} was not replaced.", [Problem("delivery.folder", what, remedy)])


@contextmanager
def published(place: Path) -> Iterator[Path]:
    """A new hidden folder; when the block ends well it becomes `place`, else nothing has changed.

    The previous delivery is moved aside, and deleted only when the new one is in its place. The disk may take
    a moment longer to have it all: see `settled_behind`. Raises Refused while another render makes the same
    delivery.
    """
    place = _real(place)
    mark = os.urandom(4).hex()
    partial, aside = _hidden(place, "partial", mark), _hidden(place, "previous", mark)
    with ExitStack() as ending, ExitStack() as held:
        try:
            held.enter_context(locked(_hidden(place, "lock", mark)))
            _refuse_second(place, mark)
            partial.mkdir()
        except OSError as error:
            what = f"Nothing can be written to {str(beside(place))!r}: {error.strerror}."
            raise StemtuiError(f"{what} Print elsewhere: stemtui render --into FOLDER.") from error
        try:
            yield partial
            ending.enter_context(undisturbed())  # until the lock is gone, which the inner stack holds
            _replace(partial, aside, place)
        except BaseException as error:  # an interrupt too: nothing half-printed stays
            ending.enter_context(undisturbed())
            shutil.rmtree(partial, ignore_errors=True)
            if not isinstance(error, OSError):
                raise
            where = f" ({error.filename})" if error.filename else ""
            why = error.strerror or str(error)
            raise StemtuiError(f"The delivery {place.name!r} could not be made: {why}{where}.") from error
        with settled_behind(place, partial):
            shutil.rmtree(partial, ignore_errors=True)


def _refuse_second(place: Path, mark: str) -> None:
    """Raise Refused when a render other than that of `mark` is making a delivery."""
    for lock in (_hidden(place, "lock", other) for other in _marks(place) if other != mark):
        if is_surely_locked(lock):
            what = f"Another render prints into {place.name!r} just now."
            raise _refused(what, "Wait until it has ended, or stop it, then render again.")


def keep(place: Path, folder: Path, files: Iterable[str]) -> None:
    """Take files of a delivery over into another folder, without copying where the disk can do that."""
    for file in files:
        try:
            os.link(place / file, folder / file)
        except OSError:
            shutil.copy2(place / file, folder / file)


def recover(place: Path) -> None:
    """Clear up beside a delivery after renders that were killed; those that still run are left alone.

    One that was killed between its two moves left the previous delivery under a hidden name: it comes back.
    """
    place = _real(place)
    for mark in _marks(place):
        lock, previous, partial = (_hidden(place, what, mark) for what in ("lock", "previous", "partial"))
        if is_locked(lock):
            continue
        with suppress(OSError):
            if previous.exists() and not place.exists():
                previous.rename(place)
            elif previous.exists() and partial.exists():
                continue  # killed between the moves, and somebody has put another folder there since
        for left in (previous, partial):
            shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):
            lock.unlink()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _real(path: Path) -> Path:
    """Where a path leads, links followed; one that leads in a circle is left as it is."""
    return Path(os.path.realpath(path))


def beside(place: Path) -> Path:
    """The folder in which a delivery is made: the nearest that is there."""
    return next(parent for parent in _real(place).parents if parent.is_dir())


def _hidden(place: Path, what: str, mark: str) -> Path:
    return beside(place) / f".{place.name}.{what}-{mark}"


def _marks(place: Path) -> list[str]:
    """The marks of renders that have, or have left, anything beside a delivery."""
    ours = re.compile(rf"\.{re.escape(_composed(place.name))}\.(?:partial|previous|lock)-([0-9a-f]{{8}})")
    try:
        names = [ours.fullmatch(_composed(name)) for name in os.listdir(beside(place))]
    except OSError:
        return []
    return sorted({name[1] for name in names if name})


def _replace(partial: Path, aside: Path, place: Path) -> None:
    """Move the new delivery into place, the previous one aside. An interrupt in between puts that back."""
    made = [parent for parent in place.parents if not parent.exists()]
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if place.exists():
            place.rename(aside)
        partial.rename(place)
    except BaseException:  # an interrupt too: the previous delivery goes back
        if aside.exists() and not place.exists():
            aside.rename(place)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    finally:
        if place.exists():
            with suppress(OSError):
                aside.rename(partial)  # it is deleted under this name: half of it must never come back


def _refused(what: str, remedy: str) -> Refused:
    return Refused("The delivery folder cannot be replaced.", [Problem("delivery.folder", what, remedy)])
