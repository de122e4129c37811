"""Proposals carried out: stems made and fed, pairs panned, clicks left out."""

from collections.abc import Iterable, Mapping

from stemtui.propose.mixes import with_mixes
from stemtui.propose.proposing import Proposal
from stemtui.propose.stems import group_of, halves
from stemtui.session import Session, add_stem, assign, edit_stem, edit_tracks, feeding, leave_out
from stemtui.suggest import GROUPS

MAY_BE_MONO = ("bass", "lead_vocal", "dialogue", "room_tone")
SINGLE_WHEN_MONO = ("lead_vocal",)


def accept(session: Session, accepted: Iterable[Proposal], channels: Mapping[str, int]) -> Session:
    """The session with proposals carried out: stems made and fed, pairs panned, clicks left out, mixes added.

    A new stem gets the channels that its tracks need, and so does one that had what its tracks needed before.
    """
    wanted = [p for p in accepted if p.track in session.track_index and not p.question]
    after, ids = _with_stems(session, {p.stem: p.stem_name for p in wanted if p.stem})
    for stem, stem_id in ids.items():
        after = assign(after, [p.track for p in wanted if p.stem == stem], stem_id)
    for pan in {p.pan for p in wanted} - {None}:
        after = edit_tracks(after, [p.track for p in wanted if p.pan == pan], pan=pan)
    for reason in {p.left_out for p in wanted} - {""}:
        after = leave_out(after, [p.track for p in wanted if p.left_out == reason], reason)
    after = _with_partners(after, wanted, channels)
    return with_mixes(session, _with_channels(session, after, channels))


def accept_into(session: Session, accepted: Iterable[Proposal]) -> Session:
    """The session with tracks put into stems that it has already, and their pairs panned; nothing is made."""
    wanted = [p for p in accepted if p.stem in session.stem_index and not p.question]
    for stem in {p.stem: None for p in wanted}:
        session = assign(session, [p.track for p in wanted if p.stem == stem], stem)
    for pan in {p.pan for p in wanted} - {None}:
        session = edit_tracks(session, [p.track for p in wanted if p.pan == pan], pan=pan)
    return session


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
    together = [
        (left.id, right.id)
        for left, right in halves(session, channels)
        if left.stem == right.stem and panned & {left.id, right.id}
    ]
    session = edit_tracks(session, [left for left, _ in together], pan=-100.0)
    return edit_tracks(session, [right for _, right in together], pan=100.0)


def _with_channels(before: Session, after: Session, channels: Mapping[str, int]) -> Session:
    """The session with the channels that its stems need, but for stems that somebody has set otherwise."""
    needed_before, needed = _needed_channels(before, channels), _needed_channels(after, channels)
    for stem in after.stems:
        if needed_before.get(stem.id, stem.channels) == stem.channels:
            after = edit_stem(after, stem.id, channels=needed[stem.id])
    return after


def _needed_channels(session: Session, channels: Mapping[str, int]) -> dict[str, str]:
    """What each stem needs: mono where its group usually is and one centred channel is all that feeds it."""
    groups = group_of(session)
    paired = {track.id for pair in halves(session, channels) for track in pair}
    needed = dict.fromkeys(groups, "stereo")
    for stem, group in groups.items():
        tracks = feeding(session, stem) if group in MAY_BE_MONO else ()
        centred = all(channels.get(t.id) == 1 and t.pan == 0 and t.id not in paired for t in tracks)
        if centred and (len(tracks) == 1 or (tracks and group not in SINGLE_WHEN_MONO)):
            needed[stem] = "mono"
    return needed
