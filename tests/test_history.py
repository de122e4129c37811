"""Undo and redo: sessions before and after, by name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.history import History
from stemtui.session import Session

FIRST, SECOND, THIRD = (Session(title=title) for title in ("first", "second", "third"))


def test_undo_goes_back_and_says_what_was_undone() -> None:
    history, what = History(FIRST).push(SECOND, "renamed").undo()
    assert (history.now, what) == (FIRST, "renamed")


def test_redo_does_it_again() -> None:
    history, what = History(FIRST).push(SECOND, "renamed").undo()[0].redo()
    assert (history, what) == (History(FIRST).push(SECOND, "renamed"), "renamed")


def test_at_either_end_nothing_happens() -> None:
    assert History(FIRST).undo() == (History(FIRST), "")
    assert History(FIRST).redo() == (History(FIRST), "")


def test_an_edit_after_undo_forgets_what_was_undone() -> None:
    history = History(FIRST).push(SECOND, "one").undo()[0].push(THIRD, "other")
    assert history.redo() == (history, "")
    assert history.undo()[0].now == FIRST


def test_an_edit_that_changes_nothing_leaves_no_step() -> None:
    assert History(FIRST).push(replace(FIRST), "nothing") == History(FIRST)


def test_a_run_of_steps_is_undone_as_one() -> None:
    history = History(FIRST).push(SECOND, "+0.5 dB", "gain").push(THIRD, "+1 dB", "gain")
    assert history.before("gain") == FIRST
    assert history.undo() == (History(FIRST, future=(("+1 dB", THIRD),)), "+1 dB")
    assert history.undo()[0].redo()[0].now == THIRD


def test_a_run_that_leads_back_to_its_beginning_is_no_edit() -> None:
    history = History(SECOND).push(FIRST, "earlier").push(THIRD, "up", "gain").push(FIRST, "down", "gain")
    assert history == History(SECOND).push(FIRST, "earlier")


@pytest.mark.parametrize("between", ["another run", "an edit", "undo", "save"])
def test_a_run_ends_with_whatever_else_is_done(between: str) -> None:
    history = History(FIRST).push(SECOND, "one", "gain")
    match between:
        case "another run":
            history = history.push(FIRST, "moved", "place")
        case "an edit":
            history = history.push(FIRST, "renamed")
        case "undo":
            history = history.undo()[0].redo()[0]
        case "save":
            history = history.settled()
    assert history.push(THIRD, "two", "gain").undo()[0].now == history.now


@given(st.lists(st.integers(0, 5)))
def test_as_many_undos_as_edits_lead_back_and_as_many_redos_forth(titles: list[int]) -> None:
    history = start = History(FIRST)
    for title in titles:
        history = history.push(Session(title=str(title)), str(title))
    end = history
    for _ in titles:
        history = history.undo()[0]
    assert history.now == start.now
    for _ in titles:
        history = history.redo()[0]
    assert history == end
