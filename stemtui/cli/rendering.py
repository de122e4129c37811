"""The command `render`: print what was ordered, or say what that would do, in words or for a script."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stemtui import manifest
from stemtui.cli import output
from stemtui.cli.progress import shown
from stemtui.cli.reporting import Reporter
from stemtui.cli.stopping import stopped_once
from stemtui.render.deliveries.delivery import Manner, Progress, Receipt
from stemtui.render.deliveries.delivery import render as render_delivery
from stemtui.render.plans.progress import Watch
from stemtui.session import Session, recalled
from stemtui.text import counted, size


def render(asked: Namespace) -> int:
    """Print the order, or the items named, as far as they are not current; or say what would be printed.

    1 where a mix fails the destination that the manifest names: the delivery is there all the same.
    """
    if asked.dry_run:
        return _dry_run(asked)
    path = manifest.locate(Path(asked.session))
    if asked.json_lines:
        return _reported(asked, path)
    session = manifest.load(path)
    with stopped_once(), shown(quiet=asked.json) as progress:
        receipt = _rendered(asked, path, session, progress)
        archive = _packed(asked, path, session, receipt, progress)
    if asked.json:
        output.document(receipt.as_dict() | ({"archive": str(archive)} if archive else {}))
    else:
        packed = [f"Packed: {archive} ({size(archive.stat().st_size)})."] if archive else []
        output.lines([*receipt.summary(), _news(receipt), *packed, *_unmet(receipt)])
    return int(bool(receipt.fails))


def _reported(asked: Namespace, path: Path) -> int:
    """Print the order, and write a line of JSON for each thing that happens."""
    reporter = Reporter()
    with reporter.ending(), stopped_once():
        session = manifest.load(path)
        reporter.started(path, session)
        receipt = _rendered(asked, path, session, reporter.step, reporter.news)
        if archive := _packed(asked, path, session, receipt, reporter.step):
            reporter.packed(archive)
        reporter.receipt(receipt)
    return int(bool(receipt.fails))


def _rendered(
    asked: Namespace,
    path: Path,
    session: Session,
    progress: Callable[[Progress], None] | None,
    news: Callable[[Any], None] | None = None,
) -> Receipt:
    version = _version(asked, session)
    receipt = render_delivery(
        path.parent,
        version,
        asked.items,
        into=Path(asked.into) if asked.into else None,
        previous=_previous(session, version),
        jobs=asked.jobs,
        force=asked.force,
        hashed=asked.hash,
        metered=not asked.no_meters,
        progress=progress,
        news=news,
    )
    if version != session:
        manifest.save(version, path, session)
    return receipt


def _version(asked: Namespace, session: Session) -> Session:
    """The session as the version that is asked for; the manifest says so once that is printed."""
    return session if asked.version is None else recalled(session, asked.version)


def _previous(session: Session, version: Session) -> str:
    """The folder of the delivery that a version comes after; "" where it is the one that is there."""
    return session.delivery.folder if version != session else ""


def _packed(
    asked: Namespace,
    path: Path,
    session: Session,
    receipt: Receipt,
    progress: Callable[[Progress], None] | None,
) -> Path | None:
    """The archive that the delivery was packed into, if that was asked for."""
    if not asked.zip:
        return None
    from stemtui.render.deliveries.packing import pack
    from stemtui.render.deliveries.publish import place_of

    place = place_of(path.parent, _version(asked, session), Path(asked.into) if asked.into else None)
    return pack(place, receipt.as_dict(), Watch(progress))


def _dry_run(asked: Namespace) -> int:
    """Say what a render would read, sum and write; 1 when there is no room for it."""
    from stemtui.render.deliveries.forecast import forecast  # here: a render needs none of it

    path = manifest.locate(Path(asked.session))
    into = Path(asked.into) if asked.into else None
    manner = Manner(asked.jobs, asked.force, asked.hash, not asked.no_meters)
    session = manifest.load(path)
    version = _version(asked, session)
    with shown(quiet=asked.json) as progress:
        found = forecast(
            path.parent,
            version,
            asked.items,
            into=into,
            previous=_previous(session, version),
            manner=manner,
            watch=Watch(progress),
        )
    if asked.json_lines:
        Reporter().write("plan", **found.as_dict())
    elif asked.json:
        output.document(found.as_dict())
    else:
        output.lines(found.lines())
    return int(not found.fits)


def _unmet(receipt: Receipt) -> list[str]:
    """That the delivery is not what its destination takes, which is why the exit code is 1."""
    words = f"The mixes do not meet {receipt.fails}, as the lines above say: exit code 1."
    return [words] if receipt.fails else []


def _news(receipt: Receipt) -> str:
    """What a render has written, and what was there already."""
    if not receipt.is_new:
        return "Everything is current; --force prints again."
    files = receipt.as_dict()["file"]
    kept = len(files) - len(receipt.printed)
    if not kept:
        return f"Printed {counted(len(files), 'file')}."
    what = counted(len(receipt.printed), "file") if receipt.printed else "nothing"
    return f"Printed {what}; {kept} {'was' if kept == 1 else 'were'} current and kept, and the proof is new."
