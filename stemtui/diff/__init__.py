"""What changed between two sessions, in an engineer's words."""

from collections.abc import Iterator

from stemtui.diff.groups import mix_changes, stem_changes
from stemtui.diff.keys import keys_changed, values_changed
from stemtui.diff.lines import order_changes
from stemtui.diff.tracks import track_changes
from stemtui.diff.words import WORDS, said
from stemtui.manifest.schema import COMPRESSOR
from stemtui.session import MixBus, Session
from stemtui.text import listed

__all__ = ["WORDS", "changes", "said"]


def changes(old: Session, new: Session) -> list[str]:
    """Every difference as a sentence without its full stop; none when the two are equal."""
    return [
        *_by_sentence(values_changed("session", "", old, new, but=("ignore",))),
        *_ignored(old, new),
        *_mix_bus_changes(old.mix_bus, new.mix_bus),
        *values_changed("delivery", "Delivery: ", old.delivery, new.delivery),
        *stem_changes(old, new),
        *mix_changes(old, new),
        *order_changes(old, new),
        *track_changes(old, new),
    ]


def _ignored(old: Session, new: Session) -> Iterator[str]:
    """The patterns of files that are ignored from now on, and those that are no more."""
    for words, before, after in (("ignored", old, new), ("no longer ignored", new, old)):
        if found := [f'"{one}"' for one in after.ignore if one not in before.ignore]:
            yield f"Files {words}: {listed(found)}"


def _mix_bus_changes(old: MixBus, new: MixBus) -> Iterator[str]:
    yield from values_changed("mix_bus", "Mix bus: ", old, new, but=("compressor",))
    was, now = old.compressor, new.compressor
    if was and now:
        yield from keys_changed([key.name for key in COMPRESSOR], "Mix bus: compressor ", was, now)
    elif now:
        keys = [key.name for key in COMPRESSOR]
        settings = [f"{WORDS.get(key, key)} {said(key, getattr(now, key))}" for key in keys]
        yield f"Mix bus: compressor added, {listed(settings)}"
    elif was:
        yield "Mix bus: compressor removed"


def _by_sentence(lines: Iterator[str]) -> Iterator[str]:
    return (line[:1].upper() + line[1:] for line in lines)
