"""The desk: whatever is pressed in whatever order, nothing is lost and everything can be undone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemtui import manifest
from stemtui.errors import EditError
from stemtui.header import Header
from stemtui.history import History
from stemtui.manifest.editing import edited
from stemtui.manifest.reading import read_session
from stemtui.session import Mix, OrderLine, Session, Stem, Track
from stemtui.tui.desk import assigning, changes, moves, orders
from stemtui.tui.desk.commands import COMMANDS
from stemtui.tui.desk.desk import GROUPS, ORDER, SELECTIONS, Desk, every_row, rows, selection_of
from stemtui.tui.desk.steps import fit
from stemtui.tui.desk.suggestions import suggest
from stemtui.tui.dialogs.mixing import moved, toggled

NAMES = (
    "Kick",
    "Snare",
    "Overhead L",
    "Overhead R",
    "Bass DI",
    "Lead Vox",
    "BGV 1",
    "Track 5",
    "Click",
    "Song MIX",
)


def desk(session: Session) -> Desk:
    """A desk as it is after the headers have been read."""
    blank = Desk(History(Session()), session)
    return suggest(fit(blank, replace(blank, history=History(session), suggesting=True)))


def sorted_session() -> Session:
    """Two stems, one of them inside the other, a mix, an order, a bounce."""
    return Session(
        stems=(Stem("drums", "Drums"), Stem("cymbals", "Cymbals", parent="drums"), Stem("bass", "Bass")),
        mixes=(Mix("master", "Master"), Mix("no_bass", "No Bass", without=("bass",))),
        order=(OrderLine("Drums STEM", "stem", "stem.drums", "stereo"),),
        tracks=(
            Track("kick", "a.wav", "Kick", "drums"),
            Track("hat", "b.wav", "Hat", "cymbals"),
            Track("di", "c.wav", "DI"),
            Track("sum", "d.wav", "Sum", "drums", bounce=("snare",)),
            Track("snare", "e.wav", "Snare"),
        ),
    )


fresh = Session(tracks=tuple(Track(f"t{n}", f"{name}.wav", name) for n, name in enumerate(NAMES)))
runnable = sorted(command.id for command in COMMANDS.values() if command.run is not None)
forms = {
    "new stem": lambda now: changes.new_stem(now, f"Stem {len(now.session.stems)}"),
    "pick new": lambda now: (
        assigning.put_in_new(now, f"Stem {len(now.session.stems)}") if now.chosen_tracks else now
    ),
    "leave out": lambda now: changes.set_left_out(now, "noisy") if now.chosen_tracks else now,
    "origin": lambda now: changes.set_origin(now, "printed") if now.chosen_tracks else now,
    "order": lambda now: orders.toggle(now) if now.chosen else now,
    "new line": lambda now: orders.add(now, OrderLine(f"Line {len(now.session.order)}", "", "rest")),
    "edit line": lambda now: (
        orders.set_line(now, now.chosen_lines[0], asked="x") if now.chosen_lines else now
    ),
    "filter": lambda now: moves.filtered(now, "a"),
    "mix": lambda now: changes.save_mix(now, Mix("", "Up")),
    "edit": lambda now: (
        changes.edit_chosen(now, {"gain_db": -1.5, "pan": 20.0}) if now.chosen_tracks else now
    ),
    "rename": lambda now: changes.rename(now, f"Row {len(now.history.past)}") if now.here else now,
    "members": lambda now: with_mix(now, lambda mix, stem: toggled(now.session, mix, stem)),
    "offset": lambda now: with_mix(now, lambda mix, stem: moved(mix, stem, 1)),
    "settings": lambda now: changes.set_settings(now, "mix_bus", {"ceiling_dbtp": -1.0}),
    "treatment": lambda now: changes.set_treatment(now, "printed"),
    "in the stem": lambda now: moves.to_tracks_of(now) if now.pane == GROUPS and now.here else now,
}  # fmt: skip


def with_mix(now: Desk, edit: Callable[[Mix, str], Mix]) -> Desk:
    """The desk with the last mix edited by its first stem, where there are both."""
    if not (now.session.mixes and now.session.stems):
        return now
    return changes.save_mix(now, edit(now.session.mixes[-1], now.session.stems[0].id))


def press(now: Desk, what: str) -> Desk:
    """The desk after a command of the table or a form's answer, unchanged where that cannot be done."""
    try:
        if what in forms:
            return forms[what](now)
        command = COMMANDS[what]
        return now if command.reason(now) or command.run is None else command.run(now)
    except EditError:
        return now


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([fresh, sorted_session()]), st.lists(st.sampled_from([*runnable, *forms]), max_size=25)
)
def test_any_sequence_of_commands_loses_no_track_and_can_be_undone(start: Session, keys: list[str]) -> None:
    now = desk(start)
    for key in keys:
        now = press(now, key)
        assert {track.id for track in now.session.tracks} == {track.id for track in start.tracks}
        assert len(now.session.tracks) == len(start.tracks)
        assert all(not track.stem or track.stem in now.session.stem_index for track in now.session.tracks)
        for pane in SELECTIONS:
            shown, selection = rows(now, pane), selection_of(now, pane)
            assert selection.cursor in shown or not shown
            assert selection.marks <= set(every_row(now, pane))
    end, text = now.session, commented(start)
    assert read_session(edited(text, start, end), "the manifest") == end
    steps = len(now.history.past)
    while now.history.past:
        now = changes.undo(now)
    assert now.session == start
    for _ in range(steps):
        now = changes.redo(now)
    assert now.session == end


