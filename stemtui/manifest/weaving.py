"""Three texts of one meaning put together line by line: what people wrote around it comes from both sides.

Comments, spacing and spelling have no key to be merged by. Once each of three texts says the same session,
they differ in nothing else, and what one side changed of it is taken over.
"""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

OURS, BETWEEN, THEIRS = "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n"


def woven(base: str, ours: str, theirs: str) -> tuple[str, str]:
    """The text with both sides' changes since `base`, as ours and as theirs has what both changed."""
    if theirs in (base, ours):
        return ours, ours
    if ours == base:
        return theirs, theirs
    was, here, there = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    kept_here, kept_there = _kept(was, here), _kept(was, there)
    stable = [(n, kept_here[n], kept_there[n]) for n in range(len(was)) if n in kept_here and n in kept_there]
    found: tuple[list[str], list[str]] = ([], [])
    last = (-1, -1, -1)
    for at in (*stable, (len(was), len(here), len(there))):
        between = [lines[a + 1 : b] for lines, a, b in zip((was, here, there), last, at, strict=True)]
        for lines, chosen in zip(found, _chosen(*between), strict=True):
            lines += chosen + was[at[0] : at[0] + 1]
        last = at
    return "".join(found[0]), "".join(found[1])


def _kept(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The lines of the old text that are in the new one still, and where."""
    blocks = _matcher(old, new).get_matching_blocks()
    return {a + n: b + n for a, b, size in blocks for n in range(size)}


def _matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[tuple[str, str]]:
    """Lines are compared with the header above them: `stem = "drums"` is many a line, and one in a table."""
    headers = {line for line in {*old} & {*new} if line.lstrip().startswith("[")}
    return SequenceMatcher(None, _placed(old, headers), _placed(new, headers), autojunk=False)


def _placed(lines: Sequence[str], headers: Collection[str]) -> list[tuple[str, str]]:
    header, found = "", []
    for line in lines:
        header = line if line in headers else header
        found.append((header, line))
    return found


def _chosen(was: list[str], here: list[str], there: list[str]) -> tuple[list[str], list[str]]:
    """What stands between two lines that all have: what was changed, on either side where both did."""
    if here == was:
        return there, there
    return (here, here) if there in (was, here) or _remarks(there) == _remarks(here) else (here, there)


def _remarks(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if "#" in line]


def marked(ours: str, theirs: str) -> str:
    """Both texts in one, with git's marks around the lines in which they differ."""
    here, there = (_ended(text).splitlines(keepends=True) for text in (ours, theirs))
    marked: list[str] = []
    for what, a, b, c, d in _matcher(here, there).get_opcodes():
        both = [OURS, *here[a:b], BETWEEN, *there[c:d], THEIRS]
        marked += here[a:b] if what == "equal" else both
    return "".join(marked)


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"
