"""Edits: pure functions from one session to the next. Undo is keeping the one before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from stemtui.errors import EditError
from stemtui.session.structure import family
from stemtui.session.values import Mix, OrderLine, Session, Stem, Track, with_indices
from stemtui.text import slug

Item = TypeVar("Item", Track, Stem, Mix)
Key = TypeVar("Key", int, str)
NAMING = frozenset({"id", "file", "name", "bounce"})
"""The fields by which a track is known."""


def assign(session: Session, track_ids: Iterable[str], stem_id: str) -> Session:
    """Put tracks into a stem, or into none ("").

    A track that was left out comes back in, since nobody assigns what should not be heard. Raises EditError
    for an unknown id and for a track that is inside a bounce: its bounce feeds the stem.
    """
    if stem_id and stem_id not in session.stem_index:
        raise EditError(f"There is no stem {stem_id!r}.")
    wanted = tuple(track_ids)
    if stem_id:
        for track_id in wanted:
            _refuse_bounced(session, track_id)
        return edit_tracks(session, wanted, stem=stem_id, left_out="")
    return edit_tracks(session, wanted, stem="")


def leave_out(session: Session, track_ids: Iterable[str], reason: str) -> Session:
    """Leave tracks out of every print, for a reason; "" brings them back. They keep their stem."""
    return edit_tracks(session, track_ids, left_out=reason)


def edit_tracks(session: Session, track_ids: Iterable[str], **changes: Any) -> Session:
    """The session with those fields of those tracks changed. Raises EditError for an unknown id."""
    tracks = list(session.tracks)
    for track_id in track_ids:
        position = _position(session.track_index, track_id, "track")
        tracks[position] = replace(tracks[position], **changes)
    after = replace(session, tracks=tuple(tracks))
    return after if NAMING & changes.keys() else with_indices(after, session)


def add_tracks(session: Session, tracks: Sequence[Track]) -> Session:
    """The session with more tracks at its end, each under an id that nobody has."""
    taken = set(session.track_index)
    added: list[Track] = []
    for track in tracks:
        track_id = free_id(track.id or track.label, taken, "track")
        taken.add(track_id)
        added.append(replace(track, id=track_id))
    return replace(session, tracks=session.tracks + tuple(added))


def add_stem(session: Session, name: str, channels: str = "stereo", parent: str = "") -> tuple[Session, str]:
    """The session with a new stem at its end, and the stem's id."""
    name = _stem_name(session, name)
    if parent and parent not in session.stem_index:
        raise EditError(f"There is no stem {parent!r} to be its parent.")
    stem_id = free_id(name, session.stem_index, "stem")
    stem = Stem(stem_id, name, channels=channels, parent=parent)
    return replace(session, stems=(*session.stems, stem)), stem_id


def edit_stem(session: Session, stem_id: str, **changes: Any) -> Session:
    """The session with fields of one stem changed. Its id stays, whatever its name becomes."""
    if "name" in changes:
        changes["name"] = _stem_name(session, changes["name"], stem_id)
    at = _position(session.stem_index, stem_id, "stem")
    stem = replace(session.stems[at], **changes)
    return replace(session, stems=(*session.stems[:at], stem, *session.stems[at + 1 :]))


def delete_stem(session: Session, stem_id: str) -> Session:
    """The session without a stem: its tracks are in none, its sub-stems move up to its parent.

    Order lines that ask for it stay, since the client still does: `check` names them. Raises EditError where
    a mix holds only this stem, because without it that mix would become the master mix.
    """
    gone = session.stems[_position(session.stem_index, stem_id, "stem")]
    for mix in session.mixes:
        if mix.only == (stem_id,):
            raise EditError(f"The mix {mix.name!r} holds this stem alone: delete the mix first.")
    stems = tuple(
        replace(stem, parent=gone.parent) if stem.parent == stem_id else stem
        for stem in session.stems
        if stem.id != stem_id
    )
    tracks = tuple(replace(t, stem="") if t.stem == stem_id else t for t in session.tracks)
    mixes = tuple(_mix_without(mix, stem_id) for mix in session.mixes)
    return replace(session, stems=stems, tracks=tracks, mixes=mixes)


def add_mix(session: Session, mix: Mix) -> tuple[Session, str]:
    """The session with a new mix at its end (under an id that nobody has), and the mix's id."""
    name = _needed_name(mix.name, "mix")
    mix_id = free_id(mix.id or name, session.mix_index, "mix")
    return replace(session, mixes=(*session.mixes, replace(mix, id=mix_id, name=name))), mix_id


def edit_mix(session: Session, mix_id: str, **changes: Any) -> Session:
    """The session with fields of one mix changed."""
    if "name" in changes:
        changes["name"] = _needed_name(changes["name"], "mix")
    at = _position(session.mix_index, mix_id, "mix")
    mix = replace(session.mixes[at], **changes)
    return replace(session, mixes=(*session.mixes[:at], mix, *session.mixes[at + 1 :]))


def delete_mix(session: Session, mix_id: str) -> Session:
    """The session without a mix. Order lines that ask for it stay."""
    at = _position(session.mix_index, mix_id, "mix")
    return replace(session, mixes=session.mixes[:at] + session.mixes[at + 1 :])


