"""The command `render`, whose engine is started ahead of all else."""

from argparse import Namespace

from stemtui.render.engine.ahead import started_ahead


def render(asked: Namespace) -> int:
    """Print the order, or the items named, as far as they are not current; or say what would be printed.

    1 where a mix fails the destination that the manifest names: the delivery is there all the same.
    """
    if asked.dry_run:
        from stemtui.cli.forecasting import dry_run

        return dry_run(asked)
    with started_ahead() as engine:
        from stemtui.cli.printing import printed  # here, because the engine begins before all these imports

        return printed(asked, engine)
