"""What changed between two sessions, in an engineer's words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from stemtui.manifest.pairing import pairs
from stemtui.manifest.schema import COMPRESSOR, TABLES
from stemtui.manifest.writing import tables
from stemtui.session import REST, Mix, MixBus, OrderLine, Session, Stem, Track, formula, has_item, item_name
from stemtui.text import listed

Key = TypeVar("Key", int, str)
WORDS = {
    "align": "alignment",
    "asked": "the client's words",
    "attack_ms": "attack",
    "bit_depth": "bit depth",
    "ceiling_dbtp": "ceiling",
    "damaged": "the reason for using it though damaged",
    "delay_ms": "delay",
    "delay_samples": "delay",
    "file_format": "file format",
    "gain_db": "gain",
    "invert": "polarity",
    "isolate": "delivery on its own",
    "key": "what keys its mix bus",
    "knee_db": "knee",
    "left_out": "the reason for leaving it out",
    "limiter_lookahead_ms": "limiter lookahead",
    "limiter_release_ms": "limiter release",
    "makeup_db": "makeup gain",
    "pan_law_db": "pan law",
    "profile": "destination",
    "release_ms": "release",
    "sample_rate": "sample rate",
    "threshold_db": "threshold",
    "treatment": "where the mix was done",
    "treatment_note": "note on the mix",
    "trim_db": "trim",
    "waive": "waiver",
}
UNITS = {
    "attack_ms": " ms",
    "ceiling_dbtp": " dBTP",
    "delay_ms": " ms",
    "delay_samples": " samples",
    "gain_db": " dB",
    "knee_db": " dB",
    "limiter_lookahead_ms": " ms",
    "limiter_release_ms": " ms",
    "makeup_db": " dB",
    "pan_law_db": " dB",
    "ratio": ":1",
    "release_ms": " ms",
    "sample_rate": " Hz",
    "threshold_db": " dB",
    "trim_db": " dB",
}
MEANINGS = {
    ("align", "start"): "all start together",
    ("align", "timecode"): "by time reference",
    ("ceiling_dbtp", None): "none",
    ("invert", False): "normal",
    ("invert", True): "inverted",
    ("isolate", False): "not allowed",
    ("isolate", True): "allowed",
    ("key", ""): "as by default",
    ("pan_law_db", None): "unknown, as 0 dB",
    ("origin", ""): "unknown",
    ("pan", 0.0): "centre",
    ("sample_rate", 0): "as most files",
    ("treatment", ""): "unknown",
    ("treatment", "manifest"): "in this manifest",
    ("treatment", "none"): "not mixed yet",
    ("treatment", "printed"): "printed into the files",
}
FREE_TEXT = {
    "artist",
    "asked",
    "damaged",
    "file",
    "folder",
    "left_out",
    "mixer",
    "name",
    "note",
    "reference",
    "title",
    "treatment_note",
    "version",
    "waive",
}


def changes(old: Session, new: Session) -> list[str]:
    """Every difference as a sentence without its full stop; none when the two are equal."""
    return [
        *_by_sentence(_values("session", "", old, new, but=("ignore",))),
        *_ignored(old, new),
        *_mix_bus_changes(old.mix_bus, new.mix_bus),
        *_values("delivery", "Delivery: ", old.delivery, new.delivery),
        *_stem_changes(old, new),
        *_mix_changes(old, new),
        *_order_changes(old, new),
        *_track_changes(old, new),
    ]


def told(session: Session) -> list[str]:
    """All that a session says, a line a table: what two of them differ in, their lines differ in."""
    lines = []
    for table, held in tables(session).items():
        name = held.pop("name", "") or held.get("asked") or (table[-1] if len(table) > 1 else "")
        words = [f"{WORDS.get(key, key)} {_told(key, value)}" for key, value in held.items()]
        # an id is not told where the name says it; it is what an order line and a mix call it by
        of = f"{str(table[0]).replace('_', ' ').capitalize()} {name}".rstrip()
        own = f" ({table[1]})" if len(table) > 1 and table[0] != "order" and table[1] != name else ""
        if words or len(table) > 1:
            lines.append(f"{of}{own}: {'; '.join(words) or 'nothing more'}")
    return lines


def _told(key: str, value: Any) -> str:
    """A value as `said`, and lists and tables too."""
    if isinstance(value, dict):
        return listed([f"{name} {_told(name, each)}" for name, each in value.items()])
    return listed([str(each) for each in value]) if isinstance(value, list) else said(key, value)


def said(key: str, value: Any) -> str:
    """A value as an engineer says it: `-2 dB`, `30 left`, `printed into the files`."""
    if (key, value) in MEANINGS:
        return MEANINGS[key, value]
    if key == "pan":
        return f"{_figure(abs(value))} {'left' if value < 0 else 'right'}"
    if isinstance(value, str):
        return (f'"{value}"' if key in FREE_TEXT else value) if value else "nothing"
    return f"{_figure(value)}{UNITS.get(key, '')}"


def definition(session: Session, mix: Mix) -> str:
    """What a mix holds, in the glossary's words and to the last digit."""
    return formula(session, mix, called=str, several=listed, by=lambda db: f"{_figure(db, '+')} dB")


