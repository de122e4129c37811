"""Stories at 80x24 of tracks put into stems: by digits, by name, by suggestion, marked and filtered."""

from pathlib import Path

from stemtui import manifest
from stemtui.session import Session, Stem, Track
from tests.driver import story, write_tracks


async def test_a_digit_assigns_says_from_where_to_where_and_moves_on(band: Path) -> None:
    async with story(band) as told:
        await told.press("2")
        await told.see("Kick: Drums -> Bass", "* unsaved")
        assert told.row("Kick") == "Kick 1 ch 0:00 Bass"
        assert told.row("Snare").startswith("> Snare")
        await told.press("0")
        await told.see("Snare: Drums -> no stem", "2 without a stem")
        await told.press("9")
        await told.see("There are 3 stems: enter makes a new one.")


async def test_marked_tracks_are_assigned_together(band: Path) -> None:
    async with story(band) as told:
        await told.press("space", "space", "j", "space")
        await told.see("3 marked", "* Kick", "* Snare", "* Vox", "3 TRACKS")
        await told.press("2")
        await told.see("3 tracks -> Bass: 2 of Drums and 1 of Vocals", "2 Bass mono 4 tracks")
        assert told.row("Shaker").startswith("> Shaker")
        await told.not_see("* Kick")


async def test_a_range_grows_is_assigned_and_ends_with_esc(band: Path) -> None:
    async with story(band) as told:
        await told.press("v", "j", "j")
        await told.see("3 marked")
        await told.press("3")
        await told.see("3 Vocals stereo 4 tracks")
        await told.press("g", "v", "G", "escape")
        await told.not_see("marked")


async def test_enter_finds_a_stem_by_part_of_its_name_or_makes_one(band: Path) -> None:
    async with story(band) as told:
        await told.press("enter")
        await told.see("Kick: into which stem?", "> 1 Drums", "2 Bass", "3 Vocals", "1-3 enter take it")
        await told.type("oc")
        await told.see("> 3 Vocals")
        await told.press("enter")
        await told.see("Kick: Drums -> Vocals")
        await told.press("enter")
        await told.type("Toms")
        await told.see('make a new stem: "Toms"')
        await told.press("enter")
        await told.see("Snare: Drums -> Toms, a new stem", "4 Toms stereo 1 track")
        await told.press("u")
        await told.see("Undone: Snare: Drums -> Toms, a new stem")
        await told.not_see("4 Toms")


