"""An order for the multitrack, which one track cannot meet."""

from dataclasses import replace

import pytest

from stemtui import order
from stemtui.errors import Problem
from stemtui.order.words import asks_for_every_track
from stemtui.session import OrderLine, Session, leave_out
from tests.songs import CAMPAIGN, changed


def gate(session: Session, *lines: OrderLine) -> list[Problem]:
    """What is found of the lines, but for the question whether tracks are wanted as recorded."""
    found = order.gate(replace(session, order=lines), {})
    return [one for one in found if "as recorded?" not in one.message]


def every(asked: str, session: Session = CAMPAIGN) -> list[OrderLine]:
    """A line for each track of the session."""
    return [OrderLine(asked, "", f"track.{track.id}") for track in session.tracks]


@pytest.mark.parametrize(
    ("asked", "every_track"),
    [
        ("Multitracks", True),
        ("the multi-track", True),
        ("All tracks", True),
        ("Alle Spuren", True),
        ("toutes les pistes", True),
        ("Kick TRACK", False),
        ("All STEMS", False),
        ("the backing tracks, all of them", False),
        ("Multi", False),
    ],
)
def test_words_for_every_track(asked: str, every_track: bool) -> None:
    assert asks_for_every_track(asked) is every_track


def test_one_track_does_not_meet_an_order_for_all() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Multitracks", "", "track.kick"))
    assert (problem.path, problem.severity, problem.waivable) == ("order.1", "error", True)
    assert problem.message == (
        'Line 1 asks for "Multitracks", which is every track of the song; the order delivers 1 of 26.'
    )
    assert problem.remedy.startswith("Order Snare, Hat, Ride and 22 more too")


def test_all_tracks_do_whichever_lines_deliver_them() -> None:
    lines = every("Multitracks")
    assert gate(CAMPAIGN, *lines) == []
    others = [replace(line, asked="x", kind="track") for line in lines[1:]]
    assert gate(CAMPAIGN, lines[0], *others) == []
    (problem,) = gate(CAMPAIGN, *lines[:5])
    assert "the order delivers 5 of 26" in problem.message


def test_what_is_left_out_or_inside_a_bounce_is_not_asked_for() -> None:
    lines = every("Multitracks")
    assert gate(leave_out(CAMPAIGN, ["kick"], "wrong take"), *lines[1:]) == []
    bounced = changed(CAMPAIGN, "hat", stem="")
    bounced = changed(bounced, "snare", bounce=("hat",))
    without = [line for line in lines if line.deliver != "track.hat"]
    assert gate(bounced, *without) == []


def test_a_multitrack_of_one_stem_is_that_stems_tracks() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Bass multitracks", "", "track.bass_di"))
    assert "every track of the Bass stem; the order delivers 1 of 2" in problem.message
    both = [OrderLine("Bass multitracks", "", f"track.{key}") for key in ("bass_di", "bass_amp")]
    assert gate(CAMPAIGN, *both) == []


def test_a_reason_accepts_it() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Multitracks", "", "track.kick", waive="only the kick was lost"))
    assert problem.severity == "warning" and 'Accepted: "only the kick was lost".' in problem.message


def test_another_kind_is_refused_once() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Multitracks", "", "stem.drums"))
    assert '"Drums" is a STEM' in problem.message