def _values(kind: str, of: str, old: Any, new: Any, but: Sequence[str] = ()) -> Iterator[str]:
    """The keys of one table that hold something else, but those that are told in other words."""
    return _differences([key.name for key in TABLES[kind] if key.name not in but], of, old, new)


def _differences(keys: Iterable[str], of: str, old: Any, new: Any) -> Iterator[str]:
    for key in keys:
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield f"{of}{WORDS.get(key, key)} changed from {said(key, was)} to {said(key, now)}"


def _ignored(old: Session, new: Session) -> Iterator[str]:
    """The patterns of files that are ignored from now on, and those that are no more."""
    for words, before, after in (("ignored", old, new), ("no longer ignored", new, old)):
        if found := [f'"{one}"' for one in after.ignore if one not in before.ignore]:
            yield f"Files {words}: {listed(found)}"


def _mix_bus_changes(old: MixBus, new: MixBus) -> Iterator[str]:
    yield from _values("mix_bus", "Mix bus: ", old, new, but=("compressor",))
    was, now = old.compressor, new.compressor
    if was and now:
        yield from _differences([key.name for key in COMPRESSOR], "Mix bus: compressor ", was, now)
    elif now:
        keys = [key.name for key in COMPRESSOR]
        settings = [f"{WORDS.get(key, key)} {said(key, getattr(now, key))}" for key in keys]
        yield f"Mix bus: compressor added, {listed(settings)}"
    elif was:
        yield "Mix bus: compressor removed"


def _stem_changes(old: Session, new: Session) -> Iterator[str]:
    yield from (f"Stem {stem.name} removed" for stem in old.stems if stem.id not in new.stem_index)
    for stem in new.stems:
        if stem.id not in old.stem_index:
            below = f", a sub-stem of {new.stem(stem.parent).name}" if stem.parent else ""
            yield f"Stem {stem.name} added ({stem.channels}{below})"
            continue
        was = old.stem(stem.id)
        if was.name != stem.name:
            yield f"Stem {was.name} renamed to {stem.name}"
        if was.parent != stem.parent:
            yield _parent_change(old, new, was, stem)
        yield from _values("stem", f"Stem {stem.name}: ", was, stem, but=("name", "parent"))
    yield from _reordering("Stems", old.stem_index, new.stem_index, lambda key: new.stem(key).name)


def _parent_change(old: Session, new: Session, was: Stem, stem: Stem) -> str:
    if not stem.parent:
        return f"Stem {stem.name} is no longer a sub-stem of {old.stem(was.parent).name}"
    instead = f" instead of {old.stem(was.parent).name}" if was.parent else ""
    return f"Stem {stem.name} is now a sub-stem of {new.stem(stem.parent).name}{instead}"


def _mix_changes(old: Session, new: Session) -> Iterator[str]:
    yield from (f"Mix {mix.name} removed" for mix in old.mixes if mix.id not in new.mix_index)
    for mix in new.mixes:
        if mix.id not in old.mix_index:
            yield f"Mix {mix.name} added: {definition(new, mix)}"
            continue
        was = old.mix(mix.id)
        if was.name != mix.name:
            yield f"Mix {was.name} renamed to {mix.name}"
        if (was.only, was.without, was.offsets_db) != (mix.only, mix.without, mix.offsets_db):
            before, after = definition(old, was), definition(new, mix)
            same = f"is written in other words, and is still {after}"
            yield f"Mix {mix.name} {same if before == after else f'changed from {before} to {after}'}"
        told = ("name", "only", "without", "offsets_db")
        yield from _values("mix", f"Mix {mix.name}: ", was, mix, but=told)
    yield from _reordering("Mixes", old.mix_index, new.mix_index, lambda key: new.mix(key).name)


