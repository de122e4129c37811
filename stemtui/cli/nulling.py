"""The command that null-tests any files."""

from argparse import Namespace
from pathlib import Path

from stemtui.cli import output


def null(asked: Namespace) -> int:
    """Print whether a mix is the sum of stems; 1 when it is not."""
    from stemtui.render.proofs.nulling import null_test

    found = null_test(Path(asked.mix), [Path(stem) for stem in asked.stems])
    if asked.json:
        output.document(found.as_dict())
    else:
        output.lines(found.lines)
    return 0 if found.nulls else 1
