"""The stems that groups of tracks feed by name, and the pairs of mono tracks that are one stereo source."""

from collections.abc import Mapping
from functools import lru_cache
from posixpath import basename, dirname

from stemtui.session import Session, Stem, Track, normal_path
from stemtui.suggest import GROUPS, Suggestion, pairs, suggest

STEM_NAMES = {
    group: group.replace("_", " ").title() if group != "fx" else "FX"
    for group in GROUPS
    if group not in ("mix", "click")
}


# names stay what they are while suggestions are shown, accepted and undone
_suggested = lru_cache(maxsize=8)(suggest)
_paired = lru_cache(maxsize=8)(pairs)


def name_in_folder(track: Track) -> str:
    """The track's name in its folder, which may say what the name does not."""
    folder = dirname(normal_path(track.file))
    return f"{folder}/{track.label}" if basename(folder) else track.label


def suggestions(session: Session) -> dict[str, Suggestion]:
    """What the name of each track suggests, by id."""
    named = tuple(name_in_folder(track) for track in session.tracks)
    return dict(zip(session.track_index, _suggested(named), strict=True))


def stem_id(stems: Mapping[str, Stem], group: str) -> str:
    """The id of the stem that takes a group's tracks, of one still to be made too; "" where none does."""
    if group in stems:
        return stems[group].id
    return group if group in STEM_NAMES else ""


def stems_by_group(session: Session) -> dict[str, Stem]:
    """The stem that takes each group's tracks: by id, by name, or by what its name suggests."""
    named = _suggested(tuple(stem.name for stem in session.stems))
    found: dict[str, Stem] = {}
    for stem, suggestion in reversed(list(zip(session.stems, named, strict=True))):
        if suggestion.group in STEM_NAMES:
            found[suggestion.group] = stem
    for stem in session.stems:
        found.update({g: stem for g, name in STEM_NAMES.items() if name.casefold() == stem.name.casefold()})
    return found | {stem.id: stem for stem in session.stems if stem.id in STEM_NAMES}


def group_of(session: Session) -> dict[str, str]:
    """The group that each stem stands for, where one can be told."""
    named = zip(session.stems, _suggested(tuple(stem.name for stem in session.stems)), strict=True)
    return {stem.id: stem.id if stem.id in STEM_NAMES else s.group or "" for stem, s in named}


def halves(session: Session, channels: Mapping[str, int]) -> list[tuple[Track, Track]]:
    """The pairs of mono tracks, left first, of which neither is panned elsewhere than to its side."""
    tracks = session.tracks
    named = _paired(tuple(name_in_folder(track) for track in tracks))
    return [
        (tracks[left], tracks[right])
        for left, right in named
        if channels.get(tracks[left].id) == channels.get(tracks[right].id) == 1
        and tracks[left].pan in (0.0, -100.0)
        and tracks[right].pan in (0.0, 100.0)
    ]