def _order_changes(old: Session, new: Session) -> Iterator[str]:
    origins = pairs(old.order, new.order)
    for position, line in enumerate(old.order):
        if position not in origins.values():
            yield f"Order line {position + 1} removed: {_order_line(old, line)}"
    for position, line in enumerate(new.order):
        if position not in origins:
            yield f"Order line {position + 1} added: {_order_line(new, line)}"
            continue
        was, of = old.order[origins[position]], f"Order line {position + 1}"
        if was.deliver != line.deliver:
            asked = f' ("{line.asked}")' if line.asked else ""
            yield f"{of}{asked} delivers {_item(new, line.deliver)} instead of {_item(old, was.deliver)}"
        yield from _values("order", f"{of}: ", was, line, but=("deliver",))
    standing = [origins[position] for position in sorted(origins)]
    for position in _moved(sorted(standing), standing):
        yield f"Order line {position + 1} moved to line {standing.index(position) + 1}"


def _order_line(session: Session, line: OrderLine) -> str:
    delivers = f"delivers {_item(session, line.deliver)}"
    return f'"{line.asked}" {delivers}' if line.asked else delivers


def _item(session: Session, item: str) -> str:
    """`Drums (stem.drums)`; only `stem.drums` when the session has no such stem."""
    if item == REST or not has_item(session, item):
        return item or "nothing"
    return f"{item_name(session, item)} ({item})"


def _track_changes(old: Session, new: Session) -> Iterator[str]:
    labels = _labels(old) | _labels(new)
    for track in old.tracks:
        if track.id not in new.track_index:
            yield f"Track {labels[track.id]} removed (it was {_whereabouts(old, track)})"
    for track in new.tracks:
        if track.id in old.track_index:
            yield from _one_track(old, new, track.id, labels)
        else:
            yield f"Track {labels[track.id]} added ({_whereabouts(new, track)})"
    yield from _reordering("Tracks", old.track_index, new.track_index, labels.__getitem__)


def _one_track(old: Session, new: Session, key: str, labels: Mapping[str, str]) -> Iterator[str]:
    was, now, label = old.track(key), new.track(key), labels[key]
    if was == now:
        return
    told = ["stem", "bounce"]
    if was.name != now.name and was.label != now.label:
        yield f"Track {was.label} renamed to {now.label}"
        told.append("name")
    if was.stem != now.stem:
        yield _stem_change(old, new, was, now, label)
    if bool(was.left_out) != bool(now.left_out):
        told.append("left_out")
        yield f"{label} left out: {now.left_out}" if now.left_out else f"{label} no longer left out"
    if was.bounce != now.bounce:
        before, after = (listed([labels[member] for member in each.bounce]) for each in (was, now))
        yield f"{label} is now a bounce of {after or 'nothing'}, before of {before or 'nothing'}"
    yield from _values("track", f"{label}: ", was, now, but=told)


def _stem_change(old: Session, new: Session, was: Track, now: Track, label: str) -> str:
    if not now.stem:
        return f"{label} taken out of {old.stem(was.stem).name}, now in no stem"
    if not was.stem:
        return f"{label} put in {new.stem(now.stem).name}"
    return f"{label} moved from {old.stem(was.stem).name} to {new.stem(now.stem).name}"


def _whereabouts(session: Session, track: Track) -> str:
    if track.left_out:
        return f"left out: {track.left_out}"
    return f"in {session.stem(track.stem).name}" if track.stem else "in no stem"


def _labels(session: Session) -> dict[str, str]:
    """What to call each track; those with the same name get their ids behind it."""
    times = Counter(track.label for track in session.tracks)
    return {
        track.id: f"{track.label} ({track.id})" if times[track.label] > 1 else track.label
        for track in session.tracks
    }


def _reordering(
    plural: str, old: Collection[str], new: Collection[str], label: Callable[[str], str]
) -> Iterator[str]:
    """Which members of a list now follow others than before, moves told as few as they can be."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    for key in _moved(before, after):
        place = after.index(key)
        where = f"now follows {label(after[place - 1])}" if place else "is now the first"
        yield f"{plural} reordered: {label(key)} {where}"


def _moved(before: Sequence[Key], after: Sequence[Key]) -> list[Key]:
    """The fewest members whose moving makes one order of the other: all but a longest rising run."""
    if before == after:
        return []
    ranks = {key: rank for rank, key in enumerate(before)}
    ends: list[int] = []
    lengths = []
    for key in after:
        length = bisect_left(ends, ranks[key])
        ends[length : length + 1] = [ranks[key]]
        lengths.append(length)
    wanted, moved = len(ends) - 1, []
    for key, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moved.append(key)
    return moved[::-1]


def _by_sentence(lines: Iterator[str]) -> Iterator[str]:
    return (line[:1].upper() + line[1:] for line in lines)


def _figure(value: float, sign: str = "") -> str:
    """A number without needless digits."""
    short = f"{value:{sign}g}"
    return short if float(short) == value else f"{value:{sign}}"
