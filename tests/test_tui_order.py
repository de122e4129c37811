"""Stories at 80x24 of the order: what was asked, what is delivered, what stands in the way."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App

from stemtui import manifest
from stemtui.glossary.wrapping import columns
from stemtui.order import bare, gate, on_screen, reading
from stemtui.order.reading import Choice, Question, Reading
from stemtui.session import OrderLine
from stemtui.text import printable
from stemtui.tui.desk import ORDER, Desk
from stemtui.tui.order_rows import order_line, order_widths, standing, totals
from stemtui.tui.previews import Preview, preview_lines
from stemtui.tui.rows import sequence
from tests.desks import SESSION, desk
from tests.driver import PATIENCE, story

LINES = (
    OrderLine("Master MIX", "mix", "mix.master", "stereo"),
    OrderLine("the drums, please", "stem", "track.kick"),
    OrderLine("Bass STEM", "stem", "stem.bass", "mono"),
)


@pytest.fixture
def ordered(band: Path) -> Path:
    """The band with three things ordered, the second of the wrong kind, and the mix in the manifest."""
    session = manifest.load(band / manifest.NAME)
    manifest.save(replace(session, treatment="manifest", order=LINES), band / manifest.NAME, session)
    return band


async def test_the_order_says_what_stands_in_the_way_and_what_helps(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("down", "O")
        await told.see("Order 3 files: 1 MIX, 1 STEM, 1 TRACK; 2 lines refused", "esc: back")
        assert told.row("Master MIX") == "> 1 Master MIX MIX -> Master MIX stereo"
        assert told.row("the drums") == "!2 the drums, please STEM -> Kick TRACK mono refused"
        await told.press("j")
        await told.see(
            'Line 2 of the order asks for a STEM ("the drums, please") and is refused.',
            '"Kick" is a TRACK. 2 tracks feed the Drums stem: deliver stem.drums (e).',
        )
        await told.press("escape")
        await told.see("Tracks", "> Snare", "Stems")


async def test_what_is_undone_behind_another_pane_is_seen_when_it_comes_back(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "g", "j", "d")
        await told.see("Off the order: line 2, the drums, please")
        await told.press("O")
        await told.see("Tracks")
        await told.press("u")
        await told.see("Undone: Off the order")
        await told.press("O")
        await told.see("Order 3 files")
        rows = [told.row(words) for words in ("Master MIX", "the drums", "Bass STEM")]
        assert [row.strip(">!? ")[0] for row in rows] == ["1", "2", "3"]


async def test_a_line_is_put_right_by_part_of_a_name_with_what_it_brings_in_sight(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "enter")
        await told.see("Edit line 2", "the drums, please", "Kick TRACK")
        await told.press("down", "down", "ctrl+u")
        await told.type("s")
        await told.see("Delivers: 's' is in Snare TRACK and Shaker TRACK. Type more of one.")
        await told.type("tem")
        await told.see("'stem' is in Drums STEM, Bass STEM, Vocals STEM and Rest STEM.")
        await told.press("ctrl+u")
        await told.type("drum")
        await told.see("Its client receives one stereo file: the Drums STEM, 2 tracks in one.")
        await told.press("down")
        await told.type("mono")
        await told.see("Asked in mono; the Drums stem is declared stereo.")
        await told.press("ctrl+u", "enter")
        await told.see("Line 2 changed: the drums, please", "1 line refused")
        assert told.row("the drums") == "> 2 the drums, please STEM -> Drums STEM stereo"
        await told.press("u")
        await told.see("Undone: Line 2 changed", "2 lines refused")
    assert told.session.order == LINES


async def test_a_finding_is_accepted_for_a_reason(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "g", "W")
        await told.see("Line 1: nothing is refused that a reason could let pass.")
        await told.not_see("W accept")
        await told.press("G")
        await told.see("W accept")
        await told.see('Only "Bass" feeds it, untreated: that is a TRACK under another name.')
        await told.see("Deliver track.bass (e) as a TRACK, or say why it is right (W).")
        await told.press("W")
        await told.see("Accept 1 finding", "untreated: that is a TRACK under another name")
        await told.press("ctrl+u", "enter")
        await told.see("A reason is needed")
        await told.type("one bass is all there is")
        await told.press("enter")
        await told.see("1 finding accepted", "A finding is accepted: one bass is all there is.", "accepted")
        assert told.row("Bass STEM").endswith("-> Bass STEM mono accepted")
        await told.press("w")
        await told.see("Saved")
    assert manifest.load(ordered / manifest.NAME).order[2].waive == "one bass is all there is"


async def test_lines_are_written_moved_filtered_and_taken_off(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "n", "enter")
        await told.see("New line of the order", "Write what the client asks for.")
        await told.type("Vocal stem")
        await told.see('asks for a STEM ("Vocal stem") and is refused. Only "Vox" feeds it, untreated')
        await told.press("enter")
        await told.see("Line 4 added: Vocal stem", "> !4 Vocal stem STEM -> Vocals STEM stereo refused")
        await told.press("K", "K", "K", "K")
        await told.see("Line 1: first already.", "> !1 Vocal stem")
        await told.press("u")
        await told.see("Undone: Vocal stem: moved from line 2 to 1", "> !4 Vocal stem")
        await told.press("slash")
        await told.type("bass")
        await told.press("enter")
        await told.see("/bass 1 of 4", "> !3 Bass STEM")
        await told.press("d")
        await told.see("Off the order: line 3, Bass STEM", "/bass 0 of 3")
        await told.press("escape", "n")
        await told.type("all")
        await told.press("tab", "tab")
        await told.type("master")
        await told.press("enter")
        await told.see("> !4 all ? -> Master MIX stereo refused")
        await told.see("does not say whether that is a stem, a mix or a track")
        await told.press("e", "tab")
        await told.type("mix")
        await told.press("enter")
        await told.see("?4 all MIX -> Master MIX stereo question", "3 files", "Drop one of them.")
        await told.see("Lines 1 and 4 both deliver mix.master: it is printed once.")
        await told.press("o")
        await told.see("Off the order: line 4, all")


async def test_an_empty_order_says_how_to_begin(band: Path) -> None:
    async with story(band) as told:
        await told.press("O")
        await told.see("no file yet", "Nothing is ordered yet.", "n writes one line")
        await told.press("d")
        await told.see("Nothing is ordered yet: P takes a client's message, n writes a line.")
        await told.press("h", "o", "O")
        await told.see("> 1 Kick TRACK TRACK -> Kick TRACK mono")


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (120, 36), (30, 10)])
async def test_the_order_is_read_in_any_window(ordered: Path, size: tuple[int, int]) -> None:
    async with story(ordered, size) as told:
        await told.press("j", "k", "O")
        await told.see("Order", "> !2 the", "-> Kick")
        await told.press("k")
        await told.see("> 1 Mast")
        assert ("refused" in told.row("!2")) == (size[0] >= 60)
        assert ("mono" in told.row("!2")) == (size[0] >= 120)
        assert ('"Kick" is a TRACK.' in told.row("!2")) == (size[0] >= 120)
        await told.press("tab")
        await told.see("> Kick")


MESSAGE = """Hi,

