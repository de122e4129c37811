"""Stories at 80x24 of sorting fast: ranges, marks turned round, the last assignment again, nudges, places."""

from pathlib import Path

from stemtui import manifest
from stemtui.tui.desk.filtering import LIT
from tests.driver import Story, story, write_tracks


def standing_out(told: Story) -> list[str]:
    """The texts that are drawn bold and underlined."""
    strips = told.app.screen._compositor.render_strips()
    segments = [segment for strip in strips for segment in strip if segment.style]
    return [s.text for s in segments if s.style and s.style.bold and s.style.underline]


async def test_shift_and_arrows_mark_a_range_that_is_assigned(band: Path) -> None:
    async with story(band) as told:
        await told.press("shift+down", "shift+down", "shift+up")
        await told.see("2 marked", "* Kick", "2 TRACKS")
        await told.press("3")
        await told.see("2 tracks: Drums -> Vocals", "3 Vocals stereo 3 tracks")


async def test_marks_are_turned_round(band: Path) -> None:
    async with story(band) as told:
        await told.press("space", "I")
        await told.see("4 marked", "* Shaker")
        assert not told.row("Kick").startswith("*")


async def test_a_dot_repeats_the_last_assignment(band: Path) -> None:
    async with story(band) as told:
        await told.press(".")
        await told.see("Nothing has been assigned yet: a digit or enter does.")
        await told.press("3", "j", ".")
        await told.see("Bass: Bass -> Vocals")
        await told.press("x", ".")
        await told.see("Shaker: in no stem already")
        await told.press("k", "enter")
        await told.type("Toms")
        await told.press("enter", "g", ".")
        await told.see("Kick: Vocals -> Toms")
        await told.press("u", "u", ".")
        await told.see("The stem that tracks were last put in is gone: enter picks another.")


async def test_what_a_filter_matches_stands_out_and_goes_with_it(band: Path) -> None:
    assert LIT == "bold underline"
    async with story(band) as told:
        await told.press("slash")
        await told.type("dru ick")
        await told.see("/dru ick 1 of 5")
        assert standing_out(told) == ["ick", "Dru"]
        await told.press("enter", "escape")
        await told.see("Shaker")
        assert standing_out(told) == []


async def test_a_track_that_a_filter_drops_as_it_is_placed_hands_the_cursor_to_the_next(band: Path) -> None:
    async with story(band) as told:
        await told.press("x", "x", "x", "g", "slash")
        await told.see("= in no stem")
        await told.type("=")
        await told.press("enter", "2")
        await told.see("Kick: no stem -> Bass", "/= 3 of 5")
        assert told.row("Snare").startswith("> Snare")
        await told.press("space", "space", "1")
        await told.see("2 tracks: no stem -> Drums", "/= 1 of 5")
        assert told.row("Shaker").startswith("> Shaker")


async def test_under_a_filter_only_what_is_shown_is_accepted(campaign: Path) -> None:
    async with story(campaign) as told:
        await told.press("slash")
        await told.type("room")
        await told.press("enter", "Y")
        await told.see("Accepted: 2 tracks assigned, 1 new stem", "24 without a stem")
        await told.press("Y")
        await told.see("No track that the filter shows has a suggestion: esc shows all.")
        await told.press("escape", "Y")
        await told.see("24 tracks assigned")
        await told.not_see("without a stem")


async def test_one_accepted_suggestion_says_from_where_to_where(campaign: Path) -> None:
    async with story(campaign) as told:
        await told.press("y")
        await told.see("Suggestion accepted: Kick: no stem -> Drums, 1 new stem")
        await told.press(".")
        await told.see("Snare: no stem -> Drums")


async def test_enter_on_a_stem_shows_its_tracks_alone(band: Path) -> None:
    async with story(band) as told:
        await told.press("tab", "enter")
        await told.see("Only the tracks of Drums; esc shows all.", "/=Drums 2 of 5", "> Kick", "Snare")
        await told.not_see("Shaker")
        await told.press("escape", "slash")
        await told.type("=")
        await told.see("/= 1 of 5", "Shaker")


async def test_gains_are_nudged_in_the_list_and_undone_as_one(band: Path) -> None:
    async with story(band) as told:
        await told.press("-", "-", "-")
        await told.see("Kick: gain 0 dB -> -1.5 dB")
        await told.press("j", "+", "tab", "-")
        await told.see("Drums: gain 0 dB -> -0.5 dB", "-0.5 dB")
        await told.press("G", "+")
        await told.see("A mix has no gain of its own: e moves the stems in it.")
        await told.press("u", "u", "u")
        await told.see("Undone: Kick: gain 0 dB -> -1.5 dB")
        await told.not_see("* unsaved")


async def test_marked_tracks_are_nudged_together_and_stay_marked(band: Path) -> None:
    async with story(band) as told:
        await told.press("space", "space", "+", "+")
        await told.see("2 rows: gains moved by +1 dB", "* Kick")
    assert [told.session.track(key).gain_db for key in ("kick", "snare", "bass")] == [1.0, 1.0, 0.0]


async def test_rows_are_moved_saved_so_and_moved_back_by_one_undo(band: Path) -> None:
    path = band / manifest.NAME
    path.write_text(path.read_text().replace("[track.kick]", "# front mic\n[track.kick]"))
    async with story(band) as told:
        await told.press("K")
        await told.see("Kick: first already.")
        await told.press("J", "J", "w")
        await told.see("Saved stemtui.toml.")
        assert [track.id for track in manifest.load(band).tracks][:3] == ["snare", "bass", "kick"]
        assert "# front mic\n[track.kick]" in path.read_text()
        assert told.row("Kick").startswith("> Kick")
        await told.press("J", "K", "K", "u")
        await told.see("Undone: Kick: moved from place 3 to 2")
        await told.press("u")
        await told.see("Undone: Kick: moved from place 1 to 3")
        await told.press("tab", "j", "K")
        await told.see("Bass: moved from place 2 to 1", "> 1 Bass", "2 Drums")


async def test_a_wide_window_says_why_a_stem_is_suggested(tmp_path: Path) -> None:
    async with story(write_tracks(tmp_path / "Song", ("Kick", "Vox Lead", "Track 5")), (120, 30)) as told:
        await told.see('Vox Lead 1 ch 0:00 name: "Vox Lead" Lead Vocal?', "Track 5.wav -")
        await told.press("s")
        await told.see("Vox Lead.wav -")


async def test_a_range_that_is_filtered_stays_marked(band: Path) -> None:
    async with story(band) as told:
        await told.press("v", "j", "slash")
        await told.type("vo")
        await told.press("enter")
        await told.see("2 marked", "/vo 1 of 5")
        await told.press("escape")
        await told.see("* Kick", "* Snare", "2 marked")
