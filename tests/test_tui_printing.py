"""Stories at 80x24 of orders, refusals and prints."""

import tomllib
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import soundfile

from stemtui import manifest, order
from stemtui.errors import Problem, Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.receipts.receipt import WITHIN
from stemtui.render.receipts.summary import NO_PRINT
from stemtui.session import Mix, OrderLine, Session, Stem, Track, assign, edit_tracks
from stemtui.tui.desk.commands import COMMANDS
from stemtui.tui.dialogs.problem_page import ACCEPT, MEASURE, TAKE_OFF, TRIM_ALL, in_words, waivable
from stemtui.tui.rendering.printed import proven_title
from tests.driver import story, write_tracks


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
        await told.see("6 files, 48 kHz", "They are in")
        assert told.row("Bass_STEM.wav").split(".wav ")[1].split()[:3] == ["STEM", "mono", "peak"]
        await told.press("escape")
        await told.see("Printed into delivery/.")
    assert len(list((campaign / "delivery").glob("*.wav"))) == 6
    assert (campaign / "stemtui.toml").exists()


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


async def test_no_answer_where_the_mix_was_done_is_no_render(band: Path) -> None:
    async with story(band) as told:
        await told.press("f", "1", "tab", "o")
        await told.see("Where was the mix done?", "esc later")
        await told.press("escape", "R")
        await told.see("Where was the mix done?", "esc do not print")
        await told.press("escape")
        await told.see("Nothing was printed: where was the mix done? T says it, R asks again.", "* unsaved")
        assert not told.session.treatment
        await told.press("R", "m")
        await told.see("Printed", "They are in")
    assert (band / "delivery").is_dir()


ORDERED = Session(
    mixes=(Mix("master", "Master"),),
    order=(OrderLine("Bass", "stem", "stem.bass"), OrderLine("Master", "mix", "mix.master")),
)


@pytest.mark.parametrize(
    ("problem", "position"),
    [
        (Problem("order.2", "Bass STEM is silent.", waivable=True), 1),
        (Problem("order.2", "Bass STEM is odd.", 'Say why it is right: waive = "...".'), None),
        (Problem("session.reference", "It differs.", waivable=True), 1),
        (Problem("delivery.trim_db", "It clips.", waivable=True), None),
    ],
)
def test_what_may_be_accepted_is_marked_so_and_on_the_order(problem: Problem, position: int | None) -> None:
    assert waivable(ORDERED, problem) == position


def test_a_reference_is_accepted_on_the_line_of_the_master_mix_alone() -> None:
    problem = Problem("session.reference", "It differs.", waivable=True)
    assert waivable(replace(ORDERED, order=ORDERED.order[:1]), problem) is None


def test_the_screen_names_keys_where_a_manifest_has_keys_of_its_own(band: Path) -> None:
    """Every remedy of the gate and of a print, in the words of the screen."""
    lines = (OrderLine("Bass STEM", "stem", "stem.bass"), OrderLine("Vox STEM", "stem", "track.vox"))
    session = replace(manifest.load(band), order=lines)
    asked = [in_words(session, problem) for problem in order.gate(session, {})]
    assert any(words.endswith("said where the mix was done. T says it.") for words in asked)
    session = replace(session, treatment="manifest")
    alone, other = (in_words(session, problem) for problem in order.gate(session, {}))
    assert alone.endswith("Deliver track.bass (O, then e) as a TRACK, or say why it is right (W).")
    assert "deliver stem.vocals (O, then e) and say why." in other
    with pytest.raises(Refused) as refused:
        soundfile.write(band / "Vox.wav", np.zeros(4800), 48000, subtype="PCM_24")
        soundfile.write(band / "Kick.wav", np.ones(4800), 48000, subtype="PCM_24")
        lines = (*lines[:1], OrderLine("Vocals", "stem", "stem.vocals"), OrderLine("D", "stem", "stem.drums"))
        render(band, replace(session, order=tuple(replace(line, waive="so") for line in lines)))
    found = refused.value.problems
    silent = [in_words(session, problem) for problem in found]
    assert any("A trim of -" in words and "cures it (C)" in words for words in silent)
    assert not any("waive" in words or "trim_db" in words for words in [*asked, alone, other, *silent])


