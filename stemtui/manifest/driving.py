"""A merge driver for git: three texts of a manifest become one, with marks where both sides changed it."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from stemtui.errors import ManifestError, Problem
from stemtui.frozen import frozen
from stemtui.manifest.conceding import conceded
from stemtui.manifest.layout import comments_in
from stemtui.manifest.merging import CHOOSE, Clash, merge
from stemtui.manifest.reading import read_session
from stemtui.manifest.saving import in_place
from stemtui.manifest.weaving import marked, woven
from stemtui.manifest.writing import dumps
from stemtui.session import Session


@frozen
class MergedText:
    """The text that two became, whether conflict marks are in it, and what is to be said of it."""

    text: str
    clashes: bool = False
    said: tuple[str, ...] = ()


class Side(NamedTuple):
    """A text and the session that it says."""

    text: str
    session: Session


def merged_texts(base: str, ours: str, theirs: str) -> MergedText:
    """Two texts that grew from one (empty where there was none), put together by table and key.

    Comments and spelling that have no key come from both sides too, line by line. Where both changed the
    same thing, marks stand around that thing alone; where a side is no manifest, or both make none together,
    around all lines that differ. Lines end as they do in ours.
    """
    base, theirs = (_ending_alike(text, ours) for text in (base, theirs))
    try:
        was = Side(base, read_session(base, "BASE") if base.strip() else Session())
        here, there = Side(ours, read_session(ours, "OURS")), Side(theirs, read_session(theirs, "THEIRS"))
    except ManifestError as error:
        return MergedText(marked(ours, theirs), True, tuple(str(error).split("\n")))
    try:
        mine, other = _both(was, here, there, merge(was.session, here.session, there.session))
    except ManifestError as error:
        text = _clashing(was, here, there, error)
        said = (_heading(error.problems), *map(_said, error.problems), *_lost("", here, there, text))
        return MergedText(text, True, said)
    if mine != other:
        return MergedText(marked(mine, other), True, ("Both sides changed what is said in comments.",))
    return MergedText(mine, False, tuple(_lost(base, here, there, mine)))


def _both(was: Side, here: Side, there: Side, session: Session) -> tuple[str, str]:
    """The text of the merged session, as ours and as theirs has the comments that both changed."""
    ours = in_place(here.text, here.session, session, Path("OURS"))
    with contextlib.suppress(ManifestError):
        theirs = in_place(there.text, there.session, session, Path("THEIRS"))
        base = in_place(was.text, was.session, session, Path("BASE")) if was.text.strip() else dumps(session)
        found = woven(_ending_alike(base, ours), ours, theirs)
        if all(read_session(text, "MERGED") == session for text in found):
            return found
    return ours, ours


def _clashing(was: Side, here: Side, there: Side, error: ManifestError) -> str:
    """Our text with all that does not clash merged in, and marks around what does."""
    if any(problem.remedy != CHOOSE for problem in error.problems):
        return marked(here.text, there.text)
    try:
        # what clashes is on one side as it was: a merge then takes the other's
        kept, taken = (
            merge(conceded(was.session, side.session, error.problems), here.session, there.session)
            for side in (there, here)
        )
        return marked(_both(was, here, there, kept)[0], _both(was, here, there, taken)[1])
    except ManifestError:
        return marked(here.text, there.text)


def _ending_alike(text: str, other: str) -> str:
    """A text with its lines ended as most of another's are."""
    newline = "\r\n" if 2 * other.count("\r\n") > other.count("\n") else "\n"
    return text.replace("\r\n", "\n").replace("\n", newline)


def _heading(problems: Sequence[Problem]) -> str:
    if all(problem.remedy == CHOOSE for problem in problems):
        return "Both sides changed:"
    return "Each side is right by itself, and together they do not fit:"


def _said(problem: Problem) -> str:
    if isinstance(problem, Clash):
        was = f"; it was {problem.was}" if problem.was else ""
        return f"  {problem.path}: {problem.mine} in ours, {problem.theirs} in theirs{was}."
    if problem.remedy == CHOOSE:
        return f"  {problem.path}: ours has them in one order, theirs in another, and neither is as it was."
    return f"  {problem.path}: {problem.message}"


def _lost(base: str, here: Side, there: Side, merged: str) -> Iterator[str]:
    """Comments of a side that are not in `base`, nor in what was made: of what the other side deleted."""
    for side, words in ((here, "ours"), (there, "theirs")):
        lost = [each for each in comments_in(side.text) if each not in base and each not in merged]
        if lost:
            yield f"Comments of {words} that are in no table now:"
            yield from (f"  {each}" for each in lost)
