"""The command table, and the lines that are drawn from a desk; no terminal needed."""

import subprocess
import sys
from dataclasses import replace

import pytest
from rich.cells import cell_len

from stemtui.header import Header
from stemtui.history import History
from stemtui.selection import Selection
from stemtui.session import Mix, OrderLine, Session, Stem, Track
from stemtui.tui.commands import COMMANDS, SECTIONS, footer, footer_width, help_rows, key_table, situation
from stemtui.tui.desk import GROUPS, TRACKS, Desk, change, fit, rows, suggest
from stemtui.tui.rows import (
    fitted,
    footer_line,
    group_line,
    hint_lines,
    left_to_do_line,
    sequence,
    status_line,
    title_line,
    track_line,
)

SESSION = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("cymbals", "Cymbals", parent="drums"), Stem("bass", "Bass", "mono")),
    mixes=(Mix("master", "Master"), Mix("up", "Bass Up", offsets_db=(("bass", 1.0),))),
    order=(OrderLine("Drums STEM", "stem", "stem.drums"),),
    tracks=(Track("kick", "kick.wav", "Kick", "drums"), Track("ride", "ride.wav", "Ride", "cymbals"),
            Track("di", "di.wav", "DI"), Track("click", "click.wav", "Click", left_out="a click")),
)  # fmt: skip


def desk(session: Session = SESSION, **changes: object) -> Desk:
    """A desk on a session, both cursors on the first row."""
    blank = Desk(History(Session()), session)
    return replace(fit(blank, replace(blank, history=History(session))), **changes)  # type: ignore[arg-type]


def fresh() -> Desk:
    """A desk on tracks that nobody has sorted, with suggestions."""
    tracks = tuple(Track(name.lower(), f"{name}.wav") for name in ("Kick", "Snare", "Bass"))
    return suggest(desk(Session(tracks=tracks), on_disk=False, suggesting=True))


