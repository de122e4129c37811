"""What is suggested on a desk: a stem for each track that nobody has placed, or a question about its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stemtui.header import Header
from stemtui.session import Track, unassigned
from stemtui.tui.desk.desk import Desk

if TYPE_CHECKING:
    from stemtui.propose import Proposal


def channels(desk: Desk) -> dict[str, int]:
    """How many channels each track has, where its header has been read."""
    return {key: header.channels for key, header in desk.headers.items() if isinstance(header, Header)}


def suggest(desk: Desk) -> Desk:
    """The desk with suggestions for all tracks, assigned or not: unassigning one shows its own again."""
    from stemtui import propose  # here, because the first paint needs no vocabulary

    bare = tuple(replace(track, stem="", left_out="") for track in desk.session.tracks)
    prints = [key for key, header in desk.headers.items() if isinstance(header, Header) and header.is_print]
    found = propose.proposals(replace(desk.session, tracks=bare), channels(desk), prints)
    return replace(desk, proposals=found)


def proposal(desk: Desk, track: Track) -> Proposal | None:
    """What is suggested for a track that nobody has placed; none while suggestions are hidden.

    The question of a file named like a print stays until somebody says what it is, suggestions shown or not.
    """
    found = desk.proposals.get(track.id)
    if found is None or track.stem or track.left_out or track.id in desk.session.bounced:
        return None
    if found.question:
        return None if track.origin else found
    return found if desk.suggesting and (found.stem or found.stem_name or found.left_out) else None


def suggested(desk: Desk) -> tuple[Proposal, ...]:
    """All suggestions that can be accepted now, in session order."""
    found = (proposal(desk, track) for track in unassigned(desk.session))
    return tuple(one for one in found if one is not None and not one.question)
