"""The lines that are drawn from a desk, and how wide their columns are; no terminal needed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stemtui.glossary.wrapping import columns, cut, padded
from stemtui.header import Header
from stemtui.history import History
from stemtui.selection import Selection
from stemtui.session import Mix, Session, Stem, Track, assign
from stemtui.tui.desk.desk import GROUPS, TRACKS, Desk, rows
from stemtui.tui.desk.suggestions import suggest
from stemtui.tui.panes import group_rows, track_rows
from stemtui.tui.panes.bars import footer_line, hint_lines, left_to_do_line, status_line, title_line
from stemtui.tui.panes.lists import tracks_share
from stemtui.tui.panes.rows import sequence, shared
from tests.desks import SESSION, desk


def track_row(desk: Desk, row: str, width: int) -> str:
    """The text of a track's row in a pane of that width."""
    return sequence(track_rows.track_line(desk, row, track_rows.track_widths(desk, width)))


def group_row(desk: Desk, row: str, width: int) -> str:
    """The text of a stem's or a mix's row in a pane of that width."""
    return sequence(group_rows.group_line(desk, row, group_rows.group_widths(desk, width)))


def test_a_track_row_says_where_the_track_goes() -> None:
    said = {row: " ".join(track_row(desk(), row, 40).split()) for row in rows(desk(), TRACKS)}
    assert said["track.kick"] == "> Kick Drums"
    assert said["track.di"] == "DI -"
    assert said["track.click"] == "Click left out"


def test_the_cursor_is_on_the_name_and_its_mark_stays_where_no_keys_go() -> None:
    widths = track_rows.track_widths(desk(), 40)
    here = track_rows.track_line(desk(), "track.kick", widths)
    there = track_rows.track_line(desk(tracks=Selection("track.di")), "track.kick", widths)
    assert here[0] == (f">  {'Kick':{widths.name}}", "reverse") and here[1:] == there[4:]
    behind = track_rows.track_line(desk(pane=GROUPS), "track.kick", widths)
    assert behind[0] == (">", "dim") and "reverse" not in {style for _, style in behind}


def test_wider_rows_say_more() -> None:
    now = desk(headers={"di": Header("WAV", "PCM_24", 2, 48000, 48000 * 75)})
    wide = replace(SESSION.tracks[2], gain_db=-2.0, pan=-30.0)
    now = replace(
        now, history=History(replace(SESSION, tracks=(*SESSION.tracks[:2], wide, *SESSION.tracks[3:])))
    )
    assert "2 ch" not in track_row(now, "track.di", 24)
    assert "2 ch" in track_row(now, "track.di", 30) and "1:15" not in track_row(now, "track.di", 30)
    assert "1:15" in track_row(now, "track.di", 36)
    assert "-2 dB  L30" in track_row(now, "track.di", 50) and "di.wav" not in track_row(now, "track.di", 50)
    assert "di.wav" in track_row(now, "track.di", 60)


def test_a_column_that_nothing_uses_is_not_shown() -> None:
    assert track_rows.track_widths(desk(), 60).gain == track_rows.track_widths(desk(), 60).pan == 0
    louder = replace(SESSION, stems=(replace(SESSION.stems[0], gain_db=1.5), *SESSION.stems[1:]))
    assert group_rows.group_widths(desk(), 40).gain == 0
    assert "+1.5 dB" in group_row(desk(louder), "stem.drums", 42)
    assert "2 +1.5" in " ".join(group_row(desk(louder), "stem.drums", 36).split())


def test_stems_are_a_numbered_tree_and_mixes_name_their_stems() -> None:
    now = desk(pane=GROUPS, groups=Selection("stem.bass"))
    said = [" ".join(group_row(now, row, 40).split()) for row in rows(now, GROUPS)]
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
    said = [" ".join(group_row(now, f"mix.{mix.id}", 34).split()) for mix in mixes]
    assert said == ["Master all 12 stems", "Less 11 of 12 stems"]