def commented(session: Session) -> str:
    """A manifest as people keep it: with a comment above each table and behind each value."""
    lines = []
    for line in manifest.dumps(session).splitlines():
        remarked = f"# about {line}\n{line}" if line.startswith("[") else f"{line}  # as agreed"
        lines.append(remarked if line else "")
    return "\n".join([*lines, ""])


def test_accepting_everything_leaves_only_what_cannot_be_known() -> None:
    mono = {track.id: Header("WAV", "PCM_24", 1, 48000, 48000) for track in fresh.tracks}
    now = assigning.accept_all(suggest(replace(desk(fresh), headers=mono)))
    loose = {track.name for track in now.session.tracks if not (track.stem or track.left_out)}
    assert loose == {"Track 5", "Song MIX"}
    assert {track.pan for track in now.session.tracks if track.name.startswith("Overhead")} == {-100.0, 100.0}
    assert now.said.startswith("Accepted: 7 tracks assigned")
    assert COMMANDS["accept_all"].reason(now) == "There is nothing left to suggest."


def test_undoing_an_assignment_shows_its_suggestion_again() -> None:
    now = changes.undo(assigning.put_in_new(desk(fresh), "Other"))
    assert COMMANDS["accept"].reason(now) == ""


def test_a_bounced_track_is_not_assigned_beside_its_bounce() -> None:
    now = moves.jump(desk(sorted_session()), -1)
    with pytest.raises(EditError, match="inside the bounce 'Sum'"):
        assigning.put_in_number(now, 1)


def test_deleting_a_parent_moves_its_sub_stems_up() -> None:
    now = changes.delete(moves.to_pane(desk(sorted_session())))
    assert [(stem.id, stem.parent) for stem in now.session.stems] == [("cymbals", ""), ("bass", "")]
    assert now.said == "Deleted: Drums; 2 tracks are in no stem now; 1 sub-stem moves up"


def test_channels_of_a_stem_carry_its_order_line_along() -> None:
    now = changes.toggle_channels(moves.to_pane(desk(sorted_session())))
    assert now.session.stem("drums").channels == now.session.order[0].channels == "mono"


def test_editing_several_marked_tracks_changes_them_all() -> None:
    now = changes.edit_chosen(moves.mark_all(desk(fresh)), {"gain_db": -3.0})
    assert {track.gain_db for track in now.session.tracks} == {-3.0}
    assert not now.marked


def test_undoing_a_deletion_puts_the_cursor_on_what_is_back() -> None:
    now = press(press(desk(sorted_session()), "right"), "delete")
    assert now.here != "stem.drums"
    now = press(press(now, "bottom"), "undo")
    assert now.here == "stem.drums"


def ordered(*words: str) -> Desk:
    """A desk with the order open, whose lines say those words and all deliver the drums."""
    lines = tuple(OrderLine(word, "stem", "stem.drums") for word in words)
    return moves.to_order(desk(replace(sorted_session(), order=lines)))


def asked(now: Desk) -> str:
    """The words of the order's lines, the one under the cursor in capitals."""
    words = [line.asked for line in now.session.order]
    return " ".join(word.upper() if f"order.{at}" == now.here else word for at, word in enumerate(words, 1))


def test_the_cursor_of_the_order_keeps_to_its_line_wherever_that_moves() -> None:
    now = press(press(ordered("a", "b", "c", "d"), "down"), "lower")
    assert asked(now) == "a c B d"
    now = press(press(now, "lower"), "lower")
    assert (asked(now), now.said) == ("a c d B", "Line 4: last already.")
    assert asked(press(now, "undo")) == "a B c d"


