"""The selection: cursor, marks, range and filter, tried on every list that hypothesis thinks of."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.selection import Selection

ROWS = tuple("abcdef")


@pytest.mark.parametrize(
    ("start", "by", "end"),
    [
        ("a", 1, "b"),
        ("a", -1, "a"),
        ("f", 1, "f"),
        ("c", 100, "f"),
        ("c", -100, "a"),
        ("gone", 1, "b"),
        ("", 0, "a"),
    ],
)
def test_the_cursor_moves_and_stops_at_either_end(start: str, by: int, end: str) -> None:
    assert Selection(start).move(ROWS, by).cursor == end


def test_in_an_empty_list_there_is_no_cursor() -> None:
    assert Selection("a").move((), 1) == Selection("")
    assert Selection("a").chosen((), ()) == ()
    assert Selection("").mark(()) == Selection("")


def test_space_marks_and_moves_on_and_again_unmarks() -> None:
    marked = Selection("a").mark(ROWS)
    assert (marked.marks, marked.cursor) == ({"a"}, "b")
    assert replace(marked, cursor="a").mark(ROWS).marks == frozenset()


def test_on_the_last_row_space_marks_and_stays() -> None:
    assert Selection("f").mark(ROWS) == Selection("f", frozenset("f"))


def test_a_range_grows_either_way_and_space_marks_it() -> None:
    ranged = Selection("c").toggle_range()
    assert ranged.move(ROWS, 2).range(ROWS) == ("c", "d", "e")
    assert ranged.move(ROWS, -2).range(ROWS) == ("a", "b", "c")
    marked = ranged.move(ROWS, 2).mark(ROWS)
    assert (marked.marks, marked.anchor, marked.cursor) == ({"c", "d", "e"}, "", "f")


def test_shift_and_an_arrow_begin_a_range_and_grow_it() -> None:
    grown = Selection("c").grow(ROWS, 1).grow(ROWS, 1)
    assert grown.range(ROWS) == ("c", "d", "e")
    assert grown.grow(ROWS, -3).range(ROWS) == ("b", "c")
    assert Selection("a").grow((), 1) == Selection("")


def test_marks_are_turned_round_among_the_rows_shown() -> None:
    assert Selection("b", frozenset("bf")).invert(("a", "b", "c")).marks == {"a", "c", "f"}
    assert Selection("c", anchor="b").invert(ROWS) == Selection("c", frozenset("adef"))
    assert Selection("a", frozenset("ad")).invert(ROWS).invert(ROWS).marks == {"a", "d"}


def test_a_range_ends_where_it_began_by_the_same_key() -> None:
    assert Selection("c").toggle_range().toggle_range() == Selection("c")


def test_a_range_whose_start_is_filtered_away_is_none() -> None:
    assert Selection("c", anchor="a").range(("b", "c")) == ()


def test_a_command_acts_on_marks_and_range_else_on_the_cursor() -> None:
    assert Selection("c").chosen(ROWS, ROWS) == ("c",)
    assert Selection("c", frozenset("fa")).chosen(ROWS, ROWS) == ("a", "f")
    assert Selection("c", frozenset("f"), anchor="b").chosen(ROWS, ROWS) == ("b", "c", "f")


def test_a_filter_hides_no_mark() -> None:
    assert Selection("b", frozenset("af")).chosen(("b", "c"), ROWS) == ("a", "f")


def test_mark_all_marks_what_is_shown_besides_what_was() -> None:
    assert Selection("b", frozenset("f")).mark_all(("b", "c")).marks == {"b", "c", "f"}


def test_esc_undoes_one_layer_at_a_time() -> None:
    layered = Selection("c", frozenset("a"), anchor="b", filter="kick")
    assert layered.escape() == replace(layered, anchor="")
    assert layered.escape().escape() == Selection("c", frozenset("a"))
    assert layered.escape().escape().escape() == Selection("c")
    assert Selection("c").escape() == Selection("c")


@pytest.mark.parametrize(
    ("cursor", "wanted", "found"),
    [
        ("a", {"c", "e"}, "c"),
        ("c", {"c", "e"}, "e"),
        ("e", {"c", "e"}, "c"),
        ("c", {"c"}, "c"),
        ("c", set(), ""),
    ],
)
def test_the_next_wanted_row_is_looked_for_round_the_list(cursor: str, wanted: set[str], found: str) -> None:
    assert Selection(cursor).next_of(ROWS, wanted) == found


@pytest.mark.parametrize(
    ("cursor", "now", "after"),
    [
        ("c", "abcdef", "c"),
        ("c", "abdef", "d"),
        ("f", "abc", "c"),
        ("c", "ab", "b"),
        ("c", "", ""),
        ("x", "bc", "b"),
    ],
)
def test_a_cursor_whose_row_goes_takes_the_next_or_the_one_before(cursor: str, now: str, after: str) -> None:
    assert Selection(cursor).fit(ROWS, tuple(now), tuple(now)).cursor == after


@pytest.mark.parametrize(
    ("acted", "now", "after"),
    [
        ("c", "abcdef", "d"),
        ("c", "abdef", "d"),
        ("bd", "acef", "e"),
        ("bd", "abcdef", "e"),
        ("f", "abcdef", "c"),
        ("f", "abcde", "c"),
        ("cdef", "ab", "b"),
        ("abcdef", "abcdef", "c"),
        ("abcdef", "", "c"),
        ("x", "abcdef", "c"),
    ],
)
def test_past_what_was_acted_on_is_the_row_that_followed_it(acted: str, now: str, after: str) -> None:
    past = Selection("c", frozenset(acted), "c").past(set(acted), ROWS, tuple(now))
    assert past == Selection(after)


def test_marks_go_only_with_rows_that_are_nowhere_any_more() -> None:
    fitted = Selection("b", frozenset("af")).fit(ROWS, ("b",), ("a", "b"))
    assert fitted.marks == {"a"}


ids = st.lists(st.sampled_from("abcdefgh"), unique=True).map(tuple)
steps = st.lists(
    st.tuples(
        st.sampled_from(["move", "grow", "mark", "range", "all", "invert", "none", "escape", "fit"]),
        st.integers(-9, 9),
        ids,
    )
)


@given(ids, steps)
def test_whatever_is_done_the_cursor_is_on_a_row_and_marks_are_rows(
    every: tuple[str, ...], deeds: list[tuple[str, int, tuple[str, ...]]]
) -> None:
    shown, selection = every, Selection().fit((), every, every)
    for what, by, others in deeds:
        match what:
            case "move":
                selection = selection.move(shown, by)
            case "grow":
                selection = selection.grow(shown, by)
            case "invert":
                selection = selection.invert(shown)
            case "mark":
                selection = selection.mark(shown)
            case "range":
                selection = selection.toggle_range()
            case "all":
                selection = selection.mark_all(shown)
            case "none":
                selection = selection.unmark()
            case "escape":
                selection = selection.escape()
            case "fit":
                before, shown = shown, tuple(row for row in every if row in others)
                selection = selection.fit(before, shown, every)
        assert selection.cursor in shown or (not shown and selection.cursor == "")
        assert selection.marks <= set(every)
        chosen = selection.chosen(shown, every)
        assert list(chosen) == [row for row in every if row in chosen]
