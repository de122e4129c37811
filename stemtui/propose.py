"""What a session's names propose: stems for tracks, pan for pairs, channels for stems, and the usual mixes.

Nothing is changed until somebody accepts it, and what can be known from no name is not proposed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from stemtui.session import (
    Mix,
    Session,
    Stem,
    Track,
    add_mix,
    add_stem,
    assign,
    edit_mix,
    edit_stem,
    edit_tracks,
    feeding,
    leave_out,
    roots,
    unassigned,
)
from stemtui.suggest import GROUPS, POST_GROUPS, pairs, suggest
from stemtui.suggest.claims import claimed, wholes
from stemtui.text import few

STEM_NAMES = {
    group: group.replace("_", " ").title() if group != "fx" else "FX"
    for group in GROUPS
    if group not in ("mix", "click")
}
VOCALS = ("lead_vocal", "backing_vocals")
MAY_BE_MONO = ("bass", "lead_vocal", "dialogue", "room_tone")
SINGLE_WHEN_MONO = ("lead_vocal",)
INSTRUMENTAL = "Instrumental"
WITHOUT_DIALOGUE = "Mix Minus Dialogue"
MADE, FINISHED = ("raw", "printed"), ("stem", "mix")
PLAYERS_ONLY = "players hear it, nobody prints it"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one track, and why.

    `stem` is the id of a stem, of one still to be made under `stem_name`, or "". `pan` is -100 or 100 for
    half of a pair, else None. `left_out` is the reason why it belongs in no stem. `question` waits for an
    answer; `asks` is what the file may be, "mix" or "stem".
    """

    track: str
    stem: str
    stem_name: str
    pan: float | None
    left_out: str
    question: str
    asks: str
    why: str


def proposals(
    session: Session, channels: Mapping[str, int], prints: Collection[str] = ()
) -> dict[str, Proposal]:
    """A proposal for every track that nobody has placed, by id.

    `channels` has those of known files; `prints` are the tracks whose files say that stemtui printed them.
    """
    suggestions = dict(zip(session.track_index, suggest([_name(t) for t in session.tracks]), strict=True))
    stems = _stems_by_group(session)
    groups = {track: s.group for track, s in suggestions.items()}
    pan = _pan(session, channels, groups)
    sums = _perhaps_sums(session, {track: _stem_id(stems, group or "") for track, group in groups.items()})
    found = {}
    for track in unassigned(session):
        group, why = suggestions[track.id].group or "", suggestions[track.id].why
        stem = stems.get(group) or Stem(group, STEM_NAMES.get(group, ""))
        asks = _may_be(track, group, track.id in prints, track.id in sums)
        question = _sum_question(session, track, sums[track.id]) if asks == "stem" else ""
        if asks == "mix" and not track.origin:
            question = _print_question(track, track.id in prints)
        placed = bool(stem.name) and not question
        found[track.id] = Proposal(
            track=track.id,
            stem=stem.id if placed else "",
            stem_name=stem.name if placed else "",
            pan=pan.get(track.id) if placed and track.pan == 0 else None,
            left_out=f"click: {PLAYERS_ONLY}" if group == "click" else "",
            question=question,
            asks=asks,
            why=why,
        )
    return found


def accept(session: Session, accepted: Iterable[Proposal], channels: Mapping[str, int]) -> Session:
    """The session with proposals carried out: stems made and fed, pairs panned, clicks left out, mixes added.

    A new stem gets the channels that its tracks need, and so does one that had what its tracks needed before.
    """
    wanted = [p for p in accepted if p.track in session.track_index and not p.question]
    after, ids = _with_stems(session, {p.stem: p.stem_name for p in wanted if p.stem})
    for stem, stem_id in ids.items():
        after = assign(after, [p.track for p in wanted if p.stem == stem], stem_id)
    for proposal in wanted:
        if proposal.pan is not None:
            after = edit_tracks(after, [proposal.track], pan=proposal.pan)
        if proposal.left_out:
            after = leave_out(after, [proposal.track], proposal.left_out)
    after = _with_partners(after, wanted, channels)
    return _with_mixes(session, _with_channels(session, after, channels))


