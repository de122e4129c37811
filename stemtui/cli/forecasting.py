"""What `render --dry-run` does: say what would be read, summed and written, and how large."""

from argparse import Namespace
from pathlib import Path

from stemtui import manifest
from stemtui.cli import output
from stemtui.cli.printing import previous_of, version_of
from stemtui.cli.progress import shown
from stemtui.cli.reporting import Reporter
from stemtui.render.deliveries.delivery import Manner
from stemtui.render.deliveries.forecast import forecast
from stemtui.render.plans.progress import Watch


def dry_run(asked: Namespace) -> int:
    """Say what a render would read, sum and write; 1 when there is no room for it."""
    path = manifest.locate(Path(asked.session))
    into = Path(asked.into) if asked.into else None
    manner = Manner(asked.jobs, asked.force, asked.hash, not asked.no_meters)
    session = manifest.load(path)
    version = version_of(asked, session)
    with shown(quiet=asked.json) as progress:
        found = forecast(
            path.parent,
            version,
            asked.items,
            into=into,
            previous=previous_of(session, version),
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
