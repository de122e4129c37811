"""A merge driver for git: three texts of a manifest become one, with marks where both sides changed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from stemtui.errors import ManifestError, Problem
from stemtui.manifest.conceding import conceded
from stemtui.manifest.layout import COMMENT_LINE
from stemtui.manifest.merging import CHOOSE, Clash, merge
from stemtui.manifest.reading import read_session
from stemtui.manifest.saving import in_place
from stemtui.session import Session

OURS, BETWEEN, THEIRS = "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n"


@dataclass(frozen=True)
class MergedText:
    """The text that two became, whether conflict marks are in it, and what is to be said of it."""

    text: str
    clashes: bool = False
    said: tuple[str, ...] = ()


def merged_texts(base: str, ours: str, theirs: str) -> MergedText:
    """Two texts that grew from one (empty where there was none), put together by table and key.

    The text is ours with their changes in it, our comments kept. Where both changed the same thing, marks
    stand around that thing alone; where a side is no manifest, or both make none together, around all lines
    that differ.
    """
    try:
        was = read_session(base, "BASE") if base.strip() else Session()
        here, there = read_session(ours, "OURS"), read_session(theirs, "THEIRS")
    except ManifestError as error:
        return MergedText(marked(ours, theirs), True, tuple(str(error).split("\n")))
    try:
        text = in_place(ours, here, merge(was, here, there), Path("OURS"))
    except ManifestError as error:
        text = _clashing(was, (ours, here), (theirs, there), error)
        said = ("Both sides changed:", *map(_said, error.problems), *_lost("", theirs, text))
        return MergedText(text, True, said)
    return MergedText(text, False, tuple(_lost(base, theirs, text)))


def _clashing(
    was: Session, ours: tuple[str, Session], theirs: tuple[str, Session], error: ManifestError
) -> str:
    """Our text with all that does not clash merged in, and marks around what does."""
    (text, here), (_, there) = ours, theirs
    if any(problem.remedy != CHOOSE for problem in error.problems):
        return marked(text, theirs[0])
    try:
        # what clashes is on one side as it was: a merge then takes the other's
        mine = merge(conceded(was, there, error.problems), here, there)
        other = merge(conceded(was, here, error.problems), here, there)
        return marked(in_place(text, here, mine, Path("OURS")), in_place(text, here, other, Path("THEIRS")))
    except ManifestError:
        return marked(text, theirs[0])


def marked(ours: str, theirs: str) -> str:
    """Both texts in one, with git's marks around the lines in which they differ."""
    here, there = (_ended(text).splitlines(keepends=True) for text in (ours, theirs))
    marked: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        both = [OURS, *here[a:b], BETWEEN, *there[c:d], THEIRS]
        marked += here[a:b] if what == "equal" else both
    return "".join(marked)


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _said(problem: Problem) -> str:
    if isinstance(problem, Clash):
        was = f"; it was {problem.was}" if problem.was else ""
        return f"  {problem.path}: {problem.mine} in ours, {problem.theirs} in theirs{was}."
    return f"  {problem.path}: {problem.message}"


def _lost(base: str, theirs: str, merged: str) -> Iterator[str]:
    """Comments of their side that are not in `base`, nor in what was made: by key they have no place."""
    comments = [line.strip() for line in theirs.splitlines() if COMMENT_LINE.match(line)]
    lost = [line for line in comments if line not in base and line not in merged]
    if lost:
        yield "Comments that are in theirs alone were not taken over:"
        yield from (f"  {line}" for line in lost)
