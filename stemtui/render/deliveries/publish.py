"""Whole or not at all: a delivery is made in a hidden folder beside its place and moved there at the end."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath

from stemtui.errors import StemtuiError, on_refusal
from stemtui.interrupts import undisturbed
from stemtui.locks import is_locked, is_surely_locked, locked
from stemtui.render.deliveries.foreign import composed, is_replaceable, refuse_replacing, refused
from stemtui.render.deliveries.settling import settled_behind
from stemtui.session import Session


def place_of(root: Path, session: Session, into: Path | None = None) -> Path:
    """Where a delivery goes: where the user says, through whatever links, or where the manifest does.

    Raises Refused where a link stands on the way of that: it came with the session, and may lead anywhere.
    """
    if into is not None:
        return real_place(into)
    place = real_place(root)
    for part in PurePosixPath(session.delivery.folder).parts:
        place = place / part
        if place.is_symlink():
            what = f"{part!r} is a link, to {os.path.realpath(place)!r}: prints never go through one."
            raise refused(what, "If they shall go there, say so yourself: stemtui render --into FOLDER.")
    return place


@contextmanager
def published(place: Path, placed: Callable[[], object] = lambda: None) -> Iterator[Path]:
    """A new hidden folder; when the block ends well it becomes `place`, else nothing has changed.

    Then `placed` is called, before the disk is busy with what was written.

    `place` is as `place_of` says: a link that stands on the way by the end is not followed. The previous
    delivery is moved aside, and deleted only when the new one is in its place. The disk may take a moment
    longer to have it all: see `settled_behind`. Raises Refused while another render makes the same delivery,
    and where anything that stemtui did not write came there meanwhile, which stays.
    """
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
            what = f"The delivery {place.name!r} could not be made: {why}{where}."
            raise StemtuiError(f"{what} {on_refusal(error)}") from error
        with settled_behind(place, partial):
            shutil.rmtree(partial, ignore_errors=True)
            placed()


def _refuse_second(place: Path, mark: str) -> None:
    """Raise Refused when a render other than that of `mark` is making a delivery."""
    for lock in (_hidden(place, "lock", other) for other in _marks(place) if other != mark):
        if is_surely_locked(lock):
            what = f"Another render prints into {place.name!r} just now."
            raise refused(what, "Wait until it has ended, or stop it, then render again.")


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
    for mark in _marks(place):
        lock, previous, partial = (_hidden(place, what, mark) for what in ("lock", "previous", "partial"))
        if is_locked(lock):
            continue
        with suppress(OSError):
            if previous.exists() and not place.exists():
                previous.rename(place)
            elif previous.exists() and partial.exists():
                continue  # killed between the moves, and somebody has put another folder there since
            elif previous.exists() and not is_replaceable(previous, place):
                continue  # what stood in the way came back, and so did another folder
        for left in (previous, partial):
            shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):
            lock.unlink()


def real_place(path: Path) -> Path:
    """Where a path leads, links followed; one that leads in a circle is left as it is."""
    return Path(os.path.realpath(path))


def beside(place: Path) -> Path:
    """The folder in which a delivery is made: the nearest that is there."""
    return next(parent for parent in place.absolute().parents if parent.is_dir())


def _hidden(place: Path, what: str, mark: str) -> Path:
    return beside(place) / f".{place.name}.{what}-{mark}"


def _marks(place: Path) -> list[str]:
    """The marks of renders that have, or have left, anything beside a delivery."""
    ours = re.compile(rf"\.{re.escape(composed(place.name))}\.(?:partial|previous|lock)-([0-9a-f]{{8}})")
    try:
        names = [ours.fullmatch(composed(name)) for name in os.listdir(beside(place))]
    except OSError:
        return []
    return sorted({name[1] for name in names if name})


def _replace(partial: Path, aside: Path, place: Path) -> None:
    """Move the new delivery into place, the previous one aside. An interrupt in between puts that back."""
    if real_place(place.parent) != place.parent:
        raise refused(f"{str(place.parent)!r} has become a link.", "Render again.")
    made = [parent for parent in place.parents if not parent.exists()]
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if os.path.lexists(place):
            place.rename(aside)
            refuse_replacing(aside, place)  # whatever came there while it was printed
        partial.rename(place)
    except BaseException:  # an interrupt too: the previous delivery goes back
        if os.path.lexists(aside) and not os.path.lexists(place):
            aside.rename(place)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    finally:
        if place.exists():
            with suppress(OSError):
                aside.rename(partial)  # it is deleted under this name: half of it must never come back