could you send the master mix, the drum stem and the flux capacitor?
And the bass.

24 bit please, by Friday. Thanks!"""


async def test_a_clients_message_is_shown_before_it_is_added(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.see("Client's message", "Paste the message here", "ctrl+d read it")
        await told.paste(MESSAGE)
        await told.see(
            "Question 1 of 1: `bass` does not say STEM or TRACK", "1 the Bass STEM", "2 the Bass TRACK"
        )
        await told.see("= master mix", "-> Master MIX stereo (on the order already)")
        assert any("= master mix -> Master MIX" in line for line in told.lines)
        await told.see("drum stem", "-> Drums STEM stereo", 'Not understood: "flux capacitor".')
        await told.see("The message asks for 1 new line, 1 question left open", "enter add 1 line")
        assert told.session.order == LINES
        await told.press("2")
        await told.see("asks for 2 new lines", "bass: the Bass TRACK", "bass -> Bass TRACK")
        await told.press("backspace", "1")
        await told.see("bass: the Bass STEM", "(on the order already)")
        await told.press("e")
        await told.see("24 bit please, by Friday. Thanks!_")
        await told.press("ctrl+d")
        await told.see("bass: the Bass STEM")
        await told.press("backspace", "2", "enter")
        await told.see("Lines 4 to 5 added from the client's message", "> 4 drum stem STEM -> Drums STEM")
    assert [line.deliver for line in told.session.order[3:]] == ["stem.drums", "track.bass"]


async def test_what_nobody_answered_is_not_left_off_the_order_in_silence(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste(MESSAGE)
        await told.press("enter")
        await told.see("1 question left open", '"bass" is not answered: no line')
        await told.press("escape")
        await told.see("Question 1 of 1: `bass` does not say STEM or TRACK")
        assert told.session.order == LINES
        await told.press("enter", "l")
        await told.see("Line 4 added: drum stem")
    assert [line.deliver for line in told.session.order[3:]] == ["stem.drums"]


async def test_a_message_can_be_typed_and_closed_without_a_trace(ordered: Path) -> None:
    async with story(ordered, (60, 16)) as told:
        await told.press("O", "P", "ctrl+d")
        await told.type("instrumental mixx")
        await told.press("backspace", "enter")
        await told.type("vocal stem")
        await told.see("instrumental mix vocal stem_")
        await told.press("ctrl+d")
        await told.see("instrumental mix -> Instrumental MIX", "enter add 2 lines")
        await told.press("escape")
        await told.see("> !2 the drums")
        assert told.session.order == LINES
        await told.press("P")
        await told.paste("thank you")
        await told.see("No line is sure.", "enter done")
        await told.press("enter", "u")
        await told.see("There is nothing to undo.")


async def test_one_step_back_from_a_message_loses_neither_its_text_nor_an_answer(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste(f"{MESSAGE}\nA cappella too, and a clean version.")
        await told.see("Question 1 of 3:")
        await told.press("1", "e", "escape")
        await told.see("Question 2 of 3:")
        await told.press("e", "enter", "x", "ctrl+d")
        await told.see("Question 2 of 3:", "bass: the Bass STEM")
        await told.press("escape")
        await told.not_see("Question")
        await told.press("P")
        await told.see("Not added so far: ctrl+d reads it again", "A cappella too, and a clean version.")
        await told.press("ctrl+d")
        await told.see("Question 2 of 3:", "bass: the Bass STEM")
        await told.press("escape", "P")
        await told.paste("the vocal stem")
        await told.see("asks for 1 new line", "enter add 1 line")
        await told.not_see("Question")
        await told.press("enter", "P")
        await told.see("Paste the message here")
        await told.not_see("vocal stem_")
        await told.type("drums")
        await told.press("escape", "P")
        await told.see("Not added so far", "drums_")


async def test_an_answer_shows_the_next_question_however_far_somebody_has_read_on(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste(f"All tracks, {MESSAGE} A clean version. 44.1k. And the rough mix of July.")
        await told.press("G")
        await told.not_see("Question 1 of")
        await told.press("1")
        await told.see("Question 2 of")
        await told.press("w")
        await told.see("Will be set as they wish:", "sample rate changed from")


async def test_what_a_message_changes_and_adds_is_one_edit(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste("We need the bass track too. Please drop the master mix.")
        await told.see("The message asks for 1 new line and 1 change")
        await told.press("enter")
        await told.see("Line 3 added: bass", "Line 1, Master MIX: off the order", "> 3 bass")
        assert [line.deliver for line in told.session.order[2:]] == ["track.bass"]
        await told.press("u")
        await told.see("Undone: Line 3 added")
        assert told.session.order == LINES


async def test_a_clients_wishes_are_taken_on_request_and_they_are_answered(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste("the drum stem in mono please, and the bass, 16 bit wav, 44.1k")
        await told.see("w sets as they wish:", "bit depth changed from 24 to 16", "w as they wish")
        await told.see("They want bit depth 16; here it is 24 (D).")
        await told.press("2")
        await told.see("Drums", "changed from stereo to mono")
        await told.press("r")
        await told.see("Reply to the client, copied", "You will receive:", "Drums (a stem, mono)")
        assert "Before we print, please tell us:" in told.app.clipboard
        await told.press("escape", "2", "w")
        await told.see("Will be set as they wish:", "bass: the Bass TRACK", "w leave as it is")
        await told.press("r")
        await told.see("Bass (a track")
        assert "please tell us" not in told.app.clipboard
        await told.press("escape")
        await told.see("Will be set as they wish:", "bass: the Bass TRACK")
        await told.press("enter")
        await told.see("Lines 4 to 5 added from the client's message")
        assert told.session.delivery.bit_depth == 16
        assert told.session.stem("drums").channels == "mono"
        await told.press("u")
        assert told.session.delivery.bit_depth == 24 and told.session.order == LINES


async def test_a_message_that_takes_long_to_read_says_so(
    ordered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, may_go_on = reading.read, threading.Event()

    def slowly(*given: Any) -> Reading:
        assert may_go_on.wait(PATIENCE)
        return read(*given)

    monkeypatch.setattr(reading, "read", slowly)
    async with story(ordered) as told:
        await told.press("P")
        told.app.post_message(events.Paste(MESSAGE))
        await told.see("Reading the message ...", "> Kick")
        may_go_on.set()
        await told.see("Question 1 of 1")
        await told.press("escape")
        await told.not_see("Reading the message")


async def test_a_question_with_many_answers_goes_on_with_letters() -> None:
    choices = tuple(Choice(f"answer {number}", (OrderLine(f"line {number}", "mix"),)) for number in range(12))
    preview = Preview(SESSION, Reading(questions=(Question("all", "Which?", choices),)))
    lines = list(preview_lines(SESSION, preview.found, {}, 70))
    assert "  9  answer 8" in lines and "  C  answer 11" in lines
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(preview)
        await pilot.press("C")
        await pilot.pause()
        assert [line.asked for line in preview.fresh] == ["line 11"]


async def test_what_is_pasted_ahead_of_its_dialog_reaches_it(band: Path) -> None:
    async with story(band) as told:
        told.app.post_message(events.Key("P", "P"))
        await told.paste("the master mix please")
        await told.see("master mix", "enter add 1 line")
        await told.press("enter", "u")
        await told.see("Undone: Line 1 added: master mix", "Nothing is ordered yet.")


def text_of(now: Desk, row: str, width: int) -> str:
    """The text of a line of the order in a pane of that width."""
    return sequence(order_line(now, row, order_widths(now, width), standing(now)))


WORDS = st.text(max_size=40) | st.sampled_from(["Drum STEM", "808", "ドラムのステム", "a; b [/bold]"])
ITEMS = st.sampled_from(["", "stem.drums", "mix.up", "track.kick", "stem.gone", "rest"])
MADE = st.builds(OrderLine, WORDS, st.sampled_from(["", "stem", "mix", "track"]), ITEMS)


@given(st.lists(MADE, min_size=1, max_size=12), st.integers(24, 150))
def test_every_line_fits_every_pane_and_says_its_number_first(lines: list[OrderLine], width: int) -> None:
    session = replace(SESSION, order=tuple(lines))
    now = desk(session, pane=ORDER)
    for number in range(1, len(lines) + 1):
        text = text_of(now, f"order.{number}", width)
        assert columns(text) == width
        assert text == printable(text)
        assert text[2:].lstrip("!? ").startswith(f"{number} ")


def test_on_a_narrow_screen_names_come_before_channels() -> None:
    lines = (OrderLine("Drum STEM", "stem", "stem.drums"), OrderLine("Lead Vocal Up MIX", "mix", "mix.up"))
    now = desk(replace(SESSION, order=lines), pane=ORDER)
    assert "Lead Vocal Up M" in text_of(now, "order.2", 58) and "stereo" not in text_of(now, "order.2", 58)
    assert "stereo" in text_of(now, "order.2", 78)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "no file yet"),
        (LINES[:1] * 2, "1 file: 1 MIX"),
        ((OrderLine("rest", "stem", "rest"), OrderLine("x", "stem", "stem.bass")), "2 files: 2 STEMS"),
        ((OrderLine("gone", "stem", "stem.gone"), OrderLine("x")), "no file yet"),
    ],
)
def test_each_thing_is_counted_once(lines: tuple[OrderLine, ...], said: str) -> None:
    assert totals(desk(replace(SESSION, order=lines)), {}) == said


def test_before_anything_is_mixed_stems_are_counted_as_submixes() -> None:
    session = replace(SESSION, treatment="none", order=(OrderLine("Bass STEM", "stem", "stem.bass"),))
    assert totals(desk(session), {}) == "1 file: 1 SUBMIX"
    assert "-> Bass SUBMIX" in " ".join(text_of(desk(session, pane=ORDER), "order.1", 78).split())


@pytest.mark.parametrize(
    ("line", "finding", "remedy"),
    [
        (OrderLine("Drum STEM", "stem", "track.kick"), '"Kick" is a TRACK.', "deliver stem.drums (e)."),
        (
            OrderLine("a; b", "stem", ""),
            "Nothing is chosen to meet it.",
            "e chooses it (n makes a stem), or drop the line",
        ),
        (OrderLine("808", "", "track.kick"), "It does not say whether that is", "then say which (e)."),
        (
            OrderLine("Up MIX", "mix", "mix.up", "mono"),
            "Asked in mono; mixes are stereo.",
            "e makes it stereo",
        ),
        (OrderLine("all tracks", "track", "track.kick"), "That is every track of the song", "(W)."),
    ],
)
def test_findings_are_said_without_the_request_and_with_keys(
    line: OrderLine, finding: str, remedy: str
) -> None:
    session = replace(SESSION, treatment="printed", order=(line,))
    problem = next(one for one in gate(session, {}) if one.path == "order.1")
    assert bare(session, problem).startswith(finding)
    assert remedy in on_screen(problem.remedy)
    assert "waive" not in on_screen(problem.remedy)


def test_what_is_written_into_the_clients_words_has_its_key_too() -> None:
    panned = replace(SESSION.tracks[0], pan=-30.0)
    session = replace(SESSION, treatment="manifest", tracks=(panned, *SESSION.tracks[1:]))
    session = replace(session, order=(OrderLine("Kick", "track", "track.kick"),))
    doubt = next(one for one in gate(session, {}) if "as recorded?" in one.message)
    said = on_screen(doubt.remedy)
    assert (
        said == 'Ask the client: "raw", or "as in the mix"? Then add it to their words (e), or accept it (W).'
    )


async def test_the_order_names_stems_that_are_on_no_line(ordered: Path) -> None:
    drums = OrderLine("Drums STEM", "stem", "stem.drums", "stereo")
    session = manifest.load(ordered / manifest.NAME)
    manifest.save(replace(session, order=(LINES[0], drums)), ordered / manifest.NAME, session)
    async with story(ordered) as told:
        await told.press("O")
        await told.see("on no line: ")