def _name(track: Track) -> str:
    """The track's name in its folder, which may say what the name does not."""
    folder = PurePosixPath(track.file).parent
    return f"{folder}/{track.label}" if folder.name else track.label


def _may_be(track: Track, group: str, is_print: bool, is_whole: bool) -> str:
    """What a file may be besides a track: "mix", or "stem"; "" where its name and content say neither."""
    if group == "mix" or (is_print and not track.origin):
        return "mix"
    return "stem" if is_whole and not track.origin else ""


def _print_question(track: Track, is_print: bool) -> str:
    """The question that a track that is, or is named like, a print raises."""
    looks = "was printed by stemtui" if is_print else "is named like a print"
    return f'"{track.label}" {looks}: is it a mix, or a track of this song?'


def perhaps_sums(session: Session) -> dict[str, tuple[str, ...]]:
    """The tracks that may hold others of their group, by what their names claim, and those others, by id."""
    if not any(claimed(track.file, track.name) for track in session.tracks):
        return {}
    stems, suggestions = _stems_by_group(session), suggest([_name(track) for track in session.tracks])
    groups = zip(session.track_index, suggestions, strict=True)
    return _perhaps_sums(session, {track: _stem_id(stems, s.group or "") for track, s in groups})


def _perhaps_sums(session: Session, suggested: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    tracks = [
        track
        for track in session.tracks
        if not (track.left_out or track.bounce or track.id in session.unheard)
        and (track.origin not in FINISHED or claimed(track.file, track.name))
    ]
    found = wholes(
        ["" if track.origin in MADE else claimed(track.file, track.name) for track in tracks],
        [suggested[track.id] or track.stem for track in tracks],
    )
    return {tracks[at].id: tuple(tracks[one].id for one in parts) for at, parts in found.items()}


def _sum_question(session: Session, track: Track, parts: Sequence[str]) -> str:
    """The question that a track that may be a sum raises."""
    held = few([session.track(part).label for part in parts], 1)
    called = f'"{track.label}" is named as a {claimed(track.file, track.name)}'
    return f"{called}: does it hold {held}?"


def _stem_id(stems: Mapping[str, Stem], group: str) -> str:
    """The id of the stem that takes a group's tracks, of one still to be made too; "" where none does."""
    if group in stems:
        return stems[group].id
    return group if group in STEM_NAMES else ""


def _stems_by_group(session: Session) -> dict[str, Stem]:
    """The stem that takes each group's tracks: by id, by name, or by what its name suggests."""
    named = suggest([stem.name for stem in session.stems])
    found: dict[str, Stem] = {}
    for stem, suggestion in reversed(list(zip(session.stems, named, strict=True))):
        if suggestion.group in STEM_NAMES:
            found[suggestion.group] = stem
    for stem in session.stems:
        found.update({g: stem for g, name in STEM_NAMES.items() if name.casefold() == stem.name.casefold()})
    return found | {stem.id: stem for stem in session.stems if stem.id in STEM_NAMES}


def _group_of(session: Session) -> dict[str, str]:
    """The group that each stem stands for, where one can be told."""
    named = zip(session.stems, suggest([stem.name for stem in session.stems]), strict=True)
    return {stem.id: stem.id if stem.id in STEM_NAMES else s.group or "" for stem, s in named}


def _halves(session: Session, channels: Mapping[str, int]) -> list[tuple[Track, Track]]:
    """The pairs of mono tracks, left first, of which neither is panned elsewhere than to its side."""
    tracks = session.tracks
    named = pairs([_name(track) for track in tracks])
    return [
        (tracks[left], tracks[right])
        for left, right in named
        if channels.get(tracks[left].id) == channels.get(tracks[right].id) == 1
        and tracks[left].pan in (0.0, -100.0)
        and tracks[right].pan in (0.0, 100.0)
    ]


def _pan(session: Session, channels: Mapping[str, int], groups: Mapping[str, str | None]) -> dict[str, float]:
    """The pan of each half of each pair whose halves belong together."""
    return {
        track.id: pan
        for left, right in _halves(session, channels)
        if groups[left.id] == groups[right.id]
        for track, pan in ((left, -100.0), (right, 100.0))
    }


def _with_stems(session: Session, wanted: Mapping[str, str]) -> tuple[Session, dict[str, str]]:
    """The session with the stems that are missing, in the order of GROUPS, and the id of each one wanted."""
    ids = {stem: stem for stem in wanted if stem in session.stem_index}
    order = {group: place for place, group in enumerate(GROUPS)}
    for stem in sorted(wanted.keys() - ids.keys(), key=lambda stem: (order.get(stem, len(order)), stem)):
        session, ids[stem] = add_stem(session, wanted[stem])
    return session, ids


def _with_partners(session: Session, wanted: Iterable[Proposal], channels: Mapping[str, int]) -> Session:
    """The session with the other half of each panned track panned too, if it is in the same stem already."""
    panned = {proposal.track for proposal in wanted if proposal.pan is not None}
    for left, right in _halves(session, channels):
        if left.stem == right.stem and panned & {left.id, right.id}:
            session = edit_tracks(edit_tracks(session, [left.id], pan=-100.0), [right.id], pan=100.0)
    return session


def _with_channels(before: Session, after: Session, channels: Mapping[str, int]) -> Session:
    """The session with the channels that its stems need, but for stems that somebody has set otherwise."""
    needed_before, needed = _needed_channels(before, channels), _needed_channels(after, channels)
    for stem in after.stems:
        if needed_before.get(stem.id, stem.channels) == stem.channels:
            after = edit_stem(after, stem.id, channels=needed[stem.id])
    return after


def _needed_channels(session: Session, channels: Mapping[str, int]) -> dict[str, str]:
    """What each stem needs: mono where its group usually is and one centred channel is all that feeds it."""
    groups = _group_of(session)
    halves = {track.id for pair in _halves(session, channels) for track in pair}
    needed = dict.fromkeys(groups, "stereo")
    for stem, group in groups.items():
        tracks = feeding(session, stem) if group in MAY_BE_MONO else ()
        centred = all(channels.get(t.id) == 1 and t.pan == 0 and t.id not in halves for t in tracks)
        if centred and (len(tracks) == 1 or (tracks and group not in SINGLE_WHEN_MONO)):
            needed[stem] = "mono"
    return needed


def _with_mixes(before: Session, after: Session) -> Session:
    """The session with the master mix and the usual alternates, where nobody has defined mixes of their own.

    An alternate that is just as it was proposed follows the stems that come later.
    """
    proposed, earlier = _alternates(after), _alternates(before)
    ours = {INSTRUMENTAL, WITHOUT_DIALOGUE}
    if all(mix.is_master or mix.name in ours for mix in after.mixes) and after.stems:
        if not after.mixes:
            after, _ = add_mix(after, Mix("master", "Master"))
        for name in proposed.keys() - earlier.keys() - {mix.name for mix in after.mixes}:
            after, _ = add_mix(after, Mix("", name, without=proposed[name]))
    for mix in after.mixes:
        if mix.name in proposed and mix.without and mix.without == earlier.get(mix.name):
            after = edit_mix(after, mix.id, without=proposed[mix.name])
    return after


def _alternates(session: Session) -> dict[str, tuple[str, ...]]:
    """The usual mixes besides the master, by name, and the stems that each is without."""
    groups = _group_of(session)
    tops = [stem.id for stem in roots(session)]
    placed = [groups.get(track.stem, "") for track in session.tracks if track.stem]
    in_post = 2 * sum(group in POST_GROUPS for group in placed) > len(placed)
    name, left_out = (WITHOUT_DIALOGUE, ("dialogue",)) if in_post else (INSTRUMENTAL, VOCALS)
    without = tuple(stem for stem in tops if groups[stem] in left_out)
    return {name: without} if 0 < len(without) < len(tops) else {}
