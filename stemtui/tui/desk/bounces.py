"""A bounce without a file: tracks summed to one when it is printed, and taken apart again."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.errors import EditError
from stemtui.manifest.checking import structure_problems
from stemtui.session import Session, Track, add_tracks, edit_tracks, item_name
from stemtui.text import counted, listed, sentence
from stemtui.tui.desk.answers import named_tracks, short
from stemtui.tui.desk.desk import Desk
from stemtui.tui.desk.steps import change, fit


def bounced(desk: Desk, name: str) -> Desk:
    """The chosen tracks in a new bounce behind the last of them, in the stem that all of them feed.

    Raises EditError where one of them cannot be in another bounce.
    """
    session, ids = desk.session, desk.chosen_tracks
    made = Track("", name=name.strip(), stem=shared_stem(session, ids), bounce=ids)
    after = add_tracks(edit_tracks(session, ids, stem=""), [made])
    *others, made = after.tracks
    last = max(session.track_index[key] for key in ids) + 1
    after = replace(after, tracks=(*others[:last], made, *others[last:]))
    _refuse_wrong(after)
    done = change(desk, after, f"{named_tracks(session, ids)} bounced to {short(made.label)}")
    shown = replace(done.tracks.unmark(), cursor=f"track.{made.id}", filter="")
    return fit(done, replace(done, tracks=shown))


def taken_apart(desk: Desk) -> Desk:
    """The chosen bounces gone, the tracks in them in the stem that each was in.

    Order lines that ask for one stay. Raises EditError where one is in another bounce.
    """
    session, ids = desk.session, desk.chosen_tracks
    members = [member for key in ids for member in session.track(key).bounce]
    after = session
    for key in ids:
        after = edit_tracks(after, session.track(key).bounce, stem=session.track(key).stem)
    after = replace(after, tracks=tuple(track for track in after.tracks if track.id not in ids))
    _refuse_wrong(after)
    names = listed([short(item_name(session, f"track.{key}")) for key in ids])
    return change(desk, after, f"{names} taken apart into {counted(len(members), 'track')}")


def _refuse_wrong(session: Session) -> None:
    if wrong := next(structure_problems(session), None):
        raise EditError(f"{sentence(wrong.message)} {wrong.remedy}")


def shared_stem(session: Session, ids: Sequence[str]) -> str:
    """The stem that all of some tracks feed; "" where they differ."""
    stems = {session.track(key).stem for key in ids}
    return stems.pop() if len(stems) == 1 else ""