async def test_what_stands_in_the_way_is_accepted_where_it_is_read(band: Path) -> None:
    async with story(band) as told:
        await told.press("f", "1", "tab", "j", "o", "m", "exclamation_mark")
        await told.see('only "Bass" feeds it', "say why it is right (W)", "W accept 1 finding")
        await told.press("W")
        await told.type("the bass is one track")
        await told.press("enter")
        await told.see("1 finding accepted")
        assert told.session.order[0].waive.endswith("the bass is one track")
        await told.press("exclamation_mark")
        await told.see("Warning: Line 1 asks for the Bass STEM", "Accepted:")
        assert "W accept" not in told.text


async def test_problems_that_are_alike_are_one_and_lead_to_their_rows(tmp_path: Path) -> None:
    names = [f"Vox {number}" for number in range(1, 8)]
    folder = write_tracks(tmp_path / "Song", ["Kick", *names])
    tracks = tuple(Track(name.lower().replace(" ", "_"), f"{name}.wav", stem="all") for name in names)
    order = (OrderLine("All STEM", "", "stem.all"), OrderLine("Kick", "stem", "track.kick"))
    session = Session(
        stems=(Stem("all", "All"),), tracks=(Track("kick", "Kick.wav", stem="all"), *tracks), order=order
    )
    manifest.save(session, folder / manifest.NAME)
    for name in names[:6]:
        (folder / f"{name}.wav").unlink()
    async with story(folder) as told:
        await told.press("exclamation_mark")
        await told.see("'Vox 1.wav' is not there", "The same goes for 'Vox 2.wav', 'Vox 3.wav'")
        await told.see("'Vox 5.wav' and 'Vox 6.wav'.", "1-2 go there")
        digit = next(line.split()[1] for line in told.lines if "'Vox 1.wav' is not there" in line)
        await told.press(digit)
        await told.see("6 marked", ">*!Vox 1", "*!Vox 6")
        await told.press("A", "exclamation_mark")
        await told.see('Line 2 asks for a STEM ("Kick"); "Kick" is a TRACK')
        digit = next(line.split()[1] for line in told.lines if "Line 2 asks" in line)
        await told.press(digit)
        await told.see("> !2 Kick")


async def test_where_the_mix_was_done_can_be_said_anew(band: Path) -> None:
    async with story(band) as told:
        await told.press("T", "n")
        await told.see("what is printed is a SUBMIX OF TRACKS")
        await told.press("T")
        await told.see("So far: Nothing is mixed yet", "esc as it is")
        await told.press("p")
    assert told.session.treatment == "printed"


