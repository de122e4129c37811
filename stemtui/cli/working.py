"""Commands that work on a session: open, status."""

import gc
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from stemtui import manifest
from stemtui.cli import output


def open(asked: Namespace) -> int:
    """Open a session on the screen."""
    gc.disable()  # until the first paint: until then nearly all that is made stays
    from stemtui.tui.opening import run

    return run(Path(asked.session))


def status(asked: Namespace) -> int:
    """Print which ordered prints are current, stale or missing; 1 when any is not current."""
    from stemtui.cli.progress import shown
    from stemtui.render.deliveries.status import status as print_status
    from stemtui.render.plans.progress import Watch

    path = manifest.locate(Path(asked.session))
    with shown(quiet=asked.json) as progress:
        prints = print_status(path.parent, manifest.load(path), hashed=asked.hash, watch=Watch(progress))
    if asked.json:
        output.document([asdict(one) for one in prints])
    else:
        output.lines(
            output.table([[p.state, p.item, p.file, p.why] for p in prints]) or ["Nothing is ordered."]
        )
    return int(any(one.state != "current" for one in prints))
