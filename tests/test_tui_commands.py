"""The table of commands: keys, words, reasons, footers; no terminal needed."""

import subprocess
import sys
from dataclasses import replace

import pytest

from stemtui.errors import Problem
from stemtui.glossary import explain
from stemtui.problems.alike import alike
from stemtui.selection import Selection
from stemtui.session import OrderLine, Session
from stemtui.tui.desk.commands import COMMANDS, SECTIONS
from stemtui.tui.desk.desk import GROUPS, ORDER, Desk
from stemtui.tui.desk.moves import toggle_suggestions
from stemtui.tui.desk.steps import change
from stemtui.tui.dialogs import ordering
from stemtui.tui.dialogs.pick import Pick
from stemtui.tui.panes.bars import footer_line
from stemtui.tui.panes.guide import footer, footer_width, help_rows, key_table, palette_rows, situation
from stemtui.tui.panes.rows import sequence
from tests.desks import SESSION, desk, fresh


def test_the_table_can_be_read_without_textual() -> None:
    code = "import sys, stemtui.tui.panes.guide as guide; guide.key_table(); print('textual' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize("word", ["gain", "pan", "polarity", "delay", "note", "parent", "members"])
def test_what_can_be_edited_is_all_in_the_help(word: str) -> None:
    assert word in COMMANDS["edit"].help


def test_no_two_commands_share_a_key() -> None:
    keys = [key for command in COMMANDS.values() for key in command.keys.split(",")]
    assert sorted(keys) == sorted(set(keys))
    assert len(COMMANDS) == sum(len(group) for _, group in SECTIONS)


def test_every_command_has_a_plain_key_and_a_sentence_of_help() -> None:
    words = {"space", "enter", "tab", "slash", "colon", "escape", "question_mark", "exclamation_mark"}
    for command in COMMANDS.values():
        first = command.keys.split(",")[0]
        assert len(first) == 1 or first in words or "page" in command.id or "grow" in command.id, command
        assert command.help.endswith(".") and command.help[0].isupper(), command


def test_every_command_does_something() -> None:
    from stemtui.tui.handlers import HANDLERS

    asking = {command.id for command in COMMANDS.values() if command.run is None}
    assert asking == {*HANDLERS, "filter"}


def test_the_key_table_names_every_key_once() -> None:
    table = key_table()
    for command in COMMANDS.values():
        assert table.count(f"| {command.sentence} |") == 1
        assert all(f"`{key}`" in table for key in command.key.split())


SITUATIONS = {
    "empty": desk(Session()),
    "tracks": desk(),
    "fresh": fresh(),
    "marked": desk(tracks=Selection("track.kick", frozenset(["track.di"]))),
    "stem": desk(pane=GROUPS),
    "mix": desk(pane=GROUPS, groups=Selection("mix.up")),
    "order": desk(pane=ORDER),
}


IN_COMMON = ("tracks", "stem", "mix")


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("width", [30, 60, 80, 120])
def test_the_footer_changes_and_never_overflows(name: str, width: int) -> None:
    now = SITUATIONS[name]
    assert situation(now) == name
    entries, steady = footer(now, width)
    assert footer_width([*entries, *steady]) <= width
    assert steady[-1] == ("?", "help")
    assert len(sequence(footer_line(now, width)).rstrip()) <= width


def test_footers_at_80_columns_name_what_is_done_there() -> None:
    said = {name: sequence(footer_line(now, 80)) for name, now in SITUATIONS.items()}
    assert "Y accept all" in said["fresh"] and "R render" not in said["fresh"]
    assert "1-9 assign" in said["tracks"] and "/ filter" in said["tracks"] and "w save" in said["tracks"]
    assert "o order" in said["stem"] and "c channels" in said["stem"] and "enter tracks" in said["stem"]
    assert "e edit" in said["mix"] and "m new mix" in said["mix"] and "channels" not in said["mix"]
    assert "enter edit  O back" in said["order"] and "d delete" in said["order"]
    assert ". again" not in said["marked"] and "R render" in said["stem"]
    again = replace(SITUATIONS["marked"], again="drums")
    assert ". again" in sequence(footer_line(again, 80))
    unordered = desk(replace(SESSION, order=()), pane=GROUPS)
    assert "R render" not in sequence(footer_line(unordered, 80))
    assert "space mark" in sequence(footer_line(unordered, 80))
    assert "R render" in said["order"]
    assert sequence(footer_line(replace(unordered, pane=ORDER), 80)).split() == [
        "O", "back", "P", "paste", "n", "new", "line", "?", "help",
    ]  # fmt: skip