async def test_a_refusal_says_everything_and_a_silent_stem_is_accepted_for_a_reason(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Lead Vocal"))
    soundfile.write(folder / "Lead Vocal.wav", np.zeros(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.press("Y", "tab", "a", "o", "p", "R")
        await told.see("Not printed", "Lead Vocal STEM is silent", "W accept")
        assert "order.2" not in told.text
        await told.press("W")
        await told.see("Accept 1 finding", "Why is that right?")
        await told.type("no vocal in this edit")
        await told.press("enter")
        await told.see("Printed", "Lead Vocal_STEM.wav STEM mono silent")
        await told.press("G")
        await told.see('Accepted: "no vocal in this edit"')
    lines = tomllib.loads((folder / manifest.NAME).read_text())["order"]
    waived = {line["deliver"]: line["waive"] for line in lines if line.get("waive")}
    assert waived == {"stem.lead_vocal": "no vocal in this edit"}


async def test_what_was_put_right_beside_the_screen_is_tried_again(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Lead Vocal"))
    wave = folder / "Lead Vocal.wav"
    kept = wave.read_bytes()
    soundfile.write(wave, np.zeros(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.press("Y", "tab", "a", "o", "p", "R")
        await told.see("Not printed", "Lead Vocal STEM is silent", "R try again")
        wave.write_bytes(kept)
        await told.press("R")
        await told.see("Printed, and proven")


async def test_silent_stems_are_taken_off_the_order_where_they_are_refused(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Lead Vocal", "Gtr", "Bass"))
    for silent in ("Kick", "Gtr"):
        soundfile.write(folder / f"{silent}.wav", np.zeros(4800), 48000, subtype="PCM_24")
    soundfile.write(folder / "Lead Vocal.wav", np.ones(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.press("Y", "tab", "a", "o", "p", "R")
        await told.see("Drums STEM is silent", "take it off the order (X)", "X take 2 lines off the order")
        await told.press("X")
        await told.see("Not printed", "would clip", "C trim all files")
        assert "silent" not in told.text and "X take" not in told.text
        await told.press("C")
        await told.see("Printed, and proven", "Song_Bass_STEM.wav")
        assert "Drums_STEM" not in told.text and "Guitars_STEM" not in told.text
        await told.press("escape", "u", "u")
        await told.see("Undone: Off the order: 2 lines")


async def test_silent_stems_are_taken_off_the_order_where_problems_are_read(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Lead Vocal"))
    soundfile.write(folder / "Kick.wav", np.zeros(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.see("silent")  # the track under the cursor has been measured
        await told.press("Y", "tab", "a", "o", "p", "exclamation_mark")
        await told.see("Drums STEM would be silent", "X take 2 lines off the order")
        await told.press("X")
        await told.see("Off the order: 2 lines")
        assert [line.deliver for line in told.session.order] == ["stem.lead_vocal", "mix.master"]


@pytest.mark.parametrize(
    ("legs", "title"),
    [
        ([{"verdict": WITHIN}, {"verdict": "not provable", "because": NO_PRINT}], "Printed, and proven"),
        ([{"verdict": WITHIN}, {"verdict": "above the bound, accepted"}], "Printed, not proven"),
        ([{"verdict": WITHIN}, {"verdict": "not provable", "because": "it was not ordered"}], "Printed"),
        ([], "Printed"),
    ],
)
def test_the_title_of_a_print_has_the_verdict(legs: list[dict[str, str]], title: str) -> None:
    receipt = Mock(as_dict=lambda: {"proof": {"leg": legs}})
    assert proven_title("Printed", receipt) == title


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
        assert told.row("Shaker") == "> Shaker 1 ch 0:00 -"


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


async def test_what_a_mono_fold_loses_is_said_before_printing_and_after(band: Path) -> None:
    path = band / manifest.NAME
    session = replace(manifest.load(path), treatment="manifest")
    session = edit_tracks(session, ["bass"], pan=-10.0, gain_db=-1.0)
    line = OrderLine("Bass STEM", "stem", "stem.bass", "mono", waive="one channel is enough")
    manifest.save(replace(assign(session, ["shaker"], "drums"), order=(line,)), path)
    said = "loses 0.28 % of its energy (-25.6 dB)"
    async with story(band) as told:
        await told.press("tab", "j")
        await told.see(said)
        await told.press("R")
        await told.see("They are in")
        await told.press("escape")
        await told.see(said)
    async with story(band) as told:
        await told.press("tab", "j")
        await told.see(said)


async def test_a_silent_stem_is_found_before_it_is_printed_where_it_was_measured(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Lead Vocal"))
    soundfile.write(folder / "Lead Vocal.wav", np.zeros(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.press("Y", "tab", "a", "o", "p", "h", "G")
        await told.see("silent")
        await told.press("exclamation_mark")
        await told.see("Lead Vocal STEM would be silent", "W accept 1 finding")
        await told.press("W")
        await told.type("no vocal in this edit")
        await told.press("enter")
        await told.see("1 finding accepted")
        await told.press("exclamation_mark")
        await told.see("left and right channels are identical")
        assert "W accept" not in told.text


async def test_the_page_of_problems_measures_what_names_make_one_suspect(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick", "Snare", "Hat"))
    parts = [soundfile.read(path)[0] for path in sorted(folder.glob("*.wav"))]
    soundfile.write(folder / "Drums_STEM.wav", sum(parts), 48000, subtype="PCM_24")
    soundfile.write(folder / "Bass.wav", np.zeros(4800), 48000, subtype="PCM_24")
    async with story(folder) as told:
        await told.press("Y", "exclamation_mark")
        await told.see(
            '"Drums_STEM" is named as a STEM', "Measuring says what it holds (M).", "M measure the audio"
        )
        await told.press("M")
        await told.see('"Drums_STEM" holds', "as measured", '"Bass" holds nothing but silence')
        await told.not_see("Measuring", "M measure")


def test_a_key_on_the_page_of_problems_means_what_it_means_elsewhere_or_nothing_there() -> None:
    commands = {key for command in COMMANDS.values() for key in command.keys.split(",")}
    assert not commands & {TAKE_OFF, TRIM_ALL, MEASURE} and ACCEPT in COMMANDS["accept_finding"].keys.split(
        ","
    )
    print_like = Problem("track.a.origin", "Named like a print.", "Give it a stem (1-9), or record it (t).")
    clipping = Problem("order.1", "It would clip.", "trim_db = -3 under [delivery] cures it.")
    words = [in_words(Session(), problem) for problem in (print_like, clipping)]
    assert words[0].endswith("Give it a stem, or record it (t).") and words[1].endswith(
        "A trim of -3 dB cures it (C)."
    )