def test_the_table_can_be_read_without_textual() -> None:
    code = (
        "import sys; from stemtui.tui.commands import key_table; key_table(); print('textual' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


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
        assert len(first) == 1 or first in words or "page" in command.id, command
        assert command.help.endswith(".") and command.help[0].isupper(), command


def test_every_command_does_something() -> None:
    from stemtui.tui.screen import HANDLERS

    asking = {command.id for command in COMMANDS.values() if command.run is None}
    assert asking == {*HANDLERS, "filter"}


def test_the_key_table_names_every_key_once() -> None:
    table = key_table()
    for _, found in help_rows():
        for keys, text in found:
            assert table.count(f"| {text} |") == 1
            assert all(f"`{key}`" in table for key in keys.split())


SITUATIONS = {
    "empty": desk(Session()),
    "tracks": desk(),
    "fresh": fresh(),
    "marked": desk(tracks=Selection("track.kick", frozenset(["track.di"]))),
    "groups": desk(pane=GROUPS),
}


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("width", [30, 60, 80, 120])
def test_the_footer_changes_and_never_overflows(name: str, width: int) -> None:
    now = SITUATIONS[name]
    assert situation(now) == name
    entries = footer(now, width)
    assert footer_width(entries) <= width
    assert entries[-1] == ("?", "help")
    assert len(sequence(footer_line(now, width)).rstrip()) <= width


def test_footers_at_80_columns_name_what_is_done_there() -> None:
    said = {name: sequence(footer_line(now, 80)) for name, now in SITUATIONS.items()}
    assert "Y accept all" in said["fresh"] and "R render" in said["fresh"]
    assert "1-9 assign" in said["tracks"] and "/ filter" in said["tracks"] and "w save" in said["tracks"]
    assert "o order" in said["groups"] and "R render" in said["groups"]


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
        ("delete", desk(), "This is done to stems and mixes: tab goes to their pane."),
        ("channels", desk(pane=GROUPS, groups=Selection("mix.up")), "This is done to stems only."),
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


def test_a_track_row_says_where_the_track_goes() -> None:
    said = {row: " ".join(sequence(track_line(desk(), row, 40)).split()) for row in rows(desk(), TRACKS)}
    assert said["track.kick"] == "> Kick Drums"
    assert said["track.di"] == "DI -"
    assert said["track.click"] == "Click left out"


def test_wider_rows_say_more() -> None:
    now = desk(headers={"di": Header("WAV", "PCM_24", 2, 48000, 48000 * 75)})
    wide = replace(SESSION.tracks[2], gain_db=-2.0, pan=-30.0)
    now = replace(
        now, history=History(replace(SESSION, tracks=(*SESSION.tracks[:2], wide, *SESSION.tracks[3:])))
    )
    assert "2 ch" not in sequence(track_line(now, "track.di", 40))
    assert "2 ch" in sequence(track_line(now, "track.di", 50))
    assert "1:15" in sequence(track_line(now, "track.di", 56))
    assert "-2 dB  L30" in sequence(track_line(now, "track.di", 70))
    assert "di.wav" in sequence(track_line(now, "track.di", 110))


def test_stems_are_a_numbered_tree_and_mixes_name_their_stems() -> None:
    now = desk(pane=GROUPS, groups=Selection("stem.bass"))
    said = [" ".join(sequence(group_line(now, row, 40)).split()) for row in rows(now, GROUPS)]
    assert said == [
        "1 Drums stereo 2 tracks o",
        "2 Cymbals stereo 1 track",
        "> 3 Bass mono 0 tracks",
        "Master 1 2 3",
        "Bass Up 1 2 3+1",
    ]


def test_the_hint_of_suggestions_says_what_to_press_and_how_many_it_has_no_room_for() -> None:
    names = ("Kick", "Bass", "Gtr", "Rhodes", "Cello", "Trumpet", "Lead Vox", "BGV 1", "Shaker")
    tracks = tuple(Track(f"t{n}", f"{name}.wav") for n, name in enumerate(names))
    now = suggest(desk(Session(tracks=tracks), on_disk=False, suggesting=True))
    said = [sequence(line) for line in hint_lines(now, 8)]
    assert len(said) == 8 and " Y accepts all, y one, enter picks." in said
    assert said[-1] == f"   and {len(hint_lines(now, 40)) - 7} more"


def test_a_mix_of_more_stems_than_fit_says_how_many_of_them_it_holds() -> None:
    stems = tuple(Stem(f"s{n}", f"Stem {n}") for n in range(12))
    mixes = (Mix("master", "Master"), Mix("less", "Less", without=("s0",)))
    now = desk(Session(stems=stems, mixes=mixes))
    said = [" ".join(sequence(group_line(now, f"mix.{mix.id}", 38)).split()) for mix in mixes]
    assert said == ["Master all 12 stems", "Less 11 of 12 stems"]


def test_folding_hides_sub_stems_and_keeps_the_digits() -> None:
    now = desk(folded=frozenset(["drums"]))
    assert rows(now, GROUPS) == ("stem.drums", "stem.bass", "mix.master", "mix.up")
    assert " ".join(sequence(group_line(now, "stem.bass", 40)).split()) == "3 Bass mono 0 tracks"
    assert "+ Drums" in sequence(group_line(now, "stem.drums", 40))


@pytest.mark.parametrize(
    "name", ["Kick", "キックドラム・インサイドマイク", "Ga\u0308ng Vox", "ظرف", "a" * 300, "[b]x", "\x1b[2J"]
)
@pytest.mark.parametrize("width", [29, 38, 59, 140])
def test_columns_stay_in_line_whatever_the_name(name: str, width: int) -> None:
    tracks = tuple(Track(f"t{n}", f"{n}.wav", text, "drums") for n, text in enumerate([name, "Snare"]))
    session = replace(
        SESSION, tracks=tracks, stems=(replace(SESSION.stems[0], name=name), *SESSION.stems[1:])
    )
    for line in (sequence(track_line(desk(session), row, width)) for row in ("track.t0", "track.t1")):
        assert cell_len(line) == width
        assert "\x1b" not in line
    assert cell_len(sequence(group_line(desk(session), "stem.drums", width))) == width


@pytest.mark.parametrize("width", [60, 80, 200])
def test_title_and_status_fit_whatever_they_say(width: int) -> None:
    now = desk(replace(SESSION, title="長い名前" * 30), saved=Session(), said="moved " * 60)
    for line in (title_line(now, width), status_line(now, width), left_to_do_line(now, width)):
        assert cell_len(sequence(line).rstrip()) <= width
    assert sequence(left_to_do_line(now, 30)).strip().split("  ") == ["1 without a stem", "* unsaved"]


@pytest.mark.parametrize(
    ("text", "width", "drawn"), [("Kick", 6, "Kick  "), ("Kick Drum", 6, "Kick…"), ("キック", 5, "キッ…")]
)
def test_names_are_cut_with_an_ellipsis_by_columns(text: str, width: int, drawn: str) -> None:
    assert fitted(text, width).rstrip() == drawn.rstrip()
    assert cell_len(fitted(text, width)) == width
