"""What `render` does: print what was ordered, and say so in words or for a script."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stemtui import manifest
from stemtui.cli import output
from stemtui.cli.progress import shown
from stemtui.cli.stopping import stopped_once
from stemtui.errors import ManifestError
from stemtui.render.deliveries.delivery import Progress, Receipt
from stemtui.render.deliveries.delivery import render as render_delivery
from stemtui.render.engine.ahead import Engine
from stemtui.render.plans.progress import Watch
from stemtui.session import Session, recalled
from stemtui.text import counted, size


def printed(asked: Namespace, engine: Engine | None) -> int:
    """Print the order, or the items named, by an engine that was started ahead; 1 where a mix fails its
    destination."""
    path = manifest.locate(Path(asked.session))
    if asked.json_lines:
        return _reported(asked, path, engine)
    session = manifest.load(path)
    with stopped_once(), shown(quiet=asked.json) as progress:
        receipt = _rendered(asked, path, session, progress, engine)
        archive = _packed(asked, path, session, receipt, progress)
    if asked.json:
        output.document(receipt.as_dict() | ({"archive": str(archive)} if archive else {}))
    else:
        packed = [f"Packed: {archive} ({size(archive.stat().st_size)})."] if archive else []
        output.lines([*receipt.summary(), _news(receipt), *packed, *_unmet(receipt)])
    return int(bool(receipt.fails))


def _reported(asked: Namespace, path: Path, engine: Engine | None) -> int:
    """Print the order, and write a line of JSON for each thing that happens."""
    from stemtui.cli.reporting import Reporter  # here, because people are told in other ways

    reporter = Reporter()
    with reporter.ending(), stopped_once():
        session = manifest.load(path)
        reporter.started(path, session)
        receipt = _rendered(asked, path, session, reporter.step, engine, reporter.news)
        if archive := _packed(asked, path, session, receipt, reporter.step):
            reporter.packed(archive)
        reporter.receipt(receipt)
    return int(bool(receipt.fails))


def _rendered(
    asked: Namespace,
    path: Path,
    session: Session,
    progress: Callable[[Progress], None] | None,
    engine: Engine | None,
    news: Callable[[Any], None] | None = None,
) -> Receipt:
    version = version_of(asked, session)
    receipt = render_delivery(
        path.parent,
        version,
        asked.items,
        into=Path(asked.into) if asked.into else None,
        previous=previous_of(session, version),
        jobs=asked.jobs,
        force=asked.force,
        hashed=asked.hash,
        metered=not asked.no_meters,
        progress=progress,
        news=news,
        engine=engine,
    )
    if version != session:
        _note(version, path, session)
    return receipt


def _note(version: Session, path: Path, session: Session) -> None:
    """Have the manifest say which version was printed. Raises ManifestError."""
    try:
        manifest.save(version, path, session)
    except ManifestError as error:
        done = f"The delivery in {version.delivery.folder!r} is whole, and the manifest does not say so yet."
        raise ManifestError(f"{done} Cure this, and print it once more:", error.problems) from error


def version_of(asked: Namespace, session: Session) -> Session:
    """The session as the version that is asked for; the manifest says so once that is printed."""
    return session if asked.version is None else recalled(session, asked.version)


def previous_of(session: Session, version: Session) -> str:
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

    place = place_of(path.parent, version_of(asked, session), Path(asked.into) if asked.into else None)
    return pack(place, receipt.as_dict(), Watch(progress))


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