def test_stems_that_no_digit_assigns_to_have_a_number_too_and_the_footer_says_its_keys() -> None:
    stems = tuple(Stem(f"s{n}", f"Stem {n}") for n in range(1, 13))
    now = desk(Session(stems=stems, tracks=(Track("kick", "kick.wav"),)))
    ninth, tenth = (group_row(now, f"stem.s{n}", 40) for n in (9, 10))
    assert "  9 Stem 9 " in ninth and " 10 Stem 10 " in tenth
    said = sequence(footer_line(now, 80))
    assert said.startswith(" 1-9 assign  enter 10+  s suggest") and "w save" in said
    assert "10+" not in sequence(footer_line(desk(), 80))


def test_folding_hides_sub_stems_and_keeps_the_digits() -> None:
    now = desk(folded=frozenset(["drums"]))
    assert rows(now, GROUPS) == ("stem.drums", "stem.bass", "mix.master", "mix.up")
    assert " ".join(group_row(now, "stem.bass", 40).split()) == "3 Bass mono 0 tracks"
    assert "+ Drums" in group_row(now, "stem.drums", 40)


@pytest.mark.parametrize(
    "name", ["Kick", "キックドラム・インサイドマイク", "Ga\u0308ng Vox", "ظرف", "a" * 300, "[b]x", "\x1b[2J"]
)
@pytest.mark.parametrize("width", [29, 38, 59, 140])
def test_columns_stay_in_line_whatever_the_name(name: str, width: int) -> None:
    tracks = tuple(Track(f"t{n}", f"{n}.wav", text, "drums") for n, text in enumerate([name, "Snare"]))
    session = replace(
        SESSION, tracks=tracks, stems=(replace(SESSION.stems[0], name=name), *SESSION.stems[1:])
    )
    for line in (track_row(desk(session), row, width) for row in ("track.t0", "track.t1")):
        assert cell_len(line) == width
        assert "\x1b" not in line
    assert cell_len(group_row(desk(session), "stem.drums", width)) == width


@pytest.mark.parametrize("width", [60, 80, 200])
def test_title_and_status_fit_whatever_they_say(width: int) -> None:
    now = desk(replace(SESSION, title="長い名前" * 30), saved=Session(), said="moved " * 60)
    for line in (title_line(now, width), status_line(now, width), left_to_do_line(now, width)):
        assert cell_len(sequence(line).rstrip()) <= width
    assert sequence(left_to_do_line(now, 30)).strip().split("  ") == ["1 without a stem", "* unsaved"]


def test_a_question_about_a_long_name_is_not_cut() -> None:
    long = suggest(desk(Session(tracks=(Track("a", "a.wav", "124bpm MASTERBUS print of the night"),))))
    assert sequence(status_line(long, 130)).strip().startswith('"124bpm MASTERBUS print of the night" is')
    said = "It is named like a print: is it a mix, or a track of this song?"
    assert sequence(status_line(long, 80)).strip() == said


@pytest.mark.parametrize(
    ("text", "width", "drawn"), [("Kick", 6, "Kick  "), ("Kick Drum", 6, "Kick…"), ("キック", 5, "キッ…")]
)
def test_names_are_cut_with_an_ellipsis_by_columns(text: str, width: int, drawn: str) -> None:
    assert padded(text, width).rstrip() == drawn.rstrip()
    assert cell_len(padded(text, width)) == width


@given(st.text(st.characters(codec="utf-8", categories=["L", "Mn", "Nd", "P", "Zs"])), st.integers(0, 40))
def test_a_text_is_never_wider_than_it_is_counted(text: str, width: int) -> None:
    """Textual lays lines out by rich's table: what is padded by ours must not be pushed out of its pane."""
    assert cell_len(text) <= columns(text)
    assert columns(cut(text, width)) <= width and columns(padded(text, width, True)) == width


@pytest.mark.parametrize(
    "text", ["Kick", "キック", "Ga\u0308ng", "ظرف", "드럼", "🥁 Drums", "Škoda", "naïve"]
)
def test_columns_are_those_that_the_terminal_is_told(text: str) -> None:
    assert columns(text) == cell_len(text)