def test_rows_move_among_those_that_a_filter_shows_whatever_they_are() -> None:
    now = moves.filtered(press(ordered("ax", "b", "cx", "d"), "down"), "x")
    now = press(press(now, "bottom"), "higher")
    assert asked(now) == "CX b ax d"
    assert now.said == "cx: moved from line 3 to 1"
    assert press(now, "higher").said == "Line 1: first of those shown already."
    stems = tuple(Stem(name.lower(), name) for name in ("Drums", "Bass", "Drum Loops"))
    groups = press(desk(Session(stems=stems)), "right")
    now = press(press(moves.filtered(groups, "dr"), "bottom"), "higher")
    assert [stem.name for stem in now.session.stems] == ["Drum Loops", "Bass", "Drums"]
    assert press(now, "lower").said == "Drum Loops: back at place 3"


def test_marked_rows_that_are_hidden_stay_and_it_is_said() -> None:
    now = moves.filtered(press(desk(sorted_session()), "mark"), "snare")
    before = now.session
    now = press(now, "lower")
    assert now.session == before and now.marked
    assert now.said == "What is marked is hidden, and stays where it is: A takes the marks off."


def test_a_sub_stem_moves_among_those_of_its_parent_which_is_said() -> None:
    parts = (Stem("kit", "Kit", parent="drums"), Stem("loops", "Loops", parent="drums"))
    now = press(desk(Session(stems=(Stem("drums", "Drums"), *parts, Stem("bass", "Bass")))), "right")
    now = press(press(now, "down"), "higher")
    assert now.said == "Kit: first in Drums already."
    assert press(now, "lower").said == "Kit: moved from place 1 to 2 in Drums"


def test_a_sub_stem_folds_itself_away_and_a_filter_finds_it_there() -> None:
    now = press(press(press(desk(sorted_session()), "right"), "down"), "fold")
    assert (now.here, now.said) == ("stem.drums", "1 sub-stem folded away.")
    assert "stem.cymbals" not in rows(now, GROUPS)
    found = moves.filtered(now, "cym")
    assert (rows(found, GROUPS), found.here) == (("stem.cymbals",), "stem.cymbals")
    assert "esc takes it off" in COMMANDS["fold"].reason(found)
    back = press(found, "back")
    assert back.here == "stem.cymbals" in rows(back, GROUPS)


def test_marked_lines_move_as_one_and_are_deleted_as_one() -> None:
    now = press(press(press(ordered("a", "b", "c", "d"), "mark"), "mark"), "lower")
    assert asked(now) == "C a b d"
    assert now.marked == ("order.2", "order.3")
    now = press(now, "delete")
    assert (asked(now), now.said, now.marked) == ("C d", "Off the order: 2 lines", ())
    now = press(press(now, "bottom"), "undo")
    assert asked(now) == "c A b d"


def test_a_line_that_goes_takes_the_cursor_to_the_next_one() -> None:
    now = press(press(ordered("a", "b", "c"), "down"), "delete")
    assert (asked(now), now.said) == ("a C", "Off the order: line 2, b")
    assert asked(press(now, "delete")) == "A"


def test_lines_ordered_elsewhere_leave_the_cursor_of_the_order_where_it_is() -> None:
    now = press(press(press(ordered("a", "b"), "down"), "order_view"), "right")
    assert now.pane == GROUPS
    now = press(press(now, "bottom"), "order")
    now = replace(now, pane=ORDER)
    assert asked(now) == "a B No Bass MIX"


def test_the_order_opens_on_the_line_for_what_was_looked_at_and_goes_back_there() -> None:
    lines = (OrderLine("DI TRACK", "track", "track.di"), OrderLine("Bass STEM", "stem", "stem.bass"))
    now = press(desk(replace(sorted_session(), order=lines)), "right")
    now = press(press(now, "down"), "down")
    assert now.here == "stem.bass"
    now = press(now, "order_view")
    assert (now.pane, now.here) == (ORDER, "order.2")
    for way in ("order_view", "pane", "back"):
        assert (press(now, way).pane, press(now, way).here) == (GROUPS, "stem.bass")
    assert press(now, "left").here == "track.kick"


def test_esc_takes_off_what_lies_over_the_order_before_it_goes_back() -> None:
    now = moves.filtered(press(ordered("a", "b"), "mark_all"), "a")
    assert rows(now, ORDER) == ("order.1",)
    now = press(now, "back")
    assert (now.pane, rows(now, ORDER), now.marked) == (ORDER, ("order.1", "order.2"), ("order.1", "order.2"))
    now = press(now, "back")
    assert (now.pane, now.marked) == (ORDER, ())
    assert press(now, "back").pane == "tracks"