def set_parent(session: Session, stem_id: str, parent: str) -> Session:
    """Make a stem a sub-stem of another, or a root (""). Raises EditError where that would be a circle."""
    if parent and parent not in session.stem_index:
        raise EditError(f"There is no stem {parent!r}.")
    if parent in family(session, stem_id):
        raise EditError(f"{parent!r} is {stem_id!r} or inside it: a stem cannot be its own parent.")
    return edit_stem(session, stem_id, parent=parent)


def move_tracks(session: Session, track_ids: Collection[str], by: int, shown: Collection[str]) -> Session:
    """Tracks one place further up (-1) or down (1), as one block where they stand together.

    The places are those of the tracks that are `shown`: the others stay where they are. So it is with stems,
    mixes and order lines.
    """
    among = [track.id for track in session.tracks if track.id in shown]
    return replace(session, tracks=_shifted(session.tracks, among, track_ids, by))


def move_stems(session: Session, stem_ids: Collection[str], by: int, shown: Collection[str]) -> Session:
    """Stems one place further up (-1) or down (1) among those of one parent, with their sub-stems."""
    stems = session.stems
    for parent in {stem.parent for stem in stems}:
        among = [stem.id for stem in session.stems if stem.parent == parent and stem.id in shown]
        stems = _shifted(stems, among, stem_ids, by)
    return replace(session, stems=stems)


def move_mixes(session: Session, mix_ids: Collection[str], by: int, shown: Collection[str]) -> Session:
    """Mixes one place further up (-1) or down (1)."""
    among = [mix.id for mix in session.mixes if mix.id in shown]
    return replace(session, mixes=_shifted(session.mixes, among, mix_ids, by))


def move_order_lines(
    session: Session, positions: Collection[int], by: int, shown: Collection[int]
) -> Session:
    """Order lines one place further up (-1) or down (1)."""
    places = range(len(session.order))
    fresh = iter(_steps([place for place in places if place in shown], positions, by))
    moved = [next(fresh) if place in shown else place for place in places]
    return replace(session, order=tuple(session.order[place] for place in moved))


def _shifted(
    items: tuple[Item, ...], among: Sequence[str], chosen: Collection[str], by: int
) -> tuple[Item, ...]:
    """Items with the chosen ones one place further within `among`, whose ids are in the items' order."""
    known, movable = {item.id: item for item in items}, set(among)
    fresh = iter(_steps(among, chosen, by))
    return tuple(known[next(fresh)] if item.id in movable else item for item in items)


def _steps(among: Sequence[Key], chosen: Collection[Key], by: int) -> list[Key]:
    """Keys with the chosen ones one place further, as one block where they stand together."""
    order = list(among) if by < 0 else list(reversed(among))
    for at in range(1, len(order)):
        if order[at] in chosen and order[at - 1] not in chosen:
            order[at - 1], order[at] = order[at], order[at - 1]
    return order if by < 0 else order[::-1]


def add_order_line(session: Session, line: OrderLine) -> Session:
    """The session with one more order line."""
    return replace(session, order=(*session.order, line))


def remove_order_line(session: Session, position: int) -> Session:
    """The session without the order line at that position (0 is the first)."""
    return remove_order_lines(session, [position])


def remove_order_lines(session: Session, positions: Collection[int]) -> Session:
    """The session without the order lines at those positions."""
    kept = (line for position, line in enumerate(session.order) if position not in positions)
    return replace(session, order=tuple(kept))


def edit_order_line(session: Session, position: int, **changes: Any) -> Session:
    """The session with fields of one order line changed."""
    line = replace(session.order[position], **changes)
    return replace(session, order=(*session.order[:position], line, *session.order[position + 1 :]))


def free_id(name: str, taken: Iterable[str], fallback: str) -> str:
    """An id made from a name that is not among those taken: `kick`, `kick_2`, ..."""
    base, ids, number = slug(name) or fallback, set(taken), 2
    if base not in ids:
        return base
    while f"{base}_{number}" in ids:
        number += 1
    return f"{base}_{number}"


def _refuse_bounced(session: Session, track_id: str) -> None:
    bounce = session.bounced.get(track_id)
    if bounce is not None:
        name, into = session.track(track_id).label, session.track(bounce).label
        raise EditError(f"{name!r} is inside the bounce {into!r}: assign that, or it is heard twice.")


def _needed_name(name: str, noun: str) -> str:
    if not name.strip():
        raise EditError(f"A {noun} needs a name.")
    return name.strip()


def _stem_name(session: Session, name: str, own_id: str = "") -> str:
    name = _needed_name(name, "stem")
    for stem in session.stems:
        if stem.id != own_id and stem.name.casefold() == name.casefold():
            raise EditError(f"There is a stem {stem.name!r} already.")
    return name


def _position(index: dict[str, int], key: str, noun: str) -> int:
    if key not in index:
        raise EditError(f"There is no {noun} {key!r}.")
    return index[key]


def _mix_without(mix: Mix, stem_id: str) -> Mix:
    return replace(
        mix,
        only=tuple(stem for stem in mix.only if stem != stem_id),
        without=tuple(stem for stem in mix.without if stem != stem_id),
        offsets_db=tuple((stem, db) for stem, db in mix.offsets_db if stem != stem_id),
    )