@pytest.mark.parametrize(
    ("room", "one", "other", "wish", "share"),
    [
        (77, 30, 30, 30, 39),  # both are content with half
        (77, 45, 30, 45, 45),  # the first needs more, the second can spare it
        (77, 30, 45, 30, 32),
        (77, 30, 30, 60, 47),  # the first has a use for more, up to what the second needs
        (77, 60, 30, 60, 47),  # not both: the smaller need is met
        (77, 30, 60, 30, 30),
        (77, 60, 60, 60, 39),  # neither
    ],
)
def test_two_share_a_room_by_need(room: int, one: int, other: int, wish: int, share: int) -> None:
    assert shared(room, one, other, wish) == share


LONG = replace(SESSION, tracks=(*SESSION.tracks, Track("m", "m.wav", "Music Instrumental Bed", "drums")))


def test_no_name_is_cut_where_the_other_pane_can_spare_the_room() -> None:
    now = desk(LONG)
    share = tracks_share(now, 70)
    assert share > 35
    assert not any("…" in track_row(now, row, share) for row in rows(now, TRACKS))
    assert not any("…" in group_row(now, row, 70 - share) for row in rows(now, GROUPS))
    assert any("…" in track_row(now, row, 35) for row in rows(now, TRACKS))


def test_names_and_stems_share_what_room_there_is() -> None:
    """Where not all can be whole, the shorter column is, and both begin at one place in every row."""
    now = desk(LONG)
    for width in range(12, 60):
        lines = [track_row(now, row, width) for row in rows(now, TRACKS)]
        assert {columns(line) for line in lines} == {max(width, 11)}
    assert "Cymbals" in track_row(now, "track.ride", 26) and "Music Inst…" in track_row(now, "track.m", 26)


def test_widths_follow_names_and_no_key_that_moves_or_assigns() -> None:
    now = desk(LONG)
    there = track_rows.track_widths(now, 50), group_rows.group_widths(now, 40), tracks_share(now, 77)
    moved = replace(now, tracks=Selection("track.m", filter="kick"), groups=Selection("mix.up"), pane=GROUPS)
    assigned = replace(now, history=History(assign(LONG, ["di", "kick"], "bass")))
    folded = replace(now, folded=frozenset(["drums"]))
    for other in (moved, assigned, folded):
        widths = track_rows.track_widths(other, 50), group_rows.group_widths(other, 40)
        assert (*widths, tracks_share(other, 77)) == there


@pytest.mark.parametrize("count", [300, 1000])
def test_stems_are_named_whole_however_many_tracks_there_are(count: int) -> None:
    stems = tuple(Stem(name, name) for name in ("Drums", "Backing Vocals", "Live Percussion"))
    stems += (Stem("Tops", "Hats and Cymbals", parent="Drums"),)
    tracks = tuple(Track(f"t{n}", f"{n:04} Electric Guitar Amp.wav", stem="Tops") for n in range(count))
    up = Mix("up", "Lead Vocal Up", offsets_db=(("Drums", 1.0),))
    now = desk(
        Session(stems=stems, mixes=(Mix("inst", "Instrumental", without=("Drums",)), up), tracks=tracks)
    )
    width = 77 - tracks_share(now, 77)
    said = [" ".join(group_row(now, row, width).split()) for row in rows(now, GROUPS)]
    assert said[1] == f"2 Hats and Cymbals stereo {count}"
    assert [line.split(" stereo")[0] for line in said[2:4]] == ["3 Backing Vocals", "4 Live Percussion"]
    assert said[4:] == ["Instrumental 3 4", "Lead Vocal Up 1+1 2+1 3 4"]
    assert "tracks" in group_row(desk(replace(now.session, tracks=tracks[:9])), "stem.Drums", 60)


def test_a_mix_lists_its_stems_as_the_pane_shows_them() -> None:
    stems = (Stem("drums", "Drums"), Stem("bass", "Bass"), Stem("cymbals", "Cymbals", parent="drums"))
    session = Session(stems=stems, mixes=(Mix("up", "Up", offsets_db=(("cymbals", 1.0),)),))
    assert group_rows.mix_members(session, session.mixes[0]) == "1 2+1 3"