def test_what_footers_have_in_common_stands_at_one_place() -> None:
    """Eyes find it there, and it is not sent anew from pane to pane."""
    said = [sequence(footer_line(now, 80)).rstrip() for now in (SITUATIONS[name] for name in IN_COMMON)]
    assert [line[-25:] for line in said] == ["o order  R render  ? help"] * 3
    assert [len(line) for line in said] == [80] * 3


def test_while_a_filter_is_typed_the_footer_names_the_keys_that_are_not_typed() -> None:
    said = sequence(footer_line(desk(filtering=True), 80))
    assert said == " enter keep it  esc show all  up down choose  "


def test_the_palette_finds_a_command_by_what_it_does_too() -> None:
    choices, about = palette_rows(desk(pane=GROUPS))
    find = Pick("", choices, about)
    assert [key for key in choices if find.answers(key, "mono or stereo")] == ["channels"]
    assert find.answers("save", "w") and not find.answers("order", "w")
    assert [*choices].index("order") < [*choices].index("down")


def test_a_form_for_a_line_names_no_keys_that_would_be_typed_into_it() -> None:
    session = replace(SESSION, treatment="manifest")
    assert explain(session, ["order.1"]).sentences[-1] == "e changes it, d takes it off."
    said = ordering._shows(lambda values: session, 1, replace(desk(), headers={}), {})
    assert said.startswith('Line 1 of the order asks for a STEM ("Drums STEM").') and "takes" not in said


def test_what_stops_a_render_is_told_before_what_is_only_to_be_known() -> None:
    found = [Problem("", "a", severity="warning"), Problem("", "b")]
    assert [one.message for same in alike([*found, *found]) for one in same] == ["b", "b", "a", "a"]


def test_suggestions_are_shown_with_their_number() -> None:
    assert (
        toggle_suggestions(replace(fresh(), suggesting=False)).said == "Suggestions are shown, for 3 tracks."
    )
    assert toggle_suggestions(desk()).said == "Suggestions are shown; there is nothing left to suggest."


def test_a_finding_is_accepted_where_there_is_one_that_may_be() -> None:
    other = replace(LONE, order=Selection("order.2"))
    assert "W accept" in sequence(footer_line(LONE, 80))
    assert "W accept" not in sequence(footer_line(other, 80))
    assert dict(help_rows(LONE))["Order and print"] != dict(help_rows(other))["Order and print"]
    reason = "Line 2: nothing is refused that a reason could let pass."
    assert any(keys == "W" and text.endswith(reason) for keys, text in dict(help_rows(other))["Not just now"])
    choices, about = palette_rows(other)
    assert choices["accept_finding"].endswith("accept  (not now)")
    assert about["accept_finding"].endswith(f"for a reason. Not now: {reason}")
    assert "(not now)" not in palette_rows(LONE)[0]["accept_finding"]
    assert [*choices].index("accept_finding") > [*choices].index("quit")


def test_wider_footers_say_more() -> None:
    for now in SITUATIONS.values():
        (narrow, steady), (wide, as_steady) = footer(now, 80), footer(now, 160)
        assert set(narrow) <= set(wide) and steady == as_steady
    assert ("+", "louder") in footer(SITUATIONS["tracks"], 160)[0]
    assert ("+", "louder") not in footer(SITUATIONS["tracks"], 80)[0]


