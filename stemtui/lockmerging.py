"""Locks as git sees them: three texts of one put together track by track, and one told a line a track."""

from collections.abc import Iterator

from stemtui.audio.samples.identity import Identity
from stemtui.lockfile import HEADING, parsed, table
from stemtui.manifest.driving import MergedText
from stemtui.manifest.layout import pieces
from stemtui.manifest.weaving import BETWEEN, OURS, THEIRS, marked
from stemtui.text import counted

_SHOWN = 12


def is_lock(text: str) -> bool:
    """Whether a text is a lock and no manifest; one with git's marks in it is too."""
    return HEADING.split("\n")[0] in text.replace("\r\n", "\n").split("\n")[:3]


def merged_locks(base: str, ours: str, theirs: str) -> MergedText:
    """Two locks that grew from one (empty where there was none), with marks around a track whose audio both
    sides locked anew: whose print is the right one, nobody but people can say."""
    try:
        was, here, there = (parsed(text) if text.strip() else {} for text in (base, ours, theirs))
    except ValueError as error:
        return MergedText(marked(ours, theirs), True, (f"A lock cannot be read: {error}.",))
    tables, said = [HEADING], list[str]()
    for key in sorted({*was, *here, *there}):
        mine, other = here.get(key), there.get(key)
        if other == was.get(key) or mine == other:
            tables += [table(key, mine)] if mine else []
        elif mine == was.get(key):
            tables += [table(key, other)] if other else []
        else:
            tables.append(f"{OURS}{_table(key, mine)}{BETWEEN}{_table(key, other)}{THEIRS}")
            said.append(f"  track.{key}: {_words(mine)} in ours, {_words(other)} in theirs.")
    cure = "Keep one of each, or have the right files there and run: stemtui lock"
    heads = ["Both sides locked other audio:", *said, cure] if said else []
    return MergedText("\n".join(tables), bool(said), tuple(heads))


def told(text: str) -> Iterator[str]:
    """All that a lock says, a line a track; a table that is not right as it is written."""
    for piece in pieces(text):
        try:
            lock = parsed(piece if piece.startswith(HEADING[:1]) else f"format = 1\n{piece}")
            yield from (f"Track {key}: {_words(of)}" for key, of in lock.items())
        except ValueError:
            yield from (line for line in piece.splitlines() if line.strip())


def _table(key: str, of: Identity | None) -> str:
    return table(key, of) if of else ""


def _words(of: Identity | None) -> str:
    if of is None:
        return "not there"
    return f"{counted(of.frames, 'frame')} at {of.rate} Hz, audio {of.sha256[:_SHOWN]}"