async def test_a_number_picks_a_stem_beyond_the_ninth_too(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Beats", ("One", "Two", "Three", "Four"))
    names = ("Drums", "808 Kick", *(f"Perc {letter}" for letter in "ABCDEFGHIJ"))
    stems = tuple(Stem(name.lower().replace(" ", "_"), name) for name in names)
    tracks = tuple(Track(name.lower(), f"{name}.wav") for name in ("One", "Two", "Three", "Four"))
    manifest.save(Session(stems=stems, tracks=tracks), folder / manifest.NAME)
    async with story(folder) as told:
        await told.press("enter")
        await told.see("> 1 Drums", "10 Perc H", "12 Perc J", "1-12 enter take it")
        await told.press("3")
        await told.see("One: no stem -> Perc A")
        await told.press("enter", "1")
        await told.see("> 1 Drums", "10 Perc H", 'make a new stem: "1"')
        await told.press("2")
        await told.see("Two: no stem -> Perc J")
        await told.press("enter", "1", "enter")
        await told.see("Three: no stem -> Drums")
        await told.press("enter", "8")
        await told.see("> 8 Perc F", "2 808 Kick")
        await told.type("08")
        await told.see("> 2 808 Kick")
        await told.press("enter")
        await told.see("Four: no stem -> 808 Kick")


async def test_the_filter_counts_while_typing_and_marks_survive_it(band: Path) -> None:
    async with story(band) as told:
        await told.press("slash")
        await told.type("drum")
        await told.see("/drum 2 of 5")
        await told.not_see("Shaker")
        await told.press("enter", "a", "escape", "escape")
        await told.see("Shaker", "Bass")
        await told.not_see("/drum", "* Kick")
        await told.press("slash")
        await told.type("zzz")
        await told.press("enter", "1")
        await told.see("The filter hides every row: esc takes it off.")
        await told.press("escape")
        await told.see("Kick", "Shaker")


async def test_undo_and_redo_say_what_they_do(band: Path) -> None:
    async with story(band) as told:
        await told.press("u")
        await told.see("There is nothing to undo.")
        await told.press("2", "u")
        await told.see("Undone: Kick: Drums -> Bass")
        await told.not_see("* unsaved")
        await told.press("U")
        await told.see("Done again: Kick: Drums -> Bass", "* unsaved")


async def test_ctrl_z_undoes_as_in_a_daw(band: Path) -> None:
    async with story(band) as told:
        await told.press("2", "ctrl+z")
        await told.see("Undone: Kick: Drums -> Bass")
        await told.press("A")
        await told.see("Nothing is marked in this pane.")


async def test_f_goes_to_the_next_track_without_a_stem(band: Path) -> None:
    async with story(band) as told:
        await told.press("f")
        assert told.row("Shaker").startswith("> Shaker")
        await told.press("1", "f")
        await told.see("Every track is in a stem, in a bounce, or left out.")


async def test_suggestions_are_accepted_one_by_one_and_hidden(campaign: Path) -> None:
    async with story(campaign) as told:
        await told.see("New here? ? shows the keys, i explains the words, u undoes, only w writes.")
        await told.press("j", "k")
        await told.see('Suggested: Drums (name: "Kick") y accepts')
        await told.not_see("New here?")
        await told.press("y")
        await told.see("1 Drums", "1 track", "25 without a stem")
        assert told.row("Snare").startswith("> Snare")
        await told.press("s")
        await told.see("Suggestions are hidden.")
        await told.not_see("Drums?")
        await told.press("y")
        await told.see("Suggestions are hidden: s shows them.")


async def test_a_session_that_was_saved_without_stems_still_suggests_them(campaign: Path) -> None:
    async with story(campaign) as told:
        await told.press("w")
        await told.see("stemtui.toml")
    async with story(campaign) as told:
        await told.see("y puts it in Drums", "Suggested for 26 tracks:")
        await told.press("s")
        await told.not_see("1-9 assign")
        await told.press("s", "y")
        await told.see("Suggestion accepted: Kick: no stem -> Drums")


async def test_a_file_named_like_a_print_keeps_its_question_until_it_is_answered(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Song_MIX_v3"))
    async with story(folder) as told:
        assert told.row("MIX").endswith("mix?")
        await told.press("Y")
        assert told.row("MIX").endswith("mix?")
        await told.press("G", "t")
        await told.see("A name proves nothing.")
        await told.press("m")
        await told.see("is a finished mix used as a source")
        assert told.row("MIX").endswith("-")


async def test_what_several_files_are_is_said_of_them_all(tmp_path: Path) -> None:
    async with story(write_tracks(tmp_path / "Song", ("Kick", "Snare"))) as told:
        for key, said in (
            ("r", "2 tracks are raw: as recorded"),
            ("s", "2 tracks are finished stems used as sources"),
        ):
            await told.press("a", "t", key)
            await told.see(said)


async def test_a_file_named_as_the_stem_of_its_neighbours_is_not_swallowed(tmp_path: Path) -> None:
    async with story(write_tracks(tmp_path / "Song", ("Drums_STEM", "Kick", "Snare"))) as told:
        assert told.row("Drums_STEM").endswith("stem?")
        await told.press("Y")
        await told.see("2 tracks assigned")
        assert told.row("Drums_STEM").endswith("stem?")
        await told.press("j", "k")
        await told.see("does it hold Kick and Snare?")


async def test_esc_never_quits(band: Path) -> None:
    async with story(band) as told:
        await told.press("escape", "escape", "escape", "j")
        assert told.row("Snare").startswith("> Snare")