ALONE = OrderLine("Cymbals STEM", "stem", "stem.cymbals")
LONE = desk(replace(SESSION, treatment="manifest", order=(ALONE, *SESSION.order)), pane=ORDER)


@pytest.mark.parametrize(
    ("command", "now", "why"),
    [
        ("undo", desk(), "There is nothing to undo."),
        ("redo", desk(), "There is nothing to do again: nothing was undone."),
        ("save", desk(), "Nothing has changed since it was saved."),
        ("save", desk(Session(stems=SESSION.stems), saved=Session(), on_disk=False), ""),
        ("unmark", desk(), "Nothing is marked in this pane."),
        ("assign_4", desk(), "There are 3 stems: enter makes a new one."),
        ("assign_1", fresh(), "There is no stem yet: enter makes a new one."),
        ("assign_1", desk(pane=GROUPS), "This is done to tracks: tab goes to their pane."),
        ("delete", desk(), "A track stays as long as its file does: L leaves it out of every print."),
            ("bounce", desk(), "Mark the tracks that are bounced to one first."),
        ("channels", desk(pane=GROUPS, groups=Selection("mix.up")), "This is done to stems only."),
        ("assign_1", desk(pane=ORDER), "This is done to tracks: h goes to their pane."),
        ("channels", desk(pane=ORDER), "This is done to stems: l goes to their pane."),
        ("rename", desk(pane=ORDER), "A line of the order has the client's words: e edits them."),
        ("louder", desk(pane=ORDER),
         "A line of the order has no gain: h goes to the tracks, l to the stems."),
        ("accept_finding", desk(), "This is done to lines of the order: O shows them."),
        ("accept_finding", desk(pane=ORDER), "Line 1: nothing is refused that a reason could let pass."),
        ("accept_finding", LONE, ""),
        ("accept_finding", desk(replace(LONE.session, order=(replace(ALONE, waive="so"),)), pane=ORDER),
         "Line 1: accepted already; e edits the reason."),
        ("accept_finding", desk(replace(SESSION, order=(replace(ALONE, deliver="track.di"),)), pane=ORDER),
         "Line 1: no reason lets it pass; what cures it is said below."),
        ("accept_finding", desk(replace(SESSION, order=(replace(ALONE, deliver=""),) * 2), pane=ORDER,
                                order=Selection("order.1", frozenset(["order.1", "order.2"]))),
         "2 lines: no reason lets them pass; go to each to see what does."),
        ("delete", desk(replace(SESSION, order=()), pane=ORDER),
         "Nothing is ordered yet: P takes a client's message, n writes a line."),
        ("edit", desk(replace(SESSION, order=SESSION.order * 2), pane=ORDER,
                      order=Selection("order.1", frozenset(["order.1", "order.2"]))),
         "One line at a time: A takes the marks off."),
        ("accept", desk(), "Suggestions are hidden: s shows them."),
        ("accept_all", desk(suggesting=True), "There is nothing left to suggest."),
        ("render", desk(Session()), "There are no tracks to save or print."),
        ("render", fresh(), "Nothing is ordered yet: o orders a stem, a mix or a track."),
        ("mix", fresh(), "A mix is made of stems, and there are none yet."),
        ("mark", desk(tracks=Selection(filter="zzz")), "The filter hides every row: esc takes it off."),
        ("fold", desk(pane=GROUPS, groups=Selection("stem.bass")),
         "This stem has no sub-stems to fold: e puts a stem inside another."),
    ],
)  # fmt: skip
def test_a_command_that_cannot_run_says_why(command: str, now: Desk, why: str) -> None:
    assert COMMANDS[command].reason(now) == why


def test_what_a_command_needs_makes_it_run() -> None:
    assert COMMANDS["assign_3"].reason(desk()) == ""
    assert COMMANDS["next"].reason(desk()) == ""
    edited = change(desk(), replace(SESSION, title="Other"), "renamed")
    assert COMMANDS["undo"].reason(edited) == COMMANDS["save"].reason(edited) == ""
