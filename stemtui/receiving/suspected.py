"""Files that may hold others of their session, measured: they do or do not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.problems.tracks import MEASURES
from stemtui.propose import perhaps_sums
from stemtui.receiving.sums import repeats
from stemtui.session import Session

NO_SUM = "As measured, it is no plain sum of them."


def measured(
    root: Path, session: Session, headers: Mapping[str, Header | AudioFileError], found: Sequence[Problem]
) -> list[Problem]:
    """The problems, with what was measured of files in place of what their names may mean.

    What was treated together is no plain sum any more, and may hold it all the same.
    """
    sums = list(repeats.sums(root, session, headers, perhaps_sums(session)))
    known = {one.path for one in sums}
    left = (one for one in found if one.path not in known)
    return [*(replace(one, remedy=one.remedy.replace(MEASURES, NO_SUM)) for one in left), *sums]
