"""Stories at 80x24: keys that an engineer presses, and what they then read on the screen."""

import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from stemtui import manifest, scan
from stemtui.errors import AudioFileError, Problem, StemtuiError
from stemtui.header import Header
from stemtui.session import Mix, Session, Stem, Track, assign, delete_stem, edit_tracks
from stemtui.tui.app import StemtuiApp, open_desk
from stemtui.tui.lists import GroupList, TrackList
from stemtui.tui.printing import waivable
from stemtui.tui.recovery import Recovery
from tests.driver import CAMPAIGN, Story, story, write_tracks


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A folder of 26 tracks and no manifest."""
    return write_tracks(tmp_path / "Mega Song", (f"{n:02} {name}" for n, name in enumerate(CAMPAIGN, 1)))


@pytest.fixture
def band(tmp_path: Path) -> Path:
    """A small session with a manifest: three stems, two mixes, one track that is in no stem."""
    folder = write_tracks(tmp_path / "Band", ("Kick", "Snare", "Bass", "Vox", "Shaker"))
    session = Session(
        title="Band",
        stems=(Stem("drums", "Drums"), Stem("bass", "Bass", "mono"), Stem("vocals", "Vocals")),
        mixes=(Mix("master", "Master"), Mix("instrumental", "Instrumental", without=("vocals",))),
        tracks=(
            Track("kick", "Kick.wav", stem="drums"),
            Track("snare", "Snare.wav", stem="drums"),
            Track("bass", "Bass.wav", stem="bass"),
            Track("vox", "Vox.wav", stem="vocals"),
            Track("shaker", "Shaker.wav"),
        ),
    )
    manifest.save(session, folder / manifest.NAME)
    return folder


async def test_a_folder_of_26_tracks_is_printed_as_ordered_with_six_keys(campaign: Path) -> None:
    async with story(campaign) as told:
        await told.see("Mega Song", "26 tracks", "26 without a stem", "Drums?", "Suggested for 26 tracks")
        await told.press("Y")
        await told.see(
            "1 Drums stereo 10 tracks", "2 Bass mono 2 tracks", "4 Backing Vocals stereo 12 tracks"
        )
        await told.press("tab", "a", "o")
        await told.see("Where was the mix done?")
        await told.press("p")
        await told.see("The mix is printed into these files.")
        await told.press("R")
        await told.see("Printed", "6 files")
        assert told.row("Bass_STEM.wav").split(".wav ")[1].split()[:2] == ["STEM", "mono"]
        await told.press("escape")
        await told.see("Printed into delivery/.")
    assert len(list((campaign / "delivery").glob("*.wav"))) == 6
    assert (campaign / "stemtui.toml").exists()


async def test_a_digit_assigns_says_from_where_to_where_and_moves_on(band: Path) -> None:
    async with story(band) as told:
        await told.press("2")
        await told.see("Kick: Drums -> Bass", "* unsaved")
        assert told.row("Kick") == "Kick Bass"
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
        await told.see("3 tracks: 2 of Drums and 1 of Vocals -> Bass", "2 Bass mono 4 tracks")
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
        await told.see("Kick: into which stem?", "> Drums")
        await told.type("oc")
        await told.see("> Vocals")
        await told.press("enter")
        await told.see("Kick: Drums -> Vocals")
        await told.press("enter")
        await told.type("Toms")
        await told.see('make a new stem: "Toms"')
        await told.press("enter")
        await told.see("Snare -> Toms, a new stem", "4 Toms stereo 1 track")
        await told.press("u")
        await told.see("Undone: Snare -> Toms, a new stem")
        await told.not_see("4 Toms")


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


async def test_f_goes_to_the_next_track_without_a_stem(band: Path) -> None:
    async with story(band) as told:
        await told.press("f")
        assert told.row("Shaker").startswith("> Shaker")
        await told.press("1", "f")
        await told.see("Every track is in a stem, in a bounce, or left out.")


async def test_suggestions_are_accepted_one_by_one_and_hidden(campaign: Path) -> None:
    async with story(campaign) as told:
        await told.see("Suggested: Drums")
        await told.press("y")
        await told.see("1 Drums", "1 track", "25 without a stem")
        assert told.row("Snare").startswith("> Snare")
        await told.press("s")
        await told.see("Suggestions are hidden.")
        await told.not_see("Drums?")
        await told.press("y")
        await told.see("Suggestions are hidden: s shows them.")


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


async def test_stems_are_made_renamed_folded_and_deleted(band: Path) -> None:
    async with story(band) as told:
        await told.press("n")
        await told.type("Cymbals")
        await told.press("enter")
        await told.see("New stem: Cymbals", "4 Cymbals stereo 0 tracks")
        await told.press("tab", "r", *["backspace"] * 7)
        await told.type("Metal")
        await told.press("enter")
        await told.see("Cymbals is called Metal now")
        await told.press("e", "tab")
        await told.type("drums")
        await told.press("enter")
        await told.see("2 Metal")
        await told.press("g", "z")
        await told.see("1 sub-stem folded away.", "+ Drums")
        await told.press("z", "j", "c")
        await told.see("Metal: mono")
        await told.press("d")
        await told.see("Deleted: Metal")
        await told.press("u")
        await told.see("2 Metal mono")


async def test_a_mix_is_made_by_a_form_that_checks_while_typing(band: Path) -> None:
    async with story(band) as told:
        await told.press("m")
        await told.see("1 Drums 2 Bass 3 Vocals")
        await told.type("Vocal Up")
        await told.press("tab", "tab", "tab")
        await told.type("9+1")
        await told.see("'9' is not the number of a stem.")
        await told.press("enter")
        await told.see("'9' is not the number of a stem.")
        await told.press("backspace", "backspace", "backspace", "up", "3", "up", "1", "enter")
        await told.see("A mix holds only some stems or leaves some out, not both.")
        await told.press("backspace", "down", "backspace", "down")
        await told.type("3+1")
        await told.press("enter")
        await told.see("New mix: Vocal Up", "Vocal Up 1 2 3+1")


async def test_no_two_stems_or_mixes_get_one_name(band: Path) -> None:
    async with story(band) as told:
        await told.press("n")
        await told.type("bass")
        await told.press("enter")
        await told.see("There is a stem 'Bass' already.")
        await told.press("escape", "m")
        await told.type("MASTER")
        await told.see("There is a mix 'Master' already.")


async def test_the_order_asks_once_where_the_mix_was_done(band: Path) -> None:
    async with story(band) as told:
        await told.press("tab", "o")
        await told.see("Where was the mix done?")
        await told.press("n")
        await told.see("what is printed is a SUBMIX OF TRACKS", "1 Drums stereo 2 tracks o")
        await told.press("j", "o")
        await told.see("Bass ordered: the order has 2 lines")
        await told.press("o")
        await told.see("Bass no longer ordered: the order has 1 line")


async def test_leaving_out_needs_a_reason_and_is_taken_back(band: Path) -> None:
    async with story(band) as told:
        await told.press("L", "enter")
        await told.see("A reason is needed")
        await told.type("noisy")
        await told.press("enter")
        await told.see("Kick: left out (noisy)")
        assert told.row("Kick") == "Kick left out"
        await told.press("k", "L")
        await told.see("Kick: back in")


async def test_gain_and_pan_are_checked_while_typing(band: Path) -> None:
    async with story(band) as told:
        await told.press("e")
        await told.type("loud")
        await told.see("Gain: 'loud' is not a number from -144 to 48.")
        await told.press(*["backspace"] * 4)
        await told.type("-2.5")
        await told.press("enter")
        await told.see("Kick: edited")
        assert told.session.track("kick").gain_db == -2.5


async def test_polarity_and_delay_are_edited_too(band: Path) -> None:
    async with story(band) as told:
        await told.press("e", "tab", "tab")
        await told.type("y")
        await told.press("tab")
        await told.type("12")
        await told.see("Delay: '12' is not like 12 ms or 480 samples")
        await told.type(" ms")
        await told.press("enter")
        await told.see("Kick: edited")
        await told.press("e", "tab", "tab", "tab")
        await told.see("12 ms")
        await told.type("-480 samples")
        await told.press("enter", "w")
        await told.see("Saved stemtui.toml.")
    kick = manifest.load(band / manifest.NAME).track("kick")
    assert (kick.invert, kick.delay_ms, kick.delay_samples) == (True, 0.0, -480)


async def test_saving_keeps_comments_and_says_so(band: Path) -> None:
    place = band / manifest.NAME
    place.write_text(place.read_text().replace("[track.snare]", "# the good one\n[track.snare]"))
    async with story(band) as told:
        await told.press("2", "w")
        await told.see("Saved stemtui.toml.")
        await told.not_see("* unsaved")
    assert "# the good one\n[track.snare]" in place.read_text()
    assert tomllib.loads(place.read_text())["track"]["kick"]["stem"] == "bass"


async def test_what_somebody_else_changed_is_merged_and_a_clash_is_said(band: Path) -> None:
    place = band / manifest.NAME
    async with story(band) as told:
        theirs = manifest.load(place)
        manifest.save(replace(theirs, artist="Them"), place, theirs)
        await told.press("2", "w")
        await told.see("Saved stemtui.toml, with what others changed on disk.")
        place.write_text(
            place.read_text().replace('artist = "Them"', 'artist = "Us"').replace('"bass"', '"vocals"')
        )
        await told.press("k", "1", "w")
        await told.see("Not saved", 'Kick, stem: it is "drums" here and "vocals" on disk')
        await told.press("escape")
        await told.see("* unsaved")


@pytest.mark.parametrize(("key", "stem", "row"), [("k", "bass", "Kick Bass"), ("d", "vocals", "Kick Vocals")])
async def test_of_a_clash_the_user_keeps_one_side_and_loses_nothing_else(
    band: Path, key: str, stem: str, row: str
) -> None:
    place = band / manifest.NAME
    async with story(band) as told:
        theirs = manifest.load(place)
        there = assign(assign(theirs, ["kick"], "vocals"), ["shaker"], "drums")
        manifest.save(there, place, theirs)
        await told.press("2", "2", "w")
        await told.see("Not saved", "Kick, stem", "k keep what is here d take what is on disk")
        await told.press(key)
        await told.see("Saved stemtui.toml, with what others changed on disk.")
        assert told.row("Kick") == row
    saved = manifest.load(place)
    assert [track.stem for track in saved.tracks] == [stem, "bass", "bass", "vocals", "drums"]


async def test_quitting_asks_about_unsaved_work(band: Path) -> None:
    async with story(band) as told:
        await told.press("2", "q")
        await told.see("Unsaved work", "Kick: Drums -> Bass")
        await told.press("escape")
        await told.not_see("Unsaved work")
        await told.press("q", "d")
        await told.pilot.pause()
    assert tomllib.loads((band / manifest.NAME).read_text())["track"]["kick"]["stem"] == "drums"


async def test_esc_never_quits(band: Path) -> None:
    async with story(band) as told:
        await told.press("escape", "escape", "escape", "j")
        assert told.row("Snare").startswith("> Snare")


async def test_names_from_disk_show_and_do_not_act(tmp_path: Path) -> None:
    names = ("Gtr [bold] x", "Vox \x1b[31mred", "キック", "[@click=app.quit]y")
    async with story(write_tracks(tmp_path / "So[b]ng", names)) as told:
        await told.see("So[b]ng", "Gtr [bold] x", r"\x1b[31mred", "キック", "[@click=app.quit")
        await told.press("space", "space", "enter")
        await told.see("2 tracks: into which stem?")
        await told.type("[/b]x")
        await told.press("enter")
        await told.see("1 [/b]x")
        assert "\x1b" not in "".join(told.lines)


def test_what_may_be_accepted_is_marked_so_and_on_the_order() -> None:
    assert waivable(Problem("order.2", "Bass STEM is silent.", waivable=True)) == 1
    assert waivable(Problem("order.2", "Bass STEM is odd.", 'Say why it is right: waive = "...".')) is None
    assert waivable(Problem("session.reference", "It differs.", waivable=True)) is None


async def test_a_refusal_says_everything_and_a_silent_stem_is_accepted_for_a_reason(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Lead Vocal"))
    soundfile.write(folder / "Lead Vocal.wav", np.zeros(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.press("Y", "tab", "a", "o", "p", "R")
        await told.see("Not printed", "Lead Vocal STEM is silent", "w accept")
        assert "order.2" not in told.text
        await told.press("w")
        await told.see("Accept 1 finding", "Why is that right?")
        await told.type("no vocal in this edit")
        await told.press("enter")
        await told.see("Printed", "Lead Vocal_STEM.wav STEM mono silent")
        await told.press("G")
        await told.see('Accepted: "no vocal in this edit"')
    order = tomllib.loads((folder / manifest.NAME).read_text())["order"]
    waived = {line["deliver"]: line["waive"] for line in order if line.get("waive")}
    assert waived == {"stem.lead_vocal": "no vocal in this edit"}


async def test_a_kind_mismatch_is_refused_in_words(band: Path) -> None:
    place = band / manifest.NAME
    place.write_text(place.read_text() + '\n[[order]]\nasked = "Drum STEM"\ndeliver = "track.kick"\n')
    async with story(band) as told:
        await told.press("f", "1", "exclamation_mark")
        await told.see("Line 1 asks for the Drum STEM", "is a TRACK", "deliver stem.drums")
        await told.press("escape", "R")
        await told.see("Not printed", "Line 1 asks for the Drum STEM")
    assert not (band / "delivery").exists()


async def test_from_a_refusal_f_goes_to_the_track_that_is_in_no_stem(band: Path) -> None:
    async with story(band) as told:
        await told.press("G", "tab", "G", "o", "R")
        await told.see("Not printed", '"Shaker" is in no stem', "f go to the track in no stem")
        await told.press("f")
        assert told.row("Shaker") == "> Shaker -"


async def test_a_print_says_where_its_files_are_each_in_one_line(tmp_path: Path) -> None:
    name = "Lead Vocal With A Very Long Name Indeed"
    folder = write_tracks(tmp_path / "A Song With A Title That Goes On", ("Kick", name))
    stems = (Stem("drums", "Drums"), Stem("lead", name))
    tracks = (Track("kick", "Kick.wav", stem="drums"), Track("lead", f"{name}.wav", stem="lead"))
    session = Session(
        title="Song", treatment="printed", stems=stems, mixes=(Mix("master", "Master"),), tracks=tracks
    )
    manifest.save(session, folder / manifest.NAME)
    async with story(folder) as told:
        await told.press("tab", "a", "o", "R")
        await told.see("Printed", "3 files", "Song_Drums_STEM.wav", "They are in", "stemtui verify")
        assert told.row(f"Song_{name}_STEM.wav").split(".wav ")[1].split()[:2] == ["STEM", "stereo"]
        assert told.row("Song_Drums_STEM.wav").split()[1:3] == ["STEM", "stereo"]


async def test_the_glossary_opens_on_what_is_selected_and_stays_where_it_was(band: Path) -> None:
    async with story(band) as told:
        await told.press("tab", "i")
        await told.see("> Stem", "enter read it")
        await told.press("down", "enter")
        await told.see("esc back")
        await told.press("escape")
        await told.see("> Mix")


async def test_help_palette_and_glossary_are_there(band: Path) -> None:
    async with story(band) as told:
        await told.press("question_mark")
        await told.see("Keys", "MOVE", "Down; a range grows with the cursor.", "esc close j k scroll")
        await told.press("escape", "colon")
        await told.type("redo")
        await told.see("> redo", "Do it again.")
        await told.press("enter")
        await told.see("There is nothing to do again")
        await told.press("i")
        await told.type("pan l")
        await told.see("> Pan Law")
        await told.press("enter")
        await told.see("-4.5", "esc back")


async def test_work_is_kept_when_the_line_drops_and_offered_again(band: Path) -> None:
    async with story(band) as told:
        await told.press("2")
        os.kill(os.getpid(), signal.SIGHUP)
        for _ in range(100):
            await told.pilot.pause(0.01)
            if (band / ".stemtui.toml.recover").exists():
                break
    assert (band / ".stemtui.toml.recover").exists()
    async with story(band) as told:
        await told.see("Unsaved work was kept")
        await told.press("y")
        await told.see("Unsaved work taken back", "* unsaved")
        assert told.row("Kick") == "> Kick Bass"
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    assert not (band / ".stemtui.toml.recover").exists()


async def kept_from(band: Path) -> Path:
    """Kick was put into Bass, and then the line dropped."""
    async with story(band) as told:
        await told.press("2")
        told.app.desk_screen.keep()
    return band / ".stemtui.toml.recover"


def by_a_colleague(band: Path, edit: Callable[[Session], Session]) -> None:
    """The manifest on disk is changed by somebody else."""
    manifest.save(edit(manifest.load(band)), band)


async def test_work_taken_back_undoes_nothing_that_a_colleague_did_since(band: Path) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: edit_tracks(s, ["snare"], pan=30.0))
    async with story(band) as told:
        await told.press("y")
        await told.see("Unsaved work taken back")
        await told.press("w")
        await told.see("Saved stemtui.toml.")
    saved = manifest.load(band)
    assert (saved.track("kick").stem, saved.track("snare").pan) == ("bass", 30.0)
    assert not list(band.glob(f"{kept.name}*"))


@pytest.mark.parametrize(("key", "stem"), [("k", "bass"), ("d", "vocals")])
async def test_work_taken_back_that_clashes_is_chosen_from(band: Path, key: str, stem: str) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: assign(s, ["kick"], "vocals"))
    async with story(band) as told:
        await told.press("y")
        await told.see("Not taken back", 'Kick, stem: it is "bass" here and "vocals" on disk')
        await told.press("escape")
        assert told.session == manifest.load(band)
    assert kept.exists()
    async with story(band) as told:
        await told.press("y", key)
        assert told.session.track("kick").stem == stem


async def test_work_that_no_longer_fits_what_is_on_disk_stays_kept(band: Path) -> None:
    kept = await kept_from(band)
    by_a_colleague(band, lambda s: delete_stem(s, "bass"))
    async with story(band) as told:
        await told.press("y")
        await told.see("The kept work, put together with what is on disk now", "track.kick.stem")
        await told.press("escape", "q")
    assert kept.exists()


async def test_only_a_clear_answer_lets_go_of_kept_work(band: Path) -> None:
    kept = await kept_from(band)
    before = kept.read_text()
    async with story(band) as told:
        await told.press("escape", "j", "3", "w")
        await told.see("Saved stemtui.toml.")
        await told.press("q")
    assert kept.read_text() == before
    async with story(band) as told:
        await told.press("escape", "2")
        told.app.desk_screen.keep()
        told.app.desk_screen.keep()
    assert kept.read_text() == before
    waiting = Recovery(band / manifest.NAME).waiting()
    assert len(waiting) == 2 and waiting[0] == kept
    second = waiting[1]
    async with story(band) as told:
        await told.press("n")
        assert not kept.exists()
        await told.see("Unsaved work was kept")
        await told.press("y", "q", "d")
    assert second.exists()


def test_keeping_what_cannot_be_written_ends_in_peace(tmp_path: Path) -> None:
    path = tmp_path / manifest.NAME
    Recovery(path).keep(Session(title="\udc80"), Session())
    assert not list(tmp_path.iterdir())
    Recovery(tmp_path / "nowhere" / manifest.NAME).keep(Session(title="Song"), Session())


async def reading_with_a_stem_made(folder: Path, monkeypatch: pytest.MonkeyPatch, *keys: str) -> Story:
    """What is there once a folder is read, during which a stem was made and then `keys` pressed."""
    waiting, real = threading.Event(), scan.scan
    monkeypatch.setattr(scan, "scan", lambda folder: waiting.wait(30) and real(folder))
    app = StemtuiApp(*open_desk(folder))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await told.see("reading ...")
        await told.press("n")
        await told.type("Drums")
        await told.press("enter")
        await told.see("1 Drums")
        waiting.set()
        await told.not_see("reading ...")
        await told.see("1 Drums", "Kick", "* unsaved")
        await told.press(*keys)
    return told


async def test_a_stem_made_while_the_folder_is_read_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    told = await reading_with_a_stem_made(folder, monkeypatch, "1", "w")
    assert told.app.desk_screen.desk.proposals["snare"].stem == "drums"
    assert [(track.id, track.stem) for track in manifest.load(folder).tracks] == [
        ("kick", "drums"),
        ("snare", ""),
    ]


async def test_an_edit_made_while_the_folder_is_read_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    told = await reading_with_a_stem_made(folder, monkeypatch, "u", "u")
    assert (told.session.stems, told.session.tracks) == ((), ())
    assert len(told.app.desk_screen.desk.history.future) == 2


async def test_kept_work_is_offered_once_the_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare"))
    async with story(folder) as told:
        await told.press("enter")
        await told.type("Drums")
        await told.press("enter")
        told.app.desk_screen.keep()
    write_tracks(folder, ("Tambourine",))
    told = await reading_with_a_stem_made(folder, monkeypatch, "y", "k", "k")
    stems = {track.id: track.stem for track in told.session.tracks}
    assert stems == {"kick": "drums", "snare": "", "tambourine": ""}


@pytest.mark.parametrize("size", [(59, 15), (30, 8), (8, 3), (200, 60)])
async def test_no_size_of_terminal_crashes(band: Path, size: tuple[int, int]) -> None:
    async with story(band, size) as told:
        await told.press(
            "2", "tab", "j", "e", "escape", "tab", "question_mark", "escape", "slash", "x", "escape"
        )
        await told.pilot.resize_terminal(80, 24)
        await told.see("Kick", "Drums")


async def test_nothing_is_cut_in_what_is_said_before_there_are_tracks(tmp_path: Path) -> None:
    (tmp_path / "Nothing").mkdir()
    async with story(tmp_path / "Nothing") as told:
        await told.see("There are no sound files here.", "stemtui FOLDER")
        await told.see("A TRACK is a file made while recording, before the mix.")
        await told.see("A STEM is a submix of tracks as they are treated in the mix.")
        await told.see("A MIX is everything in one stereo file.")


async def test_what_is_no_track_is_named_and_not_passed_over(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick",))
    (folder / "Vox.m4a").write_bytes(b"")
    async with story(folder) as told:
        await told.see("1 thing here is not for a track: ! says why.")
        await told.press("exclamation_mark")
        await told.see("Not for a track: Vox.m4a: unsupported")


@pytest.mark.parametrize("error", [StemtuiError("The share is gone."), RuntimeError("odd")])
async def test_a_folder_that_cannot_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(folder: Path) -> tuple[scan.Found, ...]:
        raise error

    monkeypatch.setattr(scan, "scan", broken)
    async with story(write_tracks(tmp_path / "Song", ("Kick",))) as told:
        await told.see("The sound files could not be read", str(error), "The folder could not be read")
        await told.not_see("Reading the folder")


async def test_a_slow_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, real = threading.Event(), scan.scan

    def slow(folder: Path) -> tuple[scan.Found, ...]:
        waiting.wait(30)
        return real(folder)

    monkeypatch.setattr(scan, "scan", slow)
    monkeypatch.setattr("stemtui.tui.screen.SLOW_SECONDS", 0.05)
    app = StemtuiApp(*open_desk(write_tracks(tmp_path / "Song", ("Kick",))))
    async with app.run_test(size=(80, 24)) as pilot:
        told = Story(app, pilot)
        await told.see("Reading the folder ... The disk is slow.", "reading from a slow disk")
        waiting.set()
        await told.see("Kick", "1 track")
        await told.not_see("slow disk")


async def test_a_narrow_terminal_shows_one_pane_with_whole_names(band: Path) -> None:
    async with story(band, (60, 16)) as told:
        await told.see("Tracks tab: stems", "Shaker", "1 without a stem")
        assert "3 Vocals" not in told.text
        await told.press("j", "tab")
        await told.see("Stems tab: tracks", "3 Vocals stereo 1 track")
        await told.press("tab")
        await told.see("> Snare", "Kick")


async def test_ctrl_z_undoes_as_in_a_daw(band: Path) -> None:
    async with story(band) as told:
        await told.press("2", "ctrl+z")
        await told.see("Undone: Kick: Drums -> Bass")
        await told.press("A")
        await told.see("Nothing is marked in this pane.")


async def test_a_missing_file_is_marked_and_explained(band: Path) -> None:
    (band / "Kick.wav").unlink()
    async with story(band) as told:
        assert told.row("Kick") == "> !Kick Drums"
        await told.see("Kick.wav")


def test_nothing_before_the_first_paint_imports_numpy_or_the_render(band: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from stemtui.tui.app import StemtuiApp, open_desk;"
        f"StemtuiApp(*open_desk(Path({str(band)!r})));"
        "late = ('numpy', 'soundfile', 'soxr', 'tomlkit', 'stemtui.render.delivery');"
        "print([name for name in late if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


async def test_the_first_paint_does_not_wait_for_the_disk(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = StemtuiApp(*open_desk(band))
    painted: list[bool] = []

    def headers(root: Path, session: Session) -> dict[str, Header | AudioFileError]:
        painted.append(bool(app.desk_screen.query_one(TrackList).drawn))
        return {}

    monkeypatch.setattr(scan, "headers", headers)
    async with app.run_test(size=(80, 24)) as pilot:
        await Story(app, pilot).not_see("reading ...")
    assert painted == [True]


async def test_a_click_puts_the_cursor_on_a_row_of_either_pane(band: Path) -> None:
    async with story(band) as told:
        await told.pilot.click(TrackList, offset=(5, 4))
        assert told.row("Shaker") == "> Shaker -"
        await told.pilot.click(GroupList, offset=(5, 2))
        assert told.row("3 Vocals") == "> 3 Vocals stereo 1 track"
        await told.pilot.click(GroupList, offset=(5, 3))
        assert told.row("Vocals") == "> 3 Vocals stereo 1 track"


def test_without_a_terminal_the_screen_says_what_to_use_instead(band: Path) -> None:
    code = f"from pathlib import Path; from stemtui.tui.app import run; run(Path({str(band)!r}))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert "The screen needs a terminal" in ended.stderr


async def test_a_render_is_stopped_with_esc_and_leaves_nothing(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stemtui.render import delivery

    real = delivery.render

    def slow(root: Path, session: Session, **watch: Any) -> Any:
        while not watch["cancelled"]():
            watch["progress"](delivery.Progress(1, 4, "Printing"))
            time.sleep(0.01)
        return real(root, session, **watch)

    monkeypatch.setattr(delivery, "render", slow)
    async with story(band) as told:
        await told.press("f", "1", "tab", "o", "p", "R")
        await told.see("stemtui.toml is saved; printing", "25%", "Printing")
        await told.press("escape")
        await told.see("The render was stopped.")
    assert not (band / "delivery").exists()


async def test_a_list_that_goes_on_says_so(campaign: Path) -> None:
    async with story(campaign) as told:
        assert told.row("Backing Vocal 1").endswith(" v")
        await told.press("G")
        await told.see("> Backing Vocal 12")
        assert told.row("Bass DI").endswith(" ^")
        await told.press("g")
        await told.see("> Kick")
